//! What was asked for cannot be done as it is written.

use std::fmt::{self, Display, Formatter};

/// Ends the program with code 2, as a wrong flag does: nothing was begun, the request must change.
#[derive(Debug)]
pub struct Refused(pub String);

impl Refused {
    /// The code that the program ends with.
    pub const EXIT_CODE: u8 = 2;
}

impl Display for Refused {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}
