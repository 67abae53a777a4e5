//! A message in the form of ListenBrainz, as clients get it back.

use std::borrow::Cow;
use std::collections::BTreeMap;

use listens::Words;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::submit::{clean, flatten, stays, words};

const MSID: &str = "recording_msid";

/// What a message tells about a track.
#[derive(Debug)]
pub(crate) struct Message<'a> {
    names: [Option<Cow<'a, str>>; 3],
    /// Objects within it are still there: words are made of what is at the top.
    info: Fields<'a>,
}

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

impl Default for Fields<'_> {
    fn default() -> Self {
        Self::Made(Map::new())
    }
}

impl<'a> Message<'a> {
    /// Reads a message; none if it has another form.
    pub(crate) fn read(payload: &'a str) -> Option<Self> {
        as_sent(payload).or_else(|| changed(payload))
    }

    /// The words that it stood for when it came.
    pub(crate) fn words(&self) -> Words {
        let [artist, track, release] = &self.names;
        words([artist, track, release].map(Option::as_deref), |key| self.info.get(key))
    }

    /// What lies beside the names, as clients get it.
    pub(crate) fn into_fields(self) -> Fields<'a> {
        match self.info {
            Fields::Made(info) => Fields::Made(flatten(info)),
            as_sent => as_sent,
        }
    }
}

impl Fields<'_> {
    fn get(&self, key: &str) -> Option<Cow<'_, Value>> {
        match self {
            // The texts were checked when the message came; one that is no value tells nothing.
            Self::AsSent(fields) => {
                serde_json::from_str(fields.get(key)?.get()).ok().map(Cow::Owned)
            }
            Self::Made(fields) => fields.get(key).map(Cow::Borrowed),
        }
    }

    /// What a message of ListenBrainz would have said, made of the words.
    pub(crate) fn of_words(words: &Words, client: Option<&str>) -> Self {
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
        let fields = ids.chain(texts).chain(length);
        Self::Made(fields.map(|(key, value)| (key.to_owned(), value)).collect())
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

/// The parts of a message that are read here.
#[derive(Deserialize)]
struct Sent<'a> {
    #[serde(borrow)]
    track_metadata: Metadata<'a>,
}

#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(borrow)]
    artist_name: Cow<'a, str>,
    #[serde(borrow)]
    track_name: Cow<'a, str>,
    #[serde(borrow)]
    release_name: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    additional_info: BTreeMap<&'a str, &'a RawValue>,
}

/// A message of which nothing is to be changed: values are not taken apart. Most are so, and a page
/// has many.
fn as_sent(payload: &str) -> Option<Message<'_>> {
    let sent: Sent<'_> = serde_json::from_str(payload).ok()?;
    let Metadata { artist_name, track_name, release_name, additional_info } = sent.track_metadata;
    let stays = additional_info.iter().all(|(key, value)| stays(key, value));
    stays.then_some(Message {
        names: [Some(artist_name), Some(track_name), release_name],
        info: Fields::AsSent(additional_info),
    })
}

/// A message with its values as they should be.
fn changed(payload: &str) -> Option<Message<'_>> {
    let Ok(Value::Object(mut message)) = serde_json::from_str(payload) else { return None };
    let Some(Value::Object(mut metadata)) = message.remove("track_metadata") else { return None };
    let mut info = match metadata.remove("additional_info") {
        Some(Value::Object(info)) => info,
        _ => Map::new(),
    };
    // It was checked when it came; where an import was not, it comes back as it is.
    clean(&mut info).ok();
    let names =
        ["artist_name", "track_name", "release_name"].map(|key| match metadata.remove(key) {
            Some(Value::String(name)) => Some(Cow::Owned(name)),
            _ => None,
        });
    Some(Message { names, info: Fields::Made(info) })
}

#[cfg(test)]
mod tests {
    //! What a message shows is the same, whether its values are copied or not.
    use super::*;

    const MBID: &str = "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae";

    fn shown(fields: Fields<'_>) -> Value {
        serde_json::to_value(Info { fields, recording_msid: None }).expect("JSON")
    }

    fn parsed(text: &str) -> Value {
        serde_json::from_str(text).expect("JSON")
    }

    fn read(info: &str) -> (bool, Value) {
        let names = r#""artist_name": " Nina ", "track_name": "B\u006cue", "release_name": """#;
        let payload = format!(r#"{{"track_metadata": {{{names}, "additional_info": {info}}}}}"#);
        let expected = changed(&payload).expect("a message");
        let found = Message::read(&payload).expect("a message");
        assert_eq!(found.words(), expected.words(), "{info}");
        assert_eq!(found.words().artist_name, "Nina");
        assert_eq!(found.words().recording_name, "Blue");
        assert_eq!(found.words().release_name, None);
        let is_as_sent = matches!(found.info, Fields::AsSent(_));
        let found = shown(found.into_fields());
        assert_eq!(found, shown(expected.into_fields()), "{info}");
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
            (r#"{"": {"isrc": "x", "duration_ms": 5}}"#, r#"{"isrc": "x", "duration_ms": 5}"#),
            (r#"{"a\u0020b": 1}"#, r#"{"a b": 1}"#),
        ] {
            let (is_as_sent, found) = read(info);
            assert!(!is_as_sent, "{info}");
            assert_eq!(found, parsed(expected), "{info}");
        }
    }

    #[test]
    fn the_id_of_the_words_is_the_servers() {
        let payload = r#"{"track_metadata": {"additional_info": {"recording_msid": "theirs"}}}"#;
        let fields = Message::read(payload).expect("a message").into_fields();
        let text = serde_json::to_string(&Info { fields, recording_msid: Some(Uuid::nil()) });
        let expected = format!(r#"{{"recording_msid":"{}"}}"#, Uuid::nil());
        assert_eq!(text.expect("JSON"), expected);
    }

    #[test]
    fn a_message_of_another_form_shows_the_words() {
        assert!(Message::read(r#"{"artist": "Nina"}"#).is_none());
        let words = Words { isrc: Some("USRC17607839".to_owned()), ..Words::default() };
        let found = shown(Fields::of_words(&words, Some("mpd")));
        let expected = serde_json::json!({"isrc": "USRC17607839", "submission_client": "mpd"});
        assert_eq!(found, expected);
    }
}
