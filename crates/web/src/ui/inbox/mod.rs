//! The inbox: list, thread with composer, and context, three panes of one page.

pub mod composer;
pub mod context;
pub mod list;
mod sample;
pub mod thread;
pub mod view;

pub use composer::{Composer, ComposerKind, Stale};
pub use context::{Context, EarlierConversation, TopicMatch};
pub use list::{InboxView, List, Order, Row};
pub use thread::{
    Act, Choice, Entry, EntryEvent, EntryNote, EntryPost, EntryReply, Person, Present, Quoted,
    Thread,
};
pub use view::{FirstRun, InboxPage};
