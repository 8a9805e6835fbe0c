//! People: an author alone, or several of whom members said that they are the same.
//!
//! What was said of two of them is a merge, and those that stand tie together who is one person
//! ([`model::people`]); each author of such a person names its first one. Nothing else moves: posts and conversations
//! stay with their author, so that taking a merge back leaves everybody as if it had never been.

mod consent;
mod list;
mod note;

use std::collections::HashMap;

use jiff::Timestamp;
use model::{Author, AuthorId, MemberId, Network, PersonMergeId, people};

pub use self::consent::{Consent, NewConsent, consents, note_consent};
pub use self::list::{BY_NAME_MAX, PersonPlace, PersonRow, by_name, list};
pub use self::note::{PersonNote, notes, write_note};
use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx, turn};

/// Takes the turn of those who say who is who: what tie holds whom does not change between asking and saying so.
pub async fn turn_of_people(tx: &mut Tx) -> Result<()> {
    turn::take(tx, "people").await
}

/// The authors who are one person with this one, itself among them, the first heard first; none where there is no such
/// author.
pub async fn authors(tx: &mut Tx, id: AuthorId) -> Result<Vec<AuthorId>> {
    sql("SELECT id FROM author WHERE id = $1 OR person_id = (SELECT person_id FROM author WHERE id = $1) ORDER BY id")
        .bind(id)
        .all(tx)
        .await
}

/// A handle of a person: an author, and what we heard of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// Who the network says it is.
    pub author: Author,
    /// On which network.
    pub network: Network,
    /// When the first was written of what we keep.
    pub first_heard_at: Option<Timestamp>,
    /// When the last was.
    pub last_heard_at: Option<Timestamp>,
    /// Since when nothing is known of them any more.
    pub erased_at: Option<Timestamp>,
    /// The channels on which they hold conversations with us, by name.
    pub channels: Vec<String>,
}

impl FromRow for Handle {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            author: Author::from_row(row)?,
            network: row.get("network")?,
            first_heard_at: row.get("first_heard_at")?,
            last_heard_at: row.get("last_heard_at")?,
            erased_at: row.get("erased_at")?,
            channels: Vec::new(),
        })
    }
}

struct ChannelOf(AuthorId, String);

impl FromRow for ChannelOf {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self(row.get("author_id")?, row.get("name")?))
    }
}

/// These authors as handles, the first heard first.
pub async fn handles(tx: &mut Tx, authors: &[AuthorId]) -> Result<Vec<Handle>> {
    let (mut found, mut channels): (Vec<Handle>, HashMap<AuthorId, Vec<String>>) = Default::default();
    for piece in pieces(authors) {
        let places = places(1, piece.len());
        let text = format!(
            "SELECT author.*, (SELECT MIN(posted_at) FROM post WHERE post.author_id = author.id) AS first_heard_at, \
             (SELECT MAX(posted_at) FROM post WHERE post.author_id = author.id) AS last_heard_at \
             FROM author WHERE author.id IN ({places}) ORDER BY author.id"
        );
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Handle>(tx).await?);
        let text = format!(
            "SELECT conversation.author_id, channel.name FROM conversation \
             JOIN channel ON channel.id = conversation.channel_id WHERE conversation.author_id IN ({places}) \
             GROUP BY conversation.author_id, channel.id, channel.name ORDER BY channel.name, channel.id"
        );
        for ChannelOf(author, name) in piece.iter().fold(sql(text), |query, id| query.bind(*id)).all(tx).await? {
            channels.entry(author).or_default().push(name);
        }
    }
    for handle in &mut found {
        handle.channels = channels.remove(&handle.author.id).unwrap_or_default();
    }
    Ok(found)
}

/// What a member said of two authors being one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonMerge {
    /// Our id.
    pub id: PersonMergeId,
    /// The one.
    pub author: AuthorId,
    /// The other.
    pub other: AuthorId,
    /// Why, in the member's words.
    pub ground: String,
    /// Who said so.
    pub merged_by: MemberId,
    /// When.
    pub merged_at: Timestamp,
    /// Who took it back, and when.
    pub parted: Option<(MemberId, Timestamp)>,
}

impl FromRow for PersonMerge {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (by, at): (Option<MemberId>, Option<Timestamp>) = (row.get("parted_by")?, row.get("parted_at")?);
        Ok(Self {
            id: row.get("id")?,
            author: row.get("author_id")?,
            other: row.get("other_id")?,
            ground: row.get("ground")?,
            merged_by: row.get("merged_by")?,
            merged_at: row.get("merged_at")?,
            parted: by.zip(at),
        })
    }
}

/// Keeps that two authors are one person; who is whom is said by [`regroup`].
pub async fn merge(
    tx: &mut Tx,
    (author, other): (AuthorId, AuthorId),
    ground: &str,
    by: MemberId,
) -> Result<PersonMerge> {
    let (id, now) = (tx.next_id::<PersonMergeId>(), tx.now());
    sql("INSERT INTO person_merge (id, author_id, other_id, ground, merged_by, merged_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(author)
        .bind(other)
        .bind(ground)
        .bind(by)
        .bind(now)
        .run(tx)
        .await?;
    Ok(PersonMerge { id, author, other, ground: ground.to_owned(), merged_by: by, merged_at: now, parted: None })
}

/// The merge with this id.
pub async fn find_merge(tx: &mut Tx, id: PersonMergeId) -> Result<Option<PersonMerge>> {
    sql(format!("SELECT * FROM person_merge WHERE id = $1{}", tx.to_change())).bind(id).maybe(tx).await
}

/// Takes a merge back; `false` when it was already. Who is whom is said by [`regroup`].
pub async fn part(tx: &mut Tx, id: PersonMergeId, by: MemberId) -> Result<bool> {
    let now = tx.now();
    let parted = sql("UPDATE person_merge SET parted_by = $2, parted_at = $3 WHERE id = $1 AND parted_at IS NULL")
        .bind(id)
        .bind(by)
        .bind(now)
        .run(tx)
        .await?;
    Ok(parted > 0)
}

/// Every merge of one of these authors with whomever, also those that were taken back, oldest first.
pub async fn merges(tx: &mut Tx, authors: &[AuthorId]) -> Result<Vec<PersonMerge>> {
    let mut found: Vec<PersonMerge> = Vec::new();
    for piece in pieces(authors) {
        let places = places(1, piece.len());
        let text = format!("SELECT * FROM person_merge WHERE author_id IN ({places}) OR other_id IN ({places})");
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<PersonMerge>(tx).await?);
    }
    found.sort_unstable_by_key(|one| one.id);
    found.dedup_by_key(|one| one.id);
    Ok(found)
}

/// Says anew who of these authors is one person, by the merges that stand; nobody of them is tied to anybody else. The
/// people they are, as [`model::people`] gives them.
pub async fn regroup(tx: &mut Tx, authors: &[AuthorId]) -> Result<Vec<Vec<AuthorId>>> {
    let standing = merges(tx, authors).await?.into_iter().filter(|one| one.parted.is_none());
    let ties: Vec<_> = standing.map(|one| (one.author, one.other)).collect();
    let people = people(authors, &ties);
    for person in &people {
        let first = person.first().copied().filter(|_| person.len() > 1);
        for piece in pieces(person) {
            let text = format!("UPDATE author SET person_id = $1 WHERE id IN ({})", places(2, piece.len()));
            piece.iter().fold(sql(text).bind(first), |query, id| query.bind(*id)).run(tx).await?;
        }
    }
    Ok(people)
}
