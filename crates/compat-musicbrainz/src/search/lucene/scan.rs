//! The characters of a query: words with their escapes, numbers, operators.

use catalog::fielded::Piece;

use super::Broken;

/// A query while it is read.
pub(super) struct Scan<'a> {
    rest: &'a str,
}

/// A word: what it says, and where it was left open.
#[derive(Default)]
pub(super) struct Word {
    /// Its parts; several only if it was left open.
    pub(super) pieces: Vec<Piece>,
    /// Whether any character was escaped, so that it is no operator.
    pub(super) is_escaped: bool,
}

impl Word {
    fn push(&mut self, c: char) {
        match self.pieces.last_mut() {
            Some(Piece::Text(text)) => text.push(c),
            _ => self.pieces.push(Piece::Text(c.to_string())),
        }
    }

    /// The text of a word that was not left open.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.pieces[..] {
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// What it says with its open parts as they were typed.
    pub(super) fn typed(&self) -> String {
        let typed = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::One => "?",
            Piece::Many => "*",
        });
        typed.collect()
    }
}

impl<'a> Scan<'a> {
    /// The whole of a query.
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// The next character.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// The character after the next.
    pub(super) fn peek_second(&self) -> Option<char> {
        self.rest.chars().nth(1)
    }

    /// Whether the rest begins with a text.
    pub(super) fn is_at(&self, text: &str) -> bool {
        self.rest.starts_with(text)
    }

    /// Takes the next character.
    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// Takes a character if it is the next.
    pub(super) fn take(&mut self, wanted: char) -> bool {
        let is_it = self.peek() == Some(wanted);
        if is_it {
            self.next();
        }
        is_it
    }

    /// Takes a text if it is the next.
    pub(super) fn take_text(&mut self, wanted: &str) -> bool {
        let is_it = self.is_at(wanted);
        if is_it {
            wanted.chars().for_each(|_| {
                self.next();
            });
        }
        is_it
    }

    /// Takes a word in capital letters that stands alone.
    pub(super) fn take_operator(&mut self, wanted: &str) -> bool {
        let behind = self.rest.strip_prefix(wanted).and_then(|rest| rest.chars().next());
        let is_alone = behind.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')' | '"'));
        self.is_at(wanted) && is_alone && self.take_text(wanted)
    }

    /// Passes spaces.
    pub(super) fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    /// Takes a word; none where a sign stands that no word begins with. `is_value` says that a colon belongs to it.
    pub(super) fn word(&mut self, is_value: bool) -> Result<Option<Word>, Broken> {
        let mut word = Word::default();
        while let Some(c) = self.peek() {
            let ends = c.is_whitespace()
                || matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '"' | '^' | '~')
                || (c == ':' && !is_value);
            if ends || self.is_at("&&") || self.is_at("||") {
                break;
            }
            self.next();
            match c {
                '\\' => {
                    word.push(self.escaped()?);
                    word.is_escaped = true;
                }
                '*' => word.pieces.push(Piece::Many),
                '?' => word.pieces.push(Piece::One),
                c => word.push(c),
            }
        }
        Ok((!word.pieces.is_empty()).then_some(word))
    }

    /// The character behind a backslash.
    fn escaped(&mut self) -> Result<char, Broken> {
        let c = self.next().ok_or(Broken::Unfinished)?;
        let code = self.rest.get(..4).filter(|_| c == 'u');
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                (0..4).for_each(|_| {
                    self.next();
                });
                Ok(c)
            }
            None => Ok(c),
        }
    }

    /// Takes what stands up to the closing quotation mark; the opening one has been taken.
    pub(super) fn quoted(&mut self) -> Result<String, Broken> {
        let mut text = String::new();
        loop {
            match self.next().ok_or(Broken::Unclosed)? {
                '"' => return Ok(text),
                '\\' => text.push(self.escaped().map_err(|_| Broken::Unclosed)?),
                c => text.push(c),
            }
        }
    }

    /// Takes a word within a range.
    pub(super) fn bound(&mut self) -> Result<Option<String>, Broken> {
        if self.take('"') {
            return self.quoted().map(Some);
        }
        let mut text = String::new();
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && !matches!(c, ']' | '}')) {
            self.next();
            text.push(if c == '\\' { self.escaped()? } else { c });
        }
        match text.as_str() {
            "" => Err(if self.peek().is_none() { Broken::Unclosed } else { Broken::Unexpected }),
            "*" => Ok(None),
            _ => Ok(Some(text)),
        }
    }

    /// Takes a number without a sign, if one comes next.
    pub(super) fn number(&mut self) -> Result<Option<f32>, Broken> {
        let is_part = |c: char| c.is_ascii_digit() || c == '.';
        let length = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        if length == 0 {
            return Ok(None);
        }
        let number = self.rest[..length].parse().map_err(|_| Broken::Number)?;
        (0..length).for_each(|_| {
            self.next();
        });
        Ok(Some(number))
    }
}
