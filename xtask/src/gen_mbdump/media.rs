//! Media, tracks and disc ids.

use super::maker::Maker;
use super::recordings::Made;
use super::spool::{Null, Table, emit};

/// Formats of media.
const FORMATS: [(u32, Option<u32>); 7] = [
    (46, Some(1)),
    (32, Some(12)),
    (9, Some(7)),
    (4, Some(31)),
    (3, Some(8)),
    (1, Some(19)),
    (5, None),
];
/// Tracks on a medium, at most.
const TRACKS: usize = 24;
/// Frames of a compact disc in a second.
const FRAMES: u32 = 75;
/// Share of media with a disc id.
const WITH_DISC_ID: f64 = 0.25;
/// The alphabet of disc ids: base 64 with `._` for `+/`.
const DISC_ID: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

impl Maker {
    /// The media of a release with these recordings as their tracks.
    pub(super) fn make_media(&mut self, release: u32, programme: &[Made]) {
        let format = self.dice.weighted(&FORMATS);
        for (position, tracks) in (1_u32..).zip(programme.chunks(TRACKS)) {
            self.ids.medium += 1;
            let (medium, count) = (self.ids.medium, tracks.len() as u32);
            let (gid, moment) = (self.dice.gid(), self.dice.moment());
            emit!(self.spool, Medium; medium, release, position, format, "", 0, moment, count, gid);
            for (position, made) in (1_u32..).zip(tracks) {
                self.track(medium, position, made, matches!(format, Some(7 | 31)));
            }
            if self.dice.chance(WITH_DISC_ID) {
                self.disc_id(medium, tracks);
            }
        }
    }

    fn track(&mut self, medium: u32, position: u32, made: &Made, sides: bool) {
        let (id, merged) = Self::take_id(&mut self.dice, &mut self.ids.track, 0.01);
        let number = match sides {
            true if position <= 6 => format!("A{position}"),
            true => format!("B{}", position - 6),
            false => position.to_string(),
        };
        let differs = self.dice.chance(0.05);
        let other =
            (differs && self.dice.chance(0.8)).then(|| format!("{} (album version)", made.name));
        let name = other.as_ref().unwrap_or(&made.name);
        let length = match made.length {
            Some(length) if self.dice.chance(0.3) => Some(length + self.dice.below(900)),
            length => length,
        };
        let credit = match differs && self.dice.chance(0.3) {
            true => self.artists[made.credit.artist].id,
            false => made.credit.id,
        };
        let (gid, moment) = (self.dice.gid(), self.dice.moment());
        emit!(self.spool, Track; id, gid, made.id, medium, position, number, name, credit, length, 0, moment, false);
        self.credits.used(credit);
        if merged {
            let (gid, moment) = (self.dice.gid(), self.dice.moment());
            emit!(self.spool, TrackGidRedirect; gid, id, moment);
        }
    }

    fn disc_id(&mut self, medium: u32, tracks: &[Made]) {
        self.ids.cdtoc += 1;
        let id = self.ids.cdtoc;
        let disc_id = self.dice.code(DISC_ID, 27) + "-";
        let freedb_id = self.dice.code(b"0123456789abcdef", 8);
        let mut sector = 2 * FRAMES;
        let mut offsets = Vec::new();
        for made in tracks {
            offsets.push(sector.to_string());
            sector += made.length.unwrap_or(180_000) / 1000 * FRAMES + self.dice.below(FRAMES);
        }
        let (offsets, count) = (format!("{{{}}}", offsets.join(",")), tracks.len() as u32);
        let moment = self.dice.moment();
        emit!(self.spool, Cdtoc; id, disc_id, freedb_id, count, sector, offsets, moment);
        let row = self.spool.rows(Table::MediumCdtoc) as u32 + 1;
        emit!(self.spool, MediumCdtoc; row, medium, id, 0, Null);
    }
}
