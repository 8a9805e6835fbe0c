//! Gathers what the inbox shows from the store: the list, the open conversation with what stands beside it, and what happened to
//! it.

mod events;
mod list;
mod thread;

use std::collections::HashMap;

use model::{MemberId, Right};
use store::member::Member;
use store::{StoreError, Tx, member};
use wording::t;

use crate::ui::inbox::thread::Choice;

pub(crate) use self::list::{first_run, list, tab_counts};
pub(crate) use self::thread::{Opened, conversation};

async fn members(tx: &mut Tx) -> Result<HashMap<MemberId, Member>, StoreError> {
    Ok(member::all(tx).await?.into_iter().map(|member| (member.id, member)).collect())
}

fn name_of(members: &HashMap<MemberId, Member>, id: MemberId) -> String {
    members.get(&id).map_or_else(|| t!("a former member").to_owned(), |member| member.name.clone())
}

fn choices(members: &HashMap<MemberId, Member>) -> Vec<Choice> {
    let may_work = |member: &&Member| member.disabled_at.is_none() && member.role.may(Right::WorkInbox);
    let mut choices: Vec<Choice> =
        members.values().filter(may_work).map(|member| Choice { id: member.id, name: member.name.clone() }).collect();
    choices.sort_by(|a, b| a.name.cmp(&b.name));
    choices
}
