//! The people who speak to us: their list, and of each all that is known, from every handle.

pub(crate) mod act;
pub(crate) mod consent;
pub mod erase;
pub(crate) mod export;
pub(crate) mod gather;
pub(crate) mod list;
pub mod list_view;
pub(crate) mod notes;
pub mod same;
mod sample;
pub(crate) mod show;
pub mod view;

pub use erase::ErasePage;
pub use list_view::PeoplePage;
pub use view::PersonPage;
