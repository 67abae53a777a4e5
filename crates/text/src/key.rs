//! Keys: what is left of a name when everything that clients write differently is gone.

use crate::fold::fold_into;
use crate::tokens::{Class, class, is_middle_dot};

/// Words behind which a Roman numeral is a number, with the spelling that all of them get.
const COUNTED: [(&str, &str); 11] = [
    ("part", "part"),
    ("pt", "part"),
    ("pts", "part"),
    ("parts", "part"),
    ("no", "no"),
    ("nr", "no"),
    ("vol", "vol"),
    ("volume", "vol"),
    ("chapter", "chapter"),
    ("op", "op"),
    ("act", "act"),
];

/// The folded letters and digits of a text, without spaces, with `and` for `&` and a lone `+`.
///
/// A Roman numeral behind `part`, `pt`, `no`, `vol` … becomes digits. A text without letters keeps its signs.
#[must_use]
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    key_into(text, &mut out);
    out
}

/// Appends the [`key`] of a text, so that a loop can keep one buffer.
pub fn key_into(text: &str, out: &mut String) {
    let start = out.len();
    if text.is_ascii() {
        letters_of(text.chars().map(|c| c.to_ascii_lowercase()), out);
    } else {
        let mut folded = String::with_capacity(text.len());
        fold_into(text, &mut folded);
        letters_of(folded.chars(), out);
    }
    if out.len() == start {
        let mut folded = String::new();
        fold_into(text, &mut folded);
        out.extend(folded.chars().filter(|c| !c.is_whitespace()));
    }
}

/// The key of an artist's name: a leading `The` does not count.
#[must_use]
pub fn artist_key(name: &str) -> String {
    let trimmed = name.trim_start();
    let the = trimmed.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("the "));
    // "The The" is not "The", and "The &" would be nothing.
    let rest = if the { key(&trimmed[4..]) } else { String::new() };
    if rest.is_empty() || rest == "the" { key(name) } else { rest }
}

/// The key of a text in Latin letters, whatever it is written in; `None` when it is Latin already.
#[must_use]
pub fn latin_key(text: &str) -> Option<String> {
    let plain = key(text);
    if plain.is_ascii() {
        return None;
    }
    let latin = key(&deunicode::deunicode_with_tofu(text, " "));
    (!latin.is_empty()).then_some(latin)
}

/// The consonants of a text in Latin letters, those that romanisations of Hebrew and Arabic write in several ways
/// made one and doubled ones single.
///
/// Scripts without vowels have nothing else in common with what people make of them: `galgalim`, `glglym`.
#[must_use]
pub fn consonant_key(text: &str) -> String {
    let mut out = String::new();
    for c in latin_key(text).unwrap_or_else(|| key(text)).chars() {
        let c = match c {
            // The letters for w and y are vowels as well, and h is breathed or part of kh and sh.
            'a' | 'e' | 'i' | 'o' | 'u' | 'v' | 'w' | 'y' | 'h' => continue,
            'c' | 'q' => 'k',
            'f' => 'p',
            'j' => 'g',
            'z' => 's',
            other => other,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Whether a text has letters of a script that leaves vowels out: Hebrew, Arabic.
#[must_use]
pub fn lacks_vowels(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{05D0}'..='\u{05EA}' | '\u{0620}'..='\u{06FF}'))
}

/// The numbers in a text, in digits or in Roman numerals of two letters and more, one after another.
///
/// Texts with different numbers name different things, however few letters differ.
#[must_use]
pub fn numbers(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    let mut out = String::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        let digits = word.chars().filter(char::is_ascii_digit);
        let before = out.len();
        out.extend(digits);
        if out.len() == before && word.len() >= 2 {
            out.extend(roman(word).map(|number| number.to_string()));
        }
        if out.len() > before {
            out.push(' ');
        }
    }
    out
}

/// Appends letters and digits; knows where words begin, for the numbers behind some of them.
fn letters_of(folded: impl Iterator<Item = char>, out: &mut String) {
    let mut words = Words { out, word: None, counted: None };
    let mut plus = Plus::default();
    for c in folded {
        match class(c) {
            Class::Letter | Class::Emoji => words.letter(c),
            Class::Continuous if is_middle_dot(c) => words.end(),
            Class::Continuous => words.letter(c),
            Class::Apostrophe => {}
            _ => {
                words.end();
                if c == '&' || plus.is_alone(c) {
                    words.whole("and");
                }
            }
        }
        plus.step(c);
    }
    words.end();
}

/// Finds a `+` with a space before it: `Florence + the Machine`, but not `A+`.
#[derive(Default)]
struct Plus {
    after_space: bool,
}

impl Plus {
    fn is_alone(&self, c: char) -> bool {
        c == '+' && self.after_space
    }

    fn step(&mut self, c: char) {
        self.after_space = c == ' ';
    }
}

struct Words<'a> {
    out: &'a mut String,
    /// Where the present word begins.
    word: Option<usize>,
    /// Whether the word before was one of [`COUNTED`].
    counted: Option<(usize, &'static str)>,
}

impl Words<'_> {
    fn letter(&mut self, c: char) {
        self.word.get_or_insert(self.out.len());
        self.out.push(c);
    }

    fn whole(&mut self, word: &str) {
        self.counted = None;
        self.out.push_str(word);
    }

    fn end(&mut self) {
        let Some(start) = self.word.take() else { return };
        if let Some((at, spelt)) = self.counted.take()
            && let Some(number) = number(&self.out[start..])
        {
            self.out.truncate(at);
            self.out.push_str(spelt);
            self.out.push_str(&number.to_string());
            return;
        }
        let word = &self.out[start..];
        if word.len() <= 7 {
            let known = COUNTED.iter().find(|(known, _)| *known == word);
            self.counted = known.map(|(_, spelt)| (start, *spelt));
        }
    }
}

fn number(word: &str) -> Option<u32> {
    if word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok();
    }
    roman(word)
}

/// A Roman numeral from I to XXXIX, in lower case and as Romans write it.
fn roman(word: &str) -> Option<u32> {
    let tens = word.bytes().take_while(|byte| *byte == b'x').count();
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    // The x of "ix" follows an i, so the leading ones are always tens.
    let one = ones.iter().position(|one| *one == &word[tens..])?;
    let number = 10 * tens + one;
    (tens <= 3 && number > 0).then_some(number as u32)
}

#[cfg(test)]
mod tests;
