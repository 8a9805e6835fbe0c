//! The stream's memory: what was heard and concerned nobody, for some days, outside the database.
//!
//! Posts that concern us are rows. The rest goes here, so that somebody who describes a new topic can be told what it
//! would have heard. Nobody's name or profile is made of it: there is no index by author, and what a source deletes is
//! never read again.
//!
//! ```text
//! batch ─▶ Portion ─▶ writer (one thread) ─▶ 0000000012.open ─▶ tidier (another) ─▶ 0000000012.segment
//!            encoded     groups, compresses,     one frame a group     merges into large frames without
//!            in place    makes durable                                 the deleted, and forgets by age and size
//! ```
//!
//! Start from [`Memory`], which remembers, and [`Archive`], which reads, also beside a running server. A segment is a row of frames
//! (`frame.rs`), each with its own checksums: a damaged one costs its own posts, and a tail that a crash tore off is where
//! the file ends.

mod archive;
mod disk;
mod frame;
mod grave;
mod health;
mod key;
mod learned;
mod limits;
mod memory;
mod portion;
mod record;
mod scan;
mod segment;
mod summary;
#[cfg(test)]
mod tests;
mod tidier;
mod varint;
mod writer;

pub use archive::{Archive, Span};
pub use health::{Health, State};
pub use key::Key;
pub use limits::Limits;
pub use memory::{Kept, Memory, MemoryError};
pub use portion::Portion;
pub use record::Remembered;
pub use scan::Scan;
