//! What an answer means for the plays that were sent.

/// What became of a request with plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Each play was dealt with: none where it was taken, else why it never will be.
    Done(Vec<Option<String>>),
    /// All were refused because of one; which, only smaller requests tell.
    OneIsBad(String),
    /// The server does not know who this is any more.
    NeedsLogin(String),
    /// Later: the server is away, busy, or at its limit.
    Later(String, Option<u64>),
}

impl Verdict {
    /// Later, without a time that the server named.
    pub(super) fn later(why: impl Into<String>) -> Self {
        Self::Later(why.into(), None)
    }
}
