//! A listen as clients read it.

use catalog::View;
use catalog::covers::{self, Cover};
use listens::{Credit, Listen, Mapping, NowPlaying, Words};
use model::{Gid, IdScheme};
use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::additional_info::{Fields, Info};

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
    artist_name: &'a str,
    track_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    release_name: Option<&'a str>,
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
    fn of(words: &'a Words, fields: Fields<'a>, recording_msid: Option<Uuid>) -> Self {
        Self {
            artist_name: &words.artist_name,
            track_name: &words.recording_name,
            release_name: words.release_name.as_deref(),
            additional_info: Info { fields, recording_msid },
            mbid_mapping: None,
        }
    }
}

/// A listen of the history; covers are those of a catalogue, if there is one.
pub(crate) fn listen<'a>(
    listen: &'a Listen,
    user_name: &'a str,
    view: Option<&View<'_>>,
) -> Track<'a> {
    let fields = Fields::of(&listen.words, listen.client.as_deref(), &listen.payload);
    Track {
        listened_at: listen.listened_at_ms.div_euclid(1000),
        inserted_at: listen.inserted_at_ms.div_euclid(1000),
        recording_msid: listen.recording_msid,
        user_name,
        track_metadata: Metadata {
            mbid_mapping: listen.matched.as_deref().map(|matched| mapping(matched, view)),
            ..Metadata::of(&listen.words, fields, Some(listen.recording_msid))
        },
    }
}

/// What plays now.
pub(crate) fn playing<'a>(playing: &'a NowPlaying, user_name: &'a str) -> Playing<'a> {
    let client = Some(playing.client.as_str()).filter(|client| !client.is_empty());
    let fields = Fields::of(&playing.words, client, &playing.payload);
    let track_metadata = Metadata::of(&playing.words, fields, None);
    Playing { user_name, playing_now: true, track_metadata }
}

/// Names and the id of words, as feedback and pins show them.
pub(crate) fn metadata(words: &Words, msid: Uuid) -> Value {
    json!(Metadata::of(words, Fields::none(), Some(msid)))
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
