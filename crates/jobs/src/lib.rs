//! What a long piece of work tells about itself, and how it is stopped.
//!
//! The work is handed a [`Progress`] to speak to and a [`Stop`] to look at. It never learns who
//! listens: a terminal, a log, a test, or [`Silent`].

mod progress;
mod stop;

pub use progress::{Progress, Silent, Unit};
pub use stop::{Stop, Stopped};
