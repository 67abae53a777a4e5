//! Writing of one index: documents in their order, chunk by chunk, merged into one segment.

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::directory::MmapDirectory;
use tantivy::indexer::merge_indices;
use tantivy::{Directory, Document, Index, SingleSegmentIndexWriter};

use super::chunks::ChunkDirectory;
use super::{Header, Shape};
use crate::search::error::{Result, writing};

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
pub(crate) struct SegmentWriter<D: Document> {
    directory: PathBuf,
    shape: Shape,
    chunk_bytes: usize,
    chunk_documents: u32,
    chunk: Option<SingleSegmentIndexWriter<D>>,
    chunks: Vec<PathBuf>,
    documents: u32,
}

impl<D: Document> SegmentWriter<D> {
    /// Starts an index in `directory`, which is emptied of an earlier attempt.
    ///
    /// `memory_bytes` bounds the memory of a chunk of documents; closing it takes about as much again as its
    /// dictionary.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub(crate) fn create(directory: &Path, memory_bytes: usize, shape: Shape) -> Result<Self> {
        if directory.exists() {
            fs::remove_dir_all(directory).map_err(writing(directory))?;
        }
        fs::create_dir_all(directory).map_err(writing(directory))?;
        Ok(Self {
            directory: directory.to_owned(),
            shape,
            // The estimate of the chunk's memory leaves out its spare capacity and what closing it needs.
            chunk_bytes: memory_bytes.max(MIN_MEMORY_BYTES) / 2,
            chunk_documents: u32::MAX,
            chunk: None,
            chunks: Vec::new(),
            documents: 0,
        })
    }

    /// Adds the next document.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub(crate) fn add(&mut self, document: D) -> Result<()> {
        let mut chunk = match self.chunk.take() {
            Some(chunk) => chunk,
            None => self.begin_chunk()?,
        };
        chunk.add_document(document).map_err(writing(&self.directory))?;
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
    pub(crate) fn finish(mut self) -> Result<Written> {
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
        let bytes = Header::write(&self.directory, self.shape.format_version, self.documents)?;
        Ok(Written { documents: u64::from(self.documents), bytes })
    }

    #[cfg(test)]
    pub(crate) fn set_chunk_documents(&mut self, documents: u32) {
        self.chunk_documents = documents;
    }

    fn begin_chunk(&mut self) -> Result<SingleSegmentIndexWriter<D>> {
        let path = self.directory.join(CHUNKS).join(self.chunks.len().to_string());
        fs::create_dir_all(&path).map_err(writing(&self.directory))?;
        let directory = MmapDirectory::open(&path).map_err(writing(&self.directory))?;
        self.chunks.push(path);
        self.shape
            .builder()
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
