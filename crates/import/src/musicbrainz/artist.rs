//! `artist`, `artist_credit`, `artist_credit_name`.

use catalog::record::{Artist, ArtistCredit, CreditedName};
use model::Kind;

use super::{Context, RowResult};
use crate::dump::row::Row;
use crate::staging::{Part, Stage, Staging};

pub(super) fn artist(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let id = row.u32(0)?;
    let (name, sort_name, comment) = (row.str(2)?, row.str(3)?, row.str(13)?);
    let artist = Artist {
        gid: row.gid(1)?,
        name: &name,
        sort_name: if sort_name == name { "" } else { &sort_name },
        comment: &comment,
        artist_type: row.opt_u32(10)?.unwrap_or(0),
        gender: row.opt_u32(12)?.unwrap_or(0),
        area: row.opt_u32(11)?.unwrap_or(0),
        begin_area: row.opt_u32(17)?.unwrap_or(0),
        end_area: row.opt_u32(18)?.unwrap_or(0),
        begin: row.date(4)?,
        end: row.date(7)?,
        ended: row.bool(16)?,
        ..Artist::default()
    };
    Ok(staging.entity(Kind::Artist, id, &artist)?)
}

pub(super) fn artist_credit(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let credit = ArtistCredit { gid: row.gid(6)?, ..ArtistCredit::default() };
    Ok(staging.entity(Kind::ArtistCredit, row.u32(0)?, &credit)?)
}

pub(super) fn artist_credit_name(
    row: &Row<'_, '_>,
    _: &Context,
    staging: &mut Staging,
) -> RowResult {
    let (name, join_phrase) = (row.str(3)?, row.str(4)?);
    let name = CreditedName {
        artist: row.u32(2)?,
        name: &name,
        join_phrase: &join_phrase,
        ..CreditedName::default()
    };
    // The position goes first, so that sorting the parts orders the names.
    let mut bytes = row.int::<u16>(1)?.to_be_bytes().to_vec();
    catalog::codec::Field::put(&name, &mut bytes);
    let credit = u64::from(row.u32(0)?);
    Ok(staging.push(Stage::Entity(Kind::ArtistCredit), credit, Part::Name, &bytes)?)
}
