//! The answer: a recording with its release and artists, or none, and what else was thought of.

use catalog::View;
use catalog::record::{Artist, Release};
use model::Gid;

use super::features::Features;
use super::judge::{Judge, Judged};
use super::query;
use super::said::Said;
use super::wins::{CERTAIN, Wins, has_rival};

/// Candidates that are kept at most.
pub const MAX_CANDIDATES: usize = 10;

/// Artists of a credit that are told.
const MAX_ARTISTS: usize = 32;

/// Which stage found the recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// By an id that the client sent, which title and artist do not contradict.
    Mbid,
    /// By the ISRC, which they do not contradict.
    Isrc,
    /// By equal keys.
    Exact,
    /// By keys that are near.
    Fuzzy,
    /// Not at all.
    None,
}

/// An entity of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Its dense id in the generation that was asked.
    pub row: u32,
    /// Its public id.
    pub mbid: Gid,
}

/// A recording that was thought of.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The recording.
    pub recording: Known,
    /// 0 to 1.
    pub score: f32,
    /// Why.
    pub features: Features,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// How it was found.
    pub stage: Stage,
    /// The recording.
    pub recording: Option<Known>,
    /// The release that the client means, otherwise the recording's main release.
    pub release: Option<Known>,
    /// The artists of the recording's credit, in its order; without a recording the one artist of the name, if
    /// there is exactly one.
    pub artists: Vec<Known>,
    /// How sure it is, 0 to 1; 0 without a recording.
    pub score: f32,
    /// Why.
    pub features: Features,
    /// Other recordings, the best first; none where the match is certain.
    pub candidates: Vec<Candidate>,
}

impl Match {
    /// Whether nothing else comes into question.
    pub(crate) fn is_certain(&self) -> bool {
        self.score >= CERTAIN && !self.features.ambiguous
    }
}

/// The answer with the best of what was judged.
pub(super) fn matched(view: &View<'_>, stage: Stage, wins: Wins) -> catalog::Result<Match> {
    let mut judged = wins.into_sorted();
    if judged.is_empty() {
        return Ok(nothing(Vec::new(), judged));
    }
    let others = judged.split_off(1);
    let mut best = judged.remove(0);
    best.features.ambiguous = has_rival(&best, &others);
    let mut found = Match {
        stage,
        recording: Some(Known { row: best.row, mbid: best.gid }),
        release: view.get::<Release<'_>>(best.release)?.map(|r| known(best.release, r.gid)),
        artists: artists(view, best.credit)?,
        score: best.score,
        features: best.features,
        candidates: candidates(others),
    };
    if found.is_certain() {
        found.candidates.clear();
    }
    Ok(found)
}

/// The answer when nothing was good enough.
pub(super) fn unmatched(judge: Judge<'_, '_>, said: &Said) -> catalog::Result<Match> {
    let view = judge.view;
    let artists = match query::artists_called(view, &said.names)?[..] {
        [only] => view.get::<Artist<'_>>(only)?.map(|artist| known(only, artist.gid)),
        _ => None,
    };
    Ok(nothing(artists.into_iter().collect(), judge.wins.into_sorted()))
}

fn nothing(artists: Vec<Known>, judged: Vec<Judged>) -> Match {
    Match {
        stage: Stage::None,
        recording: None,
        release: None,
        artists,
        score: 0.0,
        features: Features::default(),
        candidates: candidates(judged),
    }
}

fn known(row: u32, mbid: Gid) -> Known {
    Known { row, mbid }
}

fn artists(view: &View<'_>, credit: u32) -> catalog::Result<Vec<Known>> {
    let Some(credit) = view.artist_credit(credit)? else { return Ok(Vec::new()) };
    let mut artists: Vec<Known> = Vec::with_capacity(credit.names.len().min(MAX_ARTISTS));
    for name in credit.names.iter().take(MAX_ARTISTS) {
        let row = name?.artist;
        let is_new = !artists.iter().any(|known| known.row == row);
        if is_new && let Some(artist) = view.get::<Artist<'_>>(row)? {
            artists.push(known(row, artist.gid));
        }
    }
    Ok(artists)
}

fn candidates(judged: Vec<Judged>) -> Vec<Candidate> {
    let candidate = |judged: Judged| Candidate {
        recording: known(judged.row, judged.gid),
        score: judged.score,
        features: judged.features,
    };
    judged.into_iter().take(MAX_CANDIDATES).map(candidate).collect()
}
