//! Several processes at one database, with a clock that the test sets.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use catalog::{Generations, Live};
use store::{Store, jobs};

use super::*;
use crate::config::{Flags, load};
use crate::health::Monitor;

const HOUR: i64 = 60 * 60 * 1000;
/// 2026-11-21T00:00:00Z.
const MIDNIGHT: i64 = 1_795_219_200_000;

/// What time it is in this file.
static NOW: AtomicI64 = AtomicI64::new(MIDNIGHT);

/// A process with schedules of its configuration.
async fn process(data_dir: &Path, schedules: &[(&str, &str)]) -> Tools {
    let mut environment: BTreeMap<String, String> = BTreeMap::new();
    for name in [
        "SESSIONS_CLEAN",
        "TOKENS_CLEAN",
        "USERS_ERASE",
        "RETENTION_APPLY",
        "JOBS_CLEAN",
        "LISTENS_MATCH",
        "LISTENS_RELAY",
    ] {
        environment.insert(format!("GATEFOLD_SCHEDULES__{name}"), String::new());
    }
    environment.insert("GATEFOLD_BACKUP__SCHEDULE".to_owned(), String::new());
    environment.insert("GATEFOLD_SCHEDULES__HEALTH_CHECK".to_owned(), String::new());
    for (name, text) in schedules {
        environment.insert((*name).to_owned(), (*text).to_owned());
    }
    let flags = Flags { data_dir: Some(data_dir.to_owned()), ..Flags::default() };
    let config = load(&flags, &environment).unwrap().config;
    let store = Store::open(&config.database.target, &config.database.options().unwrap()).await;
    let store = store.unwrap();
    let live = Arc::new(Live::open(Generations::at(config.catalogue_dir())).unwrap());
    let parts = crate::server::parts(&config, &store, live.clone()).unwrap();
    let monitor = Monitor::start(parts).await;
    let accounts = crate::people::open(&config, &store).unwrap();
    let listens = crate::people::listens(&store, live);
    let elsewhere = Arc::new(crate::elsewhere::Elsewhere::new(&config, &accounts));
    let now_ms = || NOW.load(Ordering::SeqCst);
    Tools { store, accounts, listens, elsewhere, config, monitor, now_ms }
}

async fn rows(tools: &Tools) -> Vec<(String, i64)> {
    let all = schedules::list(&tools.store).await.unwrap();
    all.into_iter().map(|it| (it.name, (it.next_run_at_ms - MIDNIGHT) / HOUR)).collect()
}

async fn made(tools: &Tools) -> usize {
    jobs::list(&tools.store, None, None, 100).await.unwrap().len()
}

// One test: they would share the clock.
#[tokio::test(flavor = "multi_thread")]
async fn each_time_is_started_once_whatever_the_clock_does() {
    let directory = tempfile::tempdir().unwrap();
    let health = ("GATEFOLD_SCHEDULES__HEALTH_CHECK", "0 * * * *");
    let nightly = ("GATEFOLD_BACKUP__SCHEDULE", "0 3 * * *");
    let one = process(directory.path(), &[health, nightly]).await;
    let other = process(directory.path(), &[health, nightly]).await;
    put(&one).await.unwrap();
    put(&other).await.unwrap();
    let expected = [("backup.create".to_owned(), 3), ("health.check".to_owned(), 1)];
    assert_eq!(rows(&one).await, expected);
    start_due(&one).await.unwrap();
    assert_eq!(made(&one).await, 0, "nothing is due");

    NOW.store(MIDNIGHT + HOUR, Ordering::SeqCst);
    let (first, second) = tokio::join!(start_due(&one), start_due(&other));
    first.and(second).unwrap();
    assert_eq!(made(&one).await, 1);
    assert_eq!(rows(&one).await[1].1, 2);

    // Nobody has run the first one: the next time is left out, and nothing piles up.
    NOW.store(MIDNIGHT + 2 * HOUR, Ordering::SeqCst);
    start_due(&other).await.unwrap();
    assert_eq!(made(&one).await, 1);
    assert_eq!(rows(&one).await[1].1, 3);

    // A day passed in which no process ran: each schedule is caught up with once.
    NOW.store(MIDNIGHT + 30 * HOUR, Ordering::SeqCst);
    start_due(&one).await.unwrap();
    start_due(&other).await.unwrap();
    assert_eq!(made(&one).await, 2);
    assert_eq!(rows(&one).await[0].1, 51);

    // The clock was ten days fast, and is set right: nothing waits for ten days.
    NOW.store(MIDNIGHT + 240 * HOUR, Ordering::SeqCst);
    start_due(&one).await.unwrap();
    NOW.store(MIDNIGHT + 31 * HOUR, Ordering::SeqCst);
    start_due(&one).await.unwrap();
    let expected = [("backup.create".to_owned(), 51), ("health.check".to_owned(), 32)];
    assert_eq!(rows(&one).await, expected);

    // What is not configured any more goes; what reads differently gets a new time.
    let changed = process(directory.path(), &[("GATEFOLD_BACKUP__SCHEDULE", "0 4 * * *")]).await;
    put(&changed).await.unwrap();
    assert_eq!(rows(&one).await, [("backup.create".to_owned(), 52)]);
    // A process that still has the old text leaves the row alone.
    NOW.store(MIDNIGHT + 53 * HOUR, Ordering::SeqCst);
    start_due(&one).await.unwrap();
    assert_eq!(rows(&one).await, [("backup.create".to_owned(), 52)]);
}
