//! Posts from files: CSV and JSON, as lines or one array, as other tools export them.
//!
//! A [`Mapping`] says which column is what; [`Mapping::guess`] reads most exports without being told. An [`Import`] reads a
//! file twice: once to learn times, threads and what is wrong, and once, in the order in which people spoke, to give
//! batches as any other channel does, with a cursor that says how far it came.

mod as_lines;
mod file;
mod mapping;
mod moment;
mod row;
mod source;

pub use mapping::{Field, Format, Mapping, MappingError};
pub use source::{Import, ImportError, Overview};

use async_trait::async_trait;
use model::{Coverage, LengthRule, PictureRule};
use tokio::sync::mpsc;
use wording::t;

use crate::{Batch, Capabilities, Channel, ChannelError, Identity, StreamCursor};

/// The stream that imported rows come by.
pub const IMPORT: &str = "import";

/// What holds imported posts: a channel on which nobody speaks and nobody can be answered.
#[derive(Clone, Copy, Debug)]
pub struct ImportedChannel;

#[async_trait]
impl Channel for ImportedChannel {
    fn capabilities(&self) -> Capabilities {
        let length = LengthRule { graphemes_max: None, bytes_max: None };
        Capabilities {
            can_reply: false,
            can_ask_fate: false,
            length,
            pictures: PictureRule::NONE,
            gestures: &[],
            private: None,
        }
    }

    fn coverage(&self) -> Coverage {
        Coverage {
            heard: vec![t!("What members imported from files.").into()],
            not_heard: vec![t!("What happened to these posts since: changes, deletions, answers.").into()],
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
}
