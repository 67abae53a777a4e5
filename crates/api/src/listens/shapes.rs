//! Listens and words as they are written.

use jiff::Timestamp;
use listens::{Credit, Listen, Mapping, MatchKind, Named, NowPlaying, Words};
use model::Gid;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::accounts::shapes::instant;

/// What a client said about what was played, as corrected.
#[derive(Serialize, ToSchema)]
pub(crate) struct WordsShape {
    /// Artist credit, as one text.
    artist_name: String,
    /// Title.
    recording_name: String,
    /// Title of the release.
    release_name: Option<String>,
    /// Artist credit of the release.
    release_artist_name: Option<String>,
    /// Number on the medium.
    track_number: Option<String>,
    /// Length in milliseconds.
    length_ms: Option<i64>,
    /// ISRC.
    isrc: Option<String>,
    /// MBID of the recording that the client sent: a hint.
    recording_mbid: Option<String>,
    /// MBID of the release that the client sent.
    release_mbid: Option<String>,
}

impl From<Words> for WordsShape {
    fn from(words: Words) -> Self {
        let text = |gid: Option<Gid>| gid.map(|gid| Uuid::from_bytes(gid.0).to_string());
        Self {
            artist_name: words.artist_name,
            recording_name: words.recording_name,
            release_name: words.release_name,
            release_artist_name: words.release_artist_name,
            track_number: words.track_number,
            length_ms: words.length_ms,
            isrc: words.isrc,
            recording_mbid: text(words.recording_mbid),
            release_mbid: text(words.release_mbid),
        }
    }
}

/// Something of the catalogue.
#[derive(Serialize, ToSchema)]
pub(crate) struct NamedShape {
    /// MBID.
    mbid: String,
    /// Name.
    name: String,
}

impl From<&Named> for NamedShape {
    fn from(named: &Named) -> Self {
        Self { mbid: named.mbid.to_string(), name: named.name.clone() }
    }
}

/// A name of an artist credit.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListenCreditShape {
    /// MBID of the artist.
    mbid: String,
    /// The name as printed.
    name: String,
    /// The text after it.
    join_phrase: String,
}

impl From<&Credit> for ListenCreditShape {
    fn from(credit: &Credit) -> Self {
        let Credit { mbid, name, join_phrase } = credit.clone();
        Self { mbid: mbid.to_string(), name, join_phrase }
    }
}

/// What a listen was matched with.
#[derive(Serialize, ToSchema)]
pub(crate) struct MappingShape {
    /// The recording.
    recording: NamedShape,
    /// The release, when it is known.
    release: Option<NamedShape>,
    /// The release group of the release.
    release_group: Option<NamedShape>,
    /// The artists of the recording, in order.
    artists: Vec<ListenCreditShape>,
}

impl From<&Mapping> for MappingShape {
    fn from(mapping: &Mapping) -> Self {
        Self {
            recording: (&mapping.recording).into(),
            release: mapping.release.as_ref().map(NamedShape::from),
            release_group: mapping.release_group.as_ref().map(NamedShape::from),
            artists: mapping.artists.iter().map(ListenCreditShape::from).collect(),
        }
    }
}

/// A listen.
#[derive(Serialize, ToSchema)]
pub(crate) struct ListenShape {
    /// Id.
    id: String,
    /// When it began, RFC 3339.
    listened_at: String,
    /// When the report came.
    inserted_at: String,
    /// Listening time in milliseconds: observed, else the length.
    played_ms: Option<i64>,
    /// The id of the words, the same for everybody.
    recording_msid: String,
    /// The words, as corrected.
    words: WordsShape,
    /// The door of the report, as `native` or `import.spotify-extended`.
    source: String,
    /// Program and version.
    client: Option<String>,
    /// What it was matched with; null when the catalogue does not know it.
    matched: Option<MappingShape>,
    /// `pending automatic manual none`
    matched_by: &'static str,
}

impl ListenShape {
    /// The listen in one line.
    pub(super) fn line(&self) -> String {
        let day = self.listened_at.split('T').next().unwrap_or_default();
        format!("{day}  {} – {}", self.words.artist_name, self.words.recording_name)
    }
}

impl From<Listen> for ListenShape {
    fn from(listen: Listen) -> Self {
        Self {
            id: listen.id.to_string(),
            listened_at: instant(listen.listened_at_ms),
            inserted_at: instant(listen.inserted_at_ms),
            played_ms: listen.played_ms,
            recording_msid: listen.recording_msid.to_string(),
            words: listen.words.into(),
            source: listen.source,
            client: listen.client,
            matched: listen.matched.as_deref().map(MappingShape::from),
            matched_by: match listen.matched_by {
                MatchKind::Pending => "pending",
                MatchKind::Automatic => "automatic",
                MatchKind::Manual => "manual",
                MatchKind::None => "none",
            },
        }
    }
}

/// What plays at this moment.
#[derive(Serialize, ToSchema)]
pub(crate) struct NowPlayingShape {
    /// The program that said so; empty when it did not tell its name.
    client: String,
    /// What plays.
    words: WordsShape,
    /// When it was said, RFC 3339.
    started_at: String,
    /// When it is over.
    expires_at: String,
}

impl From<NowPlaying> for NowPlayingShape {
    fn from(playing: NowPlaying) -> Self {
        Self {
            client: playing.client,
            words: playing.words.into(),
            started_at: instant(playing.started_at_ms),
            expires_at: instant(playing.expires_at_ms),
        }
    }
}

/// Milliseconds since 1970 of an instant as clients write it.
pub(super) fn millis(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}
