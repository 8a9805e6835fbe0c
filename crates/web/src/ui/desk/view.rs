//! A desk: what it looks at first, what it owes, and what only it has.

use insights::figures::{PART_MIN, Response};
use insights::{Curve, Share};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use model::{
    AuthorId, ConversationId, FactId, Function, InboxView, Network, Outcome, PostId, ReplyId, StatementId,
    StatementState, StudyId, StudyState, TopicId,
};
use wording::{number, t};

use crate::ui::components::words::start;
use crate::ui::components::{icon, rich, time};
use crate::ui::correction::view::CorrectionRow;
use crate::ui::inbox::list::encode;
use crate::ui::inbox::outcome;
use crate::ui::layout::{Frame, Page, Place, Rhythm};
use crate::ui::owed::words as owed;
use crate::ui::statement::words::state as standing_of;
use crate::ui::study::view::standing;

/// So much of a message a row shows.
const SHOWN_CHARS: usize = 140;

/// `/desks/{function}`.
#[derive(Clone, Debug)]
pub struct DeskPage {
    /// Whose desk.
    pub function: Function,
    /// What it looks at.
    pub parts: Vec<DeskPart>,
    /// How much it owes.
    pub owed: usize,
    /// How much of that is late.
    pub owed_late: usize,
    /// How those were answered in 30 days whom a team of the function has, or had.
    pub answered: Response,
    /// What only this desk has.
    pub own: Desked,
}

/// Conversations that a desk looks at.
#[derive(Clone, Debug)]
pub struct DeskPart {
    /// Its heading.
    pub title: &'static str,
    /// What is to be done with them.
    pub hint: &'static str,
    /// Among which.
    pub cut: InboxView,
    /// The search that finds them.
    pub query: &'static str,
    /// The newest.
    pub rows: Vec<DeskRow>,
    /// How many were found.
    pub count: usize,
    /// Whether those are all.
    pub is_all: bool,
}

/// A conversation.
#[derive(Clone, Debug)]
pub struct DeskRow {
    /// Which.
    pub id: ConversationId,
    /// With whom.
    pub name: String,
    /// Where they spoke.
    pub network: Network,
    /// When.
    pub at: Timestamp,
    /// What they said, or why there is nothing.
    pub words: String,
    /// Since when they wait, where that is told.
    pub waits_since: Option<Timestamp>,
    /// By when the house owes them what it does.
    pub due_at: Option<Timestamp>,
}

/// What only one desk has.
#[derive(Clone, Debug)]
pub enum Desked {
    /// Statements, and how many facts there are, with those that are to be reviewed: which, what it claims, since when.
    Said {
        /// How many facts.
        all: usize,
        /// Facts to be reviewed, the longest due first.
        due: Vec<(FactId, String, Date)>,
        /// Statements that stand or are to, those that promised a word by now first.
        said: Vec<Said>,
        /// Where we said lately that we were wrong.
        corrected: Corrected,
    },
    /// What we may quote.
    Quotes {
        /// How many were asked and have not answered.
        open: usize,
        /// The newest that said yes.
        quotes: Vec<Quote>,
        /// How often somebody spoke in 30 days.
        spoke: u64,
        /// How often about which topic, the most first.
        voices: Vec<Voiced>,
    },
    /// How well people were helped, and what came of it.
    Outcomes {
        /// What they say.
        rated: Rated,
        /// What members say.
        came: Vec<Came>,
    },
    /// People who wrote in the conversations of others, and whom our answers named.
    Helpers {
        /// Those, whoever did most first.
        helpers: Vec<Helper>,
        /// These, the newest first.
        introduced: Vec<Introduced>,
    },
    /// Studies that are not closed, and what was learned and not yet told back.
    Studies {
        /// Which, what it is called, where it stands.
        studies: Vec<(StudyId, String, StudyState)>,
        /// How many insights are still to be told back.
        insights: usize,
    },
}

/// A statement that stands, or is to.
#[derive(Clone, Debug)]
pub struct Said {
    /// Which.
    pub id: StatementId,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub state: StatementState,
    /// Until when it promises a further word.
    pub next_word_at: Option<Timestamp>,
    /// Whether that is over, and none came.
    pub is_due: bool,
}

/// Where we said lately that we were wrong.
#[derive(Clone, Debug, Default)]
pub struct Corrected {
    /// How often, in 90 days.
    pub count: usize,
    /// The newest.
    pub newest: Vec<CorrectionRow>,
}

/// A topic that was spoken about.
#[derive(Clone, Debug)]
pub struct Voiced {
    /// Which.
    pub topic: TopicId,
    /// Its name.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// Something that we may quote.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Where it stands.
    pub conversation: ConversationId,
    /// Which message.
    pub post: PostId,
    /// Who wrote it.
    pub name: String,
    /// What.
    pub words: String,
    /// Whether it still reads as when they said yes.
    pub is_as_asked: bool,
}

/// What people answered to how well we helped.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rated {
    /// How many were asked.
    pub asked: usize,
    /// How many said 1, 2, 3, 4, 5.
    pub by_rating: [usize; 5],
}

impl Rated {
    fn answered(&self) -> usize {
        self.by_rating.iter().sum()
    }

    /// Those who said 4 or 5, as the field counts.
    fn satisfied(&self) -> usize {
        self.by_rating[3] + self.by_rating[4]
    }
}

/// What came of conversations.
#[derive(Clone, Copy, Debug)]
pub struct Came {
    /// What; `None` where nobody said.
    pub outcome: Option<Outcome>,
    /// Of how many.
    pub count: usize,
}

/// Somebody who wrote in the conversations of others.
#[derive(Clone, Debug)]
pub struct Helper {
    /// Who.
    pub author: AuthorId,
    /// Their name.
    pub name: String,
    /// In how many.
    pub conversations: usize,
    /// In which of them last.
    pub last: ConversationId,
}

/// Somebody whom an answer of ours named to whoever asked.
#[derive(Clone, Debug)]
pub struct Introduced {
    /// The answer.
    pub reply: ReplyId,
    /// Who was named.
    pub author: AuthorId,
    /// Their name.
    pub name: String,
    /// Who asked.
    pub asker: String,
    /// Where.
    pub conversation: ConversationId,
    /// When.
    pub made_at: Timestamp,
    /// When they spoke there.
    pub spoke_at: Option<Timestamp>,
}

impl DeskPart {
    fn address(&self) -> String {
        format!("/inbox?view={}&q={}", self.cut.as_str(), encode(self.query))
    }

    fn counted(&self) -> String {
        match self.is_all {
            true => number(self.count),
            false => format!("{}+", number(self.count)),
        }
    }
}

fn part(part: &DeskPart, frame: &Frame) -> Markup {
    html! { section.desk-part {
        h2.group-title { a href=(part.address()) { (part.title) } " " span.n { (part.counted()) } }
        @if part.rows.is_empty() { p.t1.faint { (t!("Nobody, right now.")) } } @else {
            p.t1.faint { (part.hint) }
            ul.desk-rows { @for row in &part.rows { li data-key={ "row-" (row.id) } {
                a href={ "/inbox/" (row.id) "?view=" (part.cut.as_str()) "&q=" (encode(part.query)) } {
                    span.desk-by { b { bdi { (row.name) } } span.faint { (row.network.title()) } (time::past(row.at, frame))
                        @if let Some(since) = row.waits_since { span { (rich!("waits since {since}", since = time::since(since, frame))) } }
                        @if let Some(due) = row.due_at {
                            @if due <= frame.now { span.fact-warning { (icon::line("warn")) (rich!("was due {since}", since = time::since(due, frame))) } }
                            @else { span { (rich!("due {until}", until = time::until(due, frame))) } }
                        } }
                    span.desk-words dir="auto" { (start(&row.words, SHOWN_CHARS)) }
                }
            } } }
            @if part.count > part.rows.len() { p.t1 { a href=(part.address()) { (t!("All {total} in the inbox", total = part.counted())) } } }
        }
    } }
}

/// How far the share of the satisfied may be from that of everybody who might answer.
fn interval(rated: &Rated) -> String {
    let share = Share::new(rated.satisfied() as u64, rated.answered() as u64);
    t!(
        "{share} %, with 95 % certainty between {low} and {high} %",
        share = format!("{:.0}", share.value * 100.0),
        low = format!("{:.0}", share.low * 100.0),
        high = format!("{:.0}", share.high * 100.0)
    )
}

/// So many of all.
fn share(part: usize, all: usize) -> String {
    t!("{part} of {total}", part = number(part), total = number(all))
}

/// Bars of counts, each with its words and share.
fn bars(rows: &[(String, usize)], of: usize) -> Markup {
    html! { ul.desk-bars { @for (words, count) in rows { li {
        span { (words) }
        meter min="0" max=(of.max(1)) value=(count) aria-hidden="true" {}
        span.n { @if of > 0 { (share(*count, of)) } @else { (number(*count)) } }
    } } } }
}

/// Of how much that was said which topic has how much.
fn voices(spoke: u64, voices: &[Voiced]) -> Markup {
    let row = |one: &Voiced| {
        let share = Share::new(one.count, spoke);
        html! { li {
            span { a href={ "/topics/" (one.topic) } { bdi { (one.name) } } }
            meter min="0" max=(spoke.max(1)) value=(one.count) aria-hidden="true" {}
            span.n { (t!(
                "{share} % ({low} to {high})",
                share = format!("{:.0}", share.value * 100.0),
                low = format!("{:.0}", share.low * 100.0),
                high = format!("{:.0}", share.high * 100.0)
            )) }
        } }
    };
    html! { section.desk-part {
        h2.group-title { (t!("Share of voice, in 30 days")) }
        @if voices.is_empty() { p.t1.faint { (t!("Nobody spoke about a topic.")) } }
        @else {
            p.t1.faint { (t!(spoke; "Of {count} time that somebody spoke, each with its 95 % interval; about several topics counts for each.", "Of {count} times that somebody spoke, each with its 95 % interval; about several topics counts for each.")) }
            ul.desk-bars.is-voices { @for one in voices { (row(one)) } }
        }
    } }
}

/// How those were answered lately whom its teams have.
fn answered(response: &Response) -> Markup {
    let rate = response.reply_rate();
    let half = Curve::of(&response.first.wall).quantile(0.5).value;
    html! { p.desk-owes { a href="/figures?by=team#parts" {
        @if rate.of < PART_MIN { (t!("In 30 days its teams had too few who needed an answer to say how they were answered")) }
        @else {
            (rich!(
                "In 30 days its teams answered {share} of {total} who needed an answer",
                share = html! { b { (t!("{share} %", share = format!("{:.0}", rate.value * 100.0))) } },
                total = number(rate.of as usize),
            ))
            @if let Some(half) = half { ", " (t!("half within {length}", length = time::length_exact(half.as_secs()))) }
        }
    } } }
}

fn corrected(corrected: &Corrected, frame: &Frame) -> Markup {
    html! { section.desk-part {
        h2.group-title { a href="/corrections" { (t!("Corrections")) } " " span.n { (number(corrected.count)) } }
        p.t1.faint { @if corrected.count == 0 { (t!("In 90 days we put nothing right that we had said.")) } @else { (t!("In 90 days, each put right where the error stood.")) } }
        ul.desk-rows { @for row in &corrected.newest { li data-key={ "correction-" (row.reply) } {
            a href={ "/inbox/" (row.conversation) "?view=all#reply-" (row.reply) } {
                span.desk-words dir="auto" { (row.error) }
                span.desk-by { (time::past(row.at, frame)) span.faint { (t!("by {by}", by = row.by)) } }
            }
        } } }
    } }
}

fn own(own: &Desked, frame: &Frame) -> Markup {
    match own {
        Desked::Studies { studies, insights } => html! { section.desk-part {
            h2.group-title { a href="/studies" { (t!("Studies under way")) } " " span.n { (number(studies.len())) } }
            @if studies.is_empty() { p.t1.faint { (t!("None. A study draws a random sample of what was said and lets two people judge it, so that what it says holds.")) } }
            ul.desk-rows { @for (id, name, state) in studies { li data-key={ "study-" (id) } { a href={ "/studies/" (id) } {
                b dir="auto" { (name) } span.t1.faint { (standing(*state)) }
            } } } }
            p.t1 { a href="/insights" { (t!("Insights")) } @if *insights > 0 { (t!(*insights; ": {count} is still to be told back", ": {count} are still to be told back")) } }
        } },
        Desked::Said { all, due, said, corrected } => html! { section.desk-part {
            h2.group-title { a href="/statements" { (t!("Statements")) } " " span.n { (number(said.len())) } }
            @if said.is_empty() { p.t1.faint { (rich!(
                "None stands. When something concerns many, they hear it from you first: {write_one}.",
                write_one = html! { a href="/statements/new" { (t!("write one")) } },
            )) } }
            @else { ul.desk-rows { @for one in said { li data-key={ "statement-" (one.id) } { a href={ "/statements/" (one.id) } {
                span.desk-words dir="auto" { (one.title) }
                span.desk-by { span { (standing_of(one.state)) }
                    @if let Some(at) = one.next_word_at {
                        @if one.is_due { span.fact-warning { (icon::line("warn")) (rich!(
                            "promised a further word by {moment}, and none came",
                            moment = time::since(at, frame),
                        )) } }
                        @else { span { (rich!("next word by {until}", until = time::until(at, frame))) } }
                    } }
            } } } } }
        }
        section.desk-part {
            h2.group-title { a href="/facts" { (t!("Facts")) } " " span.n { (number(*all)) } }
            @if *all == 0 { p.t1.faint { (t!("None is written yet: what we say is true, with its source, goes into answers by one key.")) } }
            @else if due.is_empty() { p.t1.faint { (t!("All were reviewed in time.")) } }
            @else { ul.desk-rows { @for (id, claim, since) in due { li data-key={ "fact-" (id) } { a href={ "/facts/" (id) } {
                span.desk-words dir="auto" { (claim) }
                span.fact-warning { (icon::line("warn")) (rich!("to be reviewed since {date}", date = time::date(*since, frame))) }
            } } } } }
        } (self::corrected(corrected, frame)) },
        Desked::Quotes { open, quotes, spoke, voices } => html! { (self::voices(*spoke, voices)) section.desk-part {
            h2.group-title { (t!("We may quote")) }
            p.t1.faint { (t!("They said yes, in a message of theirs.")) " "
                @if *open > 0 { (t!(*open; "{count} question is still open.", "{count} questions are still open.")) " " }
                (rich!("Asked in the answer, by {ask}.", ask = html! { i { (t!("Ask")) } })) }
            ul.desk-rows { @for quote in quotes { li data-key={ "quote-" (quote.post) } {
                a href={ "/inbox/" (quote.conversation) "?view=all#post-" (quote.post) } {
                    span.desk-words dir="auto" { "“" (start(&quote.words, SHOWN_CHARS)) "”" }
                    span.desk-by { b { bdi { (quote.name) } }
                        @if !quote.is_as_asked { span.fact-warning { (icon::line("warn")) (t!("the words are others by now, or gone: ask again")) } } }
                }
            } } }
        } },
        Desked::Outcomes { rated, came } => html! {
            section.desk-part {
                h2.group-title { (t!("How well we helped, in 30 days")) }
                @if rated.asked == 0 { p.t1.faint { (rich!(
                    "Nobody was asked. {ask}, beside {send}, puts the question into an answer.",
                    ask = html! { i { (t!("Ask")) } },
                    send = html! { i { (t!("Send")) } },
                )) } }
                @else {
                    p.t1 {
                        (rich!(
                            "Of {asked} asked, {answered}.",
                            asked = number(rated.asked),
                            answered = html! { b { (t!(rated.answered(); "{count} answered", "{count} answered")) } },
                        )) " "
                        @if rated.answered() > 0 { (rich!(
                            "{satisfied} said 4 or 5 ({interval}).",
                            satisfied = html! { b { (share(rated.satisfied(), rated.answered())) } },
                            interval = interval(rated),
                        )) }
                    }
                    (bars(&(0..5).rev().map(|at| (t!("{rating} of 5", rating = at + 1), rated.by_rating[at])).collect::<Vec<_>>(), rated.answered()))
                }
            }
            section.desk-part {
                h2.group-title { (t!("What came of it, in 30 days")) }
                @let all: usize = came.iter().map(|one| one.count).sum();
                @if all == 0 { p.t1.faint { (t!("Nothing was finished.")) } } @else {
                    (bars(&came.iter().map(|one| (one.outcome.map_or(t!("not said"), outcome::came).to_owned(), one.count)).collect::<Vec<_>>(), all))
                }
            }
        },
        Desked::Helpers { helpers, introduced } => html! { section.desk-part {
            h2.group-title { (t!("Answered others, in 30 days")) }
            @if helpers.is_empty() { p.t1.faint { (t!("Nobody outside wrote in the conversation of somebody else.")) } } @else {
                p.t1.faint { (t!("They wrote where others had asked us. A thank-you, or an introduction, is theirs.")) }
                ul.desk-rows { @for one in helpers { li data-key={ "helper-" (one.author) } { a href={ "/people/" (one.author) } {
                    b { bdi { (one.name) } } span.faint { (t!(one.conversations; "in {count} conversation", "in {count} conversations")) }
                } } } }
            }
            h2.group-title { (t!("Introduced, in 30 days")) }
            @if introduced.is_empty() { p.t1.faint { (rich!(
                "Nobody. Who answered others about the same is offered by {key} in a conversation; named in your answer, they stand here.",
                key = html! { kbd { ";" } },
            )) } } @else {
                ul.desk-rows { @for one in introduced { li data-key={ "introduced-" (one.reply) "-" (one.author) } {
                    a href={ "/inbox/" (one.conversation) "?view=all#reply-" (one.reply) } {
                        b { (rich!("{name} to {asker}", name = html! { bdi { (one.name) } }, asker = html! { bdi { (one.asker) } })) }
                        span.faint { @match one.spoke_at {
                            Some(at) => (rich!("spoke there {past}", past = time::past(at, frame))),
                            None => (rich!("silent so far, named {past}", past = time::past(one.made_at, frame))),
                        } }
                    }
                } } }
            }
        } },
    }
}

impl Page for DeskPage {
    fn title(&self) -> String {
        let title = match self.function {
            Function::Communication => t!("The desk of communication"),
            Function::Marketing => t!("The desk of marketing"),
            Function::Research => t!("The desk of research"),
            Function::Service => t!("The desk of service"),
            Function::Engagement => t!("The desk of engagement"),
        };
        title.into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "conversation mention reply obligation enquiry statement"
    }

    fn rhythm(&self) -> Option<Rhythm> {
        Some(Rhythm { at_most: 20, at_least: 300 })
    }

    fn body(&self, frame: &Frame) -> Markup {
        html! {
            header.page-head { div { h1.page-title { (self.title()) } } }
            nav.filters aria-label=(t!("Desks")) { p { span.faint { (t!("Desk of")) } span.filter-set { @for one in Function::ALL {
                a href={ "/desks/" (one) } aria-current=[(*one == self.function).then_some("page")] { (owed::function(*one)) }
            } } } }
            p.desk-owes { a href={ "/owed?function=" (self.function) } {
                @if self.owed == 0 { (t!("This desk owes nothing")) } @else { (rich!("This desk owes {total}", total = html! { b { (number(self.owed)) } })) }
                @if self.owed_late > 0 { ", " span.fact-warning { (icon::line("warn")) (t!(self.owed_late; "{count} late", "{count} late")) } }
            } " · " a href={ "/inbox?view=waiting&q=" (encode(&format!("function:{}", self.function))) } { (t!("what its teams have")) } }
            (answered(&self.answered))
            div.desk { @for one in &self.parts { (part(one, frame)) } (own(&self.own, frame)) }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::samples()
    }
}
