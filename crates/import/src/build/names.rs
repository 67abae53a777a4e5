//! The order of entities in lists for browsing: each gets its place among all of its kind.
//!
//! Sort keys are made once for each entity and sorted outside memory; what stays is a number an id.

use std::collections::HashMap;
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

/// The place after those of the kinds: releases under one of their labels.
const UNDER_LABEL: usize = KINDS.len();
/// Orders that are kept.
const ORDERS: usize = KINDS.len() + 1;

/// Bytes of a sort key that count: beyond, entities are ordered by id.
const MAX_KEY: usize = 200;

/// Collects sort keys.
pub(super) struct Names {
    collation: Collation,
    sorters: [Sorter; ORDERS],
    key: Vec<u8>,
    /// Names of the secondary types of release groups.
    pub(super) secondary_types: HashMap<u32, Box<str>>,
}

/// The place of each entity among all of its kind, from 1.
pub(super) struct Ranks([Column<u32>; ORDERS]);

impl Ranks {
    /// The place of an entity; 0 if it does not exist.
    pub(super) fn get(&self, kind: Kind, id: u32) -> u32 {
        place(kind).map_or(0, |at| self.0[at].get(id))
    }

    /// The place of a release under a label, by the number that the pair was given.
    pub(super) fn under_label(&self, number: u32) -> u32 {
        self.0[UNDER_LABEL].get(number)
    }
}

fn place(kind: Kind) -> Option<usize> {
    KINDS.iter().position(|k| *k == kind)
}

impl Names {
    pub(super) fn new(directory: &Path, memory: usize) -> Self {
        let sorter =
            |at: usize| Sorter::new(directory.join(format!("names{at}")), Order::Bytes, memory);
        Self {
            collation: Collation::new(),
            sorters: std::array::from_fn(sorter),
            key: Vec::new(),
            secondary_types: HashMap::new(),
        }
    }

    /// By name, then comment.
    pub(super) fn named(&mut self, kind: Kind, id: u32, name: &str, comment: &str) -> Result<()> {
        self.key.clear();
        self.name(name);
        self.name(comment);
        self.push(place(kind), id)
    }

    /// By name, then comment.
    pub(super) fn recording(&mut self, id: u32, recording: &Recording<'_>) -> Result<()> {
        self.named(Kind::Recording, id, recording.name, recording.comment)
    }

    /// By date, then the country's name, barcode and name.
    pub(super) fn release(
        &mut self,
        id: u32,
        release: &Release<'_>,
        (date_plus_one, country): (u32, Option<&str>),
    ) -> Result<()> {
        self.key.clear();
        self.number(date_plus_one.wrapping_sub(1));
        self.text(country);
        self.text(release.barcode);
        self.name(release.name);
        self.push(place(Kind::Release), id)
    }

    /// A release under one of its labels: by date, then catalogue number, name, country, barcode.
    pub(super) fn under_label(
        &mut self,
        (number, catalog_number): (u32, Option<&str>),
        release: &Release<'_>,
        (date_plus_one, country): (u32, Option<&str>),
    ) -> Result<()> {
        self.key.clear();
        self.number(date_plus_one.wrapping_sub(1));
        self.text(catalog_number);
        self.name(release.name);
        self.text(country);
        self.text(release.barcode);
        self.push(Some(UNDER_LABEL), number)
    }

    /// By primary type, the names of secondary types, date, then name.
    pub(super) fn release_group(
        &mut self,
        id: u32,
        group: &ReleaseGroup<'_>,
        secondary_types: &[u32],
    ) -> Result<()> {
        self.key.clear();
        self.number(group.primary_type.wrapping_sub(1));
        let known = std::mem::take(&mut self.secondary_types);
        let mut names: Vec<&str> =
            secondary_types.iter().filter_map(|row| known.get(row).map(|name| &**name)).collect();
        names.sort_unstable();
        names.into_iter().for_each(|name| self.text(Some(name)));
        self.secondary_types = known;
        self.key.push(0);
        self.number(if group.first_release.is_unknown() {
            u32::MAX
        } else {
            group.first_release.order()
        });
        self.name(group.name);
        self.push(place(Kind::ReleaseGroup), id)
    }

    /// By date, then time and name; an unknown time comes last.
    pub(super) fn event(&mut self, id: u32, event: &Event<'_>) -> Result<()> {
        self.key.clear();
        self.number(event.begin.order());
        self.text(Some(event.time).filter(|time| !time.is_empty()));
        self.name(event.name);
        self.push(place(Kind::Event), id)
    }

    /// Compares names as lists do.
    pub(super) fn collation(&self) -> &Collation {
        &self.collation
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

    /// A text by its bytes; none comes last.
    fn text(&mut self, text: Option<&str>) {
        let Some(text) = text else { return self.key.push(2) };
        self.key.push(1);
        self.key.extend_from_slice(text.as_bytes());
        self.key.push(0);
    }

    /// A name as people order it.
    fn name(&mut self, name: &str) {
        if !name.is_empty() {
            self.collation.key(name, &mut self.key);
        }
        self.key.push(0);
    }

    fn push(&mut self, place: Option<usize>, id: u32) -> Result<()> {
        let Some(at) = place else { return Ok(()) };
        let mut head = [0_u8; 8];
        let key = &self.key[..self.key.len().min(MAX_KEY)];
        let start = key.len().min(8);
        head[..start].copy_from_slice(&key[..start]);
        self.sorters[at].push(u64::from_be_bytes(head), &key[start..], &id.to_be_bytes())
    }
}
