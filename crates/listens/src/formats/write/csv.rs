//! One table of comma-separated values (RFC 4180), with a header.

use std::io::{self, Write};

use jiff::Timestamp;

use super::columns::{COLUMNS, Column, Holds, Value};
use super::{ExportedListen, invalid};
use crate::formats::found::{Feedback, Pin};

/// A table that is being written.
pub(super) struct Writer {
    table: csv::Writer<Box<dyn Write + Send>>,
}

impl Writer {
    pub(super) fn new(sink: Box<dyn Write + Send>) -> io::Result<Self> {
        let mut table =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(sink);
        table.write_record(COLUMNS.iter().map(|column| column.name))?;
        Ok(Self { table })
    }
}

impl super::Writer for Writer {
    fn listen(&mut self, listen: &ExportedListen) -> io::Result<()> {
        for column in &COLUMNS {
            self.table.write_field(field(column, listen)?)?;
        }
        self.table.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn feedback(&mut self, _: &Feedback) -> io::Result<()> {
        Ok(())
    }

    fn pin(&mut self, _: &Pin) -> io::Result<()> {
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.table.flush()
    }
}

/// The text of a value: instants as in `2024-05-01T12:00:00.5Z`, lists with blanks between.
fn field(column: &Column, listen: &ExportedListen) -> io::Result<String> {
    Ok(match (column.value)(listen) {
        Value::Text(text) => text.map_or_else(String::new, Into::into),
        Value::Number(Some(ms)) if column.holds == Holds::Instant => {
            Timestamp::from_millisecond(ms)
                .map_err(|_| invalid("an instant that no calendar has"))?
                .to_string()
        }
        Value::Number(number) => number.map_or_else(String::new, |number| number.to_string()),
        Value::Texts(texts) => texts.join(" "),
    })
}
