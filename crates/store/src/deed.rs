//! What members do to one conversation or to many at once, with how each stood before, so that it can be undone.

use jiff::{SignedDuration, Timestamp};
use model::{
    Change, ConversationId, DeedId, DeedItemState, DeedState, EventId, EventKind, InboxView, MemberId, RuleRunId,
    TeamId,
};
use serde_json::Value;

use crate::conversation::Place;
use crate::row::{FromRow, Row};
use crate::sql::{insert, places, sql};
use crate::{Result, Tx};

/// How long a deed can be undone; then it is forgotten. History has its own record of what was done.
pub const UNDONE_WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Something that a member does.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// Our id.
    pub id: DeedId,
    /// Who does it; of a rule's, whoever made it say so.
    pub member: MemberId,
    /// The time that a rule acted, where a rule did it.
    pub run: Option<RuleRunId>,
    /// The team that gave it out, where a team did it.
    pub team: Option<TeamId>,
    /// What becomes of each conversation.
    pub change: Change,
    /// The list whose conversations it is about, and what was looked for in it; `None` where they were chosen.
    pub list: Option<(InboxView, String)>,
    /// The place of that list up to which they are found.
    pub gathered: Option<Place>,
    /// How far it has come.
    pub state: DeedState,
    /// What became of its conversations.
    pub tally: Tally,
    /// When it was begun.
    pub begun_at: Timestamp,
}

/// How many conversations a deed has, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many there are, as far as they are found.
    pub total: i64,
    /// Those that were so already.
    pub already: i64,
    /// Those that were changed, whatever became of them afterwards.
    pub changed: i64,
    /// Those that could not be changed.
    pub refused: i64,
    /// Of the changed, those that are again as they were.
    pub restored: i64,
    /// Of the changed, those that undoing left as somebody else had them.
    pub left: i64,
}

impl FromRow for Deed {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let cut: Option<InboxView> = match row.get::<Option<String>>("cut")? {
            Some(_) => Some(row.get("cut")?),
            None => None,
        };
        let (at, id): (Option<Timestamp>, Option<ConversationId>) = (row.get("gathered_at")?, row.get("gathered_id")?);
        Ok(Self {
            id: row.get("id")?,
            member: row.get("member_id")?,
            run: row.get("rule_run_id")?,
            team: row.get("team_id")?,
            change: row.json("change")?,
            list: cut.zip(row.get::<Option<String>>("query")?),
            gathered: at.zip(id),
            state: row.get("state")?,
            tally: Tally {
                total: row.get("total")?,
                already: row.get("already")?,
                changed: row.get("changed")?,
                refused: row.get("refused")?,
                restored: row.get("restored")?,
                left: row.get("left_alone")?,
            },
            begun_at: row.get("begun_at")?,
        })
    }
}

/// A deed that is to be begun.
#[derive(Clone, Debug)]
pub struct NewDeed<'a> {
    /// Who does it.
    pub member: MemberId,
    /// What becomes of each conversation.
    pub change: &'a Change,
    /// The list whose conversations it is about; `None` where they are chosen.
    pub list: Option<(InboxView, &'a str)>,
    /// How far it has come.
    pub state: DeedState,
}

/// Keeps a deed, without conversations yet.
pub async fn begin(tx: &mut Tx, new: NewDeed<'_>) -> Result<Deed> {
    let (id, now) = (tx.next_id::<DeedId>(), tx.now());
    let (cut, query) = new.list.unzip();
    sql("INSERT INTO deed (id, member_id, change, cut, query, state, total, already, changed, refused, restored, \
         left_alone, begun_at) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, 0, 0, $7)")
    .bind(id)
    .bind(new.member)
    .bind(serde_json::to_string(new.change)?)
    .bind(cut.map(InboxView::as_str))
    .bind(query)
    .bind(new.state)
    .bind(now)
    .run(tx)
    .await?;
    Ok(Deed {
        id,
        member: new.member,
        run: None,
        team: None,
        change: new.change.clone(),
        list: new.list.map(|(cut, query)| (cut, query.to_owned())),
        gathered: None,
        state: new.state,
        tally: Tally::default(),
        begun_at: now,
    })
}

/// Marks a deed as done by a team.
pub async fn set_team(tx: &mut Tx, id: DeedId, team: TeamId) -> Result<()> {
    sql("UPDATE deed SET team_id = $2 WHERE id = $1").bind(id).bind(team).run(tx).await?;
    Ok(())
}

/// The deed with this id; a writer keeps others from going on with it.
pub async fn find(tx: &mut Tx, id: DeedId) -> Result<Option<Deed>> {
    sql(format!("SELECT * FROM deed WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// Writes back how far a deed has come.
pub async fn save(tx: &mut Tx, deed: &Deed) -> Result<()> {
    let (at, id) = deed.gathered.unzip();
    let Tally { total, already, changed, refused, restored, left } = deed.tally;
    sql("UPDATE deed SET gathered_at = $2, gathered_id = $3, state = $4, total = $5, already = $6, changed = $7, \
         refused = $8, restored = $9, left_alone = $10 WHERE id = $1")
    .bind(deed.id)
    .bind(at)
    .bind(id)
    .bind(deed.state)
    .bind(total)
    .bind(already)
    .bind(changed)
    .bind(refused)
    .bind(restored)
    .bind(left)
    .run(tx)
    .await?;
    Ok(())
}

/// One conversation of a deed.
#[derive(Clone, Debug, PartialEq)]
pub struct DeedItem {
    /// Which conversation.
    pub conversation: ConversationId,
    /// What became of it.
    pub state: DeedItemState,
    /// How it stood before, once it was changed.
    pub before: Option<Value>,
    /// How it stood afterwards.
    pub after: Option<Value>,
    /// Events of the conversation with a greater id happened since.
    pub marked: Option<EventId>,
}

impl FromRow for DeedItem {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let value = |column| {
            let text: Option<String> = row.get(column)?;
            Ok::<_, crate::StoreError>(text.map(|text| serde_json::from_str(&text)).transpose()?)
        };
        Ok(Self {
            conversation: row.get("conversation_id")?,
            state: row.get("state")?,
            before: value("before")?,
            after: value("after")?,
            marked: row.get("marked")?,
        })
    }
}

/// Adds conversations to a deed, each named once, to be changed; one that it has already stays as it is. How many are new in it.
pub async fn add(tx: &mut Tx, id: DeedId, conversations: &[ConversationId]) -> Result<i64> {
    let mut known = 0;
    for chunk in conversations.chunks(400) {
        let places = places(2, chunk.len());
        let text = format!("SELECT COUNT(*) AS n FROM deed_item WHERE deed_id = $1 AND conversation_id IN ({places})");
        let query = chunk.iter().fold(sql(text).bind(id), |query, one| query.bind(*one));
        known += query.maybe::<i64>(tx).await?.unwrap_or(0);
    }
    let rows = conversations.iter().map(|one| vec![id.into(), (*one).into(), DeedItemState::Waiting.into()]);
    let head = "INSERT INTO deed_item (deed_id, conversation_id, state)";
    insert(tx, head, " ON CONFLICT DO NOTHING", rows).await?;
    Ok(conversations.len() as i64 - known)
}

/// Conversations of a deed that stand so, by id.
pub async fn items(tx: &mut Tx, id: DeedId, state: DeedItemState, limit: i64) -> Result<Vec<DeedItem>> {
    sql("SELECT * FROM deed_item WHERE deed_id = $1 AND state = $2 ORDER BY conversation_id LIMIT $3")
        .bind(id)
        .bind(state)
        .bind(limit)
        .all(tx)
        .await
}

/// Writes down what became of a conversation.
pub async fn settle(tx: &mut Tx, id: DeedId, item: &DeedItem) -> Result<()> {
    let text = |value: &Option<Value>| value.as_ref().map(ToString::to_string);
    sql("UPDATE deed_item SET state = $3, before = $4, after = $5, marked = $6 \
         WHERE deed_id = $1 AND conversation_id = $2")
    .bind(id)
    .bind(item.conversation)
    .bind(item.state)
    .bind(text(&item.before))
    .bind(text(&item.after))
    .bind(item.marked)
    .run(tx)
    .await?;
    Ok(())
}

/// What of these kinds happened to a conversation after an event.
pub async fn happened_since(
    tx: &mut Tx,
    conversation: ConversationId,
    kinds: &[EventKind],
    marked: EventId,
) -> Result<Vec<EventKind>> {
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT DISTINCT kind FROM event WHERE conversation_id = $1 AND id > $2 AND kind IN ({})",
        places(3, kinds.len())
    );
    let query = kinds.iter().fold(sql(text).bind(conversation).bind(marked), |query, kind| query.bind(*kind));
    query.all(tx).await
}

/// Forgets conversations of deeds that are too old to be undone, at most so many, and deeds that have none left; how many
/// rows there were.
pub async fn forget_old(tx: &mut Tx, limit: i64) -> Result<u64> {
    let before = tx.now().saturating_sub(UNDONE_WITHIN).unwrap_or(Timestamp::MIN);
    let items = sql("DELETE FROM deed_item WHERE (deed_id, conversation_id) IN (SELECT deed_item.deed_id, \
         deed_item.conversation_id FROM deed_item JOIN deed ON deed.id = deed_item.deed_id \
         WHERE deed.begun_at <= $1 LIMIT $2)")
    .bind(before)
    .bind(limit)
    .run(tx)
    .await?;
    if items > 0 {
        return Ok(items);
    }
    sql("DELETE FROM deed WHERE id IN (SELECT id FROM deed WHERE begun_at <= $1 LIMIT $2)")
        .bind(before)
        .bind(limit)
        .run(tx)
        .await
}
