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
/// Where something is changed.
const CHANGE: [Code; 6] = [
    codes::WRONG_CREDENTIALS,
    codes::TOO_MANY_ATTEMPTS,
    codes::TAKEN,
    codes::TOO_MANY,
    codes::LAST_ADMIN,
    codes::ADMIN_NEEDED,
];
/// Where a list is paged.
const LIST: [Code; 2] = [code::INVALID_PARAMETER, code::INVALID_CURSOR];
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

/// Errors of signing in elsewhere.
pub(super) struct ProviderProblems;

impl IntoResponses for ProviderProblems {
    fn responses() -> Responses {
        let rest = [
            code::NOT_FOUND,
            codes::ACCOUNT_DISABLED,
            codes::REGISTRATION_CLOSED,
            codes::LINK_ENDED,
            codes::CROSS_SITE,
            codes::PROVIDER_FAILED,
        ];
        problems(&[&ANY, &rest])
    }
}

/// Errors of reading what is one's own.
pub(super) struct ReadProblems;

impl IntoResponses for ReadProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &SIGNED_IN])
    }
}

/// Errors of changing what is one's own.
pub(super) struct WriteProblems;

impl IntoResponses for WriteProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &SIGNED_IN, &BODY, &CHANGE])
    }
}

/// Errors of what is named by an id.
pub(super) struct FindProblems;

impl IntoResponses for FindProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &SIGNED_IN, &[code::NOT_FOUND]])
    }
}

/// Errors of own lists.
pub(super) struct ListProblems;

impl IntoResponses for ListProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &SIGNED_IN, &LIST])
    }
}

/// Errors of lists for administrators.
pub(super) struct AdminListProblems;

impl IntoResponses for AdminListProblems {
    fn responses() -> Responses {
        problems(&[&ANY, &SIGNED_IN, &LIST, &[codes::ADMIN_NEEDED]])
    }
}

/// Errors of what administrators do.
pub(super) struct AdminProblems;

impl IntoResponses for AdminProblems {
    fn responses() -> Responses {
        let rest = [codes::ADMIN_NEEDED, codes::LAST_ADMIN, codes::TAKEN, code::NOT_FOUND];
        problems(&[&ANY, &SIGNED_IN, &BODY, &rest])
    }
}
