//! What people let us do: a history, of which the last of each purpose holds.

use jiff::Timestamp;
use model::{AuthorId, ConsentId, ConsentPurpose, ConsentState, MemberId, PostId};

use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::{Result, Tx};

/// Something that a person said to being quoted or written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Our id.
    pub id: ConsentId,
    /// Under which handle.
    pub author: AuthorId,
    /// What they are asked to let us do.
    pub purpose: ConsentPurpose,
    /// What they said.
    pub state: ConsentState,
    /// The message by which.
    pub post: Option<PostId>,
    /// What else shows it, in a line.
    pub words: Option<String>,
    /// Who noted it.
    pub member: MemberId,
    /// When.
    pub noted_at: Timestamp,
}

impl FromRow for Consent {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            author: row.get("author_id")?,
            purpose: row.get("purpose")?,
            state: row.get("state")?,
            post: row.get("post_id")?,
            words: row.get("words")?,
            member: row.get("member_id")?,
            noted_at: row.get("noted_at")?,
        })
    }
}

/// A consent to be noted.
#[derive(Clone, Debug)]
pub struct NewConsent<'a> {
    /// Under which handle.
    pub author: AuthorId,
    /// What they are asked to let us do.
    pub purpose: ConsentPurpose,
    /// What they said.
    pub state: ConsentState,
    /// The message by which.
    pub post: Option<PostId>,
    /// What else shows it.
    pub words: Option<&'a str>,
    /// Who notes it.
    pub member: MemberId,
}

/// Keeps what a person lets us do.
pub async fn note_consent(tx: &mut Tx, new: NewConsent<'_>) -> Result<Consent> {
    let (id, now) = (tx.next_id::<ConsentId>(), tx.now());
    let NewConsent { author, purpose, state, post, words, member } = new;
    sql("INSERT INTO consent (id, author_id, purpose, state, post_id, words, member_id, noted_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(id)
    .bind(author)
    .bind(purpose)
    .bind(state)
    .bind(post)
    .bind(words)
    .bind(member)
    .bind(now)
    .run(tx)
    .await?;
    Ok(Consent { id, author, purpose, state, post, words: words.map(str::to_owned), member, noted_at: now })
}

/// What was noted of these authors, the newest first.
pub async fn consents(tx: &mut Tx, authors: &[AuthorId]) -> Result<Vec<Consent>> {
    let mut found: Vec<Consent> = Vec::new();
    for piece in pieces(authors) {
        let text = format!("SELECT * FROM consent WHERE author_id IN ({})", places(1, piece.len()));
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<Consent>(tx).await?);
    }
    found.sort_unstable_by_key(|one| std::cmp::Reverse(one.id));
    Ok(found)
}
