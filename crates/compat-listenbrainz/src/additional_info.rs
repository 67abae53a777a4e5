//! What lies beside the names of a listen, as clients get it back.

use std::collections::BTreeMap;

use listens::Words;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::submit::{clean, flatten, stays};

const MSID: &str = "recording_msid";

/// `additional_info`, and the id of the words in it.
#[derive(Debug)]
pub(crate) struct Info<'a> {
    pub(crate) fields: Fields<'a>,
    pub(crate) recording_msid: Option<Uuid>,
}

/// Texts of values as they came, or values that had to be changed.
#[derive(Debug)]
pub(crate) enum Fields<'a> {
    AsSent(BTreeMap<&'a str, &'a RawValue>),
    Made(Map<String, Value>),
}

impl<'a> Fields<'a> {
    /// For words of which no message is known.
    pub(crate) fn none() -> Self {
        Self::Made(Map::new())
    }

    /// What a client of ListenBrainz sent, or the same made of the words.
    pub(crate) fn of(words: &Words, client: Option<&str>, payload: &'a str) -> Self {
        if let Some(fields) = as_sent(payload) {
            return Self::AsSent(fields);
        }
        Self::Made(match sent(payload) {
            Some(mut info) => {
                // It was checked when it came; where an import was not, it comes back as it is.
                clean(&mut info).ok();
                flatten(info)
            }
            None => made(words, client),
        })
    }
}

impl Serialize for Info<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let msid = self.recording_msid;
        let is_free = |key: &str| msid.is_none() || key != MSID;
        let mut map = to.serialize_map(None)?;
        match &self.fields {
            Fields::AsSent(fields) => {
                for (key, value) in fields.iter().filter(|(key, _)| is_free(key)) {
                    map.serialize_entry(key, value)?;
                }
            }
            Fields::Made(fields) => {
                for (key, value) in fields.iter().filter(|(key, _)| is_free(key)) {
                    map.serialize_entry(key, value)?;
                }
            }
        }
        if let Some(msid) = msid {
            map.serialize_entry(MSID, &msid)?;
        }
        map.end()
    }
}

/// The parts of a message in the form of ListenBrainz that are read here.
#[derive(Deserialize)]
struct Message<'a> {
    #[serde(borrow)]
    track_metadata: Metadata<'a>,
}

#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(borrow)]
    additional_info: BTreeMap<&'a str, &'a RawValue>,
}

/// `track_metadata.additional_info` without a copy of it, where nothing in it is to be changed.
/// Most messages are so, and a page has many.
fn as_sent(payload: &str) -> Option<BTreeMap<&str, &RawValue>> {
    let message: Message<'_> = serde_json::from_str(payload).ok()?;
    let info = message.track_metadata.additional_info;
    info.iter().all(|(key, value)| stays(key, value)).then_some(info)
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

#[cfg(test)]
mod tests {
    //! What a message shows is the same, whether its values are copied or not.
    use super::*;

    const MBID: &str = "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae";

    fn shown(fields: Fields<'_>) -> Value {
        serde_json::to_value(Info { fields, recording_msid: None }).unwrap()
    }

    fn read(info: &str) -> (bool, Value) {
        let payload = format!(r#"{{"track_metadata": {{"additional_info": {info}}}}}"#);
        let mut parsed = sent(&payload).unwrap();
        clean(&mut parsed).ok();
        let expected = shown(Fields::Made(flatten(parsed)));
        let fields = Fields::of(&Words::default(), None, &payload);
        let is_as_sent = matches!(fields, Fields::AsSent(_));
        let found = shown(fields);
        assert_eq!(found, expected, "{info}");
        (is_as_sent, found)
    }

    #[test]
    fn values_without_faults_are_not_copied() {
        for info in [
            r"{}".to_owned(),
            r#"{"duration_ms": 1000, "player": "mpd \"2\"", "tags": ["a", {"b": 1}], "n": null}"#
                .to_owned(),
            format!(r#"{{"recording_mbid": "{MBID}", "artist_mbids": ["{MBID}", "{MBID}"]}}"#),
        ] {
            assert!(read(&info).0, "{info}");
        }
    }

    #[test]
    fn values_that_change_are_made_anew() {
        for (info, expected) in [
            (r#"{"duration": "12.7"}"#, r#"{"duration": 12}"#),
            (r#"{"duration_ms": 1e3}"#, r#"{"duration_ms": 1000}"#),
            (r#"{"duration_ms": -5}"#, r#"{"duration_ms": -5}"#),
            (r#"{"release_mbid": ""}"#, "{}"),
            (r#"{"release_mbid": null, "a": 1}"#, r#"{"a": 1}"#),
            (r#"{"recording_mbid": "no id"}"#, r#"{"recording_mbid": "no id"}"#),
            (r#"{"artist_mbids": []}"#, "{}"),
            (r#"{"artist_mbids": [""]}"#, "{}"),
            (r#"{"work_mbids": ["no id"]}"#, r#"{"work_mbids": ["no id"]}"#),
            (r#"{"a": {"b": {"c": 1}, "d": 2}}"#, r#"{"a.b.c": 1, "a.d": 2}"#),
            (r#"{"a\u0020b": 1}"#, r#"{"a b": 1}"#),
        ] {
            let (is_as_sent, found) = read(info);
            assert!(!is_as_sent, "{info}");
            assert_eq!(found, serde_json::from_str::<Value>(expected).unwrap(), "{info}");
        }
    }

    #[test]
    fn the_id_of_the_words_is_the_servers() {
        let payload = r#"{"track_metadata": {"additional_info": {"recording_msid": "theirs"}}}"#;
        let fields = Fields::of(&Words::default(), None, payload);
        let text = serde_json::to_string(&Info { fields, recording_msid: Some(Uuid::nil()) });
        let expected = format!(r#"{{"recording_msid":"{}"}}"#, Uuid::nil());
        assert_eq!(text.unwrap(), expected);
    }

    #[test]
    fn a_message_of_another_form_shows_the_words() {
        let words = Words { isrc: Some("USRC17607839".to_owned()), ..Words::default() };
        let found = shown(Fields::of(&words, Some("mpd"), r#"{"artist": "Nina"}"#));
        let expected = serde_json::json!({"isrc": "USRC17607839", "submission_client": "mpd"});
        assert_eq!(found, expected);
    }
}
