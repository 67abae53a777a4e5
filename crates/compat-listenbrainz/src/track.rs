//! A listen as clients read it.

use std::borrow::Cow;

use catalog::View;
use catalog::covers::{self, Cover};
use listens::{Credit, Mapping, NowPlaying, Told, Words};
use model::{Gid, IdScheme};
use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::message::{Fields, Info, Message};

/// A listen as clients read it.
#[derive(Debug, Serialize)]
pub(crate) struct Track<'a> {
    listened_at: i64,
    inserted_at: i64,
    recording_msid: Uuid,
    user_name: &'a str,
    track_metadata: Metadata<'a>,
}

#[derive(Debug, Serialize)]
struct Metadata<'a> {
    artist_name: Cow<'a, str>,
    track_name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_name: Option<Cow<'a, str>>,
    additional_info: Info<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mbid_mapping: Option<Value>,
}

/// What plays now, as clients read it.
#[derive(Debug, Serialize)]
pub(crate) struct Playing<'a> {
    user_name: &'a str,
    playing_now: bool,
    track_metadata: Metadata<'a>,
}

impl<'a> Metadata<'a> {
    fn of(words: Cow<'a, Words>, fields: Fields<'a>, recording_msid: Option<Uuid>) -> Self {
        let (artist_name, track_name, release_name) = match words {
            Cow::Borrowed(words) => (
                words.artist_name.as_str().into(),
                words.recording_name.as_str().into(),
                words.release_name.as_deref().map(Into::into),
            ),
            Cow::Owned(words) => (
                words.artist_name.into(),
                words.recording_name.into(),
                words.release_name.map(Into::into),
            ),
        };
        Self {
            artist_name,
            track_name,
            release_name,
            additional_info: Info { fields, recording_msid },
            mbid_mapping: None,
        }
    }
}

/// A listen of the history; covers are those of a catalogue, if there is one.
pub(crate) fn listen<'a>(
    listen: &'a Told,
    user_name: &'a str,
    view: Option<&View<'_>>,
) -> Track<'a> {
    let message = Message::read(&listen.payload);
    let (words, recording_msid) = match &listen.words {
        Some((words, msid)) => (Cow::Borrowed(words), *msid),
        None => {
            // It was read when it came, so it can be read again.
            let words = message.as_ref().map(Message::words).unwrap_or_default();
            let msid = words.recording_msid();
            (Cow::Owned(words), msid)
        }
    };
    let fields = fields(message, &words, listen.client.as_deref());
    Track {
        listened_at: listen.listened_at_ms.div_euclid(1000),
        inserted_at: listen.inserted_at_ms.div_euclid(1000),
        recording_msid,
        user_name,
        track_metadata: Metadata {
            mbid_mapping: listen.matched.as_deref().map(|matched| mapping(matched, view)),
            ..Metadata::of(words, fields, Some(recording_msid))
        },
    }
}

/// What plays now.
pub(crate) fn playing<'a>(playing: &'a NowPlaying, user_name: &'a str) -> Playing<'a> {
    let client = Some(playing.client.as_str()).filter(|client| !client.is_empty());
    let fields = fields(Message::read(&playing.payload), &playing.words, client);
    let track_metadata = Metadata::of(Cow::Borrowed(&playing.words), fields, None);
    Playing { user_name, playing_now: true, track_metadata }
}

/// What a client of ListenBrainz sent beside the names, or the same made of the words.
fn fields<'a>(message: Option<Message<'a>>, words: &Words, client: Option<&str>) -> Fields<'a> {
    message.map_or_else(|| Fields::of_words(words, client), Message::into_fields)
}

/// Names and the id of words, as feedback and pins show them.
pub(crate) fn metadata(words: &Words, msid: Uuid) -> Value {
    json!(Metadata::of(Cow::Borrowed(words), Fields::default(), Some(msid)))
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
