//! The catalogue's files, from the outside.
#![expect(clippy::unwrap_used, reason = "tests")]

mod formats;
