//! Titles compared.

use catalog::codec::List;
use catalog::record::Alias;
use text::{
    Title, allowed_edits, consonant_key, edits_within, key, lacks_vowels, latin_key, numbers,
};

use super::features::TitleSaid;
use super::judge::Mode;
use super::said::{Said, whole};

/// Aliases of a recording that are read.
const MAX_ALIASES: usize = 16;

/// Consonants that are enough to tell a title by.
const LEAST_CONSONANTS: usize = 4;

/// Letters that the beginning of a title must have for an id to vouch for the rest.
const PART_LETTERS: usize = 4;

/// How the client's title agrees with a recording's; `None` when it does not.
pub(super) fn compare(
    said: &Said,
    title: &Title,
    aliases: List<'_, Alias<'_>>,
    mode: Mode,
) -> catalog::Result<Option<TitleSaid>> {
    let theirs = whole(title);
    if said.whole_title == theirs {
        return Ok(Some(TitleSaid::Equal));
    }
    for alias in aliases.iter().take(MAX_ALIASES) {
        let alias = alias?;
        if key(alias.name) == said.title.key && said.title.subtitles.is_empty() {
            return Ok(Some(TitleSaid::Alias));
        }
    }
    let lacks_subtitle = said.title.subtitles.is_empty() != title.subtitles.is_empty();
    let is_either = said.title.subtitles.is_empty()
        && title.in_other_letters() == Some(&said.title.key)
        || title.subtitles.is_empty() && said.title.in_other_letters() == Some(&title.key);
    if said.title.key == title.key && lacks_subtitle || is_either {
        return Ok(Some(TitleSaid::Subtitle));
    }
    Ok(match mode {
        Mode::Exact => None,
        Mode::Fuzzy => alike(said, title, &theirs),
        Mode::Vouched => alike(said, title, &theirs).or_else(|| vouched(said, title)),
    })
}

/// Titles a few edits apart, in their own or in Latin letters.
fn alike(said: &Said, title: &Title, theirs: &str) -> Option<TitleSaid> {
    if let Some(edits) = near(&said.whole_title, theirs) {
        let (ours, theirs) = (&said.title.base, &title.base);
        let is_typo = numbers(ours) == numbers(theirs) && same_words(ours, theirs);
        return is_typo.then_some(TitleSaid::Edits(edits));
    }
    let (ours, latin) = latin(&said.title.base, &title.base)?;
    let most = allowed_edits(latin.chars().count().min(ours.chars().count())) + 1;
    let edits = edits_within(&ours, &latin, most)
        .filter(|_| !has_another_word(&said.title.base, &title.base));
    edits.or_else(|| by_consonants(&said.title.base, &title.base)).map(TitleSaid::Latin)
}

/// Whether a word is another one in whatever letters: more than half of it differs.
fn has_another_word(left: &str, right: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let latin = |word: &str| latin_key(word).unwrap_or_else(|| key(word));
        text.split_whitespace().map(latin).filter(|word| !word.is_empty()).collect()
    };
    let (left, right) = (words(left), words(right));
    left.len() == right.len()
        && left.iter().zip(&right).any(|(left, right)| {
            let most = left.len().max(right.len()).div_ceil(2) as u32;
            edits_within(left, right, most).is_none()
        })
}

/// One edit for titles with equal consonants, one of which is written without vowels.
fn by_consonants(left: &str, right: &str) -> Option<u32> {
    if lacks_vowels(left) == lacks_vowels(right) || numbers(left) != numbers(right) {
        return None;
    }
    let (left, right) = (consonant_key(left), consonant_key(right));
    let most = match left.len().min(right.len()) {
        ..LEAST_CONSONANTS => return None,
        LEAST_CONSONANTS..=5 => 0,
        _ => 1,
    };
    edits_within(&left, &right, most).map(|edits| edits + 1)
}

/// The edits between two keys, if there are no more than their length allows.
pub(super) fn near(left: &str, right: &str) -> Option<u32> {
    // Bytes bound letters from above, so most pairs need no counting.
    let longest = left.len().max(right.len());
    if left.len().abs_diff(right.len()) > 4 * allowed_edits(longest) as usize {
        return None;
    }
    let letters = left.chars().count().max(right.chars().count());
    // What has three letters must be exact, on either side.
    let least = letters.min(left.chars().count()).min(right.chars().count());
    edits_within(left, right, if least <= 3 { 0 } else { allowed_edits(letters) })
}

/// Whether the words are the same but for typos: no word is another word, none is missing.
fn same_words(left: &str, right: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace().map(key).filter(|word| !word.is_empty()).collect()
    };
    let (left, right) = (words(left), words(right));
    if left.len() == right.len() {
        return left.iter().zip(&right).all(|(a, b)| is_typo(a, b));
    }
    // A space too much or missing changes words on both sides; a missing word only takes one away.
    let (short, long) = if left.len() < right.len() { (left, right) } else { (right, left) };
    !short.iter().all(|word| long.contains(word))
}

/// Whether a word is another one misspelt: one edit up to five letters, two beyond.
fn is_typo(left: &str, right: &str) -> bool {
    let most = if left.chars().count().max(right.chars().count()) > 5 { 2 } else { 1 };
    edits_within(left, right, most).is_some()
}

/// Both texts in Latin letters, if exactly one of them is written otherwise.
pub(super) fn latin(left: &str, right: &str) -> Option<(String, String)> {
    if left.is_ascii() && right.is_ascii() {
        return None;
    }
    match (latin_key(left), latin_key(right)) {
        (Some(left), None) => Some((left, key(right))),
        (None, Some(right)) => Some((key(left), right)),
        _ => None,
    }
}

/// What is enough when an id vouches: a beginning, or a script that cannot be compared.
fn vouched(said: &Said, title: &Title) -> Option<TitleSaid> {
    let (ours, theirs) = (&said.title.key, &title.key);
    let (short, long) = if ours.len() < theirs.len() { (ours, theirs) } else { (theirs, ours) };
    if short.chars().nth(PART_LETTERS - 1).is_some() && long.starts_with(short.as_str()) {
        return Some(TitleSaid::Part);
    }
    latin(&said.title.base, &title.base).map(|_| TitleSaid::OtherScript)
}
