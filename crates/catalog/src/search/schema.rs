//! Fields of the index and the tokenisers that cut prepared documents into their terms.

use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

use crate::segment::Shape;

/// Version of fields and tokens; anything else is refused.
const FORMAT_VERSION: u32 = 2;

/// Longest beginning of a word, in characters, that has a posting list of its own.
///
/// Measured on 2 million tracks; see the README beside this file.
pub(super) const GRAM_CHARS: usize = 4;

/// Separates the words of a prepared document; folding turns control characters into spaces, so no word
/// holds it.
pub(super) const SEPARATOR: char = '\n';

const LINES: &str = "lines";
const BEGINNINGS: &str = "beginnings";

pub(super) const ID: &str = "id";
pub(super) const WORDS: &str = "words";
pub(super) const GRAMS: &str = "grams";
pub(super) const TITLES: &str = "titles";

/// The fields, in the order of the schema.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub id: Field,
    pub words: Field,
    pub grams: Field,
    pub titles: Field,
}

/// The shape of an index and the fields of its schema.
pub(super) fn shape() -> (Shape, Fields) {
    let (schema, fields) = build();
    (Shape { format_version: FORMAT_VERSION, schema, tokenizers: tokenizers() }, fields)
}

fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let fields = Fields {
        id: schema.add_u64_field(ID, FAST),
        words: schema.add_text_field(WORDS, document_numbers_only(LINES)),
        grams: schema.add_text_field(GRAMS, document_numbers_only(BEGINNINGS)),
        titles: schema.add_text_field(TITLES, document_numbers_only(LINES)),
    };
    (schema.build(), fields)
}

fn tokenizers() -> TokenizerManager {
    // The engine wants its own default tokeniser for every field, even for numbers.
    let manager = TokenizerManager::default();
    manager.register(LINES, Lines::default());
    manager.register(BEGINNINGS, Beginnings::default());
    manager
}

fn document_numbers_only(tokenizer: &str) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

/// Cuts at [`SEPARATOR`].
#[derive(Clone, Default)]
struct Lines {
    token: Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        LineStream { rest: text, token: &mut self.token }
    }
}

struct LineStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

/// The first line of `rest`, which is moved behind it.
fn next_line<'a>(rest: &mut &'a str) -> Option<&'a str> {
    if rest.is_empty() {
        return None;
    }
    let (line, after) = rest.split_once(SEPARATOR).unwrap_or((rest, ""));
    *rest = after;
    Some(line)
}

fn set(token: &mut Token, text: &str) {
    token.position = 0;
    token.text.clear();
    token.text.push_str(text);
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(line) = next_line(&mut self.rest) else {
            return false;
        };
        set(self.token, line);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Cuts at [`SEPARATOR`] and yields the first one to [`GRAM_CHARS`] characters of each line.
#[derive(Clone, Default)]
struct Beginnings {
    token: Token,
}

impl Tokenizer for Beginnings {
    type TokenStream<'a> = BeginningStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BeginningStream<'a> {
        BeginningStream { rest: text, line: "", n_chars: 0, token: &mut self.token }
    }
}

struct BeginningStream<'a> {
    rest: &'a str,
    /// What of the present line is not in the token yet.
    line: &'a str,
    n_chars: usize,
    token: &'a mut Token,
}

impl TokenStream for BeginningStream<'_> {
    fn advance(&mut self) -> bool {
        if self.line.is_empty() || self.n_chars == GRAM_CHARS {
            let Some(line) = next_line(&mut self.rest) else {
                return false;
            };
            self.line = line;
            self.n_chars = 0;
            set(self.token, "");
        }
        let mut chars = self.line.chars();
        if let Some(c) = chars.next() {
            self.token.text.push(c);
            self.n_chars += 1;
            self.line = chars.as_str();
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
