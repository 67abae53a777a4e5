//! Release groups with their releases, dates, labels, barcodes and pictures.

use super::credits::Credit;
use super::dice::{Date, Gid};
use super::ground::WORLDWIDE;
use super::maker::Maker;
use super::recordings::Made;
use super::spool::{Null, Table, emit};
use super::vocabulary::Script;

/// Releases for each group: 1.36 on average.
const RELEASES: [(u32, u32); 5] = [(78, 1), (14, 2), (5, 3), (2, 5), (1, 7)];
/// A primary type with the least and most tracks of the first release.
type Kind = (Option<u32>, u32, u32);

/// Shares of the types.
const TYPES: [(u32, Kind); 6] = [
    (67, (Some(1), 8, 18)),
    (20, (Some(2), 1, 4)),
    (8, (Some(3), 3, 7)),
    (2, (Some(11), 5, 20)),
    (1, (Some(12), 6, 24)),
    (2, (None, 1, 12)),
];
/// Share of groups by Various Artists.
const BY_VARIOUS: f64 = 0.05;
/// Share of groups by several artists.
const JOINT: f64 = 0.05;

/// A release group as its releases need it.
pub(super) struct Group {
    id: u32,
    pub(super) name: String,
    /// Row of the credit, and its first artist unless that is Various Artists.
    pub(super) credit: u32,
    pub(super) artist: Option<usize>,
    script: Script,
    tracks: (u32, u32),
    year: u32,
}

impl Maker {
    /// A release group with everything below it.
    pub(super) fn make_release_group(&mut self) {
        let group = self.release_group();
        let count = self.dice.weighted(&RELEASES);
        let mut first = Date::default();
        let mut programme = Vec::new();
        for at in 0..count {
            let date = self.release(&group, at, &mut programme);
            if date.year > 0 && (first.year == 0 || date.order() < first.order()) {
                first = date;
            }
        }
        let (rating, votes) = self.dice.rating(0.1);
        emit!(self.spool, ReleaseGroupMeta; group.id, count, first, rating, votes);
    }

    fn release_group(&mut self) -> Group {
        let artist = self.any_artist();
        let various = self.dice.chance(BY_VARIOUS);
        let credit = match self.dice.chance(JOINT) {
            _ if various => Credit { id: 1, name: String::new(), artist },
            true => self.joint_credit(artist),
            false => self.credit_of(artist),
        };
        let (kind, least, most) = match various {
            true => (Some(1), 12, 28),
            false => self.dice.weighted(&TYPES),
        };
        let (id, merged) = Self::take_id(&mut self.dice, &mut self.ids.release_group, 0.02);
        let name = self.title_by(artist);
        let (gid, moment) = (self.dice.gid(), self.dice.moment());
        emit!(self.spool, ReleaseGroup; id, gid, name, credit.id, kind, "", 0, moment);
        self.credits.used(credit.id);
        if merged {
            let (gid, moment) = (self.dice.gid(), self.dice.moment());
            emit!(self.spool, ReleaseGroupGidRedirect; gid, id, moment);
        }
        let secondary = match self.dice.below(100) {
            _ if various => Some(1),
            0..8 => Some(6),
            8..12 => Some(1),
            12..14 => Some(2),
            14..16 => Some(7),
            _ => None,
        };
        if let Some(secondary) = secondary {
            let moment = self.dice.moment();
            emit!(self.spool, SecondaryTypeJoin; id, secondary, moment);
        }
        self.tags(Table::ReleaseGroupTag, id, 0.2);
        let script = self.artists[artist].script;
        let (artist, year) = ((!various).then_some(artist), self.dice.year());
        Group { id, name, credit: credit.id, artist, script, tracks: (least, most), year }
    }

    /// A release; gives its earliest date back, unless it was cancelled.
    fn release(&mut self, group: &Group, at: u32, programme: &mut Vec<Made>) -> Date {
        let (id, merged) = Self::take_id(&mut self.dice, &mut self.ids.release, 0.02);
        let status = self.dice.weighted(&[
            (90, Some(1)),
            (2, Some(2)),
            (3, Some(3)),
            (1, Some(4)),
            (1, Some(6)),
            (3, None),
        ]);
        let packaging = self.dice.weighted(&[
            (40, None),
            (30, Some(1)),
            (15, Some(7)),
            (10, Some(4)),
            (5, Some(3)),
        ]);
        let (language, letters) = match group.script {
            Script::Japanese => (198, 85),
            Script::Cyrillic => (353, 31),
            Script::Arabic => (18, 18),
            Script::Accented => (134, 28),
            _ => (120, 28),
        };
        let described = self.dice.chance(0.9);
        let (language, letters) = (described.then_some(language), described.then_some(letters));
        let barcode = self.barcode();
        let comment =
            self.dice.weighted(&[(93, ""), (4, "deluxe edition"), (3, "limited edition")]);
        let (gid, moment) = (self.dice.gid(), self.dice.moment());
        emit!(self.spool, Release; id, gid, group.name, group.credit, group.id, status, packaging, language, letters, barcode, comment, 0, -1, moment);
        self.credits.used(group.credit);
        if merged {
            let (gid, moment) = (self.dice.gid(), self.dice.moment());
            emit!(self.spool, ReleaseGidRedirect; gid, id, moment);
        }
        let date = self.events(id, group.year + 3 * at);
        self.about_release(id);
        self.choose_recordings(group, programme);
        self.make_media(id, programme);
        self.note_releases(group, gid, programme);
        if status == Some(6) { Date::default() } else { date }
    }

    fn note_releases(&mut self, group: &Group, gid: Gid, programme: &[Made]) {
        for made in programme {
            self.truth.note(made.id, &group.name, gid);
        }
    }

    fn barcode(&mut self) -> Option<String> {
        match self.dice.below(100) {
            0..60 => {
                let digits = self.dice.code(b"0123456789", 12);
                let sum: u32 = (0..)
                    .zip(digits.bytes())
                    .map(|(at, digit)| u32::from(digit - b'0') * (1 + 2 * (at % 2)))
                    .sum();
                Some(format!("{digits}{}", (10 - sum % 10) % 10))
            }
            60..65 => Some(String::new()),
            _ => None,
        }
    }

    /// When and where a release came out: the earliest date.
    fn events(&mut self, release: u32, year: u32) -> Date {
        let date = self.dice.date(year.min(2025));
        match self.dice.below(100) {
            0..10 => return Date::default(),
            10..16 => {
                emit!(self.spool, ReleaseUnknownCountry; release, date);
                return date;
            }
            16..40 => emit!(self.spool, ReleaseCountry; release, WORLDWIDE, date),
            _ => {
                let mut seen = Vec::new();
                for _ in 0..self.dice.weighted(&[(92, 1), (5, 2), (3, 4)]) {
                    let country = self.country();
                    if !seen.contains(&country) {
                        seen.push(country);
                        emit!(self.spool, ReleaseCountry; release, country, date);
                    }
                }
            }
        }
        date
    }

    fn about_release(&mut self, id: u32) {
        let (added, pictured) = (self.dice.moment(), self.dice.chance(0.4));
        let art = if pictured { "present" } else { "absent" };
        let asin = self
            .dice
            .chance(0.1)
            .then(|| format!("B00{}", self.dice.code(b"ABCDEFGHJK0123456789", 7)));
        emit!(self.spool, ReleaseMeta; id, added, Null, asin, art);
        for _ in 0..self.dice.weighted(&[(34, 0), (60, 1), (6, 2)]) {
            let row = self.spool.rows(Table::ReleaseLabel) as u32 + 1;
            let label = self
                .dice
                .chance(0.9)
                .then(|| self.dice.zipf(self.ids.label as usize, 20.0) as u32 + 1);
            let letters = self.dice.code(b"ABCDEFGHKLMPRST", 3);
            let number =
                self.dice.chance(0.7).then(|| format!("{letters} {:04}", self.dice.below(10_000)));
            let moment = self.dice.moment();
            emit!(self.spool, ReleaseLabel; row, id, label, number, moment);
        }
        for _ in 0..self.dice.weighted(&[(65, 0), (20, 1), (10, 2), (5, 4)]) {
            self.release_url(id);
        }
        for ordering in 1..=if pictured { self.dice.between(1, 2) } else { 0 } {
            self.ids.image += 1;
            let image = 1_000_000_000 + self.ids.image;
            let (moment, size) = (self.dice.moment(), self.dice.between(20_000, 900_000));
            emit!(self.spool, CoverArt; image, id, "", 1, ordering, moment, 0, "image/jpeg", size, Null, Null, Null);
            emit!(self.spool, CoverArtType; image, ordering);
        }
        if self.dice.chance(0.004) {
            self.annotate_release(id);
        }
    }

    /// The recordings of the next release of a group: new ones at first, then mostly the same.
    fn choose_recordings(&mut self, group: &Group, programme: &mut Vec<Made>) {
        let more = match programme.len() {
            0 => {
                let twice = self.dice.chance(0.06);
                self.dice.between(group.tracks.0, group.tracks.1) << u32::from(twice)
            }
            _ => self.dice.weighted(&[(80, 0), (10, 1), (10, 3)]),
        };
        for _ in 0..more {
            let known = match group.artist {
                None => self.left == 0 || self.dice.chance(0.65),
                Some(_) => self.left == 0,
            };
            let made = match known.then(|| self.any_hit()).flatten() {
                Some(hit) => hit,
                None if self.left == 0 => break,
                None => self.new_recording(group),
            };
            programme.push(made);
        }
    }

    fn new_recording(&mut self, group: &Group) -> Made {
        let artist = group.artist.unwrap_or_else(|| self.any_artist());
        let credit = match self.dice.chance(0.08) {
            true => self.joint_credit(artist),
            false => self.credit_of(artist),
        };
        let made = self.make_recording(credit);
        if self.dice.chance(0.1) {
            self.remember(made.clone());
        }
        made
    }
}
