//! Pairs of a 64-bit key and a 32-bit value, sorted.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::READ_BUFFER;
use crate::error::{Error, Result};

/// Bytes of a pair in a run.
const PAIR: usize = 12;

/// Collects pairs; [`Pairs::sort`] gives them back in ascending order.
pub struct Pairs {
    path: PathBuf,
    limit: usize,
    memory: Vec<(u64, u32)>,
    runs: Vec<PathBuf>,
    count: u64,
}

impl Pairs {
    /// A sorter whose runs are files named after `path`, and which holds about `memory_bytes`.
    #[must_use]
    pub fn new(path: PathBuf, memory_bytes: usize) -> Self {
        Self {
            path,
            limit: (memory_bytes / 16).max(16),
            memory: Vec::new(),
            runs: Vec::new(),
            count: 0,
        }
    }

    /// Adds a pair.
    pub fn push(&mut self, key: u64, value: u32) -> Result<()> {
        if self.memory.len() >= self.limit {
            self.spill()?;
        }
        self.memory.push((key, value));
        self.count += 1;
        Ok(())
    }

    /// Moves what is in memory to disk when it is more than `limit` bytes.
    pub fn rest(&mut self, limit: usize) -> Result<()> {
        if self.memory.len() * 16 > limit {
            self.spill()?;
            self.memory = Vec::new();
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<()> {
        self.memory.sort_unstable();
        let path = self.path.with_extension(format!("{}.run", self.runs.len()));
        let file = File::create(&path).map_err(Error::disk(&path))?;
        let mut out = BufWriter::with_capacity(1 << 20, file);
        for (key, value) in &self.memory {
            let mut bytes = [0_u8; PAIR];
            bytes[..8].copy_from_slice(&key.to_le_bytes());
            bytes[8..].copy_from_slice(&value.to_le_bytes());
            out.write_all(&bytes).map_err(Error::disk(&path))?;
        }
        out.flush().map_err(Error::disk(&path))?;
        self.runs.push(path);
        self.memory.clear();
        Ok(())
    }

    /// Ends the collection.
    pub fn sort(mut self) -> Result<SortedPairs> {
        if !self.runs.is_empty() {
            self.spill()?;
            self.memory = Vec::new();
        }
        self.memory.sort_unstable();
        let mut runs = Vec::with_capacity(self.runs.len());
        for path in &self.runs {
            runs.push(Run::open(path)?);
        }
        Ok(SortedPairs { memory: self.memory.into_iter(), runs, count: self.count })
    }
}

struct Run {
    path: PathBuf,
    file: BufReader<File>,
    next: Option<(u64, u32)>,
}

impl Run {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(Error::disk(path))?;
        std::fs::remove_file(path).map_err(Error::disk(path))?;
        let file = BufReader::with_capacity(READ_BUFFER, file);
        let mut run = Self { path: path.to_owned(), file, next: None };
        run.advance()?;
        Ok(run)
    }

    fn advance(&mut self) -> Result<()> {
        let mut bytes = [0_u8; PAIR];
        self.next = match self.file.read_exact(&mut bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => None,
            other => {
                other.map_err(Error::disk(&self.path))?;
                let (key, value) = bytes.split_at(8);
                let key = u64::from_le_bytes(key.try_into().expect("eight bytes"));
                Some((key, u32::from_le_bytes(value.try_into().expect("four bytes"))))
            }
        };
        Ok(())
    }
}

/// Pairs in ascending order.
pub struct SortedPairs {
    memory: std::vec::IntoIter<(u64, u32)>,
    runs: Vec<Run>,
    count: u64,
}

impl SortedPairs {
    /// How many pairs there are in all.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The next pair.
    pub fn next(&mut self) -> Result<Option<(u64, u32)>> {
        if self.runs.is_empty() {
            return Ok(self.memory.next());
        }
        let least =
            self.runs.iter_mut().filter(|run| run.next.is_some()).min_by_key(|run| run.next);
        let Some(run) = least else { return Ok(None) };
        let pair = run.next;
        run.advance()?;
        Ok(pair)
    }
}
