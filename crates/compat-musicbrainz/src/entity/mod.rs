//! The kinds of entities: one file each says which fields they have, and where.
//!
//! `fields` writes what stands within the object or element that the caller opened. Attributes of
//! XML come first, then elements in the order of MusicBrainz's schema.

pub(crate) mod area;
pub(crate) mod artist;
pub(crate) mod event;
pub(crate) mod genre;
pub(crate) mod instrument;
pub(crate) mod label;
pub(crate) mod place;
pub(crate) mod recording;
pub(crate) mod release;
pub(crate) mod release_group;
pub(crate) mod series;
pub(crate) mod url;
pub(crate) mod work;

use catalog::record::{
    Area, Artist, Entity, Event, Genre, Instrument, Label, Place, Recording, Release, ReleaseGroup,
    Series, Url, Work,
};
use catalog::{Found, Result};
use model::{Gid, Kind};

use crate::answer::Out;
use crate::cx::Cx;
use crate::request::Filter;
use crate::show::{Depth, Show};

/// Which entity is shown and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    /// Its dense id.
    pub(crate) row: u32,
    /// Where it stands.
    pub(crate) depth: Depth,
}

/// An entity that was asked for: where its public id leads.
pub(crate) struct Located {
    /// Its dense id.
    pub(crate) row: u32,
    /// Its public id.
    pub(crate) gid: Gid,
    /// Whether another id was asked for.
    pub(crate) merged: bool,
}

/// Calls a function that takes the type of a kind's record; kinds without one give `$none`.
macro_rules! of_kind {
    ($kind:expr, $function:ident, ($($argument:expr),*), $none:expr) => {
        match $kind {
            Kind::Artist => $function::<Artist<'_>>($($argument),*),
            Kind::ReleaseGroup => $function::<ReleaseGroup<'_>>($($argument),*),
            Kind::Release => $function::<Release<'_>>($($argument),*),
            Kind::Recording => $function::<Recording<'_>>($($argument),*),
            Kind::Work => $function::<Work<'_>>($($argument),*),
            Kind::Label => $function::<Label<'_>>($($argument),*),
            Kind::Area => $function::<Area<'_>>($($argument),*),
            Kind::Place => $function::<Place<'_>>($($argument),*),
            Kind::Event => $function::<Event<'_>>($($argument),*),
            Kind::Series => $function::<Series<'_>>($($argument),*),
            Kind::Instrument => $function::<Instrument<'_>>($($argument),*),
            Kind::Genre => $function::<Genre<'_>>($($argument),*),
            Kind::Url => $function::<Url<'_>>($($argument),*),
            Kind::Track | Kind::ArtistCredit | Kind::Medium => $none,
        }
    };
}

/// Finds an entity of any kind by its public id.
pub(crate) fn locate(cx: Cx<'_>, kind: Kind, wanted: Gid) -> Result<Option<Located>> {
    fn of<'v, E: Entity<'v>>(cx: Cx<'v>, gid: Gid) -> Result<Option<Located>> {
        let located = |found: Found<E>| Located {
            row: found.id,
            gid: found.record.gid(),
            merged: found.merged,
        };
        Ok(cx.view.find::<E>(gid)?.map(located))
    }
    of_kind!(kind, of, (cx, wanted), Ok(None))
}

/// The public id of an entity, `None` when it does not exist.
pub(crate) fn gid(cx: Cx<'_>, kind: Kind, row: u32) -> Result<Option<Gid>> {
    fn of<'v, E: Entity<'v>>(cx: Cx<'v>, row: u32) -> Result<Option<Gid>> {
        Ok(cx.get::<E>(row)?.map(|entity| entity.gid()))
    }
    of_kind!(kind, of, (cx, row), Ok(None))
}

/// The name of an entity, or its title or address; empty when it does not exist.
pub(crate) fn name(cx: Cx<'_>, kind: Kind, row: u32) -> Result<&str> {
    fn of<'v, E: Entity<'v>>(cx: Cx<'v>, row: u32) -> Result<&'v str> {
        Ok(cx.get::<E>(row)?.map_or("", |entity| entity.name()))
    }
    of_kind!(kind, of, (cx, row), Ok(""))
}

/// What an entity is sorted by among the other ends of relationships.
pub(crate) fn sort_name(cx: Cx<'_>, kind: Kind, row: u32) -> Result<&str> {
    if kind == Kind::Artist
        && let Some(artist) = cx.get::<Artist<'_>>(row)?
        && !artist.sort_name.is_empty()
    {
        return Ok(artist.sort_name);
    }
    name(cx, kind, row)
}

/// Writes the fields of an entity of any kind. Answers whether there is one.
pub(crate) fn fields(
    out: &mut Out,
    show: &Show<'_>,
    (kind, at): (Kind, At),
    filter: &Filter,
) -> Result<bool> {
    macro_rules! with {
        ($record:ty, $write:expr) => {{
            let Some(record) = show.cx.get::<$record>(at.row)? else { return Ok(false) };
            ($write)(&record)?;
            Ok(true)
        }};
    }
    match kind {
        Kind::Artist => with!(Artist<'_>, |r| artist::fields(out, show, (at, filter), r)),
        Kind::ReleaseGroup => {
            with!(ReleaseGroup<'_>, |r| release_group::fields(out, show, (at, filter), r))
        }
        Kind::Release => with!(Release<'_>, |r| release::fields(out, show, at, r)),
        Kind::Recording => with!(Recording<'_>, |r| recording::fields(out, show, (at, filter), r)),
        Kind::Work => with!(Work<'_>, |r| work::fields(out, show, at, r)),
        Kind::Label => with!(Label<'_>, |r| label::fields(out, show, (at, filter), r)),
        Kind::Area => with!(Area<'_>, |r| area::fields(out, show, at, r)),
        Kind::Place => with!(Place<'_>, |r| place::fields(out, show, at, r)),
        Kind::Event => with!(Event<'_>, |r| event::fields(out, show, at, r)),
        Kind::Series => with!(Series<'_>, |r| series::fields(out, show, at, r)),
        Kind::Instrument => with!(Instrument<'_>, |r| instrument::fields(out, show, at, r)),
        Kind::Genre => with!(Genre<'_>, |r| {
            genre::fields(out, r);
            Ok::<_, catalog::Error>(())
        }),
        Kind::Url => with!(Url<'_>, |r| url::fields(out, show, at, r)),
        Kind::Track | Kind::ArtistCredit | Kind::Medium => Ok(false),
    }
}

/// The names of a kind: of one entity, of a list in JSON, of a list in XML.
pub(crate) fn names(kind: Kind) -> (&'static str, &'static str, &'static str) {
    match kind {
        Kind::Artist => ("artist", "artists", "artist-list"),
        Kind::ReleaseGroup => ("release-group", "release-groups", "release-group-list"),
        Kind::Release => ("release", "releases", "release-list"),
        Kind::Recording => ("recording", "recordings", "recording-list"),
        Kind::Work => ("work", "works", "work-list"),
        Kind::Label => ("label", "labels", "label-list"),
        Kind::Area => ("area", "areas", "area-list"),
        Kind::Place => ("place", "places", "place-list"),
        Kind::Event => ("event", "events", "event-list"),
        Kind::Series => ("series", "series", "series-list"),
        Kind::Instrument => ("instrument", "instruments", "instrument-list"),
        Kind::Genre => ("genre", "genres", "genre-list"),
        Kind::Url => ("url", "urls", "url-list"),
        Kind::Track => ("track", "tracks", "track-list"),
        Kind::ArtistCredit => ("artist-credit", "artist-credits", "artist-credit-list"),
        Kind::Medium => ("medium", "media", "medium-list"),
    }
}

/// Writes a list below an entity: its items, and in XML how many there are in all.
pub(crate) fn list(
    out: &mut Out,
    show: &Show<'_>,
    (kind, depth): (Kind, Depth),
    (total, rows): (usize, &[u32]),
) -> Result<()> {
    let (item, json_name, xml_name) = names(kind);
    out.open_list(json_name, xml_name);
    crate::extras::count(out, total);
    for row in rows {
        out.open_item(item);
        fields(out, show, (kind, At { row: *row, depth }), &Filter::default())?;
        out.close();
    }
    out.close_list();
    Ok(())
}
