//! What was promised to whom, late first.

use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use model::{CommitmentId, CommitmentStand, CommitmentState, ConversationId, MemberId};
use wording::t;

use super::words;
use crate::ui::components::{Empty, empty, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};
use crate::ui::owed::list::today_ends;
use crate::ui::owed::section::by_when;
use crate::ui::owed::view::{Whose, in_all, tabs};

/// `/commitments`.
#[derive(Clone, Debug)]
pub struct CommitmentsPage {
    /// In this state.
    pub state: CommitmentState,
    /// Of everybody, or of whoever looks.
    pub whose: Whose,
    /// How many there are in all.
    pub total: usize,
    /// How many of those are late, or were.
    pub late: usize,
    /// Those of this page.
    pub rows: Vec<CommitmentRow>,
    /// Where the next page begins.
    pub more: Option<String>,
}

/// Something that was promised.
#[derive(Clone, Debug)]
pub struct CommitmentRow {
    /// Which commitment.
    pub id: CommitmentId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// The name of whoever answers for it; none of a former member.
    pub holder: Option<String>,
    /// To whom it was promised.
    pub with: String,
    /// The date that was said first.
    pub first_due_at: Timestamp,
    /// How it stands.
    pub stand: CommitmentStand,
}

impl CommitmentsPage {
    fn address(&self, state: CommitmentState, whose: Whose) -> String {
        let mut parts = Vec::new();
        if state != CommitmentState::Open {
            parts.push(format!("state={state}"));
        }
        if whose == Whose::Mine {
            parts.push("whose=me".to_owned());
        }
        if parts.is_empty() { "/commitments".to_owned() } else { format!("/commitments?{}", parts.join("&")) }
    }

    fn filters(&self) -> Markup {
        let tab = |words: &str, address: String, is_this: bool| {
            html! { a href=(address) aria-current=[is_this.then_some("true")] { (words) } }
        };
        html! {
            nav.filters aria-label=(t!("Which")) {
                p { span.faint { (t!("Whose")) } span.filter-set {
                    (tab(t!("whose": "everybody’s"), self.address(self.state, Whose::All), self.whose == Whose::All))
                    (tab(t!("whose": "mine"), self.address(self.state, Whose::Mine), self.whose == Whose::Mine)) } }
                p { span.faint { (t!("State")) } span.filter-set {
                    @for one in CommitmentState::ALL { (tab(words::state(*one), self.address(*one, self.whose), self.state == *one)) } } }
            }
        }
    }

    /// The heading under which a row of what is to be kept stands.
    fn heading(&self, row: &CommitmentRow, frame: &Frame) -> &'static str {
        let today = today_ends(frame.now, &frame.zone);
        let week = today.saturating_add(SignedDuration::from_hours(6 * 24)).unwrap_or(Timestamp::MAX);
        match row.stand.due_at {
            _ if self.state != CommitmentState::Open => "",
            at if at < frame.now => t!("Late"),
            at if at <= today => t!("Today"),
            at if at <= week => t!("Within a week"),
            _ => t!("Later"),
        }
    }

    fn groups(&self, frame: &Frame) -> Vec<(&'static str, Vec<&CommitmentRow>)> {
        let mut groups: Vec<(&'static str, Vec<&CommitmentRow>)> = Vec::new();
        for row in &self.rows {
            let heading = self.heading(row, frame);
            match groups.last_mut() {
                Some((last, rows)) if *last == heading => rows.push(row),
                _ => groups.push((heading, vec![row])),
            }
        }
        groups
    }

    fn sum(&self) -> Markup {
        let late = match self.state {
            _ if self.late == 0 => None,
            CommitmentState::Open => Some(t!(self.late; "{count} late", "{count} late")),
            CommitmentState::Kept => Some(t!(self.late; "{count} kept late", "{count} kept late")),
            CommitmentState::Broken | CommitmentState::Withdrawn => {
                Some(t!(self.late; "{count} after their date", "{count} after their date"))
            }
        };
        html! { @if self.total == 0 { (t!("Nothing here.")) } @else { (in_all(self.total, late.as_deref())) } }
    }
}

fn card(row: &CommitmentRow, frame: &Frame) -> Markup {
    let stand = &row.stand;
    html! { li data-key={ "promised-" (row.id) } data-state=(stand.state) {
        div {
            h2 { a href={ "/inbox/" (row.conversation) "?view=all#promised-" (row.id) } dir="auto" { (stand.words) } }
            p { (rich!("promised to {name}", name = html! { bdi { (row.with) } }))
                @if row.first_due_at != stand.due_at { span.faint { (rich!(", first for {day}", day = time::day(row.first_due_at, frame))) } } }
            @if let Some(reason) = &stand.reason { p.t1.dim.words dir="auto" { (rich!("“{words}”", words = reason)) } }
        }
        p.figure {
            @match &row.holder { Some(name) => { (name) }, None => { (t!("a former member")) } }
            " " br;
            @match stand.ended_at {
                None => { (by_when(stand.due_at, frame)) },
                Some(at) => { span.faint { (words::standing(stand, frame.now)) " " (time::past(at, frame)) } },
            }
        }
    } }
}

impl Page for CommitmentsPage {
    fn title(&self) -> String {
        t!("What we promised").into()
    }

    fn place(&self) -> Place {
        Place::Owed
    }

    fn live(&self) -> &'static str {
        "commitment conversation.merged conversation.unmerged conversation.split conversation.rejoined"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let next = self.more.as_ref().map(|more| {
            let here = self.address(self.state, self.whose);
            format!("{here}{}after={more}", if here.contains('?') { '&' } else { '?' })
        });
        html! {
            (tabs("/commitments"))
            header.page-head { div { h1.page-title { (t!("What we promised")) } p { (self.sum()) } } }
            (self.filters())
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: if self.state == CommitmentState::Open { t!("Nothing is to be kept") } else { t!("list": "None") },
                    lines: vec![t!("In a conversation, c marks what we promised somebody, and by when. Whoever answers for it is told before the date and when it is over; it stays here until it is kept, or we say that it was not.").into()],
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
        let open = Self {
            state: CommitmentState::Open,
            whose: Whose::All,
            total: 12,
            late: 1,
            rows: sample_rows(),
            more: Some("1.1".into()),
        };
        let mut kept = sample_rows()[0].clone();
        kept.stand.state = CommitmentState::Kept;
        kept.stand.ended_at = Some(sample_at("2026-11-24T08:00:00Z"));
        let kept =
            Self { state: CommitmentState::Kept, total: 1, late: 1, rows: vec![kept], more: None, ..open.clone() };
        let empty = Self { rows: Vec::new(), total: 0, late: 0, more: None, whose: Whose::Mine, ..open.clone() };
        vec![("", open), ("kept", kept), ("empty", empty)]
    }
}

fn sample_rows() -> Vec<CommitmentRow> {
    let row = |id: i64, words: &str, due: &str, first: Option<&str>, holder: &str, with: &str| CommitmentRow {
        id: CommitmentId(id),
        conversation: ConversationId(id),
        holder: Some(holder.into()),
        with: with.into(),
        first_due_at: sample_at(first.unwrap_or(due)),
        stand: CommitmentStand {
            state: CommitmentState::Open,
            words: words.into(),
            member: MemberId(2),
            due_at: sample_at(due),
            reason: None,
            proof: None,
            ended_at: None,
        },
    };
    vec![
        row(1, "The ticket is refunded", "2026-11-23T17:00:00Z", None, "Tarik Wenzel", "Renske Ophoven"),
        row(2, "We write as soon as the lift runs", "2026-11-24T17:00:00Z", None, "Jonas Okafor", "Ida Maurer"),
        row(
            3,
            "The timetable in large print is in the post",
            "2026-11-27T11:00:00Z",
            Some("2026-11-20T11:00:00Z"),
            "Ewa Brandt",
            "Orsolya Végh",
        ),
    ]
}
