//! Queries: a bounded list of words, without any operator.

use text::{Kind, Run, Runs, Scratch, Token};

use super::names::{MAX_WHOLE_WORDS, whole_title};

/// Different words of a query that are looked at; what follows is ignored.
pub const MAX_WORDS: usize = 32;

/// Bytes of a query that are looked at; what follows is ignored.
pub const MAX_QUERY_BYTES: usize = 1024;

/// Different emoji and symbols beside words that are looked at.
const MAX_OPTIONAL: usize = 8;

/// A text to search for, cut into the words that all must occur.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub(super) words: Vec<Word>,
    /// Emoji and symbols beside words: welcome, not required.
    pub(super) optional: Vec<String>,
    /// Whether the last of `words` may be the beginning of a word.
    pub(super) is_open: bool,
    /// Whether the last word of the text is the last of `words`.
    ends_new: bool,
    /// The query as a whole title, or empty.
    pub(super) title: String,
    /// The first one and two words, where more follow: the title, if the artist is named after it.
    pub(super) first_words: Vec<String>,
    /// The last one and two words, where others stand before them: the title, if the artist is named first.
    pub(super) last_words: Vec<String>,
}

/// One word that must occur.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub text: String,
    pub kind: Kind,
    /// Whether only punctuation stands between this word and the one before it.
    pub is_glued: bool,
}

impl Query {
    /// Cuts any text into a query; none is refused.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let looked_at = &text[..text.floor_char_boundary(MAX_QUERY_BYTES)];
        let folded = text::fold(looked_at);
        let mut query = Self { is_open: !text.ends_with(char::is_whitespace), ..Self::default() };
        let mut symbols = Vec::new();
        text::query_tokens(&folded, &mut Scratch::default(), &mut |token| match token.kind {
            Kind::Word | Kind::Gram => query.push(token),
            Kind::Emoji | Kind::Symbol => push_symbol(&mut symbols, token),
        });
        if query.words.is_empty() {
            symbols.into_iter().take(MAX_WORDS).for_each(|word| query.words.push(word));
        } else {
            query.optional.extend(symbols.into_iter().map(|word| word.text).take(MAX_OPTIONAL));
        }
        query.is_open &= query.ends_new;
        query.is_open &= query.words.last().is_some_and(|last| last.kind == Kind::Word);
        whole_title(&folded, &mut query.title);
        query.split_off_titles(&folded);
        query
    }

    /// Whether the text held nothing to search for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether all words are folded to ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.words.iter().all(|word| word.text.is_ascii())
    }

    /// Place of the word that may be a beginning.
    pub(super) fn open_word(&self) -> Option<usize> {
        self.is_open.then(|| self.words.len() - 1)
    }

    /// Finds what may be a short title among other words.
    fn split_off_titles(&mut self, folded: &str) {
        let mut scratch = Scratch::default();
        let mut words: Vec<String> = Vec::new();
        for run in Runs::new(folded) {
            match run {
                Run::Word { text, .. } => words.push(scratch.without_apostrophes(text).to_owned()),
                Run::Continuous(_) => return,
                Run::Emoji(_) | Run::Symbol(_) => {}
            }
        }
        for n in 1..words.len().min(MAX_WHOLE_WORDS + 1) {
            self.first_words.push(words[..n].join(" "));
            self.last_words.push(words[words.len() - n..].join(" "));
        }
    }

    fn push(&mut self, token: Token<'_>) {
        let is_known = self.words.iter().any(|word| word.text == token.text);
        let is_new = !is_known && self.words.len() < MAX_WORDS;
        if is_new {
            self.words.push(Word::new(token));
        }
        // Otherwise the last word is not the last of `words`, so none of them is unfinished.
        self.ends_new = is_new;
    }
}

impl Word {
    fn new(token: Token<'_>) -> Self {
        Self { text: token.text.to_owned(), kind: token.kind, is_glued: token.glued }
    }
}

fn push_symbol(symbols: &mut Vec<Word>, token: Token<'_>) {
    if symbols.len() < MAX_WORDS && !symbols.iter().any(|known| known.text == token.text) {
        symbols.push(Word::new(token));
    }
}
