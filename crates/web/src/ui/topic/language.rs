//! Says how topics and searches are written: `GET /language`.

use axum::extract::State;
use axum::http::HeaderMap;
use listening::{Field, Operator, Shape, Spec};
use maud::{Markup, html};
use model::Right;
use wording::{later, t, text};

use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::respond;
use crate::ui::components::rich;
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
        t!("How to ask").into()
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
                dd { (told(spec.meaning)) @if let Some(values) = values(spec) { ": " span.faint { (values) } } }
            } } }
        };
        html! {
            p.crumbs { a href="/topics" { (t!("Topics")) } }
            header.page-head { div { h1.page-title { (t!("How to ask")) }
                p { (t!("Topics and the search box speak one language. Words find themselves in any form of capitals, and without accents also with them. Whatever cannot be read is answered with what to write instead.")) } } }
            h2 { (t!("Words and what joins them")) }
            dl.language { @for operator in Operator::table() {
                dt { code { (operator.example) } }
                dd { b.mono { (told(operator.write)) } " " (told(operator.meaning)) }
            } }
            h2 { (t!("Facts about a post")) }
            p.dim { (rich!("Right behind the colon, several words in quotes, several values in brackets: {example}. The mood, what somebody wants and who it is are judged, and hold once they are.", example = html! { code { "lang:(en OR de)" } })) }
            (fields(false))
            h2 { (t!("How our work stands")) }
            p.dim { (t!("In searches and views, not in topics.")) }
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

/// What a table says, in the language of whoever reads; itself where it is no prose.
fn told(said: &'static str) -> &'static str {
    PROSE.iter().find(|known| **known == said).map_or(said, |known| text("", known))
}

/// What the tables of the language say in prose.
const PROSE: &[&str] = &[
    later!("a space, AND"),
    later!("posts that have both"),
    later!("posts that have one of them"),
    later!("leaves out posts that have it"),
    later!("says what belongs together"),
    later!("the words in a row"),
    later!("the words in any order, first and last at most n positions apart"),
    later!("the same for words and groups"),
    later!("one at most n positions from the other, in either order"),
    later!("the first before the other, at most n words between"),
    later!("any end, or middle, of a word"),
    later!("any one letter"),
    later!("the words with their capitals"),
    later!("the words with their capitals, accents and every sign"),
    later!("a hashtag"),
    later!("a handle, with or without its server"),
    later!("a ticker"),
    later!("an emoji"),
    later!("the emoji"),
    later!("a regular expression over the text as it stands, in any case"),
    later!("words in the title only"),
    later!("a remark, which finds nothing"),
    later!("the author's handle, or words of the name"),
    later!("the channel it came through"),
    later!("the network"),
    later!("the language; pt also means pt-BR"),
    later!("the site it stands on, with its subdomains; .fr is a top-level domain"),
    later!("the post's own address, from its beginning"),
    later!("an address it links to, from its beginning"),
    later!("the kind of post"),
    later!("what it carries"),
    later!("the post it answers, or that post's author"),
    later!("the thread it belongs to"),
    later!("one post, by its id at the source"),
    later!("one of the source's own tags"),
    later!("where imported content came from"),
    later!("how many follow the author"),
    later!("stars given, 0 to 5"),
    later!("written at that time or later"),
    later!("written before that time"),
    later!("the mood"),
    later!("the author's relation to us"),
    later!("the author's stance"),
    later!("what the author wants"),
    later!("the conversation's status"),
    later!("who has it: a name, me, none"),
    later!("the team that has it: a name, me, none"),
    later!("the team's function"),
    later!("a label"),
    later!("how soon it is to be looked at, or none"),
    later!("how its clocks stand, the worst of them; none without a policy"),
    later!("how long there is until it is too late; nothing is left of what is late"),
    later!("how long someone outside has waited"),
    later!("whether it needs an answer"),
    later!("what triage decided, or none"),
    later!("what came of it, said when it was done; or none"),
    later!("something that a function owes on it, in that state; or none"),
    later!("something that we promised in it, in that state; or none"),
    later!("whether we said in it that we were wrong"),
    later!("whether the house had heard of it before, elsewhere"),
    later!("whether it goes on in private"),
    later!("a topic it matched, or none"),
    later!("the person"),
    later!("whether it is the first conversation of the person with us"),
    later!("whether we answered"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_the_tables_say_is_known() {
        let operators = Operator::table().iter().flat_map(|one| [one.write, one.meaning]);
        let fields = Field::table().iter().map(|one| one.meaning);
        // How an operator is written is no prose where it is made of signs and capitals.
        let is_prose =
            |words: &&str| words.split(' ').any(|word| word.chars().all(|c| c.is_ascii_lowercase()) && word.len() > 1);
        let unknown = operators.chain(fields).filter(is_prose).filter(|words| !PROSE.contains(words));
        assert_eq!(unknown.collect::<Vec<_>>(), [""; 0]);
        assert!(PROSE.len() > 60, "{}", PROSE.len());
    }
}
