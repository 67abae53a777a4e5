//! The words of a listen: what of `track_metadata` tells what was played.

use std::borrow::Cow;

use listens::Words;
use serde_json::Value;

use super::info::gid;

/// Makes words of artist, title and release as they were sent, and of the fields of
/// `additional_info` after what means nothing was taken out of them.
pub(crate) fn words<'v>(
    [artist, track, release]: [Option<&str>; 3],
    info: impl Fn(&str) -> Option<Cow<'v, Value>>,
) -> Words {
    let name = |name: Option<&str>| name.unwrap_or_default().trim().to_owned();
    let mbid = |key| gid(info(key)?.as_ref());
    let artists = info("artist_mbids");
    let artists = artists.as_ref().and_then(|artists| artists.as_array());
    Words {
        artist_name: name(artist),
        recording_name: name(track),
        release_name: Some(name(release)).filter(|name| !name.is_empty()),
        release_artist_name: text(&info, &["release_artist_name", "albumartist"]),
        track_number: text(&info, &["tracknumber", "track_number"]),
        length_ms: length_ms(&info),
        isrc: text(&info, &["isrc"]),
        recording_mbid: mbid("recording_mbid"),
        release_mbid: mbid("release_mbid"),
        track_mbid: mbid("track_mbid"),
        artist_mbids: artists.into_iter().flatten().filter_map(gid).collect(),
        is_one_artist: false,
    }
}

/// The first text of these keys; a number is one too.
pub(super) fn text<'v>(
    info: impl Fn(&str) -> Option<Cow<'v, Value>>,
    keys: &[&str],
) -> Option<String> {
    keys.iter().find_map(|key| match info(key)?.as_ref() {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// The length that a client sends, in milliseconds.
fn length_ms<'v>(info: impl Fn(&str) -> Option<Cow<'v, Value>>) -> Option<i64> {
    let seconds = || info("duration").and_then(|s| s.as_i64()).map(|s| s.saturating_mul(1000));
    info("duration_ms").and_then(|ms| ms.as_i64()).or_else(seconds)
}
