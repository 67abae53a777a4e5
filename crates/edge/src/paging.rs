//! Pages of a long list: a limit from 1 to 50 and an opaque cursor.
//!
//! A cursor says where the next page starts. It carries a fingerprint of the request that it
//! belongs to, so one that was made up, cut, or taken from another request is refused.

use serde::de::{self, Deserialize, Deserializer};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::problem::{Problem, code};

/// The number of entries on a page: 1 to 50, and 20 when nobody says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u8);

impl Limit {
    /// The largest page.
    pub const MAX: u8 = 50;

    /// A limit, or `None` outside of 1 to 50.
    #[must_use]
    pub fn new(n: u64) -> Option<Self> {
        let n = u8::try_from(n).ok()?;
        (1..=Self::MAX).contains(&n).then_some(Self(n))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> usize {
        usize::from(self.0)
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let n = u64::deserialize(deserializer)?;
        Self::new(n).ok_or_else(|| de::Error::custom("must be from 1 to 50"))
    }
}

/// What a cursor belongs to: everything in the request that decides which list is paged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope(u64);

impl Scope {
    /// The fingerprint of the parts, in order.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        // Hashing hashes keeps ("ab", "c") and ("a", "bc") apart.
        Self(parts.iter().fold(0, |seed, part| xxh3_64_with_seed(part, seed.wrapping_add(1))))
    }
}

/// A place in a list, as one or two numbers whose meaning is the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The main number: an offset, or the sort key of the last entry.
    pub position: u64,
    /// A second number, for lists whose sort keys are not unique.
    pub tie: u64,
}

/// Hexadecimal digits of a cursor: two numbers and a checksum.
const CURSOR_LEN: usize = 48;

impl Cursor {
    /// A cursor of one number.
    #[must_use]
    pub fn at(position: u64) -> Self {
        Self { position, tie: 0 }
    }

    /// The text that a client sends back for the next page.
    #[must_use]
    pub fn encode(self, scope: Scope) -> String {
        format!("{:016x}{:016x}{:016x}", self.position, self.tie, self.checksum(scope))
    }

    /// Reads a cursor that was made for the same scope.
    ///
    /// # Errors
    /// A problem with status 400 for anything else.
    pub fn decode(text: &str, scope: Scope) -> Result<Self, Problem> {
        Self::parse(text, scope).ok_or_else(|| {
            Problem::new(code::INVALID_CURSOR)
                .parameter("cursor")
                .detail("send back the cursor of the page before, with the same other parameters")
        })
    }

    fn parse(text: &str, scope: Scope) -> Option<Self> {
        let canonical = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != CURSOR_LEN || !text.as_bytes().iter().all(canonical) {
            return None;
        }
        let number = |at: usize| u64::from_str_radix(&text[at..at + 16], 16).ok();
        let cursor = Self { position: number(0)?, tie: number(16)? };
        (number(32)? == cursor.checksum(scope)).then_some(cursor)
    }

    fn checksum(self, scope: Scope) -> u64 {
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(&self.position.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.tie.to_le_bytes());
        bytes[16..].copy_from_slice(&scope.0.to_le_bytes());
        xxh3_64(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cursor, Limit, Scope};

    #[test]
    fn a_limit_outside_of_one_to_fifty_is_refused() {
        assert_eq!(Limit::new(0), None);
        assert_eq!(Limit::new(51), None);
        assert_eq!(Limit::new(u64::MAX), None);
        assert_eq!(Limit::new(50).map(Limit::get), Some(50));
        assert_eq!(Limit::default().get(), 20);
    }

    #[test]
    fn a_cursor_of_another_request_is_refused() {
        let cursor = Cursor::at(40).encode(Scope::of(&[b"track", b"hello"]));
        assert!(Cursor::decode(&cursor, Scope::of(&[b"track", b"hello"])).is_ok());
        assert!(Cursor::decode(&cursor, Scope::of(&[b"trackh", b"ello"])).is_err());
        assert!(Cursor::decode(&cursor, Scope::of(&[b"artist", b"hello"])).is_err());
        assert!(Cursor::decode(&cursor.to_uppercase(), Scope::of(&[b"track", b"hello"])).is_err());
    }

    proptest! {
        #[test]
        fn a_cursor_comes_back_as_it_was(position: u64, tie: u64, scope: u64) {
            let cursor = Cursor { position, tie };
            let decoded = Cursor::decode(&cursor.encode(Scope(scope)), Scope(scope));
            prop_assert_eq!(decoded.ok(), Some(cursor));
        }

        #[test]
        fn garbage_is_refused(text in ".{0,60}") {
            prop_assert!(Cursor::decode(&text, Scope(1)).is_err());
        }
    }
}
