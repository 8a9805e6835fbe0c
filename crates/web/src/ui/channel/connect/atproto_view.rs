//! The form that connects an account or stream of the AT Protocol.

use maud::{Markup, html};
use wording::t;

use super::{Same, same};
use crate::ui::components::{Field, csrf, field, form_error};
use crate::ui::layout::{Frame, Page, Place};

/// The service that a Bluesky account lives on unless said otherwise.
pub const DEFAULT_SERVICE: &str = "https://bsky.social";
/// The directory of identities unless said otherwise.
pub const DEFAULT_DIRECTORY: &str = "https://plc.directory";
/// The stream of everybody's posts unless said otherwise.
pub const DEFAULT_JETSTREAM: &str = "wss://jetstream2.us-east.bsky.network/subscribe";

/// `/channels/new/atproto`.
#[derive(Clone, Debug)]
pub struct ConnectAtprotoPage {
    /// The name in our lists.
    pub name: String,
    /// The account, without `@`.
    pub handle: String,
    /// The service's address.
    pub service: String,
    /// The address of the directory of identities.
    pub directory: String,
    /// Whether to hear everybody as well.
    pub jetstream: bool,
    /// The address of everybody's stream.
    pub jetstream_url: String,
    /// Whether to read and write private messages.
    pub private_messages: bool,
    /// Whether to do without an account.
    pub listen_only: bool,
    /// What is wrong with the name.
    pub name_error: Option<String>,
    /// What is wrong with the handle.
    pub handle_error: Option<String>,
    /// What is wrong with the password.
    pub password_error: Option<String>,
    /// What is wrong with the service's address.
    pub service_error: Option<String>,
    /// What is wrong with the directory's address.
    pub directory_error: Option<String>,
    /// What is wrong with the stream's address.
    pub jetstream_url_error: Option<String>,
    /// The channel that has this account or stream already.
    pub same: Option<Same>,
    /// What is wrong otherwise: "bsky.social does not answer."
    pub error: Option<String>,
}

impl Default for ConnectAtprotoPage {
    fn default() -> Self {
        Self {
            name: String::new(),
            handle: String::new(),
            service: DEFAULT_SERVICE.into(),
            directory: DEFAULT_DIRECTORY.into(),
            jetstream: false,
            private_messages: false,
            jetstream_url: DEFAULT_JETSTREAM.into(),
            listen_only: false,
            name_error: None,
            handle_error: None,
            password_error: None,
            service_error: None,
            directory_error: None,
            jetstream_url_error: None,
            same: None,
            error: None,
        }
    }
}

impl Page for ConnectAtprotoPage {
    fn title(&self) -> String {
        t!("Connect Bluesky").into()
    }

    fn place(&self) -> Place {
        Place::Channels
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let errors = [&self.service_error, &self.jetstream_url_error, &self.directory_error];
        let has_more_error = errors.iter().any(|error| error.is_some());
        let has_own_addresses = self.service != DEFAULT_SERVICE
            || self.jetstream_url != DEFAULT_JETSTREAM
            || self.directory != DEFAULT_DIRECTORY;
        html! {
            (super::crumbs())
            header.page-head { div {
                h1.page-title { (t!("Connect Bluesky")) }
                p { (t!("Also for any other server of the AT Protocol. Connecting only listens; nothing is posted until a member sends an answer.")) }
            } }
            form.stack.connect method="post" action="/channels/new/atproto" {
                (csrf(frame))
                (form_error(self.error.as_deref()))
                (same(self.same.as_ref()))
                label.check.apart-check { input #listen-only type="checkbox" name="listen_only" value="yes" checked[self.listen_only];
                    span { b { (t!("Only listen, without an account")) } br; span.faint { (t!("Hears everybody in the open, for our topics. Cannot answer.")) } } }
                (field(Field { name: "name", label: t!("Name in our lists"), value: &self.name, hint: t!("For instance the account’s purpose. May stay empty."), error: self.name_error.as_deref(), ..Field::default() }))
                div.account-fields {
                    (field(Field { name: "handle", label: t!("Handle"), value: &self.handle, hint: t!("As people type it after the @, for instance vellenbahn.bsky.social"), autocomplete: "off", error: self.handle_error.as_deref(), ..Field::default() }))
                    (field(Field { name: "password", label: t!("App password"), kind: "password", hint: t!("Made on Bluesky under Settings, Privacy and security, App passwords. Not the account’s own password. Kept encrypted."), autocomplete: "off", error: self.password_error.as_deref(), ..Field::default() }))
                    label.check { input type="checkbox" name="private_messages" value="yes" checked[self.private_messages];
                        span { b { (t!("Also private messages")) } br; span.faint { (t!("The app password has to allow access to them. Then a talk can move to private, and what people write to us alone is heard.")) } } }
                    label.check { input type="checkbox" name="jetstream" value="yes" checked[self.jetstream];
                        span { b { (t!("Also listen to everybody")) } br; span.faint { (t!("Finds our topics where nobody addresses us.")) } } }
                }
                details.more-fields open[has_more_error || has_own_addresses] {
                    summary { (t!("More: other addresses")) }
                    div.stack {
                        (field(Field { name: "service", label: t!("Service"), kind: "url", value: &self.service, hint: t!("The server that the account lives on."), error: self.service_error.as_deref(), ..Field::default() }))
                        (field(Field { name: "jetstream_url", label: t!("Everybody’s stream"), value: &self.jetstream_url, hint: t!("A Jetstream address, ws:// or wss://"), error: self.jetstream_url_error.as_deref(), ..Field::default() }))
                        (field(Field { name: "directory", label: t!("Directory of identities"), kind: "url", value: &self.directory, hint: t!("Says which server has whose pictures. Only a network of its own has another."), error: self.directory_error.as_deref(), ..Field::default() }))
                    }
                }
                div.toolbar {
                    button.btn.main type="submit" { (t!("Connect")) }
                    a.btn.quiet href="/channels" { (t!("Leave it")) }
                }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let refused = Self {
            handle: "vellenbahn.example".into(),
            password_error: Some(
                "Bluesky does not know this password for @vellenbahn.example. Nothing was connected.".into(),
            ),
            jetstream: true,
            ..Self::default()
        };
        vec![("", Self::default()), ("refused", refused)]
    }
}
