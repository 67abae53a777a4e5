//! Import of a file: its row, its upload, and the walk from row to row.

use std::fs::File;
use std::io::{self, Seek as _};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use jobs::{Progress, Stop, Unit};
use store::listen_imports::{self, Import};
use store::{Tx, jobs as job_rows};
use uuid::Uuid;

use super::job::ImportJob;
use super::report::Counts;
use super::step::{Course, STEP, Step};
use crate::error::{Error, Refusal, Result};
use crate::formats::{self, Format, Limits, Options, Position, Reader, Upload};
use crate::listens::Listens;
use crate::play::Submission;

/// Characters of the name of a file that are kept.
const MAX_NAME: usize = 1000;
/// Imports of a person that wait at most: each may lie on the disk as a file.
const MAX_WAITING: usize = 10;
/// The end of the names of uploads that are still arriving.
const PART: &str = "part";

/// A file that is to be imported.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// Whose plays.
    pub user_id: Uuid,
    /// As which format; none finds it out.
    pub format: Option<&'static Format>,
    /// As the person calls the file.
    pub file_name: String,
    /// Zone of times that a player wrote down without one.
    pub zone: TimeZone,
}

/// What a file is.
struct Recognised {
    format: &'static Format,
    hash: Vec<u8>,
}

impl Listens {
    /// An id for an upload that begins, and where its bytes go.
    ///
    /// # Errors
    /// Refused: ten imports of the person wait already.
    pub async fn new_upload(&self, user_id: Uuid, folder: &Path) -> Result<(Uuid, PathBuf)> {
        let imports = self.imports(user_id).await?;
        if imports.iter().filter(|import| import.status.is_open()).count() >= MAX_WAITING {
            return Err(Refusal::TooMany { what: "imports at once", most: MAX_WAITING }.into());
        }
        let id = self.new_id();
        Ok((id, upload_path(folder, id).with_extension(PART)))
    }

    /// Takes an upload that has arrived, and puts the job into the queue that imports it.
    ///
    /// # Errors
    /// Refused: a file of no format that is known, in words that say what helps. The file is
    /// removed then.
    pub async fn queue_import(&self, id: Uuid, folder: &Path, new: NewImport) -> Result<()> {
        let path = upload_path(folder, id);
        let part = path.with_extension(PART);
        let name = new.file_name.clone();
        let recognised = blocking(move || recognise(&name, &part, new.format)).await;
        let part = path.with_extension(PART);
        let recognised = match recognised {
            Ok(recognised) => recognised,
            Err(error) => {
                // The job that clears up finds what is left.
                let _ = std::fs::remove_file(part);
                return Err(error);
            }
        };
        std::fs::rename(&part, &path).map_err(internal)?;
        let zone = new.zone.iana_name().map(str::to_owned);
        let job = ImportJob { import: Some(id), zone, account: None };
        let (row, now_ms) = (self.new_import_row(id, &new, &recognised), self.now_ms());
        self.queue_import_row(row, job.row(self.new_id(), new.user_id, now_ms)?).await
    }

    /// Puts an import and its job into the database.
    pub(super) async fn queue_import_row(&self, row: Import, job: job_rows::NewJob) -> Result<()> {
        let work = self.store().write::<_, store::Error, _>(move |tx: &mut Tx<'_>| {
            Box::pin(async move {
                listen_imports::insert(tx, &row).await?;
                job_rows::insert(tx, &job).await?;
                listen_imports::set_job(tx, row.id, job.id).await.map(drop)
            })
        });
        Ok(work.await?)
    }

    /// The import of a file that this process works on itself: the one that stopped within the same
    /// file, or a new one.
    ///
    /// # Errors
    /// Refused: a file of no format that is known.
    pub async fn begin_import(&self, path: &Path, new: NewImport) -> Result<Uuid> {
        let (name, path) = (new.file_name.clone(), path.to_owned());
        let found = blocking(move || recognise(&name, &path, new.format)).await?;
        let same = (found.hash.as_slice(), found.format.name);
        let unfinished = listen_imports::find_unfinished(self.store(), new.user_id, same).await?;
        if let Some(unfinished) = unfinished {
            return Ok(unfinished.id);
        }
        let id = self.new_id();
        let row = self.new_import_row(id, &new, &found);
        self.insert_import_row(row).await?;
        Ok(id)
    }

    /// Puts an import into the database that no job is for.
    pub(super) async fn insert_import_row(&self, row: Import) -> Result<()> {
        let work = self.store().write::<_, store::Error, _>(move |tx: &mut Tx<'_>| {
            Box::pin(async move { listen_imports::insert(tx, &row).await })
        });
        Ok(work.await?)
    }

    /// Imports a file from where the import stands to its end. False when it was asked to stop
    /// before.
    ///
    /// # Errors
    /// Refused: no such import, or a file that cannot be read.
    pub async fn import_file(
        &self,
        (id, path): (Uuid, &Path),
        zone: TimeZone,
        (progress, stop): (&dyn Progress, &Stop),
    ) -> Result<bool> {
        let row = self.import_row(id).await?;
        if row.finished_at_ms.is_some() {
            return Ok(true);
        }
        let (mut reader, source) = self.open_import(&row, path, zone).await?;
        let submission = Submission { import_id: Some(id), ..Submission::new(row.user_id, source) };
        let mut course = Course { id, submission, counts: Counts::of(&row.progress) };
        let (mut told, total) = reader.progress();
        progress.phase("rows", Some(total), Unit::Bytes);
        progress.advance(told);
        loop {
            if stop.is_requested() {
                return Ok(false);
            }
            let (back, step, is_end) = blocking(move || Ok(fill(reader))).await?;
            reader = back;
            let position = serde_json::to_string(&reader.position()).map_err(internal)?;
            self.keep_step(&mut course, step, &position).await?;
            let (done, _) = reader.progress();
            progress.advance(done.saturating_sub(told));
            told = done;
            progress.note(&format!("{} rows, {} new", course.counts.read, course.counts.new));
            if is_end {
                self.finish_import(id, row.user_id).await?;
                return Ok(true);
            }
        }
    }

    /// Notes that all was read, and counts it before somebody asks.
    pub(super) async fn finish_import(&self, id: Uuid, user_id: Uuid) -> Result<()> {
        let now_ms = self.now_ms();
        let work = self.store().write::<_, store::Error, _>(move |tx: &mut Tx<'_>| {
            Box::pin(async move { listen_imports::finish(tx, id, now_ms).await })
        });
        work.await?;
        self.count_all(user_id).await
    }

    /// Removes uploads that no import waits for any more, and those that broke off long before.
    ///
    /// # Errors
    /// Those of the database; files that cannot be removed are left.
    pub async fn clear_uploads(&self, folder: &Path) -> Result<u64> {
        /// An upload that has not grown for a day will not grow any more.
        const ABANDONED_MS: i64 = 24 * 60 * 60 * 1000;
        let Ok(entries) = std::fs::read_dir(folder) else { return Ok(0) };
        let mut removed = 0;
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            let Ok(id) = Uuid::try_parse(name) else { continue };
            let began_ms = crate::history::arrived_at_ms(id);
            // One that has arrived has no import for a moment.
            let is_wanted = match self.is_import_open(id).await? {
                Some(is_open) => is_open,
                None => began_ms.saturating_add(ABANDONED_MS) > self.now_ms(),
            };
            if !is_wanted && std::fs::remove_file(&path).is_ok() {
                removed += 1;
            }
        }
        Ok(removed)
    }

    fn new_import_row(&self, id: Uuid, new: &NewImport, found: &Recognised) -> Import {
        Import {
            id,
            user_id: new.user_id,
            job_id: None,
            format: found.format.name.to_owned(),
            file_name: Some(file_name(&new.file_name)),
            file_hash: Some(found.hash.clone()),
            progress: listen_imports::Progress::default(),
            created_at_ms: self.now_ms(),
            finished_at_ms: None,
        }
    }

    async fn open_import(
        &self,
        row: &Import,
        path: &Path,
        zone: TimeZone,
    ) -> Result<(Reader, &'static str)> {
        let format = formats::by_name(&row.format).ok_or_else(|| {
            Refusal::invalid("format", format!("there is no format {:?} any more", row.format))
        })?;
        let options = Options { zone, ..Options::new(self.now_ms()) };
        let from = row.progress.position.as_deref().map(serde_json::from_str::<Position>);
        let from = from.transpose().map_err(internal)?.unwrap_or_default();
        let name = row.file_name.clone().unwrap_or_default();
        let path = path.to_owned();
        let reader = blocking(move || {
            let upload = open(&name, &path)?;
            upload.read(format, options, from).map_err(unreadable)
        });
        Ok((reader.await?, format.source))
    }
}

/// Where an upload lies.
#[must_use]
pub fn upload_path(folder: &Path, id: Uuid) -> PathBuf {
    folder.join(id.to_string())
}

/// The name of a file, as it is kept.
pub(super) fn file_name(name: &str) -> String {
    name.chars().filter(|c| *c != '\0').take(MAX_NAME).collect()
}

fn fill(mut reader: Reader) -> (Reader, Step, bool) {
    let mut step = Step::default();
    while step.rows < STEP {
        match reader.next() {
            Some(row) => step.add(row),
            None => return (reader, step, true),
        }
    }
    (reader, step, false)
}

fn open(name: &str, path: &Path) -> Result<Upload> {
    let file = File::open(path).map_err(|error| {
        Refusal::invalid("file", format!("{} cannot be opened: {error}", path.display()))
    })?;
    Upload::open(name, Box::new(file), Limits::default()).map_err(unreadable)
}

/// Which format a file has, and its hash, by which it is known again.
fn recognise(name: &str, path: &Path, format: Option<&'static Format>) -> Result<Recognised> {
    let upload = open(name, path)?;
    let format = match format {
        Some(format) => format,
        None => upload.detect().map_err(unreadable)?,
    };
    // Whether it can be read as this at all.
    upload.read(format, Options::new(0), Position::default()).map_err(unreadable)?;
    let mut file = File::open(path).map_err(internal)?;
    file.rewind().map_err(internal)?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file).map_err(internal)?;
    Ok(Recognised { format, hash: hasher.finalize().as_bytes().to_vec() })
}

fn unreadable(error: formats::Unreadable) -> Error {
    Refusal::invalid("file", error.to_string())
}

fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Internal(Box::new(error))
}

/// Runs what waits for a disk on a thread for that.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let joined = tokio::task::spawn_blocking(work).await;
    joined.unwrap_or_else(|error| Err(internal(io::Error::other(error))))
}
