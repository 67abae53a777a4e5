//! The language of ListenBrainz, as a client.

use serde_json::{Map, Value, json};
use store::relay_opinions::Waiting;

use super::queue::host;
use super::verdict::Verdict;
use crate::export::additional_info;
use crate::history::Listen;
use crate::now_playing::NowPlaying;
use crate::remote::{RemoteAnswer, RemoteRequest, said};
use crate::words::Words;

/// Bytes of a listen, as ListenBrainz takes it.
const MAX_LISTEN: usize = 10_240;

/// Plays for a target.
pub(super) fn submission(
    (base_url, token): (&str, &str),
    public_url: Option<&str>,
    listens: &[Listen],
) -> RemoteRequest {
    let listen = |listen: &Listen| {
        let words = &listen.words;
        let mut info = additional_info(&listen.payload);
        info.retain(|_, value| !value.is_null());
        let rich = metadata(words, (info, listen.client.as_deref()), public_url);
        let at_s = listen.listened_at_ms.div_euclid(1000);
        let rich = json!({"listened_at": at_s, "track_metadata": rich});
        if rich.to_string().len() <= MAX_LISTEN {
            return rich;
        }
        let plain = metadata(words, (Map::new(), None), public_url);
        json!({"listened_at": at_s, "track_metadata": plain})
    };
    let payload: Vec<Value> = listens.iter().map(listen).collect();
    let body = json!({"listen_type": "import", "payload": payload});
    request((base_url, token), "submit-listens", body)
}

/// What plays now.
pub(super) fn playing(
    (base_url, token): (&str, &str),
    public_url: Option<&str>,
    playing: &NowPlaying,
) -> RemoteRequest {
    let client = Some(playing.client.as_str()).filter(|client| !client.is_empty());
    let info = additional_info(&playing.payload);
    let metadata = metadata(&playing.words, (info, client), public_url);
    let payload = [json!({"track_metadata": metadata})];
    let body = json!({"listen_type": "playing_now", "payload": payload});
    request((base_url, token), "submit-listens", body)
}

/// What a person thinks of a recording.
pub(super) fn opinion((base_url, token): (&str, &str), opinion: &Waiting) -> RemoteRequest {
    let mbid = opinion.recording_mbid.map(|mbid| mbid.to_string());
    let body = json!({"recording_mbid": mbid, "score": opinion.score});
    request((base_url, token), "feedback/recording-feedback", body)
}

fn request((base_url, token): (&str, &str), path: &str, body: Value) -> RemoteRequest {
    RemoteRequest {
        url: format!("{}/1/{path}", base_url.trim_end_matches('/')),
        authorization: Some(format!("Token {token}")),
        body: Some(("application/json", body.to_string().into_bytes())),
    }
}

/// Names as corrected, with what the client said beside them.
fn metadata(
    words: &Words,
    (mut info, client): (Map<String, Value>, Option<&str>),
    public_url: Option<&str>,
) -> Value {
    // ListenBrainz takes one length.
    info.remove("duration");
    let mut put = |key: &str, value: Option<Value>| match value {
        Some(value) => drop(info.insert(key.to_owned(), value)),
        None => drop(info.remove(key)),
    };
    let mbid = |gid: Option<model::Gid>| gid.map(|gid| gid.to_string().into());
    put("duration_ms", words.length_ms.filter(|length| *length > 0).map(Into::into));
    put("tracknumber", words.track_number.clone().map(Into::into));
    put("isrc", words.isrc.clone().map(Into::into));
    put("release_artist_name", words.release_artist_name.clone().map(Into::into));
    put("recording_mbid", mbid(words.recording_mbid));
    put("release_mbid", mbid(words.release_mbid));
    put("track_mbid", mbid(words.track_mbid));
    put("relayed_from", public_url.map(|url| host(url).into()));
    let artists: Vec<String> = words.artist_mbids.iter().map(ToString::to_string).collect();
    put("artist_mbids", (!artists.is_empty()).then(|| artists.into()));
    if let Some(client) = client
        && !info.contains_key("submission_client")
    {
        info.insert("submission_client".to_owned(), client.into());
    }
    let mut metadata = json!({
        "artist_name": words.artist_name,
        "track_name": words.recording_name,
        "additional_info": info,
    });
    if let Some(release) = &words.release_name {
        metadata["release_name"] = release.clone().into();
    }
    metadata
}

/// What an answer means for so many plays.
pub(super) fn judge(answer: &RemoteAnswer, plays: usize) -> Verdict {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    let words = body["error"].as_str().map(said);
    let why = words.unwrap_or_else(|| format!("HTTP status {}", answer.status));
    match answer.status {
        200 => Verdict::Done(vec![None; plays]),
        401 | 403 => Verdict::NeedsLogin(why),
        400 | 413 | 422 => Verdict::OneIsBad(why),
        // Too fast, away, or an address that is not what it should be: the plays are not to blame.
        _ => Verdict::Later(why, answer.retry_after_s),
    }
}
