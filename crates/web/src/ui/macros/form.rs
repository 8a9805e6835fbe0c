//! The form of a macro: what was filled in, and the fields. Those that rules have too are the rules'.

use maud::{Markup, html};
use model::{Disposition, MacroStep, RuleAct, SavedReplyId, SilenceReason};
use serde::Deserialize;
use store::Tx;
use store::macros::Terms;
use wording::t;

use crate::failure::{Answer, Failure};
use crate::ui::error::Wrong;
use crate::ui::inbox::triage::{because, imperative};
use crate::ui::rule::form::{Choices, Filled as FilledActs, act_fields};
use crate::ui::rule::words::Names;

/// Whoever applies it, among those to whom it can be given.
const ME: &str = "me";

/// A macro as its form has it: words, empty where nothing was filled in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filled {
    /// Its name.
    pub name: String,
    /// Names of labels to put on.
    pub label: Vec<String>,
    /// Names of labels to take off.
    pub unlabel: Vec<String>,
    /// A priority, or `none`.
    pub priority: String,
    /// The id of a team, or `none`.
    pub team: String,
    /// The id of a member, `none`, or `me` for whoever applies it.
    pub assign: String,
    /// A decision, with the reason of silence behind `:`.
    pub decide: String,
    /// For how many days it is watched.
    pub days: String,
    /// A status, or `snoozed`.
    pub status: String,
    /// For how many hours it is snoozed.
    pub hours: String,
    /// What kind of thing a function owes on it.
    pub owe: String,
    /// What exactly, in a line.
    pub owe_words: String,
    /// The id of a saved reply.
    pub saved_reply: String,
    /// Whether the steps replace those that the form cannot show.
    pub anew: String,
    /// The version that was shown; none for a new macro.
    pub version: Option<i64>,
}

impl Filled {
    /// The form of a macro that there is.
    pub(crate) fn of(terms: &Terms, version: i64, names: &Names) -> Self {
        let mut filled = Self {
            name: terms.name.clone(),
            saved_reply: terms.saved_reply.map(|id| id.to_string()).unwrap_or_default(),
            version: Some(version),
            ..Self::default()
        };
        let mut acts = FilledActs::default();
        for step in &terms.steps {
            match step {
                MacroStep::Take => acts.assign = ME.to_owned(),
                MacroStep::Decide { disposition, reason, days } => {
                    filled.decide = decision(*disposition, *reason);
                    filled.days = days.map(|days| days.to_string()).unwrap_or_default();
                }
                MacroStep::Act(act) => acts.show(act, names),
            }
        }
        let FilledActs { label, unlabel, priority, team, assign, status, hours, owe, owe_words, .. } = acts;
        Self { label, unlabel, priority, team, assign, status, hours, owe, owe_words, ..filled }
    }

    /// What rules have as well.
    fn acts(&self) -> FilledActs {
        FilledActs {
            label: self.label.clone(),
            unlabel: self.unlabel.clone(),
            priority: self.priority.clone(),
            team: self.team.clone(),
            assign: self.assign.clone(),
            status: self.status.clone(),
            hours: self.hours.clone(),
            owe: self.owe.clone(),
            owe_words: self.owe_words.clone(),
            ..FilledActs::default()
        }
    }

    /// What the macro is to say. Labels that are not there yet are made.
    pub(crate) async fn read(&self, tx: &mut Tx) -> Answer<Terms> {
        let takes = self.assign == ME;
        let mut acts = self.acts();
        if takes {
            acts.assign.clear();
        }
        let acts = acts.read_acts(tx).await?;
        let is_later =
            |act: &RuleAct| matches!(act, RuleAct::Status { .. } | RuleAct::Snooze { .. } | RuleAct::Owe { .. });
        let (later, first): (Vec<_>, Vec<_>) = acts.into_iter().partition(is_later);
        let mut steps: Vec<MacroStep> = first.into_iter().map(MacroStep::Act).collect();
        steps.extend(takes.then_some(MacroStep::Take));
        steps.extend(self.decision()?);
        steps.extend(later.into_iter().map(MacroStep::Act));
        let saved_reply = match self.saved_reply.as_str() {
            "" => None,
            id => Some(id.parse::<SavedReplyId>().map_err(|_| unreadable(t!("There is no such saved reply.")))?),
        };
        Ok(Terms { name: self.name.clone(), steps, saved_reply })
    }

    fn decision(&self) -> Answer<Option<MacroStep>> {
        if self.decide.is_empty() {
            return Ok(None);
        }
        let (word, reason) = self.decide.split_once(':').unwrap_or((&self.decide, ""));
        let disposition = Disposition::from_word(word).ok_or_else(|| unreadable(t!("There is no such decision.")))?;
        let days = match self.days.trim() {
            days if disposition == Disposition::Watch && !days.is_empty() => {
                // What cannot be read as days is none, which is refused with the days that are possible.
                Some(days.parse().unwrap_or_default())
            }
            _ => None,
        };
        Ok(Some(MacroStep::Decide { disposition, reason: SilenceReason::from_word(reason), days }))
    }
}

fn unreadable(why: &str) -> Failure {
    Failure::Wrong(Wrong::Unreadable(why.to_owned()))
}

fn decision(disposition: Disposition, reason: Option<SilenceReason>) -> String {
    reason.map_or_else(|| disposition.to_string(), |reason| format!("{disposition}:{reason}"))
}

/// The fields of what is done.
pub(super) fn step_fields(filled: &Filled, choices: &Choices) -> Markup {
    html! {
        (act_fields(&filled.acts(), choices, Some((ME, t!("Whoever applies it")))))
        div.field {
            label for="f-decide" { (t!("Decide")) }
            select #f-decide name="decide" {
                option value="" { (t!("decide": "nothing")) }
                @for one in Disposition::ALL { @if *one == Disposition::LetStand {
                    @for reason in SilenceReason::ALL {
                        @let value = decision(*one, Some(*reason));
                        option value=(value) selected[filled.decide == value] { (imperative(*one)) ": " (because(*reason)) }
                    }
                } @else {
                    option value=(one) selected[filled.decide == one.as_str()] { (imperative(*one)) }
                } }
            }
        }
        div.field {
            label for="f-days" { (t!("Days to watch")) }
            input #f-days.short type="number" name="days" min="1" max=(inbox::DAYS_MAX) value=(filled.days);
        }
    }
}

/// The choice of the words that are put into the answer.
pub(super) fn saved_field(filled: &Filled, saved: &[(SavedReplyId, String)]) -> Markup {
    let is_gone = !filled.saved_reply.is_empty() && saved.iter().all(|(id, _)| id.to_string() != filled.saved_reply);
    html! { div.field {
        label for="f-saved" { (t!("Put into the answer")) }
        p.hint #saved-hint { (t!("Nothing is sent by it. For many at once the words are left out.")) }
        select #f-saved name="saved_reply" aria-describedby="saved-hint" {
            option value="" { (t!("no words")) }
            @for (id, name) in saved { option value=(id) selected[id.to_string() == filled.saved_reply] { (name) } }
            @if is_gone { option value=(filled.saved_reply) selected { (t!("a reply that is put away")) } }
        }
    } }
}
