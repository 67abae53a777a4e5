//! Unfinished chunks, read once while they are merged.
//!
//! Posting lists and positions are most of an index. Through a memory map each page of them would stay resident
//! until the merge is over; merged term by term they are read in order, through a small buffer.

use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, FileHandle, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};

/// Extensions of the files of posting lists and of positions.
const IN_ORDER: [&str; 2] = ["idx", "pos"];

/// Bytes read at once; longer lists are read on their own.
const WINDOW_BYTES: usize = 128 << 10;

/// A directory whose posting lists and positions are not mapped.
#[derive(Clone, Debug)]
pub(super) struct ChunkDirectory {
    path: PathBuf,
    mapped: MmapDirectory,
}

impl ChunkDirectory {
    /// The chunk in the directory `path`.
    pub(super) fn open(path: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { path: path.to_owned(), mapped: MmapDirectory::open(path)? })
    }
}

impl Directory for ChunkDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if !IN_ORDER.iter().any(|extension| path.extension().is_some_and(|own| own == *extension)) {
            return self.mapped.get_file_handle(path);
        }
        let file = Windowed::open(&self.path.join(path));
        let file = file.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        Ok(Arc::new(file))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.mapped.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.mapped.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}

/// A file of which the part around the last reading is kept.
struct Windowed {
    file: File,
    length: usize,
    window: Mutex<(usize, OwnedBytes)>,
}

impl Windowed {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Self { file, length, window: Mutex::new((0, OwnedBytes::empty())) })
    }

    fn read(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

impl HasLen for Windowed {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for Windowed {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if range.len() > WINDOW_BYTES {
            return self.read(range);
        }
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if range.start < window.0 || range.end > window.0 + window.1.len() {
            let end = (range.start + WINDOW_BYTES).min(self.length);
            *window = (range.start, self.read(range.start..end)?);
        }
        Ok(window.1.slice(range.start - window.0..range.end - window.0))
    }
}

impl fmt::Debug for Windowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Windowed").field("length", &self.length).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    //! Every range gives the bytes of the file, in any order; one beyond its end is an error.
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn ranges_are_read_in_any_order_and_none_beyond_the_end() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.idx");
        let bytes: Vec<u8> =
            (0..3 * WINDOW_BYTES as u32 + 7).map(|n| ((n * 31) >> 3) as u8).collect();
        std::fs::write(&path, &bytes).unwrap();
        let file = Windowed::open(&path).unwrap();
        let w = WINDOW_BYTES;
        let ranges = [0..5, 3..9, 0..0, w - 1..w + 1, 5..w + 5, 4..2 * w, 3 * w..3 * w + 7, 1..2];
        for range in ranges {
            assert_eq!(file.read_bytes(range.clone()).unwrap().as_slice(), &bytes[range]);
        }
        assert!(file.read_bytes(3 * w..3 * w + 8).is_err());
        assert!(file.read_bytes(4 * w..4 * w).is_err());
    }
}
