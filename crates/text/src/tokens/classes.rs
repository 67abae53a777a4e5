//! Character classes of the tokeniser, over folded text.

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// What a character does to the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Space,
    /// A letter, digit or mark that continues a word.
    Letter,
    /// A character of a script that is written without spaces.
    Continuous,
    Apostrophe,
    /// Punctuation that binds two words into a compound (`AC/DC`, `P!nk`, `blink-182`).
    Joiner,
    Emoji,
    /// All other punctuation.
    Break,
}

/// Classes of the characters below U+10000: looking them up in Unicode's own compressed tables was a tenth of indexing.
static PLANE: LazyLock<Box<[Class]>> = LazyLock::new(|| {
    let of = |code| char::from_u32(code).map_or(Class::Break, determine);
    (0..0x1_0000).map(of).collect()
});

/// The class of a character.
pub(crate) fn class(c: char) -> Class {
    match c {
        'a'..='z' | '0'..='9' => Class::Letter,
        ' ' => Class::Space,
        _ => PLANE.get(c as usize).copied().unwrap_or_else(|| determine(c)),
    }
}

fn determine(c: char) -> Class {
    match c {
        'a'..='z' | '0'..='9' | 'A'..='Z' => Class::Letter,
        '\'' => Class::Apostrophe,
        '-' | '/' | '.' | '!' | '$' | '*' | '&' | '+' | '_' | '@' | '#' | '%' | '?' | ':' | '·' => {
            Class::Joiner
        }
        '\0'..='\x7f' => {
            if c <= ' ' {
                Class::Space
            } else {
                Class::Break
            }
        }
        _ if is_continuous(c) => Class::Continuous,
        _ if c.is_alphanumeric() || is_combining_mark(c) => Class::Letter,
        _ if c.is_whitespace() => Class::Space,
        _ if c.general_category() == GeneralCategory::OtherSymbol => Class::Emoji,
        _ => Class::Break,
    }
}

/// U+30FB, which separates the parts of a foreign name in Kana and is as often left out.
pub(crate) fn is_middle_dot(c: char) -> bool {
    c == '\u{30FB}'
}

/// Scripts written without spaces between words: Han, Kana, Thai, Lao, Myanmar, Khmer.
fn is_continuous(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3031}'..='\u{3035}'
        | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{1B000}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFD}'
        | '\u{0E01}'..='\u{0E3A}' | '\u{0E40}'..='\u{0E4E}' | '\u{0E81}'..='\u{0ECF}'
        | '\u{0EDC}'..='\u{0EDF}' | '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{108F}'
        | '\u{1780}'..='\u{17D3}')
}
