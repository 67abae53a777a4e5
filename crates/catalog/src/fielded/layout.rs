//! The fields of an index as the engine knows them, and the tokeniser that cuts prepared documents.

use tantivy::schema::{
    FAST, Field as Slot, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use super::fields::{Searched, Sort};
use crate::segment::Shape;

/// Version of fields and tokens; anything else is refused.
const FORMAT_VERSION: u32 = 2;

/// Ends every term of a prepared document; an empty one leaves a place free.
pub(super) const END: char = '\n';

const PLACED: &str = "placed";
pub(super) const ID: &str = "id";
pub(super) const POPULARITY: &str = "popularity";

/// Where each field of a kind of thing lies.
#[derive(Clone)]
pub(super) struct Layout {
    /// The dense id.
    pub id: Slot,
    /// 0 to 100.
    pub popularity: Slot,
    /// Everything that is one term, marked with its field.
    pub keys: Slot,
    /// The slot of each text field and column, by the field's number.
    pub own: Vec<Option<Slot>>,
}

/// The shape of the index of a kind of thing, and where its fields lie.
pub(super) fn shape(searched: Searched) -> (Shape, Layout) {
    let mut schema = Schema::builder();
    let id = schema.add_u64_field(ID, FAST);
    let popularity = schema.add_u64_field(POPULARITY, FAST);
    let keys = schema.add_text_field("keys", text(IndexRecordOption::Basic, false));
    let own = searched.rows().iter().map(|row| match row.sort {
        Sort::Name => {
            let options = text(IndexRecordOption::WithFreqsAndPositions, true);
            Some(schema.add_text_field(row.name, options))
        }
        Sort::Text | Sort::Accents => {
            let options = text(IndexRecordOption::WithFreqsAndPositions, false);
            Some(schema.add_text_field(row.name, options))
        }
        Sort::Column => Some(schema.add_u64_field(row.name, FAST)),
        _ => None,
    });
    let layout = Layout { own: own.collect(), id, popularity, keys };
    // The engine wants its own default tokeniser for every field, even for numbers.
    let tokenizers = TokenizerManager::default();
    tokenizers.register(PLACED, Placed::default());
    (Shape { format_version: FORMAT_VERSION, schema: schema.build(), tokenizers }, layout)
}

fn text(record: IndexRecordOption, has_lengths: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(PLACED)
        .set_index_option(record)
        .set_fieldnorms(has_lengths);
    TextOptions::default().set_indexing_options(indexing)
}

/// Cuts at [`END`]; an empty word leaves its place free.
#[derive(Clone, Default)]
struct Placed {
    token: Token,
}

impl Tokenizer for Placed {
    type TokenStream<'a> = PlacedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PlacedStream<'a> {
        PlacedStream { rest: text, next: 0, token: &mut self.token }
    }
}

struct PlacedStream<'a> {
    rest: &'a str,
    /// The place of the next word.
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for PlacedStream<'_> {
    fn advance(&mut self) -> bool {
        // Words are short: looking at each byte is faster than preparing a search.
        while let Some(end) = self.rest.bytes().position(|byte| byte == END as u8) {
            let word = &self.rest[..end];
            self.rest = &self.rest[end + 1..];
            self.next += 1;
            if !word.is_empty() {
                self.token.position = self.next - 1;
                self.token.text.clear();
                self.token.text.push_str(word);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
