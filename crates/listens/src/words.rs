//! Words that a client sent about what was played, and the ids that are made of them.

use model::Gid;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a client says about a recording, trimmed. Equal words are matched once.
///
/// Ids that a client sends are hints until title and artist were compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Words {
    /// Artist credit, as one text.
    pub artist_name: String,
    /// Title.
    pub recording_name: String,
    /// Title of the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_name: Option<String>,
    /// Artist credit of the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_artist_name: Option<String>,
    /// Number on the medium, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track_number: Option<String>,
    /// Length of the recording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length_ms: Option<i64>,
    /// ISRC, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isrc: Option<String>,
    /// MBID of the recording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording_mbid: Option<Gid>,
    /// MBID of the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_mbid: Option<Gid>,
    /// MBID of the track.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track_mbid: Option<Gid>,
    /// MBIDs of the artists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artist_mbids: Vec<Gid>,
    /// Whether a rule of the person says that the artist is one, whatever its name looks like.
    /// No client can.
    #[serde(skip)]
    pub is_one_artist: bool,
}

impl Words {
    /// The id that clients of ListenBrainz know these words by: a UUID made of the title, artist,
    /// release, track number and length, whatever the letter case.
    #[must_use]
    pub fn recording_msid(&self) -> Uuid {
        let mut hash = Fields::new("recording_msid");
        hash.text(&self.recording_name.to_lowercase());
        hash.text(&self.artist_name.to_lowercase());
        hash.maybe(self.release_name.as_deref().map(str::to_lowercase).as_deref());
        hash.maybe(self.track_number.as_deref().map(str::to_lowercase).as_deref());
        hash.number(self.length_ms);
        // Clients check the shape of a name-based UUID; only programs of this server make it.
        uuid::Builder::from_sha1_bytes(hash.finish()).into_uuid()
    }

    /// What all fields come to.
    pub(crate) fn input_hash(&self) -> [u8; 16] {
        let mut hash = Fields::new("match_input");
        hash.text(&self.artist_name);
        hash.text(&self.recording_name);
        hash.maybe(self.release_name.as_deref());
        hash.maybe(self.release_artist_name.as_deref());
        hash.maybe(self.track_number.as_deref());
        hash.number(self.length_ms);
        hash.maybe(self.isrc.as_deref());
        for gid in [self.recording_mbid, self.release_mbid, self.track_mbid] {
            hash.bytes(gid.map(|gid| gid.0).as_ref().map(<[u8; 16]>::as_slice));
        }
        for gid in &self.artist_mbids {
            hash.bytes(Some(&gid.0));
        }
        if self.is_one_artist {
            hash.text("one artist");
        }
        hash.finish()
    }
}

/// A hash over fields that cannot run into each other.
pub(crate) struct Fields(blake3::Hasher);

impl Fields {
    /// Hashes of different kinds never meet.
    pub(crate) fn new(kind: &str) -> Self {
        let mut fields = Self(blake3::Hasher::new());
        fields.text(kind);
        fields
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(Some(text.as_bytes()));
    }

    pub(crate) fn maybe(&mut self, text: Option<&str>) {
        self.bytes(text.map(str::as_bytes));
    }

    pub(crate) fn number(&mut self, number: Option<i64>) {
        self.bytes(number.map(i64::to_le_bytes).as_ref().map(<[u8; 8]>::as_slice));
    }

    /// Absent is something else than empty.
    pub(crate) fn bytes(&mut self, bytes: Option<&[u8]>) {
        let length = bytes.map_or(u64::MAX, |bytes| bytes.len() as u64);
        self.0.update(&length.to_le_bytes());
        self.0.update(bytes.unwrap_or_default());
    }

    pub(crate) fn finish(self) -> [u8; 16] {
        let hash = self.0.finalize();
        *hash.as_bytes().first_chunk().expect("a hash has 32 bytes")
    }
}

#[cfg(test)]
mod tests {
    //! What makes words equal.
    use super::*;

    fn words(artist: &str, title: &str) -> Words {
        let (artist_name, recording_name) = (artist.to_owned(), title.to_owned());
        Words { artist_name, recording_name, ..Words::default() }
    }

    #[test]
    fn letter_case_does_not_change_the_msid_and_everything_else_does() {
        let first = words("Nina", "Blue");
        assert_eq!(first.recording_msid(), words("NINA", "blue").recording_msid());
        assert_ne!(first.recording_msid(), words("Blue", "Nina").recording_msid());
        let longer = Words { length_ms: Some(1000), ..first.clone() };
        assert_ne!(first.recording_msid(), longer.recording_msid());
        let named = Words { release_name: Some(String::new()), ..first.clone() };
        assert_ne!(first.recording_msid(), named.recording_msid());
        assert_eq!(first.recording_msid().get_version_num(), 5);
    }

    #[test]
    fn the_hash_of_words_sees_every_field() {
        let first = words("Nina", "Blue");
        assert_ne!(first.input_hash(), words("NINA", "Blue").input_hash());
        let with_id = Words { recording_mbid: Some(Gid([1; 16])), ..first.clone() };
        let with_other = Words { track_mbid: Some(Gid([1; 16])), ..first.clone() };
        assert_ne!(first.input_hash(), with_id.input_hash());
        assert_ne!(with_id.input_hash(), with_other.input_hash());
        let kept_together = Words { is_one_artist: true, ..first.clone() };
        assert_ne!(first.input_hash(), kept_together.input_hash());
        assert_eq!(first.recording_msid(), kept_together.recording_msid());
    }
}
