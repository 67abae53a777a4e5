//! `work` and what belongs to it.

use catalog::record::{Work, WorkAttribute};
use model::Kind;

use super::{Context, RowResult};
use crate::dump::row::Row;
use crate::staging::{Part, Staging};

pub(super) fn work(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (name, comment) = (row.str(2)?, row.str(4)?);
    let work = Work {
        gid: row.gid(1)?,
        name: &name,
        comment: &comment,
        work_type: row.opt_u32(3)?.unwrap_or(0),
        ..Work::default()
    };
    Ok(staging.entity(Kind::Work, row.u32(0)?, &work)?)
}

pub(super) fn language(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    Ok(staging.part(Kind::Work, row.u32(0)?, Part::Language, &row.u32(1)?)?)
}

pub(super) fn attribute(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let text = row.opt_str(4)?;
    let attribute = WorkAttribute {
        attribute_type: row.u32(2)?,
        value: row.opt_u32(3)?.unwrap_or(0),
        text: text.as_deref().unwrap_or(""),
        ..WorkAttribute::default()
    };
    Ok(staging.part(Kind::Work, row.u32(1)?, Part::Attribute, &attribute)?)
}

pub(super) fn iswc(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    match row.opt_str(2)? {
        Some(iswc) => Ok(staging.part(Kind::Work, row.u32(1)?, Part::Iswc, &&*iswc)?),
        None => Ok(()),
    }
}
