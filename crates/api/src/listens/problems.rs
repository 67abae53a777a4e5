//! What can go wrong with listening histories, for the OpenAPI document.

use edge::Code;
use edge::problem::code;
use utoipa::IntoResponses;

use crate::accounts::codes;
use crate::openapi::{Responses, problems};

/// Anywhere here.
const ANY: [Code; 7] = [
    code::UNKNOWN_PARAMETER,
    code::RATE_LIMITED,
    code::INTERNAL,
    code::UNAVAILABLE,
    code::NOT_FOUND,
    codes::SCOPE_NEEDED,
    codes::CROSS_SITE,
];
/// With a body.
const BODY: [Code; 6] = [
    code::MALFORMED_BODY,
    code::UNKNOWN_FIELD,
    code::MISSING_FIELD,
    code::INVALID_FIELD,
    code::PAYLOAD_TOO_LARGE,
    code::UNSUPPORTED_MEDIA_TYPE,
];
/// With parameters.
const QUERY: [Code; 3] = [code::INVALID_PARAMETER, code::INVALID_CURSOR, code::INVALID_FIELD];

/// Errors of reading what a person lets see.
pub(super) struct ReadProblems;

impl IntoResponses for ReadProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &QUERY, &[codes::TOO_MANY]])
    }
}

/// Errors of reading own lists.
pub(super) struct OwnProblems;

impl IntoResponses for OwnProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &QUERY, &[codes::NOT_SIGNED_IN]])
    }
}

/// Errors of changes that credentials belong to.
pub(super) struct CredentialProblems;

impl IntoResponses for CredentialProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &BODY, &[codes::NOT_SIGNED_IN, codes::TOO_MANY, codes::SESSION_NEEDED]])
    }
}

/// Errors of sending a file.
pub(super) struct UploadProblems;

impl IntoResponses for UploadProblems {
    fn responses() -> Responses {
        let body = [code::PAYLOAD_TOO_LARGE, code::BAD_REQUEST, code::TIMEOUT];
        let own = [code::INVALID_PARAMETER, code::INVALID_FIELD];
        problems(&[&ANY, &body, &own, &[codes::NOT_SIGNED_IN, codes::TOO_MANY]])
    }
}

/// Errors of changes.
pub(super) struct WriteProblems;

impl IntoResponses for WriteProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &BODY, &[codes::NOT_SIGNED_IN, codes::TOO_MANY]])
    }
}
