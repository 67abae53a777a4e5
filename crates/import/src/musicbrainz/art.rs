//! Images at the Cover Art Archive and the Event Art Archive.

use catalog::codec::Field as _;
use catalog::record::Image;
use model::Kind;

use super::{Context, RowResult};
use crate::dump::row::Row;
use crate::staging::{Part, Stage, Staging};

pub(super) fn cover_art(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    image(row, Kind::Release, staging)
}

pub(super) fn event_art(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    image(row, Kind::Event, staging)
}

pub(super) fn cover_art_type(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    Ok(staging.put(
        Stage::Images,
        key(row.int(0)?, Kind::Release),
        Part::ImageType,
        &row.u32(1)?,
    )?)
}

pub(super) fn event_art_type(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    Ok(staging.put(Stage::Images, key(row.int(0)?, Kind::Event), Part::ImageType, &row.u32(1)?)?)
}

/// Image ids of the two archives are independent: the lowest bit tells them apart.
fn key(id: u64, kind: Kind) -> u64 {
    id << 1 | u64::from(kind == Kind::Event)
}

fn image(row: &Row<'_, '_>, kind: Kind, staging: &mut Staging) -> RowResult {
    let (comment, mime_type) = (row.str(2)?, row.str(7)?);
    let image = Image {
        id: row.int(0)?,
        comment: &comment,
        mime_type: &mime_type,
        pending: row.int::<i32>(6)? > 0,
        edit: row.u32(3)?,
        ..Image::default()
    };
    let mut bytes = row.u32(1)?.to_le_bytes().to_vec();
    // The ordering goes before the record, so that sorting the parts orders the images.
    bytes.extend_from_slice(&(row.int::<i32>(4)?.max(0) as u32).to_be_bytes());
    image.put(&mut bytes);
    Ok(staging.push(Stage::Images, key(image.id, kind), Part::ImageOwner, &bytes)?)
}

pub(super) fn release_group_cover_art(
    row: &Row<'_, '_>,
    _: &Context,
    staging: &mut Staging,
) -> RowResult {
    Ok(staging.part(Kind::ReleaseGroup, row.u32(0)?, Part::CoverArtRelease, &row.u32(1)?)?)
}
