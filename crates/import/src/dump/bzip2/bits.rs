//! A writer of bits that puts pieces of any alignment one after another.

use super::cut::Piece;
use super::{BLOCK, cut::END};

/// A one-block bzip2 stream being put together.
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    /// Bits not yet in `bytes`, at the low end.
    pending: u64,
    /// How many; fewer than 8 between calls.
    count: u32,
}

impl BitWriter {
    pub(super) fn new() -> Self {
        Self { bytes: Vec::new(), pending: 0, count: 0 }
    }

    /// The head of a stream with the largest block size, which decodes smaller blocks as well.
    pub(super) fn header(&mut self) {
        self.bytes.extend_from_slice(b"BZh9");
    }

    /// Appends all bits of a piece.
    pub(super) fn append(&mut self, piece: &Piece) {
        let (bytes, skip, bits) = piece.bits();
        self.bytes.reserve(bytes.len() + 16);
        let mut done = 0;
        while bits - done >= 32 {
            self.push(word(bytes, skip + done) >> 32, 32);
            done += 32;
        }
        let rest = (bits - done) as u32;
        if rest > 0 {
            self.push(word(bytes, skip + done) >> (64 - rest), rest);
        }
    }

    /// The whole stream: what was appended, then the end mark and the checksum of its one block.
    pub(super) fn with_trailer(&self, crc: u32) -> Vec<u8> {
        let mut whole =
            Self { bytes: self.bytes.clone(), pending: self.pending, count: self.count };
        whole.push(END >> 24, 24);
        whole.push(END & 0xff_ffff, 24);
        whole.push(u64::from(crc), 32);
        if whole.count > 0 {
            whole.push(0, 8 - whole.count);
        }
        whole.bytes
    }

    /// Appends the low `count` bits of `value`, at most 32.
    fn push(&mut self, value: u64, count: u32) {
        self.pending = self.pending << count | value;
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            self.bytes.push((self.pending >> self.count) as u8);
        }
        self.pending &= (1 << self.count) - 1;
    }
}

/// 32 or more valid bits at the high end, from bit `at`; zeros beyond the end of the bytes.
fn word(bytes: &[u8], at: u64) -> u64 {
    let byte = (at / 8) as usize;
    let mut eight = [0_u8; 8];
    if let Some(whole) = bytes.get(byte..byte + 8) {
        eight.copy_from_slice(whole);
    } else {
        let tail = bytes.get(byte..).unwrap_or_default();
        eight[..tail.len()].copy_from_slice(tail);
    }
    u64::from_be_bytes(eight) << (at % 8)
}

/// The 48 bits of a piece from bit `at`, for reading marks and checksums.
pub(super) fn forty_eight(bytes: &[u8], at: u64) -> u64 {
    word(bytes, at) >> 16
}

const _: () = assert!(BLOCK < 1 << 48 && END < 1 << 48);
