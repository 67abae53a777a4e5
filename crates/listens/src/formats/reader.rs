//! The reader of an upload: its files one after the other, row by row.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::archive::File;
use super::format::{Facts, Format, Head, Learn, Options};
use super::found::{Found, Item, Place, Position, Reason, Refused, RowResult, Skipped};
use super::layout::{Buffer, Cut, Cutter, Layout, Row};
use super::learned::Learned;
use super::upload::{Limits, Upload};

/// Plays, feedback and pins of an upload, and the rows that were skipped, in the order of the
/// files. Memory is bounded by one row, whatever the size of the upload.
///
/// A file that cannot be read on ends with one [`Skipped`] of [`Reason::Broken`]; the next file
/// follows.
pub struct Reader {
    upload: Upload,
    format: &'static Format,
    options: Arc<Options>,
    learned: Arc<Learned>,
    /// The files with plays, with the layout of each.
    files: Vec<(File, Layout)>,
    /// The file that is read.
    current: Option<Current>,
    /// Everything up to here was given out.
    position: Position,
    buffer: Buffer,
    /// Bytes of the files that were read to their end.
    done_bytes: u64,
}

struct Current {
    path: Arc<str>,
    cutter: Cutter,
    facts: Facts,
    count: Arc<AtomicU64>,
    /// Rows up to this one were given out before.
    skip: u64,
}

impl Reader {
    pub(super) fn new(
        upload: Upload,
        format: &'static Format,
        options: Options,
        from: Position,
    ) -> Self {
        let files = choose(&upload, format);
        let options = Arc::new(options);
        let learned = match &format.learn {
            Some(learn) if upload.is_archive() => Arc::new(learn_from(&upload, learn, &options)),
            _ => Arc::default(),
        };
        let before = files.iter().take(from.file as usize);
        let done_bytes = before.map(|(file, _)| file.size).sum();
        let (current, buffer) = (None, Buffer::default());
        let position = from;
        Self { upload, format, options, learned, files, current, position, buffer, done_bytes }
    }

    pub(super) fn has_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// The format that is read.
    #[must_use]
    pub fn format(&self) -> &'static Format {
        self.format
    }

    /// How far the reader has come. A reader that is opened with it goes on with what follows.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// Bytes of the upload that were read, and all that will be.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        let count = self.current.as_ref().map_or(0, |file| file.count.load(Ordering::Relaxed));
        let total = self.files.iter().map(|(file, _)| file.size).sum();
        ((self.done_bytes + count).min(total), total)
    }

    /// Opens the file at the position; none when all were read.
    fn open(&self) -> Option<Result<Current, Skipped>> {
        let (file, layout) = self.files.get(self.position.file as usize)?;
        let (bytes, count) = match file.open(&self.upload.source, &self.upload.limits) {
            Ok(opened) => opened,
            Err(error) => {
                let words = format!("the file cannot be read: {error}; pack it again");
                let place = Place { file: file.path.clone(), row: 0 };
                return Some(Err(Skipped { place, reason: Reason::Broken, words }));
            }
        };
        let cutter = Cutter::new(*layout, bytes, self.upload.limits.row_bytes);
        let facts = Facts::new(self.options.clone(), self.learned.clone(), self.format);
        Some(Ok(Current { path: file.path.clone(), cutter, facts, count, skip: self.position.row }))
    }

    fn end_file(&mut self) {
        let size = self.files.get(self.position.file as usize).map_or(0, |(file, _)| file.size);
        self.done_bytes += size;
        self.position = Position { file: self.position.file + 1, row: 0 };
        self.current = None;
    }
}

impl Iterator for Reader {
    type Item = Result<Item, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(current) = &mut self.current else {
                match self.open()? {
                    Ok(current) => self.current = Some(current),
                    Err(skipped) => {
                        self.end_file();
                        return Some(Err(skipped));
                    }
                }
                continue;
            };
            let (row, answer) = match current.cutter.next(&mut self.buffer) {
                Cut::Row(row) if row <= current.skip => continue,
                Cut::TooLong(row) if row <= current.skip => continue,
                Cut::Row(row) => (row, current.read(&self.buffer, self.format)),
                Cut::TooLong(row) => (row, Err(too_long(&self.upload.limits))),
                Cut::Comment => {
                    current.facts.take_directive(&self.buffer.text());
                    continue;
                }
                Cut::End => {
                    self.end_file();
                    continue;
                }
                Cut::Broken(words) => {
                    let place = Place { file: current.path.clone(), row: self.position.row };
                    self.end_file();
                    return Some(Err(Skipped { place, reason: Reason::Broken, words }));
                }
            };
            self.position.row = row;
            let place = Place { file: current.path.clone(), row };
            return Some(match answer {
                Ok(found) => Ok(Item { place, found }),
                Err(Refused { reason, words }) => Err(Skipped { place, reason, words }),
            });
        }
    }
}

impl Current {
    fn read(&mut self, buffer: &Buffer, format: &Format) -> RowResult {
        self.facts.take_columns(self.cutter.columns());
        let mut answer: RowResult = with_row(buffer, &self.facts, |row| {
            check_columns(row, &self.facts)?;
            let mut found = (format.read)(row, &self.facts)?;
            if let Found::Play(play) = &mut found
                && play.payload.is_empty()
            {
                play.payload = if row.fields.is_empty() {
                    row.text.to_owned()
                } else {
                    row.to_json(&self.facts)
                };
            }
            Ok(found)
        });
        if let Err(refused) = &mut answer {
            shorten(&mut refused.words);
        }
        answer
    }
}

/// Calls with the row in the buffer.
fn with_row<T>(buffer: &Buffer, facts: &Facts, call: impl FnOnce(&Row<'_>) -> T) -> T {
    if facts.columns.is_empty() {
        return call(&Row { text: &buffer.text(), fields: &[] });
    }
    let fields = buffer.fields();
    let fields: Vec<&str> = fields.iter().map(AsRef::as_ref).collect();
    call(&Row { text: "", fields: &fields })
}

/// A comma in a name that is not quoted would move everything behind it.
fn check_columns(row: &Row<'_>, facts: &Facts) -> Result<(), Refused> {
    let (columns, fields) = (facts.columns.len(), row.fields.len());
    if fields <= columns {
        return Ok(());
    }
    let words = format!("{fields} fields where {columns} columns are: a comma is not quoted");
    Err(Refused::new(Reason::WrongColumns, words))
}

fn too_long(limits: &Limits) -> Refused {
    let words = format!("longer than {} bytes: no player writes that", limits.row_bytes);
    Refused::new(Reason::RowTooLong, words)
}

/// Words quote what a file says, which may be long.
fn shorten(words: &mut String) {
    const MOST: usize = 300;
    if let Some((at, _)) = words.char_indices().nth(MOST) {
        words.truncate(at);
        words.push('…');
    }
}

/// The files of the format: those that surely are, or else those that may be.
fn choose(upload: &Upload, format: &Format) -> Vec<(File, Layout)> {
    let mut sure = Vec::new();
    let mut possible = Vec::new();
    for file in &upload.files {
        let bytes = upload.head(file);
        let head = Head { bytes: &bytes };
        let Some(layout) = (format.layout)(&head) else { continue };
        if (format.claims)(&head) {
            sure.push((file.clone(), layout));
        } else if !bytes.is_empty() {
            possible.push((file.clone(), layout));
        }
    }
    if sure.is_empty() { possible } else { sure }
}

/// Reads the other files that say more about those with plays.
fn learn_from(upload: &Upload, learn: &Learn, options: &Arc<Options>) -> Learned {
    let (mut learned, mut buffer) = (Learned::default(), Buffer::default());
    for file in &upload.files {
        let bytes = upload.head(file);
        let Some(layout) = (learn.layout)(&Head { bytes: &bytes }) else {
            continue;
        };
        let Ok((bytes, _)) = file.open(&upload.source, &upload.limits) else { continue };
        let mut cutter = Cutter::new(layout, bytes, upload.limits.row_bytes);
        let mut facts = Facts::without_format(options.clone());
        loop {
            match cutter.next(&mut buffer) {
                Cut::Row(_) => {
                    facts.take_columns(cutter.columns());
                    with_row(&buffer, &facts, |row| (learn.read)(row, &facts, &mut learned));
                }
                Cut::Comment | Cut::TooLong(_) => {}
                // What could not be learned shows in the plays that lack an artist.
                Cut::Broken(_) | Cut::End => break,
            }
        }
    }
    learned
}
