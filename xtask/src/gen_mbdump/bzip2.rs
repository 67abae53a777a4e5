//! One ordinary bzip2 stream, compressed on all cores.
//!
//! The blocks of bzip2 do not depend on each other but follow each other bit by bit. Pieces are
//! compressed as streams of their own; the one block of each is then cut out and appended.

use std::io::{self, Read as _, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of a piece: a block holds 900,000 less 19 after runs of equal bytes were packed, and
/// packing may make a few of them longer.
const PIECE: usize = 875_000;
/// Pieces that each core gets at once.
const PIECES_PER_CORE: usize = 4;
const BLOCK_MAGIC: u64 = 0x3141_5926_5359;
const END_MAGIC: u64 = 0x1772_4538_5090;
/// Bits before the first block: `BZh9`.
const HEADER_BITS: usize = 32;

/// A block cut out of its stream.
struct Block {
    stream: Vec<u8>,
    end_bit: usize,
    crc: u32,
}

/// Compresses what is written to it. It must be ended by [`ParallelBzip2::finish`].
pub(super) struct ParallelBzip2<W: Write> {
    out: W,
    cores: usize,
    waiting: Vec<u8>,
    /// Bits that do not fill a byte yet, in the lowest positions.
    rest: u64,
    rest_bits: u32,
    crc: u32,
}

impl<W: Write> ParallelBzip2<W> {
    pub(super) fn new(mut out: W, cores: usize) -> io::Result<Self> {
        out.write_all(b"BZh9")?;
        Ok(Self { out, cores, waiting: Vec::new(), rest: 0, rest_bits: 0, crc: 0 })
    }

    /// Ends the stream and hands the file back.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.compress()?;
        self.put_bits(END_MAGIC >> 24, 24)?;
        self.put_bits(END_MAGIC & 0xff_ffff, 24)?;
        self.put_bits(u64::from(self.crc), 32)?;
        if self.rest_bits > 0 {
            let padding = 8 - self.rest_bits;
            self.put_bits(0, padding)?;
        }
        self.out.flush()?;
        Ok(self.out)
    }

    /// Compresses and appends everything that waits.
    fn compress(&mut self) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        let pieces: Vec<&[u8]> = waiting.chunks(PIECE).collect();
        let done: Vec<Mutex<Option<io::Result<Vec<Block>>>>> =
            pieces.iter().map(|_| Mutex::new(None)).collect();
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..self.cores {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(piece) = pieces.get(at) else { break };
                        let blocks = blocks_of(piece);
                        *done[at].lock().expect("no thread panics with the lock") = Some(blocks);
                    }
                });
            }
        });
        for blocks in done {
            let blocks = blocks.into_inner().expect("no thread panics with the lock");
            for block in blocks.expect("every piece was taken")? {
                self.append(&block)?;
            }
        }
        self.waiting = waiting;
        self.waiting.clear();
        Ok(())
    }

    fn append(&mut self, block: &Block) -> io::Result<()> {
        let whole = (block.end_bit - HEADER_BITS) / 8;
        let start = HEADER_BITS / 8;
        let mut shifted = Vec::with_capacity(whole);
        for byte in &block.stream[start..start + whole] {
            self.rest = self.rest << 8 | u64::from(*byte);
            shifted.push((self.rest >> self.rest_bits) as u8);
            self.rest &= (1 << self.rest_bits) - 1;
        }
        self.out.write_all(&shifted)?;
        let left = (block.end_bit - HEADER_BITS) % 8;
        if left > 0 {
            let last = block.stream[start + whole] >> (8 - left);
            self.put_bits(u64::from(last), left as u32)?;
        }
        self.crc = self.crc.rotate_left(1) ^ block.crc;
        Ok(())
    }

    /// Appends the lowest bits of a number, 32 at most.
    fn put_bits(&mut self, bits: u64, count: u32) -> io::Result<()> {
        self.rest = self.rest << count | bits;
        self.rest_bits += count;
        while self.rest_bits >= 8 {
            self.rest_bits -= 8;
            self.out.write_all(&[(self.rest >> self.rest_bits) as u8])?;
        }
        self.rest &= (1 << self.rest_bits) - 1;
        Ok(())
    }
}

impl<W: Write> Write for ParallelBzip2<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE * PIECES_PER_CORE * self.cores {
            self.compress()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Compresses a piece; one that does not fit into a block is halved.
fn blocks_of(piece: &[u8]) -> io::Result<Vec<Block>> {
    let mut stream = Vec::new();
    bzip2::read::BzEncoder::new(piece, bzip2::Compression::best()).read_to_end(&mut stream)?;
    let bits = |at: usize, count: usize| {
        (at..at + count).fold(0_u64, |sum, bit| {
            let byte = stream.get(bit / 8).copied().unwrap_or(0);
            sum << 1 | u64::from(byte >> (7 - bit % 8) & 1)
        })
    };
    let end = (0..8).filter_map(|padding| (stream.len() * 8).checked_sub(80 + padding));
    let end_bit = end.into_iter().find(|end| bits(*end, 48) == END_MAGIC);
    let end_bit = end_bit.ok_or_else(|| io::Error::other("the compressor wrote no end"))?;
    let crc = bits(end_bit + 48, 32);
    if bits(HEADER_BITS, 48) == BLOCK_MAGIC && bits(HEADER_BITS + 48, 32) == crc {
        return Ok(vec![Block { stream, end_bit, crc: crc as u32 }]);
    }
    let (first, second) = piece.split_at(piece.len() / 2);
    let mut blocks = blocks_of(first)?;
    blocks.extend(blocks_of(second)?);
    Ok(blocks)
}

#[cfg(test)]
mod tests {
    //! The stream is one stream, and an ordinary reader gets back what was written.
    use super::*;

    fn round_trip(bytes: &[u8]) {
        let mut out = ParallelBzip2::new(Vec::new(), 2).expect("memory");
        out.write_all(bytes).expect("memory");
        let stream = out.finish().expect("memory");
        let mut read = Vec::new();
        let mut decoder = bzip2::read::BzDecoder::new(&stream[..]);
        decoder.read_to_end(&mut read).expect("one valid stream");
        assert!(read == bytes, "{} bytes became {}", bytes.len(), read.len());
        assert_eq!(decoder.total_in(), stream.len() as u64);
    }

    #[test]
    fn what_was_written_is_read_back() {
        round_trip(b"");
        round_trip(b"a");
        let text: Vec<u8> = (0..900_000_u32).flat_map(|n| n.to_string().into_bytes()).collect();
        round_trip(&text);
    }

    #[test]
    fn a_piece_that_grows_when_runs_are_packed_is_halved() {
        let runs: Vec<u8> = (0..500_000_u32).flat_map(|n| [(n * 7 % 251) as u8; 4]).collect();
        round_trip(&runs);
    }
}
