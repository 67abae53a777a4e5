//! Folding: one form for spellings that people do not tell apart.
//!
//! Compatibility decomposition, accents dropped, case folded, letters that Unicode does not decompose
//! (`ß`, `ø`, `ł` …) written out, apostrophes, dashes and quotation marks made plain ASCII. Vowel signs of
//! Indic and Thai script, viramas and the voicing marks of Kana stay, since without them words change.
//! Hangul comes out as single letters (jamo), so that a half-typed syllable is a prefix of the whole one.

mod letters;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use unicode_normalization::char::{canonical_combining_class, compose, decompose_compatible};

/// Folds `text`; borrows it when there is nothing to change.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(is_folded_ascii) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    Cow::Owned(folded)
}

/// Appends the folded `text` to `out`, so that a loop can keep one buffer.
pub fn fold_into(text: &str, out: &mut String) {
    // A voicing mark at the start must not reach into what the caller already had.
    let start = out.len();
    if text.bytes().all(is_letter_like_ascii) {
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    out.reserve(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(char::from(fold_ascii(c as u8)));
        } else {
            fold_char(c, start, out);
        }
    }
}

/// Whether two texts fold to the same form.
#[must_use]
pub fn fold_equal(left: &str, right: &str) -> bool {
    left == right || fold(left) == fold(right)
}

/// Whether folding this byte is at most lower-casing it.
fn is_letter_like_ascii(byte: u8) -> bool {
    matches!(byte, b' '..=b'_' | b'a'..=b'~')
}

fn is_folded_ascii(byte: u8) -> bool {
    byte.is_ascii() && fold_ascii(byte) == byte
}

fn fold_ascii(byte: u8) -> u8 {
    match byte {
        b'`' => b'\'',
        // Control characters separate words and are free for the index to use as its own marks.
        0..=31 | 127 => b' ',
        _ => byte.to_ascii_lowercase(),
    }
}

/// Appends the folded form of a character outside ASCII.
fn fold_char(c: char, start: usize, out: &mut String) {
    // Asked before decomposing, because `™` would become letters and `´` a space with an accent.
    if let Some(spelled) = letters::spelled(c) {
        out.push_str(spelled);
    } else if !is_invisible(c) {
        decompose_compatible(c, |part| push_folded(part, start, out));
    }
}

/// Appends one character of a decomposition in its folded form.
fn push_folded(c: char, start: usize, out: &mut String) {
    if c.is_ascii() {
        out.push(char::from(fold_ascii(c as u8)));
    } else if is_voicing_mark(c) {
        voice_last(c, start, out);
    } else if let Some(spelled) = letters::spelled(c) {
        out.push_str(spelled);
    } else if !is_dropped(c) {
        push_lowercase(c, start, out);
    }
}

fn push_lowercase(c: char, start: usize, out: &mut String) {
    for lower in c.to_lowercase() {
        if lower == c {
            out.push(c);
        } else {
            // A lower-case form may itself have a written-out form (`ẞ` → `ß` → `ss`).
            push_folded(lower, start, out);
        }
    }
}

/// U+3099 and U+309A, the combining (semi-)voiced sound marks of Kana.
fn is_voicing_mark(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}')
}

/// Puts a voicing mark back onto the Kana before it (`か` + mark → `が`); elsewhere it is an accent, dropped.
fn voice_last(mark: char, start: usize, out: &mut String) {
    let Some(base) = out[start..].chars().next_back() else {
        return;
    };
    if let Some(voiced) = compose(base, mark) {
        out.truncate(out.len() - base.len_utf8());
        out.push(voiced);
    }
}

/// Accents, points and invisible characters.
fn is_dropped(c: char) -> bool {
    match canonical_combining_class(c) {
        0 => is_invisible(c),
        // Overlays; Hebrew, Arabic and Syriac points; Thai and Lao tone marks; everything placed above,
        // below or beside. Left are nukta (7), virama (9) and vowel signs (84 to 103, 118, 129 to 132).
        1 | 10..=36 | 107 | 122 | 200.. => true,
        _ => false,
    }
}

/// Default-ignorable characters, variation selectors, enclosing marks and the Arabic kashida.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{20DD}'..='\u{20E4}' | '\u{2120}' | '\u{2122}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{1F3FB}'..='\u{1F3FF}'
        | '\u{E0000}'..='\u{E0FFF}')
}
