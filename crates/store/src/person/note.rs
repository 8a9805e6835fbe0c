//! Remarks about a person, for the team. Like a [`crate::note`], and never about a conversation.

use jiff::Timestamp;
use model::{AuthorId, MemberId, NoteId};

use crate::row::{FromRow, Row};
use crate::sql::{pieces, places, sql};
use crate::vault::random_bytes;
use crate::{Result, Tx};

/// A note about a person.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonNote {
    /// Our id.
    pub id: NoteId,
    /// About which handle it was written.
    pub author: AuthorId,
    /// Who wrote it.
    pub member: MemberId,
    /// The words, for the team only.
    pub text: String,
    /// Salt of the digest by which events name the words.
    pub salt: Vec<u8>,
    /// When.
    pub created_at: Timestamp,
}

impl FromRow for PersonNote {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            author: row.get("author_id")?,
            member: row.get("member_id")?,
            text: row.get("text")?,
            salt: row.get("salt")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// Keeps a note about a person.
pub async fn write_note(tx: &mut Tx, author: AuthorId, member: MemberId, text: &str) -> Result<PersonNote> {
    let (id, now, salt) = (tx.next_id::<NoteId>(), tx.now(), random_bytes::<16>().to_vec());
    sql("INSERT INTO person_note (id, author_id, member_id, text, salt, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(author)
        .bind(member)
        .bind(text)
        .bind(salt.clone())
        .bind(now)
        .run(tx)
        .await?;
    Ok(PersonNote { id, author, member, text: text.to_owned(), salt, created_at: now })
}

/// The notes about these authors, the newest first.
pub async fn notes(tx: &mut Tx, authors: &[AuthorId]) -> Result<Vec<PersonNote>> {
    let mut found: Vec<PersonNote> = Vec::new();
    for piece in pieces(authors) {
        let text = format!("SELECT * FROM person_note WHERE author_id IN ({})", places(1, piece.len()));
        found.extend(piece.iter().fold(sql(text), |query, id| query.bind(*id)).all::<PersonNote>(tx).await?);
    }
    found.sort_unstable_by_key(|note| std::cmp::Reverse(note.id));
    Ok(found)
}
