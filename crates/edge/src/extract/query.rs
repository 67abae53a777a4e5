//! The query string as a structure; a name that the structure does not have is refused.

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::{Problem, code, shorten};

mod de;

use de::{QueryDeserializer, QueryError};

/// More pairs than any request here can need.
const MAX_PAIRS: usize = 64;

/// The query string, read into a structure.
///
/// Fields may be strings, numbers, booleans, unit enums, options, and lists (separated by commas).
/// Unknown and repeated names are refused without any attribute on the structure.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parse_query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// For handlers without query parameters: any parameter is refused.
#[derive(Debug, Clone, Copy)]
pub struct NoQuery;

impl<S: Sync> FromRequestParts<S> for NoQuery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        match form_urlencoded::parse(query.as_bytes()).next() {
            Some((name, _)) => Err(unknown(&name, &[])),
            None => Ok(Self),
        }
    }
}

/// Reads a query string without its question mark.
///
/// # Errors
/// A problem with status 400 that names the parameter.
pub fn parse_query<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).take(MAX_PAIRS + 1).collect();
    if pairs.len() > MAX_PAIRS {
        let detail = format!("the query has more than {MAX_PAIRS} parameters");
        return Err(Problem::new(code::BAD_REQUEST).detail(detail));
    }
    T::deserialize(QueryDeserializer::new(pairs)).map_err(into_problem)
}

fn unknown(name: &str, allowed: &[&str]) -> Problem {
    let detail = match allowed {
        [] => "there are no query parameters here".to_owned(),
        _ => format!("there is no parameter \"{}\" here", shorten(name)),
    };
    Problem::new(code::UNKNOWN_PARAMETER).parameter(name).detail(detail).allowed(allowed)
}

fn into_problem(error: QueryError) -> Problem {
    match error {
        QueryError::Unknown { name, allowed } => unknown(&name, allowed),
        QueryError::Missing { name } => Problem::new(code::MISSING_PARAMETER)
            .parameter(name)
            .detail(format!("the parameter \"{name}\" is required")),
        QueryError::Repeated { name } => Problem::new(code::INVALID_PARAMETER)
            .parameter(&name)
            .detail(format!("the parameter \"{}\" is there twice", shorten(&name))),
        QueryError::Invalid { name, reason } => Problem::new(code::INVALID_PARAMETER)
            .parameter(&name)
            .detail(format!("the parameter \"{}\" {reason}", shorten(&name))),
    }
}

#[cfg(test)]
mod tests;
