//! Indexes of one Tantivy segment each: written chunk by chunk, described by `INDEX.json`, opened when intact.

mod cell;
mod chunks;
mod finished;
mod header;
mod open;
mod write;

use tantivy::index::IndexSettings;
use tantivy::schema::Schema;
use tantivy::store::Compressor;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexBuilder};

pub(crate) use cell::Cell;
pub(crate) use header::Header;
pub(crate) use open::open;
pub(crate) use write::SegmentWriter;
pub use write::Written;

/// What all indexes of one sort have in common.
pub(crate) struct Shape {
    /// Version of fields and tokens; another one is refused.
    pub(crate) format_version: u32,
    /// The fields.
    pub(crate) schema: Schema,
    /// What cuts prepared documents into their terms.
    pub(crate) tokenizers: TokenizerManager,
}

impl Shape {
    fn builder(&self) -> IndexBuilder {
        Index::builder()
            .schema(self.schema.clone())
            .settings(settings())
            .tokenizers(self.tokenizers.clone())
    }
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}
