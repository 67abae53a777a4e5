//! The answer: names and nesting of Gatefold's, with what the layout knows.

use serde::{Serialize, Serializer};

/// A track.
#[derive(Debug, Serialize)]
pub struct Track {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) isrc: Option<String>,
    pub(super) duration_ms: u32,
    pub(super) explicit: bool,
    pub(super) track_number: u32,
    pub(super) disc_number: u32,
    pub(super) popularity: u32,
    pub(super) preview_url: Option<String>,
    pub(super) artists: Vec<Artist>,
    pub(super) original_title: Option<String>,
    pub(super) version_title: Option<String>,
    pub(super) has_lyrics: Option<bool>,
    pub(super) languages: Option<String>,
    pub(super) artist_roles: Option<String>,
    pub(super) album: Album,
}

/// An album of a track.
#[derive(Debug, Serialize)]
pub struct Album {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) album_type: String,
    pub(super) label: String,
    pub(super) release_date: String,
    pub(super) release_date_precision: String,
    pub(super) external_id_upc: Option<String>,
    pub(super) total_tracks: u32,
    pub(super) popularity: Option<u32>,
    pub(super) copyright_c: Option<String>,
    pub(super) copyright_p: Option<String>,
    pub(super) images: Vec<Image>,
    pub(super) artists: Vec<Artist>,
}

/// An artist of a track or album.
#[derive(Debug, Clone, Serialize)]
pub struct Artist {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) followers_total: u32,
    pub(super) popularity: u32,
    pub(super) genres: Vec<String>,
    pub(super) images: Vec<Image>,
}

/// A picture.
#[derive(Debug, Clone, Serialize)]
pub struct Image {
    pub(super) url: String,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The answer to a batch.
#[derive(Debug, Serialize)]
pub struct Batch {
    /// What was found, by id.
    #[serde(serialize_with = "by_id")]
    pub tracks: Vec<Track>,
    /// Ids of nothing.
    pub not_found: Vec<String>,
}

fn by_id<S: Serializer>(tracks: &[Track], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(tracks.iter().map(|track| (&track.id, track)))
}
