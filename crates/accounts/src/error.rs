//! Refusals that a user can understand, and failures that only the log explains.

use std::time::Duration;

/// The result of what accounts are asked.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done, in words for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in, or the token has ended.
    #[error("sign in first")]
    NotSignedIn,
    /// The name or the password is wrong; which of them is not told.
    #[error("the name or the password is wrong")]
    WrongCredentials,
    /// The password was right, but an administrator has disabled the account.
    #[error("this account is disabled; ask an administrator")]
    Disabled,
    /// Too many attempts at this account or from this address.
    #[error("too many attempts; try again in {} s", retry_after.as_secs().max(1))]
    TooManyAttempts {
        /// When the next attempt is looked at.
        retry_after: Duration,
    },
    /// Too many passwords are being checked.
    #[error("too many people are signing in; try again in a moment")]
    Busy,
    /// A value that cannot be.
    #[error("{reason}")]
    Invalid {
        /// Which one.
        field: &'static str,
        /// What it should be.
        reason: String,
    },
    /// Somebody has this name or address.
    #[error("this {what} is taken")]
    Taken {
        /// `username` or `email`.
        what: &'static str,
    },
    /// Nobody may register.
    #[error("registration is closed; ask an administrator for an account")]
    RegistrationClosed,
    /// Only people who were invited may register.
    #[error("an invitation is needed; ask an administrator for one")]
    InvitationNeeded,
    /// A token of a mail or invitation that was used, has ended or never was.
    #[error("this link was used or has ended; ask for a new one")]
    LinkEnded,
    /// The refresh token does not work any more.
    #[error("the session has ended; sign in again")]
    SessionEnded,
    /// The app token was not given this right.
    #[error("the app token lacks the scope {scope}")]
    ScopeNeeded {
        /// The right.
        scope: &'static str,
    },
    /// Only a person who signed in may do this, not an app token.
    #[error("an app token cannot do this; sign in")]
    SessionNeeded,
    /// Only administrators may do this.
    #[error("only administrators may do this")]
    AdminNeeded,
    /// Nobody could run the program any more.
    #[error("this is the last administrator; appoint another one first")]
    LastAdmin,
    /// There is nothing of this id.
    #[error("no {what} has this id")]
    NotFound {
        /// What was looked for.
        what: &'static str,
    },
    /// There are as many as there may be.
    #[error("there are {most} {what} already; remove one first")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// The limit.
        most: usize,
    },
    /// The other provider, or its answer, cannot be used.
    #[error("signing in with {provider} failed: {reason}")]
    ProviderFailed {
        /// Its name in the configuration.
        provider: String,
        /// What to do about it, without any detail of the answer.
        reason: &'static str,
    },
}

impl Refusal {
    /// A value that cannot be.
    pub(crate) fn invalid(field: &'static str, reason: impl Into<String>) -> Error {
        Error::Refused(Self::Invalid { field, reason: reason.into() })
    }
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// For the user.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database cannot be asked now.
    #[error("the database is not available")]
    Unavailable {
        /// When trying again makes sense.
        retry_after: Duration,
        /// For the log.
        source: store::Error,
    },
    /// A defect, for the log.
    #[error("accounts failed")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// A defect with its cause.
    pub(crate) fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// The refusal, if it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        if error.is_taken(store::users::USERNAME_KEY) {
            return Refusal::Taken { what: "username" }.into();
        }
        if error.is_taken(store::users::EMAIL_KEY) {
            return Refusal::Taken { what: "email" }.into();
        }
        match error.retry_after() {
            Some(retry_after) => Self::Unavailable { retry_after, source: error },
            None => Self::Internal(Box::new(error)),
        }
    }
}
