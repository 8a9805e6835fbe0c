//! How far two coders agree, what each question comes to, and what is to be decided.

use insights::{Agreement, Share};
use maud::{Markup, html};
use model::Coded;
use store::study::{Study, Variable};
use wording::t;

use super::gather::{Found, Mention, Question, number};
use super::page::StudyPage;
use super::sample::said;
use crate::ui::components::{csrf, icon, rich, time};
use crate::ui::layout::Frame;

/// Disagreements shown at once.
const DISPUTES: usize = 25;
/// Steps in which a cell of a table is shaded.
const SHADES: u64 = 5;

/// What a study found: a part for each question.
pub(super) fn found(study: &Study, found: &Found) -> Markup {
    let is_estimated = found.questions.iter().any(|one| !one.is_everything);
    let is_known = found.questions.iter().any(|one| one.is_everything);
    html! { section.apart #results tabindex="-1" {
        h2 { (t!("What was found")) }
        @if found.open() > 0 { p { (icon::line("warn")) " " (t!(usize_of(found.open()); "{count} place is still to be decided; shares change until then.", "{count} places are still to be decided; shares change until then.")) } }
        @for (place, (variable, question)) in study.book.iter().zip(&found.questions).enumerate() {
            (one(variable, question, number(place), study))
        }
        @if is_estimated { p.dim { (t!("Intervals hold 95 % (Wilson’s). They say how far the share of all mentions may be from that of the sample, not how well the codes were chosen.")) } }
        @if is_known { p.dim { @if is_estimated {
            (t!("Where a share has none, every mention that meets the query was drawn and coded by both: there is no error of sampling."))
        } @else {
            (t!("Every mention that meets the query was drawn and coded by both: there is no error of sampling."))
        } } }
    } }
}

fn usize_of(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn one(variable: &Variable, question: &Question, number: u32, study: &Study) -> Markup {
    let is_everything = question.is_everything;
    let name = |code: usize| match code.checked_sub(1) {
        None => t!("cannot say"),
        Some(place) => variable.codes.get(place).map_or("?", |code| code.name.as_str()),
    };
    // "Cannot say" comes last.
    let order = (1..question.shares.len()).chain([0]);
    html! { div.study-question {
        h3 dir="auto" { (variable.name) }
        table.study-bars {
            caption.vh { (t!("{name}: of {count} mentions", name = variable.name, count = wording::number(usize_of(question.settled)))) }
            thead.vh { tr { th scope="col" { (t!("Code")) } th scope="col" { (t!("Picture")) } th scope="col" { (t!("Mentions")) } } }
            tbody { @for code in order { @if let Some(share) = question.shares.get(code) { tr {
                th scope="row" { a href={ "/studies/" (study.id) "?code=" (number) "." (code) "#sample" } { (name(code)) } }
                td { (bar(share, is_everything)) }
                td.num { (rich!(
                    "{count} of {total}",
                    count = html! { b { (wording::number(usize_of(share.count))) } },
                    total = wording::number(usize_of(share.of)),
                ))
                    @if share.of > 0 { " · " (percent(share.value)) @if !is_everything { span.dim { " " (t!("({low} to {high})", low = percent(share.low), high = percent(share.high))) } } } }
            } } } }
        }
        @if question.unpaired > 0 { p.dim { (t!(usize_of(question.unpaired); "{count} mention was not coded by both, and left out.", "{count} mentions were not coded by both, and left out.")) } }
        (agreement(&question.agreement, &name))
    } }
}

/// A share as a bar, with its interval as a line.
fn bar(share: &Share, is_everything: bool) -> Markup {
    let x = |value: f64| (value * 2000.0).round() / 10.0;
    html! { svg.study-bar viewBox="0 0 200 16" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
        rect.ground x="0" y="1" width="200" height="14" {}
        rect.filled x="0" y="1" width=(x(share.value)) height="14" {}
        @if share.of > 0 && !is_everything {
            line.interval x1=(x(share.low)) x2=(x(share.high)) y1="8" y2="8" {}
            line.interval x1=(x(share.low)) x2=(x(share.low)) y1="4" y2="12" {}
            line.interval x1=(x(share.high)) x2=(x(share.high)) y1="4" y2="12" {}
        }
    } }
}

/// A share in percent, as pages write it.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// A measure of agreement, as pages write it.
pub(crate) fn measure(value: f64) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text.replace('-', "−") }
}

/// How far both agree, in words.
pub(crate) fn agreement_words(one: &Agreement) -> Vec<String> {
    let Some(share) = one.share() else { return vec![t!("Nothing was coded by both.").to_owned()] };
    let mut words = vec![t!(
        "Both said the same of {agreed} of {both} mentions ({percent}).",
        agreed = one.agreed,
        both = one.both,
        percent = percent(share)
    )];
    words.push(match one.kappa {
        // The formula would say that it is certain.
        Some(kappa) if one.agreed == one.both => {
            t!(
                "Cohen’s kappa {kappa}; without a disagreement, its interval cannot be told.",
                kappa = measure(kappa.value)
            )
        }
        Some(kappa) => t!(
            "Cohen’s kappa {kappa} (95 % interval {low} to {high}).",
            kappa = measure(kappa.value),
            low = measure(kappa.low),
            high = measure(kappa.high)
        ),
        None => t!("Cohen’s kappa is not defined: both gave one and the same code throughout.").to_owned(),
    });
    words.push(match one.alpha {
        Some(alpha) => t!("Krippendorff’s alpha {alpha}.", alpha = measure(alpha)),
        None => {
            t!("Krippendorff’s alpha is not defined: without “cannot say” all codes are the same, or there are none.")
                .to_owned()
        }
    });
    words
}

fn agreement<'a>(one: &Agreement, name: &dyn Fn(usize) -> &'a str) -> Markup {
    let of = |code: u32| name(code as usize);
    let caption =
        t!("Rows: what the first coder said. Columns: what the second said. Where both said the same has a frame.");
    html! {
        p.study-agreement { @for words in agreement_words(one) { (words) " " } }
        @if one.both > 0 { details {
            summary { (t!("Who said what")) }
            (cells(&one.table, of, of, Some(caption), true))
            p.dim { (t!("For kappa “cannot say” is a code like any other; for alpha it is missing.")) }
        } }
    }
}

/// How often a code of one question stands beside one of another, of the mentions of which both are settled.
pub(super) fn crossed(page: &StudyPage, found: &Found) -> Markup {
    let book = &page.study.book;
    let (rows, columns) = page.crossed;
    let codes = |variable: u32| book.get(variable.checked_sub(1)? as usize).map(|one| one.codes.len());
    let (Some(row_codes), Some(column_codes)) = (codes(rows), codes(columns)) else { return html! {} };
    let settled = |one: &Mention, variable: u32| one.coded.get(variable as usize - 1).and_then(|coded| coded.settled());
    let mut table = vec![vec![0_u64; column_codes + 1]; row_codes + 1];
    for one in &found.mentions {
        if let (Some(row), Some(column)) = (settled(one, rows), settled(one, columns))
            && let Some(cell) = table.get_mut(row as usize).and_then(|cells| cells.get_mut(column as usize))
        {
            *cell += 1;
        }
    }
    let total: u64 = table.iter().flatten().sum();
    let choice = |name: &str, words: &str, chosen: u32| {
        html! { div.field {
            label for={ "cross-" (name) } { (words) }
            select id={ "cross-" (name) } name=(name) autocomplete="off" { @for (number, one) in (1_u32..).zip(book) {
                option value=(number) selected[number == chosen] { (one.name) }
            } }
        } }
    };
    html! { section.apart #crossed {
        h2 { (t!("Two questions side by side")) }
        form.study-decide method="get" action={ "/studies/" (page.study.id) "#crossed" } {
            (choice("rows", t!("Rows"), rows)) (choice("columns", t!("Columns"), columns))
            button.btn type="submit" { (t!("Show")) }
        }
        (cells(&table, |code| page.code(rows, code), |code| page.code(columns, code), None, false))
        p.dim { (t!(usize_of(total); "Of {count} mention of which both are settled.", "Of {count} mentions of which both are settled.")) }
    } }
}

/// A table of counts, the more the darker; `is_square` where rows and columns are the same codes.
fn cells<'a>(
    table: &[Vec<u64>],
    row: impl Fn(u32) -> &'a str,
    column: impl Fn(u32) -> &'a str,
    caption: Option<&str>,
    is_square: bool,
) -> Markup {
    let most = table.iter().flatten().copied().max().unwrap_or(0).max(1);
    let shade = |cell: u64| if cell == 0 { 0 } else { 1 + (cell * (SHADES - 1)) / most };
    html! { div.tablewrap tabindex="0" role="region" aria-label=(t!("Table of counts")) { table.study-table {
        @if let Some(caption) = caption { caption { (caption) } }
        thead { tr { td {} @for (code, _) in (0_u32..).zip(table.first().map_or(&[][..], Vec::as_slice)) { th scope="col" { (column(code)) } } } }
        tbody { @for (first, counts) in (0_u32..).zip(table) { tr {
            th scope="row" { (row(first)) }
            @for (second, cell) in (0_u32..).zip(counts) {
                td class={ "num shade-" (shade(*cell)) @if is_square && first == second { " " "is-same" } } { (cell) }
            }
        } } }
    } } }
}

/// What both disagree about, what is open first.
pub(super) fn disputes(page: &StudyPage, found: &Found, frame: &Frame) -> Markup {
    let disputed = |one: &Mention| -> Vec<(u32, Coded)> {
        let all = (1_u32..).zip(one.coded.iter().copied());
        all.filter(|(_, coded)| coded.is_disputed()).collect()
    };
    let mut all: Vec<(&Mention, u32, Coded)> = found
        .mentions
        .iter()
        .flat_map(|one| disputed(one).into_iter().map(move |(variable, coded)| (one, variable, coded)))
        .collect();
    all.sort_by_key(|(_, _, coded)| coded.decided.is_some());
    let (open, total) = (found.open(), all.len());
    html! { section.apart #disputes tabindex="-1" {
        h2 { (t!("Where they disagree")) " " span.faint { (total) } }
        @if total == 0 { p.dim { (t!("Nowhere: of everything that both coded they said the same.")) } }
        @else if open == 0 { p.dim { @match page.study.agreed_at {
            Some(at) => { (rich!("All of it is decided, since {past}.", past = time::past(at, frame))) },
            None => { (t!("All of it is decided.")) },
        } } }
        @else { p { (t!("{open} of {total} to be decided, by one of both or by whoever keeps studies. What both said alike needs nothing.", open, total)) } }
        ul.study-disputes { @for (one, variable, coded) in all.iter().take(DISPUTES) { (dispute(page, one, (*variable, *coded), frame)) } }
        @if total > DISPUTES { p.dim { (t!(total - DISPUTES; "{count} more, shown as these are decided.", "{count} more, shown as these are decided.")) } }
    } }
}

fn dispute(page: &StudyPage, one: &Mention, (variable, coded): (u32, Coded), frame: &Frame) -> Markup {
    let key = format!("{}-{variable}", one.item.post.id);
    let asked = page.study.book.get(variable as usize - 1);
    let name = |code: Option<u32>| code.map_or("", |code| page.code(variable, code));
    let coder = |place: usize| page.coders.get(place).map_or("", |one| one.name.as_str());
    let may = page.may_decide && matches!(page.study.state, model::StudyState::Deciding | model::StudyState::Agreed);
    html! { li data-key={ "dispute-" (key) } {
        (said(&one.item))
        p { (rich!(
            "{question}: {first} said {code}, {second} {other_code}.",
            question = html! { b { (asked.map_or("", |asked| asked.name.as_str())) } },
            first = coder(0),
            code = html! { b { (name(coded.first)) } },
            second = coder(1),
            other_code = html! { b { (name(coded.second)) } },
        )) }
        @if let Some(decision) = one.decisions.get(&variable) {
            p.t1 { (rich!(
                "Decided by {by} {past}: {code}",
                by = page.decider(decision.by),
                past = time::past(decision.at, frame),
                code = html! { b { (page.code(variable, decision.code)) } },
            ))
                @if !decision.reason.is_empty() { " — " span dir="auto" { (decision.reason) } } }
        }
        @if may { form.study-decide method="post" action={ "/studies/" (page.study.id) "/decide" } {
            (csrf(frame))
            input type="hidden" name="post" value=(one.item.post.id);
            input type="hidden" name="variable" value=(variable);
            div.field {
                label for={ "code-" (key) } { (t!("What holds")) }
                select id={ "code-" (key) } name="code" required autocomplete="off" {
                    @if coded.decided.is_none() { option value="" { (t!("choose")) } }
                    @for (code, one) in (1_u32..).zip(asked.map_or(&[][..], |asked| asked.codes.as_slice())) {
                        option value=(code) selected[coded.decided == Some(code)] { (one.name) }
                    }
                    option value="0" selected[coded.decided == Some(0)] { (t!("cannot say")) }
                }
            }
            div.field {
                label for={ "reason-" (key) } { (t!("Why, if you like")) }
                input id={ "reason-" (key) } type="text" name="reason" maxlength=(inbox::DECISION_REASON_CHARS_MAX) autocomplete="off";
            }
            button.btn type="submit" { @if coded.decided.is_some() { (t!("Decide otherwise")) } @else { (t!("Decide")) } }
        } }
    } }
}
