//! Queries: the words by which the index leads to recordings and artists.

use catalog::record::Artist;
use catalog::search::Wanted;
use catalog::{SearchKind, View};
use text::{Part, Title, without};

use super::artists::is_called;
use super::said::{Names, Said};

/// Words between names, and words that one spelling has and another lacks.
const LOOSE: [&str; 14] = [
    "and",
    "the",
    "feat",
    "ft",
    "featuring",
    "vs",
    "with",
    "x",
    "part",
    "pt",
    "pts",
    "vol",
    "volume",
    "no",
];

/// Artists of one name that are told apart.
pub(super) const MAX_ARTISTS: usize = 6;

/// Artists that are read to find those of a name.
const MAX_READ: usize = 24;

/// Steps of one look-up.
pub(super) const STEPS: u64 = 30_000;

/// Words of title and artist in the forms in which they are looked for.
pub(super) struct Asked {
    /// The title with versions and subtitles, as a whole title if it is short.
    pub short_title: Option<String>,
    /// Its words.
    pub title: Vec<String>,
    /// The words of the title alone, numbers of parts aside.
    pub base: Vec<String>,
    /// The words of all artists.
    pub artist: Vec<String>,
    /// Those of the first name.
    pub first: Vec<String>,
}

impl Asked {
    pub(super) fn of(said: &Said) -> Self {
        let plain = without(&said.text, &|part| matches!(part, Part::Guests(_) | Part::Mark(_)));
        Self {
            short_title: Wanted::title_of(&plain),
            title: telling(Wanted::words_of(&plain)),
            base: base_words(&said.title),
            artist: telling(Wanted::words_of(&said.artist)),
            first: telling(Wanted::words_of(&said.names.first)),
        }
    }
}

/// Words of a title without those that are written in several ways.
fn base_words(title: &Title) -> Vec<String> {
    let words = Wanted::words_of(&title.base);
    let is_number =
        |word: &str| word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x' | b'0'..=b'9'));
    let kept: Vec<String> = telling(words.clone());
    let plain: Vec<String> = kept.iter().filter(|word| !is_number(word)).cloned().collect();
    if plain.is_empty() { kept } else { plain }
}

/// The words without loose ones, unless there are no others.
pub(super) fn telling(words: Vec<String>) -> Vec<String> {
    if words.iter().all(|word| LOOSE.contains(&word.as_str())) {
        return words;
    }
    words.into_iter().filter(|word| !LOOSE.contains(&word.as_str())).collect()
}

/// Recordings with all words of both lists, and the whole title if one is given.
pub(super) fn recordings(
    view: &View<'_>,
    (title, artist): (&[String], &[String]),
    short_title: Option<&String>,
    limit: usize,
) -> catalog::Result<Vec<u32>> {
    let mut words: Vec<String> = Vec::with_capacity(title.len() + artist.len());
    for word in artist.iter().chain(title) {
        if !words.contains(word) {
            words.push(word.clone());
        }
    }
    let wanted = Wanted { words, title: short_title.cloned() };
    view.having(SearchKind::Track, &wanted, limit, STEPS)
}

/// Artists that the names begin with, by name, sort name or alias, the most popular first.
pub(super) fn artists_called(view: &View<'_>, names: &Names) -> catalog::Result<Vec<u32>> {
    let mut found = Vec::new();
    for text in [&names.text, &names.first] {
        let words = telling(Wanted::words_of(text));
        for id in artists_having(view, words, MAX_READ)? {
            let Some(artist) = view.get::<Artist<'_>>(id)? else { continue };
            if !found.contains(&id) && is_called(&artist, names)? {
                found.push(id);
            }
        }
        if !found.is_empty() || names.text == names.first {
            break;
        }
    }
    found.truncate(MAX_ARTISTS);
    Ok(found)
}

/// Artists with all of these words.
pub(super) fn artists_having(
    view: &View<'_>,
    words: Vec<String>,
    limit: usize,
) -> catalog::Result<Vec<u32>> {
    view.having(SearchKind::Artist, &Wanted { words, title: None }, limit, STEPS)
}
