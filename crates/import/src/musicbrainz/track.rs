//! `track` and its redirects.

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
        name: (!same.has_name(&name)).then_some(&name),
        artist_credit: if credit == same.artist_credit { 0 } else { credit },
        length_plus_one: (!same.has_length(length)).then_some(length),
        data: row.bool(11)?,
        ..Track::default()
    };
    staging.facts.exists_mut(Kind::Track).insert(id);
    let key = u64::from(release) << 32 | u64::from(medium_position << 16 | position);
    Ok(staging.track(key, (id, credit, length), &track)?)
}

/// The survivor's public id and release are only known when its release is built.
pub(super) fn redirect(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (gid, survivor) = (row.gid(0)?, row.u32(1)?);
    if !staging.facts.exists(Kind::Track, survivor) {
        return Err(refused(
            "dangling reference",
            format!("track {survivor} is not in the export"),
        ));
    }
    staging.facts.merged_into.insert(survivor);
    Ok(staging.push(Stage::TrackRedirects, u64::from(survivor), Part::Redirect, &gid.0)?)
}
