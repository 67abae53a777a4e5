//! The judge: one recording compared with what was said, and what that is worth.

use std::collections::{HashMap, HashSet};

use catalog::View;
use catalog::record::Recording;
use model::Gid;
use text::{Mark, Title};

use super::Stage;
use super::artists;
use super::evidence::{self, Releases};
use super::features::{ArtistSaid, Features, TitleSaid, VersionSaid};
use super::said::Said;
use super::titles::{self, latin};
use super::versions::{self, Comment, Sides};
use super::wins::Wins;
use crate::Words;

/// Releases that are read in one search, over all candidates.
const MAX_RELEASES: usize = 96;

/// Edits in title and artist together.
const MOST_EDITS: u32 = 4;

/// What is compared how strictly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Mode {
    /// Equal keys.
    Exact,
    /// Keys that are near.
    Fuzzy,
    /// An id names the recording: everything that does not contradict it.
    Vouched,
}

/// A recording that was compared.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    /// The first stage that finds it.
    pub stage: Stage,
    pub row: u32,
    pub gid: Gid,
    pub credit: u32,
    /// Title and subtitles in a key: what twins share.
    pub title: String,
    /// The release that the client means, otherwise the main one; 0 for none.
    pub release: u32,
    pub score: f32,
    /// Score and evidence.
    pub rank: f32,
    pub features: Features,
}

/// Compares recordings with what one client said.
pub(super) struct Judge<'a, 'v> {
    pub view: &'a View<'v>,
    pub words: &'a Words,
    pub mode: Mode,
    stage: Stage,
    /// What was judged since the last beginning.
    pub wins: Wins,
    releases: Releases,
    artist_ids: Option<Vec<u32>>,
    seen: HashSet<u32>,
    credits: HashMap<u32, Option<ArtistSaid>>,
}

impl<'a, 'v> Judge<'a, 'v> {
    pub(super) fn new(view: &'a View<'v>, words: &'a Words) -> Self {
        Self {
            view,
            words,
            mode: Mode::Vouched,
            stage: Stage::None,
            wins: Wins::default(),
            releases: Releases::new(view, words, MAX_RELEASES),
            artist_ids: None,
            seen: HashSet::new(),
            credits: HashMap::new(),
        }
    }

    /// Begins a stage: nothing was judged, and things are compared as strictly as that stage does.
    pub(super) fn begin(&mut self, stage: Stage) {
        self.stage = stage;
        self.mode = match stage {
            Stage::Mbid | Stage::Isrc => Mode::Vouched,
            Stage::Exact => Mode::Exact,
            Stage::Fuzzy | Stage::None => Mode::Fuzzy,
        };
        self.wins = Wins::default();
        self.forget();
    }

    /// Lets recordings be compared once more, with other words.
    pub(super) fn forget(&mut self) {
        self.seen.clear();
        self.credits.clear();
    }

    /// Compares recordings; those whose title and artist agree are among the wins.
    pub(super) fn judge_all(&mut self, said: &Said, rows: &[u32]) -> catalog::Result<()> {
        rows.iter().try_for_each(|row| self.judge(said, *row))
    }

    /// Compares a recording, unless it was compared before.
    pub(super) fn judge(&mut self, said: &Said, row: u32) -> catalog::Result<()> {
        self.judge_titled(said, row, None)
    }

    /// Compares a recording that has another title in one place.
    pub(super) fn judge_titled(
        &mut self,
        said: &Said,
        row: u32,
        other_title: Option<&str>,
    ) -> catalog::Result<()> {
        if other_title.is_none() && !self.seen.insert(row) {
            return Ok(());
        }
        let Some(recording) = self.view.get::<Recording<'_>>(row)? else { return Ok(()) };
        let title = Title::read(other_title.unwrap_or(recording.name));
        let title_said = titles::compare(said, &title, recording.aliases, self.mode)?;
        let Some(title_said) = title_said else { return Ok(()) };
        let judged = self.compare(said, (row, &recording), (&title, title_said))?;
        self.wins.add(judged);
        Ok(())
    }

    /// A recording whose title agrees in a way that is known already.
    fn compare(
        &mut self,
        said: &Said,
        (row, recording): (u32, &Recording<'_>),
        (title, title_said): (&Title, TitleSaid),
    ) -> catalog::Result<Option<Judged>> {
        let ids_agree = self.artist_ids_agree(recording.artist_credit)?;
        let artist = match self.artist(said, recording.artist_credit, title)? {
            Some(artist) => artist,
            None if self.is_vouched(said, recording, (title_said, ids_agree))? => ArtistSaid::Id,
            None => return Ok(None),
        };
        let edits = |title: &TitleSaid, artist: &ArtistSaid| {
            let title = if let TitleSaid::Edits(edits) = title { *edits } else { 0 };
            title + if let ArtistSaid::Edits(edits) = artist { *edits } else { 0 }
        };
        if edits(&title_said, &artist) > MOST_EDITS {
            return Ok(None);
        }
        let comment = Comment::read(recording.comment);
        let agreed = self.releases.agreed(self.view, said, recording)?;
        let mut features = Features {
            title: title_said,
            artist,
            release_agrees: agreed.map(|release| release.is_some()),
            length_difference_ms: evidence::length_difference(self.words, recording),
            artist_ids_agree: ids_agree,
            exchanged: said.exchanged,
            ..Features::default()
        };
        features.version = versions::compare(&Sides {
            said: &said.title.versions,
            said_by_release: &said.release_versions,
            titled: &title.versions,
            commented: &comment.versions,
            length_difference_ms: features.length_difference_ms,
            is_vouched: self.mode == Mode::Vouched,
        });
        let on_main = agreed.flatten() == Some(recording.main.release);
        features.number_agrees =
            said.number.filter(|_| on_main).map(|number| number == recording.main.track);
        let score = score(said, title, (&features, recording));
        let rank = score + worth(&features, recording) + alike(said, (title, &comment), recording);
        // The stage of near keys sees once more what the one of equal keys found and did not accept.
        let is_exact = self.stage == Stage::Fuzzy && features.has_equal_keys();
        Ok(Some(Judged {
            stage: if is_exact { Stage::Exact } else { self.stage },
            row,
            gid: recording.gid,
            credit: recording.artist_credit,
            title: super::said::whole(title),
            release: agreed.flatten().unwrap_or(recording.main.release),
            score,
            rank,
            features,
        }))
    }

    /// How the credit agrees; equal credits are compared once.
    fn artist(
        &mut self,
        said: &Said,
        credit: u32,
        title: &Title,
    ) -> catalog::Result<Option<ArtistSaid>> {
        let guests = &title.guests[..];
        if guests.is_empty()
            && let Some(known) = self.credits.get(&credit)
        {
            return Ok(*known);
        }
        let found = artists::compare(self.view, &said.names, (credit, guests), self.mode)?;
        if guests.is_empty() {
            self.credits.insert(credit, found);
        }
        Ok(found)
    }

    fn artist_ids_agree(&mut self, credit: u32) -> catalog::Result<Option<bool>> {
        if self.words.artist_mbids.is_empty() {
            return Ok(None);
        }
        let ids = match self.artist_ids.take() {
            Some(ids) => ids,
            None => evidence::artist_ids(self.view, &self.words.artist_mbids)?,
        };
        let agree = match self.view.artist_credit(credit)? {
            Some(credit) => evidence::artist_ids_agree(&ids, &credit)?,
            None => None,
        };
        self.artist_ids = Some(ids);
        Ok(agree)
    }

    /// Whether ids say that the artist is right although no name agrees.
    fn is_vouched(
        &self,
        said: &Said,
        recording: &Recording<'_>,
        (title, ids_agree): (TitleSaid, Option<bool>),
    ) -> catalog::Result<bool> {
        if self.mode != Mode::Vouched {
            return Ok(false);
        }
        if ids_agree == Some(true) {
            return Ok(true);
        }
        let Some(credit) = self.view.artist_credit(recording.artist_credit)? else {
            return Ok(false);
        };
        let first = credit.names.first()?.map_or("", |name| name.name);
        let same_title = matches!(title, TitleSaid::Equal | TitleSaid::Alias | TitleSaid::Latin(_));
        Ok(same_title && latin(&said.names.first, first).is_some())
    }
}

/// From 1, what each difference takes: the table of the README.
fn score(said: &Said, title: &Title, (features, recording): (&Features, &Recording<'_>)) -> f32 {
    let release_agrees = features.release_agrees == Some(true);
    let costs = [
        title_cost(said, title, features),
        artist_cost(said, features.artist),
        version_cost(features.version, release_agrees),
        evidence::length_cost(features.length_difference_ms, recording),
        if features.artist_ids_agree == Some(false) { 0.05 } else { 0.0 },
        if features.exchanged { 0.06 } else { 0.0 },
    ];
    (1.0 - costs.iter().sum::<f32>()).clamp(0.0, 1.0)
}

fn title_cost(said: &Said, title: &Title, features: &Features) -> f32 {
    match features.title {
        TitleSaid::Equal => 0.0,
        TitleSaid::Alias => 0.01,
        TitleSaid::Latin(edits) => 0.04 + 0.6 * share(edits, &said.whole_title),
        TitleSaid::Subtitle => {
            let is_known = features.release_agrees == Some(true)
                || evidence::is_same_length(features.length_difference_ms);
            let is_translated = said.title.in_other_letters().is_some();
            // A subtitle that the catalogue lacks may make it another song.
            if title.subtitles.is_empty() && !is_known && !is_translated { 0.25 } else { 0.08 }
        }
        TitleSaid::Part => 0.10,
        TitleSaid::OtherScript => 0.15,
        TitleSaid::Edits(edits) => 0.6 * share(edits, &said.whole_title),
    }
}

fn artist_cost(said: &Said, artist: ArtistSaid) -> f32 {
    match artist {
        ArtistSaid::Equal => 0.0,
        ArtistSaid::Names => 0.01,
        ArtistSaid::Alias => 0.02,
        ArtistSaid::Missing => 0.03,
        ArtistSaid::Guest => 0.06,
        ArtistSaid::FirstOnly => 0.10,
        ArtistSaid::Id => 0.15,
        ArtistSaid::Edits(edits) => 0.5 * share(edits, &said.names.whole),
    }
}

fn version_cost(version: VersionSaid, release_agrees: bool) -> f32 {
    match version {
        VersionSaid::Equal | VersionSaid::Comment => 0.0,
        VersionSaid::Unsaid if release_agrees => 0.0,
        VersionSaid::Detail | VersionSaid::Release | VersionSaid::Length => 0.03,
        VersionSaid::Unsaid => 0.08,
        VersionSaid::Id => 0.10,
        VersionSaid::Different => 0.40,
    }
}

fn share(edits: u32, key: &str) -> f32 {
    edits as f32 / key.chars().count().max(1) as f32
}

/// What evidence adds to the rank.
fn worth(features: &Features, recording: &Recording<'_>) -> f32 {
    let agrees = |said: Option<bool>, worth: f32| if said == Some(true) { worth } else { 0.0 };
    agrees(features.release_agrees, 0.06)
        + evidence::length_worth(features.length_difference_ms)
        + agrees(features.number_agrees, 0.02)
        + agrees(features.artist_ids_agree, 0.05)
        + f32::from(recording.popularity) * 0.0001
}

/// What marks add that both sides have, and take that one side has.
fn alike(said: &Said, (title, comment): (&Title, &Comment), recording: &Recording<'_>) -> f32 {
    let theirs = |mark: Mark| title.has(mark) || comment.marks.contains(&mark);
    let remaster = match (said.title.has(Mark::Remaster), theirs(Mark::Remaster)) {
        (true, true) => 0.03,
        (false, true) => -0.01,
        _ => 0.0,
    };
    let is_explicit = recording.explicit || theirs(Mark::Explicit);
    let clean = match (said.title.has(Mark::Clean), theirs(Mark::Clean)) {
        (true, true) => 0.03,
        (true, false) if is_explicit => -0.03,
        (false, true) => -0.02,
        _ => 0.0,
    };
    let explicit = if said.title.has(Mark::Explicit) && is_explicit { 0.03 } else { 0.0 };
    let is_video = recording.video || theirs(Mark::Video);
    let video = if is_video && !said.title.has(Mark::Video) { -0.02 } else { 0.0 };
    remaster + clean + explicit + video
}
