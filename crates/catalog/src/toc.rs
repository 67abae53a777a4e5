//! Tables of contents that are nearly the same: a disc is found by how long its tracks are.
//!
//! The lengths of a disc's tracks are added up in six parts, as MusicBrainz does. Discs with as
//! many tracks, each of whose parts is about as long, are the same disc in other pressings.

use crate::codec::Corrupt;
use crate::error::Result;
use crate::read::{View, damaged};
use crate::record::{Medium, Recording};
use crate::table::{Index, Table};
use crate::vocabulary::Words;

/// Parts of a disc.
const PARTS: usize = 6;
/// Tracks of a disc at most (the table of contents of a CD has two digits).
const MAX_TRACKS: usize = 99;
/// A disc of this length or longer is in no index: no CD has 80 minutes of audio.
const MAX_LENGTH_MS: u64 = 4_800_000;
/// The index has the first two parts in steps of this many milliseconds.
const STEP_MS: u32 = 20_000;
/// Discs that are found at most.
const MAX_FOUND: usize = 25;

/// How long the tracks of a disc are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Toc {
    tracks: u8,
    parts: [u32; PARTS],
}

impl Toc {
    /// Adds up lengths in milliseconds; `None` for what is no CD.
    pub fn of(lengths_ms: impl Iterator<Item = u64>) -> Option<Self> {
        let lengths: Vec<u64> = lengths_ms.take(MAX_TRACKS + 1).collect();
        let count = lengths.len();
        let total = lengths.iter().try_fold(0_u64, |sum, length| sum.checked_add(*length))?;
        if count == 0 || count > MAX_TRACKS || total >= MAX_LENGTH_MS {
            return None;
        }
        let mut parts = [0_u32; PARTS];
        for (at, length) in lengths.iter().enumerate() {
            let part = if count < PARTS { at } else { at * PARTS / count };
            parts[part] += *length as u32;
        }
        Some(Self { tracks: count as u8, parts })
    }

    /// The key in the index.
    #[must_use]
    pub fn key(&self) -> [u8; 3] {
        key(self.tracks, self.parts[0] / STEP_MS, self.parts[1] / STEP_MS)
    }

    /// The keys that discs may have whose parts differ by that much.
    fn keys_around(&self, tolerance_ms: u32) -> Vec<[u8; 3]> {
        let steps = |part: u32| {
            part.saturating_sub(tolerance_ms) / STEP_MS..=(part + tolerance_ms) / STEP_MS
        };
        let first = steps(self.parts[0]);
        first.flat_map(|a| steps(self.parts[1]).map(move |b| key(self.tracks, a, b))).collect()
    }

    /// The square of the distance, if no part differs by more than the tolerance.
    fn distance(&self, other: &Self, tolerance_ms: u32) -> Option<u64> {
        if self.tracks != other.tracks {
            return None;
        }
        let both = self.parts.iter().zip(&other.parts);
        both.map(|(a, b)| a.abs_diff(*b)).try_fold(0, |sum, difference| {
            (difference <= tolerance_ms).then_some(sum + u64::from(difference).pow(2))
        })
    }
}

/// 80 minutes are 240 steps, so that each fits a byte.
fn key(tracks: u8, first: u32, second: u32) -> [u8; 3] {
    [tracks, first.min(255) as u8, second.min(255) as u8]
}

impl View<'_> {
    /// Releases with a medium whose tracks are about as long, the nearest first; only media that can
    /// have disc ids unless any format will do.
    pub fn by_toc(&self, toc: &Toc, tolerance_ms: u32, is_any_format: bool) -> Result<Vec<u32>> {
        let mut candidates = Vec::new();
        for key in toc.keys_around(tolerance_ms) {
            self.each_candidate(Index::Toc, &key, |id| {
                candidates.push(id);
                Ok(true)
            })?;
        }
        candidates.sort_unstable();
        candidates.dedup();
        let mut found = Vec::new();
        for id in candidates {
            if let Some(distance) = self.nearest(id, (toc, tolerance_ms), is_any_format)? {
                found.push((distance, id));
            }
        }
        found.sort_unstable();
        Ok(found.into_iter().take(MAX_FOUND).map(|(_, id)| id).collect())
    }

    /// The distance of the nearest medium of a release.
    fn nearest(
        &self,
        release: u32,
        (toc, tolerance_ms): (&Toc, u32),
        is_any_format: bool,
    ) -> Result<Option<u64>> {
        let Some(list) = self.tracklist(release)? else { return Ok(None) };
        let mut nearest = None;
        for medium in list.media.iter() {
            let medium = medium.map_err(|e| damaged(Table::Tracklist, e))?;
            let format = self.term(Words::MediumFormat, medium.format)?;
            if !is_any_format && format.is_some_and(|format| !format.has_disc_ids) {
                continue;
            }
            let own = self.toc_of(&medium)?;
            let distance = own.and_then(|own| own.distance(toc, tolerance_ms));
            nearest = [nearest, distance].into_iter().flatten().min();
        }
        Ok(nearest)
    }

    /// The lengths of a medium's tracks, if all are known.
    fn toc_of(&self, medium: &Medium<'_>) -> Result<Option<Toc>> {
        let damage = |e: Corrupt| damaged(Table::Tracklist, e);
        let (mut position, mut lengths) = (0, Vec::new());
        for track in medium.tracks.iter() {
            let track = track.map_err(damage)?;
            position = track.position.unwrap_or(position + 1);
            if position == 0 || track.data {
                continue;
            }
            let length = match track.length_plus_one {
                Some(length) => length.checked_sub(1),
                None => self.get::<Recording<'_>>(track.recording)?.and_then(|r| r.length_ms),
            };
            let Some(length) = length else { return Ok(None) };
            lengths.push(u64::from(length));
        }
        Ok(Toc::of(lengths.into_iter()))
    }
}

#[cfg(test)]
mod tests {
    //! Parts, distances and keys.
    use super::*;

    fn toc(lengths: &[u64]) -> Toc {
        Toc::of(lengths.iter().copied()).expect("a CD")
    }

    #[test]
    fn tracks_are_added_up_in_six_parts() {
        assert_eq!(toc(&[1, 2, 3]).parts, [1, 2, 3, 0, 0, 0]);
        assert_eq!(toc(&[1; 6]).parts, [1; 6]);
        assert_eq!(toc(&[1; 9]).parts, [2, 1, 2, 1, 2, 1]);
    }

    #[test]
    fn what_is_no_cd_has_no_parts() {
        assert!(Toc::of(std::iter::empty()).is_none());
        assert!(Toc::of(std::iter::repeat_n(1, 100)).is_none());
        assert!(Toc::of([4_800_000].into_iter()).is_none());
        assert!(Toc::of([u64::MAX, 1].into_iter()).is_none());
    }

    #[test]
    fn discs_within_the_tolerance_are_found_under_the_keys_around() {
        let asked = toc(&[180_000, 200_000, 240_000]);
        for change in [0_u64, 1, 9_999, 10_000] {
            let other = toc(&[180_000 + change, 200_000 - change, 240_000]);
            assert!(asked.distance(&other, 10_000).is_some());
            assert!(asked.keys_around(10_000).contains(&other.key()), "{change}");
        }
        assert_eq!(asked.distance(&toc(&[180_000, 200_000, 250_001]), 10_000), None);
        assert_eq!(asked.distance(&toc(&[180_000, 200_000]), 10_000), None);
    }
}
