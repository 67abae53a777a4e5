//! Arguments of handlers that refuse what they do not know, by name, as problems.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path as AxumPath};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::{Problem, code};

mod body;
mod json;
mod query;

pub use body::{Unread, read_body};
pub(crate) use json::DEFAULT_BODY_LIMIT;
pub use json::Json;
pub use query::{NoQuery, Query, parse_query};

/// The parameters in the path.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match AxumPath::<T>::from_request_parts(parts, state).await {
            Ok(AxumPath(value)) => Ok(Self(value)),
            Err(PathRejection::FailedToDeserializePathParams(_)) => {
                Err(Problem::new(code::INVALID_PARAMETER)
                    .detail("a part of the path is not what is expected there"))
            }
            Err(other) => Err(Problem::internal(other)),
        }
    }
}
