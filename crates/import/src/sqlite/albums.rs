//! `albums`, `artist_albums`, `album_images`: release groups with one release each.

use catalog::record::{Release, ReleaseEvent, ReleaseGroup};
use model::{Date, Kind};

use super::artists::{picture, repeated_id};
use super::credits::Credits;
use super::fields::{Fields, RowError, RowResult};
use super::labels::Labels;
use super::layout::{ALBUM_IMAGES, ALBUMS, ARTIST_ALBUMS};
use super::links::Links;
use super::source::Source;
use super::{ids, scan, words};
use crate::error::Result;
use crate::run::Import;
use crate::staging::{Part, Staging};

/// Reads the albums and what belongs to them.
pub(super) fn read(
    source: &Source,
    credits: &mut Credits<'_>,
    import: &mut Import<'_>,
) -> Result<()> {
    let links = (&ARTIST_ALBUMS, "album_rowid");
    let mut links = Links::read(source, links, index_in_album, import)?;
    let mut labels = Labels::new(&import.staging);
    let repeated = ids::repeated(source, &ALBUMS, import)?;
    scan::each(source, &ALBUMS, import, |fields, staging| {
        let id = fields.id()?;
        if repeated.contains(id) {
            return Err(repeated_id());
        }
        let label = fields.opt_text("label")?.unwrap_or("").trim();
        let credit = credits.of(links.artists(id, staging)?, staging)?;
        album((id, credit), fields, staging)?;
        if label.is_empty() { Ok(()) } else { Ok(labels.add(label, id)?) }
    })?;
    links.finish(&mut import.staging)?;
    labels.stage(&mut import.staging)?;
    scan::each(source, &ALBUM_IMAGES, import, |fields, staging| {
        picture(fields, (Kind::Release, "album_rowid"), staging)
    })
}

/// The artist's place in the credit; null says that the artist only appears on the album.
fn index_in_album(fields: &Fields<'_>) -> RowResult<Option<u32>> {
    let Some(index) = fields.int("index_in_album")? else { return Ok(None) };
    u32::try_from(index)
        .map(Some)
        .map_err(|_| RowError::Refused("value out of range", format!("index_in_album is {index}")))
}

fn album((id, credit): (u32, u32), fields: &Fields<'_>, staging: &mut Staging) -> RowResult {
    let (gid, name) = (fields.gid("id")?, fields.text("name")?);
    let release = Release {
        gid,
        name,
        artist_credit: credit,
        release_group: id,
        status: words::OFFICIAL,
        barcode: fields.opt_text("external_id_upc")?,
        track_count: fields.number("total_tracks", u32::MAX, &mut staging.problems)?.unwrap_or(0),
        popularity: fields.popularity(&mut staging.problems)?,
        copyright: fields.opt_text("copyright_c")?.unwrap_or(""),
        phonographic_copyright: fields.opt_text("copyright_p")?.unwrap_or(""),
        ..Release::default()
    };
    let date = release_date(fields, staging)?;
    group(&release, fields, staging)?;
    let facts = staging.facts.release.at(id);
    facts.release_group = id;
    facts.artist_credit = credit;
    facts.status = words::OFFICIAL as u8;
    facts.date_plus_one = if date.is_unknown() { 0 } else { date.order() + 1 };
    if !date.is_unknown() {
        let event = ReleaseEvent { date, ..ReleaseEvent::default() };
        staging.part(Kind::Release, id, Part::Event, &event)?;
    }
    Ok(staging.entity(Kind::Release, id, &release)?)
}

/// The release group of a release, under the same id.
fn group(release: &Release<'_>, fields: &Fields<'_>, staging: &mut Staging) -> RowResult {
    let id = release.release_group;
    let (primary_type, compilation) = album_type(fields, staging)?;
    let group = ReleaseGroup {
        gid: release.gid,
        name: release.name,
        artist_credit: release.artist_credit,
        primary_type,
        popularity: release.popularity,
        ..ReleaseGroup::default()
    };
    if compilation {
        staging.part(Kind::ReleaseGroup, id, Part::SecondaryType, &words::COMPILATION)?;
    }
    let facts = staging.facts.release_group.at(id);
    facts.primary_type = primary_type as u8;
    facts.compilation = compilation;
    Ok(staging.entity(Kind::ReleaseGroup, id, &group)?)
}

/// The row of the primary type, 0 if none is given, and whether it is a compilation.
fn album_type(fields: &Fields<'_>, staging: &mut Staging) -> RowResult<(u32, bool)> {
    let Some(word) = fields.opt_text("album_type")? else { return Ok((0, false)) };
    if let Some(known) = words::album_type(word) {
        return Ok(known);
    }
    let reason = format!("{word:?} is none of album, single, ep, compilation; it was left out");
    fields.report("unknown album type", &reason, &mut staging.problems)?;
    Ok((0, false))
}

/// The date, as far as the precision says that it is known.
fn release_date(fields: &Fields<'_>, staging: &mut Staging) -> RowResult<Date> {
    let Some(text) = fields.opt_text("release_date")? else { return Ok(Date::default()) };
    let parts = match fields.opt_text("release_date_precision")? {
        Some("year") => 1,
        Some("month") => 2,
        _ => 3,
    };
    let known: Vec<&str> = text.splitn(4, '-').take(parts).collect();
    let whole = parts == 3 && text.matches('-').count() > 2;
    match Date::parse(&known.join("-")).filter(|_| !whole) {
        // Year 0 stands for an unknown date.
        Some(date) if date.year == Some(0) => Ok(Date::default()),
        Some(date) => Ok(date),
        None => {
            let reason = format!("release_date {text:?} is no date; it was left out");
            fields.report("malformed date", &reason, &mut staging.problems)?;
            Ok(Date::default())
        }
    }
}
