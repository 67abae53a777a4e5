//! The shop's rows fit together, and its dump is one that other programs can read.
#![expect(clippy::unwrap_used, reason = "tests")]

mod archives;
mod rows;
