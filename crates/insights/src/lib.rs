//! What conversations come to when one looks at many of them: numbers and pictures, each with one definition.
//!
//! Start from [`Floor`]: who talks about what, and who was heard, answered, or not. [`Room`] is its picture: where the
//! tables stand and who sits where, a pure function of it.

mod agreement;
mod dials;
mod durations;
mod duties;
pub mod figures;
mod floor;
mod layout;
mod person;
mod settle;
mod share;
mod survival;
mod waiting;
mod window;

pub use agreement::{Agreement, Kappa};
pub use dials::{Evidence, Found, Reading, Standing, Trend, reading};
pub use durations::{Bin, Count, Durations};
pub use duties::{Duty, DutyEnd, DutyKind, duties};
pub use floor::{Floor, TABLES_MAX, Table, TableId, Voice};
pub use layout::{Chair, Drawn, Room, SEAT_RADIUS, SEATS_MAX, Shape};
pub use person::{LATE_AFTER, Person, State};
pub use share::{Share, wilson};
pub use survival::{Curve, LogRank, Quantile, Step, log_rank};
pub use waiting::{counts_for_waits, families, history, relatives};
pub use window::Window;
