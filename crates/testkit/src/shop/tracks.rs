//! Media, tracks and disc ids.

use super::shelf::{CHANGED, Shelf};
use crate::{mbid, row};

const CD: u32 = 1;
const DVD_VIDEO: u32 = 19;
const VINYL_7: u32 = 29;
const VINYL_12: u32 = 31;
const DIGITAL: u32 = 12;

/// A track: what is empty or 0 is as on the recording.
#[derive(Clone, Copy)]
struct Track {
    recording: u32,
    position: Option<u32>,
    number: &'static str,
    name: &'static str,
    credit: u32,
    data: bool,
}

const fn track(recording: u32) -> Track {
    Track { recording, position: None, number: "", name: "", credit: 0, data: false }
}

const fn named(recording: u32, name: &'static str, credit: u32) -> Track {
    Track { name, credit, ..track(recording) }
}

const fn side(recording: u32, number: &'static str) -> Track {
    Track { number, ..track(recording) }
}

/// Release, position, format (0 is unknown), name, tracks.
type Medium = (u32, u32, u32, &'static str, &'static [Track]);

const LOW_WATER: &[Track] = &[track(100), track(101), track(102), track(103), track(104)];

#[rustfmt::skip]
const MEDIA: [Medium; 29] = [
    (1000, 1, CD, "", LOW_WATER),
    (1001, 1, CD, "", &[track(100), track(101), named(102, "The Harbormaster's Daughter", 0), track(103), track(104)]),
    (1002, 1, DIGITAL, "", &[track(110), track(111), track(112), track(113), track(114)]),
    (1003, 1, CD, "", LOW_WATER),
    (1004, 1, 0, "", &[track(100), track(101)]),
    (1010, 1, CD, "", &[track(120), track(121), track(122), track(123)]),
    (1020, 1, CD, "Low Water Songs", &[Track { position: Some(0), number: "0", ..track(140) }, track(100), track(101), track(102), track(103), track(104)]),
    (1020, 2, CD, "Live at the Cistern", &[track(120), track(121), track(122), track(123), track(145)]),
    (1020, 3, CD, "Flotsam", &[track(143), track(144), Track { data: true, ..track(141) }]),
    (1020, 4, DVD_VIDEO, "Moving Water", &[track(142), track(141)]),
    (1020, 5, VINYL_7, "", &[side(101, "A"), side(144, "B")]),
    (1030, 1, CD, "", &[track(101), track(130), track(144)]),
    (1031, 1, DIGITAL, "", &[track(132), track(131)]),
    (1040, 1, CD, "", &[track(150), track(151), track(152), track(153)]),
    (1041, 1, CD, "", &[named(150, "Yoru no kiteki", 48), named(151, "Tōdaimori no uta", 48), named(152, "Sayonara, kurage", 48), named(153, "Kamome Parade (Album Mix)", 48)]),
    (1050, 1, DIGITAL, "", &[track(160), track(161), track(162)]),
    (1060, 1, DIGITAL, "", &[track(170), track(171), track(172)]),
    (1070, 1, VINYL_12, "", &[side(180, "A1"), side(181, "A2"), side(182, "B1"), side(183, "B2"), side(184, "B3")]),
    (1080, 1, CD, "Ebb", &[track(101), track(190), track(150), track(160)]),
    (1080, 2, CD, "Flow", &[track(192), track(170), track(200), track(210), track(191)]),
    (1090, 1, CD, "", &[track(200), track(201), track(202), track(203), track(204)]),
    (1100, 1, DIGITAL, "", &[track(210), track(211), track(212)]),
    (1110, 1, VINYL_7, "", &[side(220, "A"), side(221, "AA")]),
    (1120, 1, CD, "", &[track(230), track(231), track(232)]),
    (1130, 1, DIGITAL, "", &[track(240)]),
    (1140, 1, DIGITAL, "", &[track(250), track(251)]),
    (1150, 1, CD, "", &[named(121, "Ferry Bell's", 47), track(122)]),
    (1160, 1, DIGITAL, "", &[track(260)]),
    (1170, 1, CD, "", &[track(245)]),
];

/// Row id, disc id, FreeDB id, tracks, first sector after the last track, first sectors.
#[rustfmt::skip]
const CD_TOCS: [(u32, &str, &str, u32, u32, &str); 3] = [
    (1, mbid::LOW_WATER_DISC_ID, "38047a05", 5, 86_159, "{150,16275,30330,48555,63547}"),
    (2, "an_ZbjgBFOalBkzcSKydzGFiZDY-", "2803b204", 4, 71_100, "{150,19050,33900,54525}"),
    (3, "5zwr8xA55UqsnBvISRDqkN82Gjo-", "38047b05", 5, 86_197, "{150,16275,30330,48555,63547}"),
];

/// Medium and table of contents: one medium with two pressings, one disc id on three media.
const MEDIUM_CD_TOCS: [(u32, u32); 6] = [(1, 1), (1, 3), (11, 1), (31, 1), (101, 2), (202, 2)];

/// The row of a medium: 1 for the first of release 1000, 11 for the first of 1001 and so on.
fn medium_id(release: u32, position: u32) -> u32 {
    (release - 1000) * 10 + position
}

pub(super) fn fill(shelf: &mut Shelf) {
    for (release, position, format, name, tracks) in MEDIA {
        let id = medium_id(release, position);
        let gid = mbid::gid("medium", id);
        let format = (format != 0).then_some(format);
        let count = tracks.len() as u32;
        shelf.add("medium", row![id, release, position, format, name, 0, CHANGED, count, gid]);
        let mut next = 1;
        for track in tracks {
            let position = track.position.unwrap_or(next);
            next = position + 1;
            add(shelf, id, position, track);
        }
    }
    shelf.redirect("track", 102);
    for (id, disc_id, freedb_id, count, leadout, offsets) in CD_TOCS {
        shelf.add("cdtoc", row![id, disc_id, freedb_id, count, leadout, offsets, CHANGED]);
    }
    for (id, (medium, toc)) in (1_u32..).zip(MEDIUM_CD_TOCS) {
        shelf.add("medium_cdtoc", row![id, medium, toc, 0, CHANGED]);
    }
    shelf.add("medium_index", row![1, "(215, 187, 243, 200, 302, 0)"]);
}

/// The row of a track is its medium's followed by two digits of position.
fn add(shelf: &mut Shelf, medium: u32, position: u32, track: &Track) {
    let wanted = Some(track.recording.to_string());
    let same = shelf.dump.table("recording").iter().find(|row| row[0] == wanted);
    let same = same.expect("recordings are filled in before tracks").clone();
    let id = medium * 100 + position;
    let number = if track.number.is_empty() { position.to_string() } else { track.number.into() };
    let name = if track.name.is_empty() { same[2].clone() } else { Some(track.name.into()) };
    let credit = if track.credit == 0 { same[3].clone() } else { Some(track.credit.to_string()) };
    let gid = mbid::gid("track", id);
    let row = [
        row![id, gid, track.recording, medium, position, number],
        vec![name, credit, same[4].clone()],
        row![0, CHANGED, track.data],
    ];
    shelf.add("track", row.concat());
}
