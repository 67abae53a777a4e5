//! `place`, `event`, `series`, `instrument`, `genre`, `url`: tables of one reader each.

use catalog::record::{Event, Genre, Instrument, Place, Rating, Series, Url};
use model::Kind;

use super::release::presence;
use super::{Context, RowResult};
use crate::dump::row::Row;
use crate::staging::{Part, Stage, Staging};

pub(super) fn place(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (name, address, comment) = (row.str(2)?, row.str(4)?, row.str(7)?);
    row.opt_point(6)?;
    let point = row.opt_str(6)?;
    let place = Place {
        gid: row.gid(1)?,
        name: &name,
        comment: &comment,
        place_type: row.opt_u32(3)?.unwrap_or(0),
        address: &address,
        area: row.opt_u32(5)?.unwrap_or(0),
        coordinates: point.as_deref().map_or("", |p| p.trim_matches(['(', ')'])),
        begin: row.date(10)?,
        end: row.date(13)?,
        ended: row.bool(16)?,
        ..Place::default()
    };
    Ok(staging.entity(Kind::Place, row.u32(0)?, &place)?)
}

pub(super) fn event(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (name, comment) = (row.str(2)?, row.str(13)?);
    let (time, setlist) = (row.opt_str(9)?, row.opt_str(12)?);
    let event = Event {
        gid: row.gid(1)?,
        name: &name,
        comment: &comment,
        event_type: row.opt_u32(10)?.unwrap_or(0),
        begin: row.date(3)?,
        end: row.date(6)?,
        ended: row.bool(16)?,
        time: time.as_deref().unwrap_or(""),
        cancelled: row.bool(11)?,
        setlist: setlist.as_deref().unwrap_or(""),
        ..Event::default()
    };
    Ok(staging.entity(Kind::Event, row.u32(0)?, &event)?)
}

pub(super) fn event_meta(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let id = row.u32(0)?;
    if let Some(value) = row.opt_int(1)? {
        let rating = Rating { value, count: row.opt_u32(2)?.unwrap_or(0) };
        staging.part(Kind::Event, id, Part::Rating, &rating)?;
    }
    let presence = [presence(&row.str(3)?)?];
    Ok(staging.push(Stage::Entity(Kind::Event), u64::from(id), Part::Presence, &presence)?)
}

pub(super) fn series(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (name, comment) = (row.str(2)?, row.str(3)?);
    let series = Series {
        gid: row.gid(1)?,
        name: &name,
        comment: &comment,
        series_type: row.u32(4)?,
        ordering_type: row.u32(5)?,
        ..Series::default()
    };
    Ok(staging.entity(Kind::Series, row.u32(0)?, &series)?)
}

pub(super) fn instrument(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (name, comment, description) = (row.str(2)?, row.str(6)?, row.str(7)?);
    let instrument = Instrument {
        gid: row.gid(1)?,
        name: &name,
        comment: &comment,
        instrument_type: row.opt_u32(3)?.unwrap_or(0),
        description: &description,
        ..Instrument::default()
    };
    Ok(staging.entity(Kind::Instrument, row.u32(0)?, &instrument)?)
}

pub(super) fn genre(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let (id, name, comment) = (row.u32(0)?, row.str(2)?, row.str(3)?);
    staging.facts.genres.insert(name.to_string(), id);
    let genre = Genre { gid: row.gid(1)?, name: &name, comment: &comment, ..Genre::default() };
    Ok(staging.entity(Kind::Genre, id, &genre)?)
}

pub(super) fn url(row: &Row<'_, '_>, _: &Context, staging: &mut Staging) -> RowResult {
    let url = row.str(2)?;
    let url = Url { gid: row.gid(1)?, url: &url, ..Url::default() };
    Ok(staging.entity(Kind::Url, row.u32(0)?, &url)?)
}
