//! SLA policies: how soon whom is answered.

pub(crate) mod act;
pub(crate) mod edit;
pub(crate) mod length;
pub(crate) mod list;
pub mod view;
