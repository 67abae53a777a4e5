//! Parameters of a query. Unknown ones are passed over, as clients are used to.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::failure::{Answer, Failure};

/// Entries of a list when nobody says how many.
const DEFAULT_COUNT: u32 = 25;
/// Entries of a list at most.
pub(crate) const MAX_COUNT: u32 = 1000;

/// The parameters of a query.
pub(crate) struct Params(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect()))
    }
}

impl Params {
    /// The value of a parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of a parameter that is not empty.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// A number that may be negative.
    pub(crate) fn number(&self, name: &str) -> Answer<Option<i64>> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let wrong = || Failure::bad_request(format!("Invalid {name} argument: {text}"));
        text.trim().parse().map(Some).map_err(|_| wrong())
    }

    /// `true` or `false`; false when it is not there.
    pub(crate) fn flag(&self, name: &str) -> Answer<bool> {
        match self.filled(name).map(str::to_ascii_lowercase).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(Failure::bad_request(format!(
                "Invalid {name} argument: {other}. Must be 'true' or 'false'"
            ))),
        }
    }

    /// How many entries, [`MAX_COUNT`] at most, and how many are left out before them.
    pub(crate) fn part(&self) -> Answer<listens::Part> {
        let limit = self.non_negative("count", DEFAULT_COUNT)?.min(MAX_COUNT);
        Ok(listens::Part { limit, offset: self.non_negative("offset", 0)? })
    }

    fn non_negative(&self, name: &str, default: u32) -> Answer<u32> {
        let Some(text) = self.get(name) else { return Ok(default) };
        let number: Option<i64> = text.trim().parse().ok();
        let number = number.filter(|number| *number >= 0).ok_or_else(|| {
            Failure::bad_request(format!("'{name}' should be a non-negative integer"))
        })?;
        Ok(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// How many listens of a page.
    pub(crate) fn page(&self) -> Answer<u32> {
        match self.number("count")? {
            None => Ok(DEFAULT_COUNT),
            Some(count) if count < 0 => {
                Err(Failure::bad_request("Number of items requested should be positive"))
            }
            Some(count) => Ok(u32::try_from(count).unwrap_or(MAX_COUNT).min(MAX_COUNT)),
        }
    }

    /// An instant in whole seconds.
    pub(crate) fn second(&self, name: &str) -> Answer<Option<i64>> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let wrong = || Failure::bad_request(format!("Incorrect {name} timestamp argument: {text}"));
        text.trim().parse().map(Some).map_err(|_| wrong())
    }
}
