//! Parts that pages share.

pub(crate) mod csv;
pub mod empty;
pub(crate) mod fault;
pub mod form;
pub mod icon;
pub mod kind;
pub mod misread;
pub mod name;
pub(crate) mod rich;
pub mod state;
pub mod time;
pub mod variant;
pub mod words;

pub use empty::{Empty, empty};
pub(crate) use form::shown_once;
pub use form::{Field, csrf, field, form_error, press};
pub use kind::{Kind, kind};
pub use misread::{Misread, marked};
pub use name::initials;
pub(crate) use rich::rich;
pub use state::{ReplyLine, reply_line, status_word};
pub use variant::{languages, text_fields, variant_fields};
pub use words::{Words, language_name, words};
