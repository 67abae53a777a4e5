//! The walk over a generation that fills the SQLite files.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use catalog::codec::{Field, Reader};
use catalog::record::{Artist, Entity, Label, Recording, Release, ReleaseGroup};
use catalog::{Catalog, Page, Relation, Table, View, Words};
use model::{Gid, IdScheme};
use rusqlite::{Connection, Statement, params};

use super::tables;

/// Sides in pixels of the pictures that every album and artist gets, as large services have them.
const PICTURES: [u32; 3] = [640, 300, 64];

/// Writes both files of the layout into `directory`, which is emptied first.
pub fn build(catalog: &Catalog, directory: &Path) -> anyhow::Result<()> {
    if directory.exists() {
        fs::remove_dir_all(directory)?;
    }
    fs::create_dir_all(directory)?;
    let view = catalog.view()?;
    let main = create(&directory.join(super::MAIN), tables::MAIN)?;
    tracks(&view, &main)?;
    albums(&view, &main)?;
    artists(&view, &main)?;
    finish(&main, tables::MAIN_INDEXES)?;
    let files = create(&directory.join(super::FILES), tables::FILES)?;
    track_files(&view, &files)?;
    finish(&files, tables::FILES_INDEXES)
}

fn create(path: &Path, schema: &str) -> anyhow::Result<Connection> {
    let connection = Connection::open(path).with_context(|| path.display().to_string())?;
    connection.execute_batch(tables::BUILDING)?;
    connection.execute_batch(schema)?;
    connection.execute_batch("BEGIN")?;
    Ok(connection)
}

fn finish(connection: &Connection, indexes: &str) -> anyhow::Result<()> {
    connection.execute_batch("COMMIT")?;
    Ok(connection.execute_batch(indexes)?)
}

/// Calls `take` with every record of a kind, in the order of the dense ids.
fn each<'v, E: Entity<'v> + Field<'v>>(
    view: &'v View<'v>,
    mut take: impl FnMut(u32, E) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for record in view.records(Table::Entity(E::KIND))? {
        let (id, bytes) = record?;
        take(id, E::take(&mut Reader::new(bytes)).map_err(catalog::Error::from)?)?;
    }
    Ok(())
}

fn tracks(view: &View<'_>, main: &Connection) -> anyhow::Result<()> {
    let mut track = main.prepare("INSERT INTO tracks VALUES (?,?,?,?,?,?,?,?,?,?,?)")?;
    let mut artist = main.prepare("INSERT INTO track_artists VALUES (?,?)")?;
    each(view, |id, recording: Recording<'_>| {
        track.execute(params![
            id,
            text(recording.gid),
            recording.name,
            recording.isrcs.first()?,
            recording.length_ms.unwrap_or(0),
            recording.explicit,
            recording.main.track,
            recording.main.medium,
            recording.popularity,
            (!recording.preview_url.is_empty()).then_some(recording.preview_url),
            recording.main.release,
        ])?;
        for who in credited(view, recording.artist_credit)? {
            artist.execute([id, who])?;
        }
        Ok(())
    })
}

fn albums(view: &View<'_>, main: &Connection) -> anyhow::Result<()> {
    let mut album = main.prepare("INSERT INTO albums VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")?;
    let mut artist = main.prepare("INSERT INTO artist_albums VALUES (?,?,?)")?;
    let mut image = main.prepare("INSERT INTO album_images VALUES (?,?,?,?)")?;
    each(view, |id, release: Release<'_>| {
        let group = view.get::<ReleaseGroup<'_>>(release.release_group)?;
        let kind = group.map_or(0, |group| group.primary_type);
        let kind = view.term(Words::ReleaseGroupPrimaryType, kind)?;
        let label = release.labels.first()?.map_or(0, |label| label.label);
        let date = release.events.first()?.unwrap_or_default().date;
        album.execute(params![
            id,
            text(release.gid),
            release.name,
            kind.map_or("album".to_owned(), |term| term.name.to_lowercase()),
            view.get::<Label<'_>>(label)?.map_or("", |label| label.name),
            date.to_string(),
            date.precision().map_or("", model::Precision::as_str),
            release.barcode,
            release.track_count,
            release.copyright,
            release.phonographic_copyright,
            release.popularity,
        ])?;
        for (place, who) in credited(view, release.artist_credit)?.into_iter().enumerate() {
            artist.execute(params![who, id, place as u32])?;
        }
        pictures(&mut image, id, 1)
    })
}

fn artists(view: &View<'_>, main: &Connection) -> anyhow::Result<()> {
    let mut row = main.prepare("INSERT INTO artists VALUES (?,?,?,?,?)")?;
    let mut album = main.prepare("INSERT INTO artist_albums VALUES (?,?,NULL)")?;
    let mut genre = main.prepare("INSERT INTO artist_genres VALUES (?,?)")?;
    let mut image = main.prepare("INSERT INTO artist_images VALUES (?,?,?,?)")?;
    let all = Page { limit: usize::MAX, offset: 0 };
    each(view, |id, artist: Artist<'_>| {
        let followers = artist.followers.unwrap_or(u64::from(artist.popularity).pow(3));
        let public = text(artist.gid);
        row.execute(params![id, public, artist.name, followers as i64, artist.popularity])?;
        for release in view.browse(Relation::ArtistTrackReleases, id, all)?.1 {
            album.execute([id, release])?;
        }
        for tag in artist.tags.iter() {
            if let Some(term) = view.term(Words::Tag, tag?.tag)?.filter(|term| term.genre > 0) {
                genre.execute(params![id, term.name])?;
            }
        }
        pictures(&mut image, id, 2)
    })
}

fn track_files(view: &View<'_>, files: &Connection) -> anyhow::Result<()> {
    let mut row = files.prepare("INSERT INTO track_files VALUES (?,?,?,?,NULL,NULL)")?;
    each(view, |id, recording: Recording<'_>| {
        let version = (!recording.comment.is_empty()).then_some(recording.comment);
        row.execute(params![text(recording.gid), id % 2, recording.name, version])?;
        Ok(())
    })
}

/// The artists of a credit, each once.
fn credited(view: &View<'_>, credit: u32) -> anyhow::Result<Vec<u32>> {
    let Some(credit) = view.artist_credit(credit)? else { return Ok(Vec::new()) };
    let mut artists = Vec::with_capacity(credit.names.len());
    for name in credit.names.iter() {
        let artist = name?.artist;
        if !artists.contains(&artist) {
            artists.push(artist);
        }
    }
    Ok(artists)
}

/// Addresses of 40 hexadecimal digits that look like chance, as a service's do.
fn pictures(row: &mut Statement<'_>, id: u32, salt: u64) -> anyhow::Result<()> {
    for side in PICTURES {
        let seed = (u64::from(id) << 16 | u64::from(side)).wrapping_mul(salt);
        let [a, b, c] = [1, 2, 3].map(|n: u64| (seed + n).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let url = format!("https://images.example/image/{a:016x}{b:016x}{:08x}", c >> 32);
        row.execute(params![id, url, side, side])?;
    }
    Ok(())
}

/// A public id in the 22 characters of the layout.
fn text(gid: Gid) -> String {
    gid.text(IdScheme::Base62).as_str().to_owned()
}
