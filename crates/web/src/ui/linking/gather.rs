//! Gathers what belongs with a conversation, and what is likely to.

use store::conversation::{self, Conversation, ListRow};
use store::{Tx, link};

use super::section::{Belongs, Other};
use crate::failure::Answer;
use crate::ui::components::words::last_words;

/// How many that likely belong with it are offered.
const OFFERED: usize = 3;

/// What belongs with a conversation, the newest words first, and what is offered to whoever may say so.
pub(crate) async fn of_conversation(tx: &mut Tx, one: &Conversation, may_link: bool) -> Answer<Belongs> {
    let ids = link::of(tx, one.id).await?;
    let with = conversation::rows(tx, &ids).await?;
    let likely = if may_link { inbox::likely_linked(tx, one, OFFERED).await? } else { Vec::new() };
    let shown = |rows: Vec<ListRow>| rows.into_iter().map(Other::from).collect();
    Ok(Belongs { with: shown(with), likely: shown(likely) })
}

impl From<ListRow> for Other {
    fn from(row: ListRow) -> Self {
        Self {
            id: row.conversation.id,
            words: last_words(&row),
            name: row.author_name,
            network: row.network,
            at: row.posted_at,
            status: row.conversation.status,
        }
    }
}
