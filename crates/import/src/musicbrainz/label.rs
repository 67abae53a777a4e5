//! `label`.

use catalog::record::Label;
use model::Kind;

use super::{Context, RowResult};
use crate::dump::row::Row;
use crate::staging::Staging;

pub(super) fn label(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (name, comment) = (row.str(2)?, row.str(12)?);
    let label = Label {
        gid: row.gid(1)?,
        name: &name,
        comment: &comment,
        label_type: row.opt_u32(10)?.unwrap_or(0),
        label_code: row.opt_u32(9)?.unwrap_or(0),
        area: row.opt_u32(11)?.unwrap_or(0),
        begin: row.date(3)?,
        end: row.date(6)?,
        ended: row.bool(15)?,
        ..Label::default()
    };
    Ok(staging.entity(Kind::Label, row.u32(0)?, &label)?)
}
