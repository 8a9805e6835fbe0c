//! The back-tests of a server.

use std::ops::Deref;

use memory::Archive;

use super::Test;
use super::report::Report;
use crate::tries::{self, Tries};

/// A back-test that was asked for.
pub type Run = tries::Run<Test, Report>;

/// The back-tests of this server, and what they look through.
pub struct BackTests {
    archive: Option<Archive>,
    tries: Tries<Test, Report>,
}

impl BackTests {
    pub(crate) fn new(archive: Option<Archive>) -> Self {
        Self { archive, tries: Tries::default() }
    }

    pub(crate) fn archive(&self) -> Option<&Archive> {
        self.archive.as_ref()
    }
}

impl Deref for BackTests {
    type Target = Tries<Test, Report>;

    fn deref(&self) -> &Self::Target {
        &self.tries
    }
}
