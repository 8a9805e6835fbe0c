//! The REST API: what pages do, for programs. One file per noun; the routes stand in `router.rs`.
//!
//! A program acts as a member, by a token of theirs ([`caller`]): what it may is what the token's scopes and the member's
//! role both allow. Every handler takes the request apart ([`input`]), makes the call that the page makes, and gives
//! what came of it; whatever goes wrong is a [`problem`].

pub(crate) mod approval;
pub(crate) mod approval_policy;
pub(crate) mod backtest;
pub(crate) mod calendar;
pub(crate) mod caller;
pub(crate) mod channel;
pub(crate) mod commitment;
pub(crate) mod consent;
pub(crate) mod conversation;
pub(crate) mod correction;
mod cursor;
pub(crate) mod deed;
pub(crate) mod document;
pub(crate) mod enquiry;
pub(crate) mod event;
mod event_stream;
pub(crate) mod fact;
pub(crate) mod fact_answer;
pub(crate) mod gesture;
mod heard_elsewhere;
pub(crate) mod house_rule;
mod input;
pub(crate) mod insight;
pub(crate) mod label;
pub(crate) mod link;
pub(crate) mod macros;
pub(crate) mod media;
pub(crate) mod member;
pub(crate) mod message;
pub(crate) mod news;
pub(crate) mod note;
pub(crate) mod obligation;
mod once;
pub(crate) mod person;
pub(crate) mod person_export;
pub(crate) mod person_merge;
pub(crate) mod person_note;
pub(crate) mod picture;
pub(crate) mod posting;
pub(crate) mod problem;
mod proof;
pub(crate) mod reply;
pub(crate) mod rule;
pub(crate) mod saved_reply;
pub(crate) mod saved_view;
mod schema;
pub(crate) mod signature;
pub(crate) mod sla_policy;
pub(crate) mod split;
pub(crate) mod statement;
pub(crate) mod stop;
pub(crate) mod study;
pub(crate) mod study_coding;
pub(crate) mod subscription;
pub(crate) mod team;
pub(crate) mod topic;
pub(crate) mod variant;
mod version;
pub(crate) mod webhook;

/// Where it begins.
pub(crate) const ROOT: &str = "/api/v1";
