//! A listen as clients read it.

use catalog::View;
use catalog::covers::{self, Cover};
use listens::{Credit, Listen, Mapping, NowPlaying, Words};
use model::{Gid, IdScheme};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::submit::{clean, flatten};

/// A listen of the history; covers are those of a catalogue, if there is one.
pub(crate) fn listen(listen: &Listen, user_name: &str, view: Option<&View<'_>>) -> Value {
    let mut metadata = names(&listen.words);
    let mut info = info(&listen.words, listen.client.as_deref(), &listen.payload);
    info.insert("recording_msid".to_owned(), listen.recording_msid.to_string().into());
    metadata.insert("additional_info".to_owned(), info.into());
    if let Some(matched) = &listen.matched {
        metadata.insert("mbid_mapping".to_owned(), mapping(matched, view));
    }
    object([
        ("listened_at", listen.listened_at_ms.div_euclid(1000).into()),
        ("inserted_at", listen.inserted_at_ms.div_euclid(1000).into()),
        ("recording_msid", listen.recording_msid.to_string().into()),
        ("user_name", user_name.into()),
        ("track_metadata", metadata.into()),
    ])
}

/// An object of these fields, which are moved into it: `json!` would copy them.
pub(crate) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// What plays now.
pub(crate) fn playing(playing: &NowPlaying, user_name: &str) -> Value {
    let client = Some(playing.client.as_str()).filter(|client| !client.is_empty());
    let mut metadata = names(&playing.words);
    let info = info(&playing.words, client, &playing.payload);
    metadata.insert("additional_info".to_owned(), info.into());
    json!({"track_metadata": metadata, "user_name": user_name, "playing_now": true})
}

/// Artist, title and release.
pub(crate) fn names(words: &Words) -> Map<String, Value> {
    let mut names = Map::new();
    names.insert("artist_name".to_owned(), words.artist_name.clone().into());
    names.insert("track_name".to_owned(), words.recording_name.clone().into());
    if let Some(release) = &words.release_name {
        names.insert("release_name".to_owned(), release.clone().into());
    }
    names
}

/// Names and the id of words, as feedback and pins show them.
pub(crate) fn metadata(words: &Words, msid: Uuid) -> Value {
    let mut metadata = names(words);
    metadata.insert("additional_info".to_owned(), json!({"recording_msid": msid}));
    metadata.into()
}

/// What a client of ListenBrainz sent beside the names, or the same made of the words.
fn info(words: &Words, client: Option<&str>, payload: &str) -> Map<String, Value> {
    match sent(payload) {
        Some(mut info) => {
            // It was checked when it came; where an import was not, it comes back as it is.
            clean(&mut info).ok();
            flatten(info)
        }
        None => made(words, client),
    }
}

/// `track_metadata.additional_info` of a message in the form of ListenBrainz.
fn sent(payload: &str) -> Option<Map<String, Value>> {
    let Ok(Value::Object(mut message)) = serde_json::from_str(payload) else { return None };
    let Some(Value::Object(mut metadata)) = message.remove("track_metadata") else { return None };
    match metadata.remove("additional_info") {
        Some(Value::Object(info)) => Some(info),
        _ => Some(Map::new()),
    }
}

fn made(words: &Words, client: Option<&str>) -> Map<String, Value> {
    let ids = [
        ("recording_mbid", words.recording_mbid),
        ("release_mbid", words.release_mbid),
        ("track_mbid", words.track_mbid),
    ];
    let texts = [
        ("tracknumber", words.track_number.as_deref()),
        ("isrc", words.isrc.as_deref()),
        ("release_artist_name", words.release_artist_name.as_deref()),
        ("submission_client", client),
    ];
    let ids = ids.into_iter().filter_map(|(key, id)| Some((key, Value::from(id?.to_string()))));
    let texts = texts.into_iter().filter_map(|(key, text)| Some((key, Value::from(text?))));
    let length = words.length_ms.map(|length| ("duration_ms", Value::from(length)));
    ids.chain(texts).chain(length).map(|(key, value)| (key.to_owned(), value)).collect()
}

/// What a listen was matched with.
fn mapping(matched: &Mapping, view: Option<&View<'_>>) -> Value {
    let mut mapping = Map::new();
    let mut put = |key: &str, value: Value| mapping.insert(key.to_owned(), value);
    put("recording_mbid", matched.recording.mbid.to_string().into());
    put("recording_name", matched.recording.name.clone().into());
    if let Some(release) = &matched.release {
        put("release_mbid", release.mbid.to_string().into());
    }
    if let Some(group) = &matched.release_group {
        put("release_group_mbid", group.mbid.to_string().into());
    }
    let ids: Vec<String> = matched.artists.iter().map(|it| it.mbid.to_string()).collect();
    put("artist_mbids", ids.into());
    put("artists", matched.artists.iter().map(credit).collect());
    let mut mapping = mapping.into();
    let release = view.zip(matched.release.as_ref());
    // A catalogue that cannot be read says so elsewhere.
    let cover = release
        .and_then(|(view, it)| covers::by_mbid(view, Gid(*it.mbid.as_bytes())).ok().flatten());
    put_cover(cover, &mut mapping);
    mapping
}

/// The archive's picture, if there is one.
pub(crate) fn put_cover(cover: Option<Cover>, shape: &mut Value) {
    if let Some(cover) = cover {
        shape["caa_id"] = cover.image_id.into();
        shape["caa_release_mbid"] = cover.release.text(IdScheme::Mbid).as_str().into();
    }
}

/// A name of an artist credit.
pub(crate) fn credit(it: &Credit) -> Value {
    json!({
        "artist_mbid": it.mbid,
        "artist_credit_name": it.name,
        "join_phrase": it.join_phrase,
    })
}
