//! Blocks: the records of neighbouring numbers under one key.
//!
//! A tree with a key for each of millions of records is several levels deep, and every level costs a
//! few misses of the processor's caches. With a thousand records under a key the tree stays in the
//! caches, and what is left is the place in the block and the record itself.

use crate::codec::{Corrupt, Read};

/// Numbers that share a block.
const NUMBERS: usize = 1024;

/// Numbers that share a word of presence bits.
const GROUP: usize = 64;

/// A group's presence bits, and how many records the groups before it have.
const GROUP_BYTES: usize = 8 + 2;

const HEAD_BYTES: usize = NUMBERS / GROUP * GROUP_BYTES;

/// Where a record begins, from the first byte of the block.
const MARK_BYTES: usize = 4;

const CUT_OFF: Corrupt = Corrupt("a block of records is cut off");

/// The block of a number.
#[inline]
fn block_of(number: u32) -> u32 {
    number / NUMBERS as u32
}

/// The key of the block in which a number's record lies.
#[inline]
pub(crate) fn key(number: u32) -> [u8; 4] {
    block_of(number).to_be_bytes()
}

/// The least number whose record can lie under a key.
pub(crate) fn first_number(key: &[u8]) -> Read<u32> {
    let key = key.try_into().map_err(|_| Corrupt("the key of a block has another length"))?;
    let first = u32::from_be_bytes(key).checked_mul(NUMBERS as u32);
    first.ok_or(Corrupt("the key of a block is too large"))
}

/// A block that was read.
#[derive(Clone, Copy)]
pub(crate) struct Block<'a> {
    bytes: &'a [u8],
}

impl<'a> Block<'a> {
    /// Looks at the bytes of a block.
    #[inline]
    pub(crate) fn new(bytes: &'a [u8]) -> Read<Self> {
        if bytes.len() < HEAD_BYTES { Err(CUT_OFF) } else { Ok(Self { bytes }) }
    }

    /// Which numbers of a group are there, and how many records stand before them.
    #[inline]
    fn group(self, group: usize) -> (u64, usize) {
        let (groups, _) = self.bytes.as_chunks::<GROUP_BYTES>();
        let [a, b, c, d, e, f, g, h, low, high] = groups[group];
        let bits = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        (bits, usize::from(u16::from_le_bytes([low, high])))
    }

    /// How many records there are.
    pub(crate) fn len(self) -> usize {
        let (bits, before) = self.group(NUMBERS / GROUP - 1);
        before + bits.count_ones() as usize
    }

    /// The bytes of a number's record.
    #[inline]
    pub(crate) fn get(self, number: u32) -> Read<Option<&'a [u8]>> {
        let at = number as usize % NUMBERS;
        let (bits, before) = self.group(at / GROUP);
        let bit = 1 << (at % GROUP);
        if bits & bit == 0 {
            return Ok(None);
        }
        self.at(before + (bits & (bit - 1)).count_ones() as usize).map(Some)
    }

    /// The bytes of the record of that place among those that are there.
    #[inline]
    fn at(self, place: usize) -> Read<&'a [u8]> {
        self.bytes.get(self.mark(place)?..self.mark(place + 1)?).ok_or(CUT_OFF)
    }

    #[inline]
    fn mark(self, place: usize) -> Read<usize> {
        let (marks, _) = self.bytes[HEAD_BYTES..].as_chunks::<MARK_BYTES>();
        marks.get(place).map(|mark| u32::from_le_bytes(*mark) as usize).ok_or(CUT_OFF)
    }

    /// The numbers from `from` on and their records, of a block that lies under `key`.
    pub(crate) fn entries(
        self,
        key: &[u8],
        from: u32,
    ) -> Read<impl Iterator<Item = Read<(u32, &'a [u8])>>> {
        let first = first_number(key)?;
        let from = from.saturating_sub(first) as usize;
        let is_there = move |at: &usize| self.group(at / GROUP).0 >> (at % GROUP) & 1 == 1;
        let before = (0..from.min(NUMBERS)).filter(is_there).count();
        let there = (from..NUMBERS).filter(is_there).zip(before..);
        Ok(there.map(move |(at, place)| Ok((first + at as u32, self.at(place)?))))
    }
}

/// A block that is being filled, by ascending numbers.
#[derive(Default)]
pub(crate) struct Filling {
    numbers: Vec<u32>,
    ends: Vec<u32>,
    records: Vec<u8>,
}

impl Filling {
    /// Whether a number's record belongs into another block than those that were put.
    pub(crate) fn is_closed_to(&self, number: u32) -> bool {
        self.numbers.last().is_some_and(|last| block_of(*last) != block_of(number))
    }

    /// Adds a record. A block is far below 4 GiB, since a record is at most the size of a row.
    pub(crate) fn put(&mut self, number: u32, record: &[u8]) {
        self.records.extend_from_slice(record);
        self.numbers.push(number);
        self.ends.push(self.records.len() as u32);
    }

    /// The key and bytes of the block, which is empty afterwards; `None` when it was before.
    pub(crate) fn take(&mut self, bytes: &mut Vec<u8>) -> Option<[u8; 4]> {
        let key = key(*self.numbers.first()?);
        bytes.clear();
        let mut before = 0_u16;
        for group in 0..NUMBERS / GROUP {
            let places = self.numbers.iter().map(|number| *number as usize % NUMBERS);
            let own = places.filter(|place| place / GROUP == group);
            let bits = own.fold(0_u64, |bits, place| bits | 1 << (place % GROUP));
            bytes.extend_from_slice(&bits.to_le_bytes());
            bytes.extend_from_slice(&before.to_le_bytes());
            before += bits.count_ones() as u16;
        }
        let first = (HEAD_BYTES + (self.ends.len() + 1) * MARK_BYTES) as u32;
        for end in std::iter::once(&0).chain(&self.ends) {
            bytes.extend_from_slice(&(first + end).to_le_bytes());
        }
        bytes.extend_from_slice(&self.records);
        self.numbers.clear();
        self.ends.clear();
        self.records.clear();
        Some(key)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    //! Blocks give back what was put in, and no bytes lead outside of them.
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn filled(records: &BTreeMap<u32, Vec<u8>>) -> Vec<([u8; 4], Vec<u8>)> {
        let (mut filling, mut blocks) = (Filling::default(), Vec::new());
        let mut take = |filling: &mut Filling| {
            let mut bytes = Vec::new();
            blocks.extend(filling.take(&mut bytes).map(|key| (key, bytes)));
        };
        for (number, record) in records {
            if filling.is_closed_to(*number) {
                take(&mut filling);
            }
            filling.put(*number, record);
        }
        take(&mut filling);
        blocks
    }

    proptest! {
        #[test]
        fn what_was_put_is_found_and_nothing_else(
            records in proptest::collection::btree_map(0..5000_u32, proptest::collection::vec(any::<u8>(), 0..9), 0..200),
            from in 0..5000_u32,
        ) {
            let blocks: BTreeMap<_, _> = filled(&records).into_iter().collect();
            for number in 0..5000 {
                let block = blocks.get(&key(number)).map(|bytes| Block::new(bytes).unwrap());
                let found = block.and_then(|block| block.get(number).unwrap());
                prop_assert_eq!(found, records.get(&number).map(Vec::as_slice));
            }
            let mut all = Vec::new();
            for (key, bytes) in &blocks {
                let block = Block::new(bytes).unwrap();
                let before = all.len();
                all.extend(block.entries(key, 0).unwrap().map(Result::unwrap).map(|(n, r)| (n, r.to_vec())));
                prop_assert_eq!(block.len(), all.len() - before);
                let later = all[before..].iter().filter(|(n, _)| *n >= from).cloned();
                let found = block.entries(key, from).unwrap().map(Result::unwrap);
                prop_assert!(later.eq(found.map(|(n, r)| (n, r.to_vec()))));
            }
            prop_assert_eq!(all, records.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn foreign_bytes_are_an_error_or_a_record_but_never_a_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..800), number: u32
        ) {
            if let Ok(block) = Block::new(&bytes) {
                let _ = block.get(number);
                let _ = block.len();
                let _ = block.entries(&key(number), number).map(Iterator::count);
            }
        }
    }
}
