//! Plays around new reports, as joining looks at them.

use std::collections::{BTreeMap, HashSet};

use store::Tx;
use store::listens_raw::{self, Near, TimeMeaning};
use uuid::Uuid;

use crate::dedupe::{self, Client, Play, Report};
use crate::error::Result;
use crate::submit::start_ms;

/// Reports of one page.
const PAGE: u32 = 10_000;

/// The plays that listens stand for, the first to begin first.
pub(super) async fn plays(tx: &mut Tx<'_>, listens: &[Uuid]) -> Result<Vec<Play>> {
    Ok(plays_of(listens_raw::of_listens(&mut *tx, listens).await?))
}

/// All plays of a person that begin between two instants, the first to begin first, and perhaps
/// some around.
pub(super) async fn plays_between(
    tx: &mut Tx<'_>,
    user_id: Uuid,
    (from, to): (i64, i64),
) -> Result<Vec<Play>> {
    // Other reports of a play lie around the first one, and what stamps the end is stamped later.
    let reach = dedupe::reach_ms(Some(dedupe::MAX_LENGTH_MS));
    let mut from = from.saturating_sub(reach);
    let to = to.saturating_add(reach).saturating_add(dedupe::MAX_LENGTH_MS);
    let mut reports: Vec<Near> = Vec::new();
    loop {
        let page = listens_raw::near(&mut *tx, user_id, (from, to), PAGE).await?;
        let is_last = page.len() < PAGE as usize;
        let last = page.last().map_or(to, |near| near.listened_at_ms);
        // The next page begins with the instant at which this one ends.
        let seen: HashSet<Uuid> = reports
            .iter()
            .rev()
            .map_while(|it| (it.listened_at_ms == from).then_some(it.id))
            .collect();
        reports.extend(page.into_iter().filter(|near| !seen.contains(&near.id)));
        if is_last || last == from {
            return Ok(plays_of(reports));
        }
        from = last;
    }
}

/// Reports by play; the one that stands for it comes first.
fn plays_of(reports: Vec<Near>) -> Vec<Play> {
    let mut plays: BTreeMap<Uuid, (Option<Report>, Vec<Report>)> = BTreeMap::new();
    for near in reports {
        let listen = near.duplicate.as_ref().map_or(near.id, |(listen, ..)| *listen);
        let play = plays.entry(listen).or_default();
        if near.duplicate.is_some() {
            play.1.push(report(&near));
        } else {
            play.0 = Some(report(&near));
        }
    }
    let whole = plays.into_values().filter_map(|(first, others)| {
        // Without the report that stands for it, which lies outside of the look, nothing is near.
        let mut reports = vec![first?];
        reports.extend(others);
        Some(Play { reports })
    });
    let mut plays: Vec<Play> = whole.collect();
    plays.sort_by_key(begins);
    plays
}

/// When a play begins.
pub(crate) fn begins(play: &Play) -> i64 {
    play.reports.first().map_or(i64::MIN, |report| report.start_ms)
}

/// A report as joining looks at it.
pub(crate) fn report(near: &Near) -> Report {
    let is_end = near.time_meaning == TimeMeaning::End;
    Report {
        id: near.id,
        start_ms: start_ms(near.listened_at_ms, is_end, near.played_ms.or(near.length_ms)),
        length_ms: near.length_ms,
        recording_key: near.recording_key.clone(),
        artist_key: near.artist_key.clone(),
        recording_mbid: near.recording_mbid,
        client: Client {
            source: near.source.clone(),
            name: near.client.clone(),
            app_token_id: near.app_token_id,
        },
    }
}
