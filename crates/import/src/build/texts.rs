//! Texts to search, collected while records are written, indexed in the order of popularity.

use std::path::Path;

use catalog::search::{self, Document};
use jobs::{Progress, Stop};

use crate::error::Result;
use crate::popularity::descending;
use crate::spill::{Order, Sorter};
use crate::staging::RESTING_BYTES;

/// Between the texts of a document: no field of a dump can hold it.
const SEPARATOR: u8 = 0;

/// Memory for an index under construction, at least: with less it is made of many small parts.
const LEAST_INDEX_BYTES: usize = 64 << 20;

/// Names of the indexes, in the order of [`Texts::sorters`].
const INDEXES: [&str; 3] = ["track", "artist", "album"];

/// Documents of all indexes.
pub(super) struct Texts {
    sorters: [Sorter; INDEXES.len()],
    bytes: Vec<u8>,
    memory: usize,
}

impl Texts {
    pub(super) fn new(directory: &Path, memory: usize) -> Self {
        let sorter =
            |at: usize| Sorter::new(directory.join(format!("texts{at}")), Order::Pushed, memory);
        Self { sorters: std::array::from_fn(sorter), bytes: Vec::new(), memory }
    }

    /// Title, artist, album.
    pub(super) fn track(&mut self, id: u32, score: f32, texts: [&str; 3]) -> Result<()> {
        self.push(0, (id, score), &texts)
    }

    /// Name, sort name, aliases.
    pub(super) fn artist(&mut self, id: u32, score: f32, texts: &[&str]) -> Result<()> {
        self.push(1, (id, score), texts)
    }

    /// Title, artist.
    pub(super) fn album(&mut self, id: u32, score: f32, texts: [&str; 2]) -> Result<()> {
        self.push(2, (id, score), &texts)
    }

    /// Ends a step: what the sorters hold beyond a little goes to disk.
    pub(super) fn rest(&mut self) -> Result<()> {
        self.sorters.iter_mut().try_for_each(|sorter| sorter.rest(RESTING_BYTES))
    }

    /// How many documents there are.
    pub(super) fn count(&self) -> u64 {
        self.sorters.iter().map(Sorter::count).sum()
    }

    /// Memory that an index under construction may have when the sorters have none.
    pub(super) fn index_bytes(&self) -> usize {
        // A sorter has a 32nd of all memory (see `Staging`), and what else had some has given it back.
        (self.memory * 32).max(LEAST_INDEX_BYTES)
    }

    fn push(&mut self, index: usize, (id, score): (u32, f32), texts: &[&str]) -> Result<()> {
        self.bytes.clear();
        for (at, text) in texts.iter().enumerate() {
            if at > 0 {
                self.bytes.push(SEPARATOR);
            }
            self.bytes.extend_from_slice(text.as_bytes());
        }
        let key = u64::from(descending(score)) << 32 | u64::from(id);
        self.sorters[index].push(key, &self.bytes, &[])
    }

    /// Writes every index into its own directory.
    pub(super) fn write(
        self,
        directory: &Path,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<()> {
        let memory = self.index_bytes();
        for (sorter, name) in self.sorters.into_iter().zip(INDEXES) {
            let mut sorted = sorter.sort()?;
            let mut writer = search::Writer::create(&directory.join(name), memory)?;
            let mut done = 0_u64;
            while let Some((key, row)) = sorted.next()? {
                let texts: Vec<&str> = row
                    .split(|byte| *byte == SEPARATOR)
                    .map(|text| std::str::from_utf8(text).unwrap_or_default())
                    .collect();
                let (title, more) = texts.split_first().map_or(("", &[][..]), |(t, m)| (*t, m));
                writer.add(&Document { id: key as u32, title, more })?;
                done += 1;
                if done.is_multiple_of(4096) {
                    progress.advance(4096);
                    stop.check()?;
                }
            }
            writer.finish()?;
        }
        Ok(())
    }
}
