//! Ids that grow with time, also within a millisecond.

use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use crate::effects::{Clock, Randomness};

/// Makes UUIDs of version 7: milliseconds, a counter of 12 bits, 62 random bits (RFC 9562, 6.2,
/// method 1). A clock that jumps back does not make smaller ids.
#[derive(Debug, Default)]
pub struct Ids(Mutex<Last>);

/// The last id, and chance for those that follow: asking for it each time would be a system call.
#[derive(Debug)]
struct Last {
    ms: u64,
    count: u16,
    chance: [u8; CHANCE],
    used: usize,
}

impl Default for Last {
    fn default() -> Self {
        Self { ms: 0, count: 0, chance: [0; CHANCE], used: CHANCE }
    }
}

/// Bytes of chance of an id, and of many ids.
const EACH: usize = 8;
const CHANCE: usize = 64 * EACH;

/// The largest value of the counter.
const MAX_COUNT: u16 = 0x0FFF;

impl Ids {
    /// The next id.
    pub fn next(&self, clock: &dyn Clock, random: &dyn Randomness) -> Uuid {
        let now = u64::try_from(clock.now_ms()).unwrap_or(0);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (last.ms, last.count) = match (last.ms, last.count) {
            (ms, _) if now > ms => (now, 0),
            (ms, MAX_COUNT) => (ms + 1, 0),
            (ms, count) => (ms, count + 1),
        };
        if last.used >= CHANCE {
            random.fill(&mut last.chance);
            last.used = 0;
        }
        let mut bytes = [0; 2 + EACH];
        bytes[..2].copy_from_slice(&last.count.to_be_bytes());
        bytes[2..].copy_from_slice(&last.chance[last.used..last.used + EACH]);
        last.used += EACH;
        uuid::Builder::from_unix_timestamp_millis(last.ms, &bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    //! Order under a clock that stands still or jumps back.
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;

    struct Jumping(AtomicI64);

    impl Clock for Jumping {
        fn now_ms(&self) -> i64 {
            self.0.fetch_sub(1, Ordering::Relaxed) / 3
        }
    }

    struct Ones;

    impl Randomness for Ones {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xFF);
        }
    }

    #[test]
    fn ids_grow_even_when_the_clock_does_not() {
        let (ids, clock) = (Ids::default(), Jumping(AtomicI64::new(1_795_219_200_000)));
        let made: Vec<Uuid> = (0..10_000).map(|_| ids.next(&clock, &Ones)).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }
}
