//! An upload: a file that a user sends, its parts, and which format it is.

use std::io::Read;

use super::archive::{self, File, ReadSeek, Source};
use super::format::{Format, HEAD_BYTES, Head, Options};
use super::found::Position;
use super::read::ALL;
use super::reader::Reader;

/// Bounds of what one upload may cost.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a row; longer ones are skipped and reported.
    pub row_bytes: usize,
    /// Files of an archive.
    pub files: usize,
    /// Bytes of one file when it is unpacked.
    pub file_bytes: u64,
}

impl Default for Limits {
    /// A row of 1 MiB, 20,000 files, 8 GiB each: more than any export that is known.
    fn default() -> Self {
        Self { row_bytes: 1024 * 1024, files: 20_000, file_bytes: 8 * 1024 * 1024 * 1024 }
    }
}

/// Why an upload cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}; {remedy}")]
pub struct Unreadable {
    /// What is wrong.
    pub problem: String,
    /// What the user can do.
    pub remedy: String,
}

impl Unreadable {
    pub(super) fn new(problem: &str, remedy: &str) -> Self {
        Self { problem: problem.to_owned(), remedy: remedy.to_owned() }
    }

    pub(super) fn io(error: &std::io::Error) -> Self {
        Self::new(&format!("the file cannot be read: {error}"), "send it again")
    }
}

/// A file of a user, opened.
pub struct Upload {
    pub(super) source: Source,
    pub(super) files: Vec<File>,
    pub(super) limits: Limits,
    is_archive: bool,
}

impl Upload {
    /// Opens a file and looks whether it is an archive. `name` is the one that the user gave it.
    ///
    /// # Errors
    /// An archive that is damaged or has more files than it may.
    pub fn open(name: &str, bytes: Box<dyn ReadSeek>, limits: Limits) -> Result<Self, Unreadable> {
        let source = Source::new(bytes);
        let mut magic = Vec::new();
        let first = source.from(0).take(4).read_to_end(&mut magic);
        first.map_err(|error| Unreadable::io(&error))?;
        let is_archive = magic == b"PK\x03\x04" || magic == b"PK\x05\x06";
        let files = if is_archive {
            archive::list(&source, &limits)?
        } else {
            archive::plain(name, &source)?
        };
        Ok(Self { source, files, limits, is_archive })
    }

    /// The format of the upload, by the first bytes of its files.
    ///
    /// # Errors
    /// None of the formats, or several.
    pub fn detect(&self) -> Result<&'static Format, Unreadable> {
        let mut found: Vec<&'static Format> = Vec::new();
        for file in &self.files {
            let bytes = self.head(file);
            let head = Head { bytes: &bytes };
            let claims = ALL.iter().copied().filter(|format| (format.claims)(&head));
            for format in claims {
                if !found.contains(&format) {
                    found.push(format);
                }
            }
        }
        match found.as_slice() {
            [format] => Ok(format),
            [] => Err(self.unknown()),
            several => {
                let names: Vec<_> = several.iter().map(|format| format.title).collect();
                let problem = format!("the archive holds several exports: {}", names.join(", "));
                Err(Unreadable::new(&problem, "choose the format, and import it once for each"))
            }
        }
    }

    /// Reads the upload as this format, from a position on.
    ///
    /// # Errors
    /// No file of the upload can be of this format.
    pub fn read(
        self,
        format: &'static Format,
        options: Options,
        from: Position,
    ) -> Result<Reader, Unreadable> {
        let reader = Reader::new(self, format, options, from);
        if reader.has_files() {
            return Ok(reader);
        }
        let problem = format!("the file is no {}", format.title);
        Err(Unreadable::new(&problem, "choose another format, or let it be recognised"))
    }

    /// The first bytes of a file; none when it cannot be read, which is told later.
    pub(super) fn head(&self, file: &File) -> Vec<u8> {
        let mut head = Vec::new();
        if !may_be_read(&file.path) && self.is_archive {
            return head;
        }
        if let Ok((bytes, _)) = file.open(&self.source, &self.limits) {
            // What could be read before an error is enough to recognise the file.
            let _ = bytes.take(HEAD_BYTES as u64).read_to_end(&mut head);
        }
        if head.starts_with(b"\xEF\xBB\xBF") {
            head.drain(..3);
        }
        head
    }

    /// Whether the upload is a ZIP.
    pub(super) fn is_archive(&self) -> bool {
        self.is_archive
    }

    fn unknown(&self) -> Unreadable {
        let has = |end: &str| self.files.iter().any(|file| file.path.to_lowercase().ends_with(end));
        let is_utf16 = |file: &File| {
            let head = self.head(file);
            head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF")
        };
        if has("watch-history.html") {
            return Unreadable::new(
                "the YouTube history is a web page",
                "in Google Takeout choose JSON as the format of the history, and export again",
            );
        }
        if self.is_archive && has(".zip") {
            return Unreadable::new(
                "the archive holds other archives",
                "unpack it and send the inner one with your history",
            );
        }
        if self.files.iter().take(1).any(is_utf16) {
            return Unreadable::new("the file is UTF-16", "save it as UTF-8");
        }
        Unreadable::new(
            "the file is of no format that is known",
            "choose the format, or see the list of formats",
        )
    }
}

/// Whether a file of an archive may hold a history, by its name.
fn may_be_read(path: &str) -> bool {
    let path = path.to_lowercase();
    [".json", ".jsonl", ".csv", ".log", ".txt", ".parquet"].iter().any(|end| path.ends_with(end))
}
