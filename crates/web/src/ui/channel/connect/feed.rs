//! Connects a feed: `GET /channels/new/feed` and `POST /channels/new/feed`.

use axum::extract::State;
use axum::http::HeaderMap;
use channels::feed::FeedConfig;
use maud::{Markup, html};
use model::{Actor, ChannelId, Network, Right};
use pipeline::{ConnectError, NewConnection};
use serde::Deserialize;
use url::Url;
use wording::t;

use super::{NAME_CHARS_MAX, Same, crumbs, refusal, same};
use crate::app::App;
use crate::auth::{Posted, SignedIn};
use crate::failure::Answer;
use crate::respond;
use crate::ui::components::{Field, csrf, field};
use crate::ui::layout::{Frame, Page, Place};

#[derive(Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    url: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    about_us: String,
}

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageChannels)?;
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::page(&headers, &frame, &ConnectFeedPage::default()))
}

pub(crate) async fn post(State(app): State<App>, headers: HeaderMap, Posted { who, form }: Posted<Form>) -> Answer {
    who.require(Right::ManageChannels)?;
    let mut page = ConnectFeedPage {
        url: form.url.trim().to_owned(),
        name: form.name.trim().to_owned(),
        is_about_us: !form.about_us.is_empty(),
        ..ConnectFeedPage::default()
    };
    if let Some(new) = connection(&mut page) {
        match app.pipeline().connect(Actor::Member(who.member.id), new).await {
            Ok(id) => return Ok(respond::see(&format!("/channels/{id}"))),
            Err(ConnectError::Doubled { channel, name }) => page.same = Some(Same { id: channel, name }),
            Err(error) => page.url_error = Some(t!("{why} Nothing was connected.", why = refusal(error)?)),
        }
    }
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::refused(&headers, &frame, &page))
}

/// What to connect; `None` when something is wrong with the form, which then says so.
fn connection(page: &mut ConnectFeedPage) -> Option<NewConnection> {
    let written = if page.url.contains("://") { page.url.clone() } else { format!("https://{}", page.url) };
    let url = Url::parse(&written).ok().filter(Url::has_host);
    if url.is_none() {
        page.url_error = Some(t!("That is no address; it looks like https://blog.example/feed").into());
    }
    if page.name.chars().count() > NAME_CHARS_MAX {
        page.name_error = Some(t!("That is longer than {most} characters.", most = NAME_CHARS_MAX));
    }
    let url = url.filter(|_| page.name_error.is_none())?;
    let config = FeedConfig { is_about_us: page.is_about_us, ..FeedConfig::at(url) };
    Some(NewConnection {
        network: Network::Feed,
        name: Some(page.name.clone()).filter(|name| !name.is_empty()),
        config: serde_json::to_string(&config).expect("settings are JSON"),
        secret: None,
    })
}

/// `/channels/new/feed`.
#[derive(Clone, Debug, Default)]
pub struct ConnectFeedPage {
    /// The address of the feed, or of a page that names it.
    pub url: String,
    /// The name in our lists.
    pub name: String,
    /// Whether every entry concerns us.
    pub is_about_us: bool,
    /// What is wrong with the address, or with what stands there.
    pub url_error: Option<String>,
    /// What is wrong with the name.
    pub name_error: Option<String>,
    /// The channel that hears this feed already.
    pub same: Option<Same>,
}

impl Page for ConnectFeedPage {
    fn title(&self) -> String {
        t!("Connect a feed").into()
    }

    fn place(&self) -> Place {
        Place::Channels
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            (crumbs())
            header.page-head { div {
                h1.page-title { (t!("Connect a feed")) }
                p { (t!("RSS, Atom or JSON Feed. It is read every quarter of an hour, or as seldom as it asks; at first, the last seven days.")) }
            } }
            form.stack method="post" action="/channels/new/feed" {
                (csrf(frame))
                (same(self.same.as_ref()))
                (field(Field { name: "url", label: t!("Address"), value: &self.url, hint: t!("Of the feed, or of a page that has one, for instance blog.example"), autocomplete: "off", is_required: true, error: self.url_error.as_deref(), ..Field::default() }))
                (field(Field { name: "name", label: t!("Name in our lists"), value: &self.name, hint: t!("May stay empty: then it is what the feed calls itself."), error: self.name_error.as_deref(), ..Field::default() }))
                label.check.apart-check { input type="checkbox" name="about_us" value="yes" checked[self.is_about_us];
                    span { b { (t!("Everything in it concerns us")) } br; span.faint { (t!("For the comments on our own site, or a search for our name. Otherwise only what meets a topic comes to the inbox.")) } } }
                div.toolbar {
                    button.btn.main type="submit" { (t!("Connect")) }
                    a.btn.quiet href="/channels" { (t!("Leave it")) }
                }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let refused = Self {
            url: "vellenbahn.example/about".into(),
            url_error: Some(
                "This is a web page, and it names no feed; paste the address of the feed itself. Nothing was connected."
                    .into(),
            ),
            is_about_us: true,
            ..Self::default()
        };
        let doubled = Self {
            url: "blog.example/feed".into(),
            same: Some(Same { id: ChannelId(3), name: "Rails and trails".into() }),
            ..Self::default()
        };
        vec![("", Self::default()), ("refused", refused), ("doubled", doubled)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_written_without_its_scheme() {
        let mut page =
            ConnectFeedPage { url: "blog.example/feed".into(), is_about_us: true, ..ConnectFeedPage::default() };
        let new = connection(&mut page).unwrap();
        let config: FeedConfig = serde_json::from_str(&new.config).unwrap();
        assert_eq!((config.url.as_str(), config.is_about_us), ("https://blog.example/feed", true));
        assert_eq!(new.name, None);
    }

    #[test]
    fn what_is_no_address_is_said_at_its_field() {
        for url in ["", "http://", "two words"] {
            let mut page = ConnectFeedPage { url: url.into(), ..ConnectFeedPage::default() };
            assert!(connection(&mut page).is_none() && page.url_error.is_some(), "{url}");
        }
    }
}
