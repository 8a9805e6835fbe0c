//! The inbox: list, thread with composer, and context, three panes of one page.

pub(crate) mod address;
pub(crate) mod assign;
pub mod attached;
pub mod chosen;
pub(crate) mod clock;
pub mod composer;
pub mod context;
pub(crate) mod draft;
mod gather;
pub mod judgement;
pub(crate) mod label;
pub mod list;
pub(crate) mod note;
pub(crate) mod presence;
pub(crate) mod priority;
pub mod regard;
pub(crate) mod reply;
mod sample;
pub mod saved;
pub mod search;
pub(crate) mod show;
pub(crate) mod status;
pub mod thread;
pub mod triage;
pub mod view;

pub use attached::Attached;
pub use composer::{Composer, ComposerKind, Stale};
pub use context::{Context, EarlierConversation, TopicMatch};
pub use judgement::Judged;
pub use list::{InboxView, List, Order, Row};
pub use regard::{Regard, Stands};
pub use saved::{Saved, SavedTab};
pub use search::Searched;
pub use thread::{Act, Choice, Entry, EntryEvent, EntryNote, EntryPost, EntryReply, Person, Present, Quoted, Thread};
pub use triage::Triage;
pub use view::{FirstRun, InboxPage};
