//! Features: the reasons of a match, one for each thing that was compared.

use serde::{Deserialize, Serialize};

/// How the titles agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleSaid {
    /// Equal keys.
    #[default]
    Equal,
    /// Equal to an alias of the recording, or to its title on the track that the client named.
    Alias,
    /// So many edits apart when written in Latin letters.
    Latin(u32),
    /// Equal but for a subtitle that one side lacks.
    Subtitle,
    /// One is the beginning of the other, and an id vouches for it.
    Part,
    /// In scripts that cannot be compared, and an id vouches for it.
    OtherScript,
    /// So many edits apart.
    Edits(u32),
}

/// How the artists agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtistSaid {
    /// The credit as printed.
    #[default]
    Equal,
    /// The same names, printed otherwise.
    Names,
    /// A name, sort name or alias of the artist, other than the credited name.
    Alias,
    /// Names are missing on one side.
    Missing,
    /// A guest of the credit was named as the artist.
    Guest,
    /// The first names are equal, others differ.
    FirstOnly,
    /// Only the artist's id agrees.
    Id,
    /// So many edits apart.
    Edits(u32),
}

/// How the versions agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionSaid {
    /// The same versions, mostly none.
    #[default]
    Equal,
    /// The recording says its version in its comment.
    Comment,
    /// The same kinds, a detail on one side only.
    Detail,
    /// The release that the client names says the version that the title lacks.
    Release,
    /// A cut and a plain title of one length.
    Length,
    /// The recording's comment says a version, the client does not.
    Unsaid,
    /// An id vouches for a version that the client does not say.
    Id,
    /// Other versions: never accepted.
    Different,
}

/// An id that the client sent and that was not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedId {
    /// The recording's: unknown.
    UnknownRecording,
    /// The recording's: title or artist contradict it.
    Recording,
    /// The track's: unknown.
    UnknownTrack,
    /// The track's: title or artist contradict it.
    Track,
    /// The ISRC: title or artist contradict all recordings that have it.
    Isrc,
}

/// Why a recording was taken, or was thought of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Features {
    /// The titles.
    pub title: TitleSaid,
    /// The artists.
    pub artist: ArtistSaid,
    /// The versions.
    pub version: VersionSaid,
    /// Whether the recording is on the release that the client names; absent when it names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release_agrees: Option<bool>,
    /// What the client says minus what the catalogue says, where both say something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length_difference_ms: Option<i64>,
    /// Whether the track number agrees, where the release does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_agrees: Option<bool>,
    /// Whether an artist of the credit has one of the ids that the client sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artist_ids_agree: Option<bool>,
    /// Whether title and artist were exchanged, or stood together in one field.
    #[serde(skip_serializing_if = "is_false")]
    pub exchanged: bool,
    /// Whether another candidate is as good.
    #[serde(skip_serializing_if = "is_false")]
    pub ambiguous: bool,
    /// Ids that were not believed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused_ids: Vec<RefusedId>,
}

impl Features {
    /// Whether title and artist are equal without any edit, as they were said.
    pub(super) fn has_equal_keys(&self) -> bool {
        use ArtistSaid::{Alias, Equal, FirstOnly, Guest, Missing, Names};
        let title = matches!(self.title, TitleSaid::Equal | TitleSaid::Alias | TitleSaid::Subtitle);
        let artist = matches!(self.artist, Equal | Names | Alias | Missing | Guest | FirstOnly);
        title && artist && !self.exchanged
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(flag: &bool) -> bool {
    !flag
}
