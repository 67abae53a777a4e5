//! Areas, places, series, instruments, annotations and tags.

use catalog::fielded::Match;
use catalog::record as of;
use catalog::record::Entity;
use catalog::{Result, Words};
use model::{Gid, IdScheme, Kind};

use super::Hit;
use super::parts::{aliases, area as area_of, codes, head, life_span, score, tags, text};
use crate::answer::Out;
use crate::cx::Cx;
use crate::extras;

/// An area with the areas that it is a part of.
pub(super) fn area(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(area) = cx.get::<of::Area<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("area");
    head(out, area.gid, cx.words.word(Words::AreaType, area.area_type), hit);
    out.text("name", area.name);
    out.text("sort-name", area.name);
    text(out, "disambiguation", area.comment);
    codes(out, ("iso-3166-1-codes", "iso-3166-1-code-list", "iso-3166-1-code"), area.iso_3166_1)?;
    codes(out, ("iso-3166-2-codes", "iso-3166-2-code-list", "iso-3166-2-code"), area.iso_3166_2)?;
    codes(out, ("iso-3166-3-codes", "iso-3166-3-code-list", "iso-3166-3-code"), area.iso_3166_3)?;
    life_span(out, (area.begin, area.end, area.ended));
    aliases(out, cx, area.aliases, Words::AreaAliasType)?;
    super::related::containers(out, cx, hit.row)?;
    tags(out, cx, area.tags)?;
    out.close();
    Ok(())
}

/// A place.
pub(super) fn place(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(place) = cx.get::<of::Place<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("place");
    head(out, place.gid, cx.words.word(Words::PlaceType, place.place_type), hit);
    out.text("name", place.name);
    text(out, "disambiguation", place.comment);
    text(out, "address", place.address);
    if let Some((latitude, longitude)) = place.coordinates.split_once(',') {
        out.open("coordinates");
        out.text("latitude", latitude);
        out.text("longitude", longitude);
        out.close();
    }
    area_of(out, cx, ("area", place.area))?;
    life_span(out, (place.begin, place.end, place.ended));
    aliases(out, cx, place.aliases, Words::PlaceAliasType)?;
    tags(out, cx, place.tags)?;
    out.close();
    Ok(())
}

/// A series.
pub(super) fn series(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(series) = cx.get::<of::Series<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("series");
    head(out, series.gid, cx.words.word(Words::SeriesType, series.series_type), hit);
    out.text("name", series.name);
    text(out, "disambiguation", series.comment);
    aliases(out, cx, series.aliases, Words::SeriesAliasType)?;
    tags(out, cx, series.tags)?;
    out.close();
    Ok(())
}

/// An instrument.
pub(super) fn instrument(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(instrument) = cx.get::<of::Instrument<'_>>(hit.row)? else { return Ok(()) };
    out.open_item("instrument");
    let kind = cx.words.word(Words::InstrumentType, instrument.instrument_type);
    head(out, instrument.gid, kind, hit);
    out.text("name", instrument.name);
    text(out, "disambiguation", instrument.comment);
    text(out, "description", instrument.description);
    aliases(out, cx, instrument.aliases, Words::InstrumentAliasType)?;
    tags(out, cx, instrument.tags)?;
    out.close();
    Ok(())
}

/// A tag.
pub(super) fn tag(out: &mut Out, cx: Cx<'_>, hit: Hit) -> Result<()> {
    let Some(term) = cx.view.term(Words::Tag, hit.row)? else { return Ok(()) };
    out.open_item("tag");
    score(out, hit);
    out.text("name", term.name);
    out.close();
    Ok(())
}

/// An annotation with the name of what it is about.
pub(super) fn annotation(out: &mut Out, cx: Cx<'_>, found: &Match, hit: Hit) -> Result<()> {
    let Some(kind) = found.kind else { return Ok(()) };
    let Some((gid, name, annotation)) = annotated(cx, kind, hit.row)? else { return Ok(()) };
    out.open_item("annotation");
    out.attr("type", &kind.as_str().replace('_', "-"));
    score(out, hit);
    out.text("entity", gid.text(IdScheme::Mbid).as_str());
    out.text("name", name);
    out.text("text", annotation);
    out.close();
    Ok(())
}

/// Public id, name and annotation of an entity.
fn annotated<'v>(cx: Cx<'v>, kind: Kind, row: u32) -> Result<Option<(Gid, &'v str, &'v str)>> {
    macro_rules! parts {
        ($($kind:ident)*) => {
            match kind {
                $(Kind::$kind => cx
                    .get::<of::$kind<'_>>(row)?
                    .map(|record| (record.gid(), record.name(), record.annotation)),)*
                Kind::Url | Kind::Track | Kind::ArtistCredit | Kind::Medium => None,
            }
        };
    }
    Ok(parts!(
        Artist ReleaseGroup Release Recording Work Label Area Place Event Series Instrument Genre
    ))
}

/// Public id and name of an entity.
pub(super) fn named<'v>(cx: Cx<'v>, kind: Kind, row: u32) -> Result<Option<(Gid, &'v str)>> {
    match kind {
        Kind::Url => {
            let url = cx.get::<of::Url<'_>>(row)?;
            Ok(url.map(|url| (url.gid, url.url)))
        }
        kind => Ok(annotated(cx, kind, row)?.map(|(gid, name, _)| (gid, name))),
    }
}

/// An entity that another is related to, within the element or object that is named after its kind.
pub(super) fn linked(out: &mut Out, cx: Cx<'_>, (kind, row): (Kind, u32)) -> Result<()> {
    let Some((gid, name)) = named(cx, kind, row)? else { return Ok(()) };
    let (item, _, _) = crate::entity::names(kind);
    out.open(item);
    extras::id(out, gid);
    if kind == Kind::Area {
        let area = cx.get::<of::Area<'_>>(row)?;
        if let Some(name) = area.and_then(|area| cx.words.name(Words::AreaType, area.area_type)) {
            out.attr("type", name);
        }
    }
    let name_field = match kind {
        Kind::Recording | Kind::Release | Kind::ReleaseGroup | Kind::Work => "title",
        Kind::Url => "resource",
        _ => "name",
    };
    out.text(name_field, name);
    if matches!(kind, Kind::Artist | Kind::Area | Kind::Label) {
        out.text("sort-name", crate::entity::sort_name(cx, kind, row)?);
    }
    if let (Kind::Recording, Some(json)) = (kind, out.json()) {
        match cx.get::<of::Recording<'_>>(row)?.is_some_and(|recording| recording.video) {
            true => json.plain("video", true),
            false => json.null("video"),
        }
    }
    out.close();
    Ok(())
}
