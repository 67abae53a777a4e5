//! Browse queries: all entities of a kind around one entity, page by page.

use std::collections::BTreeSet;

use catalog::record::{Recording, Release, ReleaseGroup, Url};
use catalog::{Page, Relation};
use model::Kind;

use crate::answer::Out;
use crate::cx::Cx;
use crate::entity::{self, At};
use crate::failure::{Answer, Failure};
use crate::inc::Word;
use crate::lists::{self, Rows};
use crate::params::Params;
use crate::request::{self, Filter};
use crate::show::{Depth, Show};

/// Tracks of a page of releases with recordings at most; one release is shown in any case.
const MAX_TRACKS: u32 = 500;
/// Web addresses of one request at most.
const MAX_ADDRESSES: usize = 100;

/// What a browse query asks for.
pub(crate) struct Browse<'a> {
    /// What is listed.
    pub(crate) kind: Kind,
    /// The name of the parameter that says from where.
    pub(crate) by: &'a str,
    /// All parameters.
    pub(crate) params: &'a Params,
    /// Types and statuses.
    pub(crate) filter: &'a Filter,
}

impl Browse<'_> {
    /// Writes the answer.
    pub(crate) fn answer(&self, out: &mut Out, show: &Show<'_>) -> Answer<()> {
        let mut page = request::page(self.params)?;
        let mut given = self.params.all(self.by);
        let gid =
            request::gid(given.next().filter(|_| given.next().is_none()).unwrap_or_default())?;
        let mut show = *show;
        let (total, mut rows) = if self.by == "track" {
            let found = show.cx.view.find_track(gid)?.ok_or_else(Failure::not_found)?;
            page.offset = 0;
            show.inc = show.inc.with(Word::Recordings);
            (1, vec![found.release])
        } else {
            let kind = request::linked_kind(self.by).ok_or_else(Failure::unauthorized)?;
            let owner = entity::locate(show.cx, kind, gid)?.ok_or_else(Failure::not_found)?;
            self.rows(show.cx, owner.row, page)?
        };
        if self.kind == Kind::Release && show.wants(Word::Recordings) {
            limit_tracks(show.cx, &mut rows)?;
        }
        Ok(write(out, &show, (self.kind, total, page.offset), rows)?)
    }

    /// How many there are, and those of the page.
    fn rows(&self, cx: Cx<'_>, owner: u32, page: Page) -> Answer<(usize, Vec<u32>)> {
        use Kind::{Artist, Event, Label, Place, Recording, Release, ReleaseGroup, Work};
        let found = match (self.kind, self.by) {
            (Artist, "area") => return plain(cx, Relation::AreaArtists, owner, page),
            (Artist, "work") => return plain(cx, Relation::WorkArtists, owner, page),
            (Artist, "recording") => artists_of_credit(cx, credit_of_recording(cx, owner)?)?,
            (Artist, "release-group") => artists_of_credit(cx, credit_of_group(cx, owner)?)?,
            (Artist, "release") => artists_of_release(cx, owner)?,
            (Label, "area") => return plain(cx, Relation::AreaLabels, owner, page),
            (Label, "release") => labels_of_release(cx, owner)?,
            (Place, "area") => return plain(cx, Relation::AreaPlaces, owner, page),
            (Event, "area") => return plain(cx, Relation::AreaEvents, owner, page),
            (Event, "artist") => return plain(cx, Relation::ArtistEvents, owner, page),
            (Event, "place") => return plain(cx, Relation::PlaceEvents, owner, page),
            (Event, "series") => return plain(cx, Relation::SeriesEvents, owner, page),
            (Event, "event") => return plain(cx, Relation::EventEvents, owner, page),
            (Recording, "artist") => return plain(cx, Relation::ArtistRecordings, owner, page),
            (Recording, "work") => return plain(cx, Relation::WorkRecordings, owner, page),
            (Recording, "release") => recordings_of_release(cx, owner)?,
            (Release, "area") => return plain(cx, Relation::AreaReleases, owner, page),
            (Release, "artist") => self.releases(cx, Relation::ArtistReleases, owner)?,
            (Release, "track_artist") => self.releases(cx, Relation::ArtistTrackReleases, owner)?,
            (Release, "label") => self.releases(cx, Relation::LabelReleases, owner)?,
            (Release, "release-group") => {
                let group = cx.get::<catalog::record::ReleaseGroup<'_>>(owner)?;
                lists::releases_of_group(cx, &group.ok_or_else(Failure::not_found)?, self.filter)?
            }
            (Release, "recording") => {
                let recording = cx.get::<catalog::record::Recording<'_>>(owner)?;
                let recording = recording.ok_or_else(Failure::not_found)?;
                lists::releases_of_recording(cx, &recording, self.filter)?
            }
            (ReleaseGroup, "artist") => lists::release_groups(cx, owner, self.filter)?,
            (ReleaseGroup, "release") => {
                let release = cx.get::<catalog::record::Release<'_>>(owner)?;
                Rows(release.map(|release| release.release_group).into_iter().collect())
            }
            (Work, "artist") => return plain(cx, Relation::ArtistWorks, owner, page),
            _ => return Err(Failure::not_found()),
        };
        let (total, rows) = found.first(page);
        Ok((total, rows.to_vec()))
    }

    fn releases(&self, cx: Cx<'_>, relation: Relation, owner: u32) -> Answer<Rows> {
        Ok(lists::releases(cx, relation, owner, self.filter)?)
    }
}

fn plain(cx: Cx<'_>, relation: Relation, owner: u32, page: Page) -> Answer<(usize, Vec<u32>)> {
    Ok(cx.view.browse(relation, owner, page)?)
}

/// Writes a page: in JSON by public id, as MusicBrainz does, in XML in the order of the query.
pub(crate) fn write(
    out: &mut Out,
    show: &Show<'_>,
    (kind, total, offset): (Kind, usize, usize),
    mut rows: Vec<u32>,
) -> catalog::Result<()> {
    let (item, json_name, xml_name) = entity::names(kind);
    head(out, (kind, total, offset));
    if out.is_json() && kind != Kind::Genre {
        let mut ids = Vec::with_capacity(rows.len());
        for row in rows {
            ids.push((entity::gid(show.cx, kind, row)?, row));
        }
        ids.sort_unstable();
        rows = ids.into_iter().map(|(_, row)| row).collect();
    }
    if rows.is_empty() && kind == Kind::Artist && !out.is_json() {
        // No artists are no list at MusicBrainz, unlike everything else.
        return Ok(());
    }
    out.open_list(json_name, xml_name);
    if let Some(xml) = out.xml() {
        xml.attr("count", &total.to_string());
        if offset > 0 {
            xml.attr("offset", &offset.to_string());
        }
    }
    for row in rows {
        out.open_item(item);
        entity::fields(out, show, (kind, At { row, depth: Depth::Top }), &Filter::default())?;
        out.close();
    }
    out.close_list();
    Ok(())
}

/// The counts that stand beside a list in JSON.
fn head(out: &mut Out, (kind, total, offset): (Kind, usize, usize)) {
    if let Some(json) = out.json() {
        let (name, ..) = entity::names(kind);
        json.plain(&format!("{name}-count"), total);
        json.plain(&format!("{name}-offset"), offset);
    }
}

/// Several web addresses at once; unknown ones are left out. One unknown address alone is an error.
pub(crate) fn addresses(out: &mut Out, show: &Show<'_>, params: &Params) -> Answer<()> {
    let asked: Vec<&str> = params.all("resource").take(MAX_ADDRESSES).collect();
    let mut rows = Vec::new();
    for address in &asked {
        if let Some((row, _)) = show.cx.view.by_url(address)?
            && !rows.contains(&row)
        {
            rows.push(row);
        }
    }
    if asked.len() > 1 {
        return Ok(write(out, show, (Kind::Url, rows.len(), 0), rows)?);
    }
    let row = *rows.first().ok_or_else(Failure::not_found)?;
    let url = show.cx.get::<Url<'_>>(row)?.ok_or_else(Failure::not_found)?;
    out.open_root("url");
    entity::url::fields(out, show, At { row, depth: Depth::Top }, &url)?;
    out.close_root();
    Ok(())
}

/// Cuts a page of releases where it would have too many tracks.
pub(crate) fn limit_tracks(cx: Cx<'_>, rows: &mut Vec<u32>) -> catalog::Result<()> {
    let (mut tracks, mut kept) = (0_u32, 0);
    for row in rows.iter() {
        let release = cx.get::<Release<'_>>(*row)?;
        tracks = tracks.saturating_add(release.map_or(0, |release| release.track_count));
        if tracks > MAX_TRACKS && kept > 0 {
            break;
        }
        kept += 1;
    }
    rows.truncate(kept);
    Ok(())
}

fn credit_of_recording(cx: Cx<'_>, row: u32) -> catalog::Result<u32> {
    Ok(cx.get::<Recording<'_>>(row)?.map_or(0, |recording| recording.artist_credit))
}

fn credit_of_group(cx: Cx<'_>, row: u32) -> catalog::Result<u32> {
    Ok(cx.get::<ReleaseGroup<'_>>(row)?.map_or(0, |group| group.artist_credit))
}

fn artists_of_credit(cx: Cx<'_>, credit: u32) -> catalog::Result<Rows> {
    let mut artists = BTreeSet::new();
    add_artists(cx, credit, &mut artists)?;
    by_name(cx, Kind::Artist, artists)
}

fn add_artists(cx: Cx<'_>, credit: u32, artists: &mut BTreeSet<u32>) -> catalog::Result<()> {
    let Some(credit) = cx.view.artist_credit(credit)? else { return Ok(()) };
    for name in credit.names.iter() {
        artists.insert(name?.artist);
    }
    Ok(())
}

/// Artists of a release and of its tracks.
fn artists_of_release(cx: Cx<'_>, row: u32) -> catalog::Result<Rows> {
    let mut credits = BTreeSet::new();
    credits.extend(cx.get::<Release<'_>>(row)?.map(|release| release.artist_credit));
    for_each_track(cx, row, |track| {
        credits.insert(match track.artist_credit {
            0 => credit_of_recording(cx, track.recording)?,
            credit => credit,
        });
        Ok(())
    })?;
    let mut artists = BTreeSet::new();
    credits.into_iter().try_for_each(|credit| add_artists(cx, credit, &mut artists))?;
    by_name(cx, Kind::Artist, artists)
}

/// Recordings of a release, by name and comment.
fn recordings_of_release(cx: Cx<'_>, row: u32) -> catalog::Result<Rows> {
    let mut recordings = BTreeSet::new();
    for_each_track(cx, row, |track| {
        recordings.insert(track.recording);
        Ok(())
    })?;
    by_name(cx, Kind::Recording, recordings)
}

fn labels_of_release(cx: Cx<'_>, row: u32) -> catalog::Result<Rows> {
    let mut labels = BTreeSet::new();
    if let Some(release) = cx.get::<Release<'_>>(row)? {
        for info in release.labels.iter() {
            labels.insert(info?.label);
        }
    }
    by_name(cx, Kind::Label, labels)
}

fn for_each_track<'v>(
    cx: Cx<'v>,
    release: u32,
    mut take: impl FnMut(catalog::record::Track<'v>) -> catalog::Result<()>,
) -> catalog::Result<()> {
    let Some(list) = cx.view.tracklist(release)? else { return Ok(()) };
    for medium in list.media.iter() {
        for track in medium?.tracks.iter() {
            take(track?)?;
        }
    }
    Ok(())
}

/// Those of a few entities that exist, by name.
fn by_name(cx: Cx<'_>, kind: Kind, rows: BTreeSet<u32>) -> catalog::Result<Rows> {
    let mut named = Vec::with_capacity(rows.len());
    for row in rows {
        if entity::gid(cx, kind, row)?.is_some() {
            named.push((entity::name(cx, kind, row)?, row));
        }
    }
    named.sort_by(|a, b| cx.words.collation().compare(a.0, b.0).then(a.1.cmp(&b.1)));
    Ok(Rows(named.into_iter().map(|(_, row)| row).collect()))
}
