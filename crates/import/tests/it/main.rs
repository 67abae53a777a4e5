//! Imports from beginning to end.
#![expect(clippy::unwrap_used, reason = "tests")]

mod fuzz;
mod import;
mod real_input;
