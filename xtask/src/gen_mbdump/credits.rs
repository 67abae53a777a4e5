//! Artist credits: one for each artist with the artist's row id, and one for each set of several.

use std::collections::HashMap;

use super::maker::Maker;
use super::spool::emit;

/// Words between two names.
const JOINS: [(u32, &str); 7] =
    [(40, " feat. "), (30, " & "), (8, ", "), (7, " with "), (6, " / "), (5, " vs. "), (4, " x ")];

/// A credit of two or three artists.
#[derive(Debug)]
struct Several {
    id: u32,
    /// Index of the artist, and the word behind its name.
    names: Vec<(usize, &'static str)>,
    users: u32,
}

/// All credits, with how often each is used.
#[derive(Debug, Default)]
pub(super) struct Credits {
    /// Users of the credits of one artist, by row id.
    single: Vec<u32>,
    several: Vec<Several>,
    /// The latest credit of several that begins with an artist.
    latest: HashMap<usize, usize>,
}

/// A credit and what is printed.
#[derive(Debug, Clone)]
pub(super) struct Credit {
    /// Row.
    pub(super) id: u32,
    /// The printed name.
    pub(super) name: String,
    /// Index of the first artist.
    pub(super) artist: usize,
}

impl Credits {
    /// Adds the credit of one artist.
    pub(super) fn single(&mut self, artist: u32) {
        self.single.resize(artist as usize + 1, 0);
    }

    /// Counts one more user.
    pub(super) fn used(&mut self, credit: u32) {
        let singles = self.single.len();
        match self.single.get_mut(credit as usize) {
            Some(users) => *users += 1,
            None => {
                if let Some(several) = self.several.get_mut(credit as usize - singles) {
                    several.users += 1;
                }
            }
        }
    }
}

impl Maker {
    /// The credit of one artist alone.
    pub(super) fn credit_of(&self, artist: usize) -> Credit {
        let known = &self.artists[artist];
        Credit { id: known.id, name: known.name.clone(), artist }
    }

    /// A credit that begins with an artist and goes on with others.
    pub(super) fn joint_credit(&mut self, artist: usize) -> Credit {
        let known = self.credits.latest.get(&artist).copied();
        let at = match known {
            Some(at) if self.dice.chance(0.6) => at,
            _ => self.new_joint_credit(artist),
        };
        let several = &self.credits.several[at];
        let names = several.names.iter();
        let name = names.flat_map(|(index, join)| [self.artists[*index].name.as_str(), join]);
        Credit { id: several.id, name: name.collect(), artist }
    }

    fn new_joint_credit(&mut self, artist: usize) -> usize {
        let mut names = vec![(artist, self.dice.weighted(&JOINS))];
        if self.dice.chance(0.15) {
            let second = self.any_artist();
            names.push((second, self.dice.weighted(&JOINS)));
        }
        let last = self.any_artist();
        names.push((last, ""));
        let at = self.credits.several.len();
        let id = (self.credits.single.len() + at) as u32;
        self.credits.several.push(Several { id, names, users: 0 });
        self.credits.latest.insert(artist, at);
        at
    }

    /// Writes all credits: only at the end are their users known.
    pub(super) fn write_credits(&mut self) {
        let credits = std::mem::take(&mut self.credits);
        let various = std::iter::once((1, "Various Artists"));
        let singles = various.chain(self.artists.iter().map(|a| (a.id, a.name.as_str())));
        for (id, name) in singles {
            let users = credits.single[id as usize];
            let (gid, moment) = (self.dice.gid(), self.dice.moment());
            emit!(self.spool, ArtistCredit; id, name, 1, users, moment, 0, gid);
            emit!(self.spool, ArtistCreditName; id, 0, id, name, "");
        }
        for credit in &credits.several {
            let names = credit.names.iter();
            let printed: String = names
                .flat_map(|(index, join)| [self.artists[*index].name.as_str(), join])
                .collect();
            let (gid, moment) = (self.dice.gid(), self.dice.moment());
            let count = credit.names.len() as u32;
            emit!(self.spool, ArtistCredit; credit.id, printed, count, credit.users, moment, 0, gid);
            for (position, (index, join)) in (0_u32..).zip(&credit.names) {
                let artist = &self.artists[*index];
                emit!(self.spool, ArtistCreditName; credit.id, position, artist.id, artist.name, *join);
            }
        }
    }
}
