//! Something that fails again and again, said once when it begins and once when it is over.

use crate::exit::chain;

/// What somebody who watches needs to know about an activity that repeats.
pub struct Complaint {
    activity: &'static str,
    is_failing: bool,
}

impl Complaint {
    /// About nothing yet.
    #[must_use]
    pub fn new(activity: &'static str) -> Self {
        Self { activity, is_failing: false }
    }

    /// It failed.
    pub fn about(&mut self, error: &anyhow::Error) {
        if !self.is_failing {
            tracing::error!(error = chain(error), "{} fails", self.activity);
        }
        self.is_failing = true;
    }

    /// It worked.
    pub fn over(&mut self) {
        if self.is_failing {
            tracing::info!("{} works again", self.activity);
        }
        self.is_failing = false;
    }
}
