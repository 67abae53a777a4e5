//! Entries of lists in one large JSON text, found without parsing the text as a whole.

use std::io::{BufRead, BufReader};

use super::{Buffer, Bytes, Cut, broken};

/// Containers in containers around the entries, and in them.
const MAX_DEPTH: usize = 128;

/// Bytes of a key that are kept: keys that matter are short.
const KEY_BYTES: usize = 64;

/// A JSON text that is cut into the values at some paths.
pub(in crate::formats) struct JsonItems {
    input: BufReader<Bytes>,
    row_bytes: usize,
    paths: &'static [&'static [&'static str]],
    /// The containers that are open, outermost first.
    open: Vec<Container>,
    expected: Expected,
    item: u64,
}

enum Container {
    List,
    /// With the key whose value is read.
    Object(Vec<u8>),
}

#[derive(Clone, Copy, PartialEq)]
enum Expected {
    Value,
    ValueOrEnd,
    KeyOrEnd,
    Key,
    CommaOrEnd,
    /// The text was read, or cannot be read on.
    Nothing,
}

/// Why a text cannot be read on.
enum Fault {
    Io(std::io::Error),
    /// The bytes end too early.
    CutOff,
    /// Something else than JSON allows.
    Unexpected(u8),
    TooDeep,
    TwoTexts,
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

impl JsonItems {
    pub(super) fn new(
        input: BufReader<Bytes>,
        row_bytes: usize,
        paths: &'static [&'static [&'static str]],
    ) -> Self {
        let (open, expected) = (Vec::new(), Expected::Value);
        Self { input, row_bytes, paths, open, expected, item: 0 }
    }

    pub(super) fn next(&mut self, buffer: &mut Buffer) -> Cut {
        match self.find_next(&mut buffer.bytes) {
            Ok(Some(true)) => Cut::Row(self.item),
            Ok(Some(false)) => Cut::TooLong(self.item),
            Ok(None) => Cut::End,
            Err(fault) => {
                self.expected = Expected::Nothing;
                Cut::Broken(self.words(&fault))
            }
        }
    }

    /// Goes on to the end of the next entry. False when it did not fit.
    fn find_next(&mut self, item: &mut Vec<u8>) -> Result<Option<bool>, Fault> {
        if self.expected == Expected::Nothing {
            return Ok(None);
        }
        loop {
            let Some(byte) = self.peek()? else {
                let is_whole = self.open.is_empty() && self.expected == Expected::CommaOrEnd;
                self.expected = Expected::Nothing;
                return if is_whole { Ok(None) } else { Err(Fault::CutOff) };
            };
            if self.open.is_empty() && self.expected == Expected::CommaOrEnd {
                return Err(Fault::TwoTexts);
            }
            let starts_value = matches!(self.expected, Expected::Value | Expected::ValueOrEnd);
            if starts_value && byte != b']' && self.is_item(byte) {
                self.expected = Expected::CommaOrEnd;
                self.item += 1;
                return self.capture(item).map(Some);
            }
            self.step(byte)?;
        }
    }

    /// Takes one token outside of entries.
    fn step(&mut self, byte: u8) -> Result<(), Fault> {
        match (self.expected, byte) {
            (Expected::Value | Expected::ValueOrEnd, b'{') => {
                self.push(Container::Object(Vec::new()))?;
                self.expected = Expected::KeyOrEnd;
            }
            (Expected::Value | Expected::ValueOrEnd, b'[') => {
                self.push(Container::List)?;
                self.expected = Expected::ValueOrEnd;
            }
            (Expected::ValueOrEnd, b']') => self.pop(byte)?,
            (Expected::Value | Expected::ValueOrEnd, _) => {
                self.skip_scalar(byte)?;
                self.expected = Expected::CommaOrEnd;
            }
            (Expected::KeyOrEnd, b'}') => self.pop(byte)?,
            (Expected::KeyOrEnd | Expected::Key, b'"') => self.read_key()?,
            (Expected::CommaOrEnd, b',') => {
                self.input.consume(1);
                self.expected = match self.open.last() {
                    Some(Container::Object(_)) => Expected::Key,
                    _ => Expected::Value,
                };
            }
            (Expected::CommaOrEnd, b'}' | b']') => self.pop(byte)?,
            _ => return Err(Fault::Unexpected(byte)),
        }
        Ok(())
    }

    /// Whether the value that begins here is an entry.
    fn is_item(&self, byte: u8) -> bool {
        let is_at = |path: &&[&str]| {
            let ends_in_list = path.last() == Some(&"[]");
            path.len() == self.open.len()
                && (ends_in_list || byte == b'{')
                && self.open.iter().zip(path.iter()).all(|(container, step)| match container {
                    Container::List => *step == "[]",
                    Container::Object(key) => key == step.as_bytes(),
                })
        };
        self.paths.iter().any(is_at)
    }

    /// Copies a value. False when it did not fit: then it was passed over.
    fn capture(&mut self, item: &mut Vec<u8>) -> Result<bool, Fault> {
        let (mut scan, mut whole) = (Scan::default(), true);
        loop {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                return if scan.is_scalar_at_end() { Ok(whole) } else { Err(Fault::CutOff) };
            }
            let (used, is_over) = scan.advance(bytes)?;
            if whole && item.len() + used <= self.row_bytes {
                item.extend_from_slice(bytes.get(..used).unwrap_or_default());
            } else {
                whole = false;
            }
            self.input.consume(used);
            if is_over {
                return Ok(whole);
            }
        }
    }

    fn skip_scalar(&mut self, first: u8) -> Result<(), Fault> {
        if !(first == b'"' || first == b'-' || first.is_ascii_alphanumeric()) {
            return Err(Fault::Unexpected(first));
        }
        let mut scan = Scan::default();
        loop {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                return if scan.is_scalar_at_end() { Ok(()) } else { Err(Fault::CutOff) };
            }
            let (used, is_over) = scan.advance(bytes)?;
            self.input.consume(used);
            if is_over {
                return Ok(());
            }
        }
    }

    fn read_key(&mut self) -> Result<(), Fault> {
        let mut key = Vec::new();
        let mut scan = Scan::default();
        loop {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                return Err(Fault::CutOff);
            }
            let (used, is_over) = scan.advance(bytes)?;
            let room = KEY_BYTES.saturating_sub(key.len()).min(used);
            key.extend_from_slice(bytes.get(..room).unwrap_or_default());
            self.input.consume(used);
            if is_over {
                break;
            }
        }
        let text = key.strip_prefix(b"\"").unwrap_or(&key);
        let text = text.strip_suffix(b"\"").unwrap_or(text).to_vec();
        if let Some(Container::Object(key)) = self.open.last_mut() {
            *key = text;
        }
        match self.peek()? {
            Some(b':') => self.input.consume(1),
            Some(byte) => return Err(Fault::Unexpected(byte)),
            None => return Err(Fault::CutOff),
        }
        self.expected = Expected::Value;
        Ok(())
    }

    fn push(&mut self, container: Container) -> Result<(), Fault> {
        if self.open.len() == MAX_DEPTH {
            return Err(Fault::TooDeep);
        }
        self.input.consume(1);
        self.open.push(container);
        Ok(())
    }

    fn pop(&mut self, byte: u8) -> Result<(), Fault> {
        match (self.open.pop(), byte) {
            (Some(Container::List), b']') | (Some(Container::Object(_)), b'}') => {}
            _ => return Err(Fault::Unexpected(byte)),
        }
        self.input.consume(1);
        self.expected = Expected::CommaOrEnd;
        Ok(())
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> std::io::Result<Option<u8>> {
        loop {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let length = bytes.len();
            match bytes.iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(at) => {
                    let byte = bytes.get(at).copied();
                    self.input.consume(at);
                    return Ok(byte);
                }
                None => self.input.consume(length),
            }
        }
    }

    fn words(&self, fault: &Fault) -> String {
        let after = match self.item {
            0 => "at its beginning".to_owned(),
            item => format!("after entry {item}"),
        };
        match fault {
            Fault::Io(error) => broken(error),
            Fault::CutOff => format!("the file ends {after}, too early: download it again"),
            Fault::Unexpected(byte) => format!(
                "the file is no JSON {after}: {:?} is unexpected there; download it again",
                char::from(*byte)
            ),
            Fault::TooDeep => {
                format!("the file is nested more than {MAX_DEPTH} deep {after}: it is no export")
            }
            Fault::TwoTexts => "more follows after the end of the JSON text: \
                 import joined files one by one"
                .to_owned(),
        }
    }
}

/// Finds the end of one value.
#[derive(Default)]
struct Scan {
    /// Closing brackets that are due, innermost last.
    due: Vec<u8>,
    in_string: bool,
    is_escaped: bool,
    /// A number, `true`, `false` or `null` has begun.
    in_word: bool,
}

impl Scan {
    /// How many bytes belong to the value, and whether it is over.
    fn advance(&mut self, bytes: &[u8]) -> Result<(usize, bool), Fault> {
        for (at, &byte) in bytes.iter().enumerate() {
            if self.in_string {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => {
                        self.in_string = false;
                        if self.due.is_empty() {
                            return Ok((at + 1, true));
                        }
                    }
                    _ => {}
                }
                continue;
            }
            if self.in_word {
                if matches!(byte, b',' | b']' | b'}') || byte.is_ascii_whitespace() {
                    return Ok((at, true));
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' if self.due.len() == MAX_DEPTH => return Err(Fault::TooDeep),
                b'{' => self.due.push(b'}'),
                b'[' => self.due.push(b']'),
                b'}' | b']' => {
                    if self.due.pop() != Some(byte) {
                        return Err(Fault::Unexpected(byte));
                    }
                    if self.due.is_empty() {
                        return Ok((at + 1, true));
                    }
                }
                _ if self.due.is_empty() => self.in_word = true,
                _ => {}
            }
        }
        Ok((bytes.len(), false))
    }

    /// Whether the end of the bytes is the end of the value.
    fn is_scalar_at_end(&self) -> bool {
        self.in_word
    }
}
