//! One's own seat.

use maud::{Markup, html};
use model::{Right, Role};
use wording::{Language, t};

use crate::ui::components::name;
use crate::ui::components::{Field, csrf, field, press};
use crate::ui::layout::{Frame, Page, Place};
use crate::ui::session::view::PASSWORD_LENGTH_MIN;

/// `/me`.
#[derive(Clone, Debug)]
pub struct MePage {
    /// One's name.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// What one may do.
    pub role: Role,
    /// The language one chose; without it, the browser's.
    pub language: Option<Language>,
    /// Whether the language was just chosen.
    pub is_kept: bool,
    /// In how many other browsers one is signed in.
    pub elsewhere: u64,
    /// Whether the password was just changed.
    pub is_changed: bool,
    /// What is wrong with the password that was given as the present one.
    pub current_error: Option<String>,
    /// What is wrong with the new one.
    pub password_error: Option<String>,
}

impl Default for MePage {
    fn default() -> Self {
        Self {
            name: String::new(),
            email: String::new(),
            role: Role::Colleague,
            language: None,
            is_kept: false,
            elsewhere: 0,
            is_changed: false,
            current_error: None,
            password_error: None,
        }
    }
}

impl MePage {
    /// Whether something is wrong with what was posted.
    pub(crate) fn has_error(&self) -> bool {
        self.current_error.is_some() || self.password_error.is_some()
    }
}

impl Page for MePage {
    fn title(&self) -> String {
        t!("Your seat").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div {
                h1.page-title { (t!("Your seat")) }
                p { (t!("{name}, {role}. You sign in with {email}.", name = self.name, role = name::role(self.role), email = self.email)) }
            } }
            @if self.is_changed { div.once role="status" { p { (t!("Your password is changed, and you are signed out everywhere else.")) } } }
            @if let Some(viewer) = frame.viewer.as_ref().filter(|_| frame.may(Right::WorkInbox)) { section.apart {
                h2 { (t!("How you work")) }
                p { a href={ "/members/" (viewer.id) "/seat" } { (t!("What you take, your leave, and handing over what you have")) } }
                p { a href="/me/signatures" { (t!("With what you sign")) } }
            } }
            @if frame.may(Right::ReadInbox) { section.apart {
                h2 { (t!("How you are told")) }
                p { a href="/me/notices" { (t!("What comes by browser and by mail, and when")) } }
            } }
            section.apart {
                h2 { (t!("Your language")) }
                @if self.is_kept { p role="status" { (t!("It is kept.")) } }
                form.stack method="post" action="/me/language" data-plain {
                    (csrf(frame))
                    div.field {
                        label for="language" { (t!("Pages and mails for you are in")) }
                        select #language name="language" {
                            option value="" selected[self.language.is_none()] { (t!("the language of the browser; mails in English")) }
                            @for one in Language::ALL {
                                option value=(one.tag()) lang=(one.tag()) selected[self.language == Some(one)] { (one.own_name()) }
                            }
                        }
                    }
                    button.btn type="submit" { (t!("Use it")) }
                }
            }
            section.apart {
                h2 { (t!("Password")) }
                form.stack method="post" action="/me/password" data-plain {
                    (csrf(frame))
                    input type="hidden" name="username" value=(self.email) autocomplete="username";
                    (field(Field { name: "current", label: t!("Your present password"), kind: "password", autocomplete: "current-password", is_required: true, error: self.current_error.as_deref(), ..Field::default() }))
                    (field(Field { name: "password", label: t!("The new one"), kind: "password", autocomplete: "new-password", hint: t!("At least 12 characters; a few words you like are better than signs."), is_required: true,
                        length_min: Some(PASSWORD_LENGTH_MIN), error: self.password_error.as_deref(), ..Field::default() }))
                    button.btn.main type="submit" { (t!("Change it")) }
                }
            }
            section.apart {
                h2 { (t!("Where you are signed in")) }
                @if self.elsewhere == 0 { p.dim { (t!("In this browser, and nowhere else.")) } }
                @else {
                    p { (t!(
                        usize::try_from(self.elsewhere).unwrap_or(usize::MAX);
                        "In this browser and in {count} other.",
                        "In this browser and in {count} others."
                    )) }
                    (press(frame, "/me/sessions/end", &[], html! { button.btn type="submit" { (t!("Sign out everywhere else")) } }))
                }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            name: "Mara Lind".into(),
            email: "mara.lind@vellenbahn.example".into(),
            role: Role::Owner,
            language: Some(Language::German),
            elsewhere: 2,
            ..Self::default()
        };
        let wrong = Self {
            elsewhere: 0,
            current_error: Some("That is not your password.".into()),
            password_error: Some("11 characters; at least 12 are needed.".into()),
            ..page.clone()
        };
        vec![("", page.clone()), ("changed", Self { is_changed: true, elsewhere: 0, ..page }), ("wrong", wrong)]
    }
}
