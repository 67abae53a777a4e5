//! Everything read from a source, sorted by the entity that it belongs to.
//!
//! Readers of sources push *parts*: an entity's own record, its aliases, tags, codes, tracks. The
//! builder takes them back grouped by entity, in the order of the dense ids, and completes records.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use catalog::codec::{Field, ListBuffer, Read, Reader};
use catalog::record::Track;
use catalog::{Relation, Words};
use model::{Gid, Kind};

use crate::error::Result;
use crate::facts::Facts;
use crate::problems::Problems;
use crate::spill::{Order, Pairs, Sorted, Sorter};

/// What a part of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    Record,
    Alias,
    Tag,
    Rating,
    Annotation,
    Isrc,
    Ipi,
    Isni,
    Iswc,
    Language,
    Attribute,
    ExternalId,
    /// Of a recording: release preference, release, medium, track.
    Appearance,
    /// Of a release group: release preference and release.
    Release,
    Event,
    Label,
    Medium,
    /// Of a release: medium position and table of contents; of a table of contents: release and medium.
    Toc,
    /// Of a release: ASIN and cover art presence; of an event: art presence.
    Presence,
    Image,
    /// Of an image: its release or event, and its record.
    ImageOwner,
    ImageType,
    Name,
    Iso1,
    Iso2,
    Iso3,
    SecondaryType,
    FirstRelease,
    CoverArtRelease,
    /// Of a web address: kind and dense id of an entity that it belongs to.
    Owner,
    /// The printed form of an artist credit.
    Printed,
    /// Of a track that others were merged into: a public id of those.
    Redirect,
    /// Of a track that others were merged into: its release and public id, as a redirect keeps them.
    Survivor,
    Genre,
    Picture,
    AttributeText,
    AttributeCredit,
    /// Of a recording: what track files add.
    Details,
    /// Of a recording: a work that it is a performance of.
    Work,
    /// Of a place: an event that was held there.
    HeldEvent,
}

/// A set of parts, sorted apart from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Parts of the entities of a kind.
    Entity(Kind),
    /// Tracks by release, medium and position: row id, the credit and the length that hold for it,
    /// record.
    Tracks,
    /// Links and their attributes.
    Links,
    /// Tables of contents.
    CdTocs,
    /// Annotation texts and whom they belong to, by annotation.
    Annotations,
    /// Images of releases (even keys) and events (odd keys).
    Images,
    /// Relationships by kind and dense id of either end.
    Relationships,
    /// Tracks that others were merged into, by row id.
    TrackRedirects,
    /// Artist credits as printed.
    CreditNames,
    /// Redirects by kind and public id.
    Redirects,
}

impl Stage {
    const COUNT: usize = Kind::ALL.len() + 9;

    fn slot(self) -> usize {
        let fixed = Kind::ALL.len();
        match self {
            Self::Entity(kind) => kind as usize - 1,
            Self::Tracks => fixed,
            Self::Links => fixed + 1,
            Self::CdTocs => fixed + 2,
            Self::Annotations => fixed + 3,
            Self::Images => fixed + 4,
            Self::Relationships => fixed + 5,
            Self::TrackRedirects => fixed + 6,
            Self::CreditNames => fixed + 7,
            Self::Redirects => fixed + 8,
        }
    }

    fn order(self) -> Order {
        if self == Self::Redirects { Order::Bytes } else { Order::Pushed }
    }
}

/// Bytes that a sorter may keep in memory once its table has been read.
pub const RESTING_BYTES: usize = 1 << 20;

/// What was read so far.
pub struct Staging {
    directory: PathBuf,
    sorter_bytes: usize,
    sorters: Vec<Option<Sorter>>,
    /// Lists for browsing: relation and owner, then member.
    browse: Option<Pairs>,
    /// What must be at hand while rows are read or records written.
    pub facts: Facts,
    /// Words by list and row id, as encoded [`catalog::Term`]s.
    pub words: BTreeMap<(Words, u32), Vec<u8>>,
    /// What was refused.
    pub problems: Problems,
    scratch: Vec<u8>,
}

impl Staging {
    /// Stages in `directory`, with about `memory_bytes` for all sorters together.
    #[must_use]
    pub fn new(directory: &Path, memory_bytes: usize, problems: Problems) -> Self {
        // While releases or recordings are built, about ten sorters fill up at once; as much again
        // is for what the steps before left in memory.
        let sorter_bytes = (memory_bytes / 32).clamp(1 << 20, 64 << 20);
        Self {
            directory: directory.to_owned(),
            sorter_bytes,
            sorters: (0..Stage::COUNT).map(|_| None).collect(),
            browse: Some(Pairs::new(directory.join("browse"), sorter_bytes)),
            facts: Facts::default(),
            words: BTreeMap::new(),
            problems,
            scratch: Vec::new(),
        }
    }

    /// Where a further sorter may put its runs.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Memory for one sorter.
    #[must_use]
    pub fn sorter_bytes(&self) -> usize {
        self.sorter_bytes
    }

    /// Adds a part of the group `key`.
    pub fn push(&mut self, stage: Stage, key: u64, part: Part, bytes: &[u8]) -> Result<()> {
        self.sorter(stage).push(key, &[part as u8], bytes)
    }

    /// Adds a part that is a record or a field of one.
    pub fn put<'a>(
        &mut self,
        stage: Stage,
        key: u64,
        part: Part,
        value: &impl Field<'a>,
    ) -> Result<()> {
        let mut bytes = std::mem::take(&mut self.scratch);
        bytes.clear();
        value.put(&mut bytes);
        let done = self.push(stage, key, part, &bytes);
        self.scratch = bytes;
        done
    }

    /// Adds an entity's own record. A second one of the same id is refused by the builder.
    pub fn entity<'a>(&mut self, kind: Kind, id: u32, record: &impl Field<'a>) -> Result<()> {
        self.facts.exists_mut(kind).insert(id);
        self.put(Stage::Entity(kind), u64::from(id), Part::Record, record)
    }

    /// Adds a part of an entity.
    pub fn part<'a>(
        &mut self,
        kind: Kind,
        id: u32,
        part: Part,
        value: &impl Field<'a>,
    ) -> Result<()> {
        self.put(Stage::Entity(kind), u64::from(id), part, value)
    }

    /// Adds a track with its row id, and with the artist credit and the length plus one (0:
    /// unknown) that hold for it.
    pub fn track(
        &mut self,
        key: u64,
        (id, credit, length_plus_one): (u32, u32, u32),
        track: &Track<'_>,
    ) -> Result<()> {
        let mut bytes = std::mem::take(&mut self.scratch);
        bytes.clear();
        bytes.extend_from_slice(&id.to_le_bytes());
        bytes.extend_from_slice(&credit.to_le_bytes());
        bytes.extend_from_slice(&length_plus_one.to_le_bytes());
        track.put(&mut bytes);
        let done = self.push(Stage::Tracks, key, Part::Record, &bytes);
        self.scratch = bytes;
        done
    }

    /// Adds an entity to a list for browsing.
    pub fn browse(&mut self, relation: Relation, owner: u32, member: u32) -> Result<()> {
        let pairs = self.browse.as_mut().expect("lists are taken once, at the end");
        pairs.push((relation as u64) << 32 | u64::from(owner), member)
    }

    /// Adds a merged public id.
    pub fn redirect(&mut self, kind: Kind, gid: Gid, target: &[u8]) -> Result<()> {
        let key = catalog::redirect_key(kind, gid);
        let (head, tail) = key.split_at(8);
        let head = u64::from_be_bytes(head.try_into().expect("eight bytes"));
        self.sorter(Stage::Redirects).push(head, tail, target)
    }

    /// Ends a table: what its sorters hold beyond a little goes to disk.
    pub fn rest(&mut self) -> Result<()> {
        for sorter in self.sorters.iter_mut().flatten() {
            sorter.rest(RESTING_BYTES)?;
        }
        self.browse.as_mut().map_or(Ok(()), |pairs| pairs.rest(RESTING_BYTES))
    }

    /// The parts of a stage, group by group. Nothing can be added to it afterwards.
    pub fn groups(&mut self, stage: Stage) -> Result<Groups> {
        Ok(Groups { sorted: self.sorted(stage)?, group: Group::default() })
    }

    /// The parts of a stage, one by one.
    pub fn sorted(&mut self, stage: Stage) -> Result<Sorted> {
        self.sorter(stage);
        self.sorters[stage.slot()].take().expect("made by the line before").sort()
    }

    /// The lists for browsing.
    pub fn take_browse(&mut self) -> Result<crate::spill::SortedPairs> {
        self.browse.take().expect("lists are taken once, at the end").sort()
    }

    fn sorter(&mut self, stage: Stage) -> &mut Sorter {
        let slot = stage.slot();
        let path = || self.directory.join(format!("stage{slot}"));
        self.sorters[slot]
            .get_or_insert_with(|| Sorter::new(path(), stage.order(), self.sorter_bytes))
    }
}

/// The parts of one entity.
#[derive(Debug, Default)]
pub struct Group {
    /// The key: the dense id, or whatever the stage is sorted by.
    pub key: u64,
    bytes: Vec<u8>,
    parts: Vec<(u8, Range<usize>)>,
}

impl Group {
    /// The dense id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.key as u32
    }

    /// The parts of a kind, in the order in which they were read.
    pub fn parts(&self, part: Part) -> impl Iterator<Item = &[u8]> {
        let wanted = part as u8;
        self.parts
            .iter()
            .filter(move |(tag, _)| *tag == wanted)
            .map(|(_, at)| &self.bytes[at.clone()])
    }

    /// The first part of a kind.
    #[must_use]
    pub fn first(&self, part: Part) -> Option<&[u8]> {
        self.parts(part).next()
    }

    /// The values of a kind of part.
    pub fn values<'g, T: Field<'g>>(&'g self, part: Part) -> impl Iterator<Item = Read<T>> {
        self.parts(part).map(|bytes| T::take(&mut Reader::new(bytes)))
    }

    /// The first value of a kind of part.
    pub fn value<'g, T: Field<'g>>(&'g self, part: Part) -> Read<Option<T>> {
        self.values(part).next().transpose()
    }

    /// A kind of part as the bytes of a list, in the order of the parts' bytes if `sorted`.
    pub fn list(&self, part: Part, sorted: bool, list: &mut ListBuffer) {
        list.clear();
        if sorted {
            let mut items: Vec<&[u8]> = self.parts(part).collect();
            items.sort_unstable();
            items.iter().for_each(|item| list.push_encoded(item));
        } else {
            self.parts(part).for_each(|item| list.push_encoded(item));
        }
    }
}

/// Groups in ascending order of their keys.
pub struct Groups {
    sorted: Sorted,
    group: Group,
}

impl Groups {
    /// The next group; it lives until the next call.
    pub fn next(&mut self) -> Result<Option<&Group>> {
        let group = &mut self.group;
        group.bytes.clear();
        group.parts.clear();
        let Some((key, row)) = self.sorted.next()? else { return Ok(None) };
        group.key = key;
        group.add(row);
        while self.sorted.peek_key()? == Some(key) {
            if let Some((_, row)) = self.sorted.next()? {
                self.group.add(row);
            }
        }
        Ok(Some(&self.group))
    }
}

impl Group {
    fn add(&mut self, row: &[u8]) {
        let start = self.bytes.len();
        let (tag, rest) = row.split_first().map_or((u8::MAX, row), |(tag, rest)| (*tag, rest));
        self.bytes.extend_from_slice(rest);
        self.parts.push((tag, start..self.bytes.len()));
    }
}
