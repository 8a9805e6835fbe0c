//! The pages: each a function from a typed context to markup, beside the handler that fills it.
//!
//! A page implements [`layout::Page`]; [`layout::page`] sets it in the shell, [`layout::fragment`] gives its `<main>`
//! alone, which is what the scripts ask for. Every page has samples: an invented railway, the Vellenbahn.

pub mod approval;
pub mod approval_policy;
pub mod calendar;
pub mod channel;
pub mod components;
pub mod correction;
pub mod deed;
pub mod desk;
pub mod dial;
pub mod enquiry;
pub mod error;
pub mod fact;
pub mod figures;
pub mod floor;
pub mod gesture;
pub(crate) mod going_on;
pub mod house_rule;
pub mod inbox;
pub mod insight;
pub mod label;
pub mod layout;
pub mod linking;
pub mod macros;
pub mod me;
pub(crate) mod media;
pub mod member;
pub mod merging;
pub mod news;
pub mod notice;
pub mod owed;
pub mod person;
pub mod promised;
pub(crate) mod put_away;
pub(crate) mod reply;
pub mod rule;
pub mod saved_reply;
pub mod saved_view;
pub mod seat;
pub mod session;
pub mod signature;
pub mod sla_policy;
pub mod statement;
pub mod stop;
pub mod study;
pub mod team;
pub mod token;
pub mod topic;
pub mod webhook;
