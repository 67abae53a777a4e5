//! `track` and its redirects.

use catalog::codec::Field as _;
use catalog::record::Track;
use model::Kind;

use super::release::MAX_POSITION;
use super::{Context, RowResult, refused};
use crate::dump::row::Row;
use crate::staging::{Part, Stage, Staging};

pub(super) fn track(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (id, recording, medium, position) = (row.u32(0)?, row.u32(2)?, row.u32(3)?, row.u32(4)?);
    if !staging.facts.exists(Kind::Medium, medium) {
        return Err(refused("dangling reference", format!("medium {medium} is not in the export")));
    }
    if !staging.facts.exists(Kind::Recording, recording) {
        let reason = format!("recording {recording} is not in the export");
        return Err(refused("dangling reference", reason));
    }
    if position > MAX_POSITION {
        return Err(refused("absurd position", format!("track position {position}")));
    }
    let (release, medium_position) = staging.facts.medium.get(medium);
    let same = staging.facts.recording.get(recording);
    let (number, name) = (row.str(5)?, row.str(6)?);
    let (credit, length) = (row.u32(7)?, row.opt_u32(8)?.map_or(0, |ms| ms.saturating_add(1)));
    let is_position = number.parse() == Ok(position) && !number.starts_with(['0', '+']);
    let track = Track {
        gid: row.gid(1)?,
        recording,
        position: Some(position),
        number: (!is_position).then_some(&number),
        name: (catalog::index::hash(name.as_bytes()) != same.name_hash).then_some(&name),
        artist_credit: if credit == same.artist_credit { 0 } else { credit },
        length_plus_one: (length != same.length_plus_one).then_some(length),
        data: row.bool(11)?,
        ..Track::default()
    };
    let mut bytes = id.to_le_bytes().to_vec();
    track.put(&mut bytes);
    staging.facts.track_release.set(id, release);
    let key = u64::from(release) << 32 | u64::from(medium_position << 16 | position);
    Ok(staging.push(Stage::Tracks, key, Part::Record, &bytes)?)
}

/// The survivor's public id is only known when its release is built: the redirect waits there.
pub(super) fn redirect(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (gid, survivor) = (row.gid(0)?, row.u32(1)?);
    let release = staging.facts.track_release.get(survivor);
    if release == 0 {
        return Err(refused(
            "dangling reference",
            format!("track {survivor} is not in the export"),
        ));
    }
    let key = u64::from(release) << 32 | u64::from(u32::MAX);
    let bytes = [&survivor.to_le_bytes()[..], &gid.0].concat();
    Ok(staging.push(Stage::Tracks, key, Part::TrackRedirect, &bytes)?)
}
