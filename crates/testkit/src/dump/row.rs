//! Rows of a table and their text form: fields separated by tabs, `\N` for NULL.

/// The fields of a row in table order; `None` is NULL.
pub type Row = Vec<Option<String>>;

/// What can stand in a field.
pub trait IntoField {
    /// The text of the field, not escaped; `None` is NULL.
    fn into_field(self) -> Option<String>;
}

impl IntoField for &str {
    fn into_field(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl IntoField for String {
    fn into_field(self) -> Option<String> {
        Some(self)
    }
}

impl IntoField for u32 {
    fn into_field(self) -> Option<String> {
        Some(self.to_string())
    }
}

impl IntoField for i32 {
    fn into_field(self) -> Option<String> {
        Some(self.to_string())
    }
}

impl IntoField for bool {
    fn into_field(self) -> Option<String> {
        Some(if self { "t" } else { "f" }.to_owned())
    }
}

impl<T: IntoField> IntoField for Option<T> {
    fn into_field(self) -> Option<String> {
        self.and_then(IntoField::into_field)
    }
}

/// NULL.
pub const NULL: Option<&str> = None;

/// A [`Row`] of the given fields, each anything that is [`IntoField`].
#[macro_export]
macro_rules! row {
    ($($field:expr),* $(,)?) => {
        vec![$($crate::dump::row::IntoField::into_field($field)),*]
    };
}

/// Appends a row as PostgreSQL's `COPY` writes it in text format, with its line feed.
pub fn write_row(row: &[Option<String>], out: &mut Vec<u8>) {
    for (at, field) in row.iter().enumerate() {
        if at > 0 {
            out.push(b'\t');
        }
        match field {
            Some(text) => write_escaped(text, out),
            None => out.extend_from_slice(b"\\N"),
        }
    }
    out.push(b'\n');
}

/// Appends a value with backslash, tab, line feed and their like escaped.
pub fn write_escaped(text: &str, out: &mut Vec<u8>) {
    for byte in text.bytes() {
        let letter = match byte {
            b'\\' => b'\\',
            b'\t' => b't',
            b'\n' => b'n',
            b'\r' => b'r',
            0x08 => b'b',
            0x0c => b'f',
            0x0b => b'v',
            _ => {
                out.push(byte);
                continue;
            }
        };
        out.extend_from_slice(&[b'\\', letter]);
    }
}
