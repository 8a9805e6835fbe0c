//! Topics: the list, and one with its query and what the language says about it.

use jiff::Timestamp;
use maud::{Markup, html};
use model::{Right, TopicId};
use wording::{later, number, t};

use super::heard::{self, BackTest, back_test};
use crate::ui::components::{Empty, Field, Misread, csrf, empty, field, form_error, marked, press, rich, time};
use crate::ui::inbox::list::{encode, of_topic};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/topics`.
#[derive(Clone, Debug, Default)]
pub struct TopicsPage {
    /// The topics, by name; archived ones last.
    pub topics: Vec<TopicRow>,
}

/// One topic in the list.
#[derive(Clone, Debug)]
pub struct TopicRow {
    /// Which one.
    pub id: TopicId,
    /// Its name.
    pub name: String,
    /// Its query as written.
    pub query: String,
    /// Mentions in the last seven days.
    pub mentions_7d: usize,
    /// The last mention.
    pub last_mention_at: Option<Timestamp>,
    /// Whether it was put away.
    pub is_archived: bool,
}

impl Page for TopicsPage {
    fn title(&self) -> String {
        t!("Topics").into()
    }

    fn place(&self) -> Place {
        Place::Topics
    }

    fn live(&self) -> &'static str {
        "topic"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::ManageTopics);
        html! {
            header.page-head {
                div { h1.page-title { (t!("Topics")) } p { (t!("What we listen for. Whoever says it is heard, whether they address us or not.")) } }
                @if may { a.btn.main href="/topics/new" { (t!("Describe a topic")) } }
            }
            @if self.topics.is_empty() {
                (empty(Empty {
                    title: t!("We listen for nothing yet"),
                    lines: vec![t!("Only posts that name our account reach the inbox.").into(), t!("Begin with our name and its misspellings; products and lines can follow.").into()],
                    acts: if may { vec![(t!("Describe the first topic"), "/topics/new")] } else { vec![] },
                }))
            } @else {
                ul.cards { @for topic in &self.topics { li.card-row.put-away[topic.is_archived] data-key={ "topic-" (topic.id) } {
                    div {
                        h2 { a href={ "/topics/" (topic.id) } { (topic.name) } @if topic.is_archived { span.t1.faint { " " (t!("put away")) } } }
                        p.mono.query-line { (topic.query) }
                    }
                    p.figure {
                        a href=(conversations(&topic.name)) {
                            (rich!(
                                topic.mentions_7d;
                                "{mentions} in 7 days",
                                "{mentions} in 7 days",
                                mentions = html! { b.num { (number(topic.mentions_7d)) } },
                            ))
                            span.vh { " " (t!("on {name}: its conversations", name = topic.name)) }
                        }
                        @if let Some(at) = topic.last_mention_at { br; span.faint { (rich!("the latest {past}", past = time::past(at, frame))) } }
                    }
                } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let topic = |id: i64, name: &str, query: &str, mentions_7d, at: &str| TopicRow {
            id: TopicId(id),
            name: name.into(),
            query: query.into(),
            mentions_7d,
            last_mention_at: Some(sample_at(at)),
            is_archived: false,
        };
        let topics = vec![
            topic(
                2,
                "Line 4 delays",
                "(\"line 4\" OR \"Linie 4\" OR U4) AND (delay* OR Verspätung* OR spät)",
                212,
                "2026-11-24T07:39:00Z",
            ),
            topic(
                3,
                "Lifts and step-free",
                "(lift OR elevator OR Aufzug OR Rampe OR Rollstuhl) AND (vellenbahn OR \"Port Velle\" OR Moorkamp)",
                63,
                "2026-11-24T07:51:00Z",
            ),
            topic(
                4,
                "Night train pilot",
                "vellenbahn AND (\"night train\" OR Nachtzug OR \"train de nuit\")",
                1_408,
                "2026-11-24T07:44:00Z",
            ),
            topic(
                1,
                "Vellenbahn by name",
                "vellenbahn OR velenbahn OR \"velle bahn\" OR #vellenbahn",
                3_117,
                "2026-11-24T07:51:00Z",
            ),
            TopicRow {
                is_archived: true,
                ..topic(
                    5,
                    "Summer timetable",
                    "vellenbahn AND (summer OR Sommer) AND (timetable OR Fahrplan)",
                    0,
                    "2026-08-30T10:00:00Z",
                )
            },
        ];
        vec![("", Self { topics }), ("empty", Self::default())]
    }
}

/// `/topics/new` and `/topics/{id}`.
#[derive(Clone, Debug, Default)]
pub struct TopicPage {
    /// Which topic; none for a new one.
    pub id: Option<TopicId>,
    /// Its name.
    pub name: String,
    /// Its query as written.
    pub query: String,
    /// The version of the query that is being changed.
    pub version: Option<i64>,
    /// What is wrong with the name.
    pub name_error: Option<String>,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    /// What the language says of the query.
    pub check: QueryCheck,
    /// Whether it was put away.
    pub is_archived: bool,
    /// What it would have heard, when that was asked.
    pub back_test: Option<BackTest>,
}

/// What the language says of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum QueryCheck {
    /// Nothing was written yet.
    #[default]
    Empty,
    /// It can be read.
    Sound {
        /// How it is read, in words: "any of “lift”, “Aufzug”, with “vellenbahn”"; empty when not told.
        reading: String,
        /// What could be better.
        notes: Vec<QueryNote>,
    },
    /// It cannot be read.
    Wrong(Misread),
}

impl QueryCheck {
    /// What is said of a form without a query.
    pub(crate) fn nothing() -> Self {
        Self::Wrong(Misread { message: t!("There is nothing to listen for yet.").into(), ..Misread::default() })
    }
}

/// A remark on a sound query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryNote {
    /// The remark, as a sentence.
    pub message: String,
    /// Where: byte offsets, half-open.
    pub span: Option<(usize, usize)>,
    /// The whole query as it would be better.
    pub suggestion: Option<String>,
}

/// What can be written, by example.
const LANGUAGE: &[(&str, &str)] = &[
    ("lift elevator", later!("both words, anywhere in the post")),
    ("lift OR elevator", later!("one of them")),
    ("lift -shopping", later!("the first without the second")),
    ("(lift OR ramp) AND station", later!("brackets say what belongs together")),
    ("\"step free\"", later!("these words in this order")),
    ("elevat*", later!("every word that begins so")),
    ("lift NEAR/5 broken", later!("at most five words apart")),
    ("#vellenbahn @vellenbahn.example", later!("a hashtag, somebody who is named")),
    ("lift lang:de", later!("only in German; also author: link: has: network: and more")),
];

fn language_help() -> Markup {
    html! { details.more-fields { summary { (t!("How to write it")) }
        dl.language { @for (written, found) in LANGUAGE { dt { code { (written) } } dd { (wording::text("", found)) } } }
    } }
}

/// Where the conversations of a topic stand.
fn conversations(name: &str) -> String {
    format!("/inbox?view=all&q={}", encode(&of_topic(name)))
}

/// The result of a check: what answers `POST /topics/check`.
pub fn query_check(query: &str, check: &QueryCheck) -> Markup {
    let offer = |words: &str, suggestion: &Option<String>| {
        html! { @if let Some(text) = suggestion {
            p.suggestion { (words) " " code { (text) } " "
                button.btn.needs-script type="button" data-use-query=(text) { (t!("Use it")) } }
        } }
    };
    html! { div #query-check.query-check role="status" { @match check {
        QueryCheck::Empty => p.hint { (t!("One word is enough to begin with. Capitals make no difference.")) " " a href="/language" { (t!("All that can be asked")) } },
        QueryCheck::Sound { reading, notes } => {
            p.sound { b { (t!("Can be read.")) } @if !reading.is_empty() { " " (t!("Finds {reading}.", reading)) } }
            @if !notes.is_empty() { ul.notes { @for note in notes { li {
                p { (note.message) }
                @if let Some(span) = note.span { (marked(query, span)) }
                (offer(t!("Better perhaps:"), &note.suggestion))
            } } } }
        },
        QueryCheck::Wrong(Misread { message, span, suggestion }) => {
            p.wrong-why { (message) }
            (marked(query, *span))
            (offer(t!("Did you mean"), suggestion))
        },
    } } }
}

impl Page for TopicPage {
    fn title(&self) -> String {
        if self.id.is_some() { self.name.clone() } else { t!("A new topic").into() }
    }

    fn place(&self) -> Place {
        Place::Topics
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let may = frame.may(Right::ManageTopics);
        let action = self.id.map_or_else(|| "/topics".to_owned(), |id| format!("/topics/{id}"));
        html! {
            p.crumbs { a href="/topics" { (t!("Topics")) } }
            header.page-head {
                div { h1.page-title { @if self.id.is_some() { (self.name) } @else { (t!("What shall we listen for?")) } }
                    @if self.is_archived { p { (t!("Put away: it finds nothing new. What it found stays.")) } } }
                @if self.id.is_some() { a.btn href=(conversations(&self.name)) { (t!("Its conversations")) } }
            }
            @if may && !self.is_archived { form.stack.wide method="post" action=(action) {
                (csrf(frame))
                @if let Some(id) = self.id { input type="hidden" name="topic" value=(id); }
                @if let Some(version) = self.version { input type="hidden" name="version" value=(version); }
                (form_error(self.error.as_deref()))
                (field(Field { name: "name", label: t!("Name"), value: &self.name, hint: t!("As it stands on conversations: short, and about what people talk of."), is_required: true, error: self.name_error.as_deref(), ..Field::default() }))
                div.field.wrong[matches!(self.check, QueryCheck::Wrong(_))] {
                    label for="f-query" { (t!("Words that find it")) }
                    textarea #f-query.mono name="query" rows="4" required spellcheck="false" autocapitalize="off" data-check="/topics/check" aria-describedby="query-check" { "\n" (self.query) }
                    (query_check(&self.query, &self.check))
                    (language_help())
                }
                div.toolbar {
                    button.btn.main type="submit" { @if self.id.is_some() { (t!("Keep the change")) } @else { (t!("Listen for it")) } }
                    button.btn type="submit" formaction="/backtests" formnovalidate { (t!("What would we have heard?")) }
                    a.btn.quiet href="/topics" { (t!("Leave it")) }
                }
            }
            @if let Some(test) = &self.back_test { (back_test(test, frame)) }
            @if let Some(id) = self.id { section.apart {
                h2 { (t!("Put it away")) }
                p.dim { (t!("It finds nothing new from then on. Conversations it found keep their topic.")) }
                (press(frame, &format!("/topics/{id}/archive"), &[], html! { button.btn type="submit" { (t!("Put away")) } }))
            } } }
            @else { p.mono { (self.query) } @if !may { p.dim { (t!("Managers can change topics.")) } } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let query = "(lift OR elevator OR Aufzug OR Rampe) AND (vellenbahn OR \"Port Velle\")";
        let sound = Self {
            id: Some(TopicId(3)),
            name: "Lifts and step-free".into(),
            query: query.into(),
            version: Some(4),
            check: QueryCheck::Sound {
                reading: "any of “lift”, “elevator”, “Aufzug”, “Rampe”, together with “vellenbahn” or “Port Velle”"
                    .into(),
                notes: vec![QueryNote {
                    message:
                        "“lift” also finds “lift-off” and people offering a lift; an exact phrase or NOT can narrow it."
                            .into(),
                    span: Some((1, 5)),
                    suggestion: Some(
                        "(\"the lift\" OR elevator OR Aufzug OR Rampe) AND (vellenbahn OR \"Port Velle\")".into(),
                    ),
                }],
            },
            ..Self::default()
        };
        let wrong_query = "(lift OR elevator AND vellenbahn";
        let wrong = Self {
            id: None,
            query: wrong_query.into(),
            name: "Lifts".into(),
            check: QueryCheck::Wrong(Misread {
                message: "A bracket is opened here and never closed.".into(),
                span: (0, 1),
                suggestion: Some("(lift OR elevator) AND vellenbahn".into()),
            }),
            ..Self::default()
        };
        let tried =
            heard::samples().into_iter().map(|(name, test)| (name, Self { back_test: Some(test), ..sound.clone() }));
        let tried: Vec<_> = tried.collect();
        [("", sound), ("wrong", wrong), ("new", Self::default())].into_iter().chain(tried).collect()
    }
}
