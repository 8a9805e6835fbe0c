//! Members of the organisation and invitations.

pub(crate) mod disable;
pub(crate) mod enable;
pub(crate) mod invite;
pub(crate) mod list;
pub(crate) mod reset;
pub(crate) mod role;
pub mod view;
pub(crate) mod withdraw;

use model::{MemberId, Right, Role};
use store::Tx;
use store::member::{self, Member};
use wording::t;

use crate::auth::SignedIn;
use crate::failure::{Answer, Failure};

/// The member whom somebody wants to give another role (`None`: to shut out), or why that cannot be.
async fn changeable(tx: &mut Tx, who: &SignedIn, id: MemberId, role: Option<Role>) -> Answer<Result<Member, String>> {
    who.require(Right::ManageMembers)?;
    let found = member::find(tx, id).await?.ok_or_else(|| Failure::missing(t!("There is no member.")))?;
    if found.role == Role::Owner || role == Some(Role::Owner) {
        who.require(Right::ManageOwners)?;
    }
    let is_last_owner = found.role == Role::Owner && role != Some(Role::Owner) && member::owner_count(tx).await? <= 1;
    Ok(if found.disabled_at.is_some() {
        Err(t!("{name} is shut out already.", name = found.name))
    } else if id == who.member.id {
        Err(t!("Nobody changes their own seat. Ask another owner or manager.").into())
    } else if is_last_owner {
        Err(t!("The last owner cannot go. Make somebody else an owner first.").into())
    } else {
        Ok(found)
    })
}
