//! The state of the generator, and the order in which it makes things.

use std::io;
use std::path::Path;

use super::artists::KnownArtist;
use super::credits::Credits;
use super::dice::Dice;
use super::links::Links;
use super::recordings::Made;
use super::spool::{Spool, Spooled};
use super::truth::Truth;
use super::vocabulary::{Script, Vocabulary};

/// Recordings for each artist.
const RECORDINGS_PER_ARTIST: u32 = 14;
/// Recordings for each label.
const RECORDINGS_PER_LABEL: u32 = 120;
/// Recordings that compilations take from, at most.
const HITS: usize = 8192;
/// Recordings on no release, for each release group.
const ALONE: f64 = 0.25;
/// How much less popular an artist is than the one before: see [`Dice::zipf`].
const POPULARITY_SHIFT: f64 = 30.0;

/// Row ids that were given out last.
#[derive(Debug, Default)]
pub(super) struct Ids {
    pub(super) recording: u32,
    pub(super) release: u32,
    pub(super) release_group: u32,
    pub(super) medium: u32,
    pub(super) track: u32,
    pub(super) work: u32,
    pub(super) label: u32,
    pub(super) url: u32,
    pub(super) cdtoc: u32,
    pub(super) annotation: u32,
    pub(super) image: u32,
}

/// Everything that making a row may need.
pub(super) struct Maker {
    pub(super) dice: Dice,
    pub(super) spool: Spool,
    pub(super) words: Vocabulary,
    pub(super) ids: Ids,
    /// Recordings still to be made.
    pub(super) left: u32,
    /// Artists by row id; the first has [`FIRST_ARTIST`].
    pub(super) artists: Vec<KnownArtist>,
    /// Their indexes by popularity.
    pub(super) by_popularity: Vec<u32>,
    pub(super) credits: Credits,
    pub(super) links: Links,
    pub(super) hits: Vec<Made>,
    pub(super) truth: Truth,
}

/// The row of the first artist that is not Various Artists; 2 is MusicBrainz's deleted artist.
pub(super) const FIRST_ARTIST: u32 = 3;

impl Maker {
    pub(super) fn new(seed: u64, recordings: u32, dir: &Path) -> Self {
        let mut dice = Dice::new(seed);
        let words = Vocabulary::new(&mut dice, recordings);
        Self {
            dice,
            spool: Spool::new(dir),
            words,
            ids: Ids::default(),
            left: recordings,
            artists: Vec::new(),
            by_popularity: Vec::new(),
            credits: Credits::default(),
            links: Links::default(),
            hits: Vec::new(),
            truth: Truth::new(recordings),
        }
    }

    /// Makes everything.
    pub(super) fn fill(&mut self) {
        let recordings = self.left;
        self.make_areas();
        self.make_tags();
        self.make_links();
        self.make_labels(recordings / RECORDINGS_PER_LABEL + 1);
        self.make_artists(recordings / RECORDINGS_PER_ARTIST + 1);
        while self.left > 0 {
            self.make_release_group();
            if self.left > 0 && self.dice.chance(ALONE) {
                let artist = self.any_artist();
                let credit = self.credit_of(artist);
                self.make_recording(credit);
            }
        }
        self.write_credits();
    }

    /// The tables, and the sample of recordings.
    ///
    /// # Errors
    /// When a table could not be written.
    pub(super) fn finish(self) -> io::Result<(Vec<Spooled>, Truth)> {
        Ok((self.spool.finish()?, self.truth))
    }

    /// An artist by popularity: the index in [`Maker::artists`].
    pub(super) fn any_artist(&mut self) -> usize {
        let rank = self.dice.zipf(self.artists.len(), POPULARITY_SHIFT);
        self.by_popularity[rank] as usize
    }

    /// A title as that artist writes them: in Latin script now and then, whatever the script is.
    pub(super) fn title_by(&mut self, artist: usize) -> String {
        let own = self.artists[artist].script;
        let script = if self.dice.chance(0.15) { Script::Latin } else { own };
        self.words.title(&mut self.dice, script)
    }

    /// Remembers a recording for compilations to take.
    pub(super) fn remember(&mut self, made: Made) {
        if self.hits.len() < HITS {
            self.hits.push(made);
        } else if self.dice.chance(0.05) {
            let at = self.dice.below(HITS as u32) as usize;
            self.hits[at] = made;
        }
    }

    /// A known recording, well-known ones more often.
    pub(super) fn any_hit(&mut self) -> Option<Made> {
        let at = self.dice.zipf(self.hits.len(), 50.0);
        self.hits.get(at).cloned()
    }

    /// The next row id of a kind, and sometimes an old public id that was merged into it.
    pub(super) fn take_id(dice: &mut Dice, last: &mut u32, merged: f64) -> (u32, bool) {
        let was_merged = dice.chance(merged);
        // The row that was merged away leaves a gap.
        *last += 1 + u32::from(was_merged);
        (*last, was_merged)
    }
}
