//! Members of the organisation and invitations.

pub mod view;
