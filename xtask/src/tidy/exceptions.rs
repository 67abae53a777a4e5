//! The list of excused findings. Each has a reason that a reader can check.

/// A finding that stays.
pub(super) struct Exception {
    /// The guard.
    pub(super) guard: &'static str,
    /// The file, relative to the root.
    pub(super) path: &'static str,
    /// A part of the message; empty excuses every finding of the guard in the file.
    pub(super) about: &'static str,
    /// Why it stays.
    #[expect(dead_code, reason = "it is for readers of this list")]
    pub(super) reason: &'static str,
}

/// Everything that is excused.
pub(super) const EXCEPTIONS: &[Exception] = &[];
