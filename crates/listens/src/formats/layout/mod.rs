//! Layouts: how the bytes of a file are cut into rows, with bounded memory.

mod json_items;
mod lines;
mod parquet_rows;
mod table;

use std::io::{BufRead, BufReader, Read};

pub(super) use self::table::HEADER_WITHIN;

use self::json_items::JsonItems;
use self::lines::Lines;
use self::parquet_rows::ParquetRows;
use self::table::Table;
use super::format::Facts;

/// How a file is cut into rows.
#[derive(Clone, Copy)]
pub(super) enum Layout {
    /// One row a line. Lines that begin with `#` are comments.
    Lines,
    /// One JSON text a line.
    JsonLines,
    /// The values at these paths of one JSON text. `[]` is any entry of a list, other steps are
    /// keys. A path that ends in a key means an object there.
    JsonItems(&'static [&'static [&'static str]]),
    /// Comma-separated values.
    Table(Header),
    /// Parquet with plain columns.
    Parquet,
}

/// Where the columns of a table get their names from.
#[derive(Clone, Copy)]
pub(super) enum Header {
    /// The first record that has all these columns; what stands before it is ignored.
    With(&'static [&'static str]),
    /// There is none; the columns are these.
    Fixed(&'static [&'static str]),
}

/// One row of a file.
pub(super) struct Row<'a> {
    /// Its text; of a table only what can be made of the fields again.
    pub(super) text: &'a str,
    /// The fields of a table.
    pub(super) fields: &'a [&'a str],
}

impl<'a> Row<'a> {
    /// The field of a column, by its lower-case name, when it is not blank.
    pub(super) fn get(&self, facts: &Facts, column: &str) -> Option<&'a str> {
        let at = facts.columns.iter().position(|name| name == column)?;
        self.fields.get(at).map(|field| field.trim()).filter(|field| !field.is_empty())
    }

    /// The fields of a table as a JSON object, exactly as they came.
    pub(super) fn to_json(&self, facts: &Facts) -> String {
        let fields = facts.names.iter().zip(self.fields.iter().copied());
        let object: serde_json::Map<_, _> =
            fields.map(|(name, field)| (name.clone(), field.into())).collect();
        serde_json::Value::Object(object).to_string()
    }
}

/// What comes next in a file.
pub(super) enum Cut {
    /// A row of this number is in the buffer.
    Row(u64),
    /// A comment is in the buffer.
    Comment,
    /// The row of this number is longer than it may be.
    TooLong(u64),
    /// The rest cannot be read: why and what helps.
    Broken(String),
    /// That was all.
    End,
}

/// The bytes of a file.
pub(super) type Bytes = Box<dyn Read + Send>;

/// A file that is being cut.
pub(super) enum Cutter {
    Lines(Lines),
    JsonItems(JsonItems),
    Table(Table),
    Parquet(ParquetRows),
}

/// Size of what is read at once.
const BUFFER_BYTES: usize = 32 * 1024;

impl Cutter {
    /// Begins to cut. Rows of more than `row_bytes` are passed over.
    pub(super) fn new(layout: Layout, bytes: Bytes, row_bytes: usize) -> Self {
        let mut input = BufReader::with_capacity(BUFFER_BYTES, bytes);
        skip_byte_order_mark(&mut input);
        match layout {
            Layout::Lines => Self::Lines(Lines::new(input, row_bytes, Some(b'#'))),
            Layout::JsonLines => Self::Lines(Lines::new(input, row_bytes, None)),
            Layout::JsonItems(paths) => Self::JsonItems(JsonItems::new(input, row_bytes, paths)),
            Layout::Parquet => Self::Parquet(ParquetRows::new(input, row_bytes)),
            Layout::Table(header) => Self::Table(Table::new(input, row_bytes, header)),
        }
    }

    /// Fills the buffer with the next row.
    pub(super) fn next(&mut self, buffer: &mut Buffer) -> Cut {
        buffer.clear();
        match self {
            Self::Lines(lines) => lines.next(buffer),
            Self::JsonItems(items) => items.next(buffer),
            Self::Table(table) => table.next(buffer),
            Self::Parquet(rows) => rows.next(buffer),
        }
    }

    /// The names of the columns of a table, once its header was read.
    pub(super) fn columns(&self) -> &[String] {
        match self {
            Self::Table(table) => table.columns(),
            Self::Parquet(rows) => rows.columns(),
            _ => &[],
        }
    }
}

/// The bytes of a row, and where the fields of a table end in them.
#[derive(Default)]
pub(super) struct Buffer {
    pub(super) bytes: Vec<u8>,
    pub(super) ends: Vec<usize>,
}

/// A buffer that grew beyond this is given back: few rows are long.
const KEEP_BYTES: usize = 64 * 1024;

impl Buffer {
    fn clear(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(KEEP_BYTES);
        self.ends.clear();
    }

    /// The bytes as text. What is not UTF-8 is read as ISO 8859-1, so that no row is lost and the
    /// bytes can be found again.
    pub(super) fn text(&self) -> std::borrow::Cow<'_, str> {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => text.into(),
            Err(_) => self.bytes.iter().copied().map(char::from).collect::<String>().into(),
        }
    }

    /// The fields of a table as texts, each as [`Self::text`] does it.
    pub(super) fn fields(&self) -> Vec<std::borrow::Cow<'_, str>> {
        let mut start = 0;
        let field = |&end: &usize| {
            let bytes = self.bytes.get(start..end).unwrap_or_default();
            start = end;
            match std::str::from_utf8(bytes) {
                Ok(text) => text.into(),
                Err(_) => bytes.iter().copied().map(char::from).collect::<String>().into(),
            }
        };
        self.ends.iter().map(field).collect()
    }
}

/// The mark of UTF-8 says nothing. A file of UTF-16 is not recognised as any format.
fn skip_byte_order_mark(input: &mut BufReader<Bytes>) {
    if input.fill_buf().is_ok_and(|bytes| bytes.starts_with(b"\xEF\xBB\xBF")) {
        input.consume(3);
    }
}

/// Words about a file that could not be read on.
fn broken(error: &std::io::Error) -> String {
    format!("the file could not be read on: {error}; download or pack it again")
}
