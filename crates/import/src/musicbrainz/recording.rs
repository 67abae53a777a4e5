//! `recording` and `isrc`.

use catalog::record::Recording;
use model::{Isrc, Kind};

use super::{Context, RowResult, refused};
use crate::dump::row::Row;
use crate::facts::RecordingFacts;
use crate::staging::{Part, Staging};

pub(super) fn recording(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let id = row.u32(0)?;
    let (name, comment) = (row.str(2)?, row.str(5)?);
    let recording = Recording {
        gid: row.gid(1)?,
        name: &name,
        artist_credit: row.u32(3)?,
        length_ms: row.opt_u32(4)?,
        comment: &comment,
        video: row.bool(8)?,
        ..Recording::default()
    };
    let facts = RecordingFacts::new(&name, recording.artist_credit, recording.length_ms);
    staging.facts.recording.set(id, facts);
    Ok(staging.entity(Kind::Recording, id, &recording)?)
}

pub(super) fn isrc(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let text = row.str(2)?;
    let isrc = Isrc::parse(&text).map_err(|e| refused("not an ISRC", e.to_string()))?;
    Ok(staging.part(Kind::Recording, row.u32(1)?, Part::Isrc, &isrc.as_str())?)
}
