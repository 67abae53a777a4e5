//! Building of an index: documents in falling popularity, chunk by chunk, merged into one segment.

mod chunks;
mod document;

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::indexer::merge_indices;
use tantivy::{Directory, Index, IndexBuilder, SingleSegmentIndexWriter};

use self::chunks::ChunkDirectory;
use self::document::{Prepared, Preparer};
use super::error::{Result, writing};
use super::header::Header;
use super::schema::{self, Fields};

/// One searchable thing; documents must be added in falling popularity.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The dense id that a hit will carry.
    pub id: u32,
    /// The title or name.
    pub title: &'a str,
    /// What else it is found by: credited artist, album title, aliases.
    pub more: &'a [&'a str],
}

/// What a finished index amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Documents in the index.
    pub documents: u64,
    /// Size of all files of the index.
    pub bytes: u64,
}

/// Least memory that a writer works with; less is taken as this.
///
/// An empty chunk already reserves some ten MiB of tables, and small chunks are slow to merge.
const MIN_MEMORY_BYTES: usize = 64 << 20;

/// Directory of unfinished chunks inside the target.
const CHUNKS: &str = "chunks.tmp";

/// Writes an index into a directory of its own, on the caller's thread.
pub struct Writer {
    directory: PathBuf,
    chunk_bytes: usize,
    chunk_documents: u32,
    fields: Fields,
    preparer: Preparer,
    chunk: Option<SingleSegmentIndexWriter<Prepared>>,
    chunks: Vec<PathBuf>,
    documents: u32,
}

impl Writer {
    /// Starts an index in `directory`, which is emptied of an earlier attempt.
    ///
    /// `memory_bytes` bounds the memory of a chunk of documents; closing it takes about as much again as its
    /// dictionary.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn create(directory: &Path, memory_bytes: usize) -> Result<Self> {
        if directory.exists() {
            fs::remove_dir_all(directory).map_err(writing(directory))?;
        }
        fs::create_dir_all(directory).map_err(writing(directory))?;
        Ok(Self {
            directory: directory.to_owned(),
            // The estimate of the chunk's memory leaves out its spare capacity and what closing it needs.
            chunk_bytes: memory_bytes.max(MIN_MEMORY_BYTES) / 2,
            chunk_documents: u32::MAX,
            fields: schema::build().1,
            preparer: Preparer::default(),
            chunk: None,
            chunks: Vec::new(),
            documents: 0,
        })
    }

    /// Adds the next most popular document.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn add(&mut self, document: &Document<'_>) -> Result<()> {
        let mut chunk = match self.chunk.take() {
            Some(chunk) => chunk,
            None => self.begin_chunk()?,
        };
        let prepared = self.preparer.prepare(document, self.fields);
        chunk.add_document(prepared).map_err(writing(&self.directory))?;
        self.documents += 1;
        if chunk.mem_usage() >= self.chunk_bytes
            || self.documents.is_multiple_of(self.chunk_documents)
        {
            chunk.finalize().map_err(writing(&self.directory))?;
        } else {
            self.chunk = Some(chunk);
        }
        Ok(())
    }

    /// Closes the last chunk, merges all and describes the result.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn finish(mut self) -> Result<Written> {
        if self.chunks.is_empty() {
            self.chunk = Some(self.begin_chunk()?);
        }
        if let Some(chunk) = self.chunk.take() {
            chunk.finalize().map_err(writing(&self.directory))?;
        }
        self.assemble()?;
        let chunks = self.directory.join(CHUNKS);
        fs::remove_dir_all(&chunks).map_err(writing(&self.directory))?;
        remove_if_there(&self.directory.join(".managed.json")).map_err(writing(&self.directory))?;
        let bytes = Header::write(&self.directory, self.documents)?;
        Ok(Written { documents: u64::from(self.documents), bytes })
    }

    #[cfg(test)]
    pub(super) fn set_chunk_documents(&mut self, documents: u32) {
        self.chunk_documents = documents;
    }

    fn begin_chunk(&mut self) -> Result<SingleSegmentIndexWriter<Prepared>> {
        let path = self.directory.join(CHUNKS).join(self.chunks.len().to_string());
        fs::create_dir_all(&path).map_err(writing(&self.directory))?;
        let directory = MmapDirectory::open(&path).map_err(writing(&self.directory))?;
        self.chunks.push(path);
        builder()
            .single_segment_index_writer(directory, self.chunk_bytes)
            .map_err(writing(&self.directory))
    }

    /// Makes the only chunk, or all merged in their order, the content of the directory.
    fn assemble(&self) -> Result<()> {
        if let [only] = &self.chunks[..] {
            return move_files(only, &self.directory).map_err(writing(&self.directory));
        }
        let open =
            |path: &PathBuf| -> tantivy::Result<Index> { Index::open(ChunkDirectory::open(path)?) };
        let chunks: tantivy::Result<Vec<Index>> = self.chunks.iter().map(open).collect();
        let target = MmapDirectory::open(&self.directory).map_err(writing(&self.directory))?;
        let merged = chunks
            .and_then(|chunks| merge_indices(&chunks, Box::new(target) as Box<dyn Directory>))
            .map_err(writing(&self.directory))?;
        merged.directory().sync_directory().map_err(writing(&self.directory))
    }
}

fn builder() -> IndexBuilder {
    Index::builder()
        .schema(schema::build().0)
        .settings(schema::settings())
        .tokenizers(schema::tokenizers())
}

fn move_files(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::rename(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
