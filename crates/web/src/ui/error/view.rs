//! What went wrong, what is safe, and the way out.

use maud::{Markup, html};
use model::Right;
use wording::t;

use crate::ui::layout::{Frame, Page, Place};

/// A page for what went wrong.
#[derive(Clone, Debug)]
pub struct ErrorPage {
    /// What went wrong.
    pub kind: Wrong,
    /// Whether somebody is signed in; decides on the bar.
    pub is_signed_in: bool,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// 404; that what was looked for is not there, as a sentence, if it is known.
    NotFound(Option<String>),
    /// 403; what the role does not allow, as a sentence.
    Forbidden(String),
    /// 409; what changed meanwhile, as a sentence.
    Conflict(String),
    /// 403 or 419; the form was opened too long ago or elsewhere.
    ExpiredForm,
    /// 410; a one-time link that was used, is too old, or never was: which of them is nobody’s business.
    UsedLink,
    /// 400 or 422; why the request cannot be understood, as a sentence.
    Unreadable(String),
    /// 413; what is too large, as a sentence.
    TooLarge(String),
    /// 429; wait so many seconds.
    TooMany(u32),
    /// 500; the reference under which the log has it.
    Broken(String),
}

impl Wrong {
    /// The status code to answer with.
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotFound(_) => 404,
            Self::Forbidden(_) | Self::ExpiredForm => 403,
            Self::Conflict(_) => 409,
            Self::UsedLink => 410,
            Self::Unreadable(_) => 422,
            Self::TooLarge(_) => 413,
            Self::TooMany(_) => 429,
            Self::Broken(_) => 500,
        }
    }

    /// Whether nothing failed: what was asked for is not there, or not any more.
    const fn is_calm(&self) -> bool {
        matches!(self, Self::NotFound(_) | Self::UsedLink)
    }

    fn title(&self) -> &'static str {
        match self {
            Self::NotFound(_) => t!("Not found"),
            Self::Forbidden(_) => t!("Not for your role"),
            Self::Conflict(_) => t!("Something changed meanwhile"),
            Self::ExpiredForm => t!("This form is too old"),
            Self::UsedLink => t!("This link does not work"),
            Self::Unreadable(_) => t!("That cannot be read"),
            Self::TooLarge(_) => t!("Too large"),
            Self::TooMany(_) => t!("Too fast"),
            Self::Broken(_) => t!("Something broke here"),
        }
    }

    fn lines(&self) -> Vec<String> {
        match self {
            Self::NotFound(what) => vec![
                what.clone().unwrap_or_else(|| t!("There is no page at this address.").into()),
                t!("It may have been erased at the person’s wish, or the link lost a digit.").into(),
            ],
            Self::Forbidden(why) => vec![
                why.clone(),
                t!("A manager or owner can change it under Members.").into(),
            ],
            Self::Conflict(what) => vec![
                what.clone(),
                t!("Nothing of yours was kept in its place. Look at it again, then repeat what you did.").into(),
            ],
            Self::ExpiredForm => vec![
                t!("It was opened too long ago, or before you signed in. Nothing was done.").into(),
                t!("Go back, load the page again, and repeat it; words you typed are still in the box.").into(),
            ],
            Self::UsedLink => vec![
                t!("Such a link works once, and not for long: it was used, has ended, or was not copied whole.").into(),
                t!("Ask whoever gave it to you for a new one. If somebody else used it, tell an owner of this server, who can shut them out.")
                    .into(),
            ],
            Self::Unreadable(why) => vec![why.clone(), t!("Nothing was done.").into()],
            Self::TooLarge(why) => vec![why.clone(), t!("Nothing was done; go back, and words you typed are still in the box.").into()],
            Self::TooMany(seconds) => {
                vec![t!(*seconds; "Wait a second, then try again.", "Wait {count} seconds, then try again.")]
            }
            Self::Broken(reference) => vec![
                t!("It is our fault. What was sent is safe; what you were writing is kept as a draft.").into(),
                t!("The log of this server has the reason under {reference}.", reference),
            ],
        }
    }
}

impl Page for ErrorPage {
    fn title(&self) -> String {
        self.kind.title().into()
    }

    fn place(&self) -> Place {
        if self.is_signed_in { Place::Elsewhere } else { Place::Door }
    }

    fn class(&self) -> &'static str {
        "page wrong-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may_read = frame.may(Right::ReadInbox);
        let (address, words) = match self.is_signed_in {
            true if may_read => ("/inbox", t!("Back to the inbox")),
            true => ("/floor", t!("To the floor")),
            false => ("/sign-in", t!("Sign in")),
        };
        html! {
            div.err.calm[self.kind.is_calm()] {
                h1.page-title { (self.kind.title()) }
                @for line in self.kind.lines() { p { (line) } }
            }
            p.toolbar {
                a.btn href=(address) { (words) }
                @if may_read && matches!(self.kind, Wrong::NotFound(_)) { a.btn.quiet href="/inbox?view=all" { (t!("All conversations")) } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |kind| Self { kind, is_signed_in: true };
        vec![
            ("404", page(Wrong::NotFound(Some("There is no conversation 48213.".into())))),
            ("403", page(Wrong::Forbidden("Your role does not let you connect or change channels.".into()))),
            ("409", page(Wrong::Conflict("Jonas Okafor changed this topic at 08:49.".into()))),
            ("expired", page(Wrong::ExpiredForm)),
            ("used-link", Self { is_signed_in: false, ..page(Wrong::UsedLink) }),
            ("500", page(Wrong::Broken("7f3a90c2".into()))),
        ]
    }
}
