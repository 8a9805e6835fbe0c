//! Response figures.

use insights::Curve;
use insights::figures::{DEFINITIONS, Definition, PART_MIN, Pace, Part, PartedBy, Response, SAMPLE_MIN, WITHIN_HOURS};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};
use model::{ConversationId, Right};
use wording::{number, t, text};

use super::window::DaysShown;
use super::{curve, words};
use crate::ui::components::{Empty, empty, icon, rich, time};
use crate::ui::inbox::list::encode;
use crate::ui::layout::{Frame, Page, Place, Rhythm};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of how many days.
    pub days: i32,
    /// By what it is parted.
    pub by: Option<PartedBy>,
    /// As of which position of the log; of now without it.
    pub as_of: Option<i64>,
}

impl Asked {
    /// The address of the page, or of its file.
    fn address(self, page: &str) -> String {
        let by = self.by.map(|by| format!("&by={}", by.as_str())).unwrap_or_default();
        let as_of = self.as_of.map(|position| format!("&as_of={position}")).unwrap_or_default();
        format!("{page}?days={}{by}{as_of}", self.days)
    }
}

/// Who has waited longest.
#[derive(Clone, Debug)]
pub struct Oldest {
    /// Where.
    pub conversation: ConversationId,
    /// Who.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
    /// Whether the conversation is closed all the same.
    pub is_closed: bool,
}

/// A part, with its name.
#[derive(Clone, Debug)]
pub struct PartRow {
    /// Its name.
    pub name: String,
    /// The search that finds its conversations.
    pub query: Option<String>,
    /// What is said of it.
    pub part: Part,
}

/// `/figures`.
#[derive(Clone, Debug)]
pub struct FiguresPage {
    /// What is asked for.
    pub asked: Asked,
    /// The first day that is looked at.
    pub first: Date,
    /// The last.
    pub last: Date,
    /// Until when whoever still waits has waited.
    pub moment: Timestamp,
    /// As of which position of the log.
    pub position: i64,
    /// How many events of the log are not read yet.
    pub to_read: i64,
    /// Whether somebody said when we are there.
    pub has_hours: bool,
    /// Of these days.
    pub response: Response,
    /// Of as many days before, as they stood at their end.
    pub before: Response,
    /// Who has waited longest.
    pub oldest: Option<Oldest>,
    /// The parts, where they are asked for.
    pub parts: Vec<PartRow>,
}

/// The pages of figures, of which one is open.
pub(crate) fn sections(open: &str) -> Markup {
    let pages = [("/dials", t!("The three dials")), ("/figures", t!("How long people wait"))];
    html! { nav.filters aria-label=(t!("Pages of figures")) { p { span.filter-set { @for (address, name) in pages {
        a href=(address) aria-current=[(address == open).then_some("page")] { (name) }
    } } } } }
}

/// Too few to say anything.
fn too_few(count: u64, least: u64) -> Markup {
    html! { span.faint { (t!("not enough evidence: {count} of at least {least}", count = number(count as usize), least)) } }
}

/// A figure that is read from across the room, with what stands below it.
fn tile(name: &str, value: Markup, below: Markup) -> Markup {
    html! { div.tile { dt { (name) } dd.value { (value) } dd.below { (below) } } }
}

impl FiguresPage {
    fn rate_tile(&self) -> Markup {
        let (rate, before) = (self.response.reply_rate(), self.before.reply_rate());
        if rate.of < SAMPLE_MIN {
            return tile(t!("Answered"), html! { "–" }, too_few(rate.of, SAMPLE_MIN));
        }
        tile(
            t!("Answered"),
            html! { (words::percent(rate.value)) },
            html! {
                (t!("{count} of {total} who needed an answer", count = number(rate.count as usize), total = number(rate.of as usize)))
                ", " (words::between(&rate))
                @if before.of >= SAMPLE_MIN { br; (t!("before: {share}", share = words::percent(before.value))) }
            },
        )
    }

    fn pace_tile(&self, name: &str, pace: &Pace, before: &Pace) -> Markup {
        if pace.wall.total() < SAMPLE_MIN {
            return tile(name, html! { "–" }, too_few(pace.wall.total(), SAMPLE_MIN));
        }
        let (curve, then) = (Curve::of(&pace.wall), Curve::of(&before.wall));
        let half = curve.quantile(0.5);
        tile(
            name,
            html! { (words::quantile(half)) },
            html! {
                (t!("half are answered by then")) @if let Some(between) = words::quantile_between(half) { ", " (between) }
                br; (t!("nine of ten: {length}", length = words::quantile(curve.quantile(0.9))))
                @if self.has_hours { br; (t!("half in opening hours: {length}", length = words::quantile(Curve::of(&pace.working).quantile(0.5)))) }
                @if then.total() >= SAMPLE_MIN { br; (t!("before: {length}", length = words::quantile(then.quantile(0.5)))) }
            },
        )
    }

    fn tiles(&self, frame: &Frame) -> Markup {
        let needs = self.response.needs_reply;
        html! { dl.tiles {
            (self.rate_tile())
            (self.pace_tile(t!("The first answer"), &self.response.first, &self.before.first))
            (self.pace_tile(t!("Each further answer"), &self.response.next, &self.before.next))
            (match &self.oldest {
                Some(oldest) => tile(t!("Waits longest"), html! {
                    (words::length(self.moment.duration_since(oldest.since)))
                }, html! {
                    @if frame.may(Right::ReadInbox) { a href={ "/inbox/" (oldest.conversation) "?view=all" } { bdi { (oldest.name) } } }
                    @else { bdi { (oldest.name) } }
                    ", " (rich!("since {day}", day = time::day(oldest.since, frame)))
                    @if oldest.is_closed { br; span.fact-warning { (icon::line("warn")) (t!("closed without an answer")) } }
                }),
                None => tile(t!("Waits longest"), html! { "–" }, html! { (t!("nobody who needs an answer waits")) }),
            })
            (tile(t!("Need an answer"), html! { (number(needs.needed as usize)) }, html! {
                (t!("of {total} times that somebody spoke", total = number(needs.total() as usize)))
                @if needs.unjudged > 0 { br; (t!(needs.unjudged; "{count} is not judged", "{count} are not judged")) }
                @if self.before.needs_reply.total() >= SAMPLE_MIN && needs.total() >= SAMPLE_MIN {
                    br; (t!("{share} of them; before: {before}", share = words::percent(needs.share().value), before = words::percent(self.before.needs_reply.share().value)))
                }
            }))
        } }
    }

    fn within(&self) -> Markup {
        let columns = [
            (t!("The first answer"), &self.response.first.wall, true),
            (t!("The same in opening hours"), &self.response.first.working, self.has_hours),
            (t!("Each further answer"), &self.response.next.wall, true),
        ];
        let curves: Vec<(&str, Curve)> = columns
            .into_iter()
            .filter(|(_, durations, is_known)| *is_known && durations.total() >= SAMPLE_MIN)
            .map(|(name, durations, _)| (name, Curve::of(durations)))
            .collect();
        let cell = |curve: &Curve, hours: i64| {
            let within = SignedDuration::from_hours(hours);
            if within > curve.until() {
                return t!("not known yet").to_owned();
            }
            let (share, low, high) = curve.within(within);
            let [share, low, high] = [share, low, high].map(words::hundredths);
            t!("{share} % ({low} to {high})", share, low, high)
        };
        html! { @if !curves.is_empty() { div.tablewrap { table.data {
            caption.vh { (t!("Which share was answered within how long, with its 95 % interval")) }
            thead { tr { th scope="col" { (t!("Answered within")) } @for (name, _) in &curves { th scope="col" { (name) } } } }
            tbody { @for hours in WITHIN_HOURS { tr {
                th scope="row" { (words::length(SignedDuration::from_hours(hours))) }
                @for (name, curve) in &curves { td.num data-l=(name) { (cell(curve, hours)) } }
            } } }
        } } } }
    }

    fn beside(&self) -> Markup {
        let (gone, apart) = (self.response.abandoned, self.response.apart);
        let withdrawn = self.response.first.withdrawn + self.response.next.withdrawn;
        let rows = [
            (gone.silently, t!("closed without an answer, and without a word why")),
            (gone.with_reason, t!("let stand without an answer, for a reason")),
            (apart.held, t!("told that we look into it, which is no answer")),
            (apart.automated, t!("answered by a rule or a program, which is no answer of a person")),
            (apart.reactions, t!("spoke below words of ours: we began, so they are in no figure above")),
            (withdrawn, t!("took back what they had said before anybody answered")),
        ];
        html! { section {
            h2.group-title { (t!("Said beside the figures")) }
            ul.beside { @for (count, words) in rows { li { b.num { (number(count as usize)) } " " span { (words) } } } }
        } }
    }

    fn parted(&self, frame: &Frame) -> Markup {
        html! { section #parts {
            h2.group-title { (t!("Who is answered less, or later")) }
            nav.filters aria-label=(t!("Parted by")) { p { span.faint { (t!("By")) } span.filter-set { @for by in PartedBy::ALL {
                a href={ (Asked { by: Some(by), ..self.asked }.address("/figures")) "#parts" }
                    aria-current=[(self.asked.by == Some(by)).then_some("page")] { (words::parted_by(by)) }
            } } } }
            @if self.asked.by.is_some() {
                @if self.parts.is_empty() { p.faint { (t!("Nobody spoke in these days.")) } }
                @else { (table(&self.parts, frame)) }
                @if self.parts.iter().any(|row| row.part.is_otherwise) { p.t1.faint { (t!(
                    "A part is marked where its waits differ from all others by more than chance would bring about once in a hundred times, for all parts together (log-rank test)."
                )) } }
            }
        } }
    }
}

fn table(rows: &[PartRow], frame: &Frame) -> Markup {
    let pace = |row: &PartRow, share: f64| {
        let wall = &row.part.response.first.wall;
        if wall.total() < PART_MIN { "–".to_owned() } else { words::quantile(Curve::of(wall).quantile(share)) }
    };
    html! { div.tablewrap { table.data.parts {
        thead { tr {
            th scope="col" { (t!("Part")) } th scope="col" { (t!("Need an answer")) } th scope="col" { (t!("Answered")) }
            th scope="col" { (t!("Half within")) } th scope="col" { (t!("Nine of ten within")) }
        } }
        tbody { @for row in rows {
            @let rate = row.part.response.reply_rate();
            tr {
                th scope="row" {
                    @match row.query.as_ref().filter(|_| frame.may(Right::ReadInbox)) {
                        Some(query) => a href={ "/inbox?view=all&q=" (encode(query)) } { bdi { (row.name) } },
                        None => bdi { (row.name) },
                    }
                    @if row.part.is_otherwise { " " span.fact-warning { (icon::line("warn")) (t!("unlike the others")) } }
                }
                td.num data-l=(t!("Need an answer")) { (number(row.part.response.needs_reply.needed as usize)) }
                td.num data-l=(t!("Answered")) {
                    @if rate.of < PART_MIN { (too_few(rate.of, PART_MIN)) } @else {
                        (words::percent(rate.value)) " "
                        meter.rate min="0" max="1" value=(format!("{:.3}", rate.value)) aria-hidden="true" {}
                        span.faint { " (" (words::hundredths(rate.low)) "–" (words::hundredths(rate.high)) ")" }
                    }
                }
                td.num data-l=(t!("Half within")) { (pace(row, 0.5)) }
                td.num data-l=(t!("Nine of ten within")) { (pace(row, 0.9)) }
            }
        } }
    } } }
}

fn definition(one: &Definition) -> Markup {
    html! { div.definition #{ "is-" (one.id) } {
        h3 { (text("", one.name)) " " code.faint { (one.id) } }
        p { (text("", one.question)) }
        p.t1 { (text("", one.formula)) }
        p.t1.faint { b { (t!("Of")) } " " (text("", one.denominator)) }
        p.t1.faint { b { (t!("Interval")) } " " (text("", one.interval)) }
        p.t1.faint { (t!("Nothing is said of fewer than {least}.", least = one.sample_min)) }
    } }
}

impl Page for FiguresPage {
    fn title(&self) -> String {
        t!("How long people wait").into()
    }

    fn place(&self) -> Place {
        Place::Figures
    }

    fn live(&self) -> &'static str {
        if self.asked.as_of.is_some() { "" } else { "mention reply judgement conversation" }
    }

    fn rhythm(&self) -> Option<Rhythm> {
        self.asked.as_of.is_none().then_some(Rhythm { at_most: 30, at_least: 300 })
    }

    fn body(&self, frame: &Frame) -> Markup {
        let spoke = self.response.needs_reply.total() + self.response.apart.reactions;
        html! {
            header.page-head { div { h1.page-title { (self.title()) } } }
            (sections("/figures"))
            (DaysShown {
                days: self.asked.days,
                as_of: self.asked.as_of,
                first: self.first,
                last: self.last,
                position: self.position,
                to_read: self.to_read,
            }.head(frame, &|days, as_of| Asked { days, as_of, ..self.asked }.address("/figures")))
            @if spoke == 0 {
                (empty(Empty {
                    title: t!("Nobody spoke in these days"),
                    lines: vec![t!("Figures begin with the first message that a channel hears. What is imported happened before, and is in none.").into()],
                    acts: Vec::new(),
                }))
            } @else {
                (self.tiles(frame))
                @if self.response.first.wall.total() >= SAMPLE_MIN { section {
                    h2.group-title { (t!("Answered within a time")) }
                    (curve::picture(&Curve::of(&self.response.first.wall), self.has_hours.then(|| Curve::of(&self.response.first.working)).as_ref()))
                    (self.within())
                } }
                (self.parted(frame))
                (self.beside())
                p.t1 { a href=(self.asked.address("/figures.csv")) download { (t!("These figures as a table (CSV)")) } }
            }
            details.definitions { summary { (t!("How each figure is made")) } @for one in DEFINITIONS { (definition(one)) } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        super::sample::samples()
    }
}
