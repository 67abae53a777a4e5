//! Hash indexes: from a key to the few dense ids that may have it.
//!
//! A key's 64-bit hash chooses a bucket by its top bits and leaves a 16-bit fingerprint; a bucket
//! holds fingerprints and dense ids. A candidate is confirmed by its own record, so that an entry
//! costs six bytes and not the twenty to forty of a whole key.

use xxhash_rust::xxh3::xxh3_64;

use crate::codec::{Corrupt, Field, Read, Reader, record};

/// Entries a bucket has at most on average; between half of it and this many in practice.
const BUCKET_ENTRIES: u64 = 64;

record! {
    /// How many entries an index has and how many bits choose the bucket.
    Header {
        /// Entries.
        count: u64,
        /// Top bits of the hash that are the bucket's number.
        bits: u8,
        ---
    }
}

/// The key of the header: no bucket's key has one byte.
pub(crate) const HEADER_KEY: &[u8] = &[0];

impl Header<'_> {
    /// The header of an index of that many entries.
    pub(crate) fn for_count(count: u64) -> Self {
        let buckets = count.div_ceil(BUCKET_ENTRIES).max(1).next_power_of_two();
        Self { count, bits: buckets.trailing_zeros() as u8, ..Self::default() }
    }

    /// Reads a header; a missing one is that of an empty index.
    pub(crate) fn read(bytes: Option<&[u8]>) -> Read<Header<'static>> {
        let Some(bytes) = bytes else { return Ok(Header::for_count(0)) };
        let header = Header::take(&mut Reader::new(bytes))?;
        if header.bits > 31 {
            return Err(Corrupt("an index has too many buckets"));
        }
        Ok(Header { count: header.count, bits: header.bits, ..Header::default() })
    }

    /// The bucket of a hash.
    #[inline]
    pub(crate) fn bucket(&self, hash: u64) -> u32 {
        if self.bits == 0 { 0 } else { (hash >> (64 - u32::from(self.bits))) as u32 }
    }
}

/// The hash of a key.
#[inline]
#[must_use]
pub fn hash(key: &[u8]) -> u64 {
    xxh3_64(key)
}

/// The part of a hash that a bucket keeps.
#[inline]
fn fingerprint(hash: u64) -> u16 {
    hash as u16
}

/// The form in which a catalogue number is a key: without spaces, hyphens and case.
#[must_use]
pub fn catalog_number_key(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).collect()
}

/// The bytes of a bucket: all fingerprints, then all dense ids, little end first.
pub(crate) fn put_bucket(entries: &[(u64, u32)], out: &mut Vec<u8>) {
    out.clear();
    for (hash, _) in entries {
        out.extend_from_slice(&fingerprint(*hash).to_le_bytes());
    }
    for (_, id) in entries {
        out.extend_from_slice(&id.to_le_bytes());
    }
}

/// The dense ids in a bucket whose fingerprint fits.
pub(crate) fn candidates(bucket: &[u8], hash: u64) -> Read<impl Iterator<Item = u32> + use<'_>> {
    if !bucket.len().is_multiple_of(6) {
        return Err(Corrupt("a bucket has a cut-off entry"));
    }
    let (prints, ids) = bucket.split_at(bucket.len() / 3);
    let wanted = fingerprint(hash).to_le_bytes();
    let hits =
        prints.chunks_exact(2).zip(ids.chunks_exact(4)).filter(move |(print, _)| *print == wanted);
    Ok(hits.map(|(_, id)| u32::from_le_bytes([id[0], id[1], id[2], id[3]])))
}

#[cfg(test)]
mod tests {
    //! Buckets give back what was put in.
    use super::*;

    #[test]
    fn a_bucket_finds_each_of_its_entries() {
        let entries: Vec<(u64, u32)> =
            (0..50_u32).map(|id| (hash(&id.to_be_bytes()), id)).collect();
        let mut bytes = Vec::new();
        put_bucket(&entries, &mut bytes);
        for (hash, id) in entries {
            assert!(candidates(&bytes, hash).expect("own bytes").any(|found| found == id));
        }
    }

    #[test]
    fn a_cut_bucket_is_an_error() {
        assert!(candidates(&[0; 7], 1).is_err());
    }

    #[test]
    fn catalogue_numbers_match_without_spaces_and_case() {
        assert_eq!(catalog_number_key("PKR 001-LP"), catalog_number_key("pkr001lp"));
    }
}
