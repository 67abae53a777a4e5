//! `tracks` and `track_artists`: recordings and where they stand.

use catalog::record::{Recording, Track};
use model::{Gid, Isrc, Kind};

use super::artists::repeated_id;
use super::credits::Credits;
use super::fields::{Fields, RowResult};
use super::layout::{TRACK_ARTISTS, TRACKS};
use super::links::Links;
use super::media::Media;
use super::source::Source;
use super::track_files::Ids;
use super::{ids, scan};
use crate::error::Result;
use crate::run::Import;
use crate::staging::{Part, Staging};

/// Positions are sorted in 16 bits; no disc or track comes near.
const MAX_POSITION: i64 = 65_534;

/// Reads the tracks; returns their public ids when `with_ids` asks for them.
pub(super) fn read(
    source: &Source,
    credits: &mut Credits<'_>,
    with_ids: bool,
    import: &mut Import<'_>,
) -> Result<Option<Ids>> {
    let links = (&TRACK_ARTISTS, "track_rowid");
    let mut links = Links::read(source, links, |_| Ok(Some(0)), import)?;
    let mut media = Media::new(&import.staging);
    let mut public_ids = with_ids.then(|| Ids::new(&import.staging));
    let repeated = ids::repeated(source, &TRACKS, import)?;
    scan::each(source, &TRACKS, import, |fields, staging| {
        let id = fields.id()?;
        if repeated.contains(id) {
            return Err(repeated_id());
        }
        let credit = credits.of(links.artists(id, staging)?, staging)?;
        let gid = recording((id, credit), fields, staging)?;
        if let Some(ids) = &mut public_ids {
            ids.add(gid, id)?;
        }
        isrc(id, fields, staging)?;
        match place_of(fields, staging)? {
            Some(place) => track((id, credit), place, &mut media, staging),
            None => Ok(()),
        }
    })?;
    links.finish(&mut import.staging)?;
    media.stage(&mut import.staging)?;
    Ok(public_ids)
}

fn recording(
    (id, credit): (u32, u32),
    fields: &Fields<'_>,
    staging: &mut Staging,
) -> RowResult<Gid> {
    let name = fields.text("name")?;
    let recording = Recording {
        gid: fields.gid("id")?,
        name,
        artist_credit: credit,
        length_ms: fields.number("duration_ms", u32::MAX, &mut staging.problems)?,
        popularity: fields.popularity(&mut staging.problems)?,
        explicit: fields.int("explicit")?.is_some_and(|flag| flag != 0),
        preview_url: fields.opt_text("preview_url")?.unwrap_or(""),
        ..Recording::default()
    };
    // Read here once, so that a row is refused before anything of it is staged.
    fields.opt_text("external_id_isrc")?;
    for column in ["album_rowid", "disc_number", "track_number"] {
        fields.int(column)?;
    }
    staging.entity(Kind::Recording, id, &recording)?;
    Ok(recording.gid)
}

fn isrc(id: u32, fields: &Fields<'_>, staging: &mut Staging) -> RowResult {
    let Some(text) = fields.opt_text("external_id_isrc")? else { return Ok(()) };
    match Isrc::parse(text) {
        Ok(isrc) => Ok(staging.part(Kind::Recording, id, Part::Isrc, &isrc.as_str())?),
        Err(error) => {
            let reason = format!("{error}; it was left out");
            Ok(fields.report("malformed ISRC", &reason, &mut staging.problems)?)
        }
    }
}

/// Album, disc and position of a track. What makes no sense is reported: the recording stays
/// without an album.
fn place_of(fields: &Fields<'_>, staging: &mut Staging) -> RowResult<Option<(u32, u32, u32)>> {
    let Some(album) = fields.int("album_rowid")? else { return Ok(None) };
    let found = u32::try_from(album).ok().filter(|id| staging.facts.exists(Kind::Release, *id));
    let Some(found) = found else {
        let reason = format!("album_rowid {album} is not in the file, or was left out");
        fields.report("dangling reference", &reason, &mut staging.problems)?;
        return Ok(None);
    };
    // A disc without a number is the only one.
    let disc = fields.int("disc_number")?.unwrap_or(1);
    let position = fields.int("track_number")?;
    match position {
        Some(position @ 0..=MAX_POSITION) if (0..=MAX_POSITION).contains(&disc) => {
            Ok(Some((found, disc as u32, position as u32)))
        }
        _ => {
            let reason = format!("disc {disc}, track {position:?}: the place was left out");
            fields.report("absurd position", &reason, &mut staging.problems)?;
            Ok(None)
        }
    }
}

fn track(
    (id, credit): (u32, u32),
    (album, disc, position): (u32, u32, u32),
    media: &mut Media,
    staging: &mut Staging,
) -> RowResult {
    media.add(album, disc, staging)?;
    // Everything but the position is as on the recording, and the track has no public id of its own.
    let track = Track { recording: id, position: Some(position), ..Track::default() };
    let key = u64::from(album) << 32 | u64::from(disc << 16 | position);
    Ok(staging.track(key, (id, credit, 0), &track)?)
}
