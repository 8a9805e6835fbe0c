//! What is owed by whom, late first.

use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use model::{
    ConversationId, Function, MemberId, ObligationId, ObligationKind, ObligationStand, ObligationState, Status,
};
use wording::{number, t};

use super::list::today_ends;
use super::section::by_when;
use super::words;
use crate::ui::components::{Empty, empty, name, rich, status_word, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// `/owed`.
#[derive(Clone, Debug, Default)]
pub struct OwedPage {
    /// In this state; what is owed when there is none.
    pub state: Option<ObligationState>,
    /// Of this function only.
    pub function: Option<Function>,
    /// Of everybody, or of whoever looks.
    pub whose: Whose,
    /// How many there are in all.
    pub total: usize,
    /// How many of those are late.
    pub late: usize,
    /// Those of this page.
    pub rows: Vec<OwedRow>,
    /// Where the next page begins.
    pub more: Option<String>,
}

/// Whose obligations are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// Those that whoever looks has.
    Mine,
}

/// Something that is owed.
#[derive(Clone, Debug)]
pub struct OwedRow {
    /// Which obligation.
    pub id: ObligationId,
    /// On which conversation.
    pub conversation: ConversationId,
    /// What kind of thing.
    pub kind: ObligationKind,
    /// How it stands.
    pub stand: ObligationStand,
    /// The name of whoever has it.
    pub holder: Option<String>,
    /// With whom the conversation is.
    pub with: String,
    /// Its last words.
    pub said: String,
    /// Where it stands towards the person.
    pub status: Status,
    /// Since when it stands so.
    pub changed_at: Timestamp,
}

impl OwedPage {
    fn address(&self, state: Option<ObligationState>, function: Option<Function>, whose: Whose) -> String {
        let mut parts = Vec::new();
        parts.extend(state.map(|state| format!("state={state}")));
        parts.extend(function.map(|function| format!("function={function}")));
        if whose == Whose::Mine {
            parts.push("whose=me".to_owned());
        }
        if parts.is_empty() { "/owed".to_owned() } else { format!("/owed?{}", parts.join("&")) }
    }

    fn is_owed(&self) -> bool {
        self.state.is_none_or(ObligationState::is_owed)
    }

    fn filters(&self) -> Markup {
        let tab = |words: &str, address: String, is_this: bool| {
            html! { a href=(address) aria-current=[is_this.then_some("true")] { (words) } }
        };
        html! {
            nav.filters aria-label=(t!("Which")) {
                p { span.faint { (t!("Whose")) } span.filter-set {
                    (tab(t!("whose": "everybody’s"), self.address(self.state, self.function, Whose::All), self.whose == Whose::All))
                    (tab(t!("whose": "mine"), self.address(self.state, self.function, Whose::Mine), self.whose == Whose::Mine)) } }
                p { span.faint { (t!("function": "By")) } span.filter-set {
                    (tab(t!("every function"), self.address(self.state, None, self.whose), self.function.is_none()))
                    @for one in Function::ALL { (tab(name::function(*one), self.address(self.state, Some(*one), self.whose), self.function == Some(*one))) } } }
                p { span.faint { (t!("State")) } span.filter-set {
                    (tab(t!("state": "owed"), self.address(None, self.function, self.whose), self.state.is_none()))
                    @for one in ObligationState::ALL { (tab(words::state(*one), self.address(Some(*one), self.function, self.whose), self.state == Some(*one))) } } }
            }
        }
    }

    /// How many are late, where any are.
    fn late_words(&self) -> Option<String> {
        (self.late > 0).then(|| t!(self.late; "{count} late", "{count} late"))
    }

    /// The heading under which a row of what is owed stands.
    fn heading(&self, row: &OwedRow, frame: &Frame) -> &'static str {
        let today = today_ends(frame.now, &frame.zone);
        let week = today.saturating_add(SignedDuration::from_hours(6 * 24)).unwrap_or(Timestamp::MAX);
        match row.stand.due_at {
            _ if !self.is_owed() => "",
            None => t!("Without a date"),
            Some(at) if at < frame.now => t!("Late"),
            Some(at) if at <= today => t!("Today"),
            Some(at) if at <= week => t!("Within a week"),
            Some(_) => t!("Later"),
        }
    }

    fn groups(&self, frame: &Frame) -> Vec<(&'static str, Vec<&OwedRow>)> {
        let mut groups: Vec<(&'static str, Vec<&OwedRow>)> = Vec::new();
        for row in &self.rows {
            let heading = self.heading(row, frame);
            match groups.last_mut() {
                Some((last, rows)) if *last == heading => rows.push(row),
                _ => groups.push((heading, vec![row])),
            }
        }
        groups
    }
}

/// How many there are, and how many of those are late, in words of their own.
pub(crate) fn in_all(total: usize, late: Option<&str>) -> Markup {
    match late {
        Some(late) => rich!("{total} in all, {late}.", total = number(total), late = html! { b { (late) } }),
        None => html! { (t!("{total} in all.", total = number(total))) },
    }
}

/// The two pages of what is to be done yet.
pub(crate) fn tabs(here: &str) -> Markup {
    let tab = |address: &str, words: &str| html! { a href=(address) aria-current=[(address == here).then_some("page")] { (words) } };
    html! { nav.tabs aria-label=(t!("What is to be done yet")) { (tab("/owed", t!("Who owes what"))) (tab("/commitments", t!("What we promised"))) } }
}

fn card(row: &OwedRow, frame: &Frame) -> Markup {
    let stand = &row.stand;
    html! { li data-key={ "owed-" (row.id) } data-state=(stand.state) {
        div {
            h2 { a href={ "/inbox/" (row.conversation) "?view=all#owed-" (row.id) } dir="auto" { (stand.words) } }
            p { (rich!(
                "{function} owes {kind}, with {name} {status}",
                function = words::function(stand.function),
                kind = words::kind(row.kind),
                name = html! { bdi { (row.with) } },
                status = html! { span.faint { "(" (status_word(row.status)) ")" } },
            )) }
            p.t1.dim.words dir="auto" { (row.said) }
        }
        p.figure {
            @match (stand.state, row.holder.as_deref()) {
                (ObligationState::Open, None) => { (t!("nobody has it yet")) },
                (ObligationState::Open, Some(name)) => { (rich!("{name} is asked", name)) },
                (_, Some(name)) => { (name) },
                (state, None) => { (words::state(state)) },
            }
            " " br;
            @if stand.state.is_owed() { @match stand.due_at { Some(at) => { (by_when(at, frame)) }, None => { span.faint { (t!("no date")) } } } }
            @else { span.faint { (words::state(stand.state)) " " (time::past(row.changed_at, frame)) } }
        }
    } }
}

impl Page for OwedPage {
    fn title(&self) -> String {
        t!("Who owes what").into()
    }

    fn place(&self) -> Place {
        Place::Owed
    }

    fn live(&self) -> &'static str {
        "obligation conversation.merged conversation.unmerged conversation.split conversation.rejoined"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let next = self.more.as_ref().map(|more| {
            let here = self.address(self.state, self.function, self.whose);
            format!("{here}{}after={more}", if here.contains('?') { '&' } else { '?' })
        });
        html! {
            (tabs("/owed"))
            header.page-head { div {
                h1.page-title { (t!("Who owes what")) }
                p { @if self.total == 0 { (t!("Nothing here.")) } @else { (in_all(self.total, self.late_words().as_deref())) } }
            } }
            (self.filters())
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: if self.is_owed() { t!("Nothing is owed") } else { t!("list": "None") },
                    lines: vec![t!("In a conversation, w says what a function still owes on it: a fix, a thank-you, an insight. It stays here until it is done, whatever becomes of the conversation.").into()],
                    acts: vec![(t!("Go to the inbox"), "/inbox")],
                }))
            } @else {
                @for (heading, rows) in self.groups(frame) { section {
                    @if !heading.is_empty() { h2.group-title { (heading) } }
                    ul.cards { @for row in rows { (card(row, frame)) } }
                } }
                @if let Some(next) = next { p.toolbar { a.btn href=(next) { (t!("More")) } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let rows: Vec<OwedRow> = sample_rows();
        let done = rows[..1].iter().map(|row| {
            let stand = ObligationStand { state: ObligationState::Done, ..row.stand.clone() };
            OwedRow { stand, ..row.clone() }
        });
        let done = Self { state: Some(ObligationState::Done), total: 1, rows: done.collect(), ..Self::default() };
        let usual = Self { total: 214, late: 1, rows, more: Some("1.1".into()), ..Self::default() };
        vec![("", usual), ("done", done), ("empty", Self { whose: Whose::Mine, ..Self::default() })]
    }
}

fn sample_rows() -> Vec<OwedRow> {
    let row = |id: i64, kind: ObligationKind, words: &str, due: Option<&str>, holder: Option<&str>, status| OwedRow {
        id: ObligationId(id),
        conversation: ConversationId(id),
        kind,
        stand: ObligationStand {
            state: if holder.is_some() { ObligationState::Accepted } else { ObligationState::Open },
            words: words.into(),
            function: kind.function(),
            member: holder.map(|_| MemberId(2)),
            due_at: due.map(sample_at),
            reason: None,
            proof: None,
        },
        holder: holder.map(str::to_owned),
        with: "Renske Ophoven".into(),
        said: "Rampe ab 16 Uhr. Gleis 2 hat aber drei Stufen!".into(),
        status,
        changed_at: sample_at("2026-11-23T09:00:00Z"),
    };
    use ObligationKind::{Fix, Insight, Press, Thanks};
    vec![
        row(
            1,
            Fix,
            "A ramp on platform 2 in Port Velle",
            Some("2026-11-23T22:59:59Z"),
            Some("Tarik Wenzel"),
            Status::Resolved,
        ),
        row(2, Press, "Answer the radio about the lifts", Some("2026-11-24T22:59:59Z"), None, Status::Open),
        row(
            3,
            Insight,
            "How many ask for lifts before they travel",
            Some("2026-11-27T22:59:59Z"),
            None,
            Status::Waiting,
        ),
        row(4, Thanks, "For the photo of the detour sign", None, Some("Jonas Okafor"), Status::Resolved),
    ]
}
