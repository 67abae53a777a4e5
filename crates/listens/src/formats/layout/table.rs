//! Records of comma-separated values.

use std::io::{BufRead, BufReader};

use csv_core::{ReadRecordResult, Reader};

use super::{Buffer, Bytes, Cut, Header, broken};

/// A header stands within so many records; some files begin with remarks.
pub(in crate::formats) const HEADER_WITHIN: usize = 50;

/// Fields of one record at most.
const MAX_FIELDS: usize = 1_000;

/// A table that is cut into records.
pub(in crate::formats) struct Table {
    input: BufReader<Bytes>,
    row_bytes: usize,
    header: Header,
    columns: Vec<String>,
    reader: Reader,
    record: u64,
}

impl Table {
    pub(super) fn new(input: BufReader<Bytes>, row_bytes: usize, header: Header) -> Self {
        let columns = match header {
            Header::With(_) => Vec::new(),
            Header::Fixed(columns) => columns.iter().map(|&column| column.to_owned()).collect(),
        };
        Self { input, row_bytes, header, columns, reader: Reader::new(), record: 0 }
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn next(&mut self, buffer: &mut Buffer) -> Cut {
        if self.columns.is_empty()
            && let Err(cut) = self.find_header(buffer)
        {
            return cut;
        }
        self.read_record(buffer)
    }

    fn find_header(&mut self, buffer: &mut Buffer) -> Result<(), Cut> {
        let Header::With(wanted) = self.header else { return Ok(()) };
        for _ in 0..HEADER_WITHIN {
            match self.read_record(buffer) {
                Cut::Row(_) => {}
                Cut::TooLong(_) => continue,
                Cut::End => break,
                cut => return Err(cut),
            }
            let names = buffer.fields();
            let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
            let is_there = |column: &&str| names.iter().any(|name| name.to_lowercase() == **column);
            if wanted.iter().all(is_there) {
                self.columns = names;
                return Ok(());
            }
        }
        let wanted = wanted.join(", ");
        Err(Cut::Broken(format!(
            "no line names the columns {wanted}: choose another format or add that line"
        )))
    }

    fn read_record(&mut self, buffer: &mut Buffer) -> Cut {
        let Buffer { bytes, ends } = buffer;
        let (mut used, mut fields, mut whole) = (0, 0, true);
        loop {
            let input = match self.input.fill_buf() {
                Ok(input) => input,
                Err(error) => return Cut::Broken(broken(&error)),
            };
            if bytes.len() == used {
                bytes.resize((used * 2).max(1024).min(self.row_bytes + 1), 0);
            }
            if ends.len() == fields {
                ends.resize((fields * 2).clamp(32, MAX_FIELDS + 1), 0);
            }
            let room = bytes.get_mut(used..).unwrap_or_default();
            let end_room = ends.get_mut(fields..).unwrap_or_default();
            let (result, read, written, ended) = self.reader.read_record(input, room, end_room);
            self.input.consume(read);
            used += written;
            fields += ended;
            if used > self.row_bytes || fields > MAX_FIELDS {
                // Goes on into the same room: what was written is not wanted any more.
                (used, fields, whole) = (0, 0, false);
            }
            match result {
                ReadRecordResult::End => return Cut::End,
                ReadRecordResult::Record => break,
                _ => {}
            }
        }
        bytes.truncate(used);
        ends.truncate(fields);
        self.record += 1;
        if whole { Cut::Row(self.record) } else { Cut::TooLong(self.record) }
    }
}
