//! Asks what was wrong, what is right and who found it: `GET /conversations/{id}/wrong`.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use jiff::Timestamp;
use maud::{Markup, html};
use model::{
    AuthorId, ConversationId, FactId, Finder, MemberId, PostId, RIGHT_CHARS_MAX, ReplyId, Right, WRONG_CHARS_MAX, Wrong,
};
use serde::Deserialize;
use store::{Tx, conversation, fact, member, merge, post, reply};
use wording::t;

use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::components::words::start;
use crate::ui::components::{csrf, form_error, rich, time};
use crate::ui::inbox::address::Beside;
use crate::ui::inbox::list::List;
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// So much of a message is shown where one is chosen.
const SHOWN_CHARS: usize = 90;

/// `/conversations/{id}/wrong`.
#[derive(Clone, Debug, Default)]
pub struct WrongPage {
    /// With whom the conversation is.
    pub name: String,
    /// Where the form goes.
    pub action: String,
    /// Back to the conversation.
    pub back: String,
    /// Messages of ours that people can read, the newest first.
    pub ours: Vec<Ours>,
    /// People who spoke there; whoever the conversation is with first.
    pub people: Vec<(AuthorId, String)>,
    /// Members.
    pub members: Vec<(MemberId, String)>,
    /// Facts in use, each with what it claims.
    pub facts: Vec<(FactId, String)>,
    /// What is filled in.
    pub filled: Filled,
    /// Why it was not taken, as a sentence.
    pub error: Option<String>,
}

/// A message of ours.
#[derive(Clone, Debug)]
pub struct Ours {
    /// Which.
    pub wrong: Wrong,
    /// When it was said.
    pub at: Timestamp,
    /// Its words.
    pub words: String,
}

/// What is filled in.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// The message that was wrong; the newest when absent.
    pub wrong: Option<Wrong>,
    /// What was wrong.
    pub error: String,
    /// What is right.
    pub right: String,
    /// The fact that says so.
    pub fact: Option<FactId>,
    /// Who found it; whom the conversation is with when absent.
    pub finder: Option<Finder>,
    /// The answer that says so already; one that is to be written when absent.
    pub with: Option<ReplyId>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    /// The message that was wrong.
    #[serde(default)]
    wrong: String,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let mut tx = app.store().read().await?;
    let filled = Filled { wrong: asked.wrong.parse().ok(), ..Filled::default() };
    let page = gather(&mut tx, id, &beside.list(), filled).await?;
    let frame = app.frame(&mut tx, &who, None).await?;
    Ok(respond::page(&headers, &frame, &page))
}

/// The page for a conversation, with what is filled in.
pub(super) async fn gather(tx: &mut Tx, id: ConversationId, list: &List, filled: Filled) -> Answer<WrongPage> {
    let missing = || Failure::missing(t!("There is no conversation."));
    let id = merge::standing(tx, id).await?.ok_or_else(missing)?.id;
    let row = conversation::row(tx, id).await?.ok_or_else(missing)?;
    let thread = post::of_conversation(tx, id).await?;
    let replies = reply::of_conversation(tx, id).await?.into_iter().filter(|one| one.state.is_out());
    let mut ours: Vec<Ours> = replies
        .map(|one| Ours { wrong: Wrong::Reply(one.id), at: one.sent_at.unwrap_or(one.created_at), words: one.text })
        .collect();
    let written_there = thread.iter().filter(|one| one.author.is_ours && one.post.deleted_at.is_none());
    ours.extend(written_there.map(|one| Ours {
        wrong: Wrong::Post(one.post.id),
        at: one.post.posted_at,
        words: one.post.text.clone(),
    }));
    ours.sort_by_key(|one| std::cmp::Reverse(one.at));
    let mut people = vec![(row.conversation.author, row.author_name.clone())];
    for one in thread.iter().filter(|one| !one.author.is_ours) {
        if people.iter().all(|(known, _)| *known != one.author.id) {
            people.push((one.author.id, one.author.name().to_owned()));
        }
    }
    let members = member::all(tx).await?.into_iter().filter(|one| one.disabled_at.is_none());
    let facts = fact::all(tx).await?.into_iter().filter(|one| one.archived_at.is_none());
    Ok(WrongPage {
        name: row.author_name,
        action: format!("/conversations/{id}/wrong{}", list.query_string()),
        back: list.address_of(id),
        ours,
        people,
        members: members.map(|one| (one.id, one.name)).collect(),
        facts: facts.map(|one| (one.id, one.terms.claim)).collect(),
        filled,
        error: None,
    })
}

impl WrongPage {
    fn which(&self, frame: &Frame) -> Markup {
        let chosen = self.filled.wrong.or(self.ours.first().map(|one| one.wrong));
        html! { fieldset.choices {
            legend { (t!("Which message was wrong")) }
            @for one in &self.ours { label.check {
                input type="radio" name="wrong" value=(one.wrong) checked[chosen == Some(one.wrong)] required autocomplete="off";
                span { span dir="auto" { (start(&one.words, SHOWN_CHARS)) } " " span.faint { (time::past(one.at, frame)) } }
            } }
        } }
    }

    fn finder(&self) -> Markup {
        let first = self.people.first().map(|(id, _)| Finder::Person(*id));
        let chosen = self.filled.finder.or(first);
        let option = |finder: Finder, name: &str| {
            html! { option value=(finder) selected[chosen == Some(finder)] { (name) } }
        };
        html! { div.field {
            label for="wrong-finder" { (t!("Who found it")) }
            select #wrong-finder name="finder" autocomplete="off" aria-describedby="wrong-finder-hint" {
                optgroup label=(t!("Who spoke here")) { @for (id, name) in &self.people { (option(Finder::Person(*id), name)) } }
                optgroup label=(t!("One of us")) { @for (id, name) in &self.members { (option(Finder::Member(*id), name)) } }
                (option(Finder::Nobody, t!("nobody in particular")))
            }
            p #wrong-finder-hint.hint { (t!("Whoever spoke here is thanked in the answer. You can word it otherwise.")) }
        } }
    }

    fn right(&self) -> Markup {
        html! {
            div.field {
                label for="wrong-right" { (t!("What is right")) " " span.faint { (t!("(may be left out)")) } }
                input #wrong-right type="text" name="right" value=(self.filled.right) maxlength=(RIGHT_CHARS_MAX) dir="auto" autocomplete="off";
            }
            @if !self.facts.is_empty() { div.field {
                label for="wrong-fact" { (t!("The fact that says so")) " " span.faint { (t!("(its source goes along)")) } }
                select #wrong-fact name="fact" autocomplete="off" {
                    option value="" { (t!("fact": "none")) }
                    @for (id, claim) in &self.facts {
                        option value=(id) selected[self.filled.fact == Some(*id)] { (start(claim, SHOWN_CHARS)) }
                    }
                }
            } }
        }
    }

    /// Answers after the first message of ours: one of them may have said so already.
    fn with(&self) -> Markup {
        let answers: Vec<(ReplyId, &Ours)> =
            self.ours.iter().filter_map(|one| Some((one.wrong.reply()?, one))).collect();
        let is_there = self.ours.len() > 1 && !answers.is_empty();
        html! { @if is_there { div.field {
            label for="wrong-with" { (t!("Where it is put right")) }
            select #wrong-with name="with" autocomplete="off" {
                option value="" { (t!("in an answer that I write now")) }
                @for (id, one) in answers {
                    option value=(id) selected[self.filled.with == Some(id)] { (t!("we said so already: {answer}", answer = start(&one.words, SHOWN_CHARS))) }
                }
            }
        } } }
    }
}

impl Page for WrongPage {
    fn title(&self) -> String {
        t!("We were wrong: {name}", name = self.name)
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            p.crumbs { a href=(self.back) { (rich!("Back to {name}", name = html! { bdi { (self.name) } })) } }
            header.page-head { div {
                h1.page-title { (t!("We were wrong")) }
                p { (t!("It is put right where it stood: your answer comes below the very message that was wrong.")) }
            } }
            @if self.ours.is_empty() {
                p role="status" { (t!("Nothing of ours stands here that people can read.")) }
            } @else { form.stack.wide method="post" action=(self.action) {
                (csrf(frame))
                (form_error(self.error.as_deref()))
                (self.which(frame))
                div.field {
                    label for="wrong-error" { (t!("What was wrong, in one line")) }
                    p #wrong-error-hint.hint { (t!("It stands in the thread and in the list of corrections; the answer itself you word next.")) }
                    input #wrong-error type="text" name="error" value=(self.filled.error) required maxlength=(WRONG_CHARS_MAX) dir="auto" autocomplete="off" aria-describedby="wrong-error-hint";
                }
                (self.right())
                (self.finder())
                (self.with())
                button.btn.main type="submit" { (t!("Go on")) }
            } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let ours = |wrong, at: &str, words: &str| Ours { wrong, at: sample_at(at), words: words.into() };
        let page = Self {
            name: "Renske Ophoven".into(),
            action: "/conversations/7/wrong".into(),
            back: "/inbox/7?view=waiting".into(),
            ours: vec![
                ours(
                    Wrong::Reply(ReplyId(4)),
                    "2026-11-24T07:20:00Z",
                    "Der Aufzug in Port Velle fährt seit gestern wieder. Mara",
                ),
                ours(Wrong::Post(PostId(9)), "2026-11-23T16:20:00Z", "Seit heute fahren wir nach dem Winterfahrplan."),
            ],
            people: vec![(AuthorId(7), "Renske Ophoven".into()), (AuthorId(8), "千田さくら".into())],
            members: vec![(MemberId(1), "Mara Lind".into()), (MemberId(2), "Tarik Wenzel".into())],
            facts: vec![(FactId(1), "The lift at Port Velle is repaired by the end of November.".into())],
            filled: Filled::default(),
            error: None,
        };
        let filled = Filled {
            wrong: Some(Wrong::Reply(ReplyId(4))),
            right: "Er steht bis Ende November.".into(),
            fact: Some(FactId(1)),
            finder: Some(Finder::Person(AuthorId(8))),
            ..Filled::default()
        };
        let refused = Self { filled, error: Some("Say what was wrong in 1 to 200 characters.".into()), ..page.clone() };
        let nothing = Self { ours: Vec::new(), ..page.clone() };
        vec![("", page), ("refused", refused), ("nothing", nothing)]
    }
}
