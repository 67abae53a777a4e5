//! Documents of areas, places, series, instruments, annotations and tags.

use catalog::fielded::{
    AnnotationField as N, AreaField as A, InstrumentField as I, PlaceField as P, SeriesField as S,
    Sheet, TagField, Writer, entity_number,
};
use catalog::record as of;
use catalog::{Catalog, Words};
use model::Kind;

use super::words::aliases;
use super::{Cx, taken};
use crate::error::Result;

/// The kinds whose records have annotations, in the order of their numbers.
pub(super) const ANNOTATED: [Kind; 12] = [
    Kind::Artist,
    Kind::ReleaseGroup,
    Kind::Release,
    Kind::Recording,
    Kind::Work,
    Kind::Label,
    Kind::Area,
    Kind::Place,
    Kind::Event,
    Kind::Series,
    Kind::Instrument,
    Kind::Genre,
];

/// An area.
pub(super) fn area(cx: &mut Cx<'_>, (_, bytes): (u32, &[u8]), sheet: &mut Sheet) -> Result<u8> {
    let area: of::Area<'_> = taken(bytes)?;
    sheet.text(A::Name, area.name);
    aliases(A::Alias, area.aliases, sheet)?;
    sheet.text(A::SortName, area.name);
    for alias in area.aliases.iter() {
        sheet.text(A::SortName, alias?.sort_name);
    }
    sheet.text(A::Comment, area.comment);
    sheet.key(A::Type, cx.words.name(Words::AreaType, area.area_type));
    sheet.date(A::Begin, area.begin);
    sheet.date(A::End, area.end);
    sheet.flag(A::Ended, area.ended);
    let codes =
        [(A::Iso1, area.iso_3166_1), (A::Iso2, area.iso_3166_2), (A::Iso3, area.iso_3166_3)];
    for (field, codes) in codes {
        for code in codes.iter() {
            let code = code?;
            sheet.key(field, code);
            sheet.key(A::Iso, code);
        }
    }
    cx.tags(A::Tag, area.tags, sheet)?;
    Ok(0)
}

/// A place.
pub(super) fn place(cx: &mut Cx<'_>, (_, bytes): (u32, &[u8]), sheet: &mut Sheet) -> Result<u8> {
    let place: of::Place<'_> = taken(bytes)?;
    sheet.text(P::Name, place.name);
    aliases(P::Alias, place.aliases, sheet)?;
    sheet.text(P::Address, place.address);
    sheet.text(P::Comment, place.comment);
    cx.area(P::Area, place.area, sheet)?;
    sheet.key(P::Type, cx.words.name(Words::PlaceType, place.place_type));
    sheet.date(P::Begin, place.begin);
    sheet.date(P::End, place.end);
    sheet.flag(P::Ended, place.ended);
    let coordinates = place.coordinates.split_once(',');
    if let Some((Ok(latitude), Ok(longitude))) =
        coordinates.map(|(latitude, longitude)| (latitude.parse(), longitude.parse()))
    {
        sheet.degrees(P::Latitude, latitude);
        sheet.degrees(P::Longitude, longitude);
    }
    cx.tags(P::Tag, place.tags, sheet)?;
    Ok(0)
}

/// A series.
pub(super) fn series(cx: &mut Cx<'_>, (_, bytes): (u32, &[u8]), sheet: &mut Sheet) -> Result<u8> {
    let series: of::Series<'_> = taken(bytes)?;
    sheet.text(S::Name, series.name);
    aliases(S::Alias, series.aliases, sheet)?;
    sheet.text(S::Comment, series.comment);
    sheet.key(S::Type, cx.words.name(Words::SeriesType, series.series_type));
    sheet.key(S::Ordering, cx.words.name(Words::SeriesOrderingType, series.ordering_type));
    cx.tags(S::Tag, series.tags, sheet)?;
    Ok(0)
}

/// An instrument.
pub(super) fn instrument(
    cx: &mut Cx<'_>,
    (_, bytes): (u32, &[u8]),
    sheet: &mut Sheet,
) -> Result<u8> {
    let instrument: of::Instrument<'_> = taken(bytes)?;
    sheet.text(I::Name, instrument.name);
    aliases(I::Alias, instrument.aliases, sheet)?;
    sheet.text(I::Comment, instrument.comment);
    sheet.text(I::Description, instrument.description);
    sheet.key(I::Type, cx.words.name(Words::InstrumentType, instrument.instrument_type));
    cx.tags(I::Tag, instrument.tags, sheet)?;
    Ok(0)
}

/// The annotation of an entity, if it has one.
pub(super) fn annotation(kind: Kind, (id, bytes): (u32, &[u8]), writer: &mut Writer) -> Result<()> {
    let (name, text) = annotated(kind, bytes)?;
    if text.is_empty() {
        return Ok(());
    }
    let number = entity_number(kind, id);
    let sheet = writer.sheet();
    sheet.number(N::Entity, number);
    sheet.text(N::Name, name);
    sheet.text(N::Text, text);
    sheet.key(N::Type, &kind.as_str().replace('_', "-"));
    writer.add(number, 0)?;
    Ok(())
}

/// Name and annotation of a record.
fn annotated(kind: Kind, bytes: &[u8]) -> Result<(&str, &str)> {
    macro_rules! parts {
        ($($kind:ident)*) => {
            match kind {
                $(Kind::$kind => {
                    let record: of::$kind<'_> = taken(bytes)?;
                    (record.name, record.annotation)
                })*
                Kind::Url | Kind::Track | Kind::ArtistCredit | Kind::Medium => ("", ""),
            }
        };
    }
    Ok(parts!(
        Artist ReleaseGroup Release Recording Work Label Area Place Event Series Instrument Genre
    ))
}

/// All tags.
pub(super) fn tags(catalog: &Catalog, writer: &mut Writer) -> Result<()> {
    let view = catalog.view()?;
    for term in view.terms()? {
        let (list, row, term) = term?;
        if list == Words::Tag as u8 {
            writer.sheet().text(TagField::Name, term.name);
            writer.add(row, 0)?;
        }
    }
    Ok(())
}
