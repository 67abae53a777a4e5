//! The design that Gatefold is compared with: the same records in SQLite, seven queries for an answer.

mod build;
mod lists;
mod read;
mod shape;
mod tables;

pub use build::build;
pub use read::SevenQueries;

/// The main file.
const MAIN: &str = "main.sqlite3";
/// The file of track details.
const FILES: &str = "track_files.sqlite3";
