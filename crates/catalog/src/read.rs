//! Answering from one generation.

mod codes;
mod entries;

use std::path::{Path, PathBuf};

use heed::{RoTxn, WithoutTls};
use model::{Gid, IdScheme, Kind};

use crate::Relation;
use crate::block::{self, Block};
use crate::codec::{Corrupt, Field, List, Reader};
use crate::error::{Error, Result};
use crate::fielded;
use crate::index::{self, Header, candidates};
use crate::lmdb::{self, Environment, Handle};
use crate::manifest::Manifest;
use crate::record::{ArtistCredit, CdToc, Entity, Link, Relationship, Tracklist};
use crate::table::{Index, Table};
use crate::texts::Texts;
use crate::vocabulary::{Term, Words};
use crate::write::DATA_FILE;

/// A generation, open for reading by any number of threads.
pub struct Catalog {
    number: u64,
    directory: PathBuf,
    manifest: Manifest,
    id_scheme: IdScheme,
    env: Environment,
    handles: Vec<Handle>,
    indexes: Vec<Header<'static>>,
    /// A draft whose records are being read to make these has none.
    texts: Option<Texts>,
    fielded: fielded::Indexes,
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Items at most.
    pub limit: usize,
    /// Items to skip.
    pub offset: usize,
}

/// An entity and how it was found.
#[derive(Debug, Clone, Copy)]
pub struct Found<E> {
    /// Its dense id.
    pub id: u32,
    /// Its record.
    pub record: E,
    /// Whether the id that was asked for had been merged into this one.
    pub merged: bool,
}

impl Catalog {
    /// Opens the generation in `directory`, whose files were checked before.
    pub(crate) fn open(number: u64, directory: &Path, manifest: Manifest) -> Result<Self> {
        let file = directory.join(DATA_FILE);
        let foreign = |reason: &str| Error::Foreign { path: file.clone(), reason: reason.into() };
        let sum = manifest.files.get(DATA_FILE).ok_or_else(|| foreign("the manifest lacks it"))?;
        let sum_bytes = sum.bytes;
        let id_scheme = IdScheme::parse(&manifest.id_scheme)
            .ok_or_else(|| foreign("the manifest names an unknown id scheme"))?;
        let texts = Texts::open(&directory.join("search"))?;
        Self::with(number, directory, (manifest, id_scheme), (sum_bytes, Some(texts)))
    }

    /// Opens the records of a generation that is being built and has no search indexes yet.
    ///
    /// # Errors
    /// When its `data.mdb` cannot be read.
    pub fn of_draft(directory: &Path) -> Result<Self> {
        let file = directory.join(DATA_FILE);
        let bytes = std::fs::metadata(&file).map_err(Error::io(&file))?.len();
        Self::with(0, directory, (Manifest::default(), IdScheme::Mbid), (bytes, None))
    }

    fn with(
        number: u64,
        directory: &Path,
        (manifest, id_scheme): (Manifest, IdScheme),
        (bytes, texts): (u64, Option<Texts>),
    ) -> Result<Self> {
        let (env, handles) = lmdb::open(&directory.join(DATA_FILE), bytes)?;
        let mut catalog = Self {
            number,
            directory: directory.to_owned(),
            manifest,
            id_scheme,
            env,
            handles,
            indexes: Vec::new(),
            texts,
            fielded: fielded::Indexes::new(&directory.join("fielded")),
        };
        catalog.indexes = catalog.read_headers()?;
        Ok(catalog)
    }

    fn read_headers(&self) -> Result<Vec<Header<'static>>> {
        let view = self.view()?;
        let first = Table::COUNT - Index::count();
        let headers = self.handles[first..].iter().map(|handle| {
            let bytes = handle.get(&view.txn, index::HEADER_KEY)?;
            Header::read(bytes).map_err(|e| damaged(Table::Index(Index::Isrc), e))
        });
        headers.collect()
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Where it lies.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// What it says about itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// How its public ids are written.
    #[must_use]
    pub fn id_scheme(&self) -> IdScheme {
        self.id_scheme
    }

    /// Its text indexes.
    pub(crate) fn texts(&self) -> &Texts {
        self.texts.as_ref().expect("a draft is read, never searched")
    }

    /// Its indexes by fields.
    pub(crate) fn fielded(&self) -> &fielded::Indexes {
        &self.fielded
    }

    /// Unmaps what was read so far, for those who read everything once: pages of a file that is
    /// read through a map count as resident memory until the system needs them.
    pub fn give_back_pages(self) -> Result<Self> {
        Ok(Self { env: lmdb::remap(self.env)?, ..self })
    }

    /// One consistent look at everything: one for each request.
    pub fn view(&self) -> Result<View<'_>> {
        Ok(View { catalog: self, txn: self.env.read_txn()? })
    }
}

/// A read transaction. Everything read through it lives as long as it does.
pub struct View<'c> {
    catalog: &'c Catalog,
    txn: RoTxn<'c, WithoutTls>,
}

impl<'c> View<'c> {
    /// The generation.
    #[must_use]
    pub fn catalog(&self) -> &'c Catalog {
        self.catalog
    }

    /// The bytes under a key of a table whose records do not lie in blocks.
    #[inline]
    fn bytes(&self, table: Table, key: &[u8]) -> Result<Option<&[u8]>> {
        Ok(self.catalog.handles[table.slot()].get(&self.txn, key)?)
    }

    /// The bytes under a number of a table whose records lie in blocks.
    #[inline]
    fn numbered(&self, table: Table, number: u32) -> Result<Option<&[u8]>> {
        let Some(bytes) = self.bytes(table, &block::key(number))? else { return Ok(None) };
        let record = Block::new(bytes).and_then(|block| block.get(number));
        record.map_err(|e| damaged(table, e))
    }

    /// The record under a dense id.
    #[inline]
    pub fn record<'v, R: Field<'v>>(&'v self, table: Table, id: u32) -> Result<Option<R>> {
        let bytes = self.numbered(table, id)?;
        bytes.map(|bytes| taken(table, bytes)).transpose()
    }

    fn record_at<'v, R: Field<'v>>(&'v self, table: Table, key: &[u8]) -> Result<Option<R>> {
        let bytes = self.bytes(table, key)?;
        bytes.map(|bytes| taken(table, bytes)).transpose()
    }

    /// An entity by dense id.
    #[inline]
    pub fn get<'v, E: Entity<'v>>(&'v self, id: u32) -> Result<Option<E>> {
        self.record(Table::Entity(E::KIND), id)
    }

    /// An entity by public id; the id of a merged entity leads to the survivor.
    pub fn find<'v, E: Entity<'v>>(&'v self, gid: Gid) -> Result<Option<Found<E>>> {
        let mut found = None;
        self.each_candidate(Index::Gid(E::KIND), &gid.0, |id| {
            let record = self.get::<E>(id)?.filter(|record| record.gid() == gid);
            found = record.map(|record| Found { id, record, merged: false });
            Ok(found.is_none())
        })?;
        if found.is_some() {
            return Ok(found);
        }
        let Some(id) = self.survivor(E::KIND, gid)? else { return Ok(None) };
        Ok(self.get::<E>(id)?.map(|record| Found { id, record, merged: true }))
    }

    /// The dense id of a public id; that of a merged entity leads to the survivor.
    pub fn dense_id(&self, kind: Kind, gid: Gid) -> Result<Option<u32>> {
        use crate::record as of;
        Ok(match kind {
            Kind::Artist => self.find::<of::Artist<'_>>(gid)?.map(|found| found.id),
            Kind::ReleaseGroup => self.find::<of::ReleaseGroup<'_>>(gid)?.map(|found| found.id),
            Kind::Release => self.find::<of::Release<'_>>(gid)?.map(|found| found.id),
            Kind::Recording => self.find::<of::Recording<'_>>(gid)?.map(|found| found.id),
            Kind::Work => self.find::<of::Work<'_>>(gid)?.map(|found| found.id),
            Kind::Label => self.find::<of::Label<'_>>(gid)?.map(|found| found.id),
            Kind::Area => self.find::<of::Area<'_>>(gid)?.map(|found| found.id),
            Kind::Place => self.find::<of::Place<'_>>(gid)?.map(|found| found.id),
            Kind::Event => self.find::<of::Event<'_>>(gid)?.map(|found| found.id),
            Kind::Series => self.find::<of::Series<'_>>(gid)?.map(|found| found.id),
            Kind::Instrument => self.find::<of::Instrument<'_>>(gid)?.map(|found| found.id),
            Kind::Genre => self.find::<of::Genre<'_>>(gid)?.map(|found| found.id),
            Kind::Url => self.find::<of::Url<'_>>(gid)?.map(|found| found.id),
            Kind::Track | Kind::ArtistCredit | Kind::Medium => None,
        })
    }

    /// The dense id of the entity into which the one of this public id was merged.
    fn survivor(&self, kind: Kind, gid: Gid) -> Result<Option<u32>> {
        self.record_at(Table::Redirect, &redirect_key(kind, gid))
    }

    /// The release on which the track of a public id stands, its medium and itself.
    pub fn find_track<'v>(&'v self, gid: Gid) -> Result<Option<PlacedTrack<'v>>> {
        let mut found = None;
        self.each_candidate(Index::Gid(Kind::Track), &gid.0, |release| {
            found = self.track_on(release, |track| track.gid == gid)?;
            Ok(found.is_none())
        })?;
        if found.is_some() {
            return Ok(found);
        }
        let Some(bytes) = self.bytes(Table::Redirect, &redirect_key(Kind::Track, gid))? else {
            return Ok(None);
        };
        // A merged track's entry is its survivor's release and public id.
        let mut reader = Reader::new(bytes);
        let target =
            u32::take(&mut reader).and_then(|release| Ok((release, Gid::take(&mut reader)?)));
        let (release, survivor) = target.map_err(|e| damaged(Table::Redirect, e))?;
        self.track_on(release, |track| track.gid == survivor)
    }

    fn track_on<'v>(
        &'v self,
        release: u32,
        wanted: impl Fn(&crate::record::Track<'v>) -> bool,
    ) -> Result<Option<PlacedTrack<'v>>> {
        let Some(tracklist) = self.tracklist(release)? else { return Ok(None) };
        for medium in tracklist.media.iter() {
            let medium = medium.map_err(|e| damaged(Table::Tracklist, e))?;
            let mut position = 0;
            for track in medium.tracks.iter() {
                let track = track.map_err(|e| damaged(Table::Tracklist, e))?;
                position = track.position.unwrap_or(position + 1);
                if wanted(&track) {
                    return Ok(Some(PlacedTrack {
                        release,
                        medium: medium.position,
                        position,
                        track,
                    }));
                }
            }
        }
        Ok(None)
    }

    /// An artist credit.
    pub fn artist_credit(&self, id: u32) -> Result<Option<ArtistCredit<'_>>> {
        self.record(Table::Entity(Kind::ArtistCredit), id)
    }

    /// Media and tracks of a release.
    pub fn tracklist(&self, release: u32) -> Result<Option<Tracklist<'_>>> {
        self.record(Table::Tracklist, release)
    }

    /// A CD's table of contents.
    pub fn cd_toc(&self, id: u32) -> Result<Option<CdToc<'_>>> {
        self.record(Table::CdToc, id)
    }

    /// What relationships of a link share.
    pub fn link(&self, id: u32) -> Result<Option<Link<'_>>> {
        self.record(Table::Link, id)
    }

    /// The relationships of an entity, ordered by kind of the other end, link type and order.
    pub fn relationships(&self, kind: Kind, id: u32) -> Result<List<'_, Relationship<'_>>> {
        let [a, b, c, d] = id.to_be_bytes();
        let key = [kind as u8, a, b, c, d];
        Ok(self.record_at(Table::Relationships, &key)?.unwrap_or_default())
    }

    /// A word; `None` for number 0, which is "none".
    pub fn term(&self, words: Words, id: u32) -> Result<Option<Term<'_>>> {
        if id == 0 {
            return Ok(None);
        }
        self.record_at(Table::Vocabulary, &words.key(id))
    }

    /// A page of a browse list and the length of the whole list.
    pub fn browse(&self, relation: Relation, owner: u32, page: Page) -> Result<(usize, Vec<u32>)> {
        let bytes = self.bytes(Table::Browse, &relation.key(owner))?.unwrap_or_default();
        let (ids, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(damaged(Table::Browse, Corrupt("a list has a cut-off entry")));
        }
        let part = ids.iter().skip(page.offset).take(page.limit);
        Ok((ids.len(), part.map(|id| u32::from_le_bytes(*id)).collect()))
    }

    /// Calls `take` with each dense id that may have the key, until it says no.
    pub(super) fn each_candidate(
        &self,
        index: Index,
        key: &[u8],
        mut take: impl FnMut(u32) -> Result<bool>,
    ) -> Result<()> {
        let header = &self.catalog.indexes[index.slot()];
        let hash = index::hash(key);
        let bucket = self.numbered(Table::Index(index), header.bucket(hash))?;
        let Some(bucket) = bucket else { return Ok(()) };
        for id in candidates(bucket, hash).map_err(|e| damaged(Table::Index(index), e))? {
            if !take(id)? {
                break;
            }
        }
        Ok(())
    }
}

/// A track and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct PlacedTrack<'v> {
    /// The release.
    pub release: u32,
    /// Position of the medium.
    pub medium: u32,
    /// Position on the medium.
    pub position: u32,
    /// The track.
    pub track: crate::record::Track<'v>,
}

/// The key of a redirect: the kind's number, then the merged public id.
#[must_use]
pub fn redirect_key(kind: Kind, gid: Gid) -> [u8; 17] {
    let mut key = [kind as u8; 17];
    key[1..].copy_from_slice(&gid.0);
    key
}

fn taken<'v, R: Field<'v>>(table: Table, bytes: &'v [u8]) -> Result<R> {
    R::take(&mut Reader::new(bytes)).map_err(|e| damaged(table, e))
}

/// Names the table of a damaged record.
pub(crate) fn damaged(table: Table, corrupt: Corrupt) -> Error {
    Error::Damaged { table: table.label(), reason: corrupt.0 }
}

impl From<Corrupt> for Error {
    /// A list inside a record that was read before: the table is no longer known here.
    fn from(corrupt: Corrupt) -> Self {
        Self::Damaged { table: "a record", reason: corrupt.0 }
    }
}
