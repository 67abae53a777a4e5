//! Misspellings: every text that is one edit away from a word of a script with a small alphabet.
//!
//! Asking the dictionary for each of some hundred texts is twenty times as fast as walking it with an
//! automaton, which has to look at tens of thousands of its branches.

use std::ops::{Range, RangeInclusive};

use super::Result;

/// The letters that folded words of these scripts are made of.
const ALPHABETS: [&[RangeInclusive<char>]; 6] = [
    &['a'..='z'],
    &['а'..='я'],
    &['α'..='ω'],
    &['ء'..='غ', 'ف'..='ي'],
    &['א'..='ת'],
    // Hangul is folded to its letters: first, middle and last ones.
    &['\u{1100}'..='\u{1112}', '\u{1161}'..='\u{1175}', '\u{11A8}'..='\u{11C2}'],
];

/// The alphabet of a folded word, if it is written in one that is small enough to try all letters.
fn alphabet(word: &[char]) -> Option<&'static [RangeInclusive<char>]> {
    let is_letter =
        |letters: &[RangeInclusive<char>], c: char| letters.iter().any(|range| range.contains(&c));
    let fits = |letters: &&[RangeInclusive<char>]| {
        word.iter().all(|&c| c.is_ascii_digit() || is_letter(letters, c))
    };
    ALPHABETS.into_iter().find(fits)
}

/// Visits every text that one edit at one of the `places` makes of the word: a character missing, wrong,
/// too much, or exchanged with the next. Some are visited twice; the word itself is not left out.
///
/// Returns whether the word's script allows it.
pub(super) fn each_edit(
    word: &str,
    places: Range<usize>,
    visit: &mut dyn FnMut(&str) -> Result<()>,
) -> Result<bool> {
    let chars: Vec<char> = word.chars().collect();
    let Some(letters) = alphabet(&chars) else {
        return Ok(false);
    };
    let mut text = String::with_capacity(word.len() + 4);
    let mut try_text = |before: &[char], between: &[char], after: &[char]| {
        text.clear();
        text.extend(before.iter().chain(between).chain(after));
        visit(&text)
    };
    for place in places.start..places.end.min(chars.len() + 1) {
        let (before, after) = chars.split_at(place);
        for letter in letters.iter().cloned().flatten() {
            try_text(before, &[letter], after)?;
        }
        let [first, rest @ ..] = after else {
            continue;
        };
        try_text(before, &[], rest)?;
        for letter in letters.iter().cloned().flatten() {
            try_text(before, &[letter], rest)?;
        }
        if let [second, rest @ ..] = rest {
            try_text(before, &[*second, *first], rest)?;
        }
    }
    Ok(true)
}
