//! The stable names of what can go wrong at the edge.

use http::StatusCode;

/// A stable name for one kind of problem, with the status and title that always go with it.
///
/// Surfaces add their own constants; a name never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Lower-case name that programs may compare.
    pub name: &'static str,
    /// Status of the answer.
    pub status: StatusCode,
    /// Short text for people, the same for every occurrence.
    pub title: &'static str,
}

impl Code {
    /// Makes a code; meant for constants.
    #[must_use]
    pub const fn new(name: &'static str, status: StatusCode, title: &'static str) -> Self {
        Self { name, status, title }
    }

    /// The code that stands for a bare status which nobody explained.
    #[must_use]
    pub fn for_status(status: StatusCode) -> Self {
        let known = match status {
            StatusCode::NOT_FOUND => NO_SUCH_PATH,
            StatusCode::METHOD_NOT_ALLOWED => METHOD_NOT_ALLOWED,
            StatusCode::REQUEST_TIMEOUT => TIMEOUT,
            StatusCode::PAYLOAD_TOO_LARGE => PAYLOAD_TOO_LARGE,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => UNSUPPORTED_MEDIA_TYPE,
            StatusCode::TOO_MANY_REQUESTS => RATE_LIMITED,
            StatusCode::SERVICE_UNAVAILABLE => UNAVAILABLE,
            _ if status.is_client_error() => BAD_REQUEST,
            _ => INTERNAL,
        };
        Self { status, ..known }
    }
}

/// The request cannot be understood, for a reason without a code of its own.
pub const BAD_REQUEST: Code =
    Code::new("bad_request", StatusCode::BAD_REQUEST, "The request cannot be understood");
/// A query parameter that does not exist here.
pub const UNKNOWN_PARAMETER: Code =
    Code::new("unknown_parameter", StatusCode::BAD_REQUEST, "Unknown query parameter");
/// A required query parameter is not there.
pub const MISSING_PARAMETER: Code =
    Code::new("missing_parameter", StatusCode::BAD_REQUEST, "Missing query parameter");
/// A parameter of the query or the path has a value that it cannot have.
pub const INVALID_PARAMETER: Code =
    Code::new("invalid_parameter", StatusCode::BAD_REQUEST, "Invalid parameter");
/// A cursor that this server did not make, or made for another request.
pub const INVALID_CURSOR: Code =
    Code::new("invalid_cursor", StatusCode::BAD_REQUEST, "Invalid cursor");
/// The body is not JSON.
pub const MALFORMED_BODY: Code =
    Code::new("malformed_body", StatusCode::BAD_REQUEST, "The body is not JSON");
/// A field in the body that does not exist here.
pub const UNKNOWN_FIELD: Code =
    Code::new("unknown_field", StatusCode::BAD_REQUEST, "Unknown field");
/// A required field is not there.
pub const MISSING_FIELD: Code =
    Code::new("missing_field", StatusCode::BAD_REQUEST, "Missing field");
/// A field in the body has a value that it cannot have.
pub const INVALID_FIELD: Code =
    Code::new("invalid_field", StatusCode::BAD_REQUEST, "Invalid field");
/// The path is right, but nothing has this id.
pub const NOT_FOUND: Code = Code::new("not_found", StatusCode::NOT_FOUND, "Not found");
/// No resource has such a path.
pub const NO_SUCH_PATH: Code = Code::new("no_such_path", StatusCode::NOT_FOUND, "No such path");
/// The path exists, but not with this method; `Allow` names those that do.
pub const METHOD_NOT_ALLOWED: Code =
    Code::new("method_not_allowed", StatusCode::METHOD_NOT_ALLOWED, "Method not allowed");
/// The answer, or the body of the request, took too long.
pub const TIMEOUT: Code =
    Code::new("timeout", StatusCode::REQUEST_TIMEOUT, "The request took too long");
/// The body is larger than this server accepts.
pub const PAYLOAD_TOO_LARGE: Code =
    Code::new("payload_too_large", StatusCode::PAYLOAD_TOO_LARGE, "The body is too large");
/// The body is of a type that cannot be read here.
pub const UNSUPPORTED_MEDIA_TYPE: Code = Code::new(
    "unsupported_media_type",
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
    "The body is of an unsupported type",
);
/// This client has asked for too much in too short a time.
pub const RATE_LIMITED: Code =
    Code::new("rate_limited", StatusCode::TOO_MANY_REQUESTS, "Too many requests");
/// A defect of the server.
pub const INTERNAL: Code =
    Code::new("internal", StatusCode::INTERNAL_SERVER_ERROR, "The server failed");
/// The server cannot answer this now, but may later.
pub const UNAVAILABLE: Code =
    Code::new("unavailable", StatusCode::SERVICE_UNAVAILABLE, "Not available at the moment");

/// Every code of this crate, for documentation and for the test that keeps them stable.
pub const ALL: &[Code] = &[
    BAD_REQUEST,
    UNKNOWN_PARAMETER,
    MISSING_PARAMETER,
    INVALID_PARAMETER,
    INVALID_CURSOR,
    MALFORMED_BODY,
    UNKNOWN_FIELD,
    MISSING_FIELD,
    INVALID_FIELD,
    NOT_FOUND,
    NO_SUCH_PATH,
    METHOD_NOT_ALLOWED,
    TIMEOUT,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    RATE_LIMITED,
    INTERNAL,
    UNAVAILABLE,
];
