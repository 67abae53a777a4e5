//! Misspellings: every text that is one edit away from a word of a script with a small alphabet.
//!
//! Asking the dictionary for each of some hundred texts is twenty times as fast as walking it with an
//! automaton, which has to look at tens of thousands of its branches.

use std::ops::Range;

use super::Result;

/// Letters that a folded word of the script is made of.
const LATIN: Range<char> = 'a'..'{';
const CYRILLIC: Range<char> = 'а'..'ѐ';
const GREEK: Range<char> = 'α'..'ϊ';

/// The alphabet of a folded word, if it is written in one that is small enough to try all letters.
fn alphabet(word: &[char]) -> Option<Range<char>> {
    let alphabets = [LATIN, CYRILLIC, GREEK];
    alphabets
        .into_iter()
        .find(|letters| word.iter().all(|c| letters.contains(c) || c.is_ascii_digit()))
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
        for letter in letters.clone() {
            try_text(before, &[letter], after)?;
        }
        let [first, rest @ ..] = after else {
            continue;
        };
        try_text(before, &[], rest)?;
        for letter in letters.clone() {
            try_text(before, &[letter], rest)?;
        }
        if let [second, rest @ ..] = rest {
            try_text(before, &[*second, *first], rest)?;
        }
    }
    Ok(true)
}
