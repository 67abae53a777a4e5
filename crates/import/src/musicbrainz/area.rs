//! `area` and the ISO codes.

use catalog::record::Area;
use model::Kind;

use super::{Context, RowResult};
use crate::dump::row::Row;
use crate::staging::{Part, Staging};

pub(super) fn area(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (name, comment) = (row.str(2)?, row.str(13)?);
    let area = Area {
        gid: row.gid(1)?,
        name: &name,
        comment: &comment,
        area_type: row.opt_u32(3)?.unwrap_or(0),
        begin: row.date(6)?,
        end: row.date(9)?,
        ended: row.bool(12)?,
        ..Area::default()
    };
    Ok(staging.entity(Kind::Area, row.u32(0)?, &area)?)
}

pub(super) fn iso_3166_1(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (area, code) = (row.u32(0)?, row.str(1)?);
    if let Ok(code) = <[u8; 2]>::try_from(code.as_bytes()) {
        staging.facts.country_code.insert(area, code);
    }
    Ok(staging.part(Kind::Area, area, Part::Iso1, &&*code)?)
}

pub(super) fn iso_3166_2(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    Ok(staging.part(Kind::Area, row.u32(0)?, Part::Iso2, &&*row.str(1)?)?)
}

pub(super) fn iso_3166_3(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    Ok(staging.part(Kind::Area, row.u32(0)?, Part::Iso3, &&*row.str(1)?)?)
}
