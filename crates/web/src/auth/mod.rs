//! Who is there: sessions, passwords, forms that only our own pages can post.

mod door;
mod email;
mod posted;
mod posted_files;
mod same_site;
mod signed_in;

pub(crate) use door::{Doorkeeper, Verdict, password_fault};
pub(crate) use email::email_fault;
pub(crate) use posted::{FORM_BYTES_MAX, Posted};
pub(crate) use posted_files::{FILE_BYTES_MAX, FILES_BYTES_MAX, PostedFile, PostedFiles, declared_length};
pub(crate) use same_site::require_same_site;
pub(crate) use signed_in::{SignedIn, begin_session, carries_session, end_session, load_session};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A secret for a cookie or a link: 256 bits that nobody can guess.
pub fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(store::random_bytes::<32>())
}
