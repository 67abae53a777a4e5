//! Words: what a text is cut into, in a document as in a query.

use text::{Run, Runs, Scratch};

use super::layout::END;

/// Bytes of one text that are indexed; the rest of a longer one is not found.
const MAX_TEXT_BYTES: usize = 16 << 10;

/// U+30FB, which separates the parts of a foreign name in Kana and is as often left out.
const MIDDLE_DOT: char = '\u{30FB}';

/// The words of a text as documents take them, each with its [`END`].
#[derive(Debug, Default)]
pub struct Cut {
    /// Folded.
    pub(super) words: String,
    /// In lower case; empty when folding took no accents, for then they are [`words`](Self::words).
    pub(super) kept: String,
    /// Whether folding took accents.
    pub(super) has_accents: bool,
}

/// Cuts texts, with buffers that are kept from text to text.
#[derive(Default)]
pub struct Cutter {
    folded: String,
    scratch: Scratch,
}

impl Cutter {
    /// The words of a text that stands in many documents.
    #[must_use]
    pub fn words(&mut self, text: &str) -> Cut {
        let mut cut = Cut::default();
        self.write(text, &mut cut);
        cut
    }

    /// Overwrites `out` with the words of a text.
    pub(super) fn write(&mut self, text: &str, out: &mut Cut) {
        let Cut { words, kept: accented, has_accents } = out;
        words.clear();
        accented.clear();
        *has_accents = false;
        self.cut(text, &mut |word, kept| {
            if kept.is_some() && !*has_accents {
                *has_accents = true;
                accented.push_str(words);
            }
            if *has_accents {
                push(accented, kept.unwrap_or(word));
            }
            push(words, word);
        });
    }

    /// Calls back for each word of a text in its order, without control characters: folded, and in lower case if folding took accents from it.
    pub(crate) fn cut(&mut self, text: &str, emit: &mut dyn FnMut(&str, Option<&str>)) {
        let text = &text[..text.floor_char_boundary(MAX_TEXT_BYTES)];
        self.folded.clear();
        text::fold_into(text, &mut self.folded);
        if text.is_ascii() {
            return whole(&self.folded, &mut self.scratch, emit);
        }
        let lower = text.to_lowercase();
        if lower.split_whitespace().count() != self.folded.split_whitespace().count() {
            return whole(&self.folded, &mut self.scratch, emit);
        }
        let mut n_words = 0;
        for (folded, lower) in self.folded.split_whitespace().zip(lower.split_whitespace()) {
            n_words += chunk(folded, lower, &mut self.scratch, emit);
        }
        if n_words == 0 {
            signs(&self.folded, emit);
        }
    }
}

fn push(words: &mut String, word: &str) {
    words.push_str(word);
    words.push(END);
}

/// The words of a text without accents.
fn whole(folded: &str, scratch: &mut Scratch, emit: &mut dyn FnMut(&str, Option<&str>)) {
    if words(folded, scratch, &mut |word| emit(word, None)) == 0 {
        signs(folded, emit);
    }
}

/// The words of a stretch between spaces, paired with those that kept their accents; returns how many there are.
fn chunk(
    folded: &str,
    lower: &str,
    scratch: &mut Scratch,
    emit: &mut dyn FnMut(&str, Option<&str>),
) -> usize {
    if folded == lower {
        return words(folded, scratch, &mut |word| emit(word, None));
    }
    let mut accented: Vec<String> = Vec::new();
    let n_accented = words(lower, scratch, &mut |word| accented.push(word.to_owned()));
    let mut n_words = 0;
    let n_folded = words(folded, &mut Scratch::default(), &mut |_| n_words += 1);
    let mut accented = accented.iter();
    words(folded, scratch, &mut |word| {
        // Where folding made another number of words, which is which is unknown.
        let kept = accented.next().filter(|kept| n_accented == n_words && *kept != word);
        emit(word, kept.map(String::as_str));
    });
    n_folded
}

/// Calls back for each word and returns how many there are.
fn words(folded: &str, scratch: &mut Scratch, emit: &mut dyn FnMut(&str)) -> usize {
    let mut n_words = 0;
    let mut emit = |word: &str| {
        n_words += 1;
        emit(&word[..word.floor_char_boundary(text::MAX_TOKEN_BYTES)]);
    };
    for run in Runs::new(folded) {
        match run {
            Run::Word { text, .. } => emit(scratch.without_apostrophes(text)),
            Run::Continuous(text) => {
                for (at, c) in text.char_indices().filter(|(_, c)| *c != MIDDLE_DOT) {
                    emit(&text[at..at + c.len_utf8()]);
                }
            }
            Run::Emoji(text) => emit(text),
            Run::Symbol("&") => emit("and"),
            Run::Symbol(_) => {}
        }
    }
    n_words
}

/// The signs of a text without words.
fn signs(folded: &str, emit: &mut dyn FnMut(&str, Option<&str>)) {
    for run in Runs::new(folded) {
        if let Run::Symbol(text) = run {
            emit(&text[..text.floor_char_boundary(text::MAX_TOKEN_BYTES)], None);
        }
    }
}

#[cfg(test)]
mod tests {
    //! Texts in, words out.
    use super::*;

    fn cut(text: &str) -> String {
        let mut words = Vec::new();
        Cutter::default().cut(text, &mut |word, kept| match kept {
            Some(kept) => words.push(format!("{word}({kept})")),
            None => words.push(word.to_owned()),
        });
        words.join(" ")
    }

    #[test]
    fn a_text_is_cut_into_words_in_their_order() {
        assert_eq!(cut("Don't Stop (AC/DC)"), "dont stop ac dc");
        assert_eq!(cut("Simon & Garfunkel"), "simon and garfunkel");
        assert_eq!(cut("無罪 mora"), "無 罪 mora");
        assert_eq!(cut("!!!"), "!!!");
        assert_eq!(cut("Thr!!!er ?"), "thr er");
        assert_eq!(cut(""), "");
    }

    #[test]
    fn accents_are_kept_beside_the_folded_word() {
        assert_eq!(cut("Beyoncé sings"), "beyonce(beyoncé) sings");
        assert_eq!(cut("L’été – indien"), "lete indien");
        assert_eq!(cut("Motörhead/Blur"), "motorhead(motörhead) blur");
    }
}
