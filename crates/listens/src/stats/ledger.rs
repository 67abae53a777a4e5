//! Sums by subject, added up from many blocks.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::block::{Sum, pack, unpack};
use crate::error::Result;

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

/// Sums that are kept besides twice those that are shown, before the rest is sorted out.
const ROOM: usize = 64;

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

    /// Adds what a block has so many times; -1 takes off what was added or will be.
    pub(crate) fn add_block(&mut self, packed: &[u8], times: i64) -> Result<()> {
        for sum in unpack(packed) {
            let Sum { subject, listens, played_ms } = sum?;
            self.add(Sum { subject, listens: times * listens, played_ms: times * played_ms });
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
        let key = |sum: &Sum| {
            let by = match order {
                Order::Listens => sum.listens,
                Order::Time => sum.played_ms,
            };
            Reverse((by, sum.subject))
        };
        let end = (offset as usize).saturating_add(limit as usize);
        let most = end.saturating_mul(2).saturating_add(ROOM);
        let (mut sums, mut total, mut last) = (Vec::new(), 0, None);
        for sum in self.sums() {
            total += 1;
            // Most come behind the last one that is shown, and are not kept.
            if last.is_some_and(|last| key(&sum) > last) {
                continue;
            }
            sums.push(sum);
            if sums.len() >= most && end > 0 {
                sums.select_nth_unstable_by_key(end - 1, key);
                sums.truncate(end);
                last = sums.last().map(key);
            }
        }
        sums.sort_unstable_by_key(key);
        sums.truncate(end);
        sums.drain(..(offset as usize).min(sums.len()));
        (sums, total)
    }
}

#[cfg(test)]
mod tests {
    //! Parts of charts against the whole chart, sorted.
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_part_is_that_of_the_whole_chart(
            sums in proptest::collection::btree_map(1..5_000_i64, (1..40_i64, 0..9_i64), 0..700),
            (offset, limit) in (0..300_u32, 0..300_u32),
            by_time: bool,
        ) {
            let order = if by_time { Order::Time } else { Order::Listens };
            let mut ledger = Ledger::default();
            let sums = sums.into_iter();
            let mut all: Vec<Sum> = sums
                .map(|(subject, (listens, played_ms))| Sum { subject, listens, played_ms })
                .collect();
            all.iter().for_each(|sum| ledger.add(*sum));
            all.sort_by_key(|it| {
                Reverse((if by_time { it.played_ms } else { it.listens }, it.subject))
            });
            let total = all.len() as u64;
            let part: Vec<Sum> =
                all.into_iter().skip(offset as usize).take(limit as usize).collect();
            prop_assert_eq!(ledger.top(order, offset, limit), (part, total));
        }
    }
}
