//! What is written is read again, and is the same.

use std::io::Write;
use std::sync::{Arc, Mutex};

use listens::formats::write::{ExportedListen, ExportedUser, Kind, Mapping};
use listens::formats::{Feedback, Found, Pin, Position};
use listens::{TimeMeaning, Words};
use model::Gid;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::harness::{NOW_MS, open, options, show_play};

/// Bytes that stay when their writer is gone.
#[derive(Clone, Default)]
pub(crate) struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(crate) fn user() -> ExportedUser {
    ExportedUser { id: Uuid::from_u128(7), name: "rowan".to_owned() }
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Zé夜,;\"'\\\\#=+\t\n ]{0,12}[a-z\"]".prop_map(|name| name.trim().to_owned())
}

fn gid() -> impl Strategy<Value = Gid> {
    any::<[u8; 16]>().prop_filter("an id", |bytes| *bytes != [0; 16]).prop_map(Gid)
}

fn maybe<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::of(value)
}

prop_compose! {
    fn words()(
        (artist_name, recording_name) in (name(), name()),
        (release_name, release_artist_name) in (maybe(name()), maybe(name())),
        (track_number, isrc) in (maybe("[A-C]?[1-9]{1,3}"), maybe("[A-Z]{5}[0-9]{7}")),
        length_ms in maybe(1..2_073_600_000_i64),
        (recording_mbid, release_mbid, track_mbid) in (maybe(gid()), maybe(gid()), maybe(gid())),
        artist_mbids in prop::collection::vec(gid(), 0..3),
    ) -> Words {
        Words {
            artist_name, recording_name, release_name, release_artist_name, track_number,
            length_ms, isrc, recording_mbid, release_mbid, track_mbid, artist_mbids,
            is_one_artist: false,
        }
    }
}

/// What clients of ListenBrainz say besides, also about things that have fields of their own.
fn info() -> impl Strategy<Value = Map<String, Value>> {
    let values = [
        ("duration", json!(12)),
        ("track_number", json!(99)),
        ("duration_played", json!(5)),
        ("tags", json!(["a", "b"])),
        ("nested.info", json!("x")),
        ("release_mbid", json!("11111111-1111-4111-8111-111111111111")),
        ("time_meaning", json!("end")),
    ];
    let pairs = values.map(|(key, value)| (key.to_owned(), value)).to_vec();
    let length = pairs.len();
    prop::sample::subsequence(pairs, 0..=length).prop_map(|pairs| pairs.into_iter().collect())
}

prop_compose! {
    pub(crate) fn listen()(
        words in words(),
        listened_at_ms in 1_040_000_000_000..NOW_MS,
        is_end in any::<bool>(),
        played_ms in maybe(1..10_000_000_i64),
        (client, source_track_id) in (maybe("[a-z]{3}( [0-9.]{1,5}[0-9])?"), maybe("spotify:track:[0-9]{3}")),
        additional_info in info(),
        mapping in maybe(gid()),
    ) -> ExportedListen {
        ExportedListen {
            recording_msid: words.recording_msid(),
            words, listened_at_ms, played_ms, client, source_track_id, additional_info,
            time_meaning: if is_end { TimeMeaning::End } else { TimeMeaning::Start },
            inserted_at_ms: listened_at_ms + 1234,
            source: "listenbrainz".to_owned(),
            mapping: mapping.map(|recording_mbid| Mapping { recording_mbid, ..Mapping::default() }),
        }
    }
}

pub(crate) fn history() -> impl Strategy<Value = Vec<ExportedListen>> {
    prop::collection::vec(listen(), 0..30).prop_map(|mut listens| {
        listens.sort_by_key(|listen| listen.listened_at_ms);
        listens
    })
}

fn show_exported(listen: &ExportedListen) -> String {
    show_play(&listens::Play {
        words: listen.words.clone(),
        listened_at_ms: listen.listened_at_ms,
        time_meaning: listen.time_meaning,
        played_ms: listen.played_ms,
        source_track_id: listen.source_track_id.clone(),
        client: listen.client.clone(),
        payload: String::new(),
    })
}

pub(crate) fn write(kind: Kind, listens: &[ExportedListen]) -> Vec<u8> {
    let sink = Sink::default();
    let mut writer = kind.write(Box::new(sink.clone()), &user()).unwrap();
    for listen in listens {
        writer.listen(listen).unwrap();
    }
    writer.finish().unwrap();
    sink.bytes()
}

fn read_plays(bytes: &[u8]) -> Vec<String> {
    let upload = open("export", bytes).unwrap();
    let format = upload.detect().unwrap();
    let rows = upload.read(format, options(), Position::default()).unwrap();
    let play = |row| match row {
        Ok(listens::formats::Item { found: Found::Play(play), .. }) => show_play(&play),
        other => panic!("{other:?}"),
    };
    rows.map(play).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_history_comes_back_as_it_left(history in history()) {
        let expected: Vec<String> = history.iter().map(show_exported).collect();
        if !history.is_empty() {
            prop_assert_eq!(&read_plays(&write(Kind::ListenBrainz, &history)), &expected);
        }
        prop_assert_eq!(&read_plays(&write(Kind::Csv, &history)), &expected);
        if !history.is_empty() {
            prop_assert_eq!(&read_plays(&write(Kind::Parquet, &history)), &expected);
        }
    }
}

#[test]
fn feedback_and_pins_come_back_too() {
    let words = || {
        let (artist_name, recording_name) = ("Tin Harbour".to_owned(), "Low Tide".to_owned());
        Some(Words { artist_name, recording_name, length_ms: Some(215_000), ..Words::default() })
    };
    let feedback = Feedback {
        recording_msid: Some(Uuid::from_u128(9)),
        recording_mbid: Some(Gid([3; 16])),
        words: words(),
        score: -1,
        created_at_ms: Some(1_703_000_000_000),
    };
    let pin = Pin {
        words: words(),
        blurb: Some("the harbour at night".to_owned()),
        created_at_ms: Some(1_703_000_000_500),
        pinned_until_ms: None,
        ..Pin::default()
    };
    let sink = Sink::default();
    let mut writer = Kind::ListenBrainz.write(Box::new(sink.clone()), &user()).unwrap();
    writer.feedback(&feedback).unwrap();
    writer.pin(&pin).unwrap();
    writer.finish().unwrap();
    let upload = open("export.zip", &sink.bytes()).unwrap();
    let format = upload.detect().unwrap();
    let rows: Vec<_> = upload.read(format, options(), Position::default()).unwrap().collect();
    let found: Vec<&Found> = rows.iter().map(|row| &row.as_ref().unwrap().found).collect();
    let [Found::Feedback(read_feedback), Found::Pin(read_pin)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(**read_feedback, feedback);
    assert_eq!(**read_pin, pin);
}
