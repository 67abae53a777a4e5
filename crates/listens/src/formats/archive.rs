//! Bytes of an upload: a plain file, or the files of a ZIP, each read on its own and within limits.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::upload::{Limits, Unreadable};

/// What an upload is read from.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// Bytes that several readers share, each at its own place.
#[derive(Clone)]
pub(super) struct Source {
    bytes: Arc<Mutex<Box<dyn ReadSeek>>>,
    at: u64,
    /// Bytes that were read by all, for progress.
    read: Arc<AtomicU64>,
}

impl Source {
    pub(super) fn new(bytes: Box<dyn ReadSeek>) -> Self {
        Self { bytes: Arc::new(Mutex::new(bytes)), at: 0, read: Arc::default() }
    }

    /// The same bytes from a place on, with a count of its own.
    pub(super) fn from(&self, at: u64) -> Self {
        Self { bytes: self.bytes.clone(), at, read: Arc::default() }
    }

    /// A count that goes on while this source is read.
    pub(super) fn count(&self) -> Arc<AtomicU64> {
        self.read.clone()
    }

    pub(super) fn length(&self) -> io::Result<u64> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).seek(SeekFrom::End(0))
    }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        bytes.seek(SeekFrom::Start(self.at))?;
        let read = bytes.read(buffer)?;
        self.at += read as u64;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = self.length()?;
        let beyond = || io::Error::new(io::ErrorKind::InvalidInput, "a place before the beginning");
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => self.at.checked_add_signed(by).ok_or_else(beyond)?,
            SeekFrom::End(by) => length.checked_add_signed(by).ok_or_else(beyond)?,
        };
        Ok(self.at)
    }
}

/// A file of an upload.
#[derive(Clone)]
pub(super) struct File {
    /// Path in the archive, or the name of the upload.
    pub(super) path: Arc<str>,
    packed: Packed,
    /// Bytes in the upload.
    pub(super) size: u64,
    /// What the unpacked bytes come to; of archives only.
    crc: u32,
}

#[derive(Clone, Copy)]
enum Packed {
    /// The upload itself.
    Plain,
    /// Part of an archive.
    Stored {
        header: u64,
    },
    Deflated {
        header: u64,
    },
    /// In a way that is not read here.
    Otherwise(&'static str),
}

/// Bytes of the list of files that are read at most: about 80,000 files.
const DIRECTORY_BYTES: u64 = 8 * 1024 * 1024;

/// A file in an archive may unpack to this many times its size; JSON comes to 30 times.
const MAX_RATIO: u64 = 250;

/// Unpacked bytes below which the ratio does not matter.
const FREE_BYTES: u64 = 16 * 1024 * 1024;

/// The upload as its only file.
pub(super) fn plain(path: &str, source: &Source) -> Result<Vec<File>, Unreadable> {
    let size = source.length().map_err(|error| Unreadable::io(&error))?;
    Ok(vec![File { path: path.into(), packed: Packed::Plain, size, crc: 0 }])
}

/// The files of an archive in their order, which is always the same.
pub(super) fn list(source: &Source, limits: &Limits) -> Result<Vec<File>, Unreadable> {
    let overrun = Arc::new(AtomicBool::new(false));
    let budget = Budget { source: source.from(0), left: DIRECTORY_BYTES, overrun: overrun.clone() };
    let archive = ZipArchive::new(BufReader::new(budget)).map_err(|error| {
        if overrun.load(Ordering::Relaxed) {
            return Unreadable::new(
                "the archive has too many files",
                "unpack it and send only the files with your history",
            );
        }
        Unreadable::new(&format!("the archive is damaged: {error}"), "download it again")
    })?;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_data(index) else { continue };
        let (Ok(name), false) = (entry.name(), entry.is_dir()) else { continue };
        let header = entry.header_start();
        let packed = match entry.compression() {
            _ if entry.encrypted() => Packed::Otherwise("it is encrypted"),
            CompressionMethod::Stored => Packed::Stored { header },
            CompressionMethod::Deflated => Packed::Deflated { header },
            _ => Packed::Otherwise("it is packed in a way that this server does not read"),
        };
        let (size, crc) = (entry.compressed_size(), entry.crc32());
        files.push(File { path: name.as_ref().into(), packed, size, crc });
    }
    if files.len() > limits.files {
        return Err(Unreadable::new(
            &format!("the archive has {} files, {} at most are read", files.len(), limits.files),
            "unpack it and send only the files with your history",
        ));
    }
    files.sort_by_cached_key(|file| order(&file.path));
    Ok(files)
}

impl File {
    /// The bytes of the file, unpacked and within limits, and a count of those that were read of
    /// the upload.
    pub(super) fn open(
        &self,
        source: &Source,
        limits: &Limits,
    ) -> io::Result<(Box<dyn Read + Send>, Arc<AtomicU64>)> {
        let refuse = |words: String| io::Error::new(io::ErrorKind::InvalidData, words);
        let (header, is_deflated) = match self.packed {
            Packed::Plain => {
                let source = source.from(0);
                let count = source.count();
                return Ok((Box::new(source), count));
            }
            Packed::Otherwise(why) => return Err(refuse(why.to_owned())),
            Packed::Stored { header } => (header, false),
            Packed::Deflated { header } => (header, true),
        };
        let source = source.from(data_start(source, header)?);
        let count = source.count();
        let packed = source.take(self.size);
        let by_ratio = self.size.saturating_mul(MAX_RATIO).max(FREE_BYTES);
        let left = limits.file_bytes.min(by_ratio);
        let bytes: Box<dyn Read + Send> = if is_deflated {
            Box::new(Bounded::new(DeflateDecoder::new(packed), left, self.crc))
        } else {
            Box::new(Bounded::new(packed, left, self.crc))
        };
        Ok((bytes, count))
    }
}

/// Where the data of a file begins, behind its local header (APPNOTE 4.3.7).
fn data_start(source: &Source, header: u64) -> io::Result<u64> {
    const FIXED: usize = 30;
    let mut bytes = [0; FIXED];
    source.from(header).read_exact(&mut bytes)?;
    let [b'P', b'K', 3, 4, .., name_low, name_high, extra_low, extra_high] = bytes else {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the archive is damaged"));
    };
    let name = u64::from(u16::from_le_bytes([name_low, name_high]));
    let extra = u64::from(u16::from_le_bytes([extra_low, extra_high]));
    Ok(header.saturating_add(FIXED as u64 + name + extra))
}

/// A reader that refuses to read more than a number of bytes.
struct Budget {
    source: Source,
    left: u64,
    overrun: Arc<AtomicBool>,
}

impl Read for Budget {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            self.overrun.store(true, Ordering::Relaxed);
            io::Error::new(io::ErrorKind::InvalidData, "too many files")
        })?;
        Ok(read)
    }
}

impl Seek for Budget {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}

/// Unpacked bytes that end with an error when there are too many, or others than were packed.
struct Bounded<R> {
    bytes: R,
    left: u64,
    expected: u32,
    crc: Crc,
}

impl<R> Bounded<R> {
    fn new(bytes: R, left: u64, expected: u32) -> Self {
        Self { bytes, left, expected, crc: Crc::new() }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            let words = "it unpacks to more than an export can have";
            io::Error::new(io::ErrorKind::InvalidData, words)
        })?;
        self.crc.update(buffer.get(..read).unwrap_or_default());
        if read == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the archive is damaged"));
        }
        Ok(read)
    }
}

/// The order in which the files of an archive are read: what is in a folder before what is beside
/// it, and names as people count.
fn order(path: &str) -> Vec<(bool, Vec<Part>)> {
    let depth = path.matches('/').count();
    let step = |(at, name)| (at == depth, parts(name));
    path.split('/').enumerate().map(step).collect()
}

/// A part of a name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64, usize),
    Text(String),
}

fn parts(name: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for c in name.chars() {
        match (parts.last_mut(), c.to_digit(10)) {
            (Some(Part::Number(number, digits)), Some(digit)) => {
                *number = number.saturating_mul(10).saturating_add(digit.into());
                *digits += 1;
            }
            (Some(Part::Text(text)), None) => text.push(c),
            (_, Some(digit)) => parts.push(Part::Number(digit.into(), 1)),
            (_, None) => parts.push(Part::Text(c.to_string())),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    //! The order of files.
    use super::*;

    #[test]
    fn listens_come_before_feedback_and_months_as_people_count() {
        let mut paths = [
            "feedback.jsonl",
            "listens/2024/10.jsonl",
            "listens/2024/2.jsonl",
            "listens/2023/12.jsonl",
            "a/b/01.json",
            "a/b/1.json",
        ];
        paths.sort_by_cached_key(|path| order(path));
        let expected = [
            "a/b/1.json",
            "a/b/01.json",
            "listens/2023/12.jsonl",
            "listens/2024/2.jsonl",
            "listens/2024/10.jsonl",
            "feedback.jsonl",
        ];
        assert_eq!(paths, expected);
    }
}
