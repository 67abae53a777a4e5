//! Works with their authors and codes.

use super::dice::Date;
use super::maker::Maker;
use super::recordings::Made;
use super::spool::{Null, Table, emit};
use super::vocabulary::Script;

/// Share of recordings that are performances of a known work.
const PERFORMANCES: f64 = 0.12;
/// Share of those whose work is new.
const NEW: f64 = 0.8;

impl Maker {
    /// Makes some recordings performances of works.
    pub(super) fn maybe_perform(&mut self, made: &Made) {
        if !self.dice.chance(PERFORMANCES) {
            return;
        }
        let work = match self.ids.work {
            // The latest one: merged ones leave gaps before it.
            latest if latest > 0 && !self.dice.chance(NEW) => latest,
            _ => self.work(made),
        };
        let link = self.links.performance(&mut self.dice);
        let row = self.spool.rows(Table::RecordingWork) as u32 + 1;
        let moment = self.dice.moment();
        emit!(self.spool, RecordingWork; row, link, made.id, work, 0, moment, 0, "", "");
    }

    fn work(&mut self, made: &Made) -> u32 {
        let (id, merged) = Self::take_id(&mut self.dice, &mut self.ids.work, 0.02);
        let kind = self.dice.weighted(&[(55, Some(17)), (5, Some(16)), (3, Some(5)), (37, None)]);
        let (gid, moment) = (self.dice.gid(), self.dice.moment());
        emit!(self.spool, Work; id, gid, made.name, kind, "", 0, moment);
        let (rating, votes) = self.dice.rating(0.005);
        emit!(self.spool, WorkMeta; id, rating, votes);
        if merged {
            let (gid, moment) = (self.dice.gid(), self.dice.moment());
            emit!(self.spool, WorkGidRedirect; gid, id, moment);
        }
        if self.dice.chance(0.5) {
            let language = self.dice.weighted(&[(70, 120), (10, 198), (10, 145), (10, 134)]);
            let moment = self.dice.moment();
            emit!(self.spool, WorkLanguage; id, language, 0, moment);
        }
        if self.dice.chance(0.3) {
            let n = self.dice.below(1_000_000_000);
            let iswc =
                format!("T-{:03}.{:03}.{:03}-{}", n / 1_000_000, n / 1000 % 1000, n % 1000, n % 10);
            let row = self.spool.rows(Table::Iswc) as u32 + 1;
            let moment = self.dice.moment();
            emit!(self.spool, Iswc; row, id, iswc, 0, moment);
        }
        if self.dice.chance(0.03) {
            let row = self.spool.rows(Table::WorkAlias) as u32 + 1;
            let title = self.words.title(&mut self.dice, Script::Latin);
            let (moment, none) = (self.dice.moment(), Date::default());
            emit!(self.spool, WorkAlias; row, id, title, Null, 0, moment, 1, title, none, none, false, false);
        }
        for _ in 0..self.dice.weighted(&[(15, 0), (40, 1), (35, 2), (10, 3)]) {
            let artist = match self.dice.chance(0.6) {
                true => made.credit.artist,
                false => self.any_artist(),
            };
            let (artist, link) = (self.artists[artist].id, self.links.author(&mut self.dice));
            let row = self.spool.rows(Table::ArtistWork) as u32 + 1;
            let moment = self.dice.moment();
            emit!(self.spool, ArtistWork; row, link, artist, id, 0, moment, 0, "", "");
        }
        id
    }
}
