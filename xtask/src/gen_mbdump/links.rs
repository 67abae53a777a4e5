//! Links, which relationships share, and the relationships to web addresses.

use super::dice::{Date, Dice};
use super::maker::Maker;
use super::spool::{Spool, Table, emit};

const BASE_62: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Types of relationships of an artist to a recording, with how many attributes of which kinds.
const ROLES: [(u32, &[u32]); 13] = [
    (148, &[229, 180, 277, 125, 232, 86, 333]),
    (149, &[4, 13, 3]),
    (141, &[425, 424]),
    (143, &[526]),
    (138, &[526]),
    (128, &[]),
    (153, &[]),
    (151, &[]),
    (150, &[]),
    (297, &[]),
    (132, &[]),
    (144, &[]),
    (154, &[]),
];
/// Attribute types that any role may have: guest, solo.
const MANNERS: [u32; 2] = [194, 596];
/// Links of roles in all, the frequent ones first.
const ROLE_LINKS: u32 = 1500;

/// Links by what they are for.
#[derive(Debug, Default)]
pub(super) struct Links {
    last: u32,
    roles: Vec<u32>,
    members: Vec<u32>,
    performances: Vec<u32>,
    /// Composer, lyricist, writer.
    authors: Vec<u32>,
    /// By kind of address: artist, release, recording.
    urls: [Vec<u32>; 3],
}

impl Links {
    /// A link of that type without dates and attributes.
    pub(super) fn plain(&mut self, spool: &mut Spool, dice: &mut Dice, kind: u32) -> u32 {
        self.add(spool, dice, (kind, &[]), Date::default())
    }

    fn add(&mut self, spool: &mut Spool, dice: &mut Dice, of: (u32, &[u32]), begin: Date) -> u32 {
        self.last += 1;
        let (id, moment, count) = (self.last, dice.moment(), of.1.len() as u32);
        let ended = begin.year > 0 && dice.chance(0.5);
        let end = if ended { begin } else { Date::default() };
        emit!(spool, Link; id, of.0, begin, end, count, moment, ended);
        for attribute in of.1 {
            let moment = dice.moment();
            emit!(spool, LinkAttribute; id, *attribute, moment);
        }
        id
    }

    pub(super) fn role(&self, dice: &mut Dice) -> u32 {
        self.roles[dice.zipf(self.roles.len(), 4.0)]
    }

    pub(super) fn member(&self, dice: &mut Dice) -> u32 {
        dice.pick(&self.members)
    }

    pub(super) fn performance(&self, dice: &mut Dice) -> u32 {
        self.performances[dice.zipf(self.performances.len(), 0.5)]
    }

    pub(super) fn author(&self, dice: &mut Dice) -> u32 {
        dice.pick(&self.authors)
    }
}

impl Maker {
    /// All links that later rows share.
    pub(super) fn make_links(&mut self) {
        let (dice, spool, links) = (&mut self.dice, &mut self.spool, &mut self.links);
        for at in 0..ROLE_LINKS {
            let (kind, own) = ROLES[dice.zipf(ROLES.len(), 2.0)];
            let mut attributes: Vec<u32> = Vec::new();
            if !own.is_empty() && dice.chance(0.85) {
                attributes.push(dice.pick(own));
            }
            if dice.chance(0.1) {
                attributes.push(dice.pick(&MANNERS));
            }
            let year = dice.year();
            let begin = if at > 40 { dice.date(year) } else { Date::default() };
            let link = links.add(spool, dice, (kind, &attributes), begin);
            links.roles.push(link);
        }
        for _ in 0..200 {
            let year = dice.year();
            let begin = dice.date(year);
            let link = links.add(spool, dice, (103, &[]), begin);
            links.members.push(link);
        }
        for attributes in [&[][..], &[578], &[567], &[579], &[580], &[567, 578]] {
            let link = links.add(spool, dice, (278, attributes), Date::default());
            links.performances.push(link);
        }
        links.authors = [168, 165, 167].map(|kind| links.plain(spool, dice, kind)).to_vec();
        let kinds: [&[u32]; 3] =
            [&[194, 180, 352, 193, 718, 183, 178, 291], &[85, 76, 74], &[268, 254, 255]];
        for (at, kinds) in kinds.into_iter().enumerate() {
            links.urls[at] = kinds.iter().map(|kind| links.plain(spool, dice, *kind)).collect();
        }
    }

    pub(super) fn artist_url(&mut self, artist: u32) {
        let (at, url) = match self.dice.below(100) {
            0..22 => (0, format!("https://open.spotify.com/artist/{}", self.spotify())),
            22..40 => (1, format!("https://www.discogs.com/artist/{}", self.number())),
            40..52 => (2, format!("https://www.wikidata.org/wiki/Q{}", self.number())),
            52..64 => (3, format!("https://www.youtube.com/channel/UC{}", self.spotify())),
            64..74 => (4, format!("https://band{}.bandcamp.com/", self.number())),
            74..82 => (0, format!("https://music.apple.com/us/artist/{}", self.number())),
            82..90 => (0, format!("https://www.deezer.com/artist/{}", self.number())),
            90..96 => (5, format!("https://artist-{}.example/", self.number())),
            96..98 => (6, format!("https://www.imdb.com/name/nm{}/", self.number())),
            _ => (7, format!("https://soundcloud.com/artist-{}", self.number())),
        };
        let (link, url) = (self.links.urls[0][at], self.url(&url));
        let row = self.spool.rows(Table::ArtistUrl) as u32 + 1;
        let moment = self.dice.moment();
        emit!(self.spool, ArtistUrl; row, link, artist, url, 0, moment, 0, "", "");
    }

    pub(super) fn release_url(&mut self, release: u32) {
        let (at, url) = match self.dice.below(100) {
            0..30 => (0, format!("https://open.spotify.com/album/{}", self.spotify())),
            30..55 => (1, format!("https://www.discogs.com/release/{}", self.number())),
            55..75 => (0, format!("https://www.deezer.com/album/{}", self.number())),
            75..90 => (0, format!("https://music.apple.com/us/album/{}", self.number())),
            _ => {
                let band = self.number();
                (2, format!("https://band{band}.bandcamp.com/album/{}", self.number()))
            }
        };
        let (link, url) = (self.links.urls[1][at], self.url(&url));
        let row = self.spool.rows(Table::ReleaseUrl) as u32 + 1;
        let moment = self.dice.moment();
        emit!(self.spool, ReleaseUrl; row, link, release, url, 0, moment, 0, "", "");
    }

    pub(super) fn recording_url(&mut self, recording: u32) {
        let (at, url) = match self.dice.below(3) {
            0 => (0, format!("https://open.spotify.com/track/{}", self.spotify())),
            1 => (0, format!("https://www.youtube.com/watch?v={}", self.dice.code(BASE_62, 11))),
            _ => (1, format!("https://www.deezer.com/track/{}", self.number())),
        };
        let (link, url) = (self.links.urls[2][at], self.url(&url));
        let row = self.spool.rows(Table::RecordingUrl) as u32 + 1;
        let moment = self.dice.moment();
        emit!(self.spool, RecordingUrl; row, link, recording, url, 0, moment, 0, "", "");
    }

    fn url(&mut self, url: &str) -> u32 {
        self.ids.url += 1;
        let (gid, moment) = (self.dice.gid(), self.dice.moment());
        emit!(self.spool, Url; self.ids.url, gid, url, 0, moment);
        self.ids.url
    }

    fn spotify(&mut self) -> String {
        self.dice.code(BASE_62, 22)
    }

    fn number(&mut self) -> u32 {
        self.dice.between(1000, 2_000_000_000)
    }
}
