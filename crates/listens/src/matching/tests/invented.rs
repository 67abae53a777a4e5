//! The golden set over an invented catalogue of some thousand recordings, with floors for every kind of noise.

use std::path::Path;
use std::sync::Arc;

use catalog::codec::Field as _;
use catalog::record::{Alias, Appearance, Artist, ArtistCredit, CreditedName, Recording, Release};
use catalog::search::{self, Document};
use catalog::{Build, Catalog, FORMAT_VERSION, Generations, Manifest, Relation, Table};
use model::{Gid, Kind};

use super::super::golden::{Noise, Tallies, cases, verdict};
use super::super::{Effort, find};
use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

const ARTISTS: u32 = 220;
const EACH: u32 = 18;

/// Names and titles, made of syllables.
struct Words(TestRng);

impl Words {
    fn below(&mut self, bound: u32) -> u32 {
        self.0.next_u32() % bound
    }

    fn word(&mut self) -> String {
        let onsets = ["b", "d", "f", "gr", "k", "l", "m", "n", "pr", "r", "s", "st", "t", "v"];
        let vowels = ["a", "e", "i", "o", "u", "ea", "oo", "é"];
        let mut word = String::new();
        for _ in 0..2 + self.below(2) {
            word.push_str(onsets[self.below(14) as usize]);
            word.push_str(vowels[self.below(8) as usize]);
        }
        word
    }

    fn cyrillic(&mut self) -> String {
        let letters: Vec<char> = "бавогадажезиколимунапырост".chars().collect();
        (0..6).map(|_| letters[self.below(26) as usize]).collect()
    }

    fn text(&mut self, most: u32, is_cyrillic: bool) -> String {
        let count = 1 + self.below(most);
        let words: Vec<String> =
            (0..count).map(|_| if is_cyrillic { self.cyrillic() } else { self.word() }).collect();
        words.join(" ")
    }

    fn title(&mut self, is_cyrillic: bool) -> String {
        let mut title = self.text(4, is_cyrillic);
        match self.below(20) {
            0 => title.push_str(" (live)"),
            1 => title.push_str(" (instrumental)"),
            2 => title.push_str(&format!(" ({} remix)", self.word())),
            3 => title.push_str(", Part II"),
            _ => {}
        }
        title
    }
}

struct Song {
    title: String,
    credit: u32,
    artists: Vec<u32>,
    release: u32,
    popularity: u8,
}

/// What is written.
struct Stock {
    names: Vec<String>,
    aliases: Vec<Option<String>>,
    /// Artists of each credit, and the words between them.
    credits: Vec<(Vec<u32>, &'static str)>,
    releases: Vec<(String, u32)>,
    songs: Vec<Song>,
}

fn stock() -> Stock {
    let mut words = Words(TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let mut stock = Stock {
        names: Vec::new(),
        aliases: Vec::new(),
        credits: Vec::new(),
        releases: Vec::new(),
        songs: Vec::new(),
    };
    for artist in 1..=ARTISTS {
        let is_cyrillic = artist % 9 == 0;
        // Every tenth artist has the name of the one before.
        let name = match stock.names.last().filter(|_| artist % 10 == 0) {
            Some(last) => last.clone(),
            None => words.text(3, is_cyrillic),
        };
        stock.names.push(name);
        let alias = (artist % 5 == 0).then(|| words.text(2, false));
        stock.aliases.push(alias);
        stock.credits.push((vec![artist], ""));
    }
    let joins = [" feat. ", " & ", ", "];
    for artist in 1..=ARTISTS {
        let guest = 1 + words.below(ARTISTS);
        if guest != artist {
            stock.credits.push((vec![artist, guest], joins[words.below(3) as usize]));
        }
    }
    let credits = stock.credits.len() as u32;
    for credit in 1..=credits {
        let artists = stock.credits[credit as usize - 1].0.clone();
        let is_cyrillic = artists[0].is_multiple_of(9);
        stock.releases.push((words.text(3, is_cyrillic), credit));
        let release = stock.releases.len() as u32;
        let count = if artists.len() == 1 { EACH } else { 4 };
        for _ in 0..count {
            let title = words.title(is_cyrillic);
            let popularity = words.below(60) as u8;
            stock.songs.push(Song { title, credit, artists: artists.clone(), release, popularity });
        }
    }
    stock
}

fn gid(kind: u8, row: u32) -> Gid {
    let mut bytes = [kind; 16];
    bytes[12..].copy_from_slice(&row.to_be_bytes());
    Gid(bytes)
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

fn catalogue(root: &Path) -> Arc<Catalog> {
    let stock = stock();
    let generations = Generations::at(root);
    let draft = generations.begin().unwrap();
    let build = Build::create(draft.directory()).unwrap();
    write_records(&build, &stock);
    build.finish().unwrap();
    write_search(&draft.directory().join("search"), &stock);
    let mut manifest = Manifest {
        format_version: FORMAT_VERSION,
        id_scheme: "mbid".to_owned(),
        ..Manifest::default()
    };
    draft.seal(&mut manifest).unwrap();
    draft.publish().unwrap();
    generations.open_current().unwrap()
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
    for (row, (artists, join)) in (1..).zip(&stock.credits) {
        let name = |(at, artist): (usize, &u32)| CreditedName {
            artist: *artist,
            name: &stock.names[*artist as usize - 1],
            join_phrase: if at + 1 < artists.len() { join } else { "" },
            ..CreditedName::default()
        };
        let names: Vec<CreditedName<'_>> = artists.iter().enumerate().map(name).collect();
        let mut bytes = Vec::new();
        let credit = ArtistCredit {
            gid: gid(2, row),
            names: list(&names, &mut bytes),
            ..ArtistCredit::default()
        };
        writer.put(Table::Entity(Kind::ArtistCredit), row, &credit).unwrap();
    }
    for (row, (name, credit)) in (1..).zip(&stock.releases) {
        let release =
            Release { gid: gid(3, row), name, artist_credit: *credit, ..Release::default() };
        writer.put(Table::Entity(Kind::Release), row, &release).unwrap();
    }
    let mut by_artist = vec![Vec::new(); ARTISTS as usize + 1];
    for (row, song) in (1_u32..).zip(&stock.songs) {
        let recording = Recording {
            gid: gid(4, row),
            name: &song.title,
            artist_credit: song.credit,
            length_ms: Some(100_000 + row * 7919 % 200_000),
            main: Appearance { release: song.release, medium: 1, track: 1 },
            popularity: song.popularity,
            ..Recording::default()
        };
        writer.put(Table::Entity(Kind::Recording), row, &recording).unwrap();
        for artist in &song.artists {
            by_artist[*artist as usize].extend_from_slice(&row.to_le_bytes());
        }
    }
    for (artist, rows) in (0..).zip(&by_artist).filter(|(_, rows)| !rows.is_empty()) {
        writer.put_bytes(Table::Browse, &Relation::ArtistRecordings.key(artist), rows).unwrap();
    }
    writer.finish().unwrap();
}

fn write_search(directory: &Path, stock: &Stock) {
    let credited = |credit: u32| {
        let (artists, join) = &stock.credits[credit as usize - 1];
        let names: Vec<&str> =
            artists.iter().map(|a| stock.names[*a as usize - 1].as_str()).collect();
        names.join(join)
    };
    let mut tracks = search::Writer::create(&directory.join("track"), 0).unwrap();
    let mut order: Vec<u32> = (1..=stock.songs.len() as u32).collect();
    order.sort_by_key(|row| std::cmp::Reverse(stock.songs[*row as usize - 1].popularity));
    for id in order {
        let song = &stock.songs[id as usize - 1];
        let artist = credited(song.credit);
        let more = [artist.as_str(), stock.releases[song.release as usize - 1].0.as_str()];
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

/// Least recall by noise; what is not listed must be complete.
const FLOORS: [(Noise, f64); 6] = [
    (Noise::OneTypo, 0.93),
    (Noise::TwoTypos, 0.85),
    (Noise::Transliterated, 0.90),
    (Noise::Alias, 0.97),
    (Noise::Homonym, 0.97),
    (Noise::Exchanged, 0.97),
];

#[test]
fn precision_and_recall_stay_above_their_floors() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = catalogue(folder.path());
    let view = catalog.view().unwrap();
    let cases = cases(&view, 3000, 1).unwrap();
    assert!(cases.len() > 2500, "{} cases", cases.len());
    let mut tallies = Tallies::new();
    for case in &cases {
        let found = find(&view, &case.words, Effort::Fuzzy).unwrap();
        tallies.entry(case.noise).or_default().add(verdict(&view, case, &found).unwrap());
    }
    let (mut right, mut wrong) = (0, 0);
    for (noise, tally) in &tallies {
        println!("{noise:?}: {tally:?}, recall {:.3}", tally.recall());
        (right, wrong) = (right + tally.right, wrong + tally.wrong);
        let floor = FLOORS.iter().find(|(known, _)| known == noise).map_or(0.99, |floor| floor.1);
        assert!(noise.is_negative() || tally.recall() >= floor, "{noise:?}: {tally:?}");
    }
    let precision = f64::from(right) / f64::from(right + wrong);
    assert!(precision >= 0.995, "precision {precision}: {tallies:?}");
    assert_eq!(tallies.len(), Noise::ALL.len(), "every kind of noise was made");
}

#[test]
fn the_same_seed_makes_the_same_cases() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = catalogue(folder.path());
    let view = catalog.view().unwrap();
    let texts = |seed: u64| -> Vec<String> {
        let cases = cases(&view, 200, seed).unwrap();
        cases.iter().map(|case| format!("{case:?}")).collect()
    };
    assert_eq!(texts(3), texts(3));
    assert_ne!(texts(3), texts(4));
}
