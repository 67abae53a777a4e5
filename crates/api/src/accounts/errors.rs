//! How refusals of accounts sound in this language.

use accounts::{Error, Refusal};
use edge::Problem;
use edge::problem::code;

use super::codes;

/// Seconds after which a place in the queue of passwords is likely to be free.
const RETRY_BUSY_S: u64 = 1;

impl From<Error> for crate::error::Error {
    fn from(error: Error) -> Self {
        problem(error).into()
    }
}

/// Names every refusal, so that a new one does not compile until it has a code.
pub(super) fn problem(error: Error) -> Problem {
    let refusal = match error {
        Error::Refused(refusal) => refusal,
        Error::Unavailable { retry_after, source } => {
            return Problem::new(code::UNAVAILABLE)
                .detail("the database cannot be asked at the moment")
                .retry_after_s(retry_after.as_secs().max(1))
                .caused_by(source);
        }
        Error::Internal(cause) => return Problem::internal(cause),
    };
    let words = refusal.to_string();
    match refusal {
        Refusal::NotSignedIn => Problem::new(codes::NOT_SIGNED_IN),
        Refusal::WrongCredentials => Problem::new(codes::WRONG_CREDENTIALS),
        Refusal::SessionEnded => Problem::new(codes::SESSION_ENDED),
        Refusal::Disabled => Problem::new(codes::ACCOUNT_DISABLED),
        Refusal::TooManyAttempts { retry_after } => {
            Problem::new(codes::TOO_MANY_ATTEMPTS).retry_after_s(retry_after.as_secs().max(1))
        }
        Refusal::Busy => Problem::new(code::UNAVAILABLE).retry_after_s(RETRY_BUSY_S),
        Refusal::Invalid { field, .. } => Problem::new(code::INVALID_FIELD).parameter(field),
        Refusal::Taken { what } => Problem::new(codes::TAKEN).parameter(what),
        Refusal::RegistrationClosed => Problem::new(codes::REGISTRATION_CLOSED),
        Refusal::InvitationNeeded => Problem::new(codes::INVITATION_NEEDED),
        Refusal::LinkEnded => Problem::new(codes::LINK_ENDED),
        Refusal::ScopeNeeded { .. } => Problem::new(codes::SCOPE_NEEDED),
        Refusal::SessionNeeded => Problem::new(codes::SESSION_NEEDED),
        Refusal::AdminNeeded => Problem::new(codes::ADMIN_NEEDED),
        Refusal::LastAdmin => Problem::new(codes::LAST_ADMIN),
        Refusal::NotFound { .. } => Problem::new(code::NOT_FOUND),
        Refusal::TooMany { .. } => Problem::new(codes::TOO_MANY),
        Refusal::ProviderFailed { .. } => Problem::new(codes::PROVIDER_FAILED),
    }
    .detail(words)
}
