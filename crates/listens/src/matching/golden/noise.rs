//! Noise: what clients do to titles and names.

use catalog::View;
use catalog::record::Artist;
use text::{Splitting, Title, VersionKind, artist_key, fold, key, split_artists};

use super::super::query::artists_called;
use super::super::said::{Said, whole};
use super::super::titles::near;
use super::dice::Dice;
use super::names::{guest, joined};
use super::romanise::romanise;
use super::{Case, Plain};
use crate::Words;

/// A kind of noise. Ordered as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noise {
    /// None: the words of the catalogue.
    Exact,
    /// Other case, no accents, other quotation marks, `and` for `&`.
    Folded,
    /// No release and no length.
    Bare,
    /// An alias of the artist.
    Alias,
    /// The title in Latin letters.
    Transliterated,
    /// A guest moved into the title.
    GuestInTitle,
    /// A guest moved into the artist, with other words.
    GuestInArtist,
    /// Several artists joined otherwise.
    JoinedNames,
    /// `- 2011 Remaster`, `(Deluxe Edition)`, `[Official Video]`.
    Marked,
    /// The version of the title written otherwise.
    VersionMoved,
    /// Title and artist exchanged.
    Exchanged,
    /// One letter wrong.
    OneTypo,
    /// Two letters wrong.
    TwoTypos,
    /// An artist of whose name there are several, with release and length.
    Homonym,
    /// No such recording: the title of another artist.
    OtherTitle,
    /// No such recording: another artist.
    OtherArtist,
    /// No such recording: one word of the title is another.
    OtherWord,
    /// No such recording: a version that does not exist.
    OtherVersion,
}

const VERSIONS: [&str; 6] = [
    " (live)",
    " - Live at Wembley",
    " (acoustic)",
    " (instrumental)",
    " (Unheard Hands remix)",
    " - Demo",
];

const MARKS: [&str; 8] = [
    " - 2011 Remaster",
    " (Remastered 2009)",
    " (Remastered)",
    " [Explicit]",
    " (Deluxe Edition)",
    " (Album Version)",
    " [Official Video]",
    " - Remastered",
];

impl Noise {
    /// Every kind.
    pub const ALL: [Self; 18] = [
        Self::Exact,
        Self::Folded,
        Self::Bare,
        Self::Alias,
        Self::Transliterated,
        Self::GuestInTitle,
        Self::GuestInArtist,
        Self::JoinedNames,
        Self::Marked,
        Self::VersionMoved,
        Self::Exchanged,
        Self::OneTypo,
        Self::TwoTypos,
        Self::Homonym,
        Self::OtherTitle,
        Self::OtherArtist,
        Self::OtherWord,
        Self::OtherVersion,
    ];

    /// Whether nothing is meant.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self >= Self::OtherTitle
    }

    /// Whether words are misspelt.
    #[must_use]
    pub fn is_typo(self) -> bool {
        matches!(self, Self::OneTypo | Self::TwoTypos)
    }

    /// Whether (nearly) every recording lends itself to it.
    pub(super) fn suits_any(self) -> bool {
        matches!(self, Self::Exact | Self::Folded | Self::Bare | Self::Marked) || self.is_typo()
    }

    /// Share of all cases.
    pub(super) fn share(self) -> f64 {
        match self {
            Self::Exact | Self::Folded | Self::Bare | Self::Marked => 0.08,
            Self::OneTypo | Self::TwoTypos => 0.08,
            Self::Alias | Self::GuestInTitle | Self::GuestInArtist | Self::JoinedNames => 0.05,
            Self::Transliterated | Self::VersionMoved | Self::Exchanged | Self::Homonym => 0.03,
            Self::OtherTitle | Self::OtherArtist | Self::OtherWord | Self::OtherVersion => 0.05,
        }
    }

    /// A case of this kind from a recording, with another one at hand; `None` when it does not lend itself.
    pub(super) fn make(
        self,
        view: &View<'_>,
        (plain, other): (&Plain<'_>, &Plain<'_>),
        dice: &mut Dice,
    ) -> catalog::Result<Option<Case>> {
        let mut words = plain.words(dice);
        let changed = match self {
            Self::Exact => Some(()),
            Self::Folded => folded(&mut words, dice),
            Self::Bare => {
                (words.release_name, words.length_ms) = (None, None);
                Some(())
            }
            Self::Alias => alias(view, plain, &mut words, dice)?,
            Self::Transliterated => {
                romanise(&words.recording_name).map(|name| words.recording_name = name)
            }
            Self::GuestInTitle => guest(plain, &mut words, true, dice),
            Self::GuestInArtist => guest(plain, &mut words, false, dice),
            Self::JoinedNames => joined(plain, &mut words, dice),
            Self::Marked => marked(&mut words, dice),
            Self::VersionMoved => version_moved(&mut words),
            Self::Exchanged => {
                std::mem::swap(&mut words.artist_name, &mut words.recording_name);
                Some(())
            }
            Self::OneTypo => typos(&mut words, 1, dice),
            Self::TwoTypos => typos(&mut words, 2, dice),
            Self::Homonym => homonym(view, plain, &mut words)?,
            Self::OtherTitle => other_title(plain, other, &mut words),
            Self::OtherArtist => other_artist(plain, other, &mut words),
            Self::OtherWord => other_word(other, &mut words, dice),
            Self::OtherVersion => other_version(plain, &mut words, dice),
        };
        let meant = (!self.is_negative()).then_some(plain.row);
        Ok(changed.map(|()| Case { noise: self, words, meant }))
    }
}

fn folded(words: &mut Words, dice: &mut Dice) -> Option<()> {
    for text in [&mut words.artist_name, &mut words.recording_name] {
        *text = match dice.below(4) {
            0 => text.to_uppercase(),
            1 => text.to_lowercase(),
            2 => fold(text).into_owned(),
            _ => text.replace(" & ", " and ").replace(['’', '“', '”'], "'"),
        };
    }
    Some(())
}

fn marked(words: &mut Words, dice: &mut Dice) -> Option<()> {
    words.recording_name.push_str(dice.pick(&MARKS));
    Some(())
}

fn alias(
    view: &View<'_>,
    plain: &Plain<'_>,
    words: &mut Words,
    dice: &mut Dice,
) -> catalog::Result<Option<()>> {
    let [(artist, ..)] = plain.names[..] else { return Ok(None) };
    let Some(artist) = view.get::<Artist<'_>>(artist)? else { return Ok(None) };
    let aliases = artist.aliases.to_vec()?;
    if aliases.is_empty() {
        return Ok(None);
    }
    words.artist_name = aliases[dice.below(aliases.len())].name.to_owned();
    Ok(Some(()))
}

/// `Title (live)` and `Title [live]` as `Title - live`.
fn version_moved(words: &mut Words) -> Option<()> {
    let title = Title::read(&words.recording_name);
    if title.versions.is_empty()
        || title.versions.iter().any(|version| version.kind == VersionKind::Other)
    {
        return None;
    }
    let text = words.recording_name.strip_suffix([')', ']'])?;
    let (base, inner) = text.rsplit_once(['(', '['])?;
    let base = base.strip_suffix(' ')?;
    words.recording_name = format!("{base} - {inner}");
    Some(())
}

/// Misspells title or artist, where it is long enough that a person would still know it.
fn typos(words: &mut Words, count: usize, dice: &mut Dice) -> Option<()> {
    let least = if count == 1 { 4 } else { 8 };
    let is_long = |text: &str| key(text).chars().count() >= least;
    let in_artist = dice.chance(0.3);
    let text = if in_artist { &mut words.artist_name } else { &mut words.recording_name };
    let title = Title::read(text);
    // A typo in `(live)` would make it another title.
    let is_plain =
        title.versions.is_empty() && title.subtitles.is_empty() && title.guests.is_empty();
    if !is_plain || !is_long(text) || !text.is_ascii() {
        return None;
    }
    for _ in 0..count {
        misspell(text, dice)?;
    }
    Some(())
}

fn misspell(text: &mut String, dice: &mut Dice) -> Option<()> {
    let places: Vec<usize> = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| byte.is_ascii_alphabetic())
        .map(|(at, _)| at)
        .collect();
    if places.len() < 2 {
        return None;
    }
    let at = dice.pick(&places);
    let letter = dice.pick(b"abcdefghijklmnopqrstuvwxyz") as char;
    match dice.below(4) {
        0 => text.insert(at, letter),
        1 => {
            text.remove(at);
        }
        2 => text.replace_range(at..=at, letter.encode_utf8(&mut [0; 4])),
        _ => {
            let next = *places.iter().find(|next| **next == at + 1)?;
            let second = text.remove(next);
            text.insert(at, second);
        }
    }
    Some(())
}

fn homonym(view: &View<'_>, plain: &Plain<'_>, words: &mut Words) -> catalog::Result<Option<()>> {
    let [_] = plain.names[..] else { return Ok(None) };
    let said = Said::read(words);
    if artists_called(view, &said.names)?.len() < 2 {
        return Ok(None);
    }
    words.release_name = plain.release.map(str::to_owned);
    words.length_ms = plain.recording.length_ms.map(i64::from);
    Ok(Some(()))
}

fn other_title(plain: &Plain<'_>, other: &Plain<'_>, words: &mut Words) -> Option<()> {
    if shares_artist(plain, other) || is_common(other.recording.name) {
        return None;
    }
    words.recording_name = other.recording.name.to_owned();
    Some(())
}

fn other_artist(plain: &Plain<'_>, other: &Plain<'_>, words: &mut Words) -> Option<()> {
    let alike = near(&key(&plain.artist()), &key(&other.artist())).is_some();
    if alike || is_common(plain.recording.name) {
        return None;
    }
    if shares_artist(plain, other) {
        return None;
    }
    words.artist_name = other.artist();
    Some(())
}

/// Whether they have an artist in common, or artists of one name, whom nobody could tell apart.
fn shares_artist(plain: &Plain<'_>, other: &Plain<'_>) -> bool {
    let is_shared = plain.names.iter().any(|name| other.names.iter().any(|o| o.0 == name.0));
    let keys = |plain: &Plain<'_>| -> Vec<String> {
        let names = split_artists(&plain.artist(), Splitting::All, &|_| false);
        names.iter().map(|name| artist_key(name)).collect()
    };
    is_shared || keys(plain).iter().any(|name| keys(other).contains(name))
}

/// Whether anybody might have recorded something of this title.
fn is_common(title: &str) -> bool {
    title.split_whitespace().count() < 2
}

fn other_word(other: &Plain<'_>, words: &mut Words, dice: &mut Dice) -> Option<()> {
    let mut title: Vec<&str> = words.recording_name.split(' ').collect();
    let new: Vec<&str> = other.recording.name.split(' ').collect();
    let plain = |word: &str| word.chars().count() > 3 && word.chars().all(char::is_alphabetic);
    let place = dice.below(title.len());
    let word = dice.pick(&new);
    let is_other = near(&key(title[place]), &key(word)).is_none();
    if title.len() < 2 || !plain(title[place]) || !plain(word) || !is_other {
        return None;
    }
    title[place] = word;
    let changed = title.join(" ");
    // The same title with another guest is the same recording to many clients.
    let (before, after) = (Title::read(&words.recording_name), Title::read(&changed));
    let is_same_title = whole(&before) == whole(&after) && before.versions == after.versions;
    if is_same_title || near(&key(&changed), &key(&words.recording_name)).is_some() {
        return None;
    }
    words.recording_name = changed;
    Some(())
}

fn other_version(plain: &Plain<'_>, words: &mut Words, dice: &mut Dice) -> Option<()> {
    let title = Title::read(plain.recording.name);
    if !title.versions.is_empty()
        || !plain.recording.comment.is_empty()
        || is_common(plain.recording.name)
    {
        return None;
    }
    words.recording_name.push_str(dice.pick(&VERSIONS));
    Some(())
}
