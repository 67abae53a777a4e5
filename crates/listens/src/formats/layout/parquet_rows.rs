//! Rows of a Parquet file with plain columns, as the fields of a table.
//!
//! The end of such a file tells where its parts are, so one file at a time lies in memory.

use std::io::{BufReader, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes as Held;
use jiff::Timestamp;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};

use super::{Buffer, Bytes, Cut, broken};

/// Bytes of a file at most: a month of the busiest history is a tenth of it.
const MAX_FILE: u64 = 128 * 1024 * 1024;
/// Bytes that all values of a file come to at most.
const MAX_VALUES: i64 = 2 * 1024 * 1024 * 1024;

/// A file that is being read.
pub(in crate::formats) struct ParquetRows {
    input: Option<BufReader<Bytes>>,
    row_bytes: usize,
    columns: Vec<String>,
    rows: Option<RowIter<'static>>,
    row: u64,
}

impl ParquetRows {
    pub(super) fn new(input: BufReader<Bytes>, row_bytes: usize) -> Self {
        Self { input: Some(input), row_bytes, columns: Vec::new(), rows: None, row: 0 }
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn next(&mut self, buffer: &mut Buffer) -> Cut {
        if let Some(input) = self.input.take()
            && let Err(words) = self.open(input)
        {
            return Cut::Broken(words);
        }
        let Some(rows) = &mut self.rows else { return Cut::End };
        let row = match guarded(|| rows.next()) {
            Ok(None) => return Cut::End,
            Ok(Some(Ok(row))) => row,
            Ok(Some(Err(error))) => return self.fail(&error.to_string()),
            Err(words) => return self.fail(&words),
        };
        self.row += 1;
        fill(&row, buffer);
        if buffer.bytes.len() > self.row_bytes {
            return Cut::TooLong(self.row);
        }
        Cut::Row(self.row)
    }

    fn fail(&mut self, words: &str) -> Cut {
        self.rows = None;
        Cut::Broken(format!("the file could not be read on: {words}; export it again"))
    }

    fn open(&mut self, input: BufReader<Bytes>) -> Result<(), String> {
        let mut held = Vec::new();
        input.take(MAX_FILE + 1).read_to_end(&mut held).map_err(|error| broken(&error))?;
        if held.len() as u64 > MAX_FILE {
            return Err(format!("a Parquet file has at most {MAX_FILE} bytes; export it as CSV"));
        }
        let open = guarded(move || -> parquet::errors::Result<_> {
            let file = SerializedFileReader::new(Held::from(held))?;
            let values: i64 =
                file.metadata().row_groups().iter().map(|it| it.total_byte_size().max(0)).sum();
            let schema = file.metadata().file_metadata().schema_descr_ptr();
            let columns = schema.root_schema().get_fields().iter();
            let columns: Vec<String> = columns.map(|field| field.name().to_owned()).collect();
            Ok((values, columns, RowIter::from_file_into(Box::new(file))))
        });
        let (values, columns, rows) =
            open?.map_err(|error| format!("it is no Parquet file: {error}; export it again"))?;
        if values > MAX_VALUES {
            return Err("its values are more than any history has".to_owned());
        }
        (self.columns, self.rows) = (columns, Some(rows));
        Ok(())
    }
}

/// The reader of this format is somebody else's: what makes it panic is a damaged file.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| "it is damaged".to_owned())
}

/// Writes the values of a row as the texts that a CSV file has.
fn fill(row: &Row, buffer: &mut Buffer) {
    for (_, field) in row.get_column_iter() {
        match field {
            Field::ListInternal(list) => {
                let texts: Vec<String> = list.elements().iter().map(text).collect();
                buffer.bytes.extend_from_slice(texts.join(" ").as_bytes());
            }
            field => buffer.bytes.extend_from_slice(text(field).as_bytes()),
        }
        buffer.ends.push(buffer.bytes.len());
    }
}

fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::TimestampMillis(ms) => {
            Timestamp::from_millisecond(*ms).map_or_else(|_| ms.to_string(), |at| at.to_string())
        }
        other => other.to_string(),
    }
}
