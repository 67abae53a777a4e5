//! Documents as the index engine takes them: tokens found beforehand, one allocation each.

use tantivy::schema::Field;
use text::{Kind, Scratch};
use xxhash_rust::xxh3::xxh3_64;

use super::super::names::whole_title;
use super::super::schema::{Fields, SEPARATOR};
use super::Document;
use crate::segment::Cell;

/// Bytes of one name that are indexed; the rest of a longer one is not found.
const MAX_NAME_BYTES: usize = 4096;

/// Different tokens of a document whose repetition is noticed; later repetitions cost time only.
const MAX_NOTICED: usize = 256;

/// The tokens of a document, separated by [`SEPARATOR`].
#[derive(Debug)]
pub(super) struct Prepared {
    id: u64,
    text: String,
    /// Where in `text` the words that may be typed half end.
    words_end: usize,
    /// Where in `text` the tokens end and the whole title begins.
    tokens_end: usize,
    fields: [Field; 4],
}

/// Turns documents into [`Prepared`] ones, keeping its buffers.
#[derive(Default)]
pub(super) struct Preparer {
    folded: String,
    words: String,
    others: String,
    title: String,
    noticed: Vec<u64>,
    scratch: Scratch,
}

impl Preparer {
    pub(super) fn prepare(&mut self, document: &Document<'_>, fields: Fields) -> Prepared {
        self.words.clear();
        self.others.clear();
        self.title.clear();
        self.noticed.clear();
        self.add(document.title);
        whole_title(&self.folded, &mut self.title);
        for more in document.more {
            self.add(more);
        }
        let (words_end, tokens_end) = (self.words.len(), self.words.len() + self.others.len());
        let mut text = String::with_capacity(tokens_end + self.title.len());
        text.push_str(&self.words);
        text.push_str(&self.others);
        text.push_str(&self.title);
        let Fields { id, words, grams, titles } = fields;
        Prepared {
            id: u64::from(document.id),
            text,
            words_end,
            tokens_end,
            fields: [id, words, grams, titles],
        }
    }

    /// Folds the name and keeps each token that is new in this document.
    fn add(&mut self, name: &str) {
        let Self { folded, words, others, noticed, scratch, .. } = self;
        folded.clear();
        text::fold_into(&name[..name.floor_char_boundary(MAX_NAME_BYTES)], folded);
        text::index_tokens(folded, scratch, &mut |token, kind| {
            let hash = xxh3_64(token.as_bytes());
            if noticed.contains(&hash) {
                return;
            }
            if noticed.len() < MAX_NOTICED {
                noticed.push(hash);
            }
            let out = if kind == Kind::Word { &mut *words } else { &mut *others };
            out.push_str(token);
            out.push(SEPARATOR);
        });
    }
}

impl tantivy::Document for Prepared {
    type Value<'a> = Cell<'a>;
    type FieldsValuesIter<'a> = std::array::IntoIter<(Field, Cell<'a>), 4>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        let [id, words, grams, titles] = self.fields;
        [
            (id, Cell::Number(self.id)),
            (words, Cell::Text(&self.text[..self.tokens_end])),
            (grams, Cell::Text(&self.text[..self.words_end])),
            (titles, Cell::Text(&self.text[self.tokens_end..])),
        ]
        .into_iter()
    }
}
