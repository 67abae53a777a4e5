//! Lines of a text.

use std::io::{BufRead, BufReader};

use super::{Buffer, Bytes, Cut, broken};

/// A text that is cut into lines; blank ones are passed over.
pub(in crate::formats) struct Lines {
    input: BufReader<Bytes>,
    row_bytes: usize,
    comment: Option<u8>,
    line: u64,
}

impl Lines {
    pub(super) fn new(input: BufReader<Bytes>, row_bytes: usize, comment: Option<u8>) -> Self {
        Self { input, row_bytes, comment, line: 0 }
    }

    pub(super) fn next(&mut self, buffer: &mut Buffer) -> Cut {
        loop {
            buffer.bytes.clear();
            let whole = match self.read_line(&mut buffer.bytes) {
                Ok(Some(whole)) => whole,
                Ok(None) => return Cut::End,
                Err(error) => return Cut::Broken(broken(&error)),
            };
            self.line += 1;
            if !whole {
                return Cut::TooLong(self.line);
            }
            match buffer.bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
                None => {}
                Some(first) if Some(*first) == self.comment => return Cut::Comment,
                Some(_) => return Cut::Row(self.line),
            }
        }
    }

    /// Reads up to the end of a line, without it. False when it did not fit.
    fn read_line(&mut self, line: &mut Vec<u8>) -> std::io::Result<Option<bool>> {
        let (mut whole, mut any) = (true, false);
        loop {
            let bytes = self.input.fill_buf()?;
            if bytes.is_empty() {
                return Ok(any.then_some(whole));
            }
            any = true;
            let end = memchr::memchr(b'\n', bytes);
            let part = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default();
            if whole && line.len() + part.len() <= self.row_bytes {
                line.extend_from_slice(part);
            } else {
                whole = false;
            }
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            if end.is_some() {
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(Some(whole));
            }
        }
    }
}
