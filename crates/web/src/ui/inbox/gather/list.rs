//! The list of a view, or what a search found in it, and the first steps.

use std::collections::HashMap;

use inbox::Passage;
use model::{AuthorId, CommitmentState, ConversationId, ReplyState, Right, Status};
use store::conversation::{self, Conversation, Filter, ListRow, Pinned, Place, View};
use store::{
    StoreError, Tx, channel, commitment, event, giving, label, member, obligation, picture, pin, reply, saved_view,
    sla_clock, topic,
};
use wording::t;

use super::{choices, members};
use crate::app::App;
use crate::auth::SignedIn;
use crate::failure::Answer;
use crate::ui::components::words::last_words;
use crate::ui::inbox::address::Beside;
use crate::ui::inbox::chosen::Choosing;
use crate::ui::inbox::clock::foremost;
use crate::ui::inbox::list::{InboxView, List, Row, RowPicture, Said};
use crate::ui::inbox::regard::kind_of;
use crate::ui::inbox::saved::SavedTab;
use crate::ui::inbox::search::{Looked, Outcome, address_after, place};
use crate::ui::inbox::team::{self};
use crate::ui::inbox::view::FirstRun;
use crate::ui::macros::menu as macros;
use crate::ui::team::words::lack;
use crate::view_counts::Count;

const ROWS: usize = 50;
const ROWS_MAX: usize = 500;

/// The list of a view, or what a search found in it.
pub(crate) async fn list(tx: &mut Tx, app: &App, beside: &Beside, who: &SignedIn, looked: Looked) -> Answer<List> {
    let Looked { mut list, filter, outcome } = looked;
    let limit = beside.rows.unwrap_or(ROWS).clamp(1, ROWS_MAX);
    let position = event::position(tx).await?;
    (list.counts, list.counts_are_stale) = tab_counts(tx, app, who, position).await?;
    if let Some(Outcome { rows, passages, more, searched }) = outcome {
        list.total = Count::of(searched.found, searched.is_all);
        (list.more, list.searched) = (more, Some(searched));
        list.rows = self::rows(tx, who, rows, passages).await?;
    } else if list.misread.is_none() && list.saved.as_ref().is_none_or(|saved| saved.fault.is_none()) {
        let view = filter.view;
        let begun = place(beside.after.as_deref());
        let mut rows = top_first(tx, &filter, who, begun, limit as i64 + 1).await?;
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let under = match list.alike {
            Some(under) => conversation::find(tx, under).await?,
            None => None,
        };
        list.total = match under {
            Some(under) => Count::Exactly(under.alike_count.try_into().unwrap_or_default()),
            None => {
                let (total, is_stale) = app.view_counts().of(tx, view, position).await?;
                list.counts_are_stale |= is_stale;
                total
            }
        };
        list.is_further = begun.is_some();
        list.more = match rows.last().filter(|_| has_more) {
            // So many stand on one page; the next begins after them.
            Some(last) if limit >= ROWS_MAX => Some(address_after(&list, filter.place_of(&last.conversation))),
            Some(_) => Some(format!("{}&rows={}", list.address(), limit + ROWS)),
            None => None,
        };
        // Whoever scrolls keeps the second half before their eyes, and the address of this page for the way back.
        list.scrolls_to = match rows.get(rows.len() / 2).filter(|_| has_more && limit >= ROWS_MAX) {
            Some(middle) => {
                let address = address_after(&list, filter.place_of(&middle.conversation));
                Some(format!("{address}&rows={ROWS_MAX}"))
            }
            None => None,
        };
        list.rows = self::rows(tx, who, rows, HashMap::new()).await?;
    }
    saved_views(tx, app, who, position, &mut list).await?;
    if who.member.role.may(Right::WorkInbox) {
        let members = choices(&members(tx).await?);
        let labels = label::in_use(tx).await?.into_iter().map(|label| label.name).collect();
        list.choosing =
            Some(Choosing { members, teams: team::choices(tx).await?, labels, macros: macros::choices(tx).await? });
    }
    Ok(list)
}

/// The first of a list, before all others those that whoever looks keeps at the top. Those alike stand in their order.
async fn top_first(
    tx: &mut Tx,
    filter: &Filter,
    who: &SignedIn,
    begun: Option<Place>,
    limit: i64,
) -> Result<Vec<ListRow>, StoreError> {
    if filter.alike_of.is_some() {
        return conversation::list(tx, filter.clone(), begun, limit).await;
    }
    let part = |pinned| Filter { pinned: Some(pinned), ..filter.clone() };
    let mut rows = match begun {
        Some(_) => Vec::new(),
        None => conversation::list(tx, part(Pinned::By(who.member.id)), None, limit).await?,
    };
    let left = limit - rows.len() as i64;
    rows.extend(conversation::list(tx, part(Pinned::NotBy(who.member.id)), begun, left).await?);
    Ok(rows)
}

/// The views under a name with their counts, as far as those are known; those of the opened one are known now.
async fn saved_views(tx: &mut Tx, app: &App, who: &SignedIn, position: i64, list: &mut List) -> Answer<()> {
    let asker = who.member.id;
    let counts = app.view_counts();
    for view in saved_view::of_member(tx, asker).await? {
        let is_opened = list.saved.as_ref().is_some_and(|saved| saved.id == view.id && saved.version == view.version);
        if let Some(count) = list.counted().filter(|_| is_opened) {
            counts.note(&view, asker, position, count);
        }
        let (count, is_stale) = counts.known(&view, asker, position);
        list.counts_are_stale |= is_stale;
        list.saved_views.push(SavedTab { id: view.id, name: view.name, count });
    }
    if list.counts_are_stale {
        app.count_views(asker);
    }
    Ok(())
}

/// The views whose tabs say how many they hold.
const TABS: [InboxView; 5] =
    [InboxView::Waiting, InboxView::Mine, InboxView::Unassigned, InboxView::Snoozed, InboxView::Spam];

/// How many each holds, and whether the log has moved on since one was counted.
pub(crate) async fn tab_counts(
    tx: &mut Tx,
    app: &App,
    who: &SignedIn,
    position: i64,
) -> Result<(Vec<(InboxView, Count)>, bool), StoreError> {
    let (mut counts, mut are_stale) = (Vec::new(), false);
    for shown in TABS {
        let (count, is_stale) = app.view_counts().of(tx, View::of(shown, who.member.id), position).await?;
        counts.push((shown, count));
        are_stale |= is_stale;
    }
    Ok((counts, are_stale))
}

/// The rows as they are shown: with the last words said, or with those that a search found.
async fn rows(
    tx: &mut Tx,
    who: &SignedIn,
    rows: Vec<ListRow>,
    mut passages: HashMap<ConversationId, Passage>,
) -> Result<Vec<Row>, StoreError> {
    let ids: Vec<ConversationId> = rows.iter().map(|row| row.conversation.id).collect();
    let pinned = pin::among(tx, who.member.id, &ids).await?;
    let private = reply::in_private(tx, &ids).await?;
    let mut topics = conversation::topics(tx, &ids).await?;
    let mut labels = conversation::labels(tx, &ids).await?;
    let mut troubles = reply::in_trouble(tx, &ids).await?;
    let clocks = sla_clock::of_conversations(tx, &ids).await?;
    let mut owed = obligation::of_conversations(tx, &ids).await?;
    let mut promised = commitment::of_conversations(tx, &ids).await?;
    let members = members(tx).await?;
    let teams = team::names(tx).await?;
    let mut waits = giving::waits(tx, &ids).await?;
    let authors: Vec<AuthorId> = rows.iter().map(|row| row.conversation.author).collect();
    let regards = store::regard::of_authors(tx, &authors).await?;
    let mut pictures: HashMap<ConversationId, RowPicture> = HashMap::new();
    for newest in picture::of_conversations(tx, &ids).await? {
        pictures
            .entry(newest.conversation)
            .or_insert(RowPicture { thumbnail: newest.thumbnail, is_sensitive: newest.attachment.is_sensitive });
    }
    let rows = rows.into_iter().map(|row| {
        let said = passages.remove(&row.conversation.id).map_or_else(
            || Said { words: last_words(&row), language: row.languages.first().cloned(), ..Said::default() },
            Said::from,
        );
        let Conversation { id, status, disposition, priority, snoozed_until, assignee, team, alike_count, .. } =
            row.conversation;
        Row {
            id,
            name: row.author_name,
            kind: kind_of(regards.get(&row.conversation.author)),
            network: row.network,
            at: row.conversation.active_at,
            said,
            topics: topics.remove(&id).unwrap_or_default(),
            labels: labels.remove(&id).unwrap_or_default(),
            assignee: assignee.and_then(|id| members.get(&id)).map(|member| member.name.clone()),
            team: team.and_then(|id| teams.get(&id)).cloned(),
            waits: waits.remove(&id).map(|wait| lack(wait.lack, wait.detail.as_deref())),
            status,
            disposition,
            priority,
            is_pinned: pinned.contains(&id),
            is_private: private.contains(&id),
            snoozed_until,
            owed: owed
                .remove(&id)
                .into_iter()
                .flatten()
                .filter(|one| one.stand.state.is_owed())
                .map(|one| (one.kind, one.stand))
                .collect(),
            promised: promised
                .remove(&id)
                .into_iter()
                .flatten()
                .map(|one| one.stand)
                .filter(|stand| stand.state == CommitmentState::Open)
                .collect(),
            is_new: status == Status::New,
            clock: clocks.get(&id).and_then(|clocks| foremost(clocks.iter().map(|one| one.clock))),
            alike_count: alike_count.try_into().unwrap_or_default(),
            picture: pictures.remove(&id).filter(|_| !row.is_deleted),
            trouble: troubles.remove(&id).map(|state| trouble(state).to_owned()),
        }
    });
    Ok(rows.collect())
}

/// The sign of a person: the strongest of what was judged.
fn trouble(state: ReplyState) -> &'static str {
    match state {
        ReplyState::Unknown => t!("fate unknown"),
        _ => t!("not sent"),
    }
}

/// The first steps, as long as nobody was heard.
pub(crate) async fn first_run(tx: &mut Tx, list: &List) -> Result<Option<FirstRun>, StoreError> {
    if !list.rows.is_empty() || !list.query.is_empty() || conversation::count(tx, View::All, 1).await? > 0 {
        return Ok(None);
    }
    Ok(Some(FirstRun {
        channels: channel::all(tx).await?.into_iter().map(|channel| channel.name).collect(),
        topics: topic::listening(tx).await?.into_iter().map(|topic| topic.name).collect(),
        colleague_count: member::all(tx).await?.len().saturating_sub(1),
    }))
}
