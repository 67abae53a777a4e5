//! The order of entities in lists for browsing: each gets its place among all of its kind.
//!
//! Sort keys are made once for each entity and sorted outside memory; what stays is a number an id.

use std::path::Path;

use catalog::record::{Event, Recording, Release, ReleaseGroup};
use model::Kind;
use text::Collation;

use crate::column::Column;
use crate::error::Result;
use crate::spill::{Order, Sorter};
use crate::staging::RESTING_BYTES;

/// Kinds whose lists are ordered.
const KINDS: [Kind; 8] = [
    Kind::Artist,
    Kind::ReleaseGroup,
    Kind::Release,
    Kind::Recording,
    Kind::Work,
    Kind::Label,
    Kind::Place,
    Kind::Event,
];

/// Bytes of a sort key that count: beyond, entities are ordered by id.
const MAX_KEY: usize = 200;

/// Collects sort keys.
pub(super) struct Names {
    collation: Collation,
    sorters: [Sorter; KINDS.len()],
    key: Vec<u8>,
}

/// The place of each entity among all of its kind, from 1.
pub(super) struct Ranks([Column<u32>; KINDS.len()]);

impl Ranks {
    /// The place of an entity; 0 if it does not exist.
    pub(super) fn get(&self, kind: Kind, id: u32) -> u32 {
        place(kind).map_or(0, |at| self.0[at].get(id))
    }
}

fn place(kind: Kind) -> Option<usize> {
    KINDS.iter().position(|k| *k == kind)
}

impl Names {
    pub(super) fn new(directory: &Path, memory: usize) -> Self {
        let sorter =
            |at: usize| Sorter::new(directory.join(format!("names{at}")), Order::Bytes, memory);
        Self { collation: Collation::new(), sorters: std::array::from_fn(sorter), key: Vec::new() }
    }

    /// By name, then comment.
    pub(super) fn named(&mut self, kind: Kind, id: u32, name: &str, comment: &str) -> Result<()> {
        self.key.clear();
        self.collation.key(name, &mut self.key);
        self.text(comment);
        self.push(kind, id)
    }

    /// By name, then comment.
    pub(super) fn recording(&mut self, id: u32, recording: &Recording<'_>) -> Result<()> {
        self.named(Kind::Recording, id, recording.name, recording.comment)
    }

    /// By date, then country, barcode and name.
    pub(super) fn release(
        &mut self,
        id: u32,
        release: &Release<'_>,
        date_plus_one: u32,
    ) -> Result<()> {
        self.key.clear();
        self.number(date_plus_one.wrapping_sub(1));
        let country = release.events.first()?.map_or(0, |event| event.country);
        self.number(country.wrapping_sub(1));
        self.text(release.barcode.unwrap_or("~"));
        self.collation.key(release.name, &mut self.key);
        self.push(Kind::Release, id)
    }

    /// By primary type, secondary types, date, then name.
    pub(super) fn release_group(
        &mut self,
        id: u32,
        group: &ReleaseGroup<'_>,
        secondary_types: &[u32],
    ) -> Result<()> {
        self.key.clear();
        self.number(group.primary_type.wrapping_sub(1));
        for row in secondary_types {
            self.number(*row);
        }
        self.number(0);
        self.number(if group.first_release.is_unknown() {
            u32::MAX
        } else {
            group.first_release.order()
        });
        self.collation.key(group.name, &mut self.key);
        self.push(Kind::ReleaseGroup, id)
    }

    /// By date, then time and name.
    pub(super) fn event(&mut self, id: u32, event: &Event<'_>) -> Result<()> {
        self.key.clear();
        self.number(event.begin.order());
        self.text(event.time);
        self.collation.key(event.name, &mut self.key);
        self.push(Kind::Event, id)
    }

    /// Ends a step: what the sorters hold beyond a little goes to disk.
    pub(super) fn rest(&mut self) -> Result<()> {
        self.sorters.iter_mut().try_for_each(|sorter| sorter.rest(RESTING_BYTES))
    }

    /// Sorts everything.
    pub(super) fn ranks(self) -> Result<Ranks> {
        let mut ranks = Ranks(std::array::from_fn(|_| Column::new()));
        for (sorter, column) in self.sorters.into_iter().zip(&mut ranks.0) {
            let mut sorted = sorter.sort()?;
            let mut rank = 0;
            while let Some((_, row)) = sorted.next()? {
                rank += 1;
                if let Some(id) = row.last_chunk() {
                    column.set(u32::from_be_bytes(*id), rank);
                }
            }
        }
        Ok(ranks)
    }

    fn number(&mut self, number: u32) {
        self.key.extend_from_slice(&number.to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        self.key.push(0);
        self.key.extend_from_slice(text.as_bytes());
        self.key.push(0);
    }

    fn push(&mut self, kind: Kind, id: u32) -> Result<()> {
        let Some(at) = place(kind) else { return Ok(()) };
        let mut head = [0_u8; 8];
        let key = &self.key[..self.key.len().min(MAX_KEY)];
        let start = key.len().min(8);
        head[..start].copy_from_slice(&key[..start]);
        self.sorters[at].push(u64::from_be_bytes(head), &key[start..], &id.to_be_bytes())
    }
}
