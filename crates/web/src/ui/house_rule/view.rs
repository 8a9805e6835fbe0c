//! The house rules, and one of them with what was done under it.

use std::collections::HashMap;

use inbox::{HOUSE_RULE_NAME_CHARS_MAX, HOUSE_RULE_WORDS_CHARS_MAX};
use maud::{Markup, html};
use model::{ConversationId, GestureId, GestureKind, GestureState, PostId, Right};
use store::house_rule::HouseRule;
use wording::{number, t};

use crate::ui::components::{Empty, csrf, empty, form_error, press, rich, time};
use crate::ui::gesture::view::{Made, done, sample_made};
use crate::ui::layout::{Frame, Page, Place, sample_at};

/// How many of each kind stand under a rule.
pub type Counts = HashMap<GestureKind, i64>;

/// `/house-rules`.
#[derive(Clone, Debug, Default)]
pub struct HouseRulesPage {
    /// Those in use by name, then those put away.
    pub rows: Vec<RuleRow>,
    /// The name of a new one, as the form has it.
    pub name: String,
    /// Its words, as the form has them.
    pub words: String,
    /// Why what was asked for was not done.
    pub error: Option<String>,
}

/// One in the list.
#[derive(Clone, Debug)]
pub struct RuleRow {
    /// The rule.
    pub rule: HouseRule,
    /// What stands under it.
    pub counts: Counts,
}

/// `/house-rules/{id}`.
#[derive(Clone, Debug)]
pub struct HouseRulePage {
    /// The rule as it is kept.
    pub rule: HouseRule,
    /// What stands under it.
    pub counts: Counts,
    /// What was done under it, the newest first.
    pub done: Vec<DoneRow>,
    /// Before which one the next page begins.
    pub more: Option<GestureId>,
    /// Its name, as the form has it.
    pub name: String,
    /// Its words, as the form has them.
    pub words: String,
    /// Why what was asked for was not done.
    pub error: Option<String>,
}

/// Something that was done under a rule.
#[derive(Clone, Debug)]
pub struct DoneRow {
    /// What, by whom, when and why.
    pub made: Made,
    /// Where what it is about stands.
    pub place: Option<(ConversationId, PostId)>,
    /// Who wrote that, by name.
    pub to: String,
    /// Whether the rule was changed since.
    pub is_before_change: bool,
}

/// What stands under a rule, in words.
fn standing(counts: &Counts) -> String {
    let count = |kind| usize::try_from(counts.get(&kind).copied().unwrap_or_default()).unwrap_or_default();
    let (hidden, reported) = (count(GestureKind::Hide), count(GestureKind::Report));
    match (hidden, reported) {
        (0, 0) => t!("Nothing is hidden or reported under it").into(),
        (hidden, 0) => t!(hidden; "{count} post hidden under this rule", "{count} posts hidden under this rule"),
        (0, reported) => {
            t!(reported; "{count} post reported under this rule", "{count} posts reported under this rule")
        }
        (hidden, reported) => t!(
            hidden;
            "{count} post hidden under this rule, {reported} reported",
            "{count} posts hidden under this rule, {reported} reported",
            reported = number(reported)
        ),
    }
}

impl Page for HouseRulesPage {
    fn title(&self) -> String {
        t!("House rules").into()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn live(&self) -> &'static str {
        "house_rule gesture"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let (in_use, away): (Vec<_>, Vec<_>) = self.rows.iter().partition(|row| row.rule.archived_at.is_none());
        html! {
            header.page-head { div {
                h1.page-title { (t!("House rules")) }
                p { (t!("What holds under our posts. Nothing is hidden or reported but under one of them, with a reason, and each shows what was done under it.")) }
            } }
            (form_error(self.error.as_deref()))
            @if self.rows.is_empty() {
                (empty(Empty {
                    title: t!("There is no house rule yet"),
                    lines: vec![t!("So nothing can be hidden or reported. Most houses need two or three: nobody is insulted, nothing is advertised.").into()],
                    acts: vec![],
                }))
            } @else {
                ul.cards { @for row in in_use.iter().chain(&away) { (card(row, frame)) } }
            }
            @if frame.may(Right::ManageRules) { section.apart {
                h2 { (t!("Write a house rule")) }
                (form("/house-rules", &self.name, &self.words, t!("Keep it"), frame))
            } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let mut away = sample_rule(3, "Nothing about line 4", "For the time of the vote.");
        away.archived_at = Some(sample_at("2026-10-01T07:39:00Z"));
        let insults = "Whoever is called names by others under our posts did not ask for it. We hide it, also where it is about ourselves.";
        let rows = vec![
            RuleRow { rule: sample_rule(2, "No advertising", "Our posts are no notice board."), counts: Counts::new() },
            RuleRow {
                rule: sample_rule(1, "Nobody is insulted here", insults),
                counts: [(GestureKind::Hide, 12), (GestureKind::Report, 3)].into(),
            },
            RuleRow { rule: away, counts: [(GestureKind::Hide, 1)].into() },
        ];
        let usual = Self { rows, ..Self::default() };
        let taken = Self {
            name: "No advertising".into(),
            words: "Nothing is sold here.".into(),
            error: Some("Another house rule has this name.".into()),
            ..usual.clone()
        };
        vec![("", usual), ("taken", taken), ("empty", Self::default())]
    }
}

fn card(row: &RuleRow, frame: &Frame) -> Markup {
    let HouseRule { id, name, words, archived_at, .. } = &row.rule;
    let is_away = archived_at.is_some();
    let archive = format!("/house-rules/{id}/archive");
    html! { li.card-row.put-away[is_away] data-key={ "house-rule-" (id) } {
        div {
            h2 { a href={ "/house-rules/" (id) } { bdi { (name) } } @if is_away { span.t1.faint { " " (t!("put away")) } } }
            p.rule-words dir="auto" { (words) }
        }
        div.figure {
            p { (standing(&row.counts)) }
            @if frame.may(Right::ManageRules) {
                @if is_away {
                    (press(frame, &archive, &[("restore", "yes")], html! { button.link.quiet type="submit" { (t!("Use again")) span.vh { " " (name) } } }))
                } @else {
                    (press(frame, &archive, &[], html! { button.link.quiet type="submit" { (t!("Put away")) span.vh { " " (name) } } }))
                }
            }
        }
    } }
}

fn form(action: &str, name: &str, words: &str, button: &str, frame: &Frame) -> Markup {
    html! { form.stack method="post" action=(action) {
        (csrf(frame))
        div.field {
            label for="house-rule-name" { (t!("Name")) }
            input #house-rule-name type="text" name="name" value=(name) required maxlength=(HOUSE_RULE_NAME_CHARS_MAX) autocomplete="off";
        }
        div.field {
            label for="house-rule-words" { (t!("What holds")) }
            textarea #house-rule-words name="words" rows="4" required maxlength=(HOUSE_RULE_WORDS_CHARS_MAX) { (words) }
        }
        button.btn.main type="submit" { (button) }
    } }
}

impl Page for HouseRulePage {
    fn title(&self) -> String {
        self.rule.name.clone()
    }

    fn place(&self) -> Place {
        Place::Elsewhere
    }

    fn class(&self) -> &'static str {
        "page narrow-page"
    }

    fn live(&self) -> &'static str {
        "house_rule gesture"
    }

    fn body(&self, frame: &Frame) -> Markup {
        let HouseRule { id, name, words, archived_at, changed_at, .. } = &self.rule;
        html! {
            p.crumbs { a href="/house-rules" { (t!("House rules")) } }
            header.page-head { div {
                h1.page-title { bdi { (name) } }
                p.rule-words dir="auto" { (words) }
                @if let Some(at) = changed_at { p.t1.faint { (rich!("Changed {past}", past = time::past(*at, frame))) } }
                @if archived_at.is_some() { p { (t!("It is put away: nothing more is done under it.")) } }
            } }
            (form_error(self.error.as_deref()))
            section {
                h2 { (standing(&self.counts)) }
                @if self.done.is_empty() { p.dim { (t!("What is done under it stands here, with who did it and why.")) } }
                @else {
                    ul.notes { @for row in &self.done { (done_row(row, frame)) } }
                    @if let Some(more) = self.more { p.toolbar { a.btn href={ "/house-rules/" (id) "?before=" (more) } { (t!("More")) } } }
                }
            }
            @if frame.may(Right::ManageRules) { section.apart {
                h2 { (t!("Change it")) }
                p.dim { (t!("What was done under it stays, and is marked as done before.")) }
                (form(&format!("/house-rules/{id}"), &self.name, &self.words, t!("Keep the change"), frame))
            } }
        }
    }

    fn samples() -> Vec<(&'static str, Self)> {
        let row = |id: i64, kind, state, to: &str| DoneRow {
            made: sample_made(id, kind, state),
            place: Some((ConversationId(2), PostId(20))),
            to: to.into(),
            is_before_change: false,
        };
        let mut shown = row(2, GestureKind::Hide, GestureState::TakenBack, "Piet Ostrander");
        shown.made.taken_back = Some((Some("Tarik Wenzel".into()), sample_at("2026-11-24T07:30:00Z")));
        shown.is_before_change = true;
        let mut failed = row(5, GestureKind::Hide, GestureState::Failed, "Dagny Holm");
        failed.made.why = Some("the post is gone".into());
        let done = vec![
            failed,
            row(4, GestureKind::Hide, GestureState::Stands, "Lorenz Achterberg"),
            row(3, GestureKind::Report, GestureState::Unknown, "Lorenz Achterberg"),
            shown,
        ];
        let rule = sample_rule(
            1,
            "Nobody is insulted here",
            "Whoever is called names by others under our posts did not ask for it.",
        );
        let page = Self {
            name: rule.name.clone(),
            words: rule.words.clone(),
            rule: HouseRule { changed_at: Some(sample_at("2026-11-20T09:00:00Z")), ..rule },
            counts: [(GestureKind::Hide, 12), (GestureKind::Report, 3)].into(),
            done,
            more: Some(GestureId(2)),
            error: None,
        };
        let fresh = Self { counts: Counts::new(), done: Vec::new(), more: None, ..page.clone() };
        let refused = Self {
            name: String::new(),
            error: Some("A name of 1 to 100 characters is needed.".into()),
            ..page.clone()
        };
        vec![("", page), ("fresh", fresh), ("refused", refused)]
    }
}

fn done_row(row: &DoneRow, frame: &Frame) -> Markup {
    let DoneRow { made, place, to, is_before_change } = row;
    let message = rich!("a message of {person}", person = html! { bdi { (to) } });
    html! { li data-key={ "gesture-" (made.id) } {
        p {
            b { @match made.state {
                GestureState::Stands => (done(made.kind)),
                GestureState::Queued | GestureState::Making => (t!("About to be done")),
                GestureState::Failed => (t!("Not done")),
                GestureState::Unknown => (t!("Nobody knows whether it arrived")),
                GestureState::TakingBack => (t!("Being taken back")),
                GestureState::TakenBack => { @if made.kind == GestureKind::Hide { (t!("Shown again")) } @else { (t!("Taken back")) } },
            } }
            @if matches!(made.state, GestureState::Failed) { span.dim { ": " (made.why.as_deref().unwrap_or_default()) } }
            " · "
            @match place {
                Some((conversation, post)) => a href={ "/inbox/" (conversation) "?view=all#post-" (post) } { (message) },
                None => (message),
            }
        }
        @if !made.reason.is_empty() { p dir="auto" { "“" bdi { (made.reason) } "”" } }
        p.t1.faint {
            (made.by) ", " (time::past(made.at, frame))
            @if let Some((by, at)) = &made.taken_back { @match by {
                Some(by) => (rich!("; taken back by {by}, {past}", by, past = time::past(*at, frame))),
                None => (rich!("; taken back, {past}", past = time::past(*at, frame))),
            } }
            @if *is_before_change { (t!("; under its former words")) }
        }
    } }
}

fn sample_rule(id: i64, name: &str, words: &str) -> HouseRule {
    HouseRule {
        id: id.into(),
        name: name.into(),
        words: words.into(),
        created_at: sample_at("2026-09-01T09:00:00Z"),
        changed_at: None,
        archived_at: None,
    }
}
