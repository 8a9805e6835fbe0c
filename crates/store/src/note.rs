//! Internal remarks. A note is not a reply: nothing turns one into the other.

use jiff::Timestamp;
use model::{ConversationId, MemberId, NoteId};

use crate::row::{FromRow, Row};
use crate::sql::sql;
use crate::vault::random_bytes;
use crate::{Result, Tx};

/// A note.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Our id.
    pub id: NoteId,
    /// Who wrote it.
    pub member: MemberId,
    /// The words, for the team only.
    pub text: String,
    /// Salt of the digest by which events name the words.
    pub salt: Vec<u8>,
    /// When.
    pub created_at: Timestamp,
}

impl FromRow for Note {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            member: row.get("member_id")?,
            text: row.get("text")?,
            salt: row.get("salt")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// Keeps a note.
pub async fn write(tx: &mut Tx, conversation: ConversationId, member: MemberId, text: &str) -> Result<Note> {
    let (id, now, salt) = (tx.next_id::<NoteId>(), tx.now(), random_bytes::<16>().to_vec());
    sql("INSERT INTO note (id, conversation_id, member_id, text, salt, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(conversation)
        .bind(member)
        .bind(text)
        .bind(salt.clone())
        .bind(now)
        .run(tx)
        .await?;
    Ok(Note { id, member, text: text.to_owned(), salt, created_at: now })
}

/// The notes of a conversation, oldest first.
pub async fn of_conversation(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<Note>> {
    sql("SELECT * FROM note WHERE conversation_id = $1 ORDER BY id").bind(conversation).all(tx).await
}
