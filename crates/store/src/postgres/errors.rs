//! PostgreSQL's error codes in this crate's words.

use std::time::Duration;

use sqlx::postgres::PgDatabaseError;

use crate::error::{Error, Rule};

/// Turns an error into one that says what the caller can do. The code decides, never the text.
pub(crate) fn translate(query: &'static str, error: sqlx::Error) -> Error {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast::<PgDatabaseError>() {
            Ok(error) => database(query, *error),
            Err(error) => Error::Statement { query, source: error.into_error() },
        },
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::WorkerCrashed => Error::unavailable(format!("PostgreSQL: {error}")),
        sqlx::Error::PoolClosed => Error::unavailable("the database was closed"),
        error => Error::Statement { query, source: error.into() },
    }
}

/// The codes are listed in the appendix "PostgreSQL Error Codes" of its manual.
fn database(query: &'static str, error: PgDatabaseError) -> Error {
    let conflict = |rule| Error::Conflict {
        rule,
        constraint: error.constraint().unwrap_or_default().to_owned(),
    };
    match error.code() {
        "23505" => conflict(Rule::Unique),
        "23503" | "23001" => conflict(Rule::ForeignKey),
        "23514" => conflict(Rule::Check),
        "23502" => Error::Conflict {
            rule: Rule::NotNull,
            constraint: error.column().unwrap_or_default().to_owned(),
        },
        "40001" | "40P01" | "55P03" => Error::busy("two changes wanted the same rows"),
        "53300" => Error::busy("PostgreSQL has too many connections"),
        "57014" => Error::TooSlow { query, limit: Duration::ZERO },
        "25006" => Error::unavailable("PostgreSQL is read-only"),
        code => match code.get(..2) {
            // A value that its column cannot hold, such as a text that is no JSON.
            Some("22") => conflict(Rule::Check),
            Some("08" | "53" | "57" | "58" | "28" | "3D") => {
                Error::unavailable(format!("PostgreSQL: {}", error.message()))
            }
            _ => Error::Statement { query, source: Box::new(error) },
        },
    }
}
