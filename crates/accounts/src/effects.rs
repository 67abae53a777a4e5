//! What the outside world does for this crate, plugged in by the program.

use std::sync::Arc;

pub use store::{Clock, Randomness};

use crate::mail::Mail;

/// Everything that this crate does not do itself.
#[derive(Clone)]
pub struct Effects {
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Randomness of the operating system.
    pub random: Arc<dyn Randomness>,
    /// Mail.
    pub mail: Arc<dyn Mail>,
}
