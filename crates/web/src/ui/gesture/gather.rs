//! Gathers from the store what was done without words, and what can be.

use std::collections::HashMap;

use model::{AuthorId, ChannelId, GestureKind, GestureState, HouseRuleId, MemberId, PostId};
use store::gesture::{self, Gesture};
use store::post::ThreadPost;
use store::{StoreError, Tx, channel, house_rule};
use wording::t;

use super::view::{Made, OnPost, OnThread, RuleChoice};
use super::{able_to_follow, follows_by, takes};
use crate::app::App;
use crate::ui::owed::gather::Names;

/// The names of house rules, also of those that are put away.
pub(crate) type RuleNames = HashMap<HouseRuleId, String>;

pub(crate) async fn rule_names(tx: &mut Tx) -> Result<RuleNames, StoreError> {
    Ok(house_rule::all(tx).await?.into_iter().map(|rule| (rule.id, rule.name)).collect())
}

/// A gesture as it is shown.
pub(crate) fn made(one: &Gesture, names: &Names, rules: &RuleNames) -> Made {
    let name = |id: MemberId| names.get(&id).cloned().unwrap_or_else(|| t!("a former member").to_owned());
    let is_fresh = one.state == GestureState::Queued && one.attempts == 0 && one.held.is_none();
    Made {
        id: one.id,
        kind: one.kind,
        account: None,
        state: one.state,
        by: name(one.member),
        at: one.made_at.unwrap_or(one.created_at),
        made_at: is_fresh.then_some(one.make_at),
        held_since: one.held.filter(|_| one.state == GestureState::Queued).map(|(since, _)| since),
        why: one.state_reason.clone(),
        rule: one.under.as_ref().map(|under| (under.rule, rules.get(&under.rule).cloned().unwrap_or_default())),
        reason: one.under.as_ref().map(|under| under.reason.clone()).unwrap_or_default(),
        taken_back: one.taken_back.map(|(by, at)| (by.map(name), at)),
    }
}

/// What stands under the messages of a thread, and what can be done there.
pub(crate) async fn on_thread(
    tx: &mut Tx,
    app: &App,
    posts: &[ThreadPost],
    names: &Names,
) -> Result<OnThread, StoreError> {
    let theirs: Vec<&ThreadPost> = posts.iter().filter(|one| !one.author.is_ours).collect();
    let ids: Vec<PostId> = theirs.iter().map(|one| one.post.id).collect();
    let mut standing = gesture::standing_on(tx, &ids).await?;
    let all = house_rule::all(tx).await?;
    let rules: RuleNames = all.iter().map(|rule| (rule.id, rule.name.clone())).collect();
    let mut on = HashMap::new();
    for one in theirs {
        let found = standing.remove(&one.post.id).unwrap_or_default();
        let made: Vec<Made> = found.iter().map(|gesture| made(gesture, names, &rules)).collect();
        let is_there = one.post.deleted_at.is_none() && !one.post.is_erased;
        let can = takes(app, one.post.channel).iter().copied().filter(|kind| {
            is_there
                && kind.is_about_post()
                && made.iter().all(|made| made.kind != *kind)
                && (*kind != GestureKind::Hide || is_under_ours(one, posts))
        });
        let can = can.collect();
        on.insert(one.post.id, OnPost { can, made, ..OnPost::default() });
    }
    let in_use = all.into_iter().filter(|rule| rule.archived_at.is_none());
    Ok(OnThread { on, rules: in_use.map(|rule| RuleChoice { id: rule.id, name: rule.name }).collect() })
}

/// Whether the thread of a message begins with one of ours.
fn is_under_ours(one: &ThreadPost, posts: &[ThreadPost]) -> bool {
    posts.iter().any(|root| {
        root.author.is_ours
            && root.post.id != one.post.id
            && root.post.channel == one.post.channel
            && root.post.remote.id == one.post.root.id
    })
}

/// What stands about somebody and about none of their posts.
async fn standing_about(tx: &mut Tx, author: AuthorId) -> Result<Vec<Gesture>, StoreError> {
    let found = gesture::about_authors(tx, &[author]).await?;
    Ok(found.into_iter().filter(|one| one.state != GestureState::TakenBack).collect())
}

/// Whether somebody is followed by the account of a channel, and whether that is possible.
pub(crate) async fn of_author(
    tx: &mut Tx,
    app: &App,
    author: AuthorId,
    channel: ChannelId,
    names: &Names,
) -> Result<OnPost, StoreError> {
    let standing = standing_about(tx, author).await?;
    let by_it = standing.iter().filter(|one| one.channel == channel);
    let made: Vec<Made> = by_it.map(|one| made(one, names, &RuleNames::new())).collect();
    let is_able = made.is_empty() && follows_by(tx, app, author, Some(channel)).await?.is_some();
    Ok(OnPost { can: if is_able { vec![GestureKind::Follow] } else { Vec::new() }, made, ..OnPost::default() })
}

/// Which accounts of ours follow somebody, and which others can, each by its name.
pub(crate) async fn of_author_by_all(
    tx: &mut Tx,
    app: &App,
    author: AuthorId,
    names: &Names,
) -> Result<OnPost, StoreError> {
    let standing = standing_about(tx, author).await?;
    let accounts: HashMap<ChannelId, String> =
        channel::all(tx).await?.into_iter().map(|one| (one.id, one.name)).collect();
    let account = |one: &Gesture| accounts.get(&one.channel).cloned();
    let named = |one: &Gesture| Made { account: account(one), ..made(one, names, &RuleNames::new()) };
    let able = able_to_follow(tx, app, author).await?;
    let others = able.into_iter().filter(|able| standing.iter().all(|one| one.channel != able.id));
    Ok(OnPost {
        made: standing.iter().map(named).collect(),
        accounts: others.map(|one| (one.id, one.name)).collect(),
        ..OnPost::default()
    })
}
