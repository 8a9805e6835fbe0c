//! Giving out what a team was given: to one of its members, by itself, or saying why to nobody.
//!
//! Whoever gives a conversation to a team that gives out has it given in the same transaction ([`give_out`]). What nobody
//! could take waits, with the reason, and is weighed again when somebody may have room or be back ([`give_waiting`]): by the
//! job [`GIVE_OUT`] when something happened, by a round when time passed. All of it happens in one turn
//! (`store::turn::of_giving`), so that two servers count the same conversations.

mod crew;
mod handing;
mod round;

use model::{Actor, Asks, ConversationId, EventKind, Lack, MemberId, TeamId};
use serde_json::{Value, json};
use store::conversation::{self, Conversation};
use store::event::append;
use store::giving::{self, Wait};
use store::{Tx, job, team};

use self::crew::{Crew, asks_of};
use crate::Result;
use crate::acts::tell_of_giving;
use crate::deed::{self, By};

pub(crate) use handing::hand_over_in;
pub use handing::{hand_over, shut_out};
pub use round::{GivePlace, give_waiting, has_left_behind, take_from_who_left, would_give};

/// The job that gives out what waits, since somebody may have room.
pub const GIVE_OUT: &str = "give_out";

/// Has what waits given out soon, where anything waits: somebody may have room, or fit.
pub(crate) async fn give_out_later(tx: &mut Tx) -> Result<()> {
    if giving::waiting_after(tx, None, 1).await?.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    Ok(job::enqueue(tx, GIVE_OUT, "", &json!({}), now).await?)
}

/// Gives out a conversation that its team was just given and nobody has; nothing where the team gives out by hand. Never to
/// `but`, who has just let it go.
pub(crate) async fn give_out(tx: &mut Tx, by: By, one: &mut Conversation, but: Option<MemberId>) -> Result<()> {
    let (Some(id), None) = (one.team, one.assignee) else { return Ok(()) };
    let Some(team) = team::find(tx, id).await? else { return Ok(()) };
    let mut crew = Crew::gather(tx, team, but).await?;
    if !crew.gives_out() {
        return Ok(());
    }
    let asks = asks_of(tx, &[one]).await?.remove(&one.id).expect("its channel is kept as long as it is");
    settle(tx, by, one, (&mut crew, &asks)).await.map(drop)
}

/// Gives a conversation to whoever of a team is to have it, or notes why nobody is. Who has it now.
async fn settle(
    tx: &mut Tx,
    by: By,
    one: &mut Conversation,
    (crew, asks): (&mut Crew, &Asks),
) -> Result<Option<MemberId>> {
    let id = crew.team.id;
    match crew.choose(asks) {
        Ok(member) => {
            let why = crew.why(member, asks);
            let turn = crew.given(member);
            giving::set_turn(tx, id, member, turn).await?;
            giving::wait_no_more(tx, one.id).await?;
            let deed = deed::begin_given(tx, one.id, (id, member)).await?;
            one.assignee = Some(member);
            let told = json!({ "before": null, "after": member, "team": id, "given": deed.id(), "why": why });
            append(tx, EventKind::ConversationAssigned, Actor::Team(id), Some(one.id), by.told(told)).await?;
            tell_of_giving(tx, By { actor: Actor::Team(id), ..by }, one.id, member).await?;
            conversation::save(tx, one).await?;
            deed.end(tx).await?;
            Ok(Some(member))
        }
        Err(lack) => {
            wait(tx, by, one.id, id, (lack, crew.detail(lack, asks))).await?;
            Ok(None)
        }
    }
}

/// Lets a conversation wait with its team; tells of it when it did not, or for another reason.
async fn wait(
    tx: &mut Tx,
    by: By,
    conversation: ConversationId,
    team: TeamId,
    (lack, detail): (Lack, Option<String>),
) -> Result<()> {
    let former = giving::waits(tx, &[conversation]).await?.remove(&conversation).filter(|wait| wait.team == team);
    let since = former.as_ref().map_or(tx.now(), |former| former.since);
    let now = Wait { conversation, team, since, lack, detail };
    if former.as_ref() == Some(&now) {
        return Ok(());
    }
    giving::wait(tx, &now).await?;
    let told = json!({ "team": team, "lack": lack, "detail": now.detail });
    append(tx, EventKind::ConversationWaits, Actor::Team(team), Some(conversation), by.told(told)).await?;
    Ok(())
}

/// Lets a conversation that takes the place of another wait as that one does, where nobody has it.
pub(crate) async fn wait_like(tx: &mut Tx, from: ConversationId, to: &Conversation) -> Result<()> {
    let Some(former) = giving::waits(tx, &[from]).await?.remove(&from) else { return Ok(()) };
    if to.assignee.is_none() && to.team == Some(former.team) {
        giving::wait(tx, &Wait { conversation: to.id, ..former }).await?;
    }
    Ok(())
}

/// Why a member has it, as an event tells it: ids and closed words.
type Why = Value;
