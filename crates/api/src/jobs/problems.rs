//! What can go wrong with jobs, for the OpenAPI document.

use edge::Code;
use edge::problem::code;
use utoipa::IntoResponses;

use super::codes::JOB_ENDED;
use crate::accounts::codes;
use crate::openapi::{Responses, problems};

/// Anywhere here.
const ANY: [Code; 8] = [
    code::UNKNOWN_PARAMETER,
    code::RATE_LIMITED,
    code::INTERNAL,
    code::UNAVAILABLE,
    codes::NOT_SIGNED_IN,
    codes::ADMIN_NEEDED,
    codes::SCOPE_NEEDED,
    codes::CROSS_SITE,
];

/// Errors of lists.
pub(super) struct ListProblems;

impl IntoResponses for ListProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &[code::INVALID_PARAMETER, code::MISSING_PARAMETER, code::INVALID_CURSOR]])
    }
}

/// Errors of paths with an id.
pub(super) struct JobProblems;

impl IntoResponses for JobProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &[code::NOT_FOUND]])
    }
}

/// Errors of a cancellation.
pub(super) struct CancelProblems;

impl IntoResponses for CancelProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &[code::NOT_FOUND, JOB_ENDED]])
    }
}
