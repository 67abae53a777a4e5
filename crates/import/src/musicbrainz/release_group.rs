//! `release_group` and what belongs to it.

use catalog::record::{Rating, ReleaseGroup};
use model::Kind;

use super::{Context, RowResult};
use crate::dump::row::Row;
use crate::staging::{Part, Staging};

/// MusicBrainz's row for "Compilation" among the secondary types.
const COMPILATION: u32 = 1;

pub(super) fn release_group(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let id = row.u32(0)?;
    let (name, comment) = (row.str(2)?, row.str(5)?);
    let group = ReleaseGroup {
        gid: row.gid(1)?,
        name: &name,
        artist_credit: row.u32(3)?,
        comment: &comment,
        primary_type: row.opt_u32(4)?.unwrap_or(0),
        ..ReleaseGroup::default()
    };
    let facts = staging.facts.release_group.at(id);
    facts.primary_type = u8::try_from(group.primary_type).unwrap_or(u8::MAX);
    Ok(staging.entity(Kind::ReleaseGroup, id, &group)?)
}

pub(super) fn secondary_type(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (id, secondary_type) = (row.u32(0)?, row.u32(1)?);
    let facts = staging.facts.release_group.at(id);
    facts.compilation |= secondary_type == COMPILATION;
    facts.other_secondary_type |= secondary_type != COMPILATION;
    Ok(staging.part(Kind::ReleaseGroup, id, Part::SecondaryType, &secondary_type)?)
}

pub(super) fn meta(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (id, date) = (row.u32(0)?, row.date(2)?);
    if !date.is_unknown() {
        staging.part(Kind::ReleaseGroup, id, Part::FirstRelease, &date)?;
    }
    if let Some(value) = row.opt_int(5)? {
        let rating = Rating { value, count: row.opt_u32(6)?.unwrap_or(0) };
        let votes = &mut staging.facts.release_group.at(id).votes;
        *votes = votes.saturating_add(rating.count);
        staging.part(Kind::ReleaseGroup, id, Part::Rating, &rating)?;
    }
    Ok(())
}
