//! Artists with their aliases, codes and addresses.

use super::dice::Date;
use super::maker::{FIRST_ARTIST, Maker};
use super::spool::{Null, Table, emit};
use super::vocabulary::{Script, script};

/// Share of artists that another one was merged into.
const MERGED: f64 = 0.02;
/// Share of artists with an alias.
const WITH_ALIAS: f64 = 0.15;

/// What later rows need of an artist.
#[derive(Debug, Clone)]
pub(super) struct KnownArtist {
    /// Row.
    pub(super) id: u32,
    /// Name.
    pub(super) name: String,
    /// How it and most titles are written.
    pub(super) script: Script,
}

impl Maker {
    /// Various Artists and as many others.
    pub(super) fn make_artists(&mut self, count: u32) {
        let none = Date::default();
        let (various, moment) = (testkit::mbid::VARIOUS_ARTISTS, self.dice.moment());
        let name = "Various Artists";
        emit!(self.spool, Artist; 1, various, name, name, none, none, 3, Null, Null, "", 0, moment, false, Null, Null);
        emit!(self.spool, ArtistMeta; 1, Null, Null);
        self.credits.single(1);
        let mut last = FIRST_ARTIST - 1;
        self.by_popularity = self.dice.shuffled(count);
        let mut ranks = vec![0; count as usize];
        for (rank, at) in (0_u32..).zip(&self.by_popularity) {
            ranks[*at as usize] = rank;
        }
        for rank in ranks {
            let (id, merged) = Self::take_id(&mut self.dice, &mut last, MERGED);
            self.artist(id);
            self.credits.single(id);
            if merged {
                let (gid, moment) = (self.dice.gid(), self.dice.moment());
                emit!(self.spool, ArtistGidRedirect; gid, id, moment);
            }
            let popular = f64::from(count - rank) / f64::from(count);
            self.about_artist(id, popular);
        }
    }

    fn artist(&mut self, id: u32) {
        let person = self.dice.chance(0.55);
        let script = script(&mut self.dice);
        let (name, sort) = self.words.name(&mut self.dice, script, person);
        let kind = match (person, self.dice.below(100)) {
            (_, 0..12) => None,
            (true, _) => Some(1),
            (false, 12..92) => Some(2),
            (false, 92..95) => Some(5),
            (false, 95..97) => Some(6),
            (false, _) => Some(3),
        };
        let year = self.dice.year().saturating_sub(20);
        let begin = if self.dice.chance(0.3) { self.dice.date(year) } else { Date::default() };
        let ended = begin.year > 0 && self.dice.chance(0.2);
        let end_year = year + self.dice.between(3, 40);
        let end = if ended { self.dice.date(end_year.min(2025)) } else { Date::default() };
        let area = self.dice.chance(0.45).then(|| self.any_area());
        let begin_area = self.dice.chance(0.15).then(|| self.any_area());
        let gender = (kind == Some(1) && self.dice.chance(0.5)).then(|| self.dice.between(1, 2));
        let comment = match self.dice.chance(0.25) {
            true => self.words.title(&mut self.dice, Script::Latin).to_lowercase(),
            false => String::new(),
        };
        let (gid, moment) = (self.dice.gid(), self.dice.moment());
        emit!(self.spool, Artist; id, gid, name, sort, begin, end, kind, area, gender, comment, 0, moment, ended, begin_area, Null);
        self.artists.push(KnownArtist { id, name, script });
    }

    /// What the crowd says about an artist; `popular` is from 0 to 1.
    fn about_artist(&mut self, id: u32, popular: f64) {
        let (rating, votes) = self.dice.rating(0.2 * popular);
        emit!(self.spool, ArtistMeta; id, rating, votes);
        self.tags(Table::ArtistTag, id, 0.4 * popular);
        if self.dice.chance(WITH_ALIAS) {
            for _ in 0..self.dice.between(1, 2) {
                self.artist_alias(id);
            }
        }
        if self.dice.chance(0.03) {
            let ipi = format!("{:011}", self.dice.below(1_000_000_000));
            let moment = self.dice.moment();
            emit!(self.spool, ArtistIpi; id, ipi, 0, moment);
        }
        if self.dice.chance(0.06) {
            let isni = format!("0000000{:09}", self.dice.below(1_000_000_000));
            let moment = self.dice.moment();
            emit!(self.spool, ArtistIsni; id, isni, 0, moment);
        }
        let addresses = self.dice.weighted(&[(68, 0), (14, 1), (9, 2), (5, 4), (4, 6)]);
        for _ in 0..addresses {
            self.artist_url(id);
        }
        if self.dice.chance(0.1) {
            let known = self.artists.len() as u32;
            let band = self.artists[self.dice.below(known) as usize].id;
            if band != id {
                let link = self.links.member(&mut self.dice);
                let row = self.spool.rows(Table::ArtistArtist) as u32 + 1;
                let moment = self.dice.moment();
                emit!(self.spool, ArtistArtist; row, link, id, band, 0, moment, 0, "", "");
            }
        }
    }

    fn artist_alias(&mut self, id: u32) {
        let row = self.spool.rows(Table::ArtistAlias) as u32 + 1;
        let (name, sort) = self.words.name(&mut self.dice, Script::Latin, true);
        let locale =
            self.dice.weighted(&[(70, None), (15, Some("en")), (10, Some("ja")), (5, Some("ru"))]);
        let kind = self.dice.weighted(&[(60, Some(1)), (15, Some(2)), (15, Some(3)), (10, None)]);
        let (moment, none) = (self.dice.moment(), Date::default());
        let primary = locale.is_some();
        emit!(self.spool, ArtistAlias; row, id, name, locale, 0, moment, kind, sort, none, none, primary, false);
    }
}
