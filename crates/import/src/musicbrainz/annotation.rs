//! `annotation` and `<kind>_annotation`.

use super::{Context, RowResult};
use crate::dump::row::Row;
use crate::staging::{Part, Stage, Staging};

pub(super) fn annotation(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let text = row.opt_str(2)?;
    let text = text.as_deref().unwrap_or("");
    Ok(staging.push(Stage::Annotations, u64::from(row.u32(0)?), Part::Record, text.as_bytes())?)
}

pub(super) fn owner(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    let mut bytes = vec![context.kind as u8];
    bytes.extend_from_slice(&row.u32(0)?.to_le_bytes());
    Ok(staging.push(Stage::Annotations, u64::from(row.u32(1)?), Part::Owner, &bytes)?)
}
