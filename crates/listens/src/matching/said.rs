//! What a client said, read once: keys, names, versions.

use text::{Part, Splitting, Title, Version, artist_key, decode_entities, key, split_artists};

use crate::Words;

/// Bytes of a text that are read; what follows is not compared.
pub const MAX_TEXT_BYTES: usize = 512;

/// Words of a listen as they are compared.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// Artist as sent, within bounds.
    pub artist: String,
    /// Title as sent, within bounds.
    pub text: String,
    /// The title, read.
    pub title: Title,
    /// Key of title and subtitles together.
    pub whole_title: String,
    /// Names of artists and guests.
    pub names: Names,
    /// Key of the release's title.
    pub release: Option<String>,
    /// What the title of the release says about everything on it.
    pub release_versions: Vec<Version>,
    /// The number at the beginning of the track number.
    pub number: Option<u32>,
    /// Whether title and artist were exchanged or taken from one field.
    pub exchanged: bool,
}

/// Artists in keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// The text as written.
    pub text: String,
    /// Its key, a leading article aside.
    pub whole: String,
    /// Its key with the article.
    pub plain: String,
    /// The text before the first guest: perhaps several artists, perhaps one with `&` in its name.
    pub main: String,
    /// Every name, those of guests in the title last.
    pub each: Vec<String>,
    /// The first name as written.
    pub first: String,
    /// Whether the whole text is the name of one artist for certain.
    pub is_one: bool,
}

impl Said {
    pub(super) fn read(words: &Words) -> Self {
        let release = words.release_name.as_deref().map(bounded).filter(|name| !name.is_empty());
        let read = release.as_deref().map(Title::read);
        let mut said = Self::of(&bounded(&words.artist_name), &bounded(&words.recording_name));
        if words.is_one_artist {
            said.names = Names::one(&said.names.text, &said.title.guests);
        }
        said.release_versions =
            read.as_ref().map(|title| title.versions.clone()).unwrap_or_default();
        if let Some(name) = &release {
            said.release_versions.extend(opening_version(name));
        }
        said.release = read.map(|title| title.key).filter(|key| !key.is_empty());
        said.number = words.track_number.as_deref().and_then(leading_number);
        said
    }

    fn of(artist: &str, text: &str) -> Self {
        let title = Title::read(text);
        Self {
            artist: artist.to_owned(),
            text: text.to_owned(),
            whole_title: whole(&title),
            names: Names::read(artist, &title.guests),
            title,
            release: None,
            release_versions: Vec::new(),
            number: None,
            exchanged: false,
        }
    }

    /// The same with other texts for artist and title.
    pub(super) fn exchanged(&self, artist: &str, text: &str) -> Self {
        Self {
            release: self.release.clone(),
            release_versions: self.release_versions.clone(),
            number: self.number,
            exchanged: true,
            ..Self::of(artist, text)
        }
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.whole_title.is_empty() || self.names.whole.is_empty()
    }
}

impl Names {
    /// Names in a text that may be of several artists.
    fn read(artist: &str, guests: &[String]) -> Self {
        Self::of(artist, guests, false)
    }

    /// The name of one artist, whatever it looks like.
    fn one(artist: &str, guests: &[String]) -> Self {
        Self::of(artist, guests, true)
    }

    fn of(artist: &str, guests: &[String], is_one: bool) -> Self {
        let mut each: Vec<String> = Vec::new();
        let split = |splitting| match is_one {
            true => vec![artist.to_owned()],
            false => split_artists(artist, splitting, &|_| false),
        };
        let (main, all) = (split(Splitting::Sure), split(Splitting::All));
        let first = all.first().cloned().unwrap_or_default();
        let guests = guests.iter().flat_map(|text| split_artists(text, Splitting::All, &|_| false));
        for name in all.into_iter().chain(guests) {
            let key = artist_key(&name);
            if !each.contains(&key) {
                each.push(key);
            }
        }
        let main = main.first().map(|name| artist_key(name)).unwrap_or_default();
        Self {
            text: artist.to_owned(),
            whole: artist_key(artist),
            plain: key(artist),
            main,
            each,
            first,
            is_one,
        }
    }

    /// Whether a name is one that stands first in the text.
    pub(super) fn begins_with(&self, name: &str) -> bool {
        !name.is_empty()
            && (self.whole == name
                || self.main == name
                || self.each.first().is_some_and(|first| first == name))
    }
}

/// The key of a title and its subtitles together.
pub(super) fn whole(title: &Title) -> String {
    let mut whole = title.key.clone();
    title.subtitles.iter().for_each(|subtitle| whole.push_str(subtitle));
    whole
}

/// `Live at the Cistern` as the title of a release says it without any bracket.
fn opening_version(release: &str) -> Vec<Version> {
    let opening = |part| match part {
        Part::Version(version) if version.kind != text::VersionKind::Other => Some(version),
        _ => None,
    };
    text::read_segment(release).into_iter().filter_map(opening).collect()
}

fn bounded(text: &str) -> String {
    let text = decode_entities(text.trim());
    text[..text.floor_char_boundary(MAX_TEXT_BYTES)].to_owned()
}

/// `7` of `7/12`, `07` and `7`; nothing of `A3`.
fn leading_number(text: &str) -> Option<u32> {
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).take(4).collect();
    digits.parse().ok()
}

/// The key of a release's title, editions and the like aside.
pub(super) fn release_key(name: &str) -> String {
    let read = Title::read(name);
    if read.key.is_empty() { key(name) } else { read.key }
}
