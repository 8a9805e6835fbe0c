//! Macros: several acts under one name, done in one stroke. What a macro does is one deed, of one conversation or of many.

use model::{Change, ConversationId, DeedId, MacroId, MacroStep, Right, RuleAct};
use store::macros::{self, Macro, Terms};
use store::member::Member;
use store::{Tx, label, saved_reply};
use wording::t;

use crate::acts::{begin, require};
use crate::deed::{check, do_one};
use crate::rule::check_act;
use crate::{InboxError, Result, RuleFault};

/// The longest name of a macro, in characters.
pub const MACRO_NAME_CHARS_MAX: usize = 60;
/// The most macros that there are: they stand in one menu.
pub const MACROS_MAX: usize = 100;
/// The most steps of one macro.
pub const STEPS_MAX: usize = 20;
/// The longest that a macro has something watched, in days.
pub const DAYS_MAX: u32 = 366;

const MISSING: InboxError = InboxError::Missing("this macro");

/// Why a macro cannot be kept, or not be applied any more.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MacroFault {
    /// Its name is empty or too long.
    #[error("{}", t!("a macro needs a name of 1 to {max} characters", max = MACRO_NAME_CHARS_MAX))]
    Name,
    /// Another macro has the name.
    #[error("{}", t!("another macro has this name"))]
    NameTaken,
    /// There are enough macros.
    #[error("{}", t!("there are no more than {max} macros; remove one first", max = MACROS_MAX))]
    TooMany,
    /// It does nothing.
    #[error("{}", t!("a macro does at least one thing"))]
    NoSteps,
    /// It does too much.
    #[error("{}", t!("a macro has at most {max} steps", max = STEPS_MAX))]
    TooManySteps,
    /// A step names what is not there (any more), or not how it is to be done.
    #[error("{}", t!("step {number} cannot be done: {fault}", number = .number, fault = .fault))]
    Step {
        /// Which step, from 1.
        number: usize,
        /// What is wrong with it.
        fault: RuleFault,
    },
    /// A step puts on a label that is out of use.
    #[error("{}", t!("step {number} cannot be done: the label “{label}” is put away", number = .number, label = .label))]
    LabelAway {
        /// Which step, from 1.
        number: usize,
        /// What the label is called.
        label: String,
    },
    /// A step lets a conversation stand, and nobody says why.
    #[error("{}", t!("step {number} cannot be done: say why nothing is said", number = .number))]
    SilenceReason {
        /// Which step, from 1.
        number: usize,
    },
    /// A step watches for too long, or for no time.
    #[error("{}", t!("step {number} cannot be done: say for how many days it is watched, 1 to {max}", number = .number, max = DAYS_MAX))]
    Days {
        /// Which step, from 1.
        number: usize,
    },
    /// A step tells a member, which nobody could take back.
    #[error("{}", t!("step {number} cannot be done: only rules tell members; write a note with @ and their name", number = .number))]
    Tells {
        /// Which step, from 1.
        number: usize,
    },
    /// The saved reply is not there, or put away.
    #[error("{}", t!("its saved reply is put away; take that out again, or change the macro"))]
    SavedReply,
    /// It has words only, and is to be applied to many.
    #[error("{}", t!("this macro only puts words into an answer, so it is applied to one conversation at a time"))]
    WordsOnly,
}

/// The macro with this id, for whoever reads the inbox.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn find_macro(tx: &mut Tx, member: &Member, id: MacroId) -> Result<Macro> {
    require(member, Right::ReadInbox)?;
    macros::find(tx, id).await?.filter(|one| one.removed_at.is_none()).ok_or(MISSING)
}

/// Makes a macro.
///
/// # Errors
/// `Forbidden`; `Macro` says what is wrong with it.
pub async fn create_macro(tx: &mut Tx, member: &Member, terms: Terms) -> Result<MacroId> {
    require(member, Right::WorkInbox)?;
    let terms = checked(tx, member, None, terms).await?;
    if macros::all(tx).await?.len() >= MACROS_MAX {
        return Err(MacroFault::TooMany.into());
    }
    Ok(macros::create(tx, member.id, &terms).await?)
}

/// Changes a macro; `seen` is the version that was looked at. Whether anything is another now.
///
/// # Errors
/// As [`create_macro`]; `Missing`; `MacroChanged` where somebody changed it since.
pub async fn change_macro(tx: &mut Tx, member: &Member, id: MacroId, seen: Option<i64>, terms: Terms) -> Result<bool> {
    require(member, Right::WorkInbox)?;
    let found = find_macro(tx, member, id).await?;
    let terms = checked(tx, member, Some(id), terms).await?;
    if found.terms == terms {
        return Ok(false);
    }
    as_seen(&found, seen)?;
    macros::change(tx, member.id, &found, &terms).await?;
    Ok(true)
}

/// Removes a macro. What was done by it stays, and can be undone.
///
/// # Errors
/// `Forbidden`; `Missing`.
pub async fn remove_macro(tx: &mut Tx, member: &Member, id: MacroId) -> Result<()> {
    require(member, Right::WorkInbox)?;
    find_macro(tx, member, id).await?;
    Ok(macros::remove(tx, member.id, id).await?)
}

/// What became of applying a macro to one conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The deed by which it can be undone; `None` when everything was so already.
    pub deed: Option<DeedId>,
    /// What is to be put into the answer that is being written.
    pub saved_reply: Option<model::SavedReplyId>,
}

/// Applies a macro to one conversation; `seen` is the version whose steps were looked at. Nothing is sent: of a saved reply
/// it is only told which.
///
/// # Errors
/// `Forbidden`; `Missing`; `Merged`; `MacroChanged` where somebody changed it since; `Macro` where a step cannot be done any
/// more.
pub async fn apply_macro(
    tx: &mut Tx,
    member: &Member,
    id: MacroId,
    seen: Option<i64>,
    conversation: ConversationId,
) -> Result<Applied> {
    require(member, Right::WorkInbox)?;
    let found = ready(tx, member, id, seen).await?;
    begin(tx, member, conversation).await?;
    let saved_reply = found.terms.saved_reply;
    check_saved_reply(tx, &found.terms).await?;
    if found.terms.steps.is_empty() {
        macros::used(tx, member.id, id, None).await?;
        return Ok(Applied { deed: None, saved_reply });
    }
    let deed = do_one(tx, member, conversation, change_of(tx, member, &found)).await?;
    Ok(Applied { deed, saved_reply })
}

/// What a macro changes when a member applies it to many conversations now, for [`crate::choose`] and [`crate::prepare`];
/// as [`apply_macro`]. Its saved reply is left out.
///
/// # Errors
/// As [`apply_macro`]; `Macro` also where it has words only.
pub async fn macro_change(tx: &mut Tx, member: &Member, id: MacroId, seen: Option<i64>) -> Result<Change> {
    require(member, Right::WorkInbox)?;
    let found = ready(tx, member, id, seen).await?;
    if found.terms.steps.is_empty() {
        return Err(MacroFault::WordsOnly.into());
    }
    Ok(change_of(tx, member, &found))
}

/// A macro of which every step can be done.
async fn ready(tx: &mut Tx, member: &Member, id: MacroId, seen: Option<i64>) -> Result<Macro> {
    let found = find_macro(tx, member, id).await?;
    as_seen(&found, seen)?;
    check_steps(tx, member, &found.terms.steps).await?;
    Ok(found)
}

fn as_seen(found: &Macro, seen: Option<i64>) -> Result<()> {
    match seen {
        Some(seen) if seen != found.version => Err(InboxError::MacroChanged { version: found.version }),
        _ => Ok(()),
    }
}

fn change_of(tx: &Tx, member: &Member, found: &Macro) -> Change {
    let changes = found.terms.steps.iter().filter_map(|step| step.change(member.id, tx.now()));
    Change::Macro { applied: found.id, changes: changes.collect() }
}

/// What a macro says as it is kept.
async fn checked(tx: &mut Tx, member: &Member, id: Option<MacroId>, terms: Terms) -> Result<Terms> {
    let name = terms.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !(1..=MACRO_NAME_CHARS_MAX).contains(&name.chars().count()) {
        return Err(MacroFault::Name.into());
    }
    if macros::named(tx, &name).await?.is_some_and(|other| Some(other) != id) {
        return Err(MacroFault::NameTaken.into());
    }
    match terms.steps.len() {
        0 if terms.saved_reply.is_none() => return Err(MacroFault::NoSteps.into()),
        0..=STEPS_MAX => {}
        _ => return Err(MacroFault::TooManySteps.into()),
    }
    let terms = Terms { name, ..terms };
    check_steps(tx, member, &terms.steps).await?;
    check_saved_reply(tx, &terms).await?;
    Ok(terms)
}

async fn check_saved_reply(tx: &mut Tx, terms: &Terms) -> Result<()> {
    let Some(id) = terms.saved_reply else { return Ok(()) };
    let found = saved_reply::find(tx, id).await?.filter(|one| one.archived_at.is_none());
    found.map(drop).ok_or(InboxError::Macro(MacroFault::SavedReply))
}

/// Refuses steps of which one could be done to no conversation.
async fn check_steps(tx: &mut Tx, member: &Member, steps: &[MacroStep]) -> Result<()> {
    for (at, step) in steps.iter().enumerate() {
        let number = at + 1;
        let checked = match step {
            MacroStep::Take => Ok(()),
            MacroStep::Decide { days: Some(days), .. } if !(1..=DAYS_MAX).contains(days) => {
                return Err(MacroFault::Days { number }.into());
            }
            MacroStep::Decide { .. } => match step.change(member.id, tx.now()) {
                Some(change) => check(tx, member, &change).await,
                None => Ok(()),
            },
            MacroStep::Act(RuleAct::Notify { .. } | RuleAct::Webhook { .. }) => {
                return Err(MacroFault::Tells { number }.into());
            }
            MacroStep::Act(act) => check_act(tx, act).await,
        };
        match checked {
            Ok(()) => {}
            Err(InboxError::Rule(fault)) => return Err(MacroFault::Step { number, fault }.into()),
            Err(InboxError::SilenceNeedsReason) => return Err(MacroFault::SilenceReason { number }.into()),
            Err(other) => return Err(other),
        }
        if let MacroStep::Act(RuleAct::Label { label }) = step
            && let Some(found) = label::find(tx, *label).await?.filter(|label| label.archived_at.is_some())
        {
            return Err(MacroFault::LabelAway { number, label: found.name }.into());
        }
    }
    Ok(())
}
