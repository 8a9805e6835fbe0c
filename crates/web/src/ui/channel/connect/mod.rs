//! Connecting a channel: choosing the network, and a form for each.

pub(crate) mod atproto;
pub mod atproto_view;
pub mod choose;
pub mod feed;

use maud::{Markup, html};
use model::ChannelId;
use pipeline::ConnectError;
use wording::t;

use crate::failure::{Answer, Failure, sentence};
use crate::ui::components::rich;

/// The longest name of a channel, in characters.
const NAME_CHARS_MAX: usize = 80;

fn crumbs() -> Markup {
    html! { p.crumbs { a href="/channels" { (t!("Channels")) } " / " a href="/channels/new" { (t!("Connect")) } } }
}

/// The channel that hears the same already, as a form shows it.
#[derive(Clone, Debug)]
pub struct Same {
    /// Which one.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
}

fn same(same: Option<&Same>) -> Markup {
    html! { @if let Some(same) = same {
        p.err role="alert" {
            (rich!(
                "This is connected already, as {channel}. Nothing was connected.",
                channel = html! { a href={ "/channels/" (same.id) } { (same.name) } },
            ))
        }
    } }
}

/// Why a network did not let us in, as a sentence; what is no fault of the form is a failure of ours.
pub(in crate::ui::channel) fn refusal(error: ConnectError) -> Answer<String> {
    match error {
        ConnectError::Settings(why) => Ok(sentence(&why)),
        ConnectError::Network(error) => Ok(sentence(&error.what)),
        ConnectError::Doubled { name, .. } => Ok(t!("This is connected already, as “{channel}”.", channel = name)),
        ConnectError::Store(error) => Err(error.into()),
        error @ ConnectError::Vault(_) => Err(Failure::broken(&error)),
    }
}
