//! Pairs of a 64-bit key and a 32-bit value, sorted.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{MAX_RUNS, READ_BUFFER, to_merge};
use crate::error::{Error, Result};

/// Bytes of a pair in memory.
const ENTRY: usize = size_of::<(u64, u32)>();
/// Bytes of a pair in a run.
const PAIR: usize = 12;

/// Collects pairs; [`Pairs::sort`] gives them back in ascending order.
pub struct Pairs {
    path: PathBuf,
    limit: usize,
    memory: Vec<(u64, u32)>,
    runs: Vec<PathBuf>,
    /// Runs that were ever written, for their names.
    written: usize,
    count: u64,
}

impl Pairs {
    /// A sorter whose runs are files named after `path`, and which holds about `memory_bytes`.
    #[must_use]
    pub fn new(path: PathBuf, memory_bytes: usize) -> Self {
        Self {
            path,
            limit: (memory_bytes / ENTRY).max(16),
            memory: Vec::new(),
            runs: Vec::new(),
            written: 0,
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
        if self.memory.len() * ENTRY > limit {
            self.spill()?;
        }
        self.memory.shrink_to_fit();
        Ok(())
    }

    fn spill(&mut self) -> Result<()> {
        self.memory.sort_unstable();
        let mut memory = std::mem::take(&mut self.memory);
        let path = self.write(memory.iter().copied().map(Ok))?;
        self.runs.push(path);
        memory.clear();
        self.memory = memory;
        Ok(())
    }

    /// Writes a run.
    fn write(&mut self, pairs: impl Iterator<Item = Result<(u64, u32)>>) -> Result<PathBuf> {
        let path = self.path.with_extension(format!("{}.run", self.written));
        self.written += 1;
        let file = File::create(&path).map_err(Error::disk(&path))?;
        let mut out = BufWriter::with_capacity(1 << 20, file);
        for pair in pairs {
            let (key, value) = pair?;
            let mut bytes = [0_u8; PAIR];
            bytes[..8].copy_from_slice(&key.to_le_bytes());
            bytes[8..].copy_from_slice(&value.to_le_bytes());
            out.write_all(&bytes).map_err(Error::disk(&path))?;
        }
        out.flush().map_err(Error::disk(&path))?;
        Ok(path)
    }

    /// Makes one run of some.
    fn merge(&mut self, runs: Range<usize>) -> Result<()> {
        let memory = Vec::new().into_iter();
        let mut old = SortedPairs { memory, runs: open(&self.runs[runs.clone()])?, count: 0 };
        let path = self.write(std::iter::from_fn(|| old.next().transpose()))?;
        self.runs.splice(runs, [path]);
        Ok(())
    }

    /// Ends the collection.
    pub fn sort(self) -> Result<SortedPairs> {
        self.sort_by_merging(MAX_RUNS)
    }

    pub(super) fn sort_by_merging(mut self, max_runs: usize) -> Result<SortedPairs> {
        if !self.runs.is_empty() {
            self.spill()?;
            self.memory = Vec::new();
        }
        let mut step = 0;
        while let Some(runs) = to_merge(self.runs.len(), max_runs, step) {
            self.merge(runs)?;
            step += 1;
        }
        self.memory.sort_unstable();
        let runs = open(&self.runs)?;
        Ok(SortedPairs { memory: self.memory.into_iter(), runs, count: self.count })
    }
}

/// The runs that are not empty.
fn open(paths: &[PathBuf]) -> Result<BinaryHeap<Run>> {
    let mut runs = BinaryHeap::with_capacity(paths.len());
    for path in paths {
        runs.extend(Run::open(path)?);
    }
    Ok(runs)
}

/// A file of sorted pairs, at its next one.
struct Run {
    path: PathBuf,
    file: BufReader<File>,
    next: (u64, u32),
}

impl Run {
    /// `None` if it is empty.
    fn open(path: &Path) -> Result<Option<Self>> {
        let file = File::open(path).map_err(Error::disk(path))?;
        std::fs::remove_file(path).map_err(Error::disk(path))?;
        let file = BufReader::with_capacity(READ_BUFFER, file);
        let mut run = Self { path: path.to_owned(), file, next: (0, 0) };
        Ok(run.advance()?.then_some(run))
    }

    /// Steps to the next pair; `false` at the end.
    fn advance(&mut self) -> Result<bool> {
        let mut bytes = [0_u8; PAIR];
        match self.file.read_exact(&mut bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(false),
            other => other.map_err(Error::disk(&self.path))?,
        }
        let (key, value) = bytes.split_at(8);
        let key = u64::from_le_bytes(key.try_into().expect("eight bytes"));
        self.next = (key, u32::from_le_bytes(value.try_into().expect("four bytes")));
        Ok(true)
    }
}

impl Ord for Run {
    /// The run with the least pair is the greatest, as a heap wants it.
    fn cmp(&self, other: &Self) -> Ordering {
        other.next.cmp(&self.next)
    }
}

impl PartialOrd for Run {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        self.next == other.next
    }
}

impl Eq for Run {}

/// Pairs in ascending order.
pub struct SortedPairs {
    memory: std::vec::IntoIter<(u64, u32)>,
    runs: BinaryHeap<Run>,
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
        let Some(mut run) = self.runs.peek_mut() else { return Ok(self.memory.next()) };
        let pair = run.next;
        if !run.advance()? {
            PeekMut::pop(run);
        }
        Ok(Some(pair))
    }
}
