//! Killed programs, full disks and lost servers: what was acknowledged is there.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use store::{Error, Store, Target, sessions, users};
use testkit::postgres::Cluster;

use crate::place::{Engine, Place, id};
use crate::users::{insert, new_user};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The example `write_until_killed`, which Cargo builds beside the tests.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let program = tests.ancestors().nth(2).unwrap().join("examples/write_until_killed");
    assert!(program.exists(), "build the examples first: cargo test -p store");
    program
}

/// Starts the program on a place, below a shell with these settings.
fn start(place: &Place, settings: &str) -> Child {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &format!("{settings} exec \"$@\""), "sh"]).arg(program());
    command.arg(place.directory());
    let url = place.cluster.as_ref().map(|cluster| cluster.url(&place.database));
    command.arg(url.unwrap_or_default());
    let schemas = &place.options.schemas;
    command.arg(schemas.media_library().unwrap_or_default());
    command.arg(schemas.listens().unwrap_or_default());
    command.stdout(Stdio::piped()).spawn().unwrap()
}

/// The numbers that the program said it kept.
fn kept(lines: &[String]) -> BTreeSet<u64> {
    lines.iter().filter_map(|line| line.strip_prefix("kept ")?.parse().ok()).collect()
}

/// Whatever was kept is there, and every unit is whole.
async fn check(place: &Place, kept: &BTreeSet<u64>) {
    let store = place.store().await;
    let mut found = BTreeSet::new();
    let mut after = None;
    loop {
        let page = users::list(&store, after, 1000).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        found.extend(page.iter().map(|user| user.id.as_u128() as u64));
    }
    let lost: Vec<_> = kept.difference(&found).collect();
    assert!(lost.is_empty(), "{} of {} are lost: {lost:?}", lost.len(), kept.len());
    for number in found {
        let user = id(number.into());
        assert_eq!(sessions::list_of_user(&store, user, 0).await.unwrap().len(), 1, "{number}");
    }
}

async fn kill_and_look(engine: Engine) {
    let place = engine.place().await;
    for round in 1..=3 {
        let mut child = start(&place, "");
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut lines = Vec::new();
        while lines.len() < 200 * round {
            let mut line = String::new();
            assert_ne!(out.read_line(&mut line).unwrap(), 0, "it ended by itself: {lines:?}");
            lines.push(line.trim_end().to_owned());
        }
        child.kill().unwrap();
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        child.wait().unwrap();
        // The last line may have been cut off by the kill.
        let whole = rest.rfind('\n').map_or("", |end| &rest[..end]);
        lines.extend(whole.lines().map(str::to_owned));
        check(&place, &kept(&lines)).await;
        place.sql("DELETE FROM {listens}sessions");
        place.sql("DELETE FROM {listens}users");
    }
}

#[tokio::test]
async fn a_killed_program_keeps_what_it_acknowledged_on_sqlite() {
    kill_and_look(Engine::sqlite(None, None)).await;
}

#[tokio::test]
async fn a_killed_program_keeps_what_it_acknowledged_in_two_files() {
    kill_and_look(Engine::sqlite(Some("library"), Some("listens"))).await;
}

#[tokio::test]
async fn a_killed_program_keeps_what_it_acknowledged_on_postgres() {
    kill_and_look(Engine::postgres(None, None)).await;
}

/// A limit on the size of files stands for a full disk: writing fails in the middle.
#[tokio::test]
async fn a_full_disk_refuses_changes_and_harms_nothing() {
    let place = Engine::sqlite(None, None).place().await;
    // Blocks of 512 bytes: the log reaches its limit before the first checkpoint.
    let child = start(&place, "trap '' XFSZ; ulimit -f 6000;");
    let output = child.wait_with_output().unwrap();
    let lines: Vec<_> =
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    assert!(output.status.success(), "{:?}", output.status);
    let kept = kept(&lines);
    let refused: Vec<_> = lines.iter().filter_map(|line| line.strip_prefix("refused ")).collect();
    assert!(kept.len() > 100 && refused.len() >= 100, "{} {}", kept.len(), refused.len());
    for error in refused {
        assert!(error.starts_with("the database is not available: "), "{error}");
    }
    check(&place, &kept).await;
    let Target::Sqlite(file) = &place.target else { unreachable!("a SQLite place") };
    let raw = rusqlite::Connection::open(file).unwrap();
    let verdict: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
}

/// How those who write are getting on.
#[derive(Default)]
struct Load {
    kept: AtomicUsize,
    refused: AtomicUsize,
    stop: AtomicBool,
}

/// Writes until it is told to stop; tells what was kept.
async fn writer(store: Store, first: u128, load: Arc<Load>) -> BTreeSet<u128> {
    let mut kept = BTreeSet::new();
    for number in first.. {
        if load.stop.load(Ordering::Relaxed) {
            break;
        }
        match insert(&store, new_user(number)).await {
            Ok(_) => {
                kept.insert(number);
                load.kept.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) => {
                let expected = error.retry_after().is_some();
                assert!(expected, "an error that says when to try again: {error:?}");
                load.refused.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    kept
}

/// Waits until a count has grown by so much.
async fn grown(count: &AtomicUsize, by: usize) {
    let (started, goal) = (Instant::now(), count.load(Ordering::Relaxed) + by);
    while count.load(Ordering::Relaxed) < goal {
        assert!(started.elapsed() < PATIENCE, "{count:?} of {goal}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_and_starts_under_load_loses_nothing() {
    let cluster = Arc::new(Cluster::start().unwrap());
    let mut place = Engine::postgres_of(&cluster).place().await;
    place.options.acquire_timeout = Duration::from_secs(1);
    let store = place.store().await;
    let load = Arc::new(Load::default());
    let writers: Vec<_> = (0..20)
        .map(|at| tokio::spawn(writer(store.clone(), 1 + at * 1_000_000, Arc::clone(&load))))
        .collect();
    for _ in 0..2 {
        grown(&load.kept, 100).await;
        cluster.stop();
        let error = loop {
            if let Err(error) = store.ping().await {
                break error;
            }
        };
        assert!(matches!(error, Error::Unavailable { .. } | Error::Busy { .. }), "{error:?}");
        grown(&load.refused, 20).await;
        cluster.resume().unwrap();
        let back = Instant::now();
        while store.ping().await.is_err() {
            assert!(back.elapsed() < PATIENCE, "the pool does not heal");
        }
    }
    grown(&load.kept, 100).await;
    load.stop.store(true, Ordering::Relaxed);
    let mut kept = BTreeSet::new();
    for writer in writers {
        kept.extend(writer.await.unwrap());
    }
    assert!(kept.len() >= 300, "{}", kept.len());
    let mut found = BTreeSet::new();
    let mut after = None;
    while let page @ [.., last] = &users::list(&store, after, 1000).await.unwrap()[..] {
        after = Some(last.id);
        found.extend(page.iter().map(|user| user.id.as_u128()));
    }
    assert!(kept.is_subset(&found), "{} of {} found", found.len(), kept.len());
}
