//! Listening histories, from the outside.
#![expect(clippy::unwrap_used, reason = "tests")]

mod cases;
mod formats;
mod place;
mod submitting;
