//! What we said that was wrong, and who found it.

use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use model::{AuthorId, ConversationId, ReplyId};
use wording::{number, t};

use super::line::{Found, found};
use crate::ui::components::words::start;
use crate::ui::components::{Empty, empty, rich, time};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// So much of what was wrong is shown in its own words.
const SHOWN_CHARS: usize = 140;

/// `/corrections`.
#[derive(Clone, Debug)]
pub struct CorrectionsPage {
    /// Those that were withdrawn, instead of those that stand.
    pub is_withdrawn: bool,
    /// Those of this month alone, by its first day.
    pub month: Option<Date>,
    /// The months that are offered, the newest first.
    pub months: Vec<Date>,
    /// How many there are in all.
    pub total: usize,
    /// Those of this page.
    pub rows: Vec<CorrectionRow>,
    /// Before which answer the next page begins.
    pub more: Option<ReplyId>,
}

/// Something that was wrong.
#[derive(Clone, Debug)]
pub struct CorrectionRow {
    /// The answer that says so.
    pub reply: ReplyId,
    /// Where that stands.
    pub conversation: ConversationId,
    /// What was wrong.
    pub error: String,
    /// What is right.
    pub right: Option<String>,
    /// The message that was wrong, in its words.
    pub said: String,
    /// With whom the conversation is.
    pub with: String,
    /// Who found it.
    pub found: Found,
    /// Who of us says so.
    pub by: String,
    /// When that was said.
    pub at: Timestamp,
    /// When it was withdrawn, and by whom.
    pub withdrawn: Option<(Timestamp, String)>,
}

impl CorrectionsPage {
    fn address(&self, is_withdrawn: bool) -> String {
        let month = self.month.map(|month| format!("month={}", month.strftime("%Y-%m")));
        let parts: Vec<String> = is_withdrawn.then(|| "withdrawn=yes".to_owned()).into_iter().chain(month).collect();
        if parts.is_empty() { "/corrections".to_owned() } else { format!("/corrections?{}", parts.join("&")) }
    }

    fn filters(&self) -> Markup {
        let tab = |words: &str, is_withdrawn: bool| {
            let is_this = self.is_withdrawn == is_withdrawn;
            html! { a href=(self.address(is_withdrawn)) aria-current=[is_this.then_some("true")] { (words) } }
        };
        html! {
            nav.filters aria-label=(t!("Which")) { p { span.faint { (t!("Which")) } span.filter-set { (tab(t!("those that": "stand"), false)) (tab(t!("those that are": "withdrawn"), true)) } } }
            form.inline.by-month method="get" action="/corrections" {
                @if self.is_withdrawn { input type="hidden" name="withdrawn" value="yes"; }
                label for="corrections-month" { (t!("Month")) }
                select #corrections-month name="month" autocomplete="off" {
                    option value="" { (t!("months": "all")) }
                    @for month in &self.months {
                        option value=(month.strftime("%Y-%m").to_string()) selected[self.month == Some(*month)] { (time::month_and_year(*month)) }
                    }
                }
                button.btn type="submit" { (t!("Show")) }
            }
        }
    }

    fn sum(&self) -> Markup {
        html! { @match (self.total, self.is_withdrawn) {
            (0, _) => { (t!("Nothing here.")) },
            (count, false) => (t!("{total} in all, each put right where the error stood.", total = number(count))),
            (count, true) => (t!("{total} in all: we were right, or it was no correction.", total = number(count))),
        } }
    }
}

fn card(row: &CorrectionRow, frame: &Frame) -> Markup {
    html! { li data-key={ "correction-" (row.reply) } {
        div {
            h2 { a href={ "/inbox/" (row.conversation) "?view=all#reply-" (row.reply) } dir="auto" { (row.error) } }
            @if let Some(right) = &row.right { p { (rich!("Right is: {right}", right = html! { span dir="auto" { (right) } })) } }
            @if !row.said.is_empty() { p.t1.dim.words { (rich!(
                "we had said {words}",
                words = html! { span dir="auto" { "“" (start(&row.said, SHOWN_CHARS)) "”" } },
            )) } }
            p.t1.faint { (rich!("in the conversation with {person}", person = html! { bdi { (row.with) } })) (found(&row.found)) }
        }
        p.figure {
            (time::past(row.at, frame)) br; span.faint { (t!("by {by}", by = row.by)) }
            @if let Some((at, by)) = &row.withdrawn { br; span.faint { (rich!("withdrawn {past} by {by}", past = time::past(*at, frame), by)) } }
        }
    } }
}

impl Page for CorrectionsPage {
    fn title(&self) -> String {
        t!("Where we were wrong").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "correction reply.sent reply.delivered"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let next = self.more.map(|before| {
            let here = self.address(self.is_withdrawn);
            format!("{here}{}before={before}", if here.contains('?') { '&' } else { '?' })
        });
        html! {
            header.page-head { div { h1.page-title { (self.title()) } p { (self.sum()) } } }
            (self.filters())
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: if self.is_withdrawn { t!("Nothing was withdrawn") } else { t!("Nothing was put right here") },
                    lines: vec![t!("Below each message of ours stands “We were wrong”. It asks what was wrong and who found it, and leads to an answer below that very message. Once that is out it stands here, with thanks to whoever found it: who says so soon is believed the next time.").into()],
                    acts: vec![(t!("Go to the inbox"), "/inbox")],
                }))
            } @else {
                ul.cards { @for row in &self.rows { (card(row, frame)) } }
                @if let Some(next) = next { p.toolbar { a.btn href=(next) { (t!("More")) } } }
            }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let day = jiff::civil::date;
        let page = Self {
            is_withdrawn: false,
            month: None,
            months: vec![day(2026, 11, 1), day(2026, 10, 1), day(2026, 9, 1)],
            total: 4,
            rows: sample_rows(),
            more: Some(ReplyId(4)),
        };
        let withdrawn = CorrectionRow {
            withdrawn: Some((sample_at("2026-11-24T07:00:00Z"), "Tarik Wenzel".into())),
            ..sample_rows().remove(0)
        };
        let withdrawn = Self {
            is_withdrawn: true,
            month: Some(day(2026, 11, 1)),
            total: 1,
            rows: vec![withdrawn],
            more: None,
            ..page.clone()
        };
        let empty = Self { rows: Vec::new(), total: 0, more: None, ..page.clone() };
        vec![("", page), ("withdrawn", withdrawn), ("empty", empty)]
    }
}

/// Corrections of every kind.
pub(crate) fn sample_rows() -> Vec<CorrectionRow> {
    let row = |id: i64, error: &str, right: Option<&str>, said: &str, found| CorrectionRow {
        reply: ReplyId(id),
        conversation: ConversationId(id),
        error: error.into(),
        right: right.map(str::to_owned),
        said: said.into(),
        with: "Renske Ophoven".into(),
        found,
        by: "Mara Lind".into(),
        at: sample_at("2026-11-23T16:20:00Z"),
        withdrawn: None,
    };
    vec![
        row(
            4,
            "We said that the lift at Port Velle runs; it stands still.",
            Some("The lift at Port Velle is repaired by the end of November."),
            "Der Aufzug in Port Velle fährt seit gestern wieder.",
            Found::Person(AuthorId(7), "Renske Ophoven".into()),
        ),
        row(
            3,
            "Dogs do not travel free of charge on the night train.",
            None,
            "Hunde fahren überall frei.",
            Found::Member("Tarik Wenzel".into()),
        ),
        row(2, "القطار الليلي لا يتوقف في مورکامپ.", None, "", Found::Somebody),
        row(1, "The ramp is 90 cm wide, not 110.", Some("90 cm."), "Die Rampe ist 110 cm breit.", Found::Nobody),
    ]
}
