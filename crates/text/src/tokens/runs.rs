//! Runs: folded text cut where its kind of character changes.

use super::classes::{Class, class, is_middle_dot};

/// Most joiners in a row that still bind two words (`A$$AP`).
const MAX_JOINERS: usize = 2;

/// A stretch of folded text of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run<'a> {
    /// A run of letters and digits, with the apostrophes inside it.
    Word {
        /// The folded text.
        text: &'a str,
        /// Whether only joining punctuation stands between it and the word before.
        glued: bool,
    },
    /// A run of a script that is written without spaces.
    Continuous(&'a str),
    /// One emoji or pictogram.
    Emoji(&'a str),
    /// A chunk between spaces that holds no letter, digit or emoji.
    Symbol(&'a str),
}

impl Run<'_> {
    /// Whether it is a word or stands for words.
    #[must_use]
    pub fn is_word_like(&self) -> bool {
        match self {
            Self::Word { .. } => true,
            Self::Continuous(text) => !text.chars().all(is_middle_dot),
            Self::Emoji(_) | Self::Symbol(_) => false,
        }
    }

    pub(super) fn is_glued(&self) -> bool {
        matches!(self, Self::Word { glued: true, .. })
    }
}

/// The runs of a folded text, in its order.
pub struct Runs<'a> {
    text: &'a str,
    at: usize,
    /// End of the last word, if nothing but joiners followed it.
    word_end: Option<usize>,
    /// Start of the present chunk between spaces, if it holds nothing but punctuation so far.
    chunk: Option<usize>,
}

impl<'a> Runs<'a> {
    /// Cuts `folded`, which must have been folded for the runs to make sense.
    #[must_use]
    pub fn new(folded: &'a str) -> Self {
        Self { text: folded, at: 0, word_end: None, chunk: None }
    }

    fn peek(&self) -> Option<(char, Class)> {
        let c = self.text[self.at..].chars().next()?;
        Some((c, class(c)))
    }

    /// Moves past every character of `wanted` and returns what was passed.
    fn take(&mut self, wanted: Class) -> &'a str {
        let start = self.at;
        while let Some((c, found)) = self.peek() {
            if found != wanted {
                break;
            }
            self.at += c.len_utf8();
        }
        &self.text[start..self.at]
    }

    fn word(&mut self) -> Run<'a> {
        let start = self.at;
        let glued = self.word_end.is_some_and(|end| start - end <= MAX_JOINERS);
        loop {
            self.take(Class::Letter);
            let end = self.at;
            self.take(Class::Apostrophe);
            // Apostrophes belong to the word only when it goes on behind them.
            let goes_on =
                self.at > end && self.peek().is_some_and(|(_, class)| class == Class::Letter);
            if !goes_on {
                self.at = end;
                self.word_end = Some(end);
                self.chunk = None;
                return Run::Word { text: &self.text[start..end], glued };
            }
        }
    }

    /// Ends the chunk at the present place; a run if it was all punctuation.
    fn end_chunk(&mut self) -> Option<Run<'a>> {
        self.word_end = None;
        self.chunk.take().map(|start| Run::Symbol(&self.text[start..self.at]))
    }
}

impl<'a> Iterator for Runs<'a> {
    type Item = Run<'a>;

    fn next(&mut self) -> Option<Run<'a>> {
        // Whether the chunk has had nothing yet, that is, punctuation here would begin it.
        let mut at_start =
            self.at == 0 || self.text[..self.at].ends_with(|c| class(c) == Class::Space);
        loop {
            let Some((c, found)) = self.peek() else {
                return self.end_chunk();
            };
            match found {
                Class::Letter => return Some(self.word()),
                Class::Continuous => {
                    self.word_end = None;
                    self.chunk = None;
                    return Some(Run::Continuous(self.take(Class::Continuous)));
                }
                Class::Emoji => {
                    self.word_end = None;
                    self.chunk = None;
                    let start = self.at;
                    self.at += c.len_utf8();
                    return Some(Run::Emoji(&self.text[start..self.at]));
                }
                Class::Space => {
                    let symbol = self.end_chunk();
                    self.at += c.len_utf8();
                    at_start = true;
                    if symbol.is_some() {
                        return symbol;
                    }
                }
                Class::Joiner | Class::Apostrophe | Class::Break => {
                    if at_start {
                        self.chunk = Some(self.at);
                        at_start = false;
                    }
                    if found != Class::Joiner {
                        self.word_end = None;
                    }
                    self.at += c.len_utf8();
                }
            }
        }
    }
}
