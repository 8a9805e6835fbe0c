//! The mentions that a study may draw, and those that it drew.

use model::{ChannelId, ConversationId, Network, PostId, StudyId};
use sha2::{Digest as _, Sha256};

use super::Drawing;
use crate::post::{Post, ThreadPost};
use crate::row::{FromRow, Row};
use crate::sql::{Value, insert, pieces, places, sql};
use crate::{Result, Tx};

/// A mention that a drawing looks at.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The mention with its author.
    pub said: ThreadPost,
    /// Whether it, or its conversation, is set aside as spam.
    pub is_spam: bool,
}

impl Drawn {
    /// Whether its words are gone: deleted where they stood, or erased.
    pub fn is_gone(&self) -> bool {
        self.said.post.deleted_at.is_some() || self.said.post.is_erased
    }
}

impl FromRow for Drawn {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let of_conversation: Option<bool> = row.get("set_aside")?;
        let judged: Option<String> = row.get("judged")?;
        let is_spam = of_conversation == Some(true) || judged.as_deref() == Some("yes");
        Ok(Self { said: ThreadPost::from_row(row)?, is_spam })
    }
}

/// What somebody outside said in the open in the days of a drawing, up to the last that was heard when it began. What was stored before as
/// context and became a mention since is left out: its id is old, and whether the walk still meets it would be chance.
const HEARD: &str = "FROM mention JOIN post ON post.id = mention.post_id JOIN author ON author.id = post.author_id \
     LEFT JOIN conversation ON conversation.id = post.conversation_id \
     LEFT JOIN judgement ON judgement.post_id = post.id AND judgement.task = 'spam' \
     WHERE mention.post_id > $1 AND mention.post_id <= $2 AND post.posted_at >= $3 AND post.posted_at < $4 \
     AND author.is_ours = 0 AND post.is_private = 0 AND mention.filed_at < $5";

/// The next mentions that a drawing looks at, in the order in which they were heard.
pub async fn heard_after(tx: &mut Tx, drawing: &Drawing, limit: i64) -> Result<Vec<Drawn>> {
    sql(format!(
        "SELECT post.*, author.remote_id AS author_remote_id, author.handle, author.display_name, \
         author.follower_count, author.follows_us, author.url AS author_url, author.is_ours, mention.reasons, \
         conversation.is_spam AS set_aside, judgement.value AS judged {HEARD} ORDER BY mention.post_id LIMIT $6"
    ))
    .bind(drawing.after)
    .bind(drawing.last_post)
    .bind(drawing.begins_at)
    .bind(drawing.ends_at)
    .bind(drawing.began_at)
    .bind(limit)
    .all(tx)
    .await
}

/// How many mentions a drawing looks at after where it stands. O(mentions).
pub async fn count_heard(tx: &mut Tx, drawing: &Drawing) -> Result<i64> {
    let query = sql(format!("SELECT COUNT(*) AS n {HEARD}"));
    let query = query.bind(drawing.after).bind(drawing.last_post).bind(drawing.begins_at).bind(drawing.ends_at);
    Ok(query.bind(drawing.began_at).maybe(tx).await?.unwrap_or(0))
}

/// The mention that was heard last; 0 where there is none.
pub async fn last_heard(tx: &mut Tx) -> Result<PostId> {
    let found = sql("SELECT post_id AS id FROM mention ORDER BY post_id DESC LIMIT 1").maybe(tx).await?;
    Ok(found.unwrap_or(PostId(0)))
}

/// The lot that a mention draws: SHA-256 of `seed:id` in hexadecimal, so that anybody can draw it again. Those with the
/// smallest lots are the sample; whatever the seed, none has a better chance than another.
pub fn lot(seed: &str, post: PostId) -> String {
    hex::encode(Sha256::digest(format!("{seed}:{post}")))
}

struct Lot(String, PostId);

impl FromRow for Lot {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("lot")?, row.get("post_id")?))
    }
}

/// The lots of a sample with their mentions, the smallest first.
pub async fn lots(tx: &mut Tx, id: StudyId) -> Result<Vec<(String, PostId)>> {
    let found = sql("SELECT lot, post_id FROM study_item WHERE study_id = $1 ORDER BY lot, post_id").bind(id);
    Ok(found.all(tx).await?.into_iter().map(|Lot(lot, post)| (lot, post)).collect())
}

/// Takes mentions out of a sample, and puts others with their lots into it.
pub async fn change_lots(tx: &mut Tx, id: StudyId, taken_out: &[PostId], put_in: &[(String, PostId)]) -> Result<()> {
    for piece in pieces(taken_out) {
        let text = format!("DELETE FROM study_item WHERE study_id = $1 AND post_id IN ({})", places(2, piece.len()));
        piece.iter().fold(sql(text).bind(id), |query, post| query.bind(*post)).run(tx).await?;
    }
    let rows: Vec<Vec<Value>> = put_in.iter().map(|(lot, post)| vec![id.into(), (*post).into(), lot.into()]).collect();
    insert(tx, "INSERT INTO study_item (study_id, post_id, lot)", " ON CONFLICT DO NOTHING", rows.into_iter()).await
}

/// Lets a sample go, with whatever was said of it.
pub async fn clear(tx: &mut Tx, id: StudyId) -> Result<()> {
    sql("DELETE FROM study_item WHERE study_id = $1").bind(id).run(tx).await?;
    Ok(())
}

/// A mention of a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The mention; without words once they are gone.
    pub post: Post,
    /// The lot that was drawn for it.
    pub lot: String,
    /// In which conversation it stands.
    pub conversation: Option<ConversationId>,
    /// Where it was heard.
    pub channel: ChannelId,
    /// What that channel is called.
    pub channel_name: String,
    /// On which network.
    pub network: Network,
    /// The language that was recognised, where one was.
    pub recognised: Option<String>,
}

impl Item {
    /// Whether its words are gone: deleted where they stood, or erased.
    pub fn is_gone(&self) -> bool {
        self.post.deleted_at.is_some() || self.post.is_erased
    }

    /// In which language it is written: what its author said, else what was recognised.
    pub fn language(&self) -> Option<&str> {
        self.post.languages.first().or(self.recognised.as_ref()).map(String::as_str)
    }
}

impl FromRow for Item {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let post = Post::from_row(row)?;
        Ok(Self {
            lot: row.get("lot")?,
            conversation: post.conversation,
            channel: post.channel,
            channel_name: row.get("channel_name")?,
            network: row.get("network")?,
            recognised: row.get("recognised")?,
            post,
        })
    }
}

const ITEM: &str = "SELECT post.*, study_item.lot, channel.name AS channel_name, channel.network, \
     judgement.value AS recognised FROM study_item JOIN post ON post.id = study_item.post_id \
     JOIN channel ON channel.id = post.channel_id \
     LEFT JOIN judgement ON judgement.post_id = post.id AND judgement.task = 'language' \
     WHERE study_item.study_id = $1";

/// The sample of a study, in the order of its lots.
pub async fn items(tx: &mut Tx, id: StudyId) -> Result<Vec<Item>> {
    sql(format!("{ITEM} ORDER BY study_item.lot, study_item.post_id")).bind(id).all(tx).await
}

/// One mention of a sample.
pub async fn item(tx: &mut Tx, id: StudyId, post: PostId) -> Result<Option<Item>> {
    sql(format!("{ITEM} AND study_item.post_id = $2")).bind(id).bind(post).maybe(tx).await
}
