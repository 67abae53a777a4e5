//! Artist credits: written, and kept at hand because nearly everything is credited.

use catalog::Table;
use catalog::codec::{Corrupt, Field as _, ListBuffer, Reader};
use catalog::record::{ArtistCredit, CreditedName};
use model::Kind;

use super::Builder;
use crate::column::{Column, TextColumn};
use crate::error::Result;
use crate::preference::VARIOUS_ARTISTS;
use crate::staging::{Group, Part};

/// Artists and printed names by credit.
#[derive(Default)]
pub(super) struct Credits {
    /// Where a credit's artists begin, and how many there are.
    places: Column<(u32, u32)>,
    artists: Vec<u32>,
    names: TextColumn,
}

impl Credits {
    /// The artists of a credit.
    pub(super) fn artists(&self, credit: u32) -> &[u32] {
        let (start, count) = self.places.get(credit);
        &self.artists[start as usize..(start + count) as usize]
    }

    /// The credit as printed.
    pub(super) fn name(&self, credit: u32) -> &str {
        self.names.get(credit)
    }

    /// Whether a credit is "Various Artists".
    pub(super) fn is_various(&self, credit: u32) -> bool {
        self.artists(credit) == [VARIOUS_ARTISTS]
    }

    fn keep(&mut self, credit: u32, names: &[CreditedName<'_>]) {
        self.places.set(credit, (self.artists.len() as u32, names.len() as u32));
        self.artists.extend(names.iter().map(|name| name.artist));
        let printed: String = names.iter().flat_map(|name| [name.name, name.join_phrase]).collect();
        self.names.set(credit, &printed);
    }
}

impl Builder<'_, '_> {
    /// Writes the credits.
    pub(super) fn credits(&mut self) -> Result<()> {
        let mut groups = self.entities(Kind::ArtistCredit)?;
        let mut list = ListBuffer::default();
        while let Some(group) = groups.next()? {
            if !self.is_whole(Kind::ArtistCredit, group)? {
                continue;
            }
            let mut credit = group.value::<ArtistCredit<'_>>(Part::Record)?.unwrap_or_default();
            let mut names = names_of(group)?;
            let id = group.id();
            for name in &names {
                self.checked((Kind::ArtistCredit, id), Kind::Artist, name.artist)?;
            }
            names.retain(|name| self.staging.facts.exists(Kind::Artist, name.artist));
            list.clear();
            names.iter().for_each(|name| list.push(name));
            credit.names = list.list();
            self.credits.keep(id, &names);
            self.writer.put(Table::Entity(Kind::ArtistCredit), id, &credit)?;
        }
        Ok(())
    }
}

/// The names of a credit by position, which stands before each.
fn names_of(group: &Group) -> Result<Vec<CreditedName<'_>>> {
    let mut parts: Vec<&[u8]> = group.parts(Part::Name).collect();
    parts.sort_by_key(|bytes| bytes.first_chunk::<2>().copied());
    let mut names = Vec::with_capacity(parts.len());
    for bytes in parts {
        let record = bytes.get(2..).ok_or(Corrupt("a credited name"))?;
        names.push(CreditedName::take(&mut Reader::new(record))?);
    }
    Ok(names)
}
