//! What comes in: a submission of plays by one client, and what became of each.
//!
//! Submissions are written down (`submit/inbox.rs`), perhaps to be read by a later version: a field
//! that is new here or in `Words` needs a default.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::words::Words;

/// Names of doors, kept with every report. Imports are `import.` and the name of their format.
pub mod source {
    use std::borrow::Cow;

    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer};

    /// `POST /1/submit-listens`. Nothing else may use it: its messages are read again for their words.
    pub const LISTENBRAINZ: &str = "listenbrainz";
    /// `track.scrobble` of Last.fm 2.0.
    pub const LASTFM: &str = "lastfm";
    /// AudioScrobbler 1.2.
    pub const AUDIOSCROBBLER: &str = "audioscrobbler";
    /// `scrobble` of Subsonic.
    pub const SUBSONIC: &str = "subsonic";
    /// `POST /v1/listens`.
    pub const NATIVE: &str = "native";

    /// One of them, or `import.<format>`. (With the type in its place serde would borrow it.)
    pub type Name = &'static str;

    const ALL: [Name; 5] = [LISTENBRAINZ, LASTFM, AUDIOSCROBBLER, SUBSONIC, NATIVE];

    pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Name, D::Error> {
        let name = Cow::<str>::deserialize(from)?;
        let known = ALL.into_iter().find(|it| *it == name);
        known.ok_or_else(|| D::Error::custom("no door has this name"))
    }
}

/// Who submits, and through which door.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Submission {
    /// Whose plays.
    pub user_id: Uuid,
    /// The door: a constant of [`source`], or `import.<format>`.
    #[serde(deserialize_with = "source::read")]
    pub source: source::Name,
    /// Program and version, if known.
    pub client: Option<String>,
    /// The credential that was used.
    pub app_token_id: Option<Uuid>,
    /// The import that brings them.
    pub import_id: Option<Uuid>,
    /// The server that forwarded them; they are not sent back there.
    pub relayed_from: Option<String>,
}

impl Submission {
    /// A submission through a door, without details.
    #[must_use]
    pub fn new(user_id: Uuid, source: &'static str) -> Self {
        Self {
            user_id,
            source,
            client: None,
            app_token_id: None,
            import_id: None,
            relayed_from: None,
        }
    }
}

/// Whether a source stamps the beginning or the end of a play.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeMeaning {
    /// The beginning.
    #[default]
    Start,
    /// The end.
    End,
}

/// One play as a client reports it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Play {
    /// What was played.
    pub words: Words,
    /// The instant as sent.
    pub listened_at_ms: i64,
    /// What the instant means.
    pub time_meaning: TimeMeaning,
    /// Observed listening time, when the client says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub played_ms: Option<i64>,
    /// The source's own id of what was played, as `scheme:value` (`spotify:track:…`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_track_id: Option<String>,
    /// Program and version, where it is another than the submission's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// The message about this play exactly as it came, as JSON text; form parameters as an object.
    pub payload: String,
}

/// What became of a play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is a listen of its own.
    Kept {
        /// Its id, for ever.
        id: Uuid,
        /// The id of its words.
        recording_msid: Uuid,
    },
    /// The same source sent the same before; nothing changed.
    Repeated {
        /// The id of the first report.
        id: Uuid,
        /// The id of its words.
        recording_msid: Uuid,
    },
    /// Another report of a play that is there already; both reports are kept, one listen counts.
    Duplicate {
        /// The id of this report.
        id: Uuid,
        /// The listen.
        of: Uuid,
        /// The id of its words.
        recording_msid: Uuid,
    },
}

impl Outcome {
    /// The id of the report.
    #[must_use]
    pub fn id(&self) -> Uuid {
        match *self {
            Self::Kept { id, .. } | Self::Repeated { id, .. } | Self::Duplicate { id, .. } => id,
        }
    }

    /// The id of the words.
    #[must_use]
    pub fn recording_msid(&self) -> Uuid {
        match *self {
            Self::Kept { recording_msid, .. }
            | Self::Repeated { recording_msid, .. }
            | Self::Duplicate { recording_msid, .. } => recording_msid,
        }
    }
}
