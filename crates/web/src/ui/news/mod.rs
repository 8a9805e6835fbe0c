//! By which ways and when one is told, besides on the page.

pub(crate) mod device;
pub(crate) mod keep;
pub(crate) mod link;
pub mod link_view;
pub(crate) mod mail;
pub(crate) mod show;
pub mod view;
pub(crate) mod woken;
