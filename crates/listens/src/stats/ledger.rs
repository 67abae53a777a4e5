//! Sums by subject, added up from many blocks.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::block::{Sum, pack, unpack};
use crate::error::{Error, Result};

/// Subjects of neighbouring numbers that lie together: blocks are sorted, so the next one is
/// mostly there.
const PAGE: i64 = 32;

/// What comes first in a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Most plays.
    #[default]
    Listens,
    /// The longest listening time.
    Time,
}

type Page = [(i64, i64); PAGE as usize];

/// Spreads numbers that the database gave, which nobody chooses.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_i64(i64::from(*byte));
        }
    }

    fn write_i64(&mut self, number: i64) {
        // The golden ratio; the table looks at the highest and at the lowest bits.
        let spread = (self.0 ^ number.cast_unsigned()).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = spread ^ spread >> 32;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Sums by subject.
#[derive(Default)]
pub(crate) struct Ledger {
    places: HashMap<i64, usize, BuildHasherDefault<Spread>>,
    pages: Vec<(i64, Page)>,
    last: Option<(i64, usize)>,
}

impl Ledger {
    pub(crate) fn add(&mut self, sum: Sum) {
        let number = sum.subject.div_euclid(PAGE);
        let place = match self.last {
            Some((last, place)) if last == number => place,
            _ => self.place(number),
        };
        let within = usize::try_from(sum.subject.rem_euclid(PAGE)).unwrap_or(0);
        let page = self.pages.get_mut(place);
        if let Some(cell) = page.and_then(|(_, page)| page.get_mut(within)) {
            cell.0 += sum.listens;
            cell.1 += sum.played_ms;
        }
    }

    fn place(&mut self, number: i64) -> usize {
        let pages = &mut self.pages;
        let place = *self.places.entry(number).or_insert_with(|| {
            pages.push((number, [(0, 0); PAGE as usize]));
            pages.len() - 1
        });
        self.last = Some((number, place));
        place
    }

    pub(crate) fn add_block(&mut self, packed: &[u8]) -> Result<()> {
        for sum in unpack(packed) {
            self.add(sum.ok_or_else(|| Error::Internal("packed counts are damaged".into()))?);
        }
        Ok(())
    }

    /// The plays of a subject.
    pub(crate) fn listens(&self, subject: i64) -> i64 {
        let within = usize::try_from(subject.rem_euclid(PAGE)).unwrap_or(0);
        let place = self.places.get(&subject.div_euclid(PAGE));
        let page = place.and_then(|place| self.pages.get(*place));
        page.and_then(|(_, page)| page.get(within)).map_or(0, |(listens, _)| *listens)
    }

    /// All subjects with plays, in no order.
    pub(crate) fn sums(&self) -> impl Iterator<Item = Sum> {
        self.pages.iter().flat_map(|(number, page)| {
            (number * PAGE..)
                .zip(page)
                .filter(|(_, (listens, _))| *listens > 0)
                .map(|(subject, &(listens, played_ms))| Sum { subject, listens, played_ms })
        })
    }

    pub(crate) fn pack(&self) -> Vec<u8> {
        let mut sums: Vec<Sum> = self.sums().collect();
        sums.sort_unstable_by_key(|sum| sum.subject);
        pack(&sums)
    }

    /// A part of the chart, and how many subjects there are.
    pub(crate) fn top(&self, order: Order, offset: u32, limit: u32) -> (Vec<Sum>, u64) {
        let mut sums: Vec<Sum> = self.sums().collect();
        let key = |sum: &Sum| {
            let by = match order {
                Order::Listens => sum.listens,
                Order::Time => sum.played_ms,
            };
            Reverse((by, sum.subject))
        };
        let total = sums.len();
        let end = (offset as usize).saturating_add(limit as usize).min(total);
        if end < total && end > 0 {
            sums.select_nth_unstable_by_key(end - 1, key);
        }
        sums.truncate(end);
        sums.sort_unstable_by_key(key);
        sums.drain(..(offset as usize).min(end));
        (sums, total as u64)
    }
}
