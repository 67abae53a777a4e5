//! Kinds: what the words in a bracket or behind a dash say.

mod marks;
mod versions;

use super::pieces::Set;
use super::{Mark, Part};
use crate::fold::fold;
use crate::key::key;

/// Words of a piece that are looked at: longer ones are subtitles.
const MAX_WORDS: usize = 16;

/// Words of an end behind a dash that may say a version; longer ones are titles.
const MAX_DASH_WORDS: usize = 9;

/// Parts of words that are one word.
const JOINED: [(&str, &str, &str); 12] = [
    ("re", "master", "remaster"),
    ("re", "mastered", "remastered"),
    ("re", "issue", "reissue"),
    ("re", "recorded", "rerecorded"),
    ("re", "recording", "rerecording"),
    ("re", "edit", "edit"),
    ("re", "mix", "remix"),
    ("a", "cappella", "acappella"),
    ("a", "capella", "acappella"),
    ("en", "vivo", "live"),
    ("ao", "vivo", "live"),
    ("dal", "vivo", "live"),
];

/// What the words of a comment or of a release's title say, as if they stood in a bracket.
#[must_use]
pub fn read_segment(text: &str) -> Vec<Part> {
    read_piece(text, Set::Bracket)
}

/// What a piece says; nothing when it is a subtitle or belongs to the title.
pub(super) fn read_piece(text: &str, set: Set) -> Vec<Part> {
    if let Some(guests) = guests(text, set) {
        return vec![guests];
    }
    let folded = fold(text);
    let words = words(&folded);
    let Some(words) = words.filter(|words| !words.is_empty()) else { return Vec::new() };
    if set == Set::Dash && words.len() > MAX_DASH_WORDS {
        return Vec::new();
    }
    let words = Words { words: &words, set };
    if let Some(number) = words.part_number() {
        return vec![Part::Number(number)];
    }
    let mut parts: Vec<Part> = words.marks(text).into_iter().map(Part::Mark).collect();
    if !matches!(parts[..], [Part::Mark(Mark::Video | Mark::Source | Mark::Producer)]) {
        parts.extend(words.versions(text, &parts).into_iter().map(Part::Version));
    }
    parts
}

/// `feat. X`, and in a bracket `with X`.
fn guests(text: &str, set: Set) -> Option<Part> {
    let text = text.trim();
    let (word, names) = text.split_once([' ', '.', ':'])?;
    let names = names.trim_start_matches(['.', ' ', ':']);
    let is_feat = ["feat", "ft", "featuring"].iter().any(|known| word.eq_ignore_ascii_case(known));
    let is_with = set == Set::Bracket
        && (word.eq_ignore_ascii_case("with") || word.eq_ignore_ascii_case("w/"))
        && !names.to_ascii_lowercase().starts_with("lyric");
    let named = (is_feat || is_with) && !key(names).is_empty();
    named.then(|| Part::Guests(names.to_owned()))
}

/// The folded words; `None` when there are too many.
fn words(folded: &str) -> Option<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '@')) {
        // `Live @ Moon`.
        let word = if word == "@" { "at" } else { word };
        let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        if word.is_empty() {
            continue;
        }
        let last = words.last().map_or("", String::as_str);
        let joined = JOINED.iter().find(|(first, second, _)| last == *first && word == *second);
        match (joined, words.last_mut()) {
            (Some((_, _, whole)), Some(last)) => (*whole).clone_into(last),
            _ => words.push(word),
        }
        if words.len() > MAX_WORDS {
            return None;
        }
    }
    Some(words)
}

/// The words of one piece.
struct Words<'a> {
    words: &'a [String],
    set: Set,
}

impl Words<'_> {
    fn has(&self, wanted: &[&str]) -> bool {
        self.words.iter().any(|word| wanted.contains(&word.as_str()))
    }

    fn first_is(&self, wanted: &[&str]) -> bool {
        self.words.first().is_some_and(|word| wanted.contains(&word.as_str()))
    }

    /// Whether the last word, years and the word *remaster* aside, is one of these.
    fn ends_with(&self, wanted: &[&str]) -> bool {
        let mut words = self.words.iter().rev();
        let last = words.find(|word| !is_year(word) && !word.starts_with("remaster"));
        last.is_some_and(|word| wanted.contains(&word.as_str()))
    }

    /// Whether one of the words says it here: at either end, or anywhere in a bracket or before `version`.
    fn says(&self, wanted: &[&str]) -> bool {
        match self.set {
            Set::Bracket => self.has(wanted),
            Set::Dash | Set::Bare => {
                self.first_is(wanted)
                    || self.ends_with(wanted)
                    || (self.ends_with(&["version", "mix"]) && self.has(wanted))
            }
        }
    }

    fn all(&self, is_one: impl Fn(&str) -> bool) -> bool {
        self.words.iter().all(|word| is_one(word))
    }

    /// `part 2` alone.
    fn part_number(&self) -> Option<String> {
        let [word, _] = self.words else { return None };
        let number = key(&self.words.join(" "));
        let is_part = matches!(word.as_str(), "part" | "pt" | "pts" | "parts");
        (is_part && number.ends_with(|c: char| c.is_ascii_digit())).then_some(number)
    }
}

/// Whether a whole date stands in the text: `2/12/18`, `1995-07-04`.
fn has_date(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':')).any(|word| {
        ['/', '-', '.'].iter().any(|sign| is_date(&word.split(*sign).collect::<Vec<_>>()))
    })
}

/// Year, month and day in some order; a year of two digits stands last. `3-2-1` is none.
fn is_date(parts: &[&str]) -> bool {
    let is_digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_within = |part: &str, most: u8| {
        part.len() <= 2 && part.parse::<u8>().is_ok_and(|number| (1..=most).contains(&number))
    };
    let are_day_and_month = |one: &str, other: &str| {
        (is_within(one, 31) && is_within(other, 12)) || (is_within(one, 12) && is_within(other, 31))
    };
    match parts {
        [first, second, third] if parts.iter().all(is_digits) => {
            (first.len() == 4 && are_day_and_month(second, third))
                || (matches!(third.len(), 2 | 4) && are_day_and_month(first, second))
        }
        _ => false,
    }
}

/// Four digits: any year, and some that are none.
fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}
