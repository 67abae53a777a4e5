//! `release`, its events, labels and media.

use catalog::codec::ListBuffer;
use catalog::record::{CdToc, Medium, Release, ReleaseEvent, ReleaseLabel};
use model::{Date, Kind};

use super::{Context, RowResult, refused};
use crate::dump::row::Row;
use crate::staging::{Part, Stage, Staging};

/// Positions are sorted in 16 bits; no medium or track comes near.
pub(super) const MAX_POSITION: u32 = 65_534;

pub(super) fn release(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let id = row.u32(0)?;
    let (name, comment, barcode) = (row.str(2)?, row.str(10)?, row.opt_str(9)?);
    let release = Release {
        gid: row.gid(1)?,
        name: &name,
        artist_credit: row.u32(3)?,
        release_group: row.u32(4)?,
        status: row.opt_u32(5)?.unwrap_or(0),
        packaging: row.opt_u32(6)?.unwrap_or(0),
        language: row.opt_u32(7)?.unwrap_or(0),
        script: row.opt_u32(8)?.unwrap_or(0),
        barcode: barcode.as_deref(),
        comment: &comment,
        // -1 unknown, 0 low, 1 normal, 2 high: stored plus one.
        quality: (row.int::<i16>(12)? + 1).clamp(0, 3) as u8,
        ..Release::default()
    };
    let facts = staging.facts.release.at(id);
    facts.release_group = release.release_group;
    facts.artist_credit = release.artist_credit;
    facts.status = u8::try_from(release.status).unwrap_or(u8::MAX);
    Ok(staging.entity(Kind::Release, id, &release)?)
}

pub(super) fn country(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    event(row.u32(0)?, row.u32(1)?, row.date(2)?, staging)
}

pub(super) fn unknown_country(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    event(row.u32(0)?, 0, row.date(1)?, staging)
}

fn event(release: u32, country: u32, date: Date, staging: &mut Staging) -> RowResult {
    if !date.is_unknown() {
        let earliest = &mut staging.facts.release.at(release).date_plus_one;
        let order = date.order() + 1;
        *earliest = if *earliest == 0 { order } else { order.min(*earliest) };
    }
    let event = ReleaseEvent { country, date, ..ReleaseEvent::default() };
    Ok(staging.part(Kind::Release, release, Part::Event, &event)?)
}

pub(super) fn label(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let number = row.opt_str(3)?;
    let label = ReleaseLabel {
        label: row.opt_u32(2)?.unwrap_or(0),
        catalog_number: number.as_deref(),
        ..ReleaseLabel::default()
    };
    Ok(staging.part(Kind::Release, row.u32(1)?, Part::Label, &label)?)
}

pub(super) fn meta(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let asin = row.opt_str(3)?;
    let mut bytes = vec![presence(&row.str(4)?)?];
    bytes.extend_from_slice(asin.as_deref().unwrap_or("").as_bytes());
    if bytes == [presence("absent")?] {
        // By far the most common row says nothing; the builder takes a missing part as absent.
        return Ok(());
    }
    let id = u64::from(row.u32(0)?);
    Ok(staging.push(Stage::Entity(Kind::Release), id, Part::Presence, &bytes)?)
}

/// The number under which a record keeps whether there is art.
pub(super) fn presence(word: &str) -> Result<u8, super::RowError> {
    match word {
        "absent" => Ok(1),
        "present" => Ok(2),
        "darkened" => Ok(3),
        other => Err(refused(
            "unknown art presence",
            format!("{other:?} is none of absent, present, darkened"),
        )),
    }
}

pub(super) fn medium(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (id, release, position) = (row.u32(0)?, row.u32(1)?, row.u32(2)?);
    if position > MAX_POSITION {
        return Err(refused("absurd position", format!("medium position {position}")));
    }
    let name = row.str(4)?;
    let medium = Medium {
        gid: row.gid(8)?,
        position,
        format: row.opt_u32(3)?.unwrap_or(0),
        name: &name,
        stated_track_count: row.opt_u32(7)?,
        ..Medium::default()
    };
    staging.facts.exists_mut(Kind::Medium).insert(id);
    staging.facts.medium.set(id, (release, position));
    Ok(staging.part(Kind::Release, release, Part::Medium, &medium)?)
}

pub(super) fn medium_cdtoc(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (medium, toc) = (row.u32(1)?, row.u32(2)?);
    if !staging.facts.exists(Kind::Medium, medium) {
        return Err(refused("dangling reference", format!("medium {medium} is not in the export")));
    }
    let (release, position) = staging.facts.medium.get(medium);
    let pair = |a: u32, b: u32| [a.to_le_bytes(), b.to_le_bytes()].concat();
    staging.push(
        Stage::Entity(Kind::Release),
        u64::from(release),
        Part::Toc,
        &pair(position, toc),
    )?;
    Ok(staging.push(Stage::CdTocs, u64::from(toc), Part::Toc, &pair(release, position))?)
}

pub(super) fn cdtoc(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    // `char(28)`: a shorter id, as only test data has, is padded with blanks.
    let (disc_id, freedb_id) = (row.str(1)?, row.str(2)?);
    let disc_id = disc_id.trim_end();
    let mut offsets = ListBuffer::default();
    for offset in row.ints(5)? {
        let offset =
            u32::try_from(offset).map_err(|_| refused("negative offset", format!("{offset}")))?;
        offsets.push(&offset);
    }
    let toc = CdToc {
        disc_id,
        leadout_offset: row.u32(4)?,
        track_offsets: offsets.list(),
        freedb_id: &freedb_id,
        ..CdToc::default()
    };
    Ok(staging.put(Stage::CdTocs, u64::from(row.u32(0)?), Part::Record, &toc)?)
}
