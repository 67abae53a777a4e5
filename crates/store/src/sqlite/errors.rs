//! SQLite's error codes in this crate's words.

use std::time::Duration;

use rusqlite::ffi;

use super::indexes::Indexes;
use crate::error::{Error, Rule};

/// Turns an error into one that says what the caller can do.
///
/// What kind of error it is, the extended code tells. Which rule was broken, SQLite tells only in
/// its message: a constraint's name, or the columns of a unique index, which `schema` names.
pub(crate) fn translate(
    query: &'static str,
    error: rusqlite::Error,
    schema: Option<(&rusqlite::Connection, &mut Indexes)>,
) -> Error {
    let rusqlite::Error::SqliteFailure(code, message) = &error else {
        return Error::Statement { query, source: error.into() };
    };
    let detail = || {
        let message = message.as_deref().unwrap_or_default();
        message.split_once(": ").map_or("", |(_, detail)| detail).to_owned()
    };
    let conflict = |rule, constraint| Error::Conflict { rule, constraint };
    match code.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => {
            let columns = detail();
            let name = schema.and_then(|(raw, indexes)| indexes.name(raw, &columns));
            conflict(Rule::Unique, name.unwrap_or(columns))
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => conflict(Rule::ForeignKey, String::new()),
        ffi::SQLITE_CONSTRAINT_CHECK => conflict(Rule::Check, detail()),
        ffi::SQLITE_CONSTRAINT_DATATYPE => conflict(Rule::Check, String::new()),
        ffi::SQLITE_CONSTRAINT_NOTNULL => conflict(Rule::NotNull, column(&detail())),
        _ => primary(query, code.code, error),
    }
}

fn primary(query: &'static str, code: ffi::ErrorCode, error: rusqlite::Error) -> Error {
    use ffi::ErrorCode as Code;
    match code {
        Code::DatabaseBusy | Code::DatabaseLocked => {
            Error::busy("another process is writing into the SQLite file")
        }
        Code::OperationInterrupted => Error::TooSlow { query, limit: Duration::ZERO },
        Code::DiskFull => Error::unavailable("the disk is full"),
        Code::CannotOpen
        | Code::ReadOnly
        | Code::SystemIoFailure
        | Code::PermissionDenied
        | Code::FileLockingProtocolFailed => Error::unavailable(format!("SQLite: {error}")),
        Code::DatabaseCorrupt | Code::NotADatabase => {
            Error::unavailable(format!("SQLite: {error}; restore a backup"))
        }
        _ => Error::Statement { query, source: error.into() },
    }
}

/// PostgreSQL names a missing value by its column alone.
fn column(detail: &str) -> String {
    detail.rsplit('.').next().unwrap_or_default().to_owned()
}
