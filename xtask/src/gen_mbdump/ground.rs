//! Areas and labels.

use super::dice::Date;
use super::maker::Maker;
use super::spool::{Null, emit};
use super::vocabulary::{Script, script};

/// ISO 3166-1 codes of sixty countries; their names are invented.
const CODES: [&str; 60] = [
    "US", "GB", "DE", "JP", "FR", "IT", "CA", "AU", "NL", "SE", "ES", "BR", "RU", "FI", "BE", "NO",
    "DK", "AT", "CH", "PL", "AR", "MX", "KR", "PT", "GR", "IE", "NZ", "CZ", "HU", "UA", "TR", "IN",
    "CN", "TW", "HK", "ZA", "IL", "CL", "CO", "RO", "BG", "HR", "RS", "SK", "SI", "EE", "LV", "LT",
    "IS", "ID", "MY", "PH", "TH", "VN", "EG", "NG", "KE", "MA", "PE", "JM",
];
/// Areas inside the countries: subdivisions, then cities in them.
const INSIDE: u32 = 240;
/// The row of the first country.
pub(super) const FIRST_COUNTRY: u32 = 10;
/// The row of "[Worldwide]" in MusicBrainz.
pub(super) const WORLDWIDE: u32 = 240;
/// The row of the first area inside a country.
const FIRST_INSIDE: u32 = 1000;
/// Link type "part of" between areas.
const PART_OF: u32 = 356;

impl Maker {
    /// Countries with codes, subdivisions with codes, cities; each part of the one above it.
    pub(super) fn make_areas(&mut self) {
        let link = self.links.plain(&mut self.spool, &mut self.dice, PART_OF);
        let countries = (FIRST_COUNTRY..).zip(CODES).chain([(WORLDWIDE, "XW")]);
        for (id, code) in countries {
            let (name, _) = self.words.name(&mut self.dice, Script::Latin, false);
            self.area(id, &name, 1);
            emit!(self.spool, CountryArea; id);
            emit!(self.spool, Iso1; id, code);
        }
        for at in 0..INSIDE {
            let id = FIRST_INSIDE + at;
            let script = script(&mut self.dice);
            let (name, _) = self.words.name(&mut self.dice, script, false);
            let is_city = at >= INSIDE / 3;
            self.area(id, &name, if is_city { 3 } else { 2 });
            let country = FIRST_COUNTRY + self.dice.zipf(CODES.len(), 3.0) as u32;
            let around = match is_city {
                true => FIRST_INSIDE + self.dice.below(INSIDE / 3),
                false => country,
            };
            if !is_city {
                let code = CODES[(country - FIRST_COUNTRY) as usize];
                emit!(self.spool, Iso2; id, format!("{code}-{at:02}"));
            }
            let row = self.spool.rows(super::spool::Table::AreaArea) as u32 + 1;
            let moment = self.dice.moment();
            emit!(self.spool, AreaArea; row, link, around, id, 0, moment, 0, "", "");
        }
    }

    fn area(&mut self, id: u32, name: &str, kind: u32) {
        let (gid, moment, none) = (self.dice.gid(), self.dice.moment(), Date::default());
        emit!(self.spool, Area; id, gid, name, kind, 0, moment, none, none, false, "");
    }

    /// A country, the large markets first.
    pub(super) fn country(&mut self) -> u32 {
        FIRST_COUNTRY + self.dice.zipf(CODES.len(), 2.0) as u32
    }

    /// An area of any size.
    pub(super) fn any_area(&mut self) -> u32 {
        if self.dice.chance(0.6) { self.country() } else { FIRST_INSIDE + self.dice.below(INSIDE) }
    }

    pub(super) fn make_labels(&mut self, count: u32) {
        for _ in 0..count {
            self.ids.label += 1;
            let id = self.ids.label;
            let (name, _) = self.words.name(&mut self.dice, Script::Latin, false);
            let ending = self.dice.pick(&["", " Records", " Music", " Recordings", " Discs"]);
            let name = format!("{name}{ending}");
            let year = self.dice.year();
            let begin = if self.dice.chance(0.3) { self.dice.date(year) } else { Date::default() };
            let code = self.dice.chance(0.1).then(|| self.dice.between(100, 99_999));
            let kind =
                self.dice.weighted(&[(50, Some(4)), (20, Some(9)), (10, Some(3)), (20, None)]);
            let area = self.dice.chance(0.7).then(|| self.country());
            let (gid, moment) = (self.dice.gid(), self.dice.moment());
            emit!(self.spool, Label; id, gid, name, begin, Date::default(), code, kind, area, "", 0, moment, false);
            let (rating, votes) = self.dice.rating(0.02);
            emit!(self.spool, LabelMeta; id, rating, votes);
            if self.dice.chance(0.05) {
                let row = self.spool.rows(super::spool::Table::LabelAlias) as u32 + 1;
                let (alias, sort) = self.words.name(&mut self.dice, Script::Latin, false);
                let (moment, none) = (self.dice.moment(), Date::default());
                emit!(self.spool, LabelAlias; row, id, alias, Null, 0, moment, 1, sort, none, none, false, false);
            }
        }
    }
}
