//! Recordings and all that hangs on them.

use super::credits::Credit;
use super::dice::{Date, Gid};
use super::maker::Maker;
use super::spool::{Null, Table, emit};
use super::vocabulary::Script;

/// Share of recordings with an ISRC.
const WITH_ISRC: f64 = 0.3;
/// Relationships of artists for each recording.
const ROLES: [(u32, u32); 6] = [(80, 0), (8, 1), (5, 2), (3, 3), (2, 6), (2, 9)];

/// A recording as tracks need it.
#[derive(Debug, Clone)]
pub(super) struct Made {
    /// Row.
    pub(super) id: u32,
    /// Public id.
    pub(super) gid: Gid,
    /// Title.
    pub(super) name: String,
    /// Artists.
    pub(super) credit: Credit,
    /// Length in ms.
    pub(super) length: Option<u32>,
}

impl Maker {
    /// A new recording by a credit; the last one wanted leaves none to be made.
    pub(super) fn make_recording(&mut self, credit: Credit) -> Made {
        self.left = self.left.saturating_sub(1);
        let (id, merged) = Self::take_id(&mut self.dice, &mut self.ids.recording, 0.02);
        let name = self.title_by(credit.artist);
        let spread = self.dice.between(0, 120_000) + self.dice.between(0, 180_000);
        let length = (!self.dice.chance(0.06)).then_some(95_000 + spread);
        let comment = match self.dice.below(100) {
            0..3 => "live",
            3..5 => "remaster",
            5..6 => "radio edit",
            _ => "",
        };
        let (gid, moment) = (self.dice.gid(), self.dice.moment());
        let video = self.dice.chance(0.01);
        emit!(self.spool, Recording; id, gid, name, credit.id, length, comment, 0, moment, video);
        self.credits.used(credit.id);
        if merged {
            let (gid, moment) = (self.dice.gid(), self.dice.moment());
            emit!(self.spool, RecordingGidRedirect; gid, id, moment);
        }
        let made = Made { id, gid, name, credit, length };
        self.about_recording(&made);
        self.maybe_perform(&made);
        made
    }

    fn about_recording(&mut self, made: &Made) {
        let id = made.id;
        let (rating, votes) = self.dice.rating(0.03);
        emit!(self.spool, RecordingMeta; id, rating, votes);
        self.tags(Table::RecordingTag, id, 0.02);
        let isrc = self.dice.chance(WITH_ISRC).then(|| self.isrc(id));
        self.truth.maybe_add(&mut self.dice, made, isrc);
        for _ in 0..self.dice.weighted(&ROLES) {
            let artist = match self.dice.chance(0.5) {
                true => made.credit.artist,
                false => self.any_artist(),
            };
            let (artist, link) = (self.artists[artist].id, self.links.role(&mut self.dice));
            let row = self.spool.rows(Table::ArtistRecording) as u32 + 1;
            let moment = self.dice.moment();
            emit!(self.spool, ArtistRecording; row, link, artist, id, 0, moment, 0, "", "");
        }
        if self.dice.chance(0.025) {
            self.recording_url(id);
        }
        if self.dice.chance(0.005) {
            let row = self.spool.rows(Table::RecordingAlias) as u32 + 1;
            let title = self.words.title(&mut self.dice, Script::Latin);
            let (moment, none) = (self.dice.moment(), Date::default());
            emit!(self.spool, RecordingAlias; row, id, title, Null, 0, moment, 1, title, none, none, false, false);
        }
    }

    fn isrc(&mut self, recording: u32) -> String {
        let country = self.dice.weighted(&[
            (40, "US"),
            (25, "GB"),
            (10, "DE"),
            (10, "FR"),
            (8, "JP"),
            (7, "QZ"),
        ]);
        let registrant = self.dice.code(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 3);
        let number = self.dice.below(10_000_000);
        let isrc = format!("{country}{registrant}{number:07}");
        let row = self.spool.rows(Table::Isrc) as u32 + 1;
        let moment = self.dice.moment();
        emit!(self.spool, Isrc; row, recording, isrc, 0, moment);
        isrc
    }
}
