//! How long a target that failed is left alone.

use crate::effects::Randomness;

/// After the first failure.
const FIRST_MS: u64 = 30_000;
/// At most.
const MOST_MS: u64 = 4 * 60 * 60_000;

/// The wait after so many failures in a row, counted from 1: it doubles, and lies by chance between
/// three and five quarters of that, so that not all come back at once. A server that names a time
/// is not asked before.
pub(super) fn wait_ms(failures: u32, named_s: Option<u64>, random: &dyn Randomness) -> i64 {
    let doublings = failures.saturating_sub(1).min(20);
    let plain = FIRST_MS.saturating_mul(1 << doublings).min(MOST_MS);
    let mut chance = [0; 4];
    random.fill(&mut chance);
    let share = u64::from(u32::from_le_bytes(chance)) * (plain / 2) / u64::from(u32::MAX);
    let wait = plain - plain / 4 + share;
    let named = named_s.unwrap_or(0).saturating_mul(1000).min(MOST_MS);
    i64::try_from(wait.max(named)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    //! Waits.
    use super::*;

    struct Always(u8);

    impl Randomness for Always {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn the_wait_doubles_up_to_its_bound_and_chance_spreads_it() {
        let waits = |chance| [1, 2, 3, 30].map(|n| wait_ms(n, None, &Always(chance)) / 500);
        assert_eq!(waits(0), [45, 90, 180, 21_600]);
        assert_eq!(waits(255), [75, 150, 300, 36_000]);
    }

    #[test]
    fn a_server_that_names_a_time_is_left_alone_for_so_long() {
        assert_eq!(wait_ms(1, Some(600), &Always(0)), 600_000);
        assert_eq!(wait_ms(1, Some(1), &Always(0)), 22_500);
        assert_eq!(wait_ms(1, Some(u64::MAX), &Always(0)), MOST_MS as i64);
    }
}
