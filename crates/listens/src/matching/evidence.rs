//! Evidence: release, length, number and ids, which say which of several it was.

use catalog::View;
use catalog::record::{Artist, ArtistCredit, Recording, Release};
use model::Gid;

use super::said::{Said, release_key};
use crate::Words;

/// Releases of one recording that are compared.
const MAX_RELEASES: usize = 8;

/// Differences in length: surely the same, perhaps the same, and the least that speaks against it.
const SAME_MS: u64 = 3000;
const NEAR_MS: u64 = 10_000;
const FAR_MS: u64 = 15_000;

/// The release of the client, as the catalogue knows it, and how many more may be read.
pub(super) struct Releases {
    named: Option<u32>,
    left: usize,
}

impl Releases {
    /// `most` releases are read at most, over all candidates.
    pub(super) fn new(view: &View<'_>, words: &Words, most: usize) -> Self {
        let found = words.release_mbid.map(|gid| view.find::<Release<'_>>(gid));
        // An id that cannot be read is an id that says nothing.
        let named = found.and_then(Result::ok).flatten().map(|found| found.id);
        Self { named, left: most }
    }

    /// The release of the recording that the client means, if it means one that holds it; `None` when it
    /// says nothing about a release.
    pub(super) fn agreed(
        &mut self,
        view: &View<'_>,
        said: &Said,
        recording: &Recording<'_>,
    ) -> catalog::Result<Option<Option<u32>>> {
        if self.named.is_none() && said.release.is_none() {
            return Ok(None);
        }
        let main = Some(recording.main.release).filter(|id| *id > 0);
        let others = recording.other_releases.iter().take(MAX_RELEASES);
        let mut by_name = None;
        for id in main.map(Ok).into_iter().chain(others) {
            let id = id?;
            if self.named == Some(id) {
                return Ok(Some(Some(id)));
            }
            let Some(wanted) = said.release.as_ref().filter(|_| by_name.is_none()) else {
                continue;
            };
            let Some(left) = self.left.checked_sub(1) else { break };
            self.left = left;
            let release = view.get::<Release<'_>>(id)?;
            if release.is_some_and(|release| release_key(release.name) == *wanted) {
                by_name = Some(id);
            }
        }
        Ok(Some(by_name))
    }
}

/// What the client says minus what the catalogue says.
pub(super) fn length_difference(words: &Words, recording: &Recording<'_>) -> Option<i64> {
    let ours = words.length_ms.filter(|ms| *ms > 0)?;
    let theirs = recording.length_ms.filter(|ms| *ms > 0)?;
    Some(ours.saturating_sub(i64::from(theirs)))
}

/// What a difference in length takes from the score.
pub(super) fn length_cost(difference: Option<i64>, recording: &Recording<'_>) -> f32 {
    let (Some(difference), Some(length)) = (difference, recording.length_ms) else { return 0.0 };
    let (off, length) = (difference.unsigned_abs(), u64::from(length));
    if off > FAR_MS && off.saturating_mul(3) > length {
        0.15
    } else if off > FAR_MS && off.saturating_mul(10) > length {
        0.08
    } else {
        0.0
    }
}

/// What it adds to the rank.
pub(super) fn length_worth(difference: Option<i64>) -> f32 {
    match difference.map(i64::unsigned_abs) {
        Some(..=SAME_MS) => 0.04,
        Some(..=NEAR_MS) => 0.02,
        _ => 0.0,
    }
}

/// Whether the difference is as good as none.
pub(super) fn is_same_length(difference: Option<i64>) -> bool {
    difference.is_some_and(|ms| ms.unsigned_abs() <= SAME_MS)
}

/// Whether an artist of the credit has one of the ids.
pub(super) fn artist_ids_agree(
    ids: &[u32],
    credit: &ArtistCredit<'_>,
) -> catalog::Result<Option<bool>> {
    if ids.is_empty() {
        return Ok(None);
    }
    for name in credit.names.iter() {
        if ids.contains(&name?.artist) {
            return Ok(Some(true));
        }
    }
    Ok(Some(false))
}

/// The artists of the client's ids that the catalogue knows.
pub(super) fn artist_ids(view: &View<'_>, gids: &[Gid]) -> catalog::Result<Vec<u32>> {
    let mut ids = Vec::new();
    for gid in gids.iter().take(MAX_RELEASES) {
        let found = view.find::<Artist<'_>>(*gid)?;
        ids.extend(found.map(|found| found.id));
    }
    Ok(ids)
}
