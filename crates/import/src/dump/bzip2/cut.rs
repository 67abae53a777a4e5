//! The cutting of a bzip2 file at everything that looks like the mark of a block or of a stream's end.

use std::io::{self, Read};

use super::super::unpack::damaged;
use super::bits::forty_eight;

/// The mark before a block: pi.
pub(super) const BLOCK: u64 = 0x3141_5926_5359;
/// The mark before the checksum of a stream: the square root of pi.
pub(super) const END: u64 = 0x1772_4538_5090;

const MASK: u64 = (1 << 48) - 1;
/// The most bytes between two marks; a block of 900,000 incompressible bytes takes about 910,000.
const MAX_PIECE: usize = 2 << 20;
/// The fewest bytes between two marks: a mark and a checksum.
const SHORTEST: usize = 10;
/// How much is read at a time.
const CHUNK: usize = 1 << 20;
/// From the byte in which a mark begins, how many bytes must be there to recognise it.
const LOOK: usize = 8;

/// Which mark a piece begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A block follows.
    Block,
    /// The stream ends.
    End,
}

/// The bits from one mark up to the next, or to the end of the file.
#[derive(Debug)]
pub(super) struct Piece {
    bytes: Vec<u8>,
    /// Bits of the first byte that belong to the piece before.
    skip: u64,
    bits: u64,
    offset: u64,
}

impl Piece {
    /// The bytes, the bits to skip in the first, and how many bits count from there.
    pub(super) fn bits(&self) -> (&[u8], u64, u64) {
        (&self.bytes, self.skip, self.bits)
    }

    /// Where the piece begins, in bytes from the start of the file.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Its mark.
    pub(super) fn mark(&self) -> Mark {
        if forty_eight(&self.bytes, self.skip) == END { Mark::End } else { Mark::Block }
    }

    /// The checksum after the mark: of the block, or of the whole stream.
    pub(super) fn crc(&self) -> u32 {
        (forty_eight(&self.bytes, self.skip + 48) >> 16) as u32
    }

    /// What stands between the end of a stream and the next mark: nothing, or the head of a stream.
    pub(super) fn after_end(&self) -> &[u8] {
        let end = (self.skip + 48 + 32).div_ceil(8) as usize;
        self.bytes.get(end..).unwrap_or_default()
    }
}

/// Cuts a bzip2 file into pieces.
pub(super) struct Cutter<R> {
    file: R,
    /// What was read and not yet cut off.
    buffer: Vec<u8>,
    /// Where `buffer` begins in the file.
    base: u64,
    /// The bit of `buffer` at which the next piece begins; `None` before the first.
    start: Option<u64>,
    /// Up to which byte no further mark begins.
    scanned: usize,
    ended: bool,
    finder: Finder,
}

impl<R: Read> Cutter<R> {
    /// Starts before the head of the first stream.
    pub(super) fn new(file: R) -> Self {
        let finder = Finder::new();
        Self { file, buffer: Vec::new(), base: 0, start: None, scanned: 0, ended: false, finder }
    }

    /// The next piece, `None` at the end of the file.
    pub(super) fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        if self.ended {
            return Ok(None);
        }
        let start = match self.start {
            Some(start) => start,
            None => self.first_mark()?,
        };
        loop {
            if let Some(next) = self.finder.find(&self.buffer, self.scanned) {
                return self.cut(start, next).map(Some);
            }
            self.scanned = self.scanned.max(self.buffer.len().saturating_sub(LOOK - 1));
            if self.buffer.len() - (start / 8) as usize > MAX_PIECE {
                let at = self.base + start / 8;
                return Err(damaged(format!("no end to the bzip2 block at byte {at}")));
            }
            if self.fill()? == 0 {
                self.ended = true;
                let bits = self.buffer.len() as u64 * 8;
                return self.cut(start, bits).map(Some);
            }
        }
    }

    /// Checks the head of the file; the first mark stands right behind it.
    fn first_mark(&mut self) -> io::Result<u64> {
        while self.buffer.len() < 4 + LOOK && self.fill()? > 0 {}
        let mark = forty_eight(&self.buffer, 32);
        if !matches!(self.buffer[..], [b'B', b'Z', b'h', b'1'..=b'9', ..])
            || (mark != BLOCK && mark != END)
        {
            return Err(damaged("the file does not begin as a bzip2 stream does".into()));
        }
        self.scanned = 4 + SHORTEST;
        Ok(32)
    }

    fn fill(&mut self) -> io::Result<usize> {
        self.buffer.reserve(CHUNK);
        (&mut self.file).take(CHUNK as u64).read_to_end(&mut self.buffer)
    }

    /// Takes the bits from `start` to `next` and forgets them.
    fn cut(&mut self, start: u64, next: u64) -> io::Result<Piece> {
        let (from, to) = ((start / 8) as usize, next.div_ceil(8) as usize);
        let piece = Piece {
            bytes: self.buffer[from..to].to_vec(),
            skip: start % 8,
            bits: next - start,
            offset: self.base + from as u64,
        };
        if piece.bits < SHORTEST as u64 * 8 {
            let at = piece.offset;
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("the bzip2 block at byte {at} is cut off"),
            ));
        }
        let keep = (next / 8) as usize;
        self.buffer.drain(..keep);
        self.base += keep as u64;
        self.start = Some(next % 8);
        self.scanned = SHORTEST + 1;
        Ok(piece)
    }
}

/// Finds marks at any bit: the two whole bytes after the one in which a mark begins have only
/// 16 values of 65,536, so almost every position is dismissed with one look at a bit set.
struct Finder {
    pairs: Box<[u64; 1024]>,
}

impl Finder {
    fn new() -> Self {
        let mut pairs = Box::new([0_u64; 1024]);
        for mark in [BLOCK, END] {
            for shift in 0..8 {
                let pair = (mark >> (24 + shift)) as u16;
                pairs[usize::from(pair >> 6)] |= 1 << (pair & 63);
            }
        }
        Self { pairs }
    }

    /// The bit at which the first mark begins whose first byte is `from` or later.
    fn find(&self, bytes: &[u8], from: usize) -> Option<u64> {
        let last = (bytes.len() + 1).checked_sub(LOOK)?;
        let pairs = bytes.get(from + 1..last + 2)?.windows(2);
        for (at, pair) in pairs.enumerate() {
            let pair = u16::from_be_bytes([pair[0], pair[1]]);
            if self.pairs[usize::from(pair >> 6)] >> (pair & 63) & 1 == 1
                && let Some(bit) = mark_in(bytes, from + at)
            {
                return Some(bit);
            }
        }
        None
    }
}

/// The bit of a mark that begins in the byte `at`.
fn mark_in(bytes: &[u8], at: usize) -> Option<u64> {
    let eight: [u8; LOOK] = bytes.get(at..at + LOOK)?.try_into().ok()?;
    let word = u64::from_be_bytes(eight);
    (0..8)
        .find(|shift| matches!(word >> (16 - shift) & MASK, BLOCK | END))
        .map(|shift| at as u64 * 8 + shift)
}

#[cfg(test)]
impl Piece {
    /// The piece cut again at these bits, as if marks stood there.
    pub(super) fn cut_at(&self, cuts: &[u64]) -> Vec<Self> {
        let edges = [&[0], cuts, &[self.bits]].concat();
        let part = |edge: &[u64]| {
            let (start, end) = (self.skip + edge[0], self.skip + edge[1]);
            let (from, to) = ((start / 8) as usize, end.div_ceil(8) as usize);
            Self {
                bytes: self.bytes[from..to].to_vec(),
                skip: start % 8,
                bits: end - start,
                offset: self.offset + from as u64,
            }
        };
        edges.windows(2).map(part).collect()
    }
}
