//! Counting days again that changed, before anything is answered.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use store::stats::{self, Counted, Day, Grain};
use store::users::User;
use store::{Tx, subjects};
use uuid::Uuid;

use super::block::{Sum, pack};
use super::calendar::{hour, instants, month_of, year_of};
use crate::counts;
use crate::error::{Error, Result};
use crate::listens::Listens;

/// The version of this way of counting. Days that were counted another way are counted again.
const VERSION: i64 = 1;
/// Listens after which a unit of work ends, so that others come in between.
const UNIT: u64 = 5_000;
/// Stale days that are asked for at once.
const DAYS: u32 = 2_000;
/// Listens that are read at once.
const PAGE: u32 = 5_000;
/// Recordings whose artists are remembered while days are counted.
const MOST_KNOWN: usize = 100_000;

/// Whose days are counted, and in which zone.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) user_id: Uuid,
    pub(super) name: String,
    pub(super) zone: TimeZone,
}

impl Place {
    pub(super) fn of(user: &User) -> Self {
        let name = user.profile.time_zone.clone();
        Self { user_id: user.id, zone: counts::zone(&name), name }
    }

    /// Whether days were counted in this zone and this way.
    pub(super) fn is(&self, zone: Option<&(String, i64)>) -> bool {
        zone.is_some_and(|(name, version)| *name == self.name && *version == VERSION)
    }
}

/// Counts all days that are stale now.
pub(super) async fn refresh(listens: &Listens, place: &Place) -> Result<()> {
    let store = listens.store();
    if !place.is(stats::zone(store, place.user_id).await?.as_ref()) {
        let place = place.clone();
        store
            .write::<_, Error, _>(move |tx| Box::pin(async move { reset(tx, &place).await }))
            .await?;
    }
    let mut counting = Counting { place: place.clone(), artists: HashMap::new() };
    loop {
        let stale = stats::stale_days(store, place.user_id, DAYS).await?;
        let is_last = stale.len() < DAYS as usize;
        let mut rest = stale.as_slice();
        while !rest.is_empty() {
            let days = rest.to_vec();
            let counted = store.write::<_, Error, _>(move |tx| {
                Box::pin(async move { Ok((counting.some(tx, &days).await?, counting)) })
            });
            let done;
            (done, counting) = counted.await?;
            rest = rest.get(done..).unwrap_or_default();
        }
        if is_last {
            return Ok(());
        }
    }
}

/// Forgets what was counted in another zone or way, and marks all days.
async fn reset(tx: &mut Tx<'_>, place: &Place) -> Result<()> {
    let user_id = place.user_id;
    if place.is(stats::take_zone(tx, user_id).await?.as_ref()) {
        return Ok(());
    }
    stats::put_zone(tx, user_id, &place.name, VERSION).await?;
    stats::delete_all(tx, user_id).await?;
    let mut days = Vec::new();
    let mut from_ms = i64::MIN;
    while let Some(at_ms) = stats::next_at(&mut *tx, user_id, from_ms).await? {
        let day = counts::day(&place.zone, at_ms);
        days.push(day);
        let end = instants(&place.zone, day).into_iter().find(|(_, to)| *to > at_ms);
        from_ms = end.map_or(at_ms + 1, |(_, to)| to);
    }
    days.sort_unstable();
    days.dedup();
    Ok(stats::mark_days(tx, days.into_iter().map(|day| (user_id, day))).await?)
}

/// The figures of one day while they are added up.
#[derive(Default)]
struct Figures {
    day: Day,
    hours: [u32; 24],
    recordings: HashMap<i64, (i64, i64)>,
    releases: HashMap<i64, (i64, i64)>,
}

struct Counting {
    place: Place,
    /// Artists by recording.
    artists: HashMap<i64, Box<[i64]>>,
}

impl Counting {
    /// Counts days until there were many listens; answers how many days are done.
    async fn some(&mut self, tx: &mut Tx<'_>, days: &[i64]) -> Result<usize> {
        let zone = stats::take_zone(tx, self.place.user_id).await?;
        if !self.place.is(zone.as_ref()) {
            // The person has just moved: whoever asks next counts.
            return Ok(days.len());
        }
        let mut listens = 0;
        for (at, day) in days.iter().enumerate() {
            if stats::take_day(tx, self.place.user_id, *day).await? {
                // A day costs something even without listens.
                listens += self.day(tx, *day).await? + 50;
            }
            if listens >= UNIT {
                return Ok(at + 1);
            }
        }
        Ok(days.len())
    }

    async fn day(&mut self, tx: &mut Tx<'_>, day: i64) -> Result<u64> {
        let user_id = self.place.user_id;
        let mut figures = Figures { day: Day { day, ..Day::default() }, ..Figures::default() };
        for (from_ms, to_ms) in instants(&self.place.zone, day) {
            self.read(tx, (from_ms, to_ms), &mut figures).await?;
        }
        if figures.day.listens == 0 {
            stats::delete_day(tx, user_id, day).await?;
        } else {
            figures.day.hours = figures.hours.iter().flat_map(|it| it.to_le_bytes()).collect();
            stats::put_day(tx, user_id, &figures.day).await?;
        }
        let artists = self.by_artist(tx, &figures.recordings).await?;
        let blocks = [
            (Counted::Recording, figures.recordings),
            (Counted::Release, figures.releases),
            (Counted::Artist, artists),
        ];
        for (kind, sums) in blocks {
            stats::put_block(tx, user_id, (kind, Grain::Day, day), packed(sums)).await?;
        }
        let (month, year) = (month_of(day), year_of(day));
        stats::delete_around(tx, user_id, (Grain::Month, (month, month))).await?;
        stats::delete_around(tx, user_id, (Grain::Year, (year, year))).await?;
        stats::delete_around(tx, user_id, (Grain::Past, (year, i64::MAX))).await?;
        Ok(u64::try_from(figures.day.listens).unwrap_or(0))
    }

    async fn read(
        &self,
        tx: &mut Tx<'_>,
        (from_ms, to_ms): (i64, i64),
        into: &mut Figures,
    ) -> Result<()> {
        let mut after = (from_ms.saturating_sub(1), Uuid::max());
        loop {
            let user_id = self.place.user_id;
            let plays = stats::plays(&mut *tx, user_id, (after, to_ms), PAGE).await?;
            for play in &plays {
                into.day.listens += 1;
                into.day.played_ms += play.played_ms;
                let hour = hour(&self.place.zone, play.listened_at_ms);
                if let Some(counter) = into.hours.get_mut(hour) {
                    *counter = counter.saturating_add(1);
                }
                count(&mut into.recordings, play.recording, (1, play.played_ms));
                if let Some(release) = play.release {
                    count(&mut into.releases, release, (1, play.played_ms));
                }
            }
            match plays.last() {
                Some(last) if plays.len() == PAGE as usize => {
                    after = (last.listened_at_ms, last.id);
                }
                _ => return Ok(()),
            }
        }
    }

    async fn by_artist(
        &mut self,
        tx: &mut Tx<'_>,
        recordings: &HashMap<i64, (i64, i64)>,
    ) -> Result<HashMap<i64, (i64, i64)>> {
        if self.artists.len() > MOST_KNOWN {
            self.artists.clear();
        }
        let unknown = recordings.keys().filter(|id| !self.artists.contains_key(id));
        let unknown: Vec<i64> = unknown.copied().collect();
        if !unknown.is_empty() {
            let mut found: HashMap<i64, Vec<i64>> = HashMap::new();
            let facets = subjects::facets(&mut *tx, &unknown, subjects::Kind::Artist).await?;
            for (recording, artist) in facets {
                let artists = found.entry(recording).or_default();
                if !artists.contains(&artist) {
                    artists.push(artist);
                }
            }
            let artists = |id| (id, found.remove(&id).unwrap_or_default().into());
            self.artists.extend(unknown.into_iter().map(artists));
        }
        let mut sums = HashMap::new();
        for (recording, amount) in recordings {
            for artist in self.artists.get(recording).into_iter().flatten() {
                count(&mut sums, *artist, *amount);
            }
        }
        Ok(sums)
    }
}

fn count(into: &mut HashMap<i64, (i64, i64)>, subject: i64, (listens, played_ms): (i64, i64)) {
    let sum = into.entry(subject).or_default();
    sum.0 += listens;
    sum.1 += played_ms;
}

fn packed(sums: HashMap<i64, (i64, i64)>) -> Vec<u8> {
    let sums = sums.into_iter();
    let mut sums: Vec<Sum> =
        sums.map(|(subject, (listens, played_ms))| Sum { subject, listens, played_ms }).collect();
    sums.sort_unstable_by_key(|sum| sum.subject);
    pack(&sums)
}
