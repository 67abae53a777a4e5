//! Listening histories, from the outside.
#![expect(clippy::unwrap_used, reason = "tests")]

mod accepting;
mod agreement;
mod cases;
mod correcting;
mod elsewhere;
mod erasing;
mod formats;
mod importing;
mod joining;
mod loving;
mod matching;
mod place;
mod reading;
mod relaying;
mod statistics;
mod submitting;
