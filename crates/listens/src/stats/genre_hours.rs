//! Genres by hour of the day: read play by play, since days are not kept by hour and subject.

use std::cmp::Reverse;
use std::collections::HashMap;

use store::stats;
use store::subjects::{self, Kind};
use uuid::Uuid;

use super::calendar::{begins_ms, hour};
use super::refresh::Place;
use super::{Span, Statistics};
use crate::error::Result;

/// Plays that are read at once.
const PAGE: u32 = 5_000;
/// Recordings whose genres are read at once.
const CHUNK: usize = 5_000;

type Hours = [u64; 24];

/// A genre with its plays in each hour of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenreHours {
    /// Its name.
    pub genre: String,
    /// Plays from midnight on.
    pub hours: Hours,
}

impl Statistics {
    /// Plays of genres by hour of the day, where the person was; the genres with most plays first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn genre_hours(&self, span: &Span, genres: usize) -> Result<Vec<GenreHours>> {
        let mut recordings: HashMap<i64, Hours> = HashMap::new();
        for place in &self.people {
            self.add_hours(place, span, &mut recordings).await?;
        }
        let mut found: HashMap<i64, Hours> = HashMap::new();
        let ids: Vec<i64> = recordings.keys().copied().collect();
        for ids in ids.chunks(CHUNK) {
            let links = subjects::facets(self.listens.store(), ids, Kind::Genre).await?;
            for (recording, genre) in links {
                let Some(plays) = recordings.get(&recording) else { continue };
                let sums = found.entry(genre).or_default();
                sums.iter_mut().zip(plays).for_each(|(sum, plays)| *sum += plays);
            }
        }
        let mut found: Vec<(i64, Hours)> = found.into_iter().collect();
        found.sort_by_key(|(genre, hours)| Reverse((hours.iter().sum::<u64>(), *genre)));
        found.truncate(genres);
        let names = self.named(found.iter().map(|(genre, _)| *genre)).await?;
        let named = names.into_iter().zip(found);
        Ok(named.map(|(it, (_, hours))| GenreHours { genre: it.name, hours }).collect())
    }

    async fn add_hours(
        &self,
        place: &Place,
        span: &Span,
        sums: &mut HashMap<i64, Hours>,
    ) -> Result<()> {
        let begin = |day| begins_ms(&place.zone, day);
        let (from_ms, before_ms) = (begin(span.first_day), begin(span.last_day + 1));
        let mut after = Some((from_ms.saturating_sub(1), Uuid::max()));
        while let Some(from) = after.take() {
            let part = (from, before_ms);
            let plays = stats::plays(self.listens.store(), place.user_id, part, PAGE).await?;
            if plays.len() == PAGE as usize {
                after = plays.last().map(|last| (last.listened_at_ms, last.id));
            }
            for play in plays {
                let hours = sums.entry(play.recording).or_default();
                if let Some(sum) = hours.get_mut(hour(&place.zone, play.listened_at_ms)) {
                    *sum += 1;
                }
            }
        }
        Ok(())
    }
}
