//! The formats that can be read: one file and one line each.

mod apple_music;
mod gatefold_csv;
mod gatefold_parquet;
mod koito;
mod lastfm_csv;
mod lastfm_json;
mod librefm;
mod listenbrainz;
mod maloja;
mod pano_scrobbler;
mod rockbox;
mod spotify_extended;
mod spotify_small;
mod youtube;

use super::format::Format;

/// Every format. The order does not matter: no two claim the same file.
pub static ALL: &[&Format] = &[
    &listenbrainz::FORMAT,
    &gatefold_csv::FORMAT,
    &gatefold_parquet::FORMAT,
    &lastfm_json::FORMAT,
    &lastfm_csv::FORMAT,
    &spotify_extended::FORMAT,
    &spotify_small::FORMAT,
    &maloja::FORMAT,
    &koito::FORMAT,
    &rockbox::FORMAT,
    &librefm::FORMAT,
    &pano_scrobbler::FORMAT,
    &apple_music::FORMAT,
    &youtube::FORMAT,
];

/// The format of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Format> {
    ALL.iter().copied().find(|format| format.name == name)
}
