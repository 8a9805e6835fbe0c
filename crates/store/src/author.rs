//! Who writes in public.

use model::{Author, AuthorId, Network, ReceivedAuthor};

use crate::row::{FromRow, Row};
use crate::sql::{insert, pieces, places, sql};
use crate::{Result, Tx, word_index};

impl FromRow for Author {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            is_ours: row.get("is_ours")?,
            profile: ReceivedAuthor {
                remote_id: row.get("remote_id")?,
                handle: row.get("handle")?,
                display_name: row.get("display_name")?,
                follower_count: row.get("follower_count")?,
                follows_us: row.get("follows_us")?,
                url: row.get("url")?,
            },
        })
    }
}

/// The accounts on a network that our channels speak for.
pub async fn accounts(tx: &mut Tx, network: Network) -> Result<Vec<Author>> {
    sql("SELECT author.* FROM channel JOIN author ON author.id = channel.author_id WHERE channel.network = $1")
        .bind(network)
        .all(tx)
        .await
}

const INSERT: &str =
    "INSERT INTO author (id, network, remote_id, handle, display_name, follower_count, follows_us, url, updated_at)";
/// What is left out stays as it was.
const UPDATE: &str = " ON CONFLICT (network, remote_id) DO UPDATE SET handle = COALESCE(excluded.handle, author.handle), \
     display_name = COALESCE(excluded.display_name, author.display_name), \
     follower_count = COALESCE(excluded.follower_count, author.follower_count), \
     follows_us = COALESCE(excluded.follows_us, author.follows_us), url = COALESCE(excluded.url, author.url), \
     updated_at = excluded.updated_at";

/// Keeps what a network says of an author; what it leaves out stays as it was.
pub async fn keep(tx: &mut Tx, network: Network, profile: &ReceivedAuthor) -> Result<AuthorId> {
    let (id, now) = (tx.next_id::<AuthorId>(), tx.now());
    let kept: Option<Author> = sql(format!("{INSERT} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9){UPDATE} RETURNING *"))
        .bind(id)
        .bind(network)
        .bind(&profile.remote_id)
        .bind(profile.handle.as_ref())
        .bind(profile.display_name.as_ref())
        .bind(profile.follower_count)
        .bind(profile.follows_us)
        .bind(profile.url.as_ref())
        .bind(now)
        .maybe(tx)
        .await?;
    let Some(kept) = kept else { return Ok(id) };
    word_index::keep_names(tx, std::iter::once((kept.id, kept.name()))).await?;
    Ok(kept.id)
}

/// Keeps what a network says of several authors, each under the id given where there is none yet; no two are the same. The
/// caller has the network's turn and has looked ([`by_remotes`]).
pub async fn keep_all(tx: &mut Tx, network: Network, authors: &[(AuthorId, ReceivedAuthor)]) -> Result<()> {
    let now = tx.now();
    let rows = authors.iter().map(|(id, profile)| {
        vec![
            (*id).into(),
            network.into(),
            (&profile.remote_id).into(),
            profile.handle.as_ref().into(),
            profile.display_name.as_ref().into(),
            profile.follower_count.into(),
            profile.follows_us.into(),
            profile.url.as_ref().into(),
            now.into(),
        ]
    });
    insert(tx, INSERT, UPDATE, rows).await?;
    word_index::keep_names(tx, authors.iter().map(|(id, profile)| (*id, profile.name()))).await
}

/// The authors whom a network knows by these ids.
pub async fn by_remotes(tx: &mut Tx, network: Network, remote_ids: &[&str]) -> Result<Vec<Author>> {
    let mut found = Vec::new();
    for piece in pieces(remote_ids) {
        let text = format!("SELECT * FROM author WHERE network = $1 AND remote_id IN ({})", places(2, piece.len()));
        found.extend(piece.iter().fold(sql(text).bind(network), |query, id| query.bind(*id)).all(tx).await?);
    }
    Ok(found)
}

/// The authors whom a network knows by these handles, written in lower case.
pub async fn by_handles(tx: &mut Tx, network: Network, handles: &[&str]) -> Result<Vec<Author>> {
    let mut found = Vec::new();
    for piece in pieces(handles) {
        let text =
            format!("SELECT * FROM author WHERE handle IN ({}) AND network = $1 ORDER BY id", places(2, piece.len()));
        found.extend(piece.iter().fold(sql(text).bind(network), |query, id| query.bind(*id)).all(tx).await?);
    }
    Ok(found)
}

/// Marks an author as an account of ours.
pub async fn mark_ours(tx: &mut Tx, id: AuthorId) -> Result<()> {
    sql("UPDATE author SET is_ours = 1 WHERE id = $1").bind(id).run(tx).await?;
    Ok(())
}

/// The author with this id.
pub async fn find(tx: &mut Tx, id: AuthorId) -> Result<Option<Author>> {
    sql("SELECT * FROM author WHERE id = $1").bind(id).maybe(tx).await
}

/// The authors with these ids.
pub async fn of_ids(tx: &mut Tx, ids: &[AuthorId]) -> Result<Vec<Author>> {
    let mut found = Vec::new();
    for piece in pieces(ids) {
        let text = format!("SELECT * FROM author WHERE id IN ({}) ORDER BY id", places(1, piece.len()));
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all(tx).await?);
    }
    Ok(found)
}

/// The network on which an author writes.
pub async fn network(tx: &mut Tx, id: AuthorId) -> Result<Option<Network>> {
    struct On(Network);
    impl FromRow for On {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            row.get("network").map(Self)
        }
    }
    let found: Option<On> = sql("SELECT network FROM author WHERE id = $1").bind(id).maybe(tx).await?;
    Ok(found.map(|On(network)| network))
}

/// The author whom a network knows by this id.
pub async fn by_remote(tx: &mut Tx, network: Network, remote_id: &str) -> Result<Option<Author>> {
    sql("SELECT * FROM author WHERE network = $1 AND remote_id = $2").bind(network).bind(remote_id).maybe(tx).await
}

/// Authors of a network who wrote mentions and whose names are not known yet, newest first.
pub async fn nameless(tx: &mut Tx, network: Network, limit: i64) -> Result<Vec<Author>> {
    sql("SELECT author.* FROM author WHERE network = $1 AND handle IS NULL AND erased_at IS NULL \
         AND EXISTS (SELECT 1 FROM post WHERE post.author_id = author.id AND post.conversation_id IS NOT NULL) \
         ORDER BY id DESC LIMIT $2")
    .bind(network)
    .bind(limit)
    .all(tx)
    .await
}
