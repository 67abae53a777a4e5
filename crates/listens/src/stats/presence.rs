//! When something was heard, by the days that are counted: the index of listens by recording.

use store::stats::{self, Counted, Grain};
use store::{Tx, users};
use uuid::Uuid;

use super::block::unpack;
use super::calendar::instants;
use super::cover::{days_of, gaps, whole};
use super::refresh::Place;
use crate::counts;
use crate::error::Result;

/// Days whose blocks are read at once, and days of a span at most.
const DAYS: i64 = 31;
/// Days that wait to be counted at most; with more of them, anything may be anywhere.
const MOST_STALE: u32 = 10_000;

/// Spans of time outside of which a person has not heard any of some recordings, as far as listens
/// are counted; the end of a span is outside of it. The numbers are in ascending order.
///
/// Days that wait to be counted may have anything. On PostgreSQL nobody counts meanwhile.
pub(crate) async fn spans(
    tx: &mut Tx<'_>,
    user_id: Uuid,
    recordings: &[i64],
) -> Result<Vec<(i64, i64)>> {
    let name = zone(tx, user_id).await?;
    let place = Place { user_id, zone: counts::zone(&name), name };
    let counted_in = stats::take_zone(tx, user_id).await?;
    let stale = stats::stale_days(&mut *tx, user_id, MOST_STALE).await?;
    let bounds = stats::bounds(&mut *tx, user_id).await?;
    let (true, true, Some(bounds)) =
        (place.is(counted_in.as_ref()), stale.len() < MOST_STALE as usize, bounds)
    else {
        return everything(tx, user_id).await;
    };
    let mut days = stale;
    days.extend(heard_on(tx, user_id, (bounds, recordings)).await?);
    days.sort_unstable();
    days.dedup();
    let mut spans = Vec::new();
    let runs = days.chunk_by(|a, b| a + 1 == *b).flat_map(|run| run.chunks(DAYS as usize));
    for run in runs {
        let first = run.first().and_then(|day| instants(&place.zone, *day).first().copied());
        let last = run.last().and_then(|day| instants(&place.zone, *day).last().copied());
        // A day that the zone skipped has no instants, and nothing was heard on it.
        let (from, to) = (first.or(last), last.or(first));
        spans.extend(from.zip(to).map(|(from, to)| (from.0, to.1)));
    }
    Ok(spans)
}

/// The time zone of a person.
pub(crate) async fn zone(tx: &mut Tx<'_>, user_id: Uuid) -> Result<String> {
    let user = users::find(&mut *tx, user_id).await?;
    Ok(user.map(|user| user.profile.time_zone).unwrap_or_default())
}

/// The days with plays of recordings, as blocks tell them: from years down to days.
async fn heard_on(
    tx: &mut Tx<'_>,
    user_id: Uuid,
    (bounds, recordings): ((i64, i64), &[i64]),
) -> Result<Vec<i64>> {
    let mut spans = vec![bounds];
    for grain in [Grain::Year, Grain::Month] {
        let mut closer = Vec::new();
        for span in spans {
            let key = (Counted::Recording, grain);
            let blocks = stats::blocks(&mut *tx, user_id, key, whole(grain, span)).await?;
            closer.extend(gaps(span, blocks.iter().map(|(period, _)| days_of(grain, *period))));
            for (period, block) in &blocks {
                if has_any(block, recordings)? {
                    closer.push(days_of(grain, *period));
                }
            }
        }
        spans = closer;
    }
    let mut days = Vec::new();
    for (first, last) in spans {
        let mut from = first;
        while from <= last {
            let part = (from, last.min(from + DAYS - 1));
            let key = (Counted::Recording, Grain::Day);
            for (day, block) in stats::blocks(&mut *tx, user_id, key, part).await? {
                if has_any(&block, recordings)? {
                    days.push(day);
                }
            }
            from += DAYS;
        }
    }
    Ok(days)
}

/// Whether a block counts any of some subjects; both are in ascending order.
fn has_any(block: &[u8], subjects: &[i64]) -> Result<bool> {
    let mut wanted = subjects.iter().copied().peekable();
    for sum in unpack(block) {
        let sum = sum?;
        while wanted.next_if(|subject| *subject < sum.subject).is_some() {}
        match wanted.peek() {
            Some(subject) if *subject == sum.subject => return Ok(true),
            Some(_) => {}
            None => return Ok(false),
        }
    }
    Ok(false)
}

/// The whole history, in parts.
async fn everything(tx: &mut Tx<'_>, user_id: Uuid) -> Result<Vec<(i64, i64)>> {
    let part = DAYS * counts::DAY_MS;
    let mut spans = Vec::new();
    let mut from = i64::MIN;
    while let Some(at_ms) = stats::next_at(&mut *tx, user_id, from).await? {
        from = at_ms.saturating_add(part);
        spans.push((at_ms, from));
    }
    Ok(spans)
}
