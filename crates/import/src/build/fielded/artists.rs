//! Documents of artists and labels, and the artist credits of others.

use catalog::fielded::{ArtistField as A, Cut, Cutter, Field, LabelField as L, Sheet};
use catalog::record::{Artist, Label};
use catalog::{Relation, Words};

use super::words::{aliases, country};
use super::{Cx, taken};
use crate::error::Result;

/// An artist.
pub(super) fn artist(cx: &mut Cx<'_>, (_, bytes): (u32, &[u8]), sheet: &mut Sheet) -> Result<u8> {
    let artist: Artist<'_> = taken(bytes)?;
    sheet.text(A::Name, artist.name);
    sheet.text(
        A::SortName,
        if artist.sort_name.is_empty() { artist.name } else { artist.sort_name },
    );
    aliases(A::Alias, artist.aliases, sheet)?;
    for alias in artist.aliases.iter() {
        let alias = alias?;
        if alias.primary {
            sheet.text(A::PrimaryAlias, alias.name);
        }
    }
    cx.area(A::Area, artist.area, sheet)?;
    cx.area(A::BeginArea, artist.begin_area, sheet)?;
    cx.area(A::EndArea, artist.end_area, sheet)?;
    sheet.date(A::Begin, artist.begin);
    sheet.date(A::End, artist.end);
    sheet.flag(A::Ended, artist.ended);
    sheet.text(A::Comment, artist.comment);
    sheet.key(A::Country, country(&artist.country));
    sheet.key(A::Gender, cx.words.name(Words::Gender, artist.gender));
    sheet.key(A::Type, cx.words.name(Words::ArtistType, artist.artist_type));
    for ipi in artist.ipis.iter() {
        sheet.key(A::Ipi, ipi?);
    }
    for isni in artist.isnis.iter() {
        sheet.key(A::Isni, isni?);
    }
    cx.tags(A::Tag, artist.tags, sheet)?;
    Ok(artist.popularity)
}

/// A label.
pub(super) fn label(cx: &mut Cx<'_>, (id, bytes): (u32, &[u8]), sheet: &mut Sheet) -> Result<u8> {
    let label: Label<'_> = taken(bytes)?;
    sheet.text(L::Name, label.name);
    aliases(L::Alias, label.aliases, sheet)?;
    cx.area(L::Area, label.area, sheet)?;
    sheet.date(L::Begin, label.begin);
    sheet.date(L::End, label.end);
    sheet.flag(L::Ended, label.ended);
    sheet.text(L::Comment, label.comment);
    sheet.key(L::Country, country(&label.country));
    sheet.key(L::Type, cx.words.name(Words::LabelType, label.label_type));
    if label.label_code > 0 {
        sheet.number(L::Code, label.label_code);
    }
    for ipi in label.ipis.iter() {
        sheet.key(L::Ipi, ipi?);
    }
    for isni in label.isnis.iter() {
        sheet.key(L::Isni, isni?);
    }
    let none = catalog::Page { limit: 0, offset: 0 };
    let (releases, _) = cx.view.browse(Relation::LabelReleases, id, none)?;
    sheet.number(L::ReleaseCount, releases as u64);
    cx.tags(L::Tag, label.tags, sheet)?;
    Ok(label.popularity)
}

/// Where the parts of an artist credit go.
pub(super) struct CreditFields {
    /// The names as printed, with what joins them.
    pub(super) printed: Field,
    /// The artists' own names.
    pub(super) names: Field,
}

/// What an artist credit says.
#[derive(Default)]
pub(super) struct Credit {
    printed: Cut,
    names: Vec<Cut>,
}

impl Credit {
    /// Reads a credit.
    pub(super) fn read(cx: &Cx<'_>, id: u32, cutter: &mut Cutter) -> Result<Self> {
        let mut credit = Self::default();
        let mut printed = String::new();
        let Some(record) = cx.view.artist_credit(id)? else { return Ok(credit) };
        for name in record.names.iter() {
            let name = name?;
            printed.push_str(name.name);
            printed.push_str(name.join_phrase);
            let artist = cx.view.get::<Artist<'_>>(name.artist)?;
            let own = cutter.words(artist.map_or("", |artist| artist.name));
            credit.names.push(own);
        }
        credit.printed = cutter.words(&printed);
        Ok(credit)
    }

    /// Puts it on a sheet.
    pub(super) fn put(&self, fields: &CreditFields, sheet: &mut Sheet) {
        sheet.words(fields.printed, &self.printed);
        for name in &self.names {
            sheet.words(fields.names, name);
        }
    }
}
