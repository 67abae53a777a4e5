//! What a long piece of work is as data, what it tells about itself, and how it is stopped.
//!
//! The work is handed a [`Progress`] to speak to and a [`Stop`] to look at. It never learns who
//! listens: a terminal, a log, a row in a database, a test, or [`Silent`]. A [`Job`] is work that
//! can be written down and done later.

mod job;
mod progress;
mod stop;

pub use job::{Job, Retry};
pub use progress::{Progress, Silent, Unit};
pub use stop::{Stop, Stopped};
