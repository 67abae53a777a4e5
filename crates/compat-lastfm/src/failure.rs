//! Refusals as clients of Last.fm know them: a number and a sentence.

use http::StatusCode;

use crate::node::Node;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $status:ident, $text:literal;)*) => {
        /// What went wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $($(#[$doc])* $name),* }

        impl Code {
            fn parts(self) -> (u8, StatusCode, &'static str) {
                match self { $(Self::$name => ($number, StatusCode::$status, $text)),* }
            }
        }
    };
}

// Clients retry 11 and 16 only, sign in again on 9, and give up on all others. One library does not
// even read what comes with 5xx, so that is kept for what may succeed later.
codes! {
    /// No such method.
    Method = 3, BAD_REQUEST, "Invalid Method - No method with that name in this package";
    /// Wrong name or token.
    Authentication = 4, FORBIDDEN, "Authentication Failed - You do not have permissions to access the service";
    /// A parameter is missing or wrong.
    Parameters = 6, BAD_REQUEST, "Invalid parameters - Your request is missing a required parameter";
    /// A defect of this server: trying again does not help.
    Failed = 8, BAD_REQUEST, "Operation failed - Something went wrong here; the log of the server knows more";
    /// The session key does not work, or not any more.
    Session = 9, FORBIDDEN, "Invalid session key - Please re-authenticate";
    /// This program is not welcome.
    ApiKey = 10, FORBIDDEN, "Invalid API key - You must be granted a valid key by the operator of this server";
    /// The signature is wrong.
    Signature = 13, FORBIDDEN, "Invalid method signature supplied";
    /// Nobody has approved yet.
    Waiting = 14, FORBIDDEN, "Unauthorized Token - This token has not been authorized";
    /// Too late.
    Expired = 15, FORBIDDEN, "This token has expired";
    /// The database is away.
    Unavailable = 16, SERVICE_UNAVAILABLE, "The service is temporarily unavailable, please try again.";
    /// Too many attempts.
    Limit = 29, TOO_MANY_REQUESTS, "Rate limit exceeded - Too many requests in a short period";
}

/// A refusal on its way to a client.
#[derive(Debug)]
pub(crate) struct Failure {
    code: Code,
    text: Option<String>,
}

impl Failure {
    /// A refusal that says more than its code.
    pub(crate) fn new(code: Code, text: impl Into<String>) -> Self {
        Self { code, text: Some(text.into()) }
    }

    /// What was wrong.
    pub(crate) fn code(&self) -> Code {
        self.code
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        self.code.parts().1
    }

    /// Number and sentence.
    pub(crate) fn parts(&self) -> (u8, &str) {
        let (number, _, text) = self.code.parts();
        (number, self.text.as_deref().unwrap_or(text))
    }

    /// The element in XML.
    pub(crate) fn node(&self) -> Node {
        let (number, text) = self.parts();
        Node::text("error", text).with("code", &number.to_string())
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self { code, text: None }
    }
}

impl From<listens::Error> for Failure {
    fn from(error: listens::Error) -> Self {
        use listens::{Error, Refusal};
        match error {
            Error::Refused(refusal) => match &refusal {
                Refusal::Invalid { .. } | Refusal::TooMany { .. } | Refusal::NotFound { .. } => {
                    Self::new(Code::Parameters, refusal.to_string())
                }
            },
            Error::Unavailable { source, .. } => {
                tracing::warn!(error = %source, "the database is not available");
                Code::Unavailable.into()
            }
            Error::Internal(error) => defect(&*error),
        }
    }
}

impl From<accounts::Error> for Failure {
    fn from(error: accounts::Error) -> Self {
        use accounts::{Error, Refusal};
        let refusal = match error {
            Error::Refused(refusal) => refusal,
            Error::Unavailable { source, .. } => {
                tracing::warn!(error = %source, "the database is not available");
                return Code::Unavailable.into();
            }
            Error::Internal(error) => return defect(&*error),
        };
        let text = refusal.to_string();
        match refusal {
            Refusal::NotSignedIn | Refusal::SessionEnded => Code::Session.into(),
            Refusal::WrongCredentials => Code::Authentication.into(),
            Refusal::TooManyAttempts { .. } => Self::new(Code::Limit, text),
            Refusal::Busy => Code::Unavailable.into(),
            Refusal::LinkEnded => Code::Expired.into(),
            Refusal::Disabled
            | Refusal::ScopeNeeded { .. }
            | Refusal::SessionNeeded
            | Refusal::AdminNeeded
            | Refusal::LastAdmin
            | Refusal::RegistrationClosed
            | Refusal::InvitationNeeded => Self::new(Code::Authentication, text),
            Refusal::NotFound { .. }
            | Refusal::Invalid { .. }
            | Refusal::Taken { .. }
            | Refusal::TooMany { .. }
            | Refusal::ProviderFailed { .. } => Self::new(Code::Parameters, text),
        }
    }
}

/// A defect: the log gets the cause.
pub(crate) fn defect(error: &(dyn std::error::Error + 'static)) -> Failure {
    tracing::error!(error, "a request of a scrobbler failed");
    Code::Failed.into()
}
