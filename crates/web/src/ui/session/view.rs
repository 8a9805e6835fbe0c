//! Signing in, and what waits behind one-time links: the welcome, and a new password.

use maud::{Markup, html};
use model::Role;
use wording::t;

use crate::ui::components::kind::seat;
use crate::ui::components::{Field, Kind, csrf, field, form_error, name, rich};
use crate::ui::layout::{Frame, Page, Place};

/// The least length of a password, in characters.
pub const PASSWORD_LENGTH_MIN: usize = 12;

/// `/sign-in`.
#[derive(Clone, Debug, Default)]
pub struct SignInPage {
    /// What was typed as address.
    pub email: String,
    /// Where to go afterwards.
    pub next: String,
    /// Why the last attempt was refused.
    pub refusal: Option<Refusal>,
    /// Who looks after this server, by name, for those who lost access.
    pub contact: Option<String>,
    /// Whether the server has no owner yet, so that nobody can sign in.
    pub is_unowned: bool,
}

/// Why signing in was refused. Never says whether the address is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Address and password do not fit; so many tries are left, where known.
    Mismatch(Option<u32>),
    /// Too many tries; wait so many minutes.
    Wait(u32),
    /// The session ended.
    Expired,
}

impl Refusal {
    fn words(self) -> String {
        match self {
            Self::Mismatch(None) => t!("Address and password do not fit.").into(),
            Self::Mismatch(Some(left)) => t!(
                left;
                "Address and password do not fit. One try left, then wait 15 minutes.",
                "Address and password do not fit. {count} tries left, then wait 15 minutes.",
            ),
            Self::Wait(minutes) => t!(
                minutes;
                "Too many tries. Wait a minute, then try again.",
                "Too many tries. Wait {count} minutes, then try again.",
            ),
            Self::Expired => t!("You were signed out after a while. What you were writing is kept.").into(),
        }
    }
}

impl Page for SignInPage {
    fn title(&self) -> String {
        t!("Sign in").into()
    }

    fn place(&self) -> Place {
        Place::Door
    }

    fn class(&self) -> &'static str {
        "door"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let refusal = self.refusal.map(Refusal::words);
        let is_mismatch = matches!(self.refusal, Some(Refusal::Mismatch(_)));
        if self.is_unowned {
            return html! { div.door-inner { (unowned()) } (scene()) };
        }
        html! {
            div.door-inner {
                h1 { (t!("{organisation}’s coffeehouse", organisation = frame.organisation)) }
                p.dim { (t!("Everyone who talks about us, in one room.")) }
                form.stack method="post" action="/sign-in" data-plain {
                    (csrf(frame))
                    input type="hidden" name="next" value=(self.next);
                    @if !is_mismatch { (form_error(refusal.as_deref())) }
                    (field(Field { name: "email", label: t!("E-mail"), kind: "email", value: &self.email, autocomplete: "username", is_required: true, ..Field::default() }))
                    (field(Field { name: "password", label: t!("Password"), kind: "password", autocomplete: "current-password", is_required: true,
                        error: refusal.as_deref().filter(|_| is_mismatch), ..Field::default() }))
                    button.btn.main type="submit" { (t!("Sign in")) }
                }
                p.t1.faint {
                    @if let Some(name) = &self.contact { (t!("Lost access? Ask {name}, who looks after this server for a new link.", name)) }
                    @else { (t!("Lost access? Ask an owner of this server for a new link.")) }
                }
            }
            (scene())
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self { contact: Some("Jonas Okafor".into()), next: "/inbox".into(), ..Self::default() };
        let refused =
            |refusal| Self { email: "mara.lind@vellenbahn.example".into(), refusal: Some(refusal), ..page.clone() };
        vec![
            ("", page.clone()),
            ("refused", refused(Refusal::Mismatch(Some(4)))),
            ("wait", refused(Refusal::Wait(15))),
            ("unowned", Self { is_unowned: true, ..Self::default() }),
        ]
    }
}

/// What whoever comes before the first owner reads.
fn unowned() -> Markup {
    html! {
        h1 { (t!("Nobody owns this house yet")) }
        p.dim { (rich!(
            "Where the server was started, it printed a link, with {address} in it. Whoever opens it becomes the owner.",
            address = html! { code { "/welcome/" } },
        )) }
        p.t1.faint { (t!("The link works once, for a day. Start the server again for a new one.")) }
    }
}

/// `/welcome/{token}`: the owner of a new server, or somebody invited.
#[derive(Clone, Debug)]
pub struct WelcomePage {
    /// The token of the one-time link.
    pub token: String,
    /// The role that waits, and who invited; nobody for the first owner.
    pub role: Role,
    /// Who invited, by name.
    pub invited_by: Option<String>,
    /// What was typed as the organisation's name, where nobody named it yet.
    pub organisation: Option<String>,
    /// What was typed as name.
    pub name: String,
    /// The address, as invited or as typed.
    pub email: String,
    /// What is wrong with the organisation's name.
    pub organisation_error: Option<String>,
    /// What is wrong with the name.
    pub name_error: Option<String>,
    /// What is wrong with the address.
    pub email_error: Option<String>,
    /// What is wrong with the password.
    pub password_error: Option<String>,
}

impl WelcomePage {
    /// Whether something is wrong with what was typed.
    pub(crate) fn has_error(&self) -> bool {
        [&self.organisation_error, &self.name_error, &self.email_error, &self.password_error]
            .iter()
            .any(|error| error.is_some())
    }
}

impl Page for WelcomePage {
    fn title(&self) -> String {
        t!("Welcome").into()
    }

    fn place(&self) -> Place {
        Place::Door
    }

    fn class(&self) -> &'static str {
        "door"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            div.door-inner {
                @if let Some(by) = &self.invited_by {
                    h1 { (t!("Come in")) }
                    p.dim { (t!(
                        "{by} asks you into {organisation}’s coffeehouse, as {role}.",
                        by,
                        organisation = frame.organisation,
                        role = name::role(self.role),
                    )) }
                } @else {
                    h1 { (t!("This house is yours")) }
                    p.dim { (t!("Nobody has been here before. You become its owner; everything else can wait.")) }
                }
                form.stack method="post" action={ "/welcome/" (self.token) } data-plain {
                    (csrf(frame))
                    @if let Some(organisation) = &self.organisation {
                        (field(Field { name: "organisation", label: t!("Whose house is it?"), value: organisation, autocomplete: "organization", hint: t!("The organisation’s name, as people say it."), is_required: true, error: self.organisation_error.as_deref(), ..Field::default() }))
                    }
                    (field(Field { name: "name", label: t!("Your name"), value: &self.name, autocomplete: "name", hint: t!("As colleagues shall read it."), is_required: true, error: self.name_error.as_deref(), ..Field::default() }))
                    (field(Field { name: "email", label: t!("E-mail"), kind: "email", value: &self.email, autocomplete: "username", hint: t!("To sign in with. Nothing is sent to it."), is_required: true, error: self.email_error.as_deref(), ..Field::default() }))
                    (field(Field { name: "password", label: t!("Password"), kind: "password", autocomplete: "new-password", hint: t!("At least 12 characters; a few words you like are better than signs. No other rules."), is_required: true,
                        length_min: Some(PASSWORD_LENGTH_MIN), error: self.password_error.as_deref(), ..Field::default() }))
                    button.btn.main type="submit" { (t!("Come in")) }
                }
                p.t1.faint { (t!("This link works once.")) }
            }
            (scene())
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let owner = Self {
            token: "sample".into(),
            role: Role::Owner,
            invited_by: None,
            organisation: Some(String::new()),
            name: String::new(),
            email: String::new(),
            organisation_error: None,
            name_error: None,
            email_error: None,
            password_error: None,
        };
        let invited = Self {
            role: Role::Member,
            invited_by: Some("Karin Voss".into()),
            organisation: None,
            name: "Ewa Brandt".into(),
            email: "ewa.brandt@vellenbahn.example".into(),
            password_error: Some("11 characters; one more is needed.".into()),
            ..owner.clone()
        };
        vec![("", owner), ("invited", invited)]
    }
}

/// `/reset/{token}`: a new password for a member who lost the old one.
#[derive(Clone, Debug)]
pub struct ResetPage {
    /// The token of the one-time link.
    pub token: String,
    /// Whose password it is.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// What is wrong with the password.
    pub password_error: Option<String>,
}

impl Page for ResetPage {
    fn title(&self) -> String {
        t!("A new password").into()
    }

    fn place(&self) -> Place {
        Place::Door
    }

    fn class(&self) -> &'static str {
        "door"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            div.door-inner {
                h1 { (t!("A new password")) }
                p.dim { (t!(
                    "For {name}, who signs in with {email}. Everybody who is signed in with the old one is out then.",
                    name = self.name,
                    email = self.email,
                )) }
                form.stack method="post" action={ "/reset/" (self.token) } data-plain {
                    (csrf(frame))
                    input type="hidden" name="username" value=(self.email) autocomplete="username";
                    (field(Field { name: "password", label: t!("Password"), kind: "password", autocomplete: "new-password", hint: t!("At least 12 characters; a few words you like are better than signs. No other rules."), is_required: true,
                        length_min: Some(PASSWORD_LENGTH_MIN), error: self.password_error.as_deref(), ..Field::default() }))
                    button.btn.main type="submit" { (t!("Come in")) }
                }
                p.t1.faint { (t!("This link works once.")) }
            }
            (scene())
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            token: "sample".into(),
            name: "Ewa Brandt".into(),
            email: "ewa.brandt@vellenbahn.example".into(),
            password_error: None,
        };
        let short = Self { password_error: Some("11 characters; one more is needed.".into()), ..page.clone() };
        vec![("", page), ("short", short)]
    }
}

/// A seat of the scene: degrees clockwise from three o'clock, who sits there, and how they are served.
type Seat = (u16, Kind, Service);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Service {
    Answered,
    Waiting,
    Talking,
}

/// Café tables from above, with people round them: an arc shows the mood there, a cup an answer, a raised hand a wait.
fn scene() -> Markup {
    use Kind::*;
    use Service::*;
    // centre, radius, moods as (from, to) in degrees, seats
    type Table = (i32, i32, i32, &'static [(&'static str, u16, u16)], &'static [Seat]);
    const TABLES: [Table; 3] = [
        (
            112,
            106,
            58,
            &[("neutral", 206, 274), ("positive", 280, 326)],
            &[
                (206, Community, Talking),
                (236, Prospect, Talking),
                (264, Customer, Answered),
                (298, Customer, Talking),
                (326, Fan, Answered),
            ],
        ),
        (
            302,
            152,
            62,
            &[("negative", 142, 218), ("mixed", 224, 254), ("neutral", 260, 330), ("positive", 336, 390)],
            &[
                (150, Customer, Answered),
                (180, Customer, Answered),
                (208, Critic, Waiting),
                (240, Press, Waiting),
                (272, Customer, Talking),
                (300, Unknown, Talking),
                (326, Employee, Answered),
                (356, Customer, Answered),
                (22, Fan, Answered),
            ],
        ),
        (
            148,
            262,
            52,
            &[("neutral", 236, 274), ("positive", 282, 318)],
            &[(246, Customer, Waiting), (282, Partner, Talking), (316, Customer, Answered)],
        ),
    ];
    html! { div.scene { svg viewBox="0 0 420 340" role="img" aria-label=(t!("Three café tables seen from above, with people round them and cups on the tables")) {
        @for (x, y, radius, moods, seats) in TABLES {
            circle.table-top cx=(x) cy=(y) r=(radius) {}
            @for (mood, from, to) in moods { path class={ "rim m-" (mood) } d=(arc((x, y), radius, *from, *to)) {} }
            @for (angle, of, service) in seats {
                @if *service == Waiting {
                    @let ((x1, y1), (x2, y2)) = (along((x, y), radius + 26, *angle), along((x, y), radius + 36, *angle));
                    line.hand x1=(x1) y1=(y1) x2=(x2) y2=(y2) {}
                }
                @let (sx, sy) = along((x, y), radius + 18, *angle);
                (seat(*of, &sx, &sy))
                @if *service == Answered { @let (cx, cy) = along((x, y), radius - 13, *angle); circle.cup cx=(cx) cy=(cy) r="4.4" {} }
            }
        }
    } } }
}

/// The point at a distance from a centre, as written in a drawing.
fn along((x, y): (i32, i32), distance: i32, degrees: u16) -> (String, String) {
    let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
    let at = |centre: i32, part: f64| format!("{:.1}", f64::from(centre) + f64::from(distance) * part);
    (at(x, cos), at(y, sin))
}

fn arc(centre: (i32, i32), radius: i32, from: u16, to: u16) -> String {
    let ((x1, y1), (x2, y2)) = (along(centre, radius, from), along(centre, radius, to));
    format!("M{x1} {y1}A{radius} {radius} 0 0 1 {x2} {y2}")
}
