//! Rebuild: listens made again from the reports, with the same result.
//!
//! Reports are taken in groups between which nothing can be joined. Within a group they are placed
//! in the order of arrival, as submissions did. What differs from the rows that are there is
//! changed, so people can listen meanwhile.

use std::collections::{HashMap, HashSet};

use store::listens::{self, Listen as Row};
use store::listens_raw::{self, Near};
use store::submissions::UserContext;
use store::{Tx, listen_duplicates, listen_edits, match_inputs, stats};
use uuid::Uuid;

use crate::corrections::{Corrections, Given};
use crate::counts::Changes;
use crate::dedupe::{self, Play, Report};
use crate::edits::{replace, user_context};
use crate::error::{Error, Refusal, Result};
use crate::inputs;
use crate::listens::Listens;
use crate::submit::report as dedupe_report;
use crate::words::Words;

/// Reports of one unit of work, unless they hang together.
const STEP: u32 = 2_000;
/// Reports of one unit of work at most, even if they hang together.
const MOST: u32 = 50_000;
/// How far around a report its group is looked for before everything is made again: half a day, two
/// days, eight days.
const AROUND_MS: [i64; 3] = [12 * 60 * 60_000, 48 * 60 * 60_000, 192 * 60 * 60_000];

/// What a rebuild found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rebuilt {
    /// Reports.
    pub reports: u64,
    /// Listens that were not as they should be.
    pub changed: u64,
}

/// A group of reports with what joining said about it.
struct Group {
    reports: Vec<Near>,
    plays: Vec<Play>,
    /// Report, listen, rule and distance.
    duplicates: Vec<(Uuid, Uuid, &'static str, i64)>,
}

impl Listens {
    /// Makes all listens and counts of a person again.
    ///
    /// # Errors
    /// Those of the database; what was done by then stays, and a new rebuild goes on.
    pub async fn rebuild(&self, user_id: Uuid) -> Result<Rebuilt> {
        let mut rebuilt = Rebuilt::default();
        let mut from = Some(i64::MIN);
        while let Some(start) = from {
            let listens = self.clone();
            let (next, step) = self
                .store()
                .write::<_, Error, _>(move |tx| {
                    Box::pin(async move { step(&listens, tx, user_id, start).await })
                })
                .await?;
            rebuilt.reports += step.reports;
            rebuilt.changed += step.changed;
            from = next;
        }
        self.store()
            .write::<_, Error, _>(move |tx| {
                // Whoever asks next counts all days.
                Box::pin(async move { Ok(stats::forget_zone(tx, user_id).await?) })
            })
            .await?;
        Ok(rebuilt)
    }

    /// People with listens, behind one of them, for a rebuild of all.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn users(&self, after: Uuid, limit: u32) -> Result<Vec<Uuid>> {
        Ok(store::users::with_listens(self.store(), after, limit).await?)
    }

    /// Makes the listens again that a report hangs together with.
    pub(crate) async fn rebuild_around(&self, user_id: Uuid, raw_id: Uuid) -> Result<()> {
        let report = listens_raw::find(self.store(), raw_id).await?;
        let report = report.ok_or(Refusal::NotFound { what: "report" })?;
        for around in AROUND_MS {
            let at = report.listened_at_ms;
            let span = (at.saturating_sub(around), at.saturating_add(around));
            let listens = self.clone();
            let work = self.store().write::<_, Error, _>(move |tx| {
                Box::pin(async move { rebuild_in(&listens, tx, (user_id, raw_id), span).await })
            });
            if work.await? {
                return Ok(());
            }
        }
        self.rebuild(user_id).await.map(drop)
    }
}

/// Makes the group of a report again, if it lies within a span of stamps as a whole.
async fn rebuild_in(
    listens: &Listens,
    tx: &mut Tx<'_>,
    (user_id, raw_id): (Uuid, Uuid),
    span: (i64, i64),
) -> Result<bool> {
    let near = listens_raw::near(&mut *tx, user_id, span, MOST).await?;
    if near.len() >= MOST as usize {
        return Ok(false);
    }
    let of = |group: &Vec<Near>| group.iter().any(|near| near.id == raw_id);
    let Some(group) = groups(near).into_iter().find(of) else { return Ok(false) };
    let reach = dedupe::reach_ms(Some(dedupe::MAX_LENGTH_MS));
    let from = first(&group).saturating_sub(reach);
    // What begins after the span may be stamped as much later as it lasts.
    let last = group.last().map_or(i64::MAX, begins);
    let to = last.saturating_add(reach).saturating_add(dedupe::MAX_LENGTH_MS);
    if from <= span.0 || to >= span.1 {
        return Ok(false);
    }
    settle(listens, tx, user_id, group).await.map(|_| true)
}

/// Makes a few groups again that begin at an instant or later; answers where the next begins.
async fn step(
    listens: &Listens,
    tx: &mut Tx<'_>,
    user_id: Uuid,
    from_ms: i64,
) -> Result<(Option<i64>, Rebuilt)> {
    let mut limit = STEP;
    loop {
        let mut page = listens_raw::near(&mut *tx, user_id, (from_ms, i64::MAX), limit).await?;
        let is_whole = page.len() < limit as usize;
        // What stamps the end began before its stamp: later stamps may still begin here.
        let stamped = page.last().map_or(i64::MAX, |near| near.listened_at_ms);
        let known_until = if is_whole { i64::MAX } else { stamped - dedupe::MAX_LENGTH_MS };
        page.retain(|near| begins(near) >= from_ms);
        let groups = groups(page);
        let next = groups.iter().rev().find(|group| first(group) < known_until).map(|it| first(it));
        let until = match next {
            _ if is_whole => i64::MAX,
            Some(next) if next > from_ms && groups.len() > 1 => next,
            _ if limit < MOST => {
                limit *= 5;
                continue;
            }
            // They hang together without end: cut where it is known.
            _ => known_until.max(from_ms.saturating_add(1)),
        };
        let mut rebuilt = Rebuilt::default();
        for mut group in groups {
            group.retain(|near| begins(near) < until);
            if group.is_empty() {
                continue;
            }
            rebuilt.reports += group.len() as u64;
            rebuilt.changed += settle(listens, tx, user_id, group).await?;
        }
        return Ok(((until < i64::MAX).then_some(until), rebuilt));
    }
}

fn begins(near: &Near) -> i64 {
    dedupe_report(near).start_ms
}

fn first(group: &[Near]) -> i64 {
    group.first().map_or(i64::MAX, begins)
}

/// Reports by the time that they began, cut where nothing reaches across.
fn groups(reports: Vec<Near>) -> Vec<Vec<Near>> {
    let mut reports: Vec<(i64, Near)> = reports.into_iter().map(|it| (begins(&it), it)).collect();
    reports.sort_by_key(|(start, near)| (*start, near.id));
    let mut groups: Vec<Vec<Near>> = Vec::new();
    let (mut latest, mut reached) = (i64::MIN, i64::MIN);
    for (start, near) in reports {
        let reach = dedupe::reach_ms(near.length_ms);
        let hangs = start <= reached || start.saturating_sub(reach) <= latest;
        match groups.last_mut() {
            Some(group) if hangs => group.push(near),
            _ => groups.push(vec![near]),
        }
        latest = start;
        reached = reached.max(start.saturating_add(reach));
    }
    groups
}

/// Brings the rows of a group into the state that its reports lead to. Answers how many listens
/// were not in it.
async fn settle(
    listens: &Listens,
    tx: &mut Tx<'_>,
    user_id: Uuid,
    reports: Vec<Near>,
) -> Result<u64> {
    let context = user_context(tx, user_id).await?;
    let group = join(tx, &context, reports).await?;
    let wanted = derive(listens, tx, (user_id, &context), &group).await?;
    let ids: Vec<Uuid> = group.reports.iter().map(|near| near.id).collect();
    let rows: Vec<Row> = listens::rows(&mut *tx, &ids).await?;
    let stay: HashSet<Uuid> = wanted.iter().map(|row| row.id).collect();
    let (kept, gone): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| stay.contains(&row.id));
    let lost: HashSet<Uuid> = gone.iter().map(|row| row.id).collect();
    forget_duplicates(tx, &group, &lost).await?;
    let mut changes = Changes::new(user_id, &context.time_zone);
    for row in &gone {
        listens::delete(tx, row).await?;
        changes.note(row);
    }
    let mut old: HashMap<Uuid, Row> = kept.into_iter().map(|row| (row.id, row)).collect();
    let (mut new, mut pairs) = (Vec::new(), Vec::new());
    for row in wanted {
        match old.remove(&row.id) {
            Some(old) if old != row => pairs.push((old, row)),
            Some(_) => {}
            None => {
                changes.note(&row);
                new.push(row);
            }
        }
    }
    let changed = (gone.len() + new.len() + pairs.len()) as u64;
    listens::insert(tx, &new).await?;
    changes.write(tx).await?;
    replace(tx, (user_id, &context), pairs).await?;
    add_duplicates(tx, &group, &lost).await?;
    Ok(changed)
}

/// Places reports in the order of arrival.
async fn join(tx: &mut Tx<'_>, context: &UserContext, reports: Vec<Near>) -> Result<Group> {
    let mut arrived: Vec<&Near> = reports.iter().collect();
    arrived.sort_by_key(|near| near.id);
    let (mut plays, mut duplicates): (Vec<Play>, _) = (Vec::new(), Vec::new());
    for near in arrived {
        let report: Report = dedupe_report(near);
        let found = dedupe::find(&report, &plays);
        let found = match found {
            Some(_) if context.has_edits && is_separate(tx, near.id).await? => None,
            found => found,
        };
        match found.and_then(|joined| Some((joined, plays.get_mut(joined.play)?))) {
            Some((joined, play)) => {
                let of = play.reports.first().map_or(near.id, |first| first.id);
                duplicates.push((near.id, of, joined.rule, joined.distance_ms));
                play.reports.push(report);
            }
            None => plays.push(Play { reports: vec![report] }),
        }
    }
    Ok(Group { reports, plays, duplicates })
}

async fn is_separate(tx: &mut Tx<'_>, raw_id: Uuid) -> Result<bool> {
    let edits = listen_edits::of_raw(&mut *tx, raw_id).await?;
    Ok(edits.iter().any(|edit| edit.action == listen_edits::Action::Separate))
}

/// The rows that plays lead to.
async fn derive(
    listens: &Listens,
    tx: &mut Tx<'_>,
    (user_id, context): (Uuid, &UserContext),
    group: &Group,
) -> Result<Vec<Row>> {
    let corrections = Corrections::load(tx, user_id, context).await?;
    let by_id: HashMap<Uuid, &Near> = group.reports.iter().map(|near| (near.id, near)).collect();
    let mut used: Vec<i64> = group.reports.iter().map(|near| near.match_input).collect();
    used.sort_unstable();
    used.dedup();
    let found = match_inputs::list(&mut *tx, &used).await?;
    let words: HashMap<i64, Words> =
        found.into_iter().map(|it| (it.id, inputs::words(it.words.fields))).collect();
    let mut rows = Vec::with_capacity(group.plays.len());
    for play in &group.plays {
        let Some(report) = play.reports.first() else { continue };
        let Some(near) = by_id.get(&report.id) else { continue };
        let words = words.get(&near.match_input);
        let words = words.ok_or_else(|| Error::Internal("a report without words".into()))?;
        let given = Given { id: near.id, start_ms: report.start_ms, played_ms: near.played_ms };
        rows.push(corrections.derive(listens, tx, (&given, words, listens.now_ms())).await?);
    }
    Ok(rows)
}

/// Takes away duplicates that are not as they should be.
async fn forget_duplicates(tx: &mut Tx<'_>, group: &Group, lost: &HashSet<Uuid>) -> Result<()> {
    for near in &group.reports {
        if near.duplicate.is_some() && !is_right(near, group, lost) {
            listen_duplicates::delete(tx, near.id).await?;
        }
    }
    Ok(())
}

async fn add_duplicates(tx: &mut Tx<'_>, group: &Group, lost: &HashSet<Uuid>) -> Result<()> {
    let reports: HashMap<Uuid, &Near> = group.reports.iter().map(|near| (near.id, near)).collect();
    let missing = group
        .duplicates
        .iter()
        .filter(|(raw, ..)| reports.get(raw).is_none_or(|near| !is_right(near, group, lost)));
    let missing: Vec<_> = missing.copied().collect();
    listen_duplicates::insert_many(tx, &missing).await?;
    Ok(())
}

/// Whether a report is noted as the duplicate that it should be.
fn is_right(near: &Near, group: &Group, lost: &HashSet<Uuid>) -> bool {
    let Some((of, rule, distance)) = &near.duplicate else { return false };
    let is = |(raw, listen, wanted, wanted_distance): &(Uuid, Uuid, &str, i64)| {
        *raw == near.id && listen == of && wanted == rule && wanted_distance == distance
    };
    !lost.contains(of) && group.duplicates.iter().any(is)
}
