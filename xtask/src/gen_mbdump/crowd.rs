//! Tags, genres and annotations.

use super::maker::Maker;
use super::spool::{Field as _, Null, Table, emit};
use super::vocabulary::Script;

/// Tags in all; the first of them are genres.
const TAGS: u32 = 2000;
/// Genres.
const GENRES: u32 = 400;

impl Maker {
    /// The tags, and a genre of the same name for the first of them.
    pub(super) fn make_tags(&mut self) {
        let mut seen = std::collections::HashSet::new();
        let mut id = 0;
        while id < TAGS {
            let name = self.words.name(&mut self.dice, Script::Latin, true).0.to_lowercase();
            if !seen.insert(name.clone()) {
                continue;
            }
            id += 1;
            let users = self.dice.below(5000);
            emit!(self.spool, Tag; id, name, users);
            if id <= GENRES {
                let (gid, moment) = (self.dice.gid(), self.dice.moment());
                emit!(self.spool, Genre; id, gid, name, "", 0, moment);
            }
        }
    }

    /// Gives an entity some tags with a probability; counts are sometimes zero or below.
    pub(super) fn tags(&mut self, table: Table, entity: u32, share: f64) {
        if !self.dice.chance(share) {
            return;
        }
        let count = self.dice.weighted(&[(40, 1), (25, 2), (15, 3), (10, 5), (10, 8)]);
        let mut given: Vec<u32> = Vec::new();
        for _ in 0..count {
            let tag = self.dice.zipf(TAGS as usize, 10.0) as u32 + 1;
            if given.contains(&tag) {
                continue;
            }
            given.push(tag);
            let votes = match self.dice.below(100) {
                0..2 => -1,
                2..6 => 0,
                _ => self.dice.zipf(60, 0.8) as i32 + 1,
            };
            let moment = self.dice.moment();
            let line = self.spool.line(table);
            entity.put(line);
            line.push(b'\t');
            tag.put(line);
            line.push(b'\t');
            votes.put(line);
            line.push(b'\t');
            moment.put(line);
            line.push(b'\n');
        }
    }

    /// A few words about a release.
    pub(super) fn annotate_release(&mut self, release: u32) {
        self.ids.annotation += 1;
        let id = self.ids.annotation;
        let lines: Vec<String> = (0..self.dice.between(1, 5))
            .map(|_| self.words.title(&mut self.dice, Script::Latin))
            .collect();
        let (text, moment) = (lines.join("\n* "), self.dice.moment());
        emit!(self.spool, Annotation; id, 1, text, Null, moment);
        emit!(self.spool, ReleaseAnnotation; release, id);
    }
}
