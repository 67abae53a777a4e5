//! Rows of any length, sorted by a 64-bit key.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{MAX_RUNS, READ_BUFFER, to_merge};
use crate::error::{Error, Result};

/// What decides between rows of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The order in which they were pushed.
    Pushed,
    /// Their bytes.
    Bytes,
}

/// Collects rows; [`Sorter::sort`] gives them back in order.
pub struct Sorter {
    path: PathBuf,
    order: Order,
    memory_bytes: usize,
    arena: Vec<u8>,
    /// Key, then where the row stands in the arena.
    entries: Vec<(u64, u32)>,
    runs: Vec<PathBuf>,
    /// Runs that were ever written, for their names.
    written: usize,
    count: u64,
}

/// Bytes of an entry in memory.
const ENTRY: usize = size_of::<(u64, u32)>();
/// Bytes of a row's length in the arena.
const LENGTH: usize = 4;
/// Bytes before a row in a run: key and length.
const HEAD: usize = 12;

impl Sorter {
    /// A sorter whose runs are files named after `path`, and which holds about `memory_bytes`.
    #[must_use]
    pub fn new(path: PathBuf, order: Order, memory_bytes: usize) -> Self {
        let memory_bytes = memory_bytes.min(u32::MAX as usize / 2);
        Self {
            path,
            order,
            memory_bytes,
            arena: Vec::new(),
            entries: Vec::new(),
            runs: Vec::new(),
            written: 0,
            count: 0,
        }
    }

    /// How many rows were pushed.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Adds a row made of two parts.
    pub fn push(&mut self, key: u64, head: &[u8], tail: &[u8]) -> Result<()> {
        let length = head.len() + tail.len();
        if self.arena.len() + self.entries.len() * ENTRY + length > self.memory_bytes {
            self.spill()?;
        }
        self.entries.push((key, self.arena.len() as u32));
        self.arena.extend_from_slice(&(length as u32).to_le_bytes());
        self.arena.extend_from_slice(head);
        self.arena.extend_from_slice(tail);
        self.count += 1;
        Ok(())
    }

    /// Moves what is in memory to disk when it is more than `limit` bytes.
    pub fn rest(&mut self, limit: usize) -> Result<()> {
        if self.arena.len() + self.entries.len() * ENTRY > limit {
            self.spill()?;
        }
        self.arena.shrink_to_fit();
        self.entries.shrink_to_fit();
        Ok(())
    }

    fn sort_memory(&mut self) {
        let arena = &self.arena;
        match self.order {
            Order::Pushed => self.entries.sort_unstable(),
            Order::Bytes => self.entries.sort_unstable_by(|a, b| {
                a.0.cmp(&b.0).then_with(|| row_at(arena, a.1).cmp(row_at(arena, b.1)))
            }),
        }
    }

    fn spill(&mut self) -> Result<()> {
        if self.entries.is_empty() {
            return Ok(());
        }
        self.sort_memory();
        let mut run = self.new_run()?;
        for &(key, at) in &self.entries {
            run.write(key, row_at(&self.arena, at))?;
        }
        let path = run.finish()?;
        self.runs.push(path);
        self.entries.clear();
        self.arena.clear();
        Ok(())
    }

    fn new_run(&mut self) -> Result<NewRun> {
        let path = self.path.with_extension(format!("{}.run", self.written));
        self.written += 1;
        let file = File::create(&path).map_err(Error::disk(&path))?;
        Ok(NewRun { path, out: BufWriter::with_capacity(1 << 20, file) })
    }

    /// Makes one run of some neighbouring ones; rows of one key stay in the order of the runs.
    fn merge(&mut self, runs: Range<usize>) -> Result<()> {
        let old = self.runs[runs.clone()].iter().map(|path| Run::open(path));
        let old = old.collect::<Result<Vec<_>>>()?;
        let mut rows = Sorted::new(self.order, Vec::new(), Vec::new(), old);
        let mut run = self.new_run()?;
        while let Some((key, row)) = rows.next()? {
            run.write(key, row)?;
        }
        self.runs.splice(runs, [run.finish()?]);
        Ok(())
    }

    /// Ends the collection.
    pub fn sort(self) -> Result<Sorted> {
        self.sort_by_merging(MAX_RUNS)
    }

    pub(super) fn sort_by_merging(mut self, max_runs: usize) -> Result<Sorted> {
        if !self.runs.is_empty() {
            self.spill()?;
            self.arena = Vec::new();
            self.entries = Vec::new();
        }
        let mut step = 0;
        while let Some(runs) = to_merge(self.runs.len(), max_runs, step) {
            self.merge(runs)?;
            step += 1;
        }
        self.sort_memory();
        let mut runs = Vec::with_capacity(self.runs.len());
        for path in &self.runs {
            runs.push(Run::open(path)?);
        }
        Ok(Sorted::new(self.order, self.arena, self.entries, runs))
    }
}

fn row_at(arena: &[u8], at: u32) -> &[u8] {
    let at = at as usize;
    let (length, rest) = arena[at..].split_first_chunk::<LENGTH>().expect("a row has a length");
    &rest[..u32::from_le_bytes(*length) as usize]
}

/// A run that is being written.
struct NewRun {
    path: PathBuf,
    out: BufWriter<File>,
}

impl NewRun {
    fn write(&mut self, key: u64, row: &[u8]) -> Result<()> {
        self.out
            .write_all(&key.to_le_bytes())
            .and_then(|()| self.out.write_all(&(row.len() as u32).to_le_bytes()))
            .and_then(|()| self.out.write_all(row))
            .map_err(Error::disk(&self.path))
    }

    fn finish(mut self) -> Result<PathBuf> {
        self.out.flush().map_err(Error::disk(&self.path))?;
        Ok(self.path)
    }
}

/// One file of sorted rows, at its next row.
struct Run {
    path: PathBuf,
    file: BufReader<File>,
    key: u64,
    row: Vec<u8>,
    done: bool,
}

impl Run {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(Error::disk(path))?;
        // The name is no longer needed: the file goes when the run is dropped, even if killed.
        std::fs::remove_file(path).map_err(Error::disk(path))?;
        let file = BufReader::with_capacity(READ_BUFFER, file);
        let mut run = Self { path: path.to_owned(), file, key: 0, row: Vec::new(), done: false };
        run.advance()?;
        Ok(run)
    }

    fn advance(&mut self) -> Result<()> {
        let mut head = [0_u8; HEAD];
        match self.file.read_exact(&mut head) {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                self.done = true;
                return Ok(());
            }
            other => other.map_err(Error::disk(&self.path))?,
        }
        let (key, length) = head.split_at(8);
        self.key = u64::from_le_bytes(key.try_into().expect("eight bytes"));
        let length = u32::from_le_bytes(length.try_into().expect("four bytes")) as usize;
        self.row.resize(length, 0);
        self.file.read_exact(&mut self.row).map_err(Error::disk(&self.path))
    }
}

/// Rows in order, one at a time.
pub struct Sorted {
    order: Order,
    arena: Vec<u8>,
    entries: Vec<(u64, u32)>,
    next: usize,
    runs: Vec<Run>,
    /// The runs that are not at their end, the one with the least row last.
    live: Vec<usize>,
    /// Whether the least row was given out and its run must step on first.
    taken: bool,
}

impl Sorted {
    fn new(order: Order, arena: Vec<u8>, entries: Vec<(u64, u32)>, runs: Vec<Run>) -> Self {
        let live = Vec::with_capacity(runs.len());
        let mut sorted = Self { order, arena, entries, next: 0, runs, live, taken: false };
        (0..sorted.runs.len()).for_each(|run| sorted.enlist(run));
        sorted
    }

    /// The next row with its key; it lives until the next call.
    pub fn next(&mut self) -> Result<Option<(u64, &[u8])>> {
        self.settle()?;
        if let Some(run) = self.live.last() {
            self.taken = true;
            let run = &self.runs[*run];
            return Ok(Some((run.key, &run.row)));
        }
        let Some(&(key, at)) = self.entries.get(self.next) else { return Ok(None) };
        self.next += 1;
        Ok(Some((key, row_at(&self.arena, at))))
    }

    /// The key of the next row.
    pub fn peek_key(&mut self) -> Result<Option<u64>> {
        self.settle()?;
        let on_disk = self.live.last().map(|run| self.runs[*run].key);
        Ok(on_disk.or_else(|| self.entries.get(self.next).map(|(key, _)| *key)))
    }

    /// Steps past the row that was given out.
    fn settle(&mut self) -> Result<()> {
        if std::mem::take(&mut self.taken)
            && let Some(run) = self.live.pop()
        {
            self.runs[run].advance()?;
            self.enlist(run);
        }
        Ok(())
    }

    /// Puts a run where its row belongs.
    fn enlist(&mut self, run: usize) {
        if self.runs[run].done {
            return;
        }
        let at = self.live.partition_point(|other| self.is_before(run, *other));
        self.live.insert(at, run);
    }

    /// Whether a run's row comes before another's; of equal ones the run written first.
    fn is_before(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.runs[one], &self.runs[other]);
        let by_row = || match self.order {
            Order::Pushed => std::cmp::Ordering::Equal,
            Order::Bytes => a.row.cmp(&b.row),
        };
        a.key.cmp(&b.key).then_with(by_row).then(one.cmp(&other)).is_lt()
    }
}
