//! Decompression of every accepted format, in threads of its own, as one stream of bytes.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::Error;
use super::bzip2::ParallelBzip2;

/// Bytes that a decompressing thread hands over at a time.
const BLOCK: usize = 512 * 1024;
/// Blocks that wait for the reader; with [`BLOCK`] this bounds the memory of the hand-over.
const WAITING: usize = 4;
/// Memory that an xz stream may ask for: `xz -9` needs 65 MiB.
const XZ_MEMORY: u64 = 256 << 20;

/// How an archive is compressed, told by its first bytes and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `.tar.bz2`, as MusicBrainz publishes.
    Bzip2,
    /// `.tar.xz`
    Xz,
    /// `.tar.gz`
    Gzip,
    /// `.tar.zst`
    Zstd,
    /// `.tar`
    Tar,
}

impl Format {
    /// Looks at the first bytes of a file.
    ///
    /// # Errors
    /// The file cannot be read, or begins like none of the formats.
    pub fn of(path: &Path) -> Result<Self, Error> {
        let mut head = Vec::with_capacity(512);
        let file = File::open(path).map_err(Error::io(path))?;
        file.take(512).read_to_end(&mut head).map_err(Error::io(path))?;
        let format = match head.get(..6).unwrap_or(&head) {
            [b'B', b'Z', b'h', ..] => Self::Bzip2,
            [0xfd, b'7', b'z', b'X', b'Z', 0] => Self::Xz,
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            _ if head.get(257..262) == Some(b"ustar") => Self::Tar,
            [] => return Err(not_an_archive(path, "the file is empty")),
            _ => return Err(not_an_archive(path, "neither bzip2, xz, gzip, zstd nor tar")),
        };
        Ok(format)
    }

    /// A decoder in the caller's thread, for the first few kilobytes.
    pub(super) fn decoder<'a>(
        self,
        file: impl Read + Send + 'a,
    ) -> io::Result<Box<dyn Read + Send + 'a>> {
        let file = io::BufReader::with_capacity(64 * 1024, file);
        Ok(match self {
            Self::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(file)),
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(file)),
            Self::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(file)?),
            Self::Tar => Box::new(file),
            Self::Xz => {
                let flags = liblzma::stream::CONCATENATED;
                let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, flags)?;
                Box::new(liblzma::bufread::XzDecoder::new_stream(file, stream))
            }
        })
    }

    /// Starts decompressing in other threads; `read` counts the bytes taken from the file.
    pub(super) fn unpack(
        self,
        file: File,
        read: Arc<AtomicU64>,
        threads: usize,
    ) -> io::Result<Unpacked> {
        let file = Counted { file, read };
        let blocks: Box<dyn Blocks> = match self {
            Self::Bzip2 => Box::new(ParallelBzip2::start(file, threads)?),
            _ => Box::new(Piped::start(move || self.decoder(file))?),
        };
        Ok(Unpacked { blocks, block: Vec::new(), at: 0, zeros: 0 })
    }
}

fn not_an_archive(path: &Path, reason: &str) -> Error {
    Error::NotAnExport { path: path.into(), reason: reason.into() }
}

/// An error that says that the bytes of a file are not what its format demands.
pub(super) fn damaged(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// A source of decompressed blocks, in order.
pub(super) trait Blocks: Send {
    /// The next block, never empty; `None` after the last one of a complete and checked file.
    fn next_block(&mut self) -> io::Result<Option<Vec<u8>>>;
}

/// A file that says how much of it was read.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buf)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// One thread that decompresses ahead of the reader. An empty block says that all went well.
struct Piped {
    blocks: Receiver<io::Result<Vec<u8>>>,
    ended: bool,
}

impl Piped {
    fn start<R: Read>(open: impl FnOnce() -> io::Result<R> + Send + 'static) -> io::Result<Self> {
        let (to, blocks) = sync_channel(WAITING);
        thread::Builder::new().name("unpack".into()).spawn(move || {
            if let Err(error) = open().and_then(|decoder| pipe(decoder, &to)) {
                // A reader that was dropped wants to hear nothing more.
                let _ = to.send(Err(error));
            }
        })?;
        Ok(Self { blocks, ended: false })
    }
}

fn pipe(mut decoder: impl Read, to: &SyncSender<io::Result<Vec<u8>>>) -> io::Result<()> {
    loop {
        let mut block = Vec::with_capacity(BLOCK);
        (&mut decoder).take(BLOCK as u64).read_to_end(&mut block)?;
        let last = block.is_empty();
        if to.send(Ok(block)).is_err() || last {
            return Ok(());
        }
    }
}

impl Blocks for Piped {
    fn next_block(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.ended {
            return Ok(None);
        }
        let block = self
            .blocks
            .recv()
            .map_err(|_| io::Error::other("the decompressing thread ended early"))??;
        self.ended = block.is_empty();
        Ok((!self.ended).then_some(block))
    }
}

/// The decompressed bytes of an archive.
pub(super) struct Unpacked {
    blocks: Box<dyn Blocks>,
    block: Vec<u8>,
    at: usize,
    zeros: u64,
}

impl Unpacked {
    /// How many zero bytes ended what was read so far; a tar archive ends in 512 or more.
    pub(super) fn zeros(&self) -> u64 {
        self.zeros
    }

    /// Reads to the end, which is where every format keeps its last checksum.
    pub(super) fn drain(&mut self) -> io::Result<()> {
        while self.blocks.next_block()?.is_some() {}
        Ok(())
    }
}

impl Read for Unpacked {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.at == self.block.len() {
            match self.blocks.next_block()? {
                Some(block) => (self.block, self.at) = (block, 0),
                None => return Ok(0),
            }
        }
        let n = buf.len().min(self.block.len() - self.at);
        let from = &self.block[self.at..self.at + n];
        buf[..n].copy_from_slice(from);
        let tail = from.iter().rev().take_while(|&&byte| byte == 0).count() as u64;
        self.zeros = if tail == n as u64 { self.zeros + tail } else { tail };
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests;
