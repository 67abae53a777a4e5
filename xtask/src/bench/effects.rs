//! What accounts are told of the outside world while something is measured.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use accounts::mail::{Mail, Message};
use accounts::{Clock, Randomness};
use rand::{RngCore as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// A clock that moves only when it is told to.
pub(super) struct ManualClock(pub(super) AtomicI64);

impl Clock for ManualClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Chance that is the same in every run.
pub(super) struct Seeded(Mutex<ChaCha8Rng>);

impl Seeded {
    pub(super) fn from(seed: u64) -> Self {
        Self(Mutex::new(ChaCha8Rng::seed_from_u64(seed)))
    }
}

impl Randomness for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}

/// Nobody reads these mails.
pub(super) struct Nowhere;

impl Mail for Nowhere {
    fn post(&self, _: Message) {}
}
