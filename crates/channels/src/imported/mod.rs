//! Posts from files: CSV and JSON Lines, as other tools export them.
//!
//! A [`Mapping`] says which column is what; [`Mapping::guess`] reads most exports without being told. An [`Import`] reads a
//! file twice: once to learn times, threads and what is wrong, and once, in the order in which people spoke, to give
//! batches as any other channel does, with a cursor that says how far it came.

mod file;
mod mapping;
mod moment;
mod row;
mod source;

pub use mapping::{Field, Format, Mapping, MappingError};
pub use source::{Import, ImportError, Overview};

use async_trait::async_trait;
use model::{Coverage, LengthRule, ReceivedAuthor, ReceivedPost, RemoteRef};
use tokio::sync::mpsc;

use crate::{
    Batch, Capabilities, Channel, ChannelError, Fate, Identity, LookedUp, OutgoingReply, PreparedReply, SentReply,
    StreamCursor,
};

/// The stream that imported rows come by.
pub const IMPORT: &str = "import";

/// What holds imported posts: a channel on which nobody speaks and nobody can be answered.
#[derive(Clone, Copy, Debug)]
pub struct ImportedChannel;

#[async_trait]
impl Channel for ImportedChannel {
    fn capabilities(&self) -> Capabilities {
        let length = LengthRule { graphemes_max: None, bytes_max: None };
        Capabilities { can_reply: false, can_ask_fate: false, length }
    }

    fn coverage(&self) -> Coverage {
        Coverage {
            heard: vec!["What members imported from files.".into()],
            not_heard: vec!["What happened to these posts since: changes, deletions, answers.".into()],
        }
    }

    async fn identify(&self) -> Result<Identity, ChannelError> {
        Ok(Identity::default())
    }

    fn streams(&self) -> Vec<&'static str> {
        Vec::new()
    }

    async fn receive(
        &self,
        stream: &str,
        _cursor: Option<StreamCursor>,
        _batches: mpsc::Sender<Batch>,
    ) -> Result<(), ChannelError> {
        Err(ChannelError::give_up(format!("this channel has no stream {stream}")))
    }

    async fn thread(&self, _post: &RemoteRef) -> Result<Vec<ReceivedPost>, ChannelError> {
        Ok(Vec::new())
    }

    async fn look_up(&self, _posts: &[RemoteRef]) -> Result<Vec<LookedUp>, ChannelError> {
        Ok(Vec::new())
    }

    async fn profiles(&self, _remote_ids: &[String]) -> Result<Vec<ReceivedAuthor>, ChannelError> {
        Ok(Vec::new())
    }

    async fn prepare(&self, _reply: &OutgoingReply) -> Result<PreparedReply, ChannelError> {
        Err(unanswerable())
    }

    async fn send(&self, _reply: &PreparedReply) -> Result<SentReply, ChannelError> {
        Err(unanswerable())
    }

    async fn fate(&self, _reply: &PreparedReply) -> Result<Fate, ChannelError> {
        Ok(Fate::CannotTell)
    }

    async fn delete(&self, _post: &RemoteRef) -> Result<(), ChannelError> {
        Err(unanswerable())
    }
}

fn unanswerable() -> ChannelError {
    ChannelError::give_up("imported posts cannot be answered")
}
