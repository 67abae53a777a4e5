//! Time, chance and folders for tests: a clock that stands still until it is moved, numbers that are
//! the same in every run, a copy that may be changed.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::{fs, io};

/// The time of day of a test.
#[derive(Debug)]
pub struct Time(AtomicI64);

impl Time {
    /// A clock that shows an instant, in milliseconds since 1970.
    #[must_use]
    pub fn new(now_ms: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(now_ms)))
    }

    /// What it shows.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Moves it.
    pub fn advance_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// The clock as crates take it.
    pub fn clock(self: &Arc<Self>) -> impl Fn() -> i64 + Clone + Send + Sync + use<> {
        let time = Arc::clone(self);
        move || time.now_ms()
    }
}

/// Chance as crates take it: no two slices are alike, and all come again in the next run.
pub fn chance() -> impl Fn(&mut [u8]) + Clone + Send + Sync {
    let count = Arc::new(AtomicU64::new(0));
    move |bytes: &mut [u8]| {
        for chunk in bytes.chunks_mut(8) {
            let number = count.fetch_add(1, Ordering::SeqCst) + 1;
            let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31);
            let mixed = mixed.wrapping_mul(0xD6E8_FEB8_6659_FD93);
            for (byte, random) in chunk.iter_mut().zip(mixed.to_le_bytes()) {
                *byte = random;
            }
        }
    }
}

/// Copies a folder with all that is in it.
///
/// # Errors
/// Those of the file system.
pub fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_folder(&entry.path(), &target)?,
            false => drop(fs::copy(entry.path(), target)?),
        }
    }
    Ok(())
}
