//! Tokens: which programs act in one's name, and a new one.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{Scope, TokenId};
use store::token::Token;
use wording::t;

use crate::ui::components::{Empty, Field, csrf, empty, field, form_error, press, rich, shown_once, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/tokens`.
#[derive(Clone, Debug, Default)]
pub struct TokensPage {
    /// The member's tokens, those that are over last.
    pub tokens: Vec<TokenRow>,
    /// A token just made: shown on this page once, never again.
    pub made: Option<MadeToken>,
    /// What was typed as its name.
    pub name: String,
    /// What is wrong with that name.
    pub name_error: Option<String>,
    /// What was chosen for it.
    pub scopes: Vec<Scope>,
    /// What is wrong with that choice.
    pub scopes_error: Option<String>,
    /// How long it is to last.
    pub lasts: Lasts,
    /// What is wrong otherwise.
    pub error: Option<String>,
}

/// One token.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// Which one.
    pub id: TokenId,
    /// What its member calls it.
    pub name: String,
    /// What it is good for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
    /// When it ends, or ended, by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// Whether it is good for nothing any more.
    pub is_over: bool,
}

impl TokenRow {
    /// A token as it is at a moment.
    pub fn of(token: Token, now: Timestamp) -> Self {
        let Token { id, name, scopes, created_at, used_at, expires_at, revoked_at, .. } = token;
        let is_over = revoked_at.is_some() || expires_at.is_some_and(|at| at <= now);
        Self { id, name, scopes, created_at, used_at, expires_at, revoked_at, is_over }
    }
}

/// A token that was just made.
#[derive(Clone, Debug)]
pub struct MadeToken {
    /// Its name.
    pub name: String,
    /// What the program sends.
    pub secret: String,
}

/// How long a token lasts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lasts {
    /// A month.
    Days30,
    /// A quarter.
    #[default]
    Days90,
    /// A year.
    Days365,
    /// Until it is taken back.
    Always,
}

impl Lasts {
    const ALL: [Self; 4] = [Self::Days30, Self::Days90, Self::Days365, Self::Always];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Days30 => "30",
            Self::Days90 => "90",
            Self::Days365 => "365",
            Self::Always => "always",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Days30 => t!("30 days"),
            Self::Days90 => t!("90 days"),
            Self::Days365 => t!("a year"),
            Self::Always => t!("until I take it back"),
        }
    }

    /// The length that a word stands for; an unknown word is the usual one.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|lasts| lasts.as_str() == word).unwrap_or_default()
    }

    /// The days, if they are counted.
    pub const fn days(self) -> Option<i64> {
        match self {
            Self::Days30 => Some(30),
            Self::Days90 => Some(90),
            Self::Days365 => Some(365),
            Self::Always => None,
        }
    }
}

/// What a scope is for, in a line.
fn scope_line(scope: Scope) -> &'static str {
    match scope {
        Scope::Read => t!("sees what you see"),
        Scope::Write => t!("sorts conversations, writes notes, changes topics"),
        Scope::Reply => t!("answers in public in your name, and takes answers back"),
    }
}

impl TokensPage {
    /// Whether something is wrong with what was posted.
    pub fn has_error(&self) -> bool {
        self.name_error.is_some() || self.scopes_error.is_some() || self.error.is_some()
    }
}

impl Page for TokensPage {
    fn title(&self) -> String {
        t!("Tokens").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        // Shown again, it would lack the secret.
        if self.made.is_some() { "" } else { "token" }
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div {
                h1.page-title { (t!("Tokens")) }
                p { (t!("With a token, a program acts in your name: it may do what you allow it, as far as your role goes.")) }
            } }
            (form_error(self.error.as_deref()))
            @if let Some(made) = &self.made { (shown_once(&t!("A token for {name}", name = made.name), t!("Give it to the program now: it is not shown again. Whoever has it acts in your name."), (t!("Token"), &made.secret))) }
            @if self.tokens.is_empty() { (empty(Empty {
                title: t!("No program acts in your name"),
                lines: vec![t!("A token lets one in. The description of what it can ask for is at /api/v1/openapi.json.").into()],
                acts: vec![],
            })) }
            @else { ul.cards { @for token in &self.tokens { (row(token, frame)) } } }
            (make(self, frame))
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let token = |id: i64, name: &str, scopes: &[Scope]| TokenRow {
            id: TokenId(id),
            name: name.into(),
            scopes: scopes.to_vec(),
            created_at: sample_at("2026-11-02T09:00:00Z"),
            used_at: Some(sample_at("2026-11-24T07:44:00Z")),
            expires_at: Some(sample_at("2027-01-31T09:00:00Z")),
            revoked_at: None,
            is_over: false,
        };
        let tokens = vec![
            token(3, "Wall in the control room", &[Scope::Read]),
            TokenRow { used_at: None, expires_at: None, ..token(2, "Night desk", Scope::ALL) },
            TokenRow {
                revoked_at: Some(sample_at("2026-11-20T16:00:00Z")),
                is_over: true,
                ..token(1, "Trial of a chat bot", &[Scope::Read, Scope::Reply])
            },
        ];
        let page = Self { tokens, ..Self::default() };
        let secret = "coffeehouse_3kq97wmdx2pf8rtzqqe4-sample".to_owned();
        let made = Some(MadeToken { name: "Wall in the control room".into(), secret });
        let wrong = Self {
            name_error: Some("A name is needed, so that you know later which program has it.".into()),
            scopes_error: Some("It would be good for nothing. Choose at least one.".into()),
            ..page.clone()
        };
        vec![("", page.clone()), ("made", Self { made, ..page }), ("none", Self::default()), ("wrong", wrong)]
    }
}

fn row(token: &TokenRow, frame: &Frame) -> Markup {
    html! { li.card-row.put-away[token.is_over] data-key={ "token-" (token.id) } {
        div {
            h2 { (token.name) }
            p.t1.dim { @for (at, scope) in token.scopes.iter().enumerate() { @if at > 0 { ", " } (scope) } }
        }
        p.t1.faint.seen {
            (rich!("made {day}", day = time::day(token.created_at, frame))) ", "
            @if let Some(at) = token.used_at { (rich!("last used {past}", past = time::past(at, frame))) } @else { (t!("never used")) }
            br;
            @if let Some(at) = token.revoked_at { (rich!("taken back {since}", since = time::since(at, frame))) }
            @else if let Some(at) = token.expires_at { @if token.is_over { (rich!("over since {since}", since = time::since(at, frame))) } @else { (rich!("until {day}", day = time::day(at, frame))) } }
            @else { (t!("until you take it back")) }
        }
        @if !token.is_over { div.toolbar {
            (press(frame, &format!("/tokens/{}/revoke", token.id), &[],
                html! { button.btn.quiet type="submit" { (t!("Take back")) span.vh { " " (token.name) } } }))
        } }
    } }
}

fn make(page: &TokensPage, frame: &Frame) -> Markup {
    let wrong = page.scopes_error.as_deref();
    html! { section.apart {
        h2 { (t!("Let a program in")) }
        form.stack method="post" action="/tokens" {
            (csrf(frame))
            (field(Field { name: "name", label: t!("Which program"), value: &page.name, hint: t!("So that you know later what to take back."), autocomplete: "off", is_required: true, error: page.name_error.as_deref(), ..Field::default() }))
            fieldset.choices aria-describedby=[wrong.map(|_| "scopes-error")] {
                legend { (t!("What it may")) }
                @for scope in Scope::ALL { label.check {
                    input type="checkbox" name="scope" value=(scope) checked[page.scopes.contains(scope)];
                    span { b { (scope) } " " span.faint { (scope_line(*scope)) } }
                } }
                @if let Some(wrong) = wrong { p.wrong-why #scopes-error { (wrong) } }
            }
            fieldset.choices {
                legend { (t!("How long")) }
                @for lasts in Lasts::ALL { label.check {
                    input type="radio" name="lasts" value=(lasts.as_str()) checked[lasts == page.lasts];
                    span { (lasts.words()) }
                } }
            }
            div { button.btn.main type="submit" { (t!("Make a token")) } }
        }
    } }
}
