//! Catalogues made on the spot: artists, credits, releases and songs, as a test lists them.
//!
//! The number of everything is its place in its list, counted from 1.

use std::path::Path;
use std::sync::Arc;

use catalog::codec::Field as _;
use catalog::record::{Alias, Appearance, Artist, ArtistCredit, CreditedName, Recording, Release};
use catalog::search::{self, Document};
use catalog::{Build, Catalog, FORMAT_VERSION, Generations, Manifest, Relation, Table};
use model::{Gid, Kind};

/// A recording.
pub(super) struct Song {
    pub gid: Gid,
    pub title: String,
    pub credit: u32,
    /// 0 for none.
    pub release: u32,
    pub popularity: u8,
}

/// What is written.
#[derive(Default)]
pub(super) struct Stock {
    pub names: Vec<String>,
    pub aliases: Vec<Option<String>>,
    /// Artists of each credit, with the words behind each name.
    pub credits: Vec<Vec<(u32, String)>>,
    /// Public id, title and credit.
    pub releases: Vec<(Gid, String, u32)>,
    pub songs: Vec<Song>,
}

impl Stock {
    /// The number of the artist of a name, who is added if there is none.
    pub(super) fn artist(&mut self, name: &str) -> u32 {
        if let Some(place) = self.names.iter().position(|known| known == name) {
            return place as u32 + 1;
        }
        self.names.push(name.to_owned());
        self.aliases.push(None);
        self.names.len() as u32
    }

    /// The number of a new credit.
    pub(super) fn credit(&mut self, names: Vec<(u32, String)>) -> u32 {
        self.credits.push(names);
        self.credits.len() as u32
    }

    fn name(&self, artist: u32) -> &str {
        &self.names[artist as usize - 1]
    }

    /// A credit as it is printed.
    fn printed(&self, credit: u32) -> String {
        let names = self.credits[credit as usize - 1].iter();
        names.flat_map(|(artist, join)| [self.name(*artist), join]).collect()
    }
}

/// A public id that tells kind and number.
pub(super) fn gid(kind: u8, row: u32) -> Gid {
    let mut bytes = [kind; 16];
    bytes[12..].copy_from_slice(&row.to_be_bytes());
    Gid(bytes)
}

/// Writes a generation below `root` and opens it.
pub(super) fn catalogue(root: &Path, stock: &Stock) -> Arc<Catalog> {
    let generations = Generations::at(root);
    let draft = generations.begin().unwrap();
    let build = Build::create(draft.directory()).unwrap();
    write_records(&build, stock);
    build.finish().unwrap();
    write_search(&draft.directory().join("search"), stock);
    let mut manifest = Manifest {
        format_version: FORMAT_VERSION,
        id_scheme: "mbid".to_owned(),
        ..Manifest::default()
    };
    draft.seal(&mut manifest).unwrap();
    draft.publish().unwrap();
    generations.open_current().unwrap()
}

/// A list in a record, from its bytes.
fn list<'a, T: catalog::codec::Field<'a>>(
    items: &[T],
    bytes: &'a mut Vec<u8>,
) -> catalog::codec::List<'a, T> {
    let mut inner = Vec::new();
    items.iter().for_each(|item| item.put(&mut inner));
    catalog::codec::put_varint(bytes, items.len() as u64);
    catalog::codec::put_varint(bytes, inner.len() as u64);
    bytes.extend_from_slice(&inner);
    catalog::codec::List::take(&mut catalog::codec::Reader::new(bytes)).unwrap()
}

fn write_records(build: &Build, stock: &Stock) {
    let mut writer = build.writer().unwrap();
    for (row, (name, alias)) in (1..).zip(stock.names.iter().zip(&stock.aliases)) {
        let (mut bytes, alias) = (Vec::new(), alias.as_deref());
        let aliases: Vec<Alias<'_>> =
            alias.map(|name| Alias { name, ..Alias::default() }).into_iter().collect();
        let aliases = list(&aliases, &mut bytes);
        let artist = Artist { gid: gid(1, row), name, aliases, ..Artist::default() };
        writer.put(Table::Entity(Kind::Artist), row, &artist).unwrap();
    }
    for (row, artists) in (1..).zip(&stock.credits) {
        let names = artists.iter().map(|(artist, join)| CreditedName {
            artist: *artist,
            name: stock.name(*artist),
            join_phrase: join,
            ..CreditedName::default()
        });
        let (names, mut bytes): (Vec<CreditedName<'_>>, _) = (names.collect(), Vec::new());
        let credit = ArtistCredit {
            gid: gid(2, row),
            names: list(&names, &mut bytes),
            ..ArtistCredit::default()
        };
        writer.put(Table::Entity(Kind::ArtistCredit), row, &credit).unwrap();
    }
    for (row, (gid, name, credit)) in (1..).zip(&stock.releases) {
        let release = Release { gid: *gid, name, artist_credit: *credit, ..Release::default() };
        writer.put(Table::Entity(Kind::Release), row, &release).unwrap();
    }
    let mut by_artist = vec![Vec::new(); stock.names.len() + 1];
    for (row, song) in (1_u32..).zip(&stock.songs) {
        let recording = Recording {
            gid: song.gid,
            name: &song.title,
            artist_credit: song.credit,
            length_ms: Some(100_000 + row * 7919 % 200_000),
            main: Appearance { release: song.release, medium: 1, track: 1 },
            popularity: song.popularity,
            ..Recording::default()
        };
        writer.put(Table::Entity(Kind::Recording), row, &recording).unwrap();
        for (artist, _) in &stock.credits[song.credit as usize - 1] {
            by_artist[*artist as usize].extend_from_slice(&row.to_le_bytes());
        }
    }
    for (artist, rows) in (0..).zip(&by_artist).filter(|(_, rows)| !rows.is_empty()) {
        writer.put_bytes(Table::Browse, &Relation::ArtistRecordings.key(artist), rows).unwrap();
    }
    writer.finish().unwrap();
}

fn write_search(directory: &Path, stock: &Stock) {
    let mut tracks = search::Writer::create(&directory.join("track"), 0).unwrap();
    let mut order: Vec<u32> = (1..=stock.songs.len() as u32).collect();
    order.sort_by_key(|row| std::cmp::Reverse(stock.songs[*row as usize - 1].popularity));
    for id in order {
        let song = &stock.songs[id as usize - 1];
        let artist = stock.printed(song.credit);
        let release = stock.releases.get((song.release as usize).wrapping_sub(1));
        let mut more = vec![artist.as_str()];
        more.extend(release.map(|(_, name, _)| name.as_str()));
        tracks.add(&Document { id, title: &song.title, more: &more }).unwrap();
    }
    tracks.finish().unwrap();
    let mut artists = search::Writer::create(&directory.join("artist"), 0).unwrap();
    for (id, (name, alias)) in (1..).zip(stock.names.iter().zip(&stock.aliases)) {
        let more: Vec<&str> = alias.as_deref().into_iter().collect();
        artists.add(&Document { id, title: name, more: &more }).unwrap();
    }
    artists.finish().unwrap();
    search::Writer::create(&directory.join("album"), 0).unwrap().finish().unwrap();
}
