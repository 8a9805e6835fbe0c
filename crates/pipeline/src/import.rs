//! Posts from files, on the same journey as what channels hear.

use channels::Batch;
use channels::imported::IMPORT;
use jiff::Timestamp;
use model::{Actor, Network, ReceivedAuthor};
use store::channel::{self, NewChannel};
use store::{Store, author, stream, turn};

use crate::Result;
use crate::journey::{self, Report, Source};
use crate::remembering::Remembering;
use crate::topics::Topics;

/// Conversations put away in one transaction.
const CHUNK: i64 = 100;

/// A channel that is being filled from a file.
pub struct Importing {
    store: Store,
    topics: Topics,
    source: Source,
}

impl Importing {
    /// Goes on with the imported channel of this name, which is made when there is none. `ours` are authors that are us.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn into_channel(store: &Store, name: &str, ours: &[ReceivedAuthor]) -> Result<Self> {
        let topics = Topics::load(store).await?;
        let mut tx = store.write().await?;
        turn::of_network(&mut tx, Network::Imported).await?;
        let all = channel::all(&mut tx).await?;
        let same = all.into_iter().find(|one| one.network == Network::Imported && one.name == name);
        let id = match same {
            Some(channel) => channel.id,
            None => {
                let id = tx.next_id();
                let new = NewChannel { id, network: Network::Imported, name, config: "{}", secret: None, author: None };
                channel::connect(&mut tx, Actor::System, new).await?;
                id
            }
        };
        for profile in ours {
            let id = author::keep(&mut tx, Network::Imported, profile).await?;
            author::mark_ours(&mut tx, id).await?;
        }
        tx.commit().await?;
        let source =
            Source { channel: id, network: Network::Imported, name: name.to_owned(), stream: IMPORT.to_owned() };
        Ok(Self { store: store.clone(), topics, source })
    }

    /// The cursor that the last batch left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cursor(&self) -> Result<Option<String>> {
        let mut tx = self.store.read().await?;
        Ok(stream::find(&mut tx, self.source.channel, IMPORT).await?.and_then(|stream| stream.cursor))
    }

    /// Takes a batch in and commits its cursor with it.
    ///
    /// # Errors
    /// When the database fails; then the cursor stands before what is missing.
    pub async fn take_in(&self, batch: Batch) -> Result<Report> {
        journey::take_in(&self.store, &self.topics, &Remembering::nothing(), &self.source, batch).await
    }

    /// Archives conversations in which nothing was said since `before` and that nobody touched; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn archive_older(&self, before: Timestamp) -> Result<usize> {
        let mut count = 0;
        loop {
            let mut tx = self.store.write().await?;
            let archived = inbox::archive_untouched(&mut tx, self.source.channel, before, CHUNK).await?;
            tx.commit().await?;
            count += archived;
            if archived == 0 {
                return Ok(count);
            }
        }
    }
}
