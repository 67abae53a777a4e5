//! A track as scrobblers describe it, and the words that it becomes.

use listens::Words;
use model::Gid;
use serde_json::{Map, Value};

use crate::params::Params;

/// Bytes of a text that is kept.
const MAX_TEXT: usize = 10_000;
/// Longer tracks are mistakes: 24 days, as ListenBrainz permits.
const MAX_LENGTH_S: i64 = 2_073_600;
/// Listens before this are mistakes of clocks: 2002-10-01, when scrobbling began.
const MIN_TIME_S: i64 = 1_033_430_400;
/// How far clocks of clients may be ahead, in seconds.
const MAX_AHEAD_S: i64 = 3600;

/// Names of parameters in a protocol.
pub(crate) struct Names {
    pub(crate) artist: &'static str,
    pub(crate) track: &'static str,
    pub(crate) album: &'static str,
    pub(crate) album_artist: &'static str,
    pub(crate) number: &'static str,
    pub(crate) length: &'static str,
    pub(crate) mbid: &'static str,
    pub(crate) time: &'static str,
}

/// Those of Last.fm.
pub(crate) const LASTFM: Names = Names {
    artist: "artist",
    track: "track",
    album: "album",
    album_artist: "albumArtist",
    number: "trackNumber",
    length: "duration",
    mbid: "mbid",
    time: "timestamp",
};

/// Those of AudioScrobbler, which has no album artists.
pub(crate) const AUDIOSCROBBLER: Names = Names {
    artist: "a",
    track: "t",
    album: "b",
    album_artist: "",
    number: "n",
    length: "l",
    mbid: "m",
    time: "i",
};

/// Why a track is not taken. The numbers are Last.fm's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ignored {
    Artist = 1,
    Track = 2,
    TooOld = 3,
    TooNew = 4,
}

/// What was played.
pub(crate) fn words(item: &Params, names: &Names) -> Result<Words, Ignored> {
    let text = |name| item.filled(name).filter(|text| is_kept(text)).map(str::to_owned);
    let length_s = item.number(names.length).filter(|it| (1..=MAX_LENGTH_S).contains(it));
    Ok(Words {
        artist_name: text(names.artist).ok_or(Ignored::Artist)?,
        recording_name: text(names.track).ok_or(Ignored::Track)?,
        release_name: text(names.album),
        release_artist_name: text(names.album_artist),
        // Some programs send 0 when they do not know it.
        track_number: text(names.number).filter(|number| number != "0"),
        length_ms: length_s.map(|seconds| seconds * 1000),
        recording_mbid: item.filled(names.mbid).and_then(|id| Gid::parse_mbid(id).ok()),
        ..Words::default()
    })
}

/// When it was played, in milliseconds since 1970.
pub(crate) fn time_ms(item: &Params, names: &Names, now_ms: i64) -> Result<i64, Ignored> {
    let seconds = item.number(names.time).ok_or(Ignored::TooOld)?;
    if seconds < MIN_TIME_S {
        return Err(Ignored::TooOld);
    }
    if seconds > now_ms / 1000 + MAX_AHEAD_S {
        return Err(Ignored::TooNew);
    }
    Ok(seconds * 1000)
}

/// The message about one track: its parameters as an object.
pub(crate) fn payload(item: &Params) -> String {
    let pairs = item.0.iter().filter(|(name, _)| !SECRETS.contains(&name.as_str()));
    let pairs = pairs.map(|(name, value)| (name.clone(), Value::from(value.as_str())));
    Value::Object(pairs.collect::<Map<_, _>>()).to_string()
}

/// Parameters that are no part of a message: credentials, and what they are sent with.
const SECRETS: [&str; 7] = ["sk", "s", "api_key", "api_sig", "method", "format", "callback"];

fn is_kept(text: &str) -> bool {
    text.len() <= MAX_TEXT && !text.contains('\0')
}
