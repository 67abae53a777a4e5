//! Chance: the same seed throws the same numbers on every machine.

use rand::{RngCore as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::spool::{Field, Null};

/// A source of chance.
pub(super) struct Dice(ChaCha8Rng);

/// A public id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gid(u128);

/// A moment of the last twenty years, in microseconds of a calendar of months of 28 days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(u64);

/// A partial date: zeros are unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Date {
    /// Year.
    pub(super) year: u32,
    /// Month.
    pub(super) month: u32,
    /// Day.
    pub(super) day: u32,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from 0 up to but without 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with a probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        f64::from(self.0.next_u32()) < probability * 4_294_967_296.0
    }

    /// A number below `end`; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(end)) >> 32) as u32
    }

    /// A number of a range with its last.
    pub(super) fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below(last - first + 1)
    }

    /// An index below `count`, where the chance of index k is in proportion to 1 / (k + shift).
    pub(super) fn zipf(&mut self, count: usize, shift: f64) -> usize {
        let ratio = count as f64 / shift + 1.0;
        let index = shift * (ratio.powf(self.unit()) - 1.0);
        (index as usize).min(count.saturating_sub(1))
    }

    /// One of some.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u32) as usize]
    }

    /// One of some, by weights that add up to 100; the last one gets the rest.
    pub(super) fn weighted<T: Copy>(&mut self, from: &[(u32, T)]) -> T {
        let mut left = self.below(100);
        for (weight, value) in from {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        from[from.len() - 1].1
    }

    pub(super) fn gid(&mut self) -> Gid {
        let random = u128::from(self.0.next_u64()) << 64 | u128::from(self.0.next_u64());
        // Version 4, variant 1.
        Gid(random & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62)
    }

    pub(super) fn moment(&mut self) -> Moment {
        Moment(self.0.next_u64())
    }

    /// A date of that year, sometimes without day or month.
    pub(super) fn date(&mut self, year: u32) -> Date {
        let known = self.below(100);
        let month = if known < 12 { 0 } else { self.between(1, 12) };
        let day = if known < 20 { 0 } else { self.between(1, 28) };
        Date { year, month, day }
    }

    /// A year of the recorded age, most often a recent one.
    pub(super) fn year(&mut self) -> u32 {
        let back = self.unit();
        2025 - (back * back * 60.0) as u32
    }

    /// The numbers below `count` in any order.
    pub(super) fn shuffled(&mut self, count: u32) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..count).collect();
        for at in (1..count).rev() {
            numbers.swap(at as usize, self.below(at + 1) as usize);
        }
        numbers
    }

    /// That many letters and digits.
    pub(super) fn code(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(self.pick(alphabet))).collect()
    }

    /// A rating out of 100 and the number of votes, for some.
    pub(super) fn rating(&mut self, share: f64) -> (Option<u32>, Option<u32>) {
        if !self.chance(share) {
            return (None, None);
        }
        let votes = self.zipf(500, 1.5) as u32 + 1;
        (Some(self.between(4, 20) * 5), Some(votes))
    }
}

impl Field for Gid {
    fn put(&self, line: &mut Vec<u8>) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        for digit in 0..32 {
            if matches!(digit, 8 | 12 | 16 | 20) {
                line.push(b'-');
            }
            line.push(HEX[(self.0 >> (124 - 4 * digit)) as usize & 15]);
        }
    }
}

impl std::fmt::Display for Gid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = Vec::new();
        self.put(&mut text);
        f.write_str(&String::from_utf8_lossy(&text))
    }
}

impl Field for Moment {
    fn put(&self, line: &mut Vec<u8>) {
        let mut rest = self.0;
        let mut part = |count: u64| {
            let value = rest % count;
            rest /= count;
            value as u32
        };
        let (micros, second, minute, hour) = (part(1_000_000), part(60), part(60), part(24));
        let (day, month, year) = (part(28) + 1, part(12) + 1, part(20) + 2006);
        year.put(line);
        for (before, value) in
            [(b'-', month), (b'-', day), (b' ', hour), (b':', minute), (b':', second)]
        {
            line.extend_from_slice(&[before, b'0' + (value / 10) as u8, b'0' + (value % 10) as u8]);
        }
        // The server writes no trailing zeros.
        if micros > 0 {
            line.extend_from_slice(format!(".{micros:06}").trim_end_matches('0').as_bytes());
        }
        line.extend_from_slice(b"+00");
    }
}

impl Field for Date {
    fn put(&self, line: &mut Vec<u8>) {
        for (at, part) in [self.year, self.month, self.day].into_iter().enumerate() {
            if at > 0 {
                line.push(b'\t');
            }
            match part {
                0 => Null.put(line),
                part => part.put(line),
            }
        }
    }
}

impl Date {
    /// Sorts unknown parts last.
    pub(super) fn order(&self) -> (u32, u32, u32) {
        let last = |part: u32| if part == 0 { u32::MAX } else { part };
        (last(self.year), last(self.month), last(self.day))
    }
}
