//! Pages, live streams and the HTTP server of Coffeehouse.

pub mod assets;
pub mod ui;
