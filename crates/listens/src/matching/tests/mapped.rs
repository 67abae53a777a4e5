//! Words with the ids that other projects expect of them, and matches that people judged.
//!
//! The ids mean recordings of MusicBrainz, which no catalogue beside the repository has. So the cases are each
//! other's catalogue: every id is a recording with the words of the first case that names it, or with those of the
//! judged match, and all words are asked in that company. Where one case names an id this shows that its words lead
//! back to it and to nothing else (`void`, `hurt`, `2013`); where several do, that their spellings lead to one.
//! A case that names a release only must be answered with that release, one that names nothing with nothing.

use std::sync::Arc;

use catalog::{Catalog, View};
use model::Gid;
use serde_json::Value;
use tempfile::TempDir;
use text::{Splitting, artist_key, key};

use super::super::{Effort, find};
use super::cases::names;
use super::stock::{Song, Stock, catalogue, gid};
use super::words;
use crate::Words;

/// The catalogue of all cases of a kind, and the cases.
pub(super) struct Mapped<'c> {
    catalog: Arc<Catalog>,
    cases: &'c [&'c Value],
    _folder: TempDir,
}

/// The texts of a case.
fn said(case: &Value) -> Words {
    let text = |name: &str| case["input"][name].as_str();
    Words {
        release_name: text("release").map(str::to_owned),
        ..words(text("artist").unwrap_or_default(), text("track").unwrap_or_default())
    }
}

/// An id that a case expects.
fn expected(case: &Value, name: &str) -> Option<Gid> {
    case["expected"][name].as_str().map(|id| Gid::parse_mbid(id).unwrap())
}

/// The match that people judged.
fn judged(case: &Value) -> &Value {
    &case["input"]["listenbrainz_mapping"]
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

impl<'c> Mapped<'c> {
    pub(super) fn of(cases: &'c [&'c Value]) -> Self {
        let mut stock = Stock::default();
        for case in cases {
            if judged(case).is_object() {
                add_judged(&mut stock, case);
            } else {
                add(&mut stock, case);
            }
        }
        let folder = tempfile::tempdir().unwrap();
        Self { catalog: catalogue(folder.path(), &stock), cases, _folder: folder }
    }

    /// Whether the words are answered as they should be.
    pub(super) fn answers(&self, case: &Value) -> bool {
        let view: View<'_> = self.catalog.view().unwrap();
        let found = find(&view, &said(case), Effort::Fuzzy).unwrap();
        let (recording, release) =
            (found.recording.map(|it| it.mbid), found.release.map(|it| it.mbid));
        if judged(case).is_object() {
            let id = judged(case)["recording_mbid"].as_str();
            let agrees = recording == id.map(|id| Gid::parse_mbid(id).unwrap());
            return agrees == (case["expected"]["mapping_judged"] == "right");
        }
        let same = |wanted: Option<Gid>, found| wanted.is_none_or(|wanted| found == Some(wanted));
        let (wanted, on) = (expected(case, "recording_mbid"), expected(case, "release_mbid"));
        let is_none = wanted.is_none() && on.is_none() && recording.is_some();
        same(wanted, recording) && same(on, release) && !is_none
    }

    /// Whether the names in the words are those of the artists that are expected. Where only ids of artists are
    /// known: not more names than artists, the same first name as in other cases of the same artists, and another
    /// than in those of others.
    pub(super) fn agrees_in_artists(&self, case: &Value) -> bool {
        if judged(case).is_object() {
            return are_expected(case);
        }
        let first = |case: &Value| first_name(&said(case).artist_name);
        let ours = texts(&case["expected"]["artist_mbids"]);
        if ours.is_empty() {
            return true;
        }
        names(&said(case).artist_name, Splitting::All).len() <= ours.len()
            && self.cases.iter().all(|other| {
                let theirs = texts(&other["expected"]["artist_mbids"]);
                let shared = ours.iter().filter(|id| theirs.contains(id)).count();
                let is_told = !theirs.is_empty() && (shared == 0 || ours == theirs);
                !is_told || (first(case) == first(other)) == (shared > 0)
            })
    }
}

fn first_name(artist: &str) -> String {
    names(artist, Splitting::All).first().map(|name| artist_key(name)).unwrap_or_default()
}

/// Whether each name that is said is one of those that are expected, both taken apart.
fn are_expected(case: &Value) -> bool {
    let expected = texts(&case["expected"]["artists"]);
    let expected: Vec<String> = expected
        .iter()
        .flat_map(|name| names(name, Splitting::All))
        .map(|name| key(&name))
        .collect();
    let words = said(case);
    let guests = text::Title::read(&words.recording_name).guests;
    let said = std::iter::once(words.artist_name).chain(guests);
    said.flat_map(|text| names(&text, Splitting::All)).all(|name| expected.contains(&key(&name)))
}

/// The recording that a case expects, with its words, if no case before named it.
fn add(stock: &mut Stock, case: &Value) {
    let words = said(case);
    let (wanted, on) = (expected(case, "recording_mbid"), expected(case, "release_mbid"));
    if wanted.is_none() && on.is_none() {
        return;
    }
    let artist = stock.artist(&words.artist_name);
    let known = stock.songs.iter().position(|song| match wanted {
        Some(wanted) => song.gid == wanted,
        None => {
            let is_by = stock.credits[song.credit as usize - 1][0].0 == artist;
            is_by && key(&song.title) == key(&words.recording_name)
        }
    });
    let place = known.unwrap_or_else(|| {
        let credit = stock.credit(vec![(artist, String::new())]);
        let gid = wanted.unwrap_or_else(|| gid(4, stock.songs.len() as u32));
        let title = words.recording_name;
        stock.songs.push(Song { gid, title, credit, release: 0, popularity: 0 });
        stock.songs.len() - 1
    });
    if let Some(on) = on.filter(|_| stock.songs[place].release == 0) {
        let (name, credit) = (words.release_name.unwrap_or_default(), stock.songs[place].credit);
        stock.releases.push((on, name, credit));
        stock.songs[place].release = stock.releases.len() as u32;
    }
}

/// The recording of a judged match, with its own words.
fn add_judged(stock: &mut Stock, case: &Value) {
    let judged = judged(case);
    let Some(id) = judged["recording_mbid"].as_str() else { return };
    let gid = Gid::parse_mbid(id).unwrap();
    if stock.songs.iter().any(|song| song.gid == gid) {
        return;
    }
    let artists = judged["artists"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let names = artists.iter().map(|artist| {
        (stock.artist(&text(&artist["artist_credit_name"])), text(&artist["join_phrase"]))
    });
    let names = names.collect();
    let credit = stock.credit(names);
    let title = text(&judged["recording_name"]);
    stock.songs.push(Song { gid, title, credit, release: 0, popularity: 0 });
}
