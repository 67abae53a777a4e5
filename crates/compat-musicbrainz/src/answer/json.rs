//! JSON, written as it is said.

use std::fmt::Display;
use std::io::Write as _;
use std::ops::Range;

/// Room for a usual answer: larger ones grow.
const USUAL_BYTES: usize = 16 << 10;
/// Fields that are kept at most, to be written again.
const MAX_KEPT: usize = 64;

/// What a field says, as far as that differs within one answer.
pub(crate) type Key = [u32; 4];

/// Bytes of JSON, within an object or a list.
pub(crate) struct Json {
    bytes: Vec<u8>,
    /// Whether the next thing is the first of its object or list.
    is_first: bool,
    /// Fields that may come again, and where they stand.
    kept: Vec<(Key, Range<usize>)>,
}

impl Json {
    pub(super) fn new() -> Self {
        let mut bytes = Vec::with_capacity(USUAL_BYTES);
        bytes.push(b'{');
        Self { bytes, is_first: true, kept: Vec::new() }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bytes.push(b'}');
        self.bytes
    }

    #[inline]
    fn comma(&mut self) {
        if !self.is_first {
            self.bytes.push(b',');
        }
        self.is_first = false;
    }

    /// Names are written by us: they need no escapes.
    #[inline]
    fn name(&mut self, name: &str) {
        // Once for all: most of an answer is names, and short texts.
        self.bytes.reserve(name.len() + 4);
        self.comma();
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(b"\":");
    }

    #[inline]
    fn value(&mut self, text: &str) {
        let is_special = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
        if text.bytes().fold(false, |found, byte| found | is_special(byte)) {
            return sonic_rs::to_writer(&mut self.bytes, text).expect("a text becomes JSON");
        }
        self.bytes.reserve(text.len() + 2);
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.push(b'"');
    }

    /// A field that is a text.
    #[inline]
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        self.value(value);
    }

    /// A field whose name is data.
    pub(crate) fn named(&mut self, name: &str, value: &str) {
        self.comma();
        self.value(name);
        self.bytes.push(b':');
        self.value(value);
    }

    /// Writes a field again that was kept under a key; answers whether there was one.
    pub(crate) fn again(&mut self, key: &Key) -> bool {
        let Some((_, range)) = self.kept.iter().find(|(known, _)| known == key) else {
            return false;
        };
        let range = range.clone();
        self.comma();
        self.bytes.extend_from_within(range);
        true
    }

    /// Where the next field begins.
    pub(crate) fn mark(&self) -> usize {
        self.bytes.len() + usize::from(!self.is_first)
    }

    /// Keeps the field that began at a mark, to be written again.
    pub(crate) fn keep(&mut self, key: Key, mark: usize) {
        if self.kept.len() < MAX_KEPT {
            self.kept.push((key, mark..self.bytes.len()));
        }
    }

    /// A field that is null.
    pub(crate) fn null(&mut self, name: &str) {
        self.name(name);
        self.bytes.extend_from_slice(b"null");
    }

    /// A field that is a whole number: without the detour that serves all kinds of numbers.
    pub(crate) fn whole(&mut self, name: &str, value: u32) {
        self.name(name);
        let mut digits = [0; 10];
        let (mut at, mut rest) = (digits.len(), value);
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.bytes.extend_from_slice(&digits[at..]);
    }

    /// A field that is true or false.
    pub(crate) fn flag(&mut self, name: &str, value: bool) {
        self.name(name);
        self.bytes.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// A field that is a number, true or false.
    pub(crate) fn plain(&mut self, name: &str, value: impl Display) {
        self.name(name);
        write!(self.bytes, "{value}").expect("memory takes everything");
    }

    /// Begins an object; an item of a list has no name.
    pub(crate) fn open(&mut self, name: Option<&str>) {
        match name {
            Some(name) => self.name(name),
            None => self.comma(),
        }
        self.bytes.push(b'{');
        self.is_first = true;
    }

    /// Ends an object.
    pub(crate) fn close(&mut self) {
        self.bytes.push(b'}');
        self.is_first = false;
    }

    /// Begins a list.
    pub(crate) fn open_list(&mut self, name: &str) {
        self.name(name);
        self.bytes.push(b'[');
        self.is_first = true;
    }

    /// Ends a list.
    pub(crate) fn close_list(&mut self) {
        self.bytes.push(b']');
        self.is_first = false;
    }

    /// An item of a list.
    pub(crate) fn text_item(&mut self, value: &str) {
        self.comma();
        self.value(value);
    }

    /// An item of a list that is a number.
    pub(crate) fn plain_item(&mut self, value: impl Display) {
        self.comma();
        write!(self.bytes, "{value}").expect("memory takes everything");
    }
}
