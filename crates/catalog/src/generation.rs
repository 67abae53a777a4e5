//! The generations in a directory: which is current, how one is made, how old ones go.
//!
//! ```text
//! catalogue/
//!   CURRENT                the number of the current generation, replaced by rename
//!   LOCK                   held by the one import that may run
//!   building-N/            an unfinished import; removed by the next one
//!   generations/N/         data.mdb  search/  MANIFEST.json  VERIFIED
//! ```

use std::fs::{self, File, TryLockError};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::manifest::{FileSum, MANIFEST_FILE, Manifest};
use crate::read::Catalog;

/// Remembers which files were checked, so that opening does not read gigabytes again.
const VERIFIED_FILE: &str = "VERIFIED";

/// Beginning of the names of directories that the next import removes.
const UNFINISHED: &str = "building-";

/// A directory of generations.
#[derive(Debug, Clone)]
pub struct Generations {
    root: PathBuf,
}

/// One line of a list of generations.
#[derive(Debug, Clone)]
pub struct Generation {
    /// Its number.
    pub number: u64,
    /// Whether it is the current one.
    pub current: bool,
    /// Bytes of its files.
    pub bytes: u64,
    /// What it says about itself, or why it cannot be read.
    pub manifest: Result<Manifest, String>,
}

/// A generation under construction. Dropped before it is published, it is gone.
#[derive(Debug)]
pub struct Draft {
    root: PathBuf,
    number: u64,
    directory: PathBuf,
    published: bool,
    _lock: File,
}

impl Generations {
    /// The generations below `root`, which need not exist yet.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The directory.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the generation of that number lies.
    #[must_use]
    pub fn directory(&self, number: u64) -> PathBuf {
        self.root.join("generations").join(number.to_string())
    }

    /// The number of the current generation, `None` before the first import.
    pub fn current(&self) -> Result<Option<u64>> {
        let path = self.root.join("CURRENT");
        match fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io(&path)(error)),
            Ok(text) => text.trim().parse().map(Some).map_err(|_| Error::Foreign {
                path: path.clone(),
                reason: "it does not hold a number".to_owned(),
            }),
        }
    }

    /// Opens the current generation.
    pub fn open_current(&self) -> Result<Arc<Catalog>> {
        let number = self.current()?.ok_or_else(|| Error::Empty(self.root.clone()))?;
        self.open(number)
    }

    /// Opens a generation. Its files are compared with the manifest: by length, time and inode if
    /// they were checked before, else byte by byte.
    pub fn open(&self, number: u64) -> Result<Arc<Catalog>> {
        let directory = self.directory(number);
        if !directory.is_dir() {
            return Err(Error::NoGeneration(number));
        }
        let manifest = Manifest::read(&directory)?;
        let stamp = stamp_of(&directory, &manifest)?;
        let known = fs::read_to_string(directory.join(VERIFIED_FILE));
        if known.ok().as_deref() != Some(stamp.as_str()) {
            check_files(&directory, &manifest)?;
            remember(&directory, &stamp);
        }
        Catalog::open(number, &directory, manifest).map(Arc::new)
    }

    /// All generations, the newest first.
    pub fn list(&self) -> Result<Vec<Generation>> {
        let current = self.current()?;
        let mut found = Vec::new();
        for number in self.numbers()? {
            let directory = self.directory(number);
            let manifest = Manifest::read(&directory).map_err(|error| error.to_string());
            let bytes = manifest.as_ref().map_or(0, |m| m.files.values().map(|f| f.bytes).sum());
            found.push(Generation { number, current: current == Some(number), bytes, manifest });
        }
        found.sort_by_key(|generation| std::cmp::Reverse(generation.number));
        Ok(found)
    }

    /// Makes a generation current. It is opened first: a damaged one is refused.
    pub fn choose(&self, number: u64) -> Result<()> {
        self.open(number)?;
        self.point_to(number)
    }

    /// Removes all but the newest `keep` generations; the current one always stays.
    pub fn prune(&self, keep: usize) -> Result<Vec<u64>> {
        let _lock = self.lock()?;
        let mut numbers = self.numbers()?;
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        let current = self.current()?;
        let old: Vec<u64> =
            numbers.into_iter().skip(keep).filter(|n| Some(*n) != current).collect();
        for number in &old {
            let directory = self.directory(*number);
            // One rename takes it out of sight; a removal cut short is finished by the next import.
            let doomed = self.root.join(format!("{UNFINISHED}{number}-pruned"));
            fs::rename(&directory, &doomed).map_err(Error::io(&directory))?;
            fs::remove_dir_all(&doomed).map_err(Error::io(&doomed))?;
        }
        Ok(old)
    }

    /// Compares every byte of a generation's files with its manifest.
    pub fn verify_files(&self, number: u64) -> Result<Manifest> {
        let directory = self.directory(number);
        if !directory.is_dir() {
            return Err(Error::NoGeneration(number));
        }
        let manifest = Manifest::read(&directory)?;
        check_files(&directory, &manifest)?;
        remember(&directory, &stamp_of(&directory, &manifest)?);
        Ok(manifest)
    }

    /// Starts a generation. Only one import can be under way; what an interrupted one left is removed.
    pub fn begin(&self) -> Result<Draft> {
        let lock = self.lock()?;
        let parent = self.root.join("generations");
        fs::create_dir_all(&parent).map_err(Error::io(&parent))?;
        for entry in fs::read_dir(&self.root).map_err(Error::io(&self.root))? {
            let path = entry.map_err(Error::io(&self.root))?.path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED)) {
                fs::remove_dir_all(&path).map_err(Error::io(&path))?;
            }
        }
        let number = self.numbers()?.into_iter().max().unwrap_or(0) + 1;
        let directory = self.root.join(format!("{UNFINISHED}{number}"));
        fs::create_dir_all(&directory).map_err(Error::io(&directory))?;
        Ok(Draft { root: self.root.clone(), number, directory, published: false, _lock: lock })
    }

    fn lock(&self) -> Result<File> {
        fs::create_dir_all(&self.root).map_err(Error::io(&self.root))?;
        let path = self.root.join("LOCK");
        let file = File::create(&path).map_err(Error::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Error::Busy(self.root.clone())),
            Err(TryLockError::Error(error)) => Err(Error::io(&path)(error)),
        }
    }

    fn numbers(&self) -> Result<Vec<u64>> {
        let parent = self.root.join("generations");
        let entries = match fs::read_dir(&parent) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            other => other.map_err(Error::io(&parent))?,
        };
        let mut numbers = Vec::new();
        for entry in entries {
            let entry = entry.map_err(Error::io(&parent))?;
            numbers.extend(entry.file_name().to_string_lossy().parse::<u64>().ok());
        }
        Ok(numbers)
    }

    fn point_to(&self, number: u64) -> Result<()> {
        let next = self.root.join("CURRENT.next");
        fs::write(&next, format!("{number}\n")).map_err(Error::io(&next))?;
        sync(&next)?;
        let path = self.root.join("CURRENT");
        fs::rename(&next, &path).map_err(Error::io(&path))?;
        sync(&self.root)
    }
}

impl Draft {
    /// The number that the generation will have.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Where to put its files.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Writes the manifest with the checksums of all files and forces everything to disk. The
    /// generation can be opened by [`Draft::open`] from now on.
    pub fn seal(&self, manifest: &mut Manifest) -> Result<()> {
        manifest.files = sums_of(&self.directory)?;
        manifest.write(&self.directory)?;
        remember(&self.directory, &stamp_of(&self.directory, manifest)?);
        sync(&self.directory)
    }

    /// Writes the manifest of a sealed draft once more; its files must not have changed.
    pub fn seal_again(&self, manifest: &Manifest) -> Result<()> {
        manifest.write(&self.directory)?;
        sync(&self.directory)
    }

    /// Opens the sealed draft for a last check.
    pub fn open(&self) -> Result<Catalog> {
        let manifest = Manifest::read(&self.directory)?;
        Catalog::open(self.number, &self.directory, manifest)
    }

    /// Gives the sealed draft its name and makes it current: the only step that readers see.
    pub fn publish(mut self) -> Result<u64> {
        let generations = Generations::at(&self.root);
        let target = generations.directory(self.number);
        fs::rename(&self.directory, &target).map_err(Error::io(&target))?;
        self.published = true;
        sync(&self.root.join("generations"))?;
        generations.point_to(self.number)?;
        Ok(self.number)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.published {
            // Best effort: the next import removes what stays.
            let _ = fs::remove_dir_all(&self.directory);
        }
    }
}

fn sync(path: &Path) -> Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(Error::io(path))
}

/// Every file below `directory` but the manifest and the stamp, by relative name.
fn sums_of(directory: &Path) -> Result<std::collections::BTreeMap<String, FileSum>> {
    let mut sums = std::collections::BTreeMap::new();
    let mut open = vec![directory.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(Error::io(&folder))? {
            let path = entry.map_err(Error::io(&folder))?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let relative = path.strip_prefix(directory).unwrap_or(&path);
            let name = relative.to_string_lossy().into_owned();
            if name != MANIFEST_FILE && name != VERIFIED_FILE {
                sync(&path)?;
                sums.insert(name, sum_of(&path)?);
            }
        }
        sync(&folder)?;
    }
    Ok(sums)
}

fn sum_of(path: &Path) -> Result<FileSum> {
    let mut file = File::open(path).map_err(Error::io(path))?;
    let mut hasher = blake3::Hasher::new();
    let mut block = vec![0_u8; 1 << 20];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut block).map_err(Error::io(path))?;
        if read == 0 {
            break;
        }
        hasher.update(&block[..read]);
        bytes += read as u64;
    }
    Ok(FileSum { bytes, blake3: hasher.finalize().to_hex().to_string() })
}

fn check_files(directory: &Path, manifest: &Manifest) -> Result<()> {
    for (name, expected) in &manifest.files {
        let path = directory.join(name);
        let found = sum_of(&path)?;
        if found != *expected {
            let reason = if found.bytes == expected.bytes {
                "its checksum is not the manifest's".to_owned()
            } else {
                format!("it has {} bytes, the manifest says {}", found.bytes, expected.bytes)
            };
            return Err(Error::Foreign { path, reason });
        }
    }
    Ok(())
}

/// What the operating system says of the files: changes whenever one is written or replaced.
fn stamp_of(directory: &Path, manifest: &Manifest) -> Result<String> {
    use std::fmt::Write as _;
    use std::os::unix::fs::MetadataExt as _;
    let mut stamp = String::new();
    for (name, expected) in &manifest.files {
        let path = directory.join(name);
        let found = fs::metadata(&path).map_err(Error::io(&path))?;
        if found.len() != expected.bytes {
            let reason =
                format!("it has {} bytes, the manifest says {}", found.len(), expected.bytes);
            return Err(Error::Foreign { path, reason });
        }
        let (inode, seconds, nanos) = (found.ino(), found.mtime(), found.mtime_nsec());
        writeln!(stamp, "{name} {inode} {seconds}.{nanos} {}", expected.blake3)
            .expect("a string takes all");
    }
    Ok(stamp)
}

/// Best effort: on a read-only disk the next start checks again.
fn remember(directory: &Path, stamp: &str) {
    if let Err(error) = fs::write(directory.join(VERIFIED_FILE), stamp) {
        tracing::debug!(%error, "checked files are not remembered");
    }
}
