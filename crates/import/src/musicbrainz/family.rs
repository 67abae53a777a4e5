//! Tables that many kinds have in the same shape: aliases, tags, ratings, codes, redirects.

use catalog::codec::put_varint;
use catalog::record::{Alias, Rating, TagCount};
use model::Kind;

use super::{Context, RowResult};
use crate::dump::row::Row;
use crate::staging::{Part, Staging};

pub(super) fn alias(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    let (name, locale, sort_name) = (row.str(2)?, row.opt_str(3)?, row.str(7)?);
    let alias = Alias {
        name: &name,
        sort_name: if sort_name == name { "" } else { &sort_name },
        locale: locale.as_deref().unwrap_or(""),
        alias_type: row.opt_u32(6)?.unwrap_or(0),
        primary: row.bool(14)?,
        begin: row.date(8)?,
        end: row.date(11)?,
        ended: row.bool(15)?,
        ..Alias::default()
    };
    Ok(staging.part(context.kind, row.u32(1)?, Part::Alias, &alias)?)
}

/// Only tags that more people gave than took away are shown.
pub(super) fn tag(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    let (id, count) = (row.u32(0)?, row.int::<i32>(2)?);
    let Ok(count @ 1..) = u32::try_from(count) else { return Ok(()) };
    match context.kind {
        Kind::Artist => add(staging.facts.artist_votes.at(id), count),
        Kind::ReleaseGroup => add(&mut staging.facts.release_group.at(id).votes, count),
        _ => {}
    }
    let tag = TagCount { tag: row.u32(1)?, count, ..TagCount::default() };
    Ok(staging.part(context.kind, id, Part::Tag, &tag)?)
}

pub(super) fn rating(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    let Some(value) = row.opt_int(1)? else { return Ok(()) };
    let (id, rating) = (row.u32(0)?, Rating { value, count: row.opt_u32(2)?.unwrap_or(0) });
    if context.kind == Kind::Artist {
        add(staging.facts.artist_votes.at(id), rating.count);
    }
    Ok(staging.part(context.kind, id, Part::Rating, &rating)?)
}

fn add(votes: &mut u32, more: u32) {
    *votes = votes.saturating_add(more);
}

pub(super) fn ipi(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    Ok(staging.part(context.kind, row.u32(0)?, Part::Ipi, &&*row.str(1)?)?)
}

pub(super) fn isni(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    Ok(staging.part(context.kind, row.u32(0)?, Part::Isni, &&*row.str(1)?)?)
}

pub(super) fn redirect(row: &Row<'_, '_>, context: &Context, staging: &mut Staging) -> RowResult {
    // Credits and media have no address of their own.
    if matches!(context.kind, Kind::ArtistCredit | Kind::Medium) {
        return Ok(());
    }
    let mut target = Vec::new();
    put_varint(&mut target, u64::from(row.u32(1)?));
    Ok(staging.redirect(context.kind, row.gid(0)?, &target)?)
}
