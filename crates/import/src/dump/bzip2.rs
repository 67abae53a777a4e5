//! Parallel decompression of bzip2.
//!
//! A bzip2 stream is a chain of independent blocks that begin at any bit with a 48-bit mark. One
//! thread cuts the file at the marks, several turn each piece into a one-block stream of its own and
//! decode it, and the caller receives the results in order and checks the chain of checksums. A mark
//! that stands inside a block by chance makes the piece undecodable; it is then joined to the next.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use self::bits::BitWriter;
use self::cut::{BLOCK, Cutter, Mark, Piece};
use super::unpack::{Blocks, damaged};

mod bits;
mod cut;

/// How often a piece is joined to its successor before the block counts as damaged.
///
/// A mark by chance is met once in 2^47 bits; four in one block are no chance.
const MAX_JOINS: usize = 4;
/// The most bytes that one block can decode to: 900,000 bytes of which every five stand for 259.
const MAX_BLOCK: usize = 900_000 / 5 * 259 + 5;
/// A fresh output buffer: an ordinary block and some.
const OUTPUT: usize = 912 * 1024;

/// The decoded blocks of a bzip2 file, in order.
pub(super) struct ParallelBzip2 {
    slots: Receiver<Slot>,
    /// The combined checksum of the stream so far.
    crc: u32,
    /// Whether the last thing seen was the end of a stream with nothing after it.
    closed: bool,
}

/// What stands next in the file.
enum Slot {
    /// A block that a worker decodes.
    Block(Receiver<Decoded>),
    /// The end of a stream.
    End(Piece),
    /// Reading failed here.
    Broken(io::Error),
}

struct Decoded {
    piece: Piece,
    data: Option<Vec<u8>>,
}

struct Job {
    piece: Piece,
    reply: SyncSender<Decoded>,
}

impl ParallelBzip2 {
    /// Starts one cutting and `threads` decoding threads over `file`.
    ///
    /// They end by themselves when this value goes.
    pub(super) fn start(file: impl Read + Send + 'static, threads: usize) -> io::Result<Self> {
        let threads = threads.clamp(1, 16);
        let (slot_to, slots) = sync_channel(2 * threads + 1);
        let (job_to, jobs) = sync_channel(2 * threads);
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..threads {
            let jobs = Arc::clone(&jobs);
            thread::Builder::new().name("unbzip2".into()).spawn(move || work(&jobs))?;
        }
        thread::Builder::new()
            .name("bzip2-cut".into())
            .spawn(move || cut_all(Cutter::new(file), &slot_to, &job_to))?;
        Ok(Self { slots, crc: 0, closed: false })
    }

    /// Takes a piece that decodes to nothing as the first part of a block with a false mark in it.
    fn join(&mut self, first: &Piece) -> io::Result<Vec<u8>> {
        let mut joined = BitWriter::new();
        joined.header();
        joined.append(first);
        for _ in 0..MAX_JOINS {
            let next = match self.slots.recv() {
                Ok(Slot::Block(reply)) => received(&reply)?.piece,
                Ok(Slot::End(piece)) => piece,
                Ok(Slot::Broken(error)) => return Err(error),
                Err(_) => break,
            };
            joined.append(&next);
            if let Some(data) = decode(&joined.with_trailer(first.crc())) {
                return Ok(data);
            }
        }
        Err(damaged(format!("the bzip2 block at byte {} is damaged", first.offset())))
    }

    /// Checks the end of a stream against its blocks, and what follows it.
    fn end_stream(&mut self, end: &Piece) -> io::Result<()> {
        if end.crc() != self.crc {
            return Err(damaged(format!(
                "the checksum of the bzip2 stream that ends at byte {} is wrong",
                end.offset()
            )));
        }
        self.crc = 0;
        let after = end.after_end();
        self.closed = after.iter().all(|&byte| byte == 0);
        if self.closed || matches!(after, [b'B', b'Z', b'h', b'1'..=b'9']) {
            Ok(())
        } else {
            Err(damaged(format!("foreign bytes after the bzip2 stream at byte {}", end.offset())))
        }
    }
}

impl Blocks for ParallelBzip2 {
    fn next_block(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            match self.slots.recv() {
                Ok(Slot::Block(_)) if self.closed => {
                    return Err(damaged("foreign bytes after the end of the bzip2 stream".into()));
                }
                Ok(Slot::Block(reply)) => {
                    let Decoded { piece, data } = received(&reply)?;
                    let data = match data {
                        Some(data) => data,
                        None => self.join(&piece)?,
                    };
                    self.crc = self.crc.rotate_left(1) ^ piece.crc();
                    return Ok(Some(data));
                }
                Ok(Slot::End(end)) => self.end_stream(&end)?,
                Ok(Slot::Broken(error)) => return Err(error),
                Err(_) if self.closed => return Ok(None),
                Err(_) => {
                    return Err(io::Error::new(
                        io::ErrorKind::UnexpectedEof,
                        "the bzip2 stream is cut off",
                    ));
                }
            }
        }
    }
}

fn received(reply: &Receiver<Decoded>) -> io::Result<Decoded> {
    reply.recv().map_err(|_| io::Error::other("a decompressing thread ended early"))
}

/// The cutting thread: pieces to the workers, their order to the caller.
fn cut_all(mut cutter: Cutter<impl Read>, slots: &SyncSender<Slot>, jobs: &SyncSender<Job>) {
    loop {
        let slot = match cutter.next_piece() {
            Ok(None) => return,
            Err(error) => Slot::Broken(error),
            Ok(Some(piece)) if piece.mark() == Mark::End => Slot::End(piece),
            Ok(Some(piece)) => {
                let (reply, result) = sync_channel(1);
                if slots.send(Slot::Block(result)).is_err()
                    || jobs.send(Job { piece, reply }).is_err()
                {
                    return;
                }
                continue;
            }
        };
        let last = matches!(slot, Slot::Broken(_));
        if slots.send(slot).is_err() || last {
            return;
        }
    }
}

/// A decoding thread.
fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let job = match jobs.lock() {
            Ok(jobs) => jobs.recv(),
            Err(_) => return,
        };
        let Ok(Job { piece, reply }) = job else { return };
        let mut stream = BitWriter::new();
        stream.header();
        stream.append(&piece);
        let data = decode(&stream.with_trailer(piece.crc()));
        // Nobody waits any more when the reader was dropped; the next receive ends the thread.
        let _ = reply.send(Decoded { piece, data });
    }
}

/// Decodes a stream of one block; `None` unless every byte of it made sense.
fn decode(stream: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = bzip2::Decompress::new(false);
    let mut out = Vec::with_capacity(OUTPUT);
    let mut fed = 0;
    loop {
        let before = (fed, out.len());
        let status = decoder.decompress_vec(&stream[fed..], &mut out).ok()?;
        fed = usize::try_from(decoder.total_in()).ok()?;
        if status == bzip2::Status::StreamEnd {
            return (fed == stream.len()).then_some(out);
        }
        if out.len() > MAX_BLOCK || status != bzip2::Status::Ok {
            return None;
        }
        if out.len() == out.capacity() {
            out.reserve(OUTPUT);
        } else if (fed, out.len()) == before {
            return None;
        }
    }
}

#[cfg(test)]
mod tests;
