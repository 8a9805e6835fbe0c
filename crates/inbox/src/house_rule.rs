//! House rules: what holds under our posts, kept where everybody of us can read it, so that nothing is hidden silently.

use model::{Actor, EventKind, HouseRuleId, Right};
use serde_json::json;
use store::Tx;
use store::event::append;
use store::house_rule::{self, HouseRule};
use store::member::Member;
use wording::t;

use crate::acts::require;
use crate::{InboxError, Result};

/// The longest name, in characters.
pub const HOUSE_RULE_NAME_CHARS_MAX: usize = 100;
/// The longest words, in characters.
pub const HOUSE_RULE_WORDS_CHARS_MAX: usize = 1_000;
/// The most house rules in use: nobody keeps to more.
pub const HOUSE_RULES_MAX: usize = 50;

const MISSING: InboxError = InboxError::Missing("this house rule");

/// Why a house rule cannot be kept like that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HouseRuleFault {
    /// It has no name, or a long one.
    #[error("{}", t!("a name of 1 to {max} characters is needed", max = HOUSE_RULE_NAME_CHARS_MAX))]
    Name,
    /// Another one in use has the name.
    #[error("{}", t!("another house rule has this name"))]
    NameTaken,
    /// It does not say what holds, or at length.
    #[error("{}", t!("say what holds, in 1 to {max} characters", max = HOUSE_RULE_WORDS_CHARS_MAX))]
    Words,
    /// There are enough.
    #[error("{}", t!("there are no more than {max} house rules in use; put one away first", max = HOUSE_RULES_MAX))]
    TooMany,
}

/// What a house rule is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedHouseRule {
    /// Its name.
    pub name: String,
    /// What holds.
    pub words: String,
}

impl WantedHouseRule {
    /// As it is kept, or what is wrong with it.
    fn checked(&self) -> Result<Self, HouseRuleFault> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(1..=HOUSE_RULE_NAME_CHARS_MAX).contains(&name.chars().count()) {
            return Err(HouseRuleFault::Name);
        }
        let words = self.words.trim().to_owned();
        if !(1..=HOUSE_RULE_WORDS_CHARS_MAX).contains(&words.chars().count()) {
            return Err(HouseRuleFault::Words);
        }
        Ok(Self { name, words })
    }
}

/// Makes a house rule, or changes the one with this id. What was done under it stays.
///
/// # Errors
/// `Forbidden`; `Missing`; `HouseRule` says what is wrong with it.
pub async fn keep_house_rule(
    tx: &mut Tx,
    member: &Member,
    id: Option<HouseRuleId>,
    wanted: &WantedHouseRule,
) -> Result<HouseRuleId> {
    require(member, Right::ManageRules)?;
    let former = match id {
        Some(id) => Some(house_rule::find(tx, id).await?.ok_or(MISSING)?),
        None => None,
    };
    let WantedHouseRule { name, words } = wanted.checked()?;
    // One that is put away may have the name of one in use; it is checked when it comes back.
    let is_in_use = former.as_ref().is_none_or(|former| former.archived_at.is_none());
    if is_in_use && house_rule::named(tx, &name).await?.is_some_and(|other| Some(other) != id) {
        return Err(HouseRuleFault::NameTaken.into());
    }
    let (id, kind) = match former {
        Some(HouseRule { id, name: was, words: said, .. }) if (&was, &said) == (&name, &words) => return Ok(id),
        Some(former) => {
            house_rule::change(tx, former.id, &name, &words).await?;
            (former.id, EventKind::HouseRuleChanged)
        }
        None => {
            check_room(tx).await?;
            (house_rule::create(tx, &name, &words).await?, EventKind::HouseRuleCreated)
        }
    };
    append(tx, kind, Actor::Member(member.id), None, json!({ "house_rule": id })).await?;
    Ok(id)
}

/// Puts a house rule away, or takes it out again: nothing more is done under one that is put away, and what was done stays.
///
/// # Errors
/// `Forbidden`; `Missing`; `HouseRule` when another one has its name by now, or there are enough.
pub async fn put_house_rule_away(tx: &mut Tx, member: &Member, id: HouseRuleId, is_away: bool) -> Result<()> {
    require(member, Right::ManageRules)?;
    let found = house_rule::find(tx, id).await?.ok_or(MISSING)?;
    if found.archived_at.is_some() == is_away {
        return Ok(());
    }
    if !is_away {
        if house_rule::named(tx, &found.name).await?.is_some() {
            return Err(HouseRuleFault::NameTaken.into());
        }
        check_room(tx).await?;
    }
    house_rule::put_away(tx, id, is_away).await?;
    let kind = if is_away { EventKind::HouseRuleArchived } else { EventKind::HouseRuleRestored };
    append(tx, kind, Actor::Member(member.id), None, json!({ "house_rule": id })).await?;
    Ok(())
}

async fn check_room(tx: &mut Tx) -> Result<()> {
    let in_use = house_rule::all(tx).await?.iter().filter(|rule| rule.archived_at.is_none()).count();
    if in_use >= HOUSE_RULES_MAX { Err(HouseRuleFault::TooMany.into()) } else { Ok(()) }
}

/// A house rule under which something can be done.
pub(crate) async fn house_rule_in_use(tx: &mut Tx, id: HouseRuleId) -> Result<HouseRule> {
    house_rule::find(tx, id).await?.filter(|rule| rule.archived_at.is_none()).ok_or(MISSING)
}
