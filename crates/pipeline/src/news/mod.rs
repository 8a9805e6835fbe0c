//! How members are reached who have no page open: keys of the house, and the words of its mail.

mod key;
pub(crate) mod letter;
mod vapid;

pub use key::Purpose;
pub(crate) use vapid::Voucher;
