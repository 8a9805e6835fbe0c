//! Chooses the network: `GET /channels/new`.

use axum::extract::State;
use axum::http::HeaderMap;
use maud::{Markup, html};
use model::Right;
use wording::t;

use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::components::rich;
use crate::ui::layout::{Frame, Page, Place};

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ManageChannels)?;
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::page(&headers, &frame, &ChooseNetworkPage))
}

/// `/channels/new`.
#[derive(Clone, Copy, Debug)]
pub struct ChooseNetworkPage;

impl Page for ChooseNetworkPage {
    fn title(&self) -> String {
        t!("Connect a channel").into()
    }

    fn place(&self) -> Place {
        Place::Channels
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, _frame: &Frame) -> Markup {
        let choice = |href: &str, title: &str, hears: &str, answers: &str| {
            html! { li.card-row { div {
                h2 { a href=(href) { (title) } }
                p { (hears) }
                p.t1.dim { (answers) }
            } } }
        };
        html! {
            p.crumbs { a href="/channels" { (t!("Channels")) } }
            header.page-head { div {
                h1.page-title { (t!("Connect a channel")) }
                p { (t!("Where do people speak of us? Connecting only listens; nothing is posted until a member sends an answer.")) }
            } }
            ul.cards {
                (choice("/channels/new/atproto", "Bluesky", t!("Who names, answers or quotes us; with or without an account, everybody who speaks of our topics."), t!("With an account, we can answer.")))
                (choice("/channels/new/feed", t!("A feed"), t!("Blogs, news, forums, reviews, the comments on our own site: RSS, Atom or JSON Feed."), t!("Feeds cannot be answered from here.")))
                li.card-row { div {
                    h2 { (t!("Files")) }
                    p { (rich!(
                        "Posts from an export or another tool, as CSV or JSON Lines, are imported on the server: {command}.",
                        command = html! { code { "coffeehouse import posts.csv" } },
                    )) }
                    p.t1.dim { (t!("They keep their own times. They cannot be answered from here.")) }
                } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![("", Self)]
    }
}
