//! One study: what it asks, its sample, who codes it, how far they agree, what it found, and what was learned.

use maud::{Markup, html};
use model::{CANNOT_SAY, MemberId, StudyState};
use store::study::Study;
use wording::{number, t};

use super::book::{self, BookForm};
use super::form::{self, StudyForm};
use super::gather::{Found, code_name};
use super::results;
use super::sample;
use super::view::{count, standing_sentence};
use crate::ui::components::{csrf, form_error, icon, press, rich, time};
use crate::ui::insight::view::{InsightRow, insight_card};
use crate::ui::layout::{Frame, Page, Place};
use crate::ui::owed::gather::Names;

/// `/studies/{id}`.
#[derive(Clone, Debug)]
pub struct StudyPage {
    /// The study.
    pub study: Study,
    /// Who wrote it.
    pub by: String,
    /// Who had its sample drawn.
    pub drawn_by: String,
    /// How many its sample has.
    pub drawn: i64,
    /// Whether whoever looks keeps studies.
    pub may_keep: bool,
    /// The form in which it is changed.
    pub form: Option<StudyForm>,
    /// The form of its code book, until somebody codes.
    pub book: Option<BookForm>,
    /// Who can code it.
    pub readers: Vec<(MemberId, String)>,
    /// Why nobody codes it yet.
    pub begin_error: Option<String>,
    /// Who codes it, and how much of it is coded.
    pub coders: Vec<Coder>,
    /// Whether whoever looks is one of them.
    pub is_coder: bool,
    /// What the codings came to, once they have ended.
    pub found: Option<Found>,
    /// Whether whoever looks may decide what both disagree about.
    pub may_decide: bool,
    /// The names of those who decided.
    pub deciders: Names,
    /// Which mentions are listed: those with this code of this question.
    pub chosen: Option<(u32, u32)>,
    /// Which two questions stand side by side.
    pub crossed: (u32, u32),
    /// What was learned from it.
    pub insights: Vec<InsightRow>,
    /// A sentence that was not kept, and why.
    pub insight: Option<(String, String)>,
}

/// Who codes a study.
#[derive(Clone, Debug)]
pub struct Coder {
    /// By name.
    pub name: String,
    /// How many mentions they coded.
    pub coded: i64,
}

impl Page for StudyPage {
    fn title(&self) -> String {
        self.study.terms.name.clone()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        // What stands in a form is somebody's to finish.
        let is_written = self.form.as_ref().is_some_and(|form| form.error.is_some())
            || self.book.as_ref().is_some_and(|book| book.error.is_some() || book.extra > 0)
            || self.insight.is_some();
        if is_written { "" } else { "study insight" }
    }

    fn body(&self, frame: &Frame) -> Markup {
        let study = &self.study;
        let address = format!("/studies/{}", study.id);
        html! {
            header.page-head {
                div {
                    p.t1 { a href="/studies" { (t!("← Studies")) } }
                    h1.page-title dir="auto" { (study.terms.name) }
                    p dir="auto" { (study.terms.question) }
                    p.t1 { (standing_sentence(study.state)) " " (rich!("Begun by {by} {past}.", by = self.by, past = time::past(study.created_at, frame)))
                        @if let Some(at) = study.archived_at { " " (rich!("Put away {past}.", past = time::past(at, frame))) } }
                }
                @if self.is_coder && study.state == StudyState::Coding && study.archived_at.is_none() {
                    a.btn.main href={ (address) "/code" } { (t!("Code it")) }
                }
            }
            (self.asked(frame))
            (drawing(study, self.may_keep, frame))
            (self.code_book(frame))
            @if study.state == StudyState::Drawn && self.may_keep { (self.begin(frame)) }
            @if !self.coders.is_empty() { (self.coding(frame)) }
            @if let Some(found) = &self.found {
                (results::found(study, found))
                (results::crossed(self, found))
                (results::disputes(self, found, frame))
                (self.learned(frame))
                (sample::list(self, found, frame))
                (self.files())
            }
            (self.putting_away(frame))
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        sample::pages()
    }
}

/// How the sample was drawn, or how far that is: the part of the page that changes meanwhile.
pub(super) fn drawing(study: &Study, may_keep: bool, frame: &Frame) -> Markup {
    let address = format!("/studies/{}", study.id);
    let follow = (study.state == StudyState::Drawing).then(|| format!("{address}/progress"));
    let act = |to: &str, words: &str| {
        press(frame, &format!("{address}/{to}"), &[], html! { button.btn type="submit" { (words) } })
    };
    html! { section #drawing.apart.study-drawing data-follow=[follow] {
        h2 { (t!("The sample")) }
        @match &study.drawing {
            None => {
                p { (t!("Nothing is drawn yet. Every mention of these days that meets the query has the same chance; each counts, also where several say the same.")) }
                @if may_keep { (act("draw", t!("Draw the sample"))) }
            },
            Some(drawing) if drawing.done_at.is_none() => div.progress-line role="status" {
                p {
                    @let looked = html! { b.num { (number(count(drawing.looked))) } };
                    @let met = html! { b.num { (number(count(drawing.met))) } };
                    @if drawing.to_look > 0 {
                        (rich!(
                            "Looking through what was heard: {looked} of {total} looked at, {met} meet the query.",
                            looked,
                            total = number(count(drawing.to_look)),
                            met,
                        ))
                    } @else { (rich!("Looking through what was heard: {looked} looked at, {met} meet the query.", looked, met)) }
                }
                progress max=(drawing.to_look.max(1)) value=(drawing.looked) aria-label=(t!("How much was looked through")) {}
                a.btn.quiet href=(address) { (t!("How far is it?")) }
                @if may_keep { (act("undraw", t!("Stop"))) }
            },
            Some(drawing) => {
                p.study-figures {
                    @let drawn = html! { b.num { (number(count(drawing.met.min(study.terms.size)))) } };
                    @let met = html! { b.num { (number(count(drawing.met))) } };
                    @match (drawing.earliest_at, drawing.latest_at) {
                        (Some(from), Some(to)) => {
                            (rich!(
                                "{drawn} drawn of {met} mentions that meet the query, written from {from} to {to}.",
                                drawn,
                                met,
                                from = time::exact(from, &frame.zone),
                                to = time::exact(to, &frame.zone),
                            ))
                        },
                        _ => { (rich!("{drawn} drawn of {met} mentions that meet the query.", drawn, met)) },
                    }
                }
                @if drawing.met == 0 { p { (t!("Nothing meets it. Take other days, or another query.")) } }
                p.dim { (rich!(
                    count(drawing.looked);
                    "{count} mention of these days looked at. Left out: {spam} as spam, {gone} whose words are gone. Seed {seed}, drawn {past} at position {position} of the log.",
                    "{count} mentions of these days looked at. Left out: {spam} as spam, {gone} whose words are gone. Seed {seed}, drawn {past} at position {position} of the log.",
                    spam = number(count(drawing.spam)),
                    gone = number(count(drawing.gone)),
                    seed = html! { code { (study.terms.seed) } },
                    past = time::past(drawing.began_at, frame),
                    position = html! { span.num { (number(count(drawing.position))) } },
                )) }
                @if may_keep && study.state == StudyState::Drawn { (act("undraw", t!("Let it go and draw again"))) }
            },
        }
    } }
}

impl StudyPage {
    /// Of what it asks.
    fn asked(&self, frame: &Frame) -> Markup {
        let terms = &self.study.terms;
        html! {
            dl.study-parts {
                div { dt { (t!("Mentions")) } dd { code { (terms.query) } } }
                div { dt { (t!("Written")) } dd { (rich!("{first} to {last}", first = time::date(terms.first_day, frame), last = time::date(terms.last_day, frame))) } }
                div { dt { (t!("Drawn")) } dd { (t!("at most {count}", count = number(count(terms.size)))) } }
            }
            @if let Some(form) = self.form.as_ref().filter(|_| self.study.state != StudyState::Closed) {
                details.more-fields.study-change open[form.error.is_some()] {
                    summary { (t!("Change it")) }
                    (form::form(form, &format!("/studies/{}", self.study.id), frame))
                }
            }
        }
    }

    fn code_book(&self, frame: &Frame) -> Markup {
        let is_open = self.study.state.has_open_book();
        html! { section.apart #book tabindex="-1" {
            h2 { (t!("The code book")) }
            @match (&self.book, self.study.book.is_empty()) {
                (Some(book), _) => {
                    p { (t!("What is asked of each mention, and the codes that answer it. It can be changed until somebody codes; then it stays as it is.")) }
                    (book::form(book, self.study.id, frame))
                },
                (None, true) => p.dim { (t!("It is not written yet.")) },
                (None, false) => {
                    @if !is_open { p.dim { (icon::line("lock")) " " @match self.study.coding_at {
                        Some(at) => { (rich!("It stays as it is since coding began {past}.", past = time::past(at, frame))) },
                        None => { (t!("It stays as it is since coding began.")) },
                    } } }
                    (book::shown(&self.study.book))
                },
            }
        } }
    }

    /// Says who codes it.
    fn begin(&self, frame: &Frame) -> Markup {
        let choice = |name: &str, words: &str| {
            html! { div.field {
                label for={ "coder-" (name) } { (words) }
                select id={ "coder-" (name) } name=(name) required autocomplete="off" {
                    option value="" { (t!("choose")) }
                    @for (id, name) in &self.readers { option value=(id) { (name) } }
                }
            } }
        };
        html! { section.apart #begin {
            h2 { (t!("Who codes it")) }
            p { (t!("Two members who read the inbox. Each goes through the sample in an order of their own, and nobody sees the other’s codes before you end the coding.")) }
            form.stack.wide method="post" action={ "/studies/" (self.study.id) "/begin" } {
                (csrf(frame))
                (form_error(self.begin_error.as_deref()))
                div.study-row { (choice("first", t!("First coder"))) (choice("second", t!("Second coder"))) }
                div.toolbar { button.btn.main type="submit" { (t!("Begin the coding")) } }
            }
        } }
    }

    fn coding(&self, frame: &Frame) -> Markup {
        let is_done = self.coders.iter().all(|one| one.coded >= self.drawn);
        let address = format!("/studies/{}", self.study.id);
        html! { section.apart #coding {
            h2 { (t!("The coding")) }
            ul.study-coders { @for one in &self.coders { li {
                span { (one.name) }
                progress max=(self.drawn.max(1)) value=(one.coded) aria-label=(t!("How much {name} has coded", name = one.name)) {}
                span.num { (t!("{count} of {total}", count = number(count(one.coded)), total = number(count(self.drawn)))) }
            } } }
            @if self.study.state == StudyState::Coding {
                p.dim { (t!("Nobody sees the other’s codes, here or in the API, before the coding has ended. Until then answers can be changed.")) }
                @if self.may_keep {
                    @if !is_done { p { (t!("What is not coded by both when it ends is left out, and counted.")) } }
                    (press(frame, &format!("{address}/end"), &[], html! { button.btn.main[is_done] type="submit" { (t!("End the coding")) } }))
                }
            } @else if let Some(at) = self.study.ended_at { p.dim { (rich!("Ended {past}.", past = time::past(at, frame))) } }
        } }
    }

    fn learned(&self, frame: &Frame) -> Markup {
        html! { section.apart #learned tabindex="-1" {
            h2 { (t!("What was learned")) }
            @if self.insights.is_empty() { p.dim { (t!("Nothing is written down yet.")) } }
            @else { ul.cards { @for one in &self.insights { (insight_card(one, false, frame)) } } }
            @if self.may_keep { form.stack.wide #note-insight method="post" action={ "/studies/" (self.study.id) "/insights" } {
                (csrf(frame))
                (form_error(self.insight.as_ref().map(|(_, why)| why.as_str())))
                div.field {
                    label for="insight-sentence" { (t!("In a sentence")) }
                    p.hint #insight-hint { (t!("Mark below the mentions that show it, at most 20.")) }
                    textarea #insight-sentence name="sentence" rows="2" required maxlength=(inbox::SENTENCE_CHARS_MAX) dir="auto" aria-describedby="insight-hint" { "\n" @if let Some((sentence, _)) = &self.insight { (sentence) } }
                }
                div.toolbar { button.btn type="submit" { (t!("Write it down")) } }
            } }
        } }
    }

    fn files(&self) -> Markup {
        let address = format!("/studies/{}/export", self.study.id);
        html! { section.apart #files {
            h2 { (t!("Take it along")) }
            p.toolbar {
                a.btn.quiet href={ (address) "?form=csv" } download { (t!("Table (CSV)")) }
                a.btn.quiet href={ (address) "?form=jsonl" } download { (t!("Lines of JSON")) }
                a.btn.quiet href={ (address) "?form=method" } download { (t!("How this was made (text)")) }
            }
            p.dim { (t!("One row for each mention: where it stands, both codings and what holds; no words, and no notes.")) }
        } }
    }

    fn putting_away(&self, frame: &Frame) -> Markup {
        let address = format!("/studies/{}", self.study.id);
        let is_away = self.study.archived_at.is_some();
        html! {
            @if self.may_keep && self.study.state == StudyState::Agreed {
                section.apart { h2 { (t!("Close it")) } p { (t!("Then no decision changes any more.")) }
                    (press(frame, &format!("{address}/close"), &[], html! { button.btn type="submit" { (t!("Close the study")) } })) }
            }
            @if self.may_keep && !is_away && self.study.state != StudyState::Drawing {
                div.apart { (press(frame, &format!("{address}/archive"), &[], html! { button.btn.quiet type="submit" { (t!("Put the study away")) } })) }
            }
        }
    }

    /// What somebody is called who decided.
    pub(super) fn decider(&self, id: MemberId) -> &str {
        self.deciders.get(&id).map_or(t!("a former member"), String::as_str)
    }

    /// The name of a code of this study.
    pub(super) fn code(&self, variable: u32, code: u32) -> &str {
        if code == CANNOT_SAY { t!("cannot say") } else { code_name(&self.study, variable, code) }
    }
}
