//! Connects an account or stream of the AT Protocol: `GET /channels/new/atproto` and `POST /channels/new/atproto`.

use axum::extract::State;
use axum::http::HeaderMap;
use model::{Actor, Network, Right};
use pipeline::{ConnectError, NewConnection};
use serde::Deserialize;
use serde_json::json;
use url::Url;
use wording::t;

use super::atproto_view::{ConnectAtprotoPage, DEFAULT_DIRECTORY, DEFAULT_JETSTREAM, DEFAULT_SERVICE};
use super::{NAME_CHARS_MAX, Same, refusal};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::Answer;
use crate::respond;

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    handle: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    service: String,
    #[serde(default)]
    directory: String,
    #[serde(default)]
    jetstream: String,
    #[serde(default)]
    private_messages: String,
    #[serde(default)]
    jetstream_url: String,
    #[serde(default)]
    listen_only: String,
}

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageChannels)?;
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::page(&headers, &frame, &ConnectAtprotoPage::default()))
}

pub(crate) async fn post(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    who.require(Right::ManageChannels)?;
    let password = form.password.trim().to_owned();
    let mut page = read(&form);
    let refused = match connection(&mut page, password) {
        None => page,
        Some(new) => match app.pipeline().connect(Actor::Member(who.member.id), new).await {
            Ok(id) => return Ok(respond::see(&format!("/channels/{id}"))),
            Err(ConnectError::Doubled { channel, name }) => {
                page.same = Some(Same { id: channel, name });
                page
            }
            Err(error) => {
                page.error = Some(t!("{why} Nothing was connected.", why = refusal(error)?));
                page
            }
        },
    };
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::refused(&headers, &frame, &refused))
}

/// The form as it was filled in, without the password: that is never shown again.
fn read(form: &Form) -> ConnectAtprotoPage {
    let or = |text: &str, usual: &str| if text.is_empty() { usual.to_owned() } else { text.to_owned() };
    ConnectAtprotoPage {
        name: form.name.trim().to_owned(),
        handle: form.handle.trim().trim_start_matches('@').to_owned(),
        service: or(form.service.trim(), DEFAULT_SERVICE),
        directory: or(form.directory.trim(), DEFAULT_DIRECTORY),
        jetstream: !form.jetstream.is_empty(),
        private_messages: !form.private_messages.is_empty(),
        jetstream_url: or(form.jetstream_url.trim(), DEFAULT_JETSTREAM),
        listen_only: !form.listen_only.is_empty(),
        ..ConnectAtprotoPage::default()
    }
}

/// What to connect; `None` when something is wrong with the form, which then says so.
fn connection(page: &mut ConnectAtprotoPage, password: String) -> Option<NewConnection> {
    let has_account = !page.listen_only;
    let has_stream = page.listen_only || page.jetstream;
    let address = |text: &str, scheme: &str| {
        let text = if text.contains("://") { text.to_owned() } else { format!("{scheme}://{text}") };
        Url::parse(&text).ok().filter(Url::has_host)
    };
    let no_address =
        |scheme: &str| t!("That is no address of a server; it begins with {scheme}", scheme = format!("{scheme}://"));
    let mut config = json!({});
    if page.name.chars().count() > NAME_CHARS_MAX {
        page.name_error = Some(t!("That is longer than {most} characters.", most = NAME_CHARS_MAX));
    }
    if has_account {
        if page.handle.is_empty() {
            page.handle_error = Some(t!("A handle is needed, or only listen.").into());
        }
        if password.is_empty() {
            page.password_error = Some(t!("An app password is needed, or only listen.").into());
        }
        match address(&page.service, "https") {
            Some(url) => config["service"] = json!(url),
            None => page.service_error = Some(no_address("https")),
        }
        config["account"] = json!({ "identifier": page.handle });
        if page.private_messages {
            config["account"]["private_messages"] = json!(true);
        }
    }
    if has_stream {
        match address(&page.jetstream_url, "wss") {
            Some(url) => config["jetstream"] = json!({ "url": url }),
            None => page.jetstream_url_error = Some(no_address("wss")),
        }
    }
    match address(&page.directory, "https") {
        // The usual one is not written down, so that it can move.
        Some(_) if page.directory == DEFAULT_DIRECTORY => {}
        Some(url) => config["directory"] = json!(url),
        None => page.directory_error = Some(no_address("https")),
    }
    let errors = [
        &page.name_error,
        &page.handle_error,
        &page.password_error,
        &page.service_error,
        &page.jetstream_url_error,
        &page.directory_error,
    ];
    if errors.iter().any(|error| error.is_some()) {
        return None;
    }
    let usual_name = || if has_account { page.handle.clone() } else { "Everybody on Bluesky".to_owned() };
    Some(NewConnection {
        network: Network::Atproto,
        name: Some(if page.name.is_empty() { usual_name() } else { page.name.clone() }),
        config: config.to_string(),
        secret: has_account.then_some(password),
    })
}

#[cfg(test)]
mod tests {
    use channels::atproto::AtprotoConfig;

    use super::*;

    fn config(new: &NewConnection) -> AtprotoConfig {
        serde_json::from_str(&new.config).unwrap()
    }

    #[test]
    fn an_account_is_connected_as_it_was_typed() {
        let mut page = ConnectAtprotoPage {
            handle: "velle.example".into(),
            service: "pds.example".into(),
            directory: "plc.example".into(),
            ..ConnectAtprotoPage::default()
        };
        let new = connection(&mut page, "abcd-efgh".into()).unwrap();
        assert_eq!((new.name.as_deref(), new.secret.as_deref()), (Some("velle.example"), Some("abcd-efgh")));
        let config = config(&new);
        assert_eq!(config.service.as_str(), "https://pds.example/");
        assert_eq!(config.directory.as_str(), "https://plc.example/");
        assert_eq!(config.account.unwrap().identifier, "velle.example");
        assert!(config.jetstream.is_none());
    }

    #[test]
    fn listening_needs_no_account_and_keeps_no_password() {
        let mut page =
            ConnectAtprotoPage { listen_only: true, handle: "left.example".into(), ..ConnectAtprotoPage::default() };
        let new = connection(&mut page, "typed before".into()).unwrap();
        assert_eq!(new.secret, None);
        let config = config(&new);
        assert!(config.account.is_none());
        assert_eq!(config.jetstream.unwrap().url.as_str(), DEFAULT_JETSTREAM);
    }

    #[test]
    fn what_is_missing_is_said_at_its_field() {
        let mut page = ConnectAtprotoPage { service: "https://".into(), ..ConnectAtprotoPage::default() };
        assert!(connection(&mut page, String::new()).is_none());
        assert!(page.handle_error.is_some() && page.password_error.is_some() && page.service_error.is_some());
    }
}
