//! Chooses a saved reply, an approved line of a fact, a statement, or somebody who knows the matter, for a conversation: `GET /conversations/{id}/saved-replies`. Each leads
//! back to the conversation with its words in the composer; scripts put them there at once.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use inbox::{Filling, in_language, lacked, said_as, statement_as, statement_said};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use model::{
    AuthorId, ChannelId, ConversationId, FactId, FactUse, Right, Said, SavedReplyId, StatementId, StatementState,
};
use store::conversation::Conversation;
use store::fact::{self, Fact};
use store::posting::{self, Posting};
use store::saved_reply::{self, SavedReply};
use store::statement::{self, Statement};
use store::variant::Variant;
use store::{StoreError, Tx, author, conversation, introduction, organisation, post};
use wording::t;

use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};
use crate::named::Named;
use crate::respond;
use crate::ui::components::{Empty, empty, icon, language_name, rich, time};
use crate::ui::fact::said::{self, SaidLine, SaidStanding};
use crate::ui::inbox::address::Beside;
use crate::ui::layout::{Frame, Page, Place};
use crate::ui::statement::words::kind;

/// How long ago somebody may have helped others to be offered.
const HELPED_WITHIN: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How many are offered.
const HELPERS_MAX: i64 = 8;

/// `/conversations/{id}/saved-replies`.
#[derive(Clone, Debug, Default)]
pub struct ChooseReplyPage {
    /// Where the conversation stands, without what is to be inserted.
    pub back: String,
    /// What there is, filled in for the conversation.
    pub choices: Vec<ReplyChoice>,
    /// The lines of facts, filled in for the conversation; of those that are to be reviewed last.
    pub lines: Vec<LineChoice>,
    /// The statements that stand, in the language of the conversation, the newest first.
    pub statements: Vec<LineChoice>,
    /// Who outside helped others with what this is about, whoever did most first.
    pub helpers: Vec<HelperChoice>,
}

/// Somebody outside whom the answer can name.
#[derive(Clone, Debug)]
pub struct HelperChoice {
    /// Who.
    pub author: AuthorId,
    /// Their name.
    pub name: String,
    /// Their handle, without `@`.
    pub handle: String,
    /// In how many conversations of others they wrote.
    pub conversations: usize,
}

/// A fact or a statement as it would be said here.
#[derive(Clone, Debug)]
pub struct LineChoice {
    /// Which.
    pub said: SaidLine,
    /// What shows a fact; what kind of word a statement is.
    pub source: String,
    /// Where that can be looked up.
    pub source_url: Option<String>,
    /// The language of the line; empty for the one for everybody, and for the claim itself.
    pub language: String,
    /// Their language, where there is no line in it.
    pub lacks: Option<String>,
    /// The words, with the blanks filled and the address of the source behind them.
    pub text: String,
}

/// A saved reply as it would be said here.
#[derive(Clone, Debug)]
pub struct ReplyChoice {
    /// Which one.
    pub id: SavedReplyId,
    /// Its name.
    pub name: String,
    /// The language of the text; empty for the one for everybody.
    pub language: String,
    /// Their language, where there is no text in it.
    pub lacks: Option<String>,
    /// The words, with the blanks filled.
    pub text: String,
}

pub(crate) async fn get(
    State(app): State<App>,
    who: SignedIn,
    Named(id): Named<ConversationId>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
) -> Answer {
    who.require(Right::WorkInbox)?;
    let mut tx = app.store().read().await?;
    let conversation =
        conversation::find(&mut tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no conversation.")))?;
    let for_whom = ForWhom::of(&mut tx, &conversation, &who).await?;
    let saved = saved_reply::all(&mut tx).await?;
    let in_use = saved.into_iter().filter(|one| one.archived_at.is_none());
    let frame = app.frame(&mut tx, &who, None).await?;
    let today = frame.today();
    let mut facts = fact::all(&mut tx).await?;
    facts.retain(|one| one.archived_at.is_none());
    facts.sort_by_key(|one| one.is_due(today));
    let now = tx.now();
    let statements = statement_said(&mut tx).await?;
    let statements = statements.iter().filter_map(|(one, postings)| for_whom.statement(one, postings, now)).collect();
    let since = now.saturating_sub(HELPED_WITHIN).unwrap_or(now);
    let helpers = introduction::could_help(&mut tx, id, since, HELPERS_MAX).await?;
    let helpers = helpers.into_iter().map(|(one, handle)| HelperChoice {
        author: one.author,
        name: one.name,
        handle,
        conversations: one.conversations.try_into().unwrap_or_default(),
    });
    let page = ChooseReplyPage {
        back: beside.list().address_of(id),
        choices: in_use.filter_map(|one| for_whom.choice(&one)).collect(),
        lines: facts.iter().map(|one| for_whom.line(one, today)).collect(),
        statements,
        helpers: helpers.collect(),
    };
    Ok(respond::page(&headers, &frame, &page))
}

/// Who is answered, and by whom.
pub(crate) struct ForWhom {
    filling: Filling,
    language: Option<String>,
    /// Where they spoke.
    channel: ChannelId,
}

impl ForWhom {
    pub(crate) async fn of(tx: &mut Tx, conversation: &Conversation, who: &SignedIn) -> Result<Self, StoreError> {
        let person = author::find(tx, conversation.author).await?;
        let posts = post::of_conversation(tx, conversation.id).await?;
        let last = posts.iter().rev().find(|one| !one.author.is_ours);
        let topics = conversation::topics(tx, &[conversation.id]).await?.remove(&conversation.id);
        let organisation = organisation::find(tx).await?.map(|organisation| organisation.name);
        Ok(Self {
            filling: Filling {
                person: person.as_ref().map(|person| person.name().to_owned()).unwrap_or_default(),
                handle: person.and_then(|person| person.profile.handle),
                me: who.member.name.clone(),
                organisation: organisation.unwrap_or_default(),
                topic: topics.and_then(|topics| topics.into_iter().next()),
            },
            language: last.and_then(|one| one.post.languages.first().cloned()),
            channel: conversation.channel,
        })
    }

    fn lacks(&self, variants: &[Variant], said: &str) -> Option<String> {
        lacked(variants, said, self.language.as_deref()).map(str::to_owned)
    }

    /// A saved reply as it would be said to them.
    pub(crate) fn choice(&self, saved: &SavedReply) -> Option<ReplyChoice> {
        let variant = in_language(&saved.variants, self.language.as_deref())?;
        Some(ReplyChoice {
            id: saved.id,
            name: saved.name.clone(),
            language: variant.language.clone(),
            lacks: self.lacks(&saved.variants, &variant.language),
            text: self.filling.fill(&variant.text),
        })
    }

    /// A fact as it would be said to them, with the address of what shows it.
    fn line(&self, fact: &Fact, today: Date) -> LineChoice {
        let said = said_as(fact, self.language.as_deref());
        let words = self.filling.fill(&said.text);
        let source = &fact.terms.source;
        LineChoice {
            said: SaidLine::of(fact, FactUse { fact: fact.id, version: fact.version }, today),
            source: source.title.clone(),
            source_url: source.url.clone(),
            lacks: self.lacks(&fact.terms.lines, &said.language),
            language: said.language,
            text: source.url.as_ref().map_or_else(|| words.clone(), |url| format!("{words} {url}")),
        }
    }

    /// A statement as it would be said to them, with the address at which it stands.
    fn statement(&self, one: &Statement, postings: &[Posting], now: Timestamp) -> Option<LineChoice> {
        let said = statement_as(one, postings, (self.language.as_deref(), Some(self.channel)))?;
        Some(LineChoice {
            said: SaidLine::of_statement(one, now),
            source: kind(one.terms.kind).to_owned(),
            source_url: None,
            lacks: self.lacks(&one.terms.texts, &said.language),
            language: said.language,
            text: said.text,
        })
    }
}

/// The words of one saved reply for a conversation; `None` when there is no such.
pub(crate) async fn words(
    tx: &mut Tx,
    conversation: &Conversation,
    who: &SignedIn,
    id: SavedReplyId,
) -> Result<Option<ReplyChoice>, StoreError> {
    let Some(saved) = saved_reply::find(tx, id).await? else { return Ok(None) };
    Ok(ForWhom::of(tx, conversation, who).await?.choice(&saved))
}

/// The words of one fact for a conversation; `None` when there is no such.
pub(crate) async fn words_of_fact(
    tx: &mut Tx,
    conversation: &Conversation,
    who: &SignedIn,
    (id, today): (FactId, Date),
) -> Result<Option<LineChoice>, StoreError> {
    let Some(fact) = fact::find(tx, id).await? else { return Ok(None) };
    Ok(Some(ForWhom::of(tx, conversation, who).await?.line(&fact, today)))
}

/// The words of one statement that stands for a conversation; `None` when there is no such.
pub(crate) async fn words_of_statement(
    tx: &mut Tx,
    conversation: &Conversation,
    who: &SignedIn,
    id: StatementId,
) -> Result<Option<LineChoice>, StoreError> {
    let found = statement::find(tx, id).await?.filter(|one| one.state == StatementState::Published);
    let Some(one) = found else { return Ok(None) };
    let (postings, now) = (posting::of_statement(tx, id).await?, tx.now());
    Ok(ForWhom::of(tx, conversation, who).await?.statement(&one, &postings, now))
}

impl ChooseReplyPage {
    fn lines(&self, (id, lines): (&str, &[LineChoice]), frame: &Frame) -> Markup {
        html! { ul.cards id=(id) { @for one in lines {
            @let due = match one.said.standing { SaidStanding::Due(since) => Some(since), _ => None };
            @let (key, field) = match one.said.used {
                Said::Fact(used) => (format!("line-{}", used.fact), format!("&fact={}", used.fact)),
                Said::Statement(id) => (format!("statement-{id}"), format!("&statement={id}")),
            };
            li.card-row data-key=(key) data-due[one.said.standing != SaidStanding::Good] {
                div {
                    h2 { a href={ (self.back) (field) } data-line dir="auto" { (one.said.claim) } }
                    @if let Some(since) = due { p.t1 { span.fact-warning { (icon::line("warn")) (rich!("to be reviewed since {date}", date = time::date(since, frame))) } } }
                    @if let SaidStanding::NextWordDue(at) = one.said.standing { p.t1 { span.fact-warning { (icon::line("warn")) (rich!("promised a further word by {clock}", clock = time::clock(at, frame))) } } }
                    p.saved-text lang=[language(&one.language)] dir="auto" { (one.text) }
                    p.t1.faint { (one.source) }
                }
                (in_which(&one.language, one.lacks.as_deref()))
                template { (said::line(&one.said, frame)) }
            }
        } } }
    }

    fn replies(&self) -> Markup {
        html! { ul #saved-replies.cards { @for one in &self.choices { li.card-row data-key={ "saved-" (one.id) } {
            div {
                h2 { a href={ (self.back) "&insert=" (one.id) } data-insert=(one.id) { (one.name) } }
                p.saved-text lang=[language(&one.language)] dir="auto" { (one.text) }
            }
            (in_which(&one.language, one.lacks.as_deref()))
        } } } }
    }
}

/// Those who could help, each with where they are named.
fn helpers(page: &ChooseReplyPage) -> Markup {
    html! { ul #who-knows.cards { @for one in &page.helpers { li.card-row data-key={ "helper-" (one.author) } {
        div {
            h2 { a href={ (page.back) "&introduce=" (one.author) } data-name={ "@" (one.handle) } { bdi { (one.name) } } }
            p.t1.faint { "@" (one.handle) }
        }
        p.t1.faint { (t!(one.conversations; "helped in {count} conversation", "helped in {count} conversations")) }
    } } } }
}

/// In which language something is said, and that it is none of theirs.
fn in_which(said: &str, lacks: Option<&str>) -> Markup {
    html! {
        @if let Some(lacks) = lacks { p.t1 { span.fact-warning data-lacks { (icon::line("warn")) @if said.is_empty() {
            (t!("none in {language}, this is for everybody", language = language_name(lacks)))
        } @else {
            (t!("none in {language}, this is {other}", language = language_name(lacks), other = language_name(said)))
        } } } }
        @else if !said.is_empty() { p.t1.faint { (language_name(said)) } }
    }
}

fn language(tag: &str) -> Option<&str> {
    Some(tag).filter(|tag| !tag.is_empty())
}

impl Page for ChooseReplyPage {
    fn title(&self) -> String {
        t!("Choose what to say").into()
    }

    fn place(&self) -> Place {
        Place::Inbox
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head {
                div { h1.page-title { (self.title()) } p { (t!("Its words go into the answer, where they can be changed.")) } }
                a.btn href=(self.back) { (t!("Back")) }
            }
            @if self.choices.is_empty() && self.lines.is_empty() && self.statements.is_empty() && self.helpers.is_empty() {
                (empty(Empty {
                    title: t!("No reply is saved yet, and no fact is written"),
                    lines: vec![t!("What you say often can be written once, in every language you need.").into()],
                    acts: vec![(t!("Write a reply"), "/saved-replies/new"), (t!("To the facts"), "/facts")],
                }))
            }
            @if !self.statements.is_empty() { section {
                h2.group-title { (t!("Statements")) }
                (self.lines(("our-statements", &self.statements), frame))
                p.t1 { a href="/statements" { (t!("All statements")) } }
            } }
            @if !self.choices.is_empty() { section {
                h2.group-title { (t!("Saved replies")) }
                (self.replies())
                p.t1 { a href="/saved-replies" { (t!("Change what is saved")) } }
            } }
            @if !self.lines.is_empty() { section {
                h2.group-title { (t!("Approved lines")) }
                (self.lines(("approved-lines", &self.lines), frame))
                p.t1 { a href="/facts" { (t!("All facts")) } }
            } }
            @if !self.helpers.is_empty() { section {
                h2.group-title { (t!("Who knows this")) }
                p.t1.faint { (t!("They answered others about the same in the last 90 days. Named in your answer, they read it; the desk of engagement shows whether they spoke.")) }
                (helpers(self))
            } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let choice = |id: i64, name: &str, language: &str, text: &str| ReplyChoice {
            id: id.into(),
            name: name.into(),
            language: language.into(),
            lacks: None,
            text: text.into(),
        };
        let choices = vec![
            choice(
                1,
                "Lift out of order",
                "de",
                "Hallo Renske, der Aufzug ist außer Betrieb. Die Rampe führt zu Gleis 1. Mara",
            ),
            ReplyChoice {
                lacks: Some("nn".into()),
                ..choice(2, "Thank you", "", "Thank you, Renske! We pass it on to the crew. Mara")
            },
        ];
        let line = |said: SaidLine| LineChoice {
            text: format!("{} https://vellenbahn.example/stations", said.claim),
            said,
            source: "Access report 2026, page 4".into(),
            source_url: Some("https://vellenbahn.example/stations".into()),
            language: String::new(),
            lacks: None,
        };
        let lines = SaidLine::samples().into_iter().take(2).map(line).collect();
        let statements = SaidLine::samples().into_iter().skip(3).map(|said| LineChoice {
            said,
            source: kind(model::StatementKind::Holding).to_owned(),
            source_url: None,
            language: "en".into(),
            lacks: Some("de".into()),
            text: "At Hallgrund a train has left the rails. Nobody is hurt. The next word comes by ten. https://bsky.example/1"
                .into(),
        });
        let statements = statements.collect();
        let helper = |id: i64, name: &str, handle: &str, conversations| HelperChoice {
            author: AuthorId(id),
            name: name.into(),
            handle: handle.into(),
            conversations,
        };
        let helpers = vec![helper(7, "Kees Ophoven", "kees.example", 3), helper(8, "Ineke Baas", "ineke.example", 1)];
        let back = || "/inbox/7?view=waiting".to_owned();
        vec![
            ("", Self { back: back(), choices, lines, statements, helpers }),
            ("empty", Self { back: back(), ..Self::default() }),
        ]
    }
}
