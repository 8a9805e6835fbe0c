//! All SQL of Coffeehouse: one file per noun.
//!
//! Start from [`Store`]: [`Store::open`] opens the embedded database, [`Store::connect`] one of a PostgreSQL server.
//! [`Store::read`] gives a snapshot, [`Store::write`] a writer, and [`Store::write_durable`] the same with its commit on
//! disk for good before it returns. Each noun's file has functions that take the transaction first. A lookup returns
//! "maybe one", never a not-found error; by a writer it also keeps others from changing what it found.

pub mod answered;
pub mod approval;
pub mod author;
pub mod backup;
pub mod calendar;
pub mod channel;
pub mod commitment;
pub mod conversation;
pub mod correction;
pub mod deed;
pub mod deletion;
pub mod dial;
pub mod draft;
pub mod draft_picture;
pub mod elsewhere;
pub mod enquiry;
pub mod erasure;
pub mod event;
pub mod fact;
pub mod floor;
pub mod followed;
pub mod gesture;
pub mod giving;
pub mod house_key;
pub mod house_rule;
pub mod insight;
pub mod introduction;
pub mod invitation;
pub mod job;
pub mod judgement;
pub mod label;
pub mod lease;
pub mod leave;
pub mod letter;
pub mod link;
pub mod macros;
pub mod media;
pub mod member;
pub mod member_mail;
pub mod mention;
pub mod merge;
pub mod near;
pub mod news;
pub mod note;
pub mod notice;
pub mod obligation;
pub mod organisation;
pub mod password_reset;
pub mod person;
pub mod picture;
pub mod pin;
pub mod policy;
pub mod post;
pub mod posting;
pub mod push_device;
pub mod quarantine;
pub mod regard;
pub mod reply;
pub mod reply_picture;
pub mod rule;
pub mod rule_run;
pub mod saved_reply;
pub mod saved_view;
pub mod seal;
pub mod session;
pub mod signature;
pub mod sla_clock;
pub mod sought;
pub mod spam;
pub mod statement;
pub mod stop;
pub mod stream;
pub mod study;
pub mod subscriber;
pub mod team;
pub mod token;
pub mod topic;
pub mod turn;
pub mod variant;
pub mod wait;
pub mod wait_day;
pub mod webhook;
pub mod word_index;
pub mod workload;

mod dialect;
mod error;
mod folder;
mod open;
mod postgres;
mod row;
mod sql;
mod sqlite;
mod tx;
mod vault;

pub use error::StoreError;
pub(crate) use sqlite::schema_version;

pub use open::{PostgresOptions, Store, StoreOptions};
pub use tx::Tx;
pub use vault::{Vault, VaultError, random_bytes};

type Result<T, E = StoreError> = std::result::Result<T, E>;
