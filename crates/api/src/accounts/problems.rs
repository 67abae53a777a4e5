//! What can go wrong with accounts, for the OpenAPI document.

use edge::Code;
use edge::problem::code;
use utoipa::IntoResponses;

use super::codes;
use crate::openapi::{Responses, problems};

/// Anywhere here.
const ANY: [Code; 4] =
    [code::UNKNOWN_PARAMETER, code::RATE_LIMITED, code::INTERNAL, code::UNAVAILABLE];
/// With a body.
const BODY: [Code; 6] = [
    code::MALFORMED_BODY,
    code::UNKNOWN_FIELD,
    code::MISSING_FIELD,
    code::INVALID_FIELD,
    code::PAYLOAD_TOO_LARGE,
    code::UNSUPPORTED_MEDIA_TYPE,
];
/// Where somebody must be signed in.
const SIGNED_IN: [Code; 4] =
    [codes::NOT_SIGNED_IN, codes::SCOPE_NEEDED, codes::SESSION_NEEDED, codes::CROSS_SITE];
/// Where nobody is signed in yet.
const ENTER: [Code; 9] = [
    codes::WRONG_CREDENTIALS,
    codes::SESSION_ENDED,
    codes::ACCOUNT_DISABLED,
    codes::TOO_MANY_ATTEMPTS,
    codes::TAKEN,
    codes::REGISTRATION_CLOSED,
    codes::INVITATION_NEEDED,
    codes::LINK_ENDED,
    codes::CROSS_SITE,
];

/// Errors of signing in, registering and what mails lead to.
pub(super) struct EnterProblems;

impl IntoResponses for EnterProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &BODY, &ENTER])
    }
}

/// Errors of reading what is one's own.
pub(super) struct ReadProblems;

impl IntoResponses for ReadProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &SIGNED_IN])
    }
}
