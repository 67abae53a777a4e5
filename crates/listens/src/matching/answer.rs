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
    /// The first stage that finds it.
    pub stage: Stage,
    /// The recording.
    pub recording: Known,
    /// The release that the client means, otherwise the recording's main release.
    pub release: Option<Known>,
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
    let mut judged = wins.into_sorted().into_iter();
    let Some(mut best) = judged.next() else { return Ok(nothing(Vec::new(), Vec::new())) };
    let others = judged.as_slice();
    best.features.ambiguous = has_rival(&best, others);
    let mut found = Match {
        stage,
        recording: Some(Known { row: best.row, mbid: best.gid }),
        release: release(view, best.release)?,
        artists: artists(view, best.credit)?,
        score: best.score,
        features: best.features,
        candidates: Vec::new(),
    };
    if !found.is_certain() {
        found.candidates = candidates(view, judged.as_slice())?;
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
    let candidates = candidates(view, &judge.wins.into_sorted())?;
    Ok(nothing(artists.into_iter().collect(), candidates))
}

fn nothing(artists: Vec<Known>, candidates: Vec<Candidate>) -> Match {
    Match {
        stage: Stage::None,
        recording: None,
        release: None,
        artists,
        score: 0.0,
        features: Features::default(),
        candidates,
    }
}

fn known(row: u32, mbid: Gid) -> Known {
    Known { row, mbid }
}

fn release(view: &View<'_>, row: u32) -> catalog::Result<Option<Known>> {
    Ok(view.get::<Release<'_>>(row)?.map(|release| known(row, release.gid)))
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

fn candidates(view: &View<'_>, judged: &[Judged]) -> catalog::Result<Vec<Candidate>> {
    let candidate = |judged: &Judged| {
        Ok(Candidate {
            stage: judged.stage,
            recording: known(judged.row, judged.gid),
            release: release(view, judged.release)?,
            score: judged.score,
            features: judged.features.clone(),
        })
    };
    judged.iter().take(MAX_CANDIDATES).map(candidate).collect()
}
