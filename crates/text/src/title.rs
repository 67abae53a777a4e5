//! Titles, read: the title itself, and what brackets, dashes and `feat.` add to it.
//!
//! `Ferry Bells (feat. Mirela Vance) [Live at the Cistern] - 2018 Remaster` is the title *Ferry Bells*
//! with a guest, a version and a mark. A *version* is another recording; a *mark* is not. Any other
//! bracket is a subtitle and belongs to the title.

mod kinds;
mod pieces;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::key::key;
use kinds::read_piece;
pub use kinds::read_segment;
use pieces::{Piece, pieces};

/// What kind of other recording a version is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VersionKind {
    /// Before an audience, or in a session for a broadcast.
    Live,
    /// A remix, mix, dub, rework or mash-up.
    Remix,
    /// An edit, or an extended form.
    Cut,
    /// A demo, outtake, rehearsal or alternate take.
    Demo,
    /// With acoustic instruments, or arranged for others.
    Acoustic,
    /// Voices alone.
    Acappella,
    /// Without voices.
    Instrumental,
    /// To sing along to.
    Karaoke,
    /// By somebody else than the first.
    Cover,
    /// Recorded once more by the same artist.
    Rerecorded,
    /// A short repetition on the same album.
    Reprise,
    /// Faster, slower, or otherwise bent.
    Speed,
    /// Said to be a version, without a known word for it.
    Other,
}

/// A version that a title names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// What kind.
    pub kind: VersionKind,
    /// The folded words that say which one, spaced: `cistern`, `quiet machinery`; may be empty.
    pub detail: String,
}

/// What a title says that does not make it another recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Remastered.
    Remaster,
    /// Issued again.
    Reissue,
    /// A deluxe, expanded or anniversary edition, or a bonus track of one.
    Edition,
    /// The usual one: album version, single version, original mix.
    Original,
    /// Mono or stereo.
    Mono,
    /// With explicit words.
    Explicit,
    /// Without them.
    Clean,
    /// An official video, lyric video, audio stream, or its quality.
    Video,
    /// Taken from a film, show or game.
    Source,
    /// A year or date.
    Year,
    /// Who produced it.
    Producer,
    /// The end of a file's name.
    File,
}

/// One thing that a bracket, an end behind a dash or a `feat.` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Guests, as written, with what stands between their names.
    Guests(String),
    /// A version.
    Version(Version),
    /// A mark.
    Mark(Mark),
    /// A numbered part, as `part2`: it belongs to the title.
    Number(String),
    /// Words behind a bar that say nothing known, as titles of videos have them: a subtitle.
    Aside,
}

/// A title that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    /// The title itself as written, without what follows.
    pub base: String,
    /// Its key, numbered parts included.
    pub key: String,
    /// Keys of the subtitles in brackets, in their order.
    pub subtitles: Vec<String>,
    /// Versions, sorted.
    pub versions: Vec<Version>,
    /// Guests, as written: several names may be in one text.
    pub guests: Vec<String>,
    /// Marks, sorted.
    pub marks: Vec<Mark>,
}

impl Title {
    /// Reads any text; none is refused.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let pieces = pieces(text);
        let mut title = Self { base: outside(text, &pieces), ..Self::default() };
        title.key = key(&title.base);
        for piece in &pieces {
            title.add(piece.inner(text), piece);
        }
        title.versions.sort();
        title.versions.dedup();
        title.marks.sort();
        title.marks.dedup();
        title
    }

    /// Whether the title has the mark.
    #[must_use]
    pub fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// The key of the one subtitle, if it is written in other letters than the title: it translates it, or
    /// says it in Latin letters.
    #[must_use]
    pub fn in_other_letters(&self) -> Option<&str> {
        let [only] = &self.subtitles[..] else { return None };
        // One letter is a number or a grade in Latin, and may be a word in Han.
        let least = if only.is_ascii() { 2 } else { 1 };
        let letters = only.chars().filter(|c| c.is_alphabetic()).count();
        (letters >= least && only.is_ascii() != self.key.is_ascii()).then_some(only.as_str())
    }

    fn add(&mut self, inner: &str, piece: &Piece) {
        if matches!(piece.parts[..], [] | [Part::Aside]) {
            let key = key(inner);
            if !key.is_empty() {
                self.subtitles.push(key);
            }
        }
        for part in &piece.parts {
            match part {
                Part::Guests(names) => self.guests.push(names.clone()),
                Part::Version(version) => self.versions.push(version.clone()),
                Part::Mark(mark) => self.marks.push(*mark),
                Part::Number(number) => self.key.push_str(number),
                Part::Aside => {}
            }
        }
    }
}

/// The title without the parts that are unwanted, for comparisons of cleaners and for labelled listens.
///
/// Of a bracket that says several things (`Live / Remastered`) those that are wanted stay. Empty brackets go, and
/// a sign that stands at one end alone (`-Ferry Bells`, `Ferry Bells:`).
#[must_use]
pub fn without(text: &str, is_unwanted: &dyn Fn(&Part) -> bool) -> String {
    let pieces = pieces(text);
    let kept = pieces.iter().map(|piece| (&piece.outer, piece.kept(text, is_unwanted)));
    let changed: Vec<(&Range<usize>, String)> =
        kept.filter_map(|(outer, kept)| Some((outer, kept?))).collect();
    let rest = replaced(text, changed.iter().map(|(outer, kept)| (*outer, kept.as_str())));
    let rest = without_stray_signs(&rest);
    if rest.is_empty() { text.trim().to_owned() } else { rest.to_owned() }
}

/// The text without a sign at one end that has no counterpart at the other.
fn without_stray_signs(text: &str) -> &str {
    let is_stray = |c: char| match c {
        ':' | ';' | ',' | '-' | '/' => !(text.starts_with(c) && text.ends_with(c)),
        '"' => text.matches('"').count() % 2 == 1,
        _ => false,
    };
    text.trim_start_matches(is_stray).trim_end_matches(is_stray).trim()
}

/// The text outside of the pieces, with single spaces.
fn outside(text: &str, pieces: &[Piece]) -> String {
    replaced(text, pieces.iter().map(|piece| (&piece.outer, "")))
}

/// The text with other words in some places, which are in order; with single spaces if there are any.
fn replaced<'a>(text: &str, places: impl Iterator<Item = (&'a Range<usize>, &'a str)>) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for (place, words) in places {
        rest.push_str(&text[at..place.start.max(at)]);
        rest.push_str(words);
        at = place.end.max(at);
    }
    let is_changed = at > 0;
    rest.push_str(&text[at..]);
    if is_changed {
        rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let trimmed = rest.trim();
    if trimmed.len() == rest.len() { rest } else { trimmed.to_owned() }
}
