//! Full queues, used-up pools and slow statements; what is kept of files and out of logs.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use store::{Error, Fetch, Query, Store, Target, users};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::place::{Engine, Place};
use crate::users::{insert, new_user};

/// Begins a unit that ends when it is told to.
async fn hold(store: &Store) -> (oneshot::Sender<()>, JoinHandle<Result<(), Error>>) {
    let (end, ended) = oneshot::channel::<()>();
    let (begin, begun) = oneshot::channel();
    let store = store.clone();
    let unit = tokio::spawn(async move {
        store
            .write(|_| {
                Box::pin(async move {
                    begin.send(()).unwrap();
                    ended.await.unwrap();
                    Ok::<_, Error>(())
                })
            })
            .await
    });
    begun.await.unwrap();
    (end, unit)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_is_busy_and_what_was_accepted_happens() {
    let mut place = Engine::sqlite(None, None).place().await;
    place.options.write_queue = 2;
    let store = place.store().await;
    let (end, held) = hold(&store).await;
    let accepted: Vec<_> = (1..=2)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { insert(&store, new_user(number)).await })
        })
        .collect();
    while store.figures().writes_waiting < 3 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let error = insert(&store, new_user(3)).await.unwrap_err();
    assert!(matches!(error, Error::Busy { .. }) && error.retry_after().is_some(), "{error:?}");
    assert_eq!(store.figures().writes_waiting, 3);
    end.send(()).unwrap();
    held.await.unwrap().unwrap();
    for unit in accepted {
        unit.await.unwrap().unwrap();
    }
    assert_eq!(users::count(&store).await.unwrap(), 2);
    // All three were in one transaction.
    assert_eq!((store.figures().writes, store.figures().commits), (3, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_up_pool_is_busy() {
    for engine in [Engine::sqlite(None, None), Engine::postgres(None, None)] {
        let mut place = engine.place().await;
        place.options.readers = 1;
        (place.options.min_connections, place.options.max_connections) = (1, 1);
        place.options.acquire_timeout = Duration::from_secs(2);
        let store = place.store().await;
        let other = store.clone();
        let inner = store
            .read(move |_| Box::pin(async move { Ok::<_, Error>(other.ping().await) }))
            .await
            .unwrap();
        assert!(matches!(inner, Err(Error::Busy { .. })), "{inner:?}");
        store.ping().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_that_writes_makes_busy_and_not_locked() {
    let mut place = Engine::sqlite(None, None).place().await;
    place.options.acquire_timeout = Duration::from_secs(1);
    let store = place.store().await;
    let Target::Sqlite(file) = &place.target else { unreachable!("a SQLite place") };
    let raw = rusqlite::Connection::open(file).unwrap();
    raw.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = insert(&store, new_user(1)).await.unwrap_err();
    assert!(matches!(error, Error::Busy { .. }), "{error:?}");
    assert_eq!(users::count(&store).await.unwrap(), 0, "reading goes on");
    raw.execute_batch("COMMIT").unwrap();
    insert(&store, new_user(1)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_nobody_waits_for_does_not_begin() {
    let place = Engine::sqlite(None, None).place().await;
    let store = place.store().await;
    let (end, held) = hold(&store).await;
    let abandoned = insert(&store, new_user(1));
    tokio::time::timeout(Duration::from_millis(50), abandoned).await.unwrap_err();
    end.send(()).unwrap();
    held.await.unwrap().unwrap();
    insert(&store, new_user(2)).await.unwrap();
    assert_eq!(users::count(&store).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_takes_too_long_is_stopped() {
    static SLOW: Query = Query {
        name: "test/slow",
        sql: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) \
              SELECT count(*) AS rows FROM n",
        postgres: None,
    };
    for engine in [Engine::sqlite(None, None), Engine::postgres(None, None)] {
        let mut place = engine.place().await;
        place.options.statement_timeout = Duration::from_secs(2);
        place.options.slow_statement = Duration::from_secs(1);
        let store = place.store().await;
        let before = store.figures().slow_statements;
        let error = store.fetch(&SLOW, Vec::new()).await.unwrap_err();
        let expected = "statement test/slow was stopped after 2s";
        assert_eq!(error.to_string(), expected, "{error:?}");
        assert_eq!(store.figures().slow_statements - before, 1);
        store.ping().await.unwrap();
    }
}

#[tokio::test]
async fn a_long_read_starts_again_elsewhere_and_counts_once() {
    static LONG: Query = Query {
        name: "test/long",
        sql: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) \
              SELECT count(*) AS rows FROM n",
        postgres: None,
    };
    let place = Engine::sqlite(None, None).place().await;
    let store = place.store().await;
    // A connection is open now, so that the next statement begins at once.
    store.ping().await.unwrap();
    let rows = store.fetch(&LONG, Vec::new()).await.unwrap();
    assert_eq!(rows[0].get::<i64>("rows").unwrap(), 300_000);
    assert_eq!(store.figures().statements, 2);
}

#[tokio::test]
async fn files_are_for_their_owner_only() {
    let place = Engine::sqlite(Some("library"), Some("listens")).place().await;
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    let mut names = Vec::new();
    for entry in std::fs::read_dir(place.directory()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", entry.path().display());
        names.push(entry.file_name().into_string().unwrap());
    }
    for name in ["gatefold.db", "library.db", "listens.db", "listens.db-wal"] {
        assert!(names.iter().any(|it| it == name), "{name} is missing: {names:?}");
    }
}

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The whole log of a user who registers and is looked for, every statement being called slow.
async fn log_of(mut place: Place) -> String {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    place.options.slow_statement = Duration::ZERO;
    let store = place.store().await;
    insert(&store, new_user(77)).await.unwrap();
    users::find_by_email(&store, "user77@example.org").await.unwrap().unwrap();
    insert(&store, new_user(77)).await.unwrap_err();
    store.close().await;
    drop(guard);
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn slow_statements_are_logged_by_name_and_never_with_values() {
    let log = log_of(Engine::postgres(None, None).place().await).await;
    assert!(log.contains("users/find_by_email"), "{log}");
    assert!(!log.to_lowercase().contains("user77"), "{log}");
}

/// What `.cargo/config.toml` says of it; a build without it works, but slower.
#[test]
fn each_connection_to_sqlite_has_pages_of_its_own() {
    let raw = rusqlite::Connection::open_in_memory().unwrap();
    let mut options = raw.prepare("PRAGMA compile_options").unwrap();
    let options = options.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let options: Vec<String> = options.map(Result::unwrap).collect();
    let has = |wanted: &str| options.iter().any(|option| option == wanted);
    assert!(has("DEFAULT_MEMSTATUS=0") && !has("ENABLE_MEMORY_MANAGEMENT"), "{options:?}");
}
