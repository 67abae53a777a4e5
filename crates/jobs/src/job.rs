//! Work as data: what is needed to do a piece of work later, in whichever process has time.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A piece of work that can be written down.
///
/// It may be started more than once, when the process that ran it has ended or it failed: doing
/// it again after it was done, wholly or in part, must lead to the same result.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// The name by which it is found again, such as `sessions.clean`; never changed.
    const NAME: &'static str;
    /// The higher, the sooner among those that wait.
    const PRIORITY: i64 = 0;
    /// What happens when it fails.
    const RETRY: Retry = Retry::NEVER;
    /// How many phases it reports; each counts the same in its percentage.
    const PHASES: u32 = 1;

    /// Of the unfinished jobs with one key there is at most one; none may be there many times.
    ///
    /// Unless a job says otherwise, there is one of its kind.
    fn unique_key(&self) -> Option<String> {
        Some(Self::NAME.to_owned())
    }
}

/// How often work that fails is tried, and how long after each failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    attempts: u32,
    first: Duration,
    most: Duration,
}

impl Retry {
    /// Once, and not again.
    pub const NEVER: Self = Self { attempts: 1, first: Duration::ZERO, most: Duration::ZERO };

    /// Up to `attempts` times; the wait is `first` after the first failure and doubles with each
    /// further one, but is never longer than `most`.
    #[must_use]
    pub const fn times(attempts: u32, first: Duration, most: Duration) -> Self {
        Self { attempts, first, most }
    }

    /// How often in all; at least once.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts.max(1)
    }

    /// How long to wait after the failure of an attempt, counted from 1; none when that was the
    /// last one.
    #[must_use]
    pub fn delay(&self, attempt: u32) -> Option<Duration> {
        if attempt >= self.attempts() {
            return None;
        }
        let doublings = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        Some(self.first.saturating_mul(doublings).min(self.most))
    }
}

#[cfg(test)]
mod tests {
    //! Waits.
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_its_bound_and_ends_with_the_last_attempt() {
        let retry = Retry::times(6, Duration::from_secs(10), Duration::from_secs(60));
        let waits: Vec<_> = (1..=6).map(|n| retry.delay(n).map(|wait| wait.as_secs())).collect();
        assert_eq!(waits, [Some(10), Some(20), Some(40), Some(60), Some(60), None]);
        assert_eq!(Retry::NEVER.delay(1), None);
        let patient = Retry::times(u32::MAX, Duration::from_secs(1), Duration::from_secs(9));
        assert_eq!(patient.delay(4_000_000_000), Some(Duration::from_secs(9)));
    }
}
