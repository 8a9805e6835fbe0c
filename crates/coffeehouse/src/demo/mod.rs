//! The demo's own parts: the stage before the doors open, and the colleagues who work beside the visitor.

pub mod colleagues;
pub mod stage;
