//! Artist credits, which the layout does not have: made from lists of artists.
//!
//! The credit of a lone artist has the artist's own number; lists of several get numbers after the
//! highest artist. Lists met before are remembered, up to a limit: beyond it a credit may be there twice.

use std::collections::HashMap;

use catalog::codec::Field as _;
use catalog::record::{ArtistCredit, CreditedName};
use model::Kind;
use rusqlite::{OptionalExtension as _, Statement};

use super::layout::ARTISTS;
use super::source::Source;
use crate::error::Result;
use crate::staging::{Part, Stage, Staging};

/// Memory for lists of artists, about, in bytes.
const MEMORY_BYTES: usize = 128 << 20;
/// What an entry takes besides its artists: key, value and their share of the table.
const ENTRY_BYTES: usize = 64;
/// Stands between two names.
const JOIN_PHRASE: &str = ", ";

/// Credits made so far.
pub(super) struct Credits<'s> {
    source: &'s Source,
    name: Statement<'s>,
    lists: HashMap<Box<[u32]>, u32>,
    used_bytes: usize,
    memory_bytes: usize,
    last: u32,
}

impl<'s> Credits<'s> {
    /// No credits yet but those of lone artists.
    pub(super) fn new(source: &'s Source) -> Result<Self> {
        Self::within(source, MEMORY_BYTES)
    }

    /// The same with a limit.
    pub(super) fn within(source: &'s Source, memory_bytes: usize) -> Result<Self> {
        let sql = "SELECT name FROM artists WHERE rowid = ?1";
        let name = source.connection().prepare(sql).map_err(|e| source.refuse(&e))?;
        // A higher one was an error when artists were read.
        let last = u32::try_from(source.highest_rowid(&ARTISTS)?.max(0)).unwrap_or(u32::MAX);
        Ok(Self { source, name, lists: HashMap::new(), used_bytes: 0, memory_bytes, last })
    }

    /// The credit of artists in their order; 0 if there are none.
    pub(super) fn of(&mut self, artists: &[u32], staging: &mut Staging) -> Result<u32> {
        match artists {
            [] => return Ok(0),
            [artist] => return Ok(*artist),
            _ => {}
        }
        if let Some(credit) = self.lists.get(artists) {
            return Ok(*credit);
        }
        let credit = self.last.checked_add(1).filter(|credit| *credit < u32::MAX);
        let credit = credit.ok_or_else(|| {
            self.source.fail("it has more lists of artists than can be numbered".to_owned())
        })?;
        self.last = credit;
        self.stage(credit, artists, staging)?;
        let bytes = ENTRY_BYTES + size_of_val(artists);
        if self.used_bytes + bytes <= self.memory_bytes {
            self.used_bytes += bytes;
            self.lists.insert(artists.into(), credit);
        }
        Ok(credit)
    }

    fn stage(&mut self, credit: u32, artists: &[u32], staging: &mut Staging) -> Result<()> {
        staging.entity(Kind::ArtistCredit, credit, &ArtistCredit::default())?;
        for (at, artist) in artists.iter().enumerate() {
            let name = self.name.query_row([artist], |row| row.get::<_, String>(0)).optional();
            let name = name.map_err(|e| self.source.refuse(&e))?.unwrap_or_default();
            let join_phrase = if at + 1 < artists.len() { JOIN_PHRASE } else { "" };
            stage_name(credit, (at, *artist), (&name, join_phrase), staging)?;
        }
        Ok(())
    }
}

/// Stages the credit of a lone artist.
pub(super) fn lone(artist: u32, name: &str, staging: &mut Staging) -> Result<()> {
    staging.entity(Kind::ArtistCredit, artist, &ArtistCredit::default())?;
    stage_name(artist, (0, artist), (name, ""), staging)
}

fn stage_name(
    credit: u32,
    (at, artist): (usize, u32),
    (name, join_phrase): (&str, &str),
    staging: &mut Staging,
) -> Result<()> {
    let name = CreditedName { artist, name, join_phrase, ..CreditedName::default() };
    // The position goes first, so that sorting the parts orders the names.
    let mut bytes = (at as u16).to_be_bytes().to_vec();
    name.put(&mut bytes);
    staging.push(Stage::Entity(Kind::ArtistCredit), u64::from(credit), Part::Name, &bytes)
}
