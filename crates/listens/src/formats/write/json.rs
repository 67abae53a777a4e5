//! The JSON of a listen, of feedback and of a pin in the export of ListenBrainz.

use serde_json::{Map, Value, json};

use super::{ExportedListen, Mapping};
use crate::formats::found::{Feedback, Pin};
use crate::{TimeMeaning, Words};

/// A listen, as one line of `listens/YYYY/M.jsonl`.
pub(super) fn listen(listen: &ExportedListen) -> Value {
    let mut metadata = track_metadata(&listen.words, additional_info(listen));
    metadata.insert("recording_msid".to_owned(), listen.recording_msid.to_string().into());
    let mapping = listen.mapping.as_ref().map_or(Value::Null, mapping);
    metadata.insert("mbid_mapping".to_owned(), mapping);
    json!({
        "listened_at": seconds(listen.listened_at_ms),
        "inserted_at": seconds(listen.inserted_at_ms),
        "track_metadata": metadata,
    })
}

/// Feedback, as one line of `feedback.jsonl`.
pub(super) fn feedback(feedback: &Feedback) -> Value {
    let mut object = recording(feedback.recording_msid, feedback.recording_mbid, &feedback.words);
    object.insert("score".to_owned(), feedback.score.into());
    object.insert("created".to_owned(), feedback.created_at_ms.map(seconds).into());
    object.into()
}

/// A pin, as one line of `pinned_recording.jsonl`.
pub(super) fn pin(pin: &Pin) -> Value {
    let mut object = recording(pin.recording_msid, pin.recording_mbid, &pin.words);
    object.insert("blurb_content".to_owned(), pin.blurb.clone().into());
    object.insert("pinned_until".to_owned(), pin.pinned_until_ms.map(seconds).into());
    object.insert("created".to_owned(), pin.created_at_ms.map(seconds).into());
    object.into()
}

fn recording(
    msid: Option<uuid::Uuid>,
    mbid: Option<model::Gid>,
    words: &Option<Words>,
) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("recording_msid".to_owned(), msid.map(|id| id.to_string()).into());
    object.insert("recording_mbid".to_owned(), mbid.map(|id| id.to_string()).into());
    if let Some(words) = words {
        let mut info = Map::new();
        add_words(&mut info, words);
        object.insert("track_metadata".to_owned(), track_metadata(words, info).into());
    }
    object
}

fn track_metadata(words: &Words, info: Map<String, Value>) -> Map<String, Value> {
    let mut metadata = Map::new();
    metadata.insert("artist_name".to_owned(), words.artist_name.clone().into());
    metadata.insert("track_name".to_owned(), words.recording_name.clone().into());
    if let Some(release) = &words.release_name {
        metadata.insert("release_name".to_owned(), release.clone().into());
    }
    metadata.insert("additional_info".to_owned(), info.into());
    metadata
}

/// What the client said besides, and what ListenBrainz has no field for.
fn additional_info(listen: &ExportedListen) -> Map<String, Value> {
    let mut info = listen.additional_info.clone();
    add_words(&mut info, &listen.words);
    let mut set = |key: &str, value: Option<Value>| match value {
        Some(value) => drop(info.insert(key.to_owned(), value)),
        None => drop(info.remove(key)),
    };
    set("duration_played", None);
    set("ms_played", listen.played_ms.map(Into::into));
    set("source_track_id", listen.source_track_id.clone().map(Into::into));
    let is_end = listen.time_meaning == TimeMeaning::End;
    set("time_meaning", is_end.then(|| "end".into()));
    if !info.contains_key("submission_client")
        && let Some(client) = &listen.client
    {
        info.insert("submission_client".to_owned(), client.clone().into());
    }
    info
}

/// Puts the words where a reader finds them, in place of what stands there.
fn add_words(info: &mut Map<String, Value>, words: &Words) {
    for other in ["duration", "track_number", "album_artist_name"] {
        info.remove(other);
    }
    let mut set = |key: &str, value: Option<Value>| match value {
        Some(value) => drop(info.insert(key.to_owned(), value)),
        None => drop(info.remove(key)),
    };
    let mbid = |gid: Option<model::Gid>| gid.map(|gid| gid.to_string().into());
    set("release_artist_name", words.release_artist_name.clone().map(Into::into));
    set("tracknumber", words.track_number.clone().map(Into::into));
    set("duration_ms", words.length_ms.map(Into::into));
    set("isrc", words.isrc.clone().map(Into::into));
    set("recording_mbid", mbid(words.recording_mbid));
    set("release_mbid", mbid(words.release_mbid));
    set("track_mbid", mbid(words.track_mbid));
    let artists: Vec<String> = words.artist_mbids.iter().map(ToString::to_string).collect();
    set("artist_mbids", (!artists.is_empty()).then(|| artists.into()));
}

fn mapping(mapping: &Mapping) -> Value {
    let mut object = Map::new();
    let mut set = |key: &str, value: Value| drop(object.insert(key.to_owned(), value));
    set("recording_mbid", mapping.recording_mbid.to_string().into());
    set("recording_name", mapping.recording_name.clone().into());
    if let Some(release) = mapping.release_mbid {
        set("release_mbid", release.to_string().into());
    }
    if let Some(group) = mapping.release_group_mbid {
        set("release_group_mbid", group.to_string().into());
    }
    let artists = mapping.artists.iter();
    set("artist_mbids", artists.clone().map(|artist| artist.artist_mbid.to_string()).collect());
    let artist = |artist: &super::MappedArtist| {
        json!({
            "artist_mbid": artist.artist_mbid.to_string(),
            "artist_credit_name": artist.name,
            "join_phrase": artist.join_phrase,
        })
    };
    set("artists", artists.map(artist).collect());
    object.into()
}

/// Seconds since 1970: whole ones as integers, as ListenBrainz has them, others with a fraction.
fn seconds(ms: i64) -> Value {
    if ms % 1000 == 0 { (ms / 1000).into() } else { (ms as f64 / 1000.0).into() }
}
