//! Artists by the album or track that they belong to: sorted outside memory, met in rowid order.

use super::fields::{Fields, RowResult, dangling};
use super::layout::Table;
use super::scan;
use super::source::Source;
use crate::error::Result;
use crate::problems::Refusal;
use crate::run::Import;
use crate::spill::{Order, Sorted, Sorter};
use crate::staging::Staging;
use model::Kind;

/// Artists of one credit, at most; further ones are reported.
const MAX_ARTISTS: usize = 1000;

/// Artists by owner.
pub(super) struct Links {
    table: &'static Table,
    owner: &'static str,
    sorted: Sorted,
    /// Place and artist, of one owner.
    found: Vec<(u32, u32)>,
    artists: Vec<u32>,
}

impl Links {
    /// Reads a link table. `place` says where a row's artist stands, `None` that it is no credit.
    pub(super) fn read(
        source: &Source,
        (table, owner): (&'static Table, &'static str),
        place: impl Fn(&Fields<'_>) -> RowResult<Option<u32>>,
        import: &mut Import<'_>,
    ) -> Result<Self> {
        let path = import.staging.directory().join(table.name);
        let mut sorter = Sorter::new(path, Order::Pushed, import.staging.sorter_bytes());
        scan::each(source, table, import, |fields, staging| {
            let (owner, artist) = (fields.reference(owner)?, fields.reference("artist_rowid")?);
            if !staging.facts.exists(Kind::Artist, artist) {
                return Err(dangling("artist_rowid", artist));
            }
            if let Some(place) = place(fields)? {
                sorter.push(u64::from(owner), &place.to_le_bytes(), &artist.to_le_bytes())?;
            }
            Ok(())
        })?;
        let sorted = sorter.sort()?;
        Ok(Self { table, owner, sorted, found: Vec::new(), artists: Vec::new() })
    }

    /// The artists of an owner in order, each once. Owners must be asked for in ascending order:
    /// those in between are not in the file, which is reported.
    pub(super) fn artists(&mut self, owner: u32, staging: &mut Staging) -> Result<&[u32]> {
        self.skip(owner, staging)?;
        self.found.clear();
        self.artists.clear();
        while self.sorted.peek_key()? == Some(u64::from(owner)) {
            let Some((_, row)) = self.sorted.next()? else { break };
            if let ([place, artist], []) = row.as_chunks::<4>() {
                self.found.push((u32::from_le_bytes(*place), u32::from_le_bytes(*artist)));
            }
            if self.found.len() > MAX_ARTISTS {
                self.found.pop();
                self.report(owner, ("too many artists", "further artists were left out"), staging)?;
            }
        }
        self.found.sort_by_key(|(place, _)| *place);
        for (_, artist) in &self.found {
            if !self.artists.contains(artist) {
                self.artists.push(*artist);
            }
        }
        Ok(&self.artists)
    }

    /// Reports what belongs to owners before `owner` that nobody asked for.
    fn skip(&mut self, owner: u32, staging: &mut Staging) -> Result<()> {
        while let Some(key) = self.sorted.peek_key()?.filter(|key| *key < u64::from(owner)) {
            self.sorted.next()?;
            let reason = "no such row is in the file, or it was left out";
            self.report(key as u32, ("dangling reference", reason), staging)?;
        }
        Ok(())
    }

    /// Ends the reading: what is left belongs to nobody.
    pub(super) fn finish(mut self, staging: &mut Staging) -> Result<()> {
        self.skip(u32::MAX, staging)
    }

    fn report(
        &self,
        owner: u32,
        (kind, reason): (&str, &str),
        staging: &mut Staging,
    ) -> Result<()> {
        let place = format!("{} {owner}", self.owner);
        let (file, table) = ("after reading", self.table.name);
        staging.problems.refuse(&Refusal { file, table, kind, place: &place, reason })
    }
}
