//! Artists of titles, learned from other files of an archive: some exports tell what was played
//! without saying by whom.

use std::collections::HashMap;

/// Titles that are remembered at most; a person's history has fewer, and the memory stays below
/// 100 MB.
const MOST: usize = 300_000;

/// Which artist a title belongs to, where only one comes into question.
#[derive(Debug, Default)]
pub(super) struct Learned {
    by_title: HashMap<String, Artist>,
}

#[derive(Debug)]
enum Artist {
    One(String),
    /// Two songs of one title: nobody knows which one it was.
    Several,
}

impl Learned {
    /// Remembers that the artist has a song of this title, on this release if it is known.
    pub(super) fn add(&mut self, artist: &str, title: &str, release: Option<&str>) {
        let artist = artist.trim();
        if artist.is_empty() || title.trim().is_empty() {
            return;
        }
        if let Some(release) = release.filter(|release| !release.trim().is_empty()) {
            self.insert(key(title, release), artist);
        }
        self.insert(key(title, ""), artist);
    }

    fn insert(&mut self, key: String, artist: &str) {
        if let Some(known) = self.by_title.get_mut(&key) {
            if matches!(known, Artist::One(name) if name != artist) {
                *known = Artist::Several;
            }
        } else if self.by_title.len() < MOST {
            self.by_title.insert(key, Artist::One(artist.to_owned()));
        }
    }

    /// The artist of a title: first on this release, then anywhere.
    pub(super) fn artist(&self, title: &str, release: Option<&str>) -> Option<&str> {
        let one = |key: String| match self.by_title.get(&key) {
            Some(Artist::One(name)) => Some(name.as_str()),
            _ => None,
        };
        release.and_then(|release| one(key(title, release))).or_else(|| one(key(title, "")))
    }
}

fn key(title: &str, release: &str) -> String {
    format!("{}\0{}", title.trim().to_lowercase(), release.trim().to_lowercase())
}
