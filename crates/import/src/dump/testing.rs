//! Exports made in memory for the tests of this folder.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{Error, Format, Source, open, tables};

/// The members of an archive: head files and tables.
#[derive(Clone)]
pub(super) struct Members(pub(super) Vec<(String, Vec<u8>)>);

impl Members {
    /// A head of schema 31, and one row in every core table.
    pub(super) fn core() -> Self {
        let mut members = Self::head();
        for table in tables::CORE {
            let width = tables::columns(table).unwrap().len();
            members.table(table, vec!["1"; width].join("\t") + "\n");
        }
        members
    }

    pub(super) fn head() -> Self {
        Self(
            [
                ("TIMESTAMP", "2026-07-25 00:12:03.123456+00\n"),
                ("COPYING", "free\n"),
                ("README", "read\n"),
                ("REPLICATION_SEQUENCE", "4711\n"),
                ("SCHEMA_SEQUENCE", "31\n"),
            ]
            .map(|(name, text)| (name.to_owned(), text.into()))
            .into(),
        )
    }

    pub(super) fn table(&mut self, name: &str, rows: impl Into<Vec<u8>>) {
        self.0.push((format!("mbdump/{name}"), rows.into()));
    }

    pub(super) fn set(&mut self, name: &str, text: &str) {
        self.0.iter_mut().find(|(found, _)| found == name).unwrap().1 = text.into();
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|(found, _)| found != name);
    }

    pub(super) fn tar(&self) -> Vec<u8> {
        let mut tar = tar::Builder::new(Vec::new());
        for (name, bytes) in &self.0 {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, name, &bytes[..]).unwrap();
        }
        tar.into_inner().unwrap()
    }

    pub(super) fn packed(&self, format: Format) -> Vec<u8> {
        pack(&self.tar(), format)
    }

    pub(super) fn write(&self, path: &Path, format: Format) -> PathBuf {
        fs::write(path, self.packed(format)).unwrap();
        path.into()
    }
}

/// Every format that an archive may have.
pub(super) const FORMATS: [Format; 5] =
    [Format::Bzip2, Format::Xz, Format::Gzip, Format::Zstd, Format::Tar];

pub(super) fn pack(bytes: &[u8], format: Format) -> Vec<u8> {
    match format {
        Format::Tar => bytes.to_vec(),
        Format::Bzip2 => bzip2_with(bytes, 1),
        Format::Xz => {
            let mut to = liblzma::write::XzEncoder::new(Vec::new(), 1);
            to.write_all(bytes).unwrap();
            to.finish().unwrap()
        }
        Format::Gzip => {
            let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            to.write_all(bytes).unwrap();
            to.finish().unwrap()
        }
        Format::Zstd => {
            let mut to = zstd::Encoder::new(Vec::new(), 1).unwrap();
            to.include_checksum(true).unwrap();
            to.write_all(bytes).unwrap();
            to.finish().unwrap()
        }
    }
}

/// `level` is the block size in units of 100,000 bytes.
pub(super) fn bzip2_with(bytes: &[u8], level: u32) -> Vec<u8> {
    let mut to = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::new(level));
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

/// What a walk over an export found: every table with its bytes.
pub(super) fn read_all(source: &Source) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let mut seen = Vec::new();
    source.for_each_table(&mut |header, rows| {
        let mut bytes = Vec::new();
        let mut next = 1;
        while let Some(block) = rows.next_block()? {
            assert_eq!(block.first_row, next);
            next += memchr::memchr_iter(b'\n', block.bytes).count() as u64;
            bytes.extend_from_slice(block.bytes);
        }
        assert_eq!(bytes.len() as u64, header.bytes_total);
        seen.push((header.name.to_owned(), bytes));
        Ok::<_, Error>(())
    })?;
    Ok(seen)
}

pub(super) fn read_path(path: &Path) -> Result<Vec<(String, Vec<u8>)>, Error> {
    read_all(&open(&[path.to_path_buf()])?)
}

/// Bytes that look random and do not compress, the same for the same seed.
pub(super) fn noise(seed: u64, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    (0..len)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 24) as u8
        })
        .collect()
}
