//! Artist credits: written, and kept at hand because nearly everything is credited.

use catalog::Table;
use catalog::codec::{Corrupt, Field as _, ListBuffer, Reader};
use catalog::record::{ArtistCredit, CreditedName};
use model::Kind;

use super::Builder;
use crate::column::{Column, TextColumn};
use crate::error::Result;
use crate::preference::VARIOUS_ARTISTS;
use crate::staging::{Group, Part, Stage};

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

    /// The credit as printed, between [`Builder::printed_credits`] and [`Credits::forget_printed`].
    pub(super) fn name(&self, credit: u32) -> &str {
        self.names.get(credit)
    }

    /// Whether a credit is "Various Artists".
    pub(super) fn is_various(&self, credit: u32) -> bool {
        self.artists(credit) == [VARIOUS_ARTISTS]
    }

    /// Frees the printed names.
    pub(super) fn forget_printed(&mut self) {
        self.names = TextColumn::default();
    }

    fn keep(&mut self, credit: u32, names: &[CreditedName<'_>]) {
        self.places.set(credit, (self.artists.len() as u32, names.len() as u32));
        self.artists.extend(names.iter().map(|name| name.artist));
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
            let printed: String =
                names.iter().flat_map(|name| [name.name, name.join_phrase]).collect();
            let (stage, key) = (Stage::CreditNames, u64::from(id));
            self.staging.push(stage, key, Part::Printed, printed.as_bytes())?;
            self.writer.put(Table::Entity(Kind::ArtistCredit), id, &credit)?;
        }
        Ok(())
    }

    /// Takes the printed names into memory, which releases have no use for.
    pub(super) fn printed_credits(&mut self) -> Result<()> {
        let mut sorted = self.staging.sorted(Stage::CreditNames)?;
        while let Some((key, part)) = sorted.next()? {
            let printed = std::str::from_utf8(part.get(1..).unwrap_or_default());
            self.credits.names.set(key as u32, printed.map_err(|_| Corrupt("a printed credit"))?);
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
