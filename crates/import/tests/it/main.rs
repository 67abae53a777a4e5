//! Imports from beginning to end.
#![expect(clippy::unwrap_used, reason = "tests")]

mod bad_input;
mod fielded;
mod fuzz;
mod import;
mod real_input;
mod shop;
