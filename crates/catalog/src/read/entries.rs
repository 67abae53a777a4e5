//! Whole tables, entry by entry.

use std::ops::Bound;

use super::{View, damaged};
use crate::block::{self, Block};
use crate::codec::{Corrupt, Field as _, Reader};
use crate::error::{Error, Result};
use crate::index::HEADER_KEY;
use crate::table::Table;
use crate::vocabulary::Term;

impl View<'_> {
    /// All words with the number of their list, see [`crate::Words`], and their row id.
    pub fn terms(&self) -> Result<impl Iterator<Item = Result<(u8, u32, Term<'_>)>>> {
        Ok(self.entries(Table::Vocabulary)?.map(|entry| {
            let (key, bytes) = entry?;
            let &[list, a, b, c, d] = key else {
                return Err(damaged(Table::Vocabulary, Corrupt("a key has another length")));
            };
            let term = Term::take(&mut Reader::new(bytes));
            let term = term.map_err(|e| damaged(Table::Vocabulary, e))?;
            Ok((list, u32::from_be_bytes([a, b, c, d]), term))
        }))
    }

    /// All keys and bytes, in the order of the keys.
    fn entries(&self, table: Table) -> Result<impl Iterator<Item = Result<(&[u8], &[u8])>>> {
        let iter = self.catalog.handles[table.slot()].iter(&self.txn)?;
        Ok(iter.map(|entry| entry.map_err(Error::from)))
    }

    /// All dense ids and records of a table with numbers for keys, in the order of the ids.
    pub fn records(&self, table: Table) -> Result<impl Iterator<Item = Result<(u32, &[u8])>>> {
        self.records_from(table, 0)
    }

    /// The dense ids from `first` on and their records.
    pub fn records_from(
        &self,
        table: Table,
        first: u32,
    ) -> Result<impl Iterator<Item = Result<(u32, &[u8])>>> {
        let blocks = self.blocks(table, first)?;
        let records = blocks.map(move |block| {
            let (key, block) = block?;
            let entries = block.entries(key, first).map_err(|e| damaged(table, e))?;
            Ok(entries.map(move |entry| entry.map_err(|e| damaged(table, e))))
        });
        Ok(records.flat_map(|block| {
            let (entries, error) = match block {
                Ok(entries) => (Some(entries), None),
                Err(error) => (None, Some(Err(error))),
            };
            entries.into_iter().flatten().chain(error)
        }))
    }

    /// How many records a table has.
    pub fn count(&self, table: Table) -> Result<u64> {
        if !table.is_in_blocks() {
            return Ok(self.catalog.handles[table.slot()].len(&self.txn)?);
        }
        self.blocks(table, 0)?.map(|block| Ok(block?.1.len() as u64)).sum()
    }

    /// How many records a table has in the next `limit` blocks from that of `first` on, and the
    /// number to go on with.
    pub fn count_from(&self, table: Table, first: u32, limit: usize) -> Result<(u64, Option<u32>)> {
        if !table.is_in_blocks() {
            return Ok((self.count(table)?, None));
        }
        let mut count = 0;
        for (at, block) in self.blocks(table, first)?.enumerate() {
            let (key, block) = block?;
            if at >= limit {
                return Ok((count, Some(block::first_number(key).map_err(|e| damaged(table, e))?)));
            }
            count += block.len() as u64;
        }
        Ok((count, None))
    }

    /// The blocks from that of the number `first` on.
    fn blocks(
        &self,
        table: Table,
        first: u32,
    ) -> Result<impl Iterator<Item = Result<(&[u8], Block<'_>)>>> {
        debug_assert!(table.is_in_blocks(), "{table:?} has longer keys");
        let first = block::key(first);
        let range = (Bound::Included(&first[..]), Bound::Unbounded);
        let entries = self.catalog.handles[table.slot()].range(&self.txn, &range)?;
        let entries = entries.map(|entry| entry.map_err(Error::from));
        let blocks = entries.filter(|entry| !matches!(entry, Ok((key, _)) if *key == HEADER_KEY));
        Ok(blocks.map(move |entry| {
            let (key, bytes) = entry?;
            Ok((key, Block::new(bytes).map_err(|e| damaged(table, e))?))
        }))
    }
}
