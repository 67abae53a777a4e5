#![doc = include_str!("../README.md")]

mod build;
mod column;
pub mod dump;
mod error;
mod facts;
pub mod fetch;
mod musicbrainz;
mod popularity;
mod preference;
mod problems;
mod run;
mod spill;
mod sqlite;
mod staging;
mod stopwatch;
mod verify;

pub use error::{Error, Result};
pub use run::{Options, Summary, import_musicbrainz};
pub use sqlite::import_sqlite;
pub use stopwatch::Clock;
pub use verify::verify;
