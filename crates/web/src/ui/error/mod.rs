//! Pages for what went wrong: a sentence and a way out.

pub mod view;
