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
pub(super) const EXCEPTIONS: &[Exception] = &[
    Exception {
        guard: "sizes",
        path: "crates/import/src/run.rs",
        about: "fn import_musicbrainz has 5 parameters",
        reason: "source, place, options, progress and stop are five different things to every caller",
    },
    Exception {
        guard: "sizes",
        path: "crates/import/src/sqlite/mod.rs",
        about: "fn import_sqlite has 6 parameters",
        reason: "as import_musicbrainz, with a second file",
    },
    Exception {
        guard: "routes",
        path: "crates/api/examples/lookup_cost.rs",
        about: "/constant",
        reason: "the answer that look-ups are compared with, in a developer's example only",
    },
];
