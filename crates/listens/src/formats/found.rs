//! What an import finds: plays, feedback and pins with their places, and rows that were skipped.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use model::Gid;
use uuid::Uuid;

use crate::{Play, Words};

/// Where something stands in an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of the file, with its folders when it is in an archive.
    pub file: Arc<str>,
    /// Line of a text, record of a table or entry of a JSON list, from 1. 0 is the file as a whole.
    pub row: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            0 => f.write_str(&self.file),
            row => write!(f, "{}, row {row}", self.file),
        }
    }
}

/// How far an import has come: everything up to here is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Position {
    /// Number of the file among those of the format, from 0, in the order of reading.
    pub file: u32,
    /// Its last row that was looked at; 0 when none was.
    pub row: u64,
}

/// Something that was found, and where.
#[derive(Debug, Clone)]
pub struct Item {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub found: Found,
}

/// What a row says.
#[derive(Debug, Clone)]
pub enum Found {
    /// Somebody listened to something.
    Play(Box<Play>),
    /// Somebody loves or hates a recording, or no longer does.
    Feedback(Box<Feedback>),
    /// Somebody showed a recording to others.
    Pin(Box<Pin>),
}

/// An opinion about a recording. At least one of the ids or the words is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feedback {
    /// Id of the words, as ListenBrainz makes it; another server's ids mean nothing here unless
    /// the same words make the same id.
    pub recording_msid: Option<Uuid>,
    /// MBID of the recording.
    pub recording_mbid: Option<Gid>,
    /// Artist and title.
    pub words: Option<Words>,
    /// 1 loved, -1 hated, 0 neither any longer.
    pub score: i8,
    /// When it was said, milliseconds since 1970.
    pub created_at_ms: Option<i64>,
}

/// A recording that was pinned to a profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pin {
    /// As in [`Feedback`].
    pub recording_msid: Option<Uuid>,
    /// MBID of the recording.
    pub recording_mbid: Option<Gid>,
    /// Artist and title.
    pub words: Option<Words>,
    /// What the user wrote beside it.
    pub blurb: Option<String>,
    /// From when, milliseconds since 1970.
    pub created_at_ms: Option<i64>,
    /// Until when, milliseconds since 1970.
    pub pinned_until_ms: Option<i64>,
}

/// A row, or the rest of a file, that gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it stands.
    pub place: Place,
    /// Which kind of reason.
    pub reason: Reason,
    /// What exactly, and what helps where something helps. For people.
    pub words: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.place, self.words, self.reason.code())
    }
}

/// Why a row gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// It is no JSON, or not an object.
    NotJson,
    /// It has not the columns that its header promises.
    WrongColumns,
    /// It is longer than [`Limits::row_bytes`](super::Limits::row_bytes).
    RowTooLong,
    /// The artist is missing.
    NoArtist,
    /// The title is missing.
    NoTitle,
    /// A name holds U+0000, which no database keeps.
    NullCharacter,
    /// It does not say when.
    NoTime,
    /// When it says cannot be read, or cannot be.
    BadTime,
    /// The player said that it was skipped, or it was not heard long enough to count.
    NotHeard,
    /// It was heard in a private session.
    Private,
    /// A podcast, a video, an audio book.
    NotMusic,
    /// Something else than a play that is over: what plays now, an event of another kind.
    NotAPlay,
    /// Words in a language that the reader does not know.
    UnknownWording,
    /// Feedback or a pin that names no recording, or with a score that does not exist.
    BadFeedback,
    /// A name or the row is longer than the database keeps.
    NotKept,
    /// The rest of the file could not be read.
    Broken,
}

/// Every reason with its code.
const CODES: [(Reason, &str); 16] = [
    (Reason::NotJson, "not_json"),
    (Reason::WrongColumns, "wrong_columns"),
    (Reason::RowTooLong, "row_too_long"),
    (Reason::NoArtist, "no_artist"),
    (Reason::NoTitle, "no_title"),
    (Reason::NullCharacter, "null_character"),
    (Reason::NoTime, "no_time"),
    (Reason::BadTime, "bad_time"),
    (Reason::NotHeard, "not_heard"),
    (Reason::Private, "private"),
    (Reason::NotMusic, "not_music"),
    (Reason::NotAPlay, "not_a_play"),
    (Reason::UnknownWording, "unknown_wording"),
    (Reason::BadFeedback, "bad_feedback"),
    (Reason::NotKept, "not_kept"),
    (Reason::Broken, "broken"),
];

impl Reason {
    /// A stable name, for programs and for counting.
    #[must_use]
    pub fn code(self) -> &'static str {
        let found = CODES.iter().find(|(reason, _)| *reason == self);
        found.map_or("other", |(_, code)| code)
    }
}

/// Why a row was not taken, before its place is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) reason: Reason,
    pub(super) words: String,
}

impl Refused {
    pub(super) fn new(reason: Reason, words: impl Into<String>) -> Self {
        Self { reason, words: words.into() }
    }
}

/// What the reader of a row answers.
pub(super) type RowResult = Result<Found, Refused>;
