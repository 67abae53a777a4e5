//! What people type when they look for something.

use rand::Rng as _;
use rand::seq::IndexedRandom as _;
use rand_chacha::ChaCha8Rng;

/// Shortest word that gets a typo, in characters.
const MIN_WORD: usize = 4;
/// Shortest beginning that is searched for, in characters.
const MIN_TYPED: usize = 2;

/// The text with one wrong, missing, added or exchanged character in one of its longer words.
pub(super) fn with_typo(text: &str, chance: &mut ChaCha8Rng) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let is_long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= MIN_WORD;
    let places: Vec<usize> = (0..words.len()).filter(|at| is_long(&words[*at])).collect();
    let place = *places.choose(chance)?;
    let mistyped = mistype(words[place], chance)?;
    let before = &words[..place];
    let all =
        before.iter().copied().chain([mistyped.as_str()]).chain(words[place + 1..].iter().copied());
    Some(all.collect::<Vec<_>>().join(" "))
}

fn mistype(word: &str, chance: &mut ChaCha8Rng) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let places: Vec<usize> = (0..letters.len()).filter(|at| letters[*at].is_alphabetic()).collect();
    let at = *places.choose(chance)?;
    let other = *letters.choose(chance)?;
    let wrong = if other == letters[at] { 'x' } else { other };
    match chance.random_range(0..4) {
        0 => letters[at] = wrong,
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, wrong),
        _ => letters.swap(at, if at > 0 { at - 1 } else { at + 1 }),
    }
    let mistyped: String = letters.into_iter().collect();
    // Two equal letters exchanged are no typo.
    (mistyped != word).then_some(mistyped)
}

/// The text without the end of its last word, as it stands while that word is typed.
pub(super) fn cut_short(text: &str, chance: &mut ChaCha8Rng) -> String {
    let start = text.rfind(' ').map_or(0, |at| at + 1);
    let (before, last) = text.split_at(start);
    let letters = last.chars().count();
    if letters <= MIN_TYPED {
        return text.to_owned();
    }
    let kept = chance.random_range(MIN_TYPED..letters);
    before.chars().chain(last.chars().take(kept)).collect()
}

/// Every beginning of the text of at least two characters, the shortest first.
pub(super) fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.skip(MIN_TYPED - 1).map(|end| &text[..end])
}

#[cfg(test)]
mod tests {
    //! Typos are typos, beginnings are beginnings.
    use rand::SeedableRng as _;

    use super::*;

    #[test]
    fn a_typo_changes_one_word_by_one_letter() {
        let mut chance = ChaCha8Rng::seed_from_u64(1);
        let mut seen = std::collections::HashSet::new();
        for _ in 0..200 {
            let Some(text) = with_typo("of the yellow submarine", &mut chance) else { continue };
            assert!(text.starts_with("of the "), "short words stay: {text}");
            let length = text.chars().count() as i32 - "of the yellow submarine".len() as i32;
            assert!(length.abs() <= 1, "{text}");
            seen.insert(length);
        }
        assert_eq!(seen.len(), 3, "letters go missing, come in addition and change");
        assert_eq!(with_typo("a b cde", &mut chance), None);
    }

    #[test]
    fn beginnings_are_cut_between_characters() {
        assert_eq!(beginnings("aé夜b").collect::<Vec<_>>(), ["aé", "aé夜", "aé夜b"]);
        let mut chance = ChaCha8Rng::seed_from_u64(1);
        let short = cut_short("夜空 ночами", &mut chance);
        assert!("夜空 ночами".starts_with(&short) && short.chars().count() >= 5, "{short}");
        assert_eq!(cut_short("yellow of", &mut chance), "yellow of");
    }
}
