//! The unit of work of a submission: few statements, whatever the number of plays.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use store::listens::{self, Listen};
use store::listens_raw::{self, TimeMeaning};
use store::submissions::{self, Glimpse, UserContext};
use store::{Tx, listen_duplicates, stats};
use uuid::Uuid;

use super::nearby::{self, begins};
use super::prepare::{Batch, Item, Part};
use crate::corrections::{Corrections, Target};
use crate::counts::Changes;
use crate::dedupe::{self, Client, Joined, Play, Report};
use crate::error::{Refusal, Result};
use crate::inputs;
use crate::known::Known;
use crate::listens::Listens;
use crate::play::Outcome;
use crate::relay;

/// Listens that are looked at, besides some for each person and two for each play, before it is said
/// that a closer look is needed.
const FIRST_LOOK: usize = 2000;
const EACH_LOOK: usize = 20;
/// Reports further apart than this are looked around separately.
const GAP_MS: i64 = 2 * 60 * 60_000;

/// What a submission came to.
pub(super) struct Done {
    pub(super) outcomes: Vec<Outcome>,
    /// Words that are new to this process.
    pub(super) known: Vec<([u8; 16], Arc<Known>)>,
    /// Whether plays wait to be forwarded.
    pub(super) is_relayed: bool,
}

/// Keeps a batch. Nothing is taken out of it, so that after a failure it can be tried again.
pub(super) async fn run(listens: &Listens, tx: &mut Tx<'_>, batch: &mut Batch) -> Result<Done> {
    let contexts = contexts(tx, batch).await?;
    // It is the same for all of them.
    let version = contexts.first().map_or(0, |context| context.match_version);
    inputs::ensure(tx, &mut batch.slots, (version, batch.now_ms)).await?;
    let targets = targets(listens, tx, batch, &contexts).await?;
    for item in &mut batch.items {
        item.report.match_input = batch.slots[item.slot].known()?.id;
        // Not before: ids have to grow in the order in which reports are joined.
        item.report.id = listens.new_id();
    }
    let starts: Vec<i64> = batch.items.iter().map(|item| start_of(item, batch)).collect();
    let plays = near(listens, tx, (batch, &contexts), &starts).await?;
    let repeated = keep_reports(tx, &batch.items).await?;
    let mut placed = Vec::with_capacity(batch.items.len());
    for (part, plays) in batch.parts.iter().zip(plays) {
        placed.extend(place((batch, part), (&starts, plays), &repeated)?);
    }
    let (outcomes, is_relayed) = write(tx, (batch, &contexts), (&starts, &targets), placed).await?;
    let fresh = batch.slots.iter().filter(|slot| slot.is_fresh);
    let known = fresh.filter_map(|slot| Some((slot.hash, slot.known.clone()?))).collect();
    Ok(Done { outcomes, known, is_relayed })
}

/// What has to be known about the person of each part.
async fn contexts(tx: &mut Tx<'_>, batch: &Batch) -> Result<Vec<UserContext>> {
    let users: Vec<Uuid> = batch.parts.iter().map(|part| part.user_id).collect();
    let mut found = submissions::contexts(tx, &users).await?;
    let contexts = users.iter().map(|user| found.remove(user));
    Ok(contexts.collect::<Option<_>>().ok_or(Refusal::NotFound { what: "user" })?)
}

/// The beginning of a play.
pub(crate) fn start_ms(stamped_ms: i64, is_end: bool, length_ms: Option<i64>) -> i64 {
    let length = length_ms.unwrap_or(0).clamp(0, dedupe::MAX_LENGTH_MS);
    if is_end { stamped_ms.saturating_sub(length) } else { stamped_ms }
}

fn start_of(item: &Item, batch: &Batch) -> i64 {
    let report = &item.report;
    let length = report.played_ms.or(batch.slots[item.slot].words.length_ms);
    start_ms(report.listened_at_ms, report.time_meaning == TimeMeaning::End, length)
}

/// What each of the plays counts for.
async fn targets(
    listens: &Listens,
    tx: &mut Tx<'_>,
    batch: &Batch,
    contexts: &[UserContext],
) -> Result<Vec<Target>> {
    let mut targets = Vec::with_capacity(batch.items.len());
    for (part, context) in batch.parts.iter().zip(contexts) {
        let slots = batch.items[part.items.clone()].iter().map(|item| item.slot);
        if !context.has_rules && !context.has_matches {
            for slot in slots {
                targets.push(Target::plain(batch.slots[slot].known()?));
            }
            continue;
        }
        let corrections = Corrections::load(tx, part.user_id, context).await?;
        let mut corrected: HashMap<usize, Target> = HashMap::new();
        for slot in slots {
            if let Some(target) = corrected.get(&slot) {
                targets.push(Target::clone(target));
                continue;
            }
            let words = (&batch.slots[slot], batch.now_ms);
            let target = corrections.target(listens, tx, words).await?;
            corrected.insert(slot, target.clone());
            targets.push(target);
        }
    }
    Ok(targets)
}

/// For each part, the plays that its reports may tell of.
async fn near(
    listens: &Listens,
    tx: &mut Tx<'_>,
    (batch, contexts): (&Batch, &[UserContext]),
    starts: &[i64],
) -> Result<Vec<Vec<Play>>> {
    let around: Vec<_> = batch.parts.iter().map(|part| spans((batch, part), starts)).collect();
    // An edit may have moved a listen away from its reports.
    let all = batch.parts.iter().zip(contexts).zip(&around);
    let all = all.filter(|((_, context), _)| !context.has_edits);
    let all = all.flat_map(|((part, _), spans)| spans.iter().map(|span| (part.user_id, *span)));
    let all: Vec<_> = all.collect();
    let most = FIRST_LOOK + EACH_LOOK * batch.parts.len() + 2 * batch.items.len();
    let limit = u32::try_from(most).unwrap_or(u32::MAX);
    let glimpses =
        if all.is_empty() { Vec::new() } else { submissions::near(&mut *tx, &all, limit).await? };
    let mut glimpsed: HashMap<Uuid, Vec<Glimpse>> = HashMap::new();
    let is_whole = glimpses.len() < most;
    for glimpse in glimpses {
        glimpsed.entry(glimpse.user_id).or_default().push(glimpse);
    }
    let mut found = Vec::with_capacity(batch.parts.len());
    for ((part, context), spans) in batch.parts.iter().zip(contexts).zip(around) {
        let mut plays = Vec::new();
        if context.has_edits || !is_whole {
            for span in spans {
                plays.extend(nearby::plays_between(tx, part.user_id, span).await?);
            }
        } else if let Some(glimpses) = glimpsed.get(&part.user_id) {
            let ids = may_be_same(listens, (batch, part, context), glimpses);
            if !ids.is_empty() {
                plays = nearby::plays(tx, &ids).await?;
            }
        }
        // Looks may overlap.
        plays.sort_by_key(|play| (begins(play), play.reports.first().map(|it| it.id)));
        plays.dedup_by_key(|play| play.reports.first().map(|it| it.id));
        found.push(plays);
    }
    Ok(found)
}

/// Spans of time around the reports of a part.
fn spans((batch, part): (&Batch, &Part), starts: &[i64]) -> Vec<(i64, i64)> {
    let reach = |item: &Item| dedupe::reach_ms(batch.slots[item.slot].words.length_ms);
    let mut around: Vec<(i64, i64)> = batch.items[part.items.clone()]
        .iter()
        .zip(&starts[part.items.clone()])
        .map(|(item, start)| (start.saturating_sub(reach(item)), start.saturating_add(reach(item))))
        .collect();
    around.sort_unstable();
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for (from, to) in around {
        match spans.last_mut() {
            Some(last) if from <= last.1.saturating_add(GAP_MS) => last.1 = last.1.max(to),
            _ => spans.push((from, to)),
        }
    }
    spans
}

/// Listens that may be of a song of the part, in doubt too.
fn may_be_same(
    listens: &Listens,
    (batch, part, context): (&Batch, &Part, &UserContext),
    glimpses: &[Glimpse],
) -> Vec<Uuid> {
    let slots = || batch.items[part.items.clone()].iter().map(|item| &batch.slots[item.slot]);
    let known = || slots().filter_map(|slot| slot.known.as_ref());
    let own: BTreeSet<i64> = known().map(|known| known.id).collect();
    let songs: BTreeSet<&str> = known().map(|it| it.song()).collect();
    let mbids: BTreeSet<Uuid> = known().filter_map(|it| it.recording_mbid).collect();
    let may_be = |it: &&Glimpse| {
        // Other reports, and words before a rule, may say what the words of the listen do not.
        it.has_duplicates
            || context.has_rules
            || own.contains(&it.match_input)
            || listens.memory().by_id(it.match_input).is_none_or(|it| {
                songs.contains(it.song())
                    || it.recording_mbid.is_some_and(|mbid| mbids.contains(&mbid))
            })
    };
    glimpses.iter().filter(may_be).map(|it| it.id).collect()
}

/// Keeps the reports; answers for each the first report and its listen, if it is a repetition.
async fn keep_reports(tx: &mut Tx<'_>, items: &[Item]) -> Result<Vec<Option<(Uuid, Uuid)>>> {
    let mut repeated = vec![None; items.len()];
    let reports = items.iter().map(|item| &item.report);
    if listens_raw::insert(tx, reports).await? == items.len() as u64 {
        return Ok(repeated);
    }
    for (item, repeated) in items.iter().zip(&mut repeated) {
        let it = &item.report;
        let key = (it.listened_at_ms, it.source.as_str());
        let found = listens_raw::find_by_key(&mut *tx, it.user_id, key, &it.item_key).await?;
        *repeated = found.filter(|(id, _)| *id != it.id);
    }
    Ok(repeated)
}

/// What becomes of a report.
enum Place {
    Repeated(Uuid),
    Play,
    Duplicate(Uuid, Joined),
}

/// Decides which reports of a part are plays, in the order of arrival.
fn place(
    (batch, part): (&Batch, &Part),
    (starts, mut plays): (&[i64], Vec<Play>),
    repeated: &[Option<(Uuid, Uuid)>],
) -> Result<Vec<Place>> {
    let places = part.items.clone();
    let items = &batch.items[places.clone()];
    let mut placed = Vec::with_capacity(items.len());
    let one_client = items.windows(2).all(|two| match two {
        [Item { report: a, .. }, Item { report: b, .. }] => {
            (&a.source, &a.client, a.app_token_id) == (&b.source, &b.client, b.app_token_id)
        }
        _ => true,
    });
    let (starts, repeated) = (&starts[places.clone()], &repeated[places]);
    for ((item, start), repeated) in items.iter().zip(starts).zip(repeated) {
        if let Some((id, _)) = repeated {
            placed.push(Place::Repeated(*id));
            continue;
        }
        // Plays of one client are never joined: with nothing near there is nothing to compare.
        if plays.is_empty() && one_client {
            placed.push(Place::Play);
            continue;
        }
        let report = dedupe_report(item, *start, batch.slots[item.slot].known()?);
        let reach = 2 * dedupe::MAX_LENGTH_MS;
        let from = plays.partition_point(|play| begins(play) < start.saturating_sub(reach));
        let to = plays.partition_point(|play| begins(play) <= start.saturating_add(reach));
        match dedupe::find(&report, &plays[from..to]) {
            Some(joined) => {
                let play = &mut plays[from + joined.play];
                let of = play.reports.first().map_or(report.id, |first| first.id);
                placed.push(Place::Duplicate(of, joined));
                play.reports.push(report);
            }
            None => {
                let at = plays.partition_point(|play| begins(play) <= *start);
                plays.insert(at, Play { reports: vec![report] });
                placed.push(Place::Play);
            }
        }
    }
    Ok(placed)
}

fn dedupe_report(item: &Item, start_ms: i64, known: &Known) -> Report {
    let it = &item.report;
    Report {
        id: it.id,
        start_ms,
        length_ms: known.length_ms,
        recording_key: known.recording_key.to_string(),
        artist_key: known.artist_key.to_string(),
        recording_mbid: known.recording_mbid,
        client: Client {
            source: it.source.clone(),
            name: it.client.clone(),
            app_token_id: it.app_token_id,
        },
    }
}

/// Writes what was decided, and counts it; tells whether plays wait to be forwarded.
async fn write(
    tx: &mut Tx<'_>,
    (batch, contexts): (&Batch, &[UserContext]),
    (starts, targets): (&[i64], &[Target]),
    placed: Vec<Place>,
) -> Result<(Vec<Outcome>, bool)> {
    let (mut rows, mut duplicates, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
    // The place among the items of each row.
    let mut kept = Vec::new();
    let (mut days, mut relayed) = (Vec::new(), Vec::new());
    let mut placed = placed.into_iter().enumerate();
    for (part, context) in batch.parts.iter().zip(contexts) {
        let mut changes = Changes::new(part.user_id, &context.time_zone);
        let first = rows.len();
        for (at, place) in placed.by_ref().take(part.items.len()) {
            let item = &batch.items[at];
            let (id, recording_msid) = (item.report.id, batch.slots[item.slot].msid);
            outcomes.push(match place {
                Place::Repeated(id) => Outcome::Repeated { id, recording_msid },
                Place::Duplicate(of, joined) => {
                    duplicates.push((id, of, joined.rule, joined.distance_ms));
                    Outcome::Duplicate { id, of, recording_msid }
                }
                Place::Play => {
                    let play = (part.user_id, starts[at], id);
                    let row = targets[at].row(play, item.report.played_ms);
                    changes.note(&row);
                    rows.push(row);
                    kept.push(at);
                    Outcome::Kept { id, recording_msid }
                }
            });
        }
        days.extend(changes.days());
        if context.has_relays && first < rows.len() {
            relayed.push((part.user_id, first..rows.len()));
        }
    }
    if !rows.is_empty() {
        listens::insert(tx, &rows).await?;
        // Two who mark the same days take them in the same order.
        days.sort_unstable();
        stats::mark_days(tx, days).await?;
    }
    if !duplicates.is_empty() {
        listen_duplicates::insert_many(tx, &duplicates).await?;
    }
    let mut is_relayed = false;
    for (user_id, own) in relayed {
        let reports = kept[own.clone()].iter().map(|at| &batch.items[*at].report);
        let new: Vec<_> = rows[own].iter().zip(reports).collect();
        is_relayed |= relay::queue(tx, user_id, &new).await?;
    }
    Ok((outcomes, is_relayed))
}

impl Target {
    /// The row of a play with these words.
    pub(crate) fn row(
        &self,
        (user_id, listened_at_ms, id): (Uuid, i64, Uuid),
        observed_ms: Option<i64>,
    ) -> Listen {
        Listen {
            user_id,
            listened_at_ms,
            id,
            match_input: self.input,
            recording_subject: self.recording,
            release_subject: self.release,
            played_ms: observed_ms.or(self.played_ms),
            is_manual: self.is_manual,
            hidden_by: self.hidden_by,
        }
    }
}
