//! Values that go into statements and come out of rows, the same for both engines.

use std::sync::Arc;

use uuid::Uuid;

use crate::error::{Error, Result};

/// One parameter or one column of a row.
///
/// These seven are all that tables may hold: boolean, bigint, double precision, text, bytea and
/// uuid in PostgreSQL; INTEGER, REAL, TEXT and BLOB in SQLite.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// Yes or no; 1 and 0 in SQLite.
    Bool(bool),
    /// A number; an instant is milliseconds since 1970 in UTC.
    Int(i64),
    /// A number with a fraction.
    Real(f64),
    /// A text; JSON is a text too.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
    /// An id; 16 bytes in SQLite.
    Uuid(Uuid),
}

/// A list of parameters: `params![id, "name", None::<i64>]` is `$1`, `$2` and `$3`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}

macro_rules! into_value {
    ($($from:ty => |$it:ident| $make:expr),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from($it: $from) -> Self { $make }
        })*
    };
}

into_value! {
    bool => |it| Self::Bool(it),
    i64 => |it| Self::Int(it),
    i32 => |it| Self::Int(it.into()),
    u32 => |it| Self::Int(it.into()),
    u8 => |it| Self::Int(it.into()),
    f64 => |it| Self::Real(it),
    &str => |it| Self::Text(it.to_owned()),
    &String => |it| Self::Text(it.clone()),
    String => |it| Self::Text(it),
    &[u8] => |it| Self::Blob(it.to_vec()),
    &Vec<u8> => |it| Self::Blob(it.clone()),
    Vec<u8> => |it| Self::Blob(it),
    [u8; 32] => |it| Self::Blob(it.to_vec()),
    &[u8; 32] => |it| Self::Blob(it.to_vec()),
    Uuid => |it| Self::Uuid(it),
    &Uuid => |it| Self::Uuid(*it),
}

impl<T> From<Option<T>> for Value
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

/// A type that a column can be read as.
pub trait FromValue: Sized {
    /// What the column should have been, for the error.
    const EXPECTED: &'static str;

    /// Reads the value; `None` when it is of another type.
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! from_value {
    ($($to:ty, $expected:literal, $($pattern:pat => $make:expr),+;)*) => {
        $(impl FromValue for $to {
            const EXPECTED: &'static str = $expected;

            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    $($pattern => $make,)+
                    _ => None,
                }
            }
        })*
    };
}

from_value! {
    bool, "a boolean", Value::Bool(it) => Some(*it), Value::Int(0) => Some(false), Value::Int(1) => Some(true);
    i64, "a whole number", Value::Int(it) => Some(*it);
    u32, "a whole number that is not negative", Value::Int(it) => u32::try_from(*it).ok();
    u8, "a number from 0 to 255", Value::Int(it) => u8::try_from(*it).ok();
    f64, "a number", Value::Real(it) => Some(*it);
    String, "a text", Value::Text(it) => Some(it.clone());
    Vec<u8>, "bytes", Value::Blob(it) => Some(it.clone());
    [u8; 16], "16 bytes", Value::Blob(it) => it.as_slice().try_into().ok();
    [u8; 32], "32 bytes", Value::Blob(it) => it.as_slice().try_into().ok();
    Uuid, "an id", Value::Uuid(it) => Some(*it), Value::Blob(it) => Uuid::from_slice(it).ok();
}

impl<T: FromValue> FromValue for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

/// One row of a result.
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) query: &'static str,
    pub(crate) columns: Arc<[String]>,
    pub(crate) values: Vec<Value>,
}

impl Row {
    /// The value of the column of this name.
    ///
    /// # Errors
    /// [`Error::Foreign`] when there is no such column or it holds something else.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T> {
        let at = self.columns.iter().position(|name| name == column);
        self.decode(at, || column.to_owned())
    }

    /// The value of the column at this place, counted from 0.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub fn at<T: FromValue>(&self, column: usize) -> Result<T> {
        self.decode(Some(column), || column.to_string())
    }

    /// Takes the bytes at this place out of the row: they may be many.
    ///
    /// # Errors
    /// As [`Row::get`].
    pub(crate) fn take_bytes(&mut self, column: usize) -> Result<Vec<u8>> {
        match self.values.get_mut(column) {
            Some(Value::Blob(bytes)) => Ok(std::mem::take(bytes)),
            _ => self.at(column),
        }
    }

    fn decode<T: FromValue>(
        &self,
        column: Option<usize>,
        name: impl FnOnce() -> String,
    ) -> Result<T> {
        let value = column.and_then(|at| self.values.get(at));
        value.and_then(T::from_value).ok_or_else(|| Error::Foreign {
            query: self.query,
            column: name(),
            expected: T::EXPECTED,
        })
    }
}

#[cfg(test)]
mod tests {
    //! Values that fit, and values that do not.
    use super::*;

    #[test]
    fn a_value_reads_back_as_what_it_was() {
        let id = Uuid::from_u128(7);
        let row = Row {
            query: "test",
            columns: ["id", "flag", "note"].map(str::to_owned).into(),
            values: params![id.as_bytes().as_slice(), 1_i64, None::<&str>],
        };
        assert_eq!(row.get::<Uuid>("id").ok(), Some(id));
        assert_eq!(row.get::<bool>("flag").ok(), Some(true));
        assert_eq!(row.at::<Option<String>>(2).ok(), Some(None));
    }

    #[test]
    fn a_missing_or_different_column_is_named() {
        let row =
            Row { query: "users/find", columns: ["id".to_owned()].into(), values: params!["text"] };
        let messages = [row.get::<i64>("id").err(), row.get::<i64>("name").err()]
            .map(|error| error.map(|error| error.to_string()).unwrap_or_default());
        expect_test::expect![[r#"
            users/find: column id is not a whole number
            users/find: column name is not a whole number"#]]
        .assert_eq(&messages.join("\n"));
    }
}
