//! Packed sums: subjects in ascending order with plays and listening time, as numbers of as many
//! bytes as they need.

use crate::error::{Error, Result};

/// Plays and listening time of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) subject: i64,
    pub(crate) listens: i64,
    pub(crate) played_ms: i64,
}

/// Packs sums, which have to be sorted by subject.
pub(crate) fn pack(sums: &[Sum]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(sums.len() * 6);
    let mut before = 0;
    for sum in sums {
        put(&mut packed, sum.subject - before);
        put(&mut packed, sum.listens);
        put(&mut packed, sum.played_ms);
        before = sum.subject;
    }
    packed
}

/// The sums of a block; an error in place of what is not a block, and then nothing more.
pub(crate) fn unpack(packed: &[u8]) -> impl Iterator<Item = Result<Sum>> {
    let damaged = || Error::Internal("packed counts are damaged".into());
    sums(packed).map(move |sum| sum.ok_or_else(damaged))
}

fn sums(mut packed: &[u8]) -> impl Iterator<Item = Option<Sum>> {
    let mut subject: i64 = 0;
    std::iter::from_fn(move || {
        if packed.is_empty() {
            return None;
        }
        let mut next = || {
            subject = subject.checked_add(take(&mut packed)?)?;
            Some(Sum { subject, listens: take(&mut packed)?, played_ms: take(&mut packed)? })
        };
        let sum = next();
        if sum.is_none() {
            packed = &[];
        }
        Some(sum)
    })
}

fn put(packed: &mut Vec<u8>, number: i64) {
    let mut rest = u64::try_from(number).unwrap_or(0);
    while rest >= 0x80 {
        packed.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    packed.push(rest as u8);
}

fn take(packed: &mut &[u8]) -> Option<i64> {
    match packed.first_chunk() {
        Some(bytes) => take_of_eight(packed, u64::from_le_bytes(*bytes)),
        None => take_slowly(packed),
    }
}

/// A number that ends within the next eight bytes, which nearly all do, without a loop.
fn take_of_eight(packed: &mut &[u8], bytes: u64) -> Option<i64> {
    let ends = !bytes & 0x8080_8080_8080_8080;
    if ends == 0 {
        return take_slowly(packed);
    }
    let last = ends.trailing_zeros();
    // Seven bits of each byte move together: pairs, then fours, then all.
    let number = bytes & (u64::MAX >> (63 - last)) & 0x7f7f_7f7f_7f7f_7f7f;
    let number = number & 0x007f_007f_007f_007f | (number & 0x7f00_7f00_7f00_7f00) >> 1;
    let number = number & 0x0000_3fff_0000_3fff | (number & 0x3fff_0000_3fff_0000) >> 2;
    let number = number & 0x0fff_ffff | (number & 0x0fff_ffff_0000_0000) >> 4;
    *packed = packed.get(last as usize / 8 + 1..)?;
    i64::try_from(number).ok()
}

fn take_slowly(packed: &mut &[u8]) -> Option<i64> {
    let mut number: u64 = 0;
    for shift in (0..63).step_by(7) {
        let (byte, rest) = packed.split_first()?;
        *packed = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return i64::try_from(number).ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    //! Round trips, and bytes that are no block.
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_packed_comes_back(
            sums in proptest::collection::btree_map(0..i64::MAX, (0..i64::MAX, 0..i64::MAX), 0..50)
        ) {
            let sums: Vec<Sum> = sums
                .into_iter()
                .map(|(subject, (listens, played_ms))| Sum { subject, listens, played_ms })
                .collect();
            let packed = pack(&sums);
            prop_assert_eq!(unpack(&packed).collect::<Result<Vec<_>>>().ok(), Some(sums));
        }

        #[test]
        fn foreign_bytes_end(bytes: Vec<u8>) {
            prop_assert!(unpack(&bytes).count() <= bytes.len());
        }
    }
}
