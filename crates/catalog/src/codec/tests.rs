//! Round trips and damaged bytes.
#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::record::{Alias, Recording};

fn bytes_of<'a>(value: &impl Field<'a>) -> Vec<u8> {
    let mut out = Vec::new();
    value.put(&mut out);
    out
}

#[test]
fn an_absent_field_costs_no_byte() {
    let bare = Recording { name: "x", ..Recording::default() };
    let long = Recording { name: "x", length_ms: Some(1), ..Recording::default() };
    assert_eq!(bytes_of(&bare).len() + 1, bytes_of(&long).len());
}

#[test]
fn a_record_of_a_later_version_is_refused() {
    // The seventh bit of the presence number is no field of an alias.
    let mut bytes = bytes_of(&Alias { name: "x", ..Alias::default() });
    bytes.splice(0..1, [0x80, 0x01]);
    assert_eq!(
        Alias::take(&mut Reader::new(&bytes)).unwrap_err(),
        Corrupt("a record has fields of another version")
    );
}

proptest! {
    #[test]
    fn numbers_survive(value: u64) {
        prop_assert_eq!(u64::take(&mut Reader::new(&bytes_of(&value))).expect("own bytes"), value);
    }

    #[test]
    fn dates_survive(year in proptest::option::of(-8000_i16..8000), month in proptest::option::of(1_u8..13), day in proptest::option::of(1_u8..32)) {
        let date = Date::new(year, month, day);
        prop_assert_eq!(Date::take(&mut Reader::new(&bytes_of(&date))).expect("own bytes"), date);
    }

    #[test]
    fn a_recording_survives(name in ".{0,60}", length in proptest::option::of(any::<u32>()), video: bool, isrcs in proptest::collection::vec("[A-Z]{12}", 0..4)) {
        let mut list = ListBuffer::default();
        for isrc in &isrcs {
            list.push(&isrc.as_str());
        }
        let recording = Recording { gid: Gid([7; 16]), name: &name, length_ms: length, video, isrcs: list.list(), ..Recording::default() };
        let bytes = bytes_of(&recording);
        let read = Recording::take(&mut Reader::new(&bytes)).expect("own bytes");
        prop_assert_eq!((read.name, read.length_ms, read.video), (name.as_str(), length, video));
        prop_assert_eq!(read.isrcs.to_vec().expect("own bytes"), isrcs);
    }

    #[test]
    fn foreign_bytes_are_an_error_or_a_record_but_never_a_panic(bytes: Vec<u8>) {
        if let Ok(recording) = Recording::take(&mut Reader::new(&bytes)) {
            let _ = recording.aliases.to_vec();
            let _ = recording.isrcs.to_vec();
        }
    }
}
