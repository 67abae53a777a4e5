//! Hash indexes: keys collected while records are written, sorted and written at the end.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use catalog::index::hash;
use catalog::{Index, Table, Writer};

use crate::error::Result;
use crate::spill::Pairs;
use crate::staging::RESTING_BYTES;

/// Keys of all indexes.
pub(super) struct Indexes {
    directory: PathBuf,
    memory: usize,
    pairs: HashMap<Index, Pairs>,
}

impl Indexes {
    pub(super) fn new(directory: &Path, memory: usize) -> Self {
        Self { directory: directory.to_owned(), memory, pairs: HashMap::new() }
    }

    /// Adds a key of an entity.
    pub(super) fn add(&mut self, index: Index, key: &[u8], id: u32) -> Result<()> {
        let (directory, memory, number) = (&self.directory, self.memory, self.pairs.len());
        let pairs = self
            .pairs
            .entry(index)
            .or_insert_with(|| Pairs::new(directory.join(format!("index{number}")), memory));
        pairs.push(hash(key), id)
    }

    /// Ends a step: what the sorters hold beyond a little goes to disk.
    pub(super) fn rest(&mut self) -> Result<()> {
        self.pairs.values_mut().try_for_each(|pairs| pairs.rest(RESTING_BYTES))
    }

    /// Writes every index.
    pub(super) fn write(mut self, writer: &mut Writer<'_>) -> Result<()> {
        for table in Table::all() {
            let Table::Index(index) = table else { continue };
            let Some(pairs) = self.pairs.remove(&index) else { continue };
            let mut sorted = pairs.sort()?;
            let (count, mut failed) = (sorted.count(), None);
            let mut entries = std::iter::from_fn(|| match sorted.next() {
                Ok(pair) => pair,
                Err(error) => {
                    failed = Some(error);
                    None
                }
            });
            writer.put_index(index, count, &mut entries)?;
            if let Some(error) = failed {
                return Err(error);
            }
        }
        Ok(())
    }
}
