//! A document while it is filled.

use std::ops::Range;
use std::slice;

use model::Date;
use tantivy::schema::Field as Slot;

use super::fields::{Field, Row, Searched, Sort};
use super::key::{self, MAX_KEY_BYTES};
use super::layout::{END, Layout};
use super::words::{Cut, Cutter};
use crate::segment::Cell;

/// The key of documents in whose names there are accents.
pub(super) const HAS_ACCENTS: &str = "1";

/// The values of one document. A value of a field of another sort is a mistake of the program, and left out.
pub struct Sheet {
    rows: &'static [Row],
    layout: Layout,
    /// The terms of each text field, by the field's number.
    texts: Vec<String>,
    keys: String,
    /// Where each of the keys ends.
    ends: Vec<usize>,
    key: String,
    cut: Cut,
    column: Option<(Slot, u64)>,
    cutter: Cutter,
}

impl Sheet {
    /// An empty sheet.
    pub(super) fn new(searched: Searched, layout: Layout) -> Self {
        let rows = searched.rows();
        Self {
            rows,
            layout,
            texts: rows.iter().map(|_| String::new()).collect(),
            keys: String::new(),
            ends: Vec::new(),
            key: String::new(),
            cut: Cut::default(),
            column: None,
            cutter: Cutter::default(),
        }
    }

    /// Adds a value to a text field, and where it has accents to the one beside it that minds them.
    pub fn text(&mut self, field: impl Into<Field>, text: &str) {
        let mut cut = std::mem::take(&mut self.cut);
        self.cutter.write(text, &mut cut);
        self.words(field, &cut);
        self.cut = cut;
    }

    /// Adds a value that was cut before, as [`text`](Self::text) does.
    pub fn words(&mut self, field: impl Into<Field>, cut: &Cut) {
        let Field(at) = field.into();
        let place = usize::from(at);
        if cut.words.is_empty() || self.layout.own[place].is_none() {
            return;
        }
        let before = self.texts[place].len();
        push(&mut self.texts[place], &cut.words);
        if self.rows.get(place + 1).is_some_and(|row| row.sort == Sort::Accents) {
            self.accents(place, before, cut);
        }
    }

    /// Keeps the words of a value with their accents, if it or another one of the field has any.
    fn accents(&mut self, place: usize, before: usize, cut: &Cut) {
        let (names, accents) = self.texts.split_at_mut(place + 1);
        if accents[0].is_empty() {
            if !cut.has_accents {
                return;
            }
            // The values before this one have none.
            accents[0].push_str(&names[place][..before]);
            self.put_key(place as u8 + 1, |key| key.push_str(HAS_ACCENTS));
        }
        let kept = if cut.has_accents { &cut.kept } else { &cut.words };
        push(&mut self.texts[place + 1], kept);
    }

    /// Adds a value to a field of keys, or of web addresses.
    pub fn key(&mut self, field: impl Into<Field>, text: &str) {
        let Field(at) = field.into();
        if text.is_empty() {
            return;
        }
        match self.rows[usize::from(at)].sort {
            Sort::Key(form) => self.put_key(at, |key| form.push(text, key)),
            Sort::Below => {
                for parent in above(text) {
                    self.put_key(at, |key| key.push_str(parent));
                }
            }
            sort => debug_assert!(false, "{sort:?} takes no keys"),
        }
    }

    /// Adds a number, the dense id of another entity, or an entity of any kind.
    pub fn number(&mut self, field: impl Into<Field>, number: impl Into<u64>) {
        let Field(at) = field.into();
        let number = number.into();
        match self.rows[usize::from(at)].sort {
            Sort::Number | Sort::Reference(_) | Sort::Any => {
                self.put_key(at, |key| key::push_number(number, key));
            }
            Sort::Column => {
                self.column = self.layout.own[usize::from(at)].map(|slot| (slot, number));
            }
            sort => debug_assert!(false, "{sort:?} takes no numbers"),
        }
    }

    /// Adds degrees of latitude or longitude.
    pub fn degrees(&mut self, field: impl Into<Field>, degrees: f64) {
        let Field(at) = field.into();
        self.put_key(at, |key| key::push_number(key::degrees(degrees), key));
    }

    /// Adds a date.
    pub fn date(&mut self, field: impl Into<Field>, date: Date) {
        let Field(at) = field.into();
        self.put_key(at, |key| key::push_date(date, key));
    }

    /// Adds true or false.
    pub fn flag(&mut self, field: impl Into<Field>, flag: bool) {
        let Field(at) = field.into();
        self.put_key(at, |key| key.push_str(if flag { "true" } else { "false" }));
    }

    /// Adds a key behind its mark, once.
    fn put_key(&mut self, at: u8, push: impl FnOnce(&mut String)) {
        self.key.clear();
        self.key.push(key::mark(at));
        push(&mut self.key);
        if self.key.len() <= 1 {
            return;
        }
        self.key.truncate(self.key.floor_char_boundary(MAX_KEY_BYTES));
        if self.key.contains(char::is_control) {
            self.key = self.key.replace(char::is_control, " ");
        }
        let (keys, key) = (self.keys.as_bytes(), self.key.as_bytes());
        let mut start = 0;
        for end in &self.ends {
            // Most differ in the mark already.
            if keys[start] == key[0] && keys[start..*end] == *key {
                return;
            }
            start = end + 1;
        }
        self.keys.push_str(&self.key);
        self.ends.push(self.keys.len());
        self.keys.push(END);
    }

    /// The finished document; the sheet is empty again.
    pub(super) fn take(&mut self, id: u64, popularity: u8) -> Prepared {
        let length = self.keys.len() + self.texts.iter().map(String::len).sum::<usize>();
        let mut text = String::with_capacity(length);
        let mut parts = Vec::with_capacity(8);
        let slots = self.layout.own.iter().copied();
        let keys = [(Some(self.layout.keys), &mut self.keys)];
        for (slot, terms) in keys.into_iter().chain(slots.zip(&mut self.texts)) {
            if let (Some(slot), false) = (slot, terms.is_empty()) {
                let start = text.len();
                text.push_str(terms);
                parts.push((slot, start..text.len()));
            }
            terms.clear();
        }
        self.ends.clear();
        let id = (self.layout.id, id);
        let popularity = (self.layout.popularity, u64::from(popularity));
        Prepared { text, parts, numbers: [Some(id), Some(popularity), self.column.take()] }
    }
}

/// Appends the words of a value, after a free place if there is one before it.
fn push(terms: &mut String, words: &str) {
    if !terms.is_empty() {
        terms.push(END);
    }
    terms.push_str(words);
}

/// A web address and all addresses above it: each ends before a slash, a question mark or a hash.
pub(super) fn above(address: &str) -> impl Iterator<Item = &str> {
    let host = address.find("://").map_or(0, |at| at + 3);
    let ends = address.match_indices(['/', '?', '#']).map(|(at, _)| at);
    let ends = ends.filter(move |at| *at > host).chain([address.len()]);
    let mut last = usize::MAX;
    ends.filter(move |at| std::mem::replace(&mut last, *at) != *at).map(|at| &address[..at])
}

/// A document as the index engine takes it.
#[derive(Debug)]
pub(super) struct Prepared {
    text: String,
    parts: Vec<(Slot, Range<usize>)>,
    numbers: [Option<(Slot, u64)>; 3],
}

impl tantivy::Document for Prepared {
    type Value<'a> = Cell<'a>;
    type FieldsValuesIter<'a> = Cells<'a>;

    fn iter_fields_and_values(&self) -> Cells<'_> {
        Cells { text: &self.text, parts: self.parts.iter(), numbers: self.numbers.iter() }
    }
}

/// The values of a prepared document.
pub(super) struct Cells<'a> {
    text: &'a str,
    parts: slice::Iter<'a, (Slot, Range<usize>)>,
    numbers: slice::Iter<'a, Option<(Slot, u64)>>,
}

impl<'a> Iterator for Cells<'a> {
    type Item = (Slot, Cell<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some((slot, range)) = self.parts.next() {
            return Some((*slot, Cell::Text(&self.text[range.clone()])));
        }
        self.numbers.find_map(|number| number.map(|(slot, number)| (slot, Cell::Number(number))))
    }
}

#[cfg(test)]
mod tests {
    use super::above;

    #[test]
    fn an_address_lies_below_each_of_its_parents() {
        let parents: Vec<&str> = above("https://a.org/b/c?d").collect();
        assert_eq!(
            parents,
            ["https://a.org", "https://a.org/b", "https://a.org/b/c", "https://a.org/b/c?d"]
        );
        assert_eq!(
            above("https://a.org/").collect::<Vec<_>>(),
            ["https://a.org", "https://a.org/"]
        );
        assert_eq!(above("a").collect::<Vec<_>>(), ["a"]);
    }
}
