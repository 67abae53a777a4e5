//! The tables of words: types, formats, languages, tags.

use catalog::codec::Field as _;
use catalog::{Term, Words};

use super::{Context, ReadRow, RowResult};
use crate::dump::row::Row;
use crate::staging::Staging;

/// The reader of a list: most have one shape.
pub(super) fn reader(words: Words) -> ReadRow {
    match words {
        Words::Language => language,
        Words::Script => script,
        Words::LinkType => link_type,
        Words::LinkAttributeType => link_attribute_type,
        Words::Tag => tag,
        _ => typical,
    }
}

fn keep(context: &Context, id: u32, term: &Term<'_>, staging: &mut Staging) -> RowResult {
    let mut bytes = Vec::new();
    term.put(&mut bytes);
    staging.words.insert((context.words, id), bytes);
    Ok(())
}

/// `id, name, parent, child_order, description, gid`, with columns added in the middle by some.
fn typical(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    let (name_at, parent_at, gid_at) = match context.words {
        Words::SeriesType => (1, 3, 6),
        Words::MediumFormat => (1, 2, 7),
        Words::WorkAttributeType => (1, 4, 7),
        Words::WorkAttributeTypeAllowedValue => (2, 3, 6),
        _ => (1, 2, 5),
    };
    let name = row.opt_str(name_at)?;
    let term = Term {
        name: name.as_deref().unwrap_or(""),
        gid: row.gid(gid_at)?,
        parent: row.opt_u32(parent_at)?.unwrap_or(0),
        child_order: row.int::<i32>(parent_at + 1)?.max(0) as u32,
        has_disc_ids: context.words == Words::MediumFormat && row.bool(5)?,
        ..Term::default()
    };
    keep(context, row.u32(0)?, &term, staging)
}

/// A member of `link_creditable_attribute_type`; its word is completed when all were read.
pub(super) fn creditable(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    staging.facts.creditable.insert(row.u32(0)?);
    Ok(())
}

fn language(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    let (name, code, second) = (row.str(4)?, row.opt_str(6)?, row.opt_str(1)?);
    let term = Term {
        name: &name,
        code: code.as_deref().unwrap_or(""),
        second_code: second.as_deref().unwrap_or(""),
        ..Term::default()
    };
    keep(context, row.u32(0)?, &term, staging)
}

fn script(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    let (name, code) = (row.str(3)?, row.str(1)?);
    let term = Term { name: &name, code: &code, ..Term::default() };
    keep(context, row.u32(0)?, &term, staging)
}

fn link_type(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    let (name, ends) = (row.str(6)?, format!("{},{}", row.str(4)?, row.str(5)?));
    let term = Term {
        name: &name,
        gid: row.gid(3)?,
        parent: row.opt_u32(1)?.unwrap_or(0),
        child_order: row.int::<i32>(2)?.max(0) as u32,
        ends: &ends,
        is_many_first: row.int::<i32>(14)? > 0,
        is_many_second: row.int::<i32>(15)? > 0,
        ..Term::default()
    };
    keep(context, row.u32(0)?, &term, staging)
}

fn link_attribute_type(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    let name = row.str(5)?;
    let term = Term {
        name: &name,
        gid: row.gid(4)?,
        parent: row.opt_u32(1)?.unwrap_or(0),
        child_order: row.int::<i32>(3)?.max(0) as u32,
        root: row.u32(2)?,
        ..Term::default()
    };
    keep(context, row.u32(0)?, &term, staging)
}

fn tag(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    let name = row.str(1)?;
    keep(context, row.u32(0)?, &Term { name: &name, ..Term::default() }, staging)
}
