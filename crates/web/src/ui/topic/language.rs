//! Says how topics and searches are written: `GET /language`.

use axum::extract::State;
use axum::http::HeaderMap;
use listening::{Field, Operator, Shape, Spec};
use maud::{Markup, html};
use model::Right;

use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::layout::{Frame, Page, Place};

pub(crate) async fn get(State(app): State<App>, who: SignedIn, headers: HeaderMap) -> Answer {
    who.require(Right::ReadInbox)?;
    let frame = app.frame(&mut app.store().read().await?, &who, None).await?;
    Ok(respond::page(&headers, &frame, &LanguagePage))
}

/// `/language`, from the tables of the language itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct LanguagePage;

impl Page for LanguagePage {
    fn title(&self) -> String {
        "How to ask".into()
    }

    fn place(&self) -> Place {
        Place::Topics
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, _: &Frame) -> Markup {
        let fields = |is_of_our_work: bool| {
            html! { dl.language { @for spec in Field::table().iter().filter(|spec| spec.is_view_only == is_of_our_work) {
                dt { code { (spec.name) ":" (spec.example) } }
                dd { (spec.meaning) @if let Some(values) = values(spec) { ": " span.faint { (values) } } }
            } } }
        };
        html! {
            p.crumbs { a href="/topics" { "Topics" } }
            header.page-head { div { h1.page-title { "How to ask" }
                p { "Topics and the search box speak one language. Words find themselves in any form of capitals, and without accents also with them. Whatever cannot be read is answered with what to write instead." } } }
            h2 { "Words and what joins them" }
            dl.language { @for operator in Operator::table() {
                dt { code { (operator.example) } }
                dd { b.mono { (operator.write) } " " (operator.meaning) }
            } }
            h2 { "Facts about a post" }
            p.dim { "Right behind the colon, several words in quotes, several values in brackets: " code { "lang:(en OR de)" } ". The mood, what somebody wants and who it is are judged, and hold once they are." }
            (fields(false))
            h2 { "How our work stands" }
            p.dim { "In searches and views, not in topics." }
            (fields(true))
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        vec![("", Self)]
    }
}

/// What may stand behind the colon, where that is a closed list.
fn values(spec: &Spec) -> Option<String> {
    match spec.shape {
        Shape::OneOf(values) => Some(values.join(", ")),
        _ => None,
    }
}
