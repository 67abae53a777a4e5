//! Parquet files, one a month, in folders that Spark, DuckDB and others know as partitions.

use std::io;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::TypePtr;

use super::columns::{COLUMNS, Column, Holds, Value};
use super::{ExportedListen, Folder, Month, out_of_order};
use crate::formats::found::{Feedback, Pin};

/// Rows of a group at most.
const GROUP_ROWS: usize = 20_000;

/// Bytes of texts that are held in memory at most, before a group is written.
const GROUP_BYTES: usize = 8 * 1024 * 1024;

/// Files that are being written.
pub(super) struct Writer {
    /// Here while no file is open.
    folder: Option<Box<dyn Folder>>,
    open: Option<(Month, SerializedFileWriter<Box<dyn Folder>>)>,
    rows: Rows,
    properties: WriterPropertiesPtr,
}

impl Writer {
    pub(super) fn new(folder: Box<dyn Folder>) -> Self {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by("gatefold".to_owned())
            .build();
        let (folder, open) = (Some(folder), None);
        Self { folder, open, rows: Rows::new(), properties: Arc::new(properties) }
    }

    /// Makes the file of a month the open one.
    fn turn_to(&mut self, month: Month) -> io::Result<()> {
        match &self.open {
            Some((open, _)) if *open == month => return Ok(()),
            Some((open, _)) if *open > month => return Err(out_of_order()),
            _ => self.end_file()?,
        }
        let mut folder = self.folder.take().ok_or_else(|| io::Error::other("the export failed"))?;
        let Month { year, month: number } = month;
        folder.begin(&format!("listens/year={year}/month={number}/listens.parquet"))?;
        let schema = schema().map_err(from_parquet)?;
        let writer = SerializedFileWriter::new(folder, schema, self.properties.clone());
        self.open = Some((month, writer.map_err(from_parquet)?));
        Ok(())
    }

    fn write_group(&mut self) -> io::Result<()> {
        if self.rows.count == 0 {
            return Ok(());
        }
        let rows = std::mem::replace(&mut self.rows, Rows::new());
        match &mut self.open {
            Some((_, file)) => rows.write(file).map_err(from_parquet),
            None => Ok(()),
        }
    }

    fn end_file(&mut self) -> io::Result<()> {
        self.write_group()?;
        if let Some((_, file)) = self.open.take() {
            self.folder = Some(file.into_inner().map_err(from_parquet)?);
        }
        Ok(())
    }
}

impl super::Writer for Writer {
    fn listen(&mut self, listen: &ExportedListen) -> io::Result<()> {
        self.turn_to(Month::of(listen.listened_at_ms)?)?;
        self.rows.add(listen);
        if self.rows.count >= GROUP_ROWS || self.rows.bytes >= GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn feedback(&mut self, _: &Feedback) -> io::Result<()> {
        Ok(())
    }

    fn pin(&mut self, _: &Pin) -> io::Result<()> {
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.end_file()?;
        self.folder.take().map_or(Ok(()), Folder::finish)
    }
}

/// Rows that wait for their group to be full, column by column.
struct Rows {
    columns: Vec<Values>,
    count: usize,
    bytes: usize,
}

/// The values of one column, with the levels that say which are missing or belong together
/// (the format's "definition" and "repetition" levels).
#[derive(Default)]
struct Values {
    texts: Vec<ByteArray>,
    numbers: Vec<i64>,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
}

impl Rows {
    fn new() -> Self {
        Self { columns: COLUMNS.iter().map(|_| Values::default()).collect(), count: 0, bytes: 0 }
    }

    fn add(&mut self, listen: &ExportedListen) {
        for (column, values) in COLUMNS.iter().zip(&mut self.columns) {
            self.bytes += values.add((column.value)(listen));
        }
        self.count += 1;
    }

    fn write(self, file: &mut SerializedFileWriter<Box<dyn Folder>>) -> ParquetResult<()> {
        let mut group = file.next_row_group()?;
        for (column, values) in COLUMNS.iter().zip(self.columns) {
            let Some(mut writer) = group.next_column()? else {
                return Err(ParquetError::General("fewer columns than the schema has".to_owned()));
            };
            values.write(column, writer.untyped())?;
            writer.close()?;
        }
        group.close()?;
        Ok(())
    }
}

impl Values {
    /// Adds a value and tells how many bytes it takes.
    fn add(&mut self, value: Value<'_>) -> usize {
        match value {
            Value::Number(number) => {
                self.definitions.push(number.is_some().into());
                self.numbers.extend(number);
                size_of::<i64>()
            }
            Value::Text(text) => {
                self.definitions.push(text.is_some().into());
                text.map_or(0, |text| self.add_text(&text))
            }
            Value::Texts(texts) if texts.is_empty() => {
                self.definitions.push(0);
                self.repetitions.push(0);
                0
            }
            Value::Texts(texts) => {
                let add = |(at, text): (usize, String)| {
                    self.definitions.push(1);
                    self.repetitions.push((at > 0).into());
                    self.add_text(&text)
                };
                texts.into_iter().enumerate().map(add).sum()
            }
        }
    }

    fn add_text(&mut self, text: &str) -> usize {
        self.texts.push(text.into());
        size_of::<ByteArray>() + text.len()
    }

    fn write(&self, column: &Column, writer: &mut ColumnWriter<'_>) -> ParquetResult<()> {
        let is_required = matches!(column.holds, Holds::Text | Holds::Instant);
        let definitions = (!is_required).then_some(self.definitions.as_slice());
        let repetitions = (column.holds == Holds::Texts).then_some(self.repetitions.as_slice());
        match writer {
            ColumnWriter::Int64ColumnWriter(writer) => {
                writer.write_batch(&self.numbers, definitions, repetitions)?;
            }
            ColumnWriter::ByteArrayColumnWriter(writer) => {
                writer.write_batch(&self.texts, definitions, repetitions)?;
            }
            _ => return Err(ParquetError::General("a column of another type".to_owned())),
        }
        Ok(())
    }
}

/// The schema that the columns come to.
fn schema() -> ParquetResult<TypePtr> {
    let field = |column: &Column| {
        let name = column.name;
        match column.holds {
            Holds::Text => format!("required binary {name} (STRING);"),
            Holds::MaybeText => format!("optional binary {name} (STRING);"),
            Holds::MaybeNumber => format!("optional int64 {name};"),
            Holds::Instant => format!("required int64 {name} (TIMESTAMP(MILLIS,true));"),
            Holds::Texts => format!(
                "required group {name} (LIST) {{ \
                 repeated group list {{ required binary element (STRING); }} }}"
            ),
        }
    };
    let fields: String = COLUMNS.iter().map(field).collect();
    parse_message_type(&format!("message listen {{ {fields} }}")).map(Arc::new)
}

fn from_parquet(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
