//! What links of our mails lead to.

use maud::{Markup, html};
use wording::t;

use crate::ui::components::{csrf, rich};
use crate::ui::layout::{Frame, Page, Place};

/// `/mail/confirm/{token}`, `/mail/stop/{token}`.
#[derive(Clone, Debug)]
pub struct MailLinkPage {
    /// The token of the link.
    pub token: String,
    /// What it is for, or did.
    pub says: MailLink,
}

/// What a link is for, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailLink {
    /// It has mail come to this address.
    Confirm(String),
    /// Mail comes there now.
    Confirmed,
    /// It stops mail.
    Stop,
    /// No more comes.
    Stopped,
    /// It is none of ours.
    Unknown,
}

impl Page for MailLinkPage {
    fn title(&self) -> String {
        match self.says {
            MailLink::Confirm(_) => t!("Is this your address?"),
            MailLink::Confirmed => t!("Your address is confirmed"),
            MailLink::Stop => t!("Stop these mails?"),
            MailLink::Stopped => t!("No more mail comes"),
            MailLink::Unknown => t!("This link leads nowhere"),
        }
        .into()
    }

    fn place(&self) -> Place {
        Place::Door
    }

    fn class(&self) -> &'static str {
        "door"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! { div.door-inner {
            h1 { (self.title()) }
            @match &self.says {
                MailLink::Confirm(address) => {
                    p { (rich!(
                        "Then {organisation} sends what is for you to {address}, when and how you chose.",
                        organisation = frame.organisation,
                        address = html! { b { (address) } },
                    )) }
                    form.stack method="post" action={ "/mail/confirm/" (self.token) } data-plain {
                        (csrf(frame))
                        button.btn.main type="submit" { (t!("Yes, it is mine")) }
                    }
                    p.t1.faint { (t!("This link works once, for a day.")) }
                }
                MailLink::Confirmed => {
                    p { (t!("What is for you comes there, when and how you chose.")) }
                    p { a href="/me/notices" { (t!("Choose what comes")) } }
                }
                MailLink::Stop => {
                    p { (t!("What is for you still stands on the page “For you”, and you can have it mailed again whenever you like.")) }
                    form.stack method="post" action={ "/mail/stop/" (self.token) } data-plain {
                        (csrf(frame))
                        button.btn.main type="submit" { (t!("Stop them")) }
                    }
                }
                MailLink::Stopped => {
                    p { (t!("What is for you still stands on the page “For you”.")) }
                    p { a href="/me/notices" { (t!("Choose what comes")) } }
                }
                MailLink::Unknown => {
                    p { (t!("Perhaps a part of it is missing. Whoever is signed in chooses on their page what comes by mail.")) }
                    p { a href="/me/notices" { (t!("Choose what comes")) } }
                }
            }
        } }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let page = |says| Self { token: "sample".into(), says };
        vec![
            ("", page(MailLink::Confirm("mara.lind@vellenbahn.example".into()))),
            ("confirmed", page(MailLink::Confirmed)),
            ("stop", page(MailLink::Stop)),
            ("stopped", page(MailLink::Stopped)),
            ("unknown", page(MailLink::Unknown)),
        ]
    }
}
