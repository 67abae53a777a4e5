//! Parts of what is told about recordings, artists and release groups.

use std::cmp::Reverse;

use catalog::codec::List;
use catalog::covers::{self, Cover};
use catalog::record::{Area, Artist, Genre, Recording, Release, ReleaseGroup, TagCount, Url};
use catalog::{Page, Relation, Result, View, Words};
use model::{Date, Gid, IdScheme, Kind};
use serde_json::{Map, Value, json};

use crate::track;

/// Relationships that are looked at.
const MOST_RELATED: usize = 200;
/// Release groups of an artist that are shown.
const MOST_GROUPS: usize = 100;
/// Tracks that are shown.
const MOST_TRACKS: usize = 500;

/// A date as it is written; null when nobody knows it.
pub(super) fn date(date: Date) -> Value {
    date.year.map(|_| date.to_string()).into()
}

pub(super) fn mbid(gid: Gid) -> Value {
    gid.text(IdScheme::Mbid).as_str().into()
}

/// An artist.
pub(super) fn artist(view: &View<'_>, it: &Artist<'_>) -> Result<Value> {
    let area = view.get::<Area<'_>>(it.area)?;
    Ok(json!({
        "artist_mbid": mbid(it.gid),
        "name": it.name,
        "type": word(view, Words::ArtistType, it.artist_type)?,
        "gender": word(view, Words::Gender, it.gender)?,
        "area": area.map(|area| area.name),
        "begin_year": it.begin.year,
        "end_year": it.end.year,
    }))
}

/// A credit as printed, and its artists.
pub(super) fn credit(view: &View<'_>, row: u32) -> Result<Value> {
    let mut artists = Vec::new();
    if let Some(credit) = view.artist_credit(row)? {
        for name in credit.names.iter() {
            let name = name?;
            let Some(found) = view.get::<Artist<'_>>(name.artist)? else { continue };
            let mut shape = artist(view, &found)?;
            shape["name"] = name.name.into();
            shape["join_phrase"] = name.join_phrase.into();
            shape["rels"] = rels(view, (Kind::Artist, name.artist))?;
            artists.push(shape);
        }
    }
    Ok(json!({"name": view.printed_credit(row)?.unwrap_or_default(), "artists": artists}))
}

/// A release with a cover.
pub(super) fn release(view: &View<'_>, it: &Release<'_>, cover: Option<Cover>) -> Result<Value> {
    let group = view.get::<ReleaseGroup<'_>>(it.release_group)?;
    let dates = it.events.iter().flatten().map(|event| event.date);
    let first = dates.min_by_key(|date| date.order()).unwrap_or_default();
    let mut shape = json!({
        "mbid": mbid(it.gid),
        "name": it.name,
        "album_artist_name": view.printed_credit(it.artist_credit)?.unwrap_or_default(),
        "date": date(first),
        "year": first.year,
    });
    if let Some(group) = group {
        shape["release_group_mbid"] = mbid(group.gid);
        shape["type"] = primary_type(view, &group)?;
    }
    track::put_cover(cover, &mut shape);
    Ok(shape)
}

/// Album, single and so on; null when nobody said.
pub(super) fn primary_type(view: &View<'_>, it: &ReleaseGroup<'_>) -> Result<Value> {
    word(view, Words::ReleaseGroupPrimaryType, it.primary_type)
}

fn word(view: &View<'_>, words: Words, id: u32) -> Result<Value> {
    Ok(view.term(words, id)?.map(|term| term.name).into())
}

/// Tags with most votes first; of what they are, where that is not plain.
pub(super) fn tags(
    view: &View<'_>,
    tags: List<'_, TagCount<'_>>,
    of: Option<(&str, Gid)>,
) -> Result<Value> {
    let mut tags: Vec<_> = tags.iter().flatten().filter(|tag| tag.count > 0).collect();
    tags.sort_by_key(|tag| Reverse(tag.count));
    let mut shapes = Vec::with_capacity(tags.len());
    for tag in tags {
        let Some(term) = view.term(Words::Tag, tag.tag)? else { continue };
        let mut shape = json!({"tag": term.name, "count": tag.count});
        if let Some(genre) = view.get::<Genre<'_>>(term.genre)? {
            shape["genre_mbid"] = mbid(genre.gid);
        }
        if let Some((key, gid)) = of {
            shape[key] = mbid(gid);
        }
        shapes.push(shape);
    }
    Ok(shapes.into())
}

/// The tags of all artists of a credit.
pub(super) fn tags_of_credit(view: &View<'_>, row: u32) -> Result<Value> {
    let mut all = Vec::new();
    if let Some(credit) = view.artist_credit(row)? {
        for name in credit.names.iter() {
            let Some(artist) = view.get::<Artist<'_>>(name?.artist)? else { continue };
            if let Value::Array(tags) = tags(view, artist.tags, Some(("artist_mbid", artist.gid)))?
            {
                all.extend(tags);
            }
        }
    }
    Ok(all.into())
}

/// Web addresses by the type of the relationship.
pub(super) fn rels(view: &View<'_>, (kind, row): (Kind, u32)) -> Result<Value> {
    let mut rels = Map::new();
    for one in view.relationships(kind, row)?.iter().take(MOST_RELATED) {
        let one = one?;
        if one.target_kind()? != Kind::Url {
            continue;
        }
        let link = view.link(one.link)?.filter(|link| !link.ended);
        let Some(link) = link else { continue };
        let (Some(name), Some(url)) =
            (view.term(Words::LinkType, link.link_type)?, view.get::<Url<'_>>(one.target)?)
        else {
            continue;
        };
        rels.entry(name.name).or_insert_with(|| url.url.into());
    }
    Ok(rels.into())
}

/// The people who took part in a recording.
pub(super) fn credited(view: &View<'_>, row: u32) -> Result<Value> {
    let mut people = Vec::new();
    for one in view.relationships(Kind::Recording, row)?.iter().take(MOST_RELATED) {
        let one = one?;
        if one.target_kind()? != Kind::Artist {
            continue;
        }
        let (Some(link), Some(artist)) =
            (view.link(one.link)?, view.get::<Artist<'_>>(one.target)?)
        else {
            continue;
        };
        let mut shape = json!({
            "artist_mbid": mbid(artist.gid),
            "artist_name": artist.name,
            "type": word(view, Words::LinkType, link.link_type)?,
        });
        if let Some(attribute) = link.attributes.iter().next() {
            let kind = attribute?.attribute_type;
            shape["instrument"] = word(view, Words::LinkAttributeType, kind)?;
        }
        people.push(shape);
    }
    Ok(people.into())
}

/// The tracks of a release, as recordings.
pub(super) fn tracks(view: &View<'_>, release: u32) -> Result<Value> {
    let mut shapes = Vec::new();
    let Some(tracklist) = view.tracklist(release)? else { return Ok(shapes.into()) };
    for medium in tracklist.media.iter() {
        for (at, track) in medium?.tracks.iter().enumerate() {
            let track = track?;
            let Some(recording) = view.get::<Recording<'_>>(track.recording)? else { continue };
            if shapes.len() < MOST_TRACKS {
                shapes.push(json!({
                    "recording_mbid": mbid(recording.gid),
                    "name": track.name.unwrap_or(recording.name),
                    "length": recording.length_ms,
                    "position": track.position.map_or(at + 1, |position| position as usize),
                }));
            }
        }
    }
    Ok(shapes.into())
}

/// Release groups of an artist.
pub(super) fn groups_of_artist(view: &View<'_>, artist: u32) -> Result<Value> {
    let page = Page { limit: MOST_GROUPS, offset: 0 };
    let (_, rows) = view.browse(Relation::ArtistReleaseGroups, artist, page)?;
    let mut shapes = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(group) = view.get::<ReleaseGroup<'_>>(row)? else { continue };
        let mut shape = json!({
            "mbid": mbid(group.gid),
            "name": group.name,
            "artist_credit_name": view.printed_credit(group.artist_credit)?.unwrap_or_default(),
            "date": date(group.first_release),
            "type": primary_type(view, &group)?,
        });
        track::put_cover(covers::of_group(view, &group)?, &mut shape);
        shapes.push(shape);
    }
    Ok(shapes.into())
}
