//! Tokens: the words that a name is found by, and those that a query asks for.
//!
//! Both read folded text. A word is a run of letters and digits. Runs of scripts that are written without
//! spaces (Han, Kana, Thai …) are cut into single characters and pairs. Emoji are tokens; a chunk such as
//! `!!!` is one where the text holds no word at all. What is emitted for an index and what for a query is
//! said at [`index_tokens`] and [`query_tokens`].

mod classes;
mod runs;
#[cfg(test)]
mod tests;

pub use runs::{Run, Runs};

pub(crate) use classes::{Class, class, is_middle_dot};

/// Longest token in bytes; longer ones are cut at a character, in the index as in a query.
pub const MAX_TOKEN_BYTES: usize = 64;

/// Most words that the joined form of a compound (`R.E.M.` → `rem`) is made of.
const MAX_JOINED_WORDS: usize = 12;

/// What kind of thing a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole word.
    Word,
    /// A character or a pair of characters of a script written without spaces.
    Gram,
    /// An emoji or another pictogram.
    Emoji,
    /// A chunk of punctuation (`!!!`, `÷`).
    Symbol,
}

/// One token of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// The folded text, at most [`MAX_TOKEN_BYTES`] long.
    pub text: &'a str,
    /// What it is.
    pub kind: Kind,
    /// Whether only punctuation stands between this word and the one before it (`dc` in `AC/DC`).
    pub glued: bool,
}

/// Buffers that tokenising reuses from text to text.
#[derive(Default)]
pub struct Scratch {
    word: String,
    joined: String,
}

impl Scratch {
    /// The word of a [`Run`] without the apostrophes inside it.
    pub fn without_apostrophes<'a>(&'a mut self, word: &'a str) -> &'a str {
        without_apostrophes(word, &mut self.word)
    }
}

/// Emits everything that the folded text can be found by; a token may come more than once.
///
/// Besides the query tokens these are: the joined form of a compound (`ac`, `dc` and `acdc`), the pieces
/// around an apostrophe where a long one follows (`lamour`, `l` and `amour`, but only `dont`), the single
/// characters of a script without spaces, and `and` for `&`.
pub fn index_tokens(folded: &str, scratch: &mut Scratch, emit: &mut dyn FnMut(&str, Kind)) {
    let Scratch { word, joined } = scratch;
    joined.clear();
    let mut n_joined = 0;
    let mut has_words = false;
    for run in Runs::new(folded) {
        has_words |= run.is_word_like();
        if !run.is_glued() {
            emit_joined(joined, &mut n_joined, emit);
        }
        match run {
            Run::Word { text, .. } => {
                let whole = without_apostrophes(text, word);
                emit(cut(whole), Kind::Word);
                if n_joined < MAX_JOINED_WORDS && joined.len() + whole.len() <= MAX_TOKEN_BYTES {
                    joined.push_str(whole);
                    n_joined += 1;
                } else {
                    n_joined = usize::MAX;
                }
                emit_pieces(text, emit);
            }
            Run::Continuous(text) => emit_characters_and_pairs(text, emit),
            Run::Emoji(text) => emit(text, Kind::Emoji),
            Run::Symbol("&") => emit("and", Kind::Word),
            Run::Symbol(_) => {}
        }
    }
    emit_joined(joined, &mut n_joined, emit);
    if !has_words {
        emit_symbols(folded, emit);
    }
}

/// Emits what the folded text asks for when it is typed as a query, in its order.
///
/// Symbols are emitted wherever they stand; a query that holds words should not insist on them, since an
/// index only has them for texts without any word.
pub fn query_tokens(folded: &str, scratch: &mut Scratch, emit: &mut dyn FnMut(Token<'_>)) {
    for run in Runs::new(folded) {
        let glued = run.is_glued();
        match run {
            Run::Word { text, .. } => {
                let text = cut(without_apostrophes(text, &mut scratch.word));
                emit(Token { text, kind: Kind::Word, glued });
            }
            Run::Continuous(text) => emit_query_grams(text, emit),
            Run::Emoji(text) => emit(Token { text, kind: Kind::Emoji, glued }),
            Run::Symbol(text) => emit(Token { text: cut(text), kind: Kind::Symbol, glued }),
        }
    }
}

fn without_apostrophes<'a>(word: &'a str, buffer: &'a mut String) -> &'a str {
    if !word.contains('\'') {
        return word;
    }
    buffer.clear();
    buffer.extend(word.chars().filter(|&c| c != '\''));
    buffer
}

fn emit_joined(joined: &mut String, n_joined: &mut usize, emit: &mut dyn FnMut(&str, Kind)) {
    if (2..=MAX_JOINED_WORDS).contains(n_joined) {
        emit(joined, Kind::Word);
    }
    joined.clear();
    *n_joined = 0;
}

/// The pieces of `l'amour` and `rock'n'roll`, but not those of `don't`.
fn emit_pieces(word: &str, emit: &mut dyn FnMut(&str, Kind)) {
    let is_long = |piece: &str| piece.chars().nth(2).is_some();
    if word.split('\'').skip(1).any(is_long) {
        word.split('\'')
            .filter(|piece| !piece.is_empty())
            .for_each(|piece| emit(cut(piece), Kind::Word));
    }
}

/// Calls back for every character of a continuous run with its place, the middle dots of Kana left out.
fn characters(run: &str) -> impl Iterator<Item = (usize, char)> {
    run.char_indices().filter(|&(_, c)| !is_middle_dot(c))
}

/// Calls back with each pair of neighbouring characters.
fn pairs(run: &str, visit: &mut dyn FnMut(&str)) {
    let mut buffer = [0; 8];
    let mut before = None;
    for (_, c) in characters(run) {
        if let Some(first) = before.replace(c) {
            visit(pair(first, c, &mut buffer));
        }
    }
}

fn pair(first: char, second: char, buffer: &mut [u8; 8]) -> &str {
    let middle = first.encode_utf8(buffer).len();
    let end = middle + second.encode_utf8(&mut buffer[middle..]).len();
    str::from_utf8(&buffer[..end]).expect("two characters were just encoded here")
}

fn emit_characters_and_pairs(run: &str, emit: &mut dyn FnMut(&str, Kind)) {
    for (at, c) in characters(run) {
        emit(&run[at..at + c.len_utf8()], Kind::Gram);
    }
    pairs(run, &mut |pair| emit(pair, Kind::Gram));
}

fn emit_query_grams(run: &str, emit: &mut dyn FnMut(Token<'_>)) {
    let mut single = characters(run);
    if let (Some((at, c)), None) = (single.next(), single.next()) {
        let text = &run[at..at + c.len_utf8()];
        emit(Token { text, kind: Kind::Gram, glued: false });
    } else {
        let mut glued = false;
        pairs(run, &mut |text| {
            emit(Token { text, kind: Kind::Gram, glued });
            glued = true;
        });
    }
}

fn emit_symbols(folded: &str, emit: &mut dyn FnMut(&str, Kind)) {
    for run in Runs::new(folded) {
        if let Run::Symbol(text) = run {
            emit(cut(text), Kind::Symbol);
        }
    }
}

fn cut(token: &str) -> &str {
    &token[..token.floor_char_boundary(MAX_TOKEN_BYTES)]
}
