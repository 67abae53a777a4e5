//! Reads and changes through the store, one after the other and many at once.

use std::time::Instant;

use ::store::Store;
use ::store::audit::{self, AuditEvent};
use ::store::user_settings::{self, UserSettings};
use ::store::users;
use anyhow::{Context as _, ensure};
use futures::StreamExt as _;
use uuid::Uuid;

use super::places::one_of;
use super::plan::Plan;

/// Changes that are under way at once.
pub(super) const AT_ONCE: usize = 200;

/// What one engine took, a value for each turn.
#[derive(Default)]
pub(super) struct Changes {
    /// Microseconds for a read of one user.
    pub(super) read_us: Vec<f64>,
    /// Microseconds for an update, one after the other.
    pub(super) alone_us: Vec<f64>,
    /// Microseconds for an update, many at once.
    pub(super) together_us: Vec<f64>,
    /// Transactions for a thousand updates, many at once.
    pub(super) commits: Vec<f64>,
    /// Rows a second, a statement for many.
    pub(super) many_rate: Vec<f64>,
    /// Rows a second, a statement for each, in the same units of work.
    pub(super) each_rate: Vec<f64>,
    /// Updates so far. Each writes its number, since an engine may skip what changes nothing.
    updates: u128,
}

/// One turn of everything; `counts` unless it is a turn to warm up.
pub(super) async fn turn(
    changes: &mut Changes,
    store: &Store,
    plan: &Plan,
    counts: bool,
) -> anyhow::Result<()> {
    let (mut of_turn, alone_from) = (Changes::default(), changes.updates);
    let together_from = alone_from + plan.alone;
    changes.updates = together_from + plan.together;
    let settings = user_settings::find(store, one_of(0, plan)).await?;
    let settings = settings.context("every user has settings")?;
    of_turn.read_us.push(reads(store, plan).await? * 1e6);
    of_turn.alone_us.push(alone(store, (&settings, alone_from), plan).await? * 1e6);
    let before = store.figures().commits;
    of_turn.together_us.push(together(store, (&settings, together_from), plan).await? * 1e6);
    let commits = (store.figures().commits - before) as f64;
    of_turn.commits.push(commits * 1000.0 / plan.together as f64);
    of_turn.each_rate.push(1.0 / inserts(store, plan, false).await?);
    of_turn.many_rate.push(1.0 / inserts(store, plan, true).await?);
    if counts {
        changes.take(of_turn);
    }
    Ok(())
}

impl Changes {
    fn take(&mut self, turn: Self) {
        self.read_us.extend(turn.read_us);
        self.alone_us.extend(turn.alone_us);
        self.together_us.extend(turn.together_us);
        self.commits.extend(turn.commits);
        self.many_rate.extend(turn.many_rate);
        self.each_rate.extend(turn.each_rate);
    }
}

/// Seconds for one of so many since `started`.
fn each(started: Instant, count: u128) -> f64 {
    started.elapsed().as_secs_f64() / count as f64
}

async fn reads(store: &Store, plan: &Plan) -> anyhow::Result<f64> {
    let started = Instant::now();
    for number in 0..plan.reads {
        let user = users::find(store, one_of(number, plan)).await?;
        ensure!(user.is_some(), "a user is missing");
    }
    Ok(each(started, plan.reads))
}

async fn alone(
    store: &Store,
    (settings, from): (&UserSettings, u128),
    plan: &Plan,
) -> anyhow::Result<f64> {
    let started = Instant::now();
    for number in from..from + plan.alone {
        update(store, one_of(number, plan), changed(settings, number)).await?;
    }
    Ok(each(started, plan.alone))
}

async fn together(
    store: &Store,
    (settings, from): (&UserSettings, u128),
    plan: &Plan,
) -> anyhow::Result<f64> {
    let started = Instant::now();
    let updates = (from..from + plan.together)
        .map(|number| update(store, one_of(number, plan), changed(settings, number)));
    let mut updates = futures::stream::iter(updates).buffer_unordered(AT_ONCE);
    while let Some(done) = updates.next().await {
        done?;
    }
    Ok(each(started, plan.together))
}

fn changed(settings: &UserSettings, number: u128) -> UserSettings {
    let (volume_level, updated_at_ms) = ((number % 101) as i64, number as i64 + 1);
    UserSettings { volume_level, updated_at_ms, ..settings.clone() }
}

async fn update(store: &Store, user: Uuid, settings: UserSettings) -> anyhow::Result<()> {
    let unit = store
        .write(move |tx| Box::pin(async move { user_settings::update(tx, user, &settings).await }));
    let changed: ::store::Result<bool> = unit.await;
    ensure!(changed?, "an update found no row");
    Ok(())
}

/// Seconds for a row. What was inserted is removed again, which does not count.
async fn inserts(store: &Store, plan: &Plan, is_many: bool) -> anyhow::Result<f64> {
    let units: Vec<Vec<AuditEvent>> = (0..plan.units)
        .map(|unit| (0..plan.rows).map(|row| event(unit * plan.rows + row, plan)).collect())
        .collect();
    let started = Instant::now();
    for events in units {
        let unit = store.write(move |tx| {
            Box::pin(async move {
                if is_many {
                    return audit::insert_many(tx, &events).await;
                }
                for event in &events {
                    audit::insert(tx, event).await?;
                }
                Ok(())
            })
        });
        let done: ::store::Result<()> = unit.await;
        done?;
    }
    let each = each(started, plan.units * plan.rows);
    // Sign-ins have left events, too, which happened later.
    let before_ms = (plan.units * plan.rows) as i64;
    let removal = store.write(move |tx| {
        Box::pin(async move { audit::delete_before(tx, before_ms, u32::MAX).await })
    });
    let removed: ::store::Result<u64> = removal.await;
    ensure!(u128::from(removed?) == plan.units * plan.rows, "rows were lost");
    Ok(each)
}

/// A row about as wide as a listen: an id, an instant, a person, words and JSON.
fn event(number: u128, plan: &Plan) -> AuditEvent {
    AuditEvent {
        id: Uuid::from_u128(number + 1),
        at_ms: number as i64,
        actor_id: Some(one_of(number, plan)),
        subject_id: None,
        action: "bench.row".to_owned(),
        address: Some("192.0.2.1".to_owned()),
        detail: format!(r#"{{"title": "Number {number}", "artist": "Somebody", "length_ms": 1}}"#),
    }
}
