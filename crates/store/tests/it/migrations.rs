//! Migrations: up, down, twice at once, and databases that must be refused.

use futures::future::join_all;
use store::migrate::{self, State};
use store::{Error, Options, Schemas, Store, Target, users};

use crate::place::{Engine, NOW, Place};
use crate::users::{insert, new_user};

/// One engine in one file or schema, the other with both schemas.
fn engines() -> [Engine; 4] {
    let both = (Some("library"), Some("listens"));
    [
        Engine::sqlite(None, None),
        Engine::sqlite(both.0, both.1),
        Engine::postgres(None, None),
        Engine::postgres(both.0, both.1),
    ]
}

async fn states(place: &Place) -> Vec<State> {
    let all = migrate::status(&place.target, &place.options).await.unwrap();
    all.into_iter().map(|status| status.state).collect()
}

#[tokio::test]
async fn up_and_down_lead_to_the_same_places() {
    for engine in engines() {
        let place = engine.empty();
        let (target, options) = (&place.target, &place.options);
        assert!(states(&place).await.iter().all(|state| *state == State::Pending));
        let error = migrate::check(target, options).await.unwrap_err();
        assert!(matches!(error, Error::Pending(missing) if missing >= 2), "{error}");
        let all = migrate::up(target, options).await.unwrap();
        assert_eq!(&all[..2], ["0001_accounts", "0002_operations"]);
        migrate::check(target, options).await.unwrap();
        assert_eq!(migrate::up(target, options).await.unwrap(), Vec::<String>::new());
        let applied = states(&place).await;
        let recent =
            |state: &State| matches!(state, State::Applied(at) if *at > NOW - 400 * 86_400_000);
        assert!(applied.iter().all(recent), "{applied:?}");
        insert(&place.store().await, new_user(1)).await.unwrap();

        let mut undone = migrate::down(target, options, 1).await.unwrap();
        undone.extend(migrate::down(target, options, 0).await.unwrap());
        undone.reverse();
        assert_eq!(undone, all);
        assert!(states(&place).await.iter().all(|state| *state == State::Pending));
        assert_eq!(migrate::up(target, options).await.unwrap(), all);
        assert_eq!(users::count(&place.store().await).await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_at_once_migrate_once() {
    for engine in engines() {
        let place = engine.empty();
        let starts = (0..4).map(|_| {
            let (target, options) = (place.target.clone(), place.options.clone());
            tokio::spawn(async move { migrate::up(&target, &options).await })
        });
        let mut done = Vec::new();
        for start in join_all(starts).await {
            done.extend(start.unwrap().unwrap());
        }
        assert_eq!(done.len(), states(&place).await.len());
        migrate::check(&place.target, &place.options).await.unwrap();
    }
}

#[tokio::test]
async fn a_changed_migration_is_refused_by_name() {
    for engine in engines() {
        let place = engine.place().await;
        place.sql("UPDATE {listens}schema_migrations SET checksum = 'x' WHERE version = 2");
        let outcome = Store::open(&place.target, &place.options).await;
        let Err(Error::ChecksumChanged { file }) = outcome else { panic!("it was opened") };
        assert!(file.ends_with("/0002_operations.up.sql"), "{file}");
        assert!(matches!(states(&place).await[..], [State::Applied(_), State::Changed(_), ..]));
        let down = migrate::down(&place.target, &place.options, 0).await;
        assert!(matches!(down, Err(Error::ChecksumChanged { .. })), "{down:?}");
    }
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    for engine in engines() {
        let place = engine.place().await;
        place.sql("INSERT INTO {listens}schema_migrations VALUES (999, 'future', 'x', 1)");
        let outcome = Store::open(&place.target, &place.options).await;
        assert!(matches!(outcome, Err(Error::TooNew { found: 999, .. })));
        assert_eq!(states(&place).await.last(), Some(&State::Unknown(1)));
    }
}

#[tokio::test]
async fn without_leave_to_migrate_an_empty_database_is_refused() {
    for engine in engines() {
        let mut place = engine.empty();
        place.options.migrate = false;
        let outcome = Store::open(&place.target, &place.options).await;
        assert!(matches!(outcome, Err(Error::Pending(_))));
        migrate::up(&place.target, &place.options).await.unwrap();
        place.store().await.ping().await.unwrap();
    }
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing() {
    for engine in engines() {
        let place = engine.empty();
        migrate::up(&place.target, &place.options).await.unwrap();
        migrate::down(&place.target, &place.options, 1).await.unwrap();
        // The last table of the second step is there already.
        place.sql(
            "CREATE TABLE {listens}retention (x bigint)".replace("bigint", "INTEGER").as_str(),
        );
        assert!(migrate::up(&place.target, &place.options).await.is_err());
        assert!(matches!(states(&place).await[..], [State::Applied(_), State::Pending, ..]));
        place.sql("DROP TABLE {listens}retention");
        migrate::up(&place.target, &place.options).await.unwrap();
    }
}

#[tokio::test]
async fn tables_of_another_arrangement_are_not_overlooked() {
    for engine in [Engine::sqlite(None, None), Engine::postgres(None, None)] {
        let mut place = engine.place().await;
        place.options.schemas = Schemas::new(Some("library"), None).unwrap();
        Store::open(&place.target, &place.options).await.map(drop).unwrap();
        place.options.schemas = Schemas::new(None, Some("listens")).unwrap();
        let outcome = Store::open(&place.target, &place.options).await;
        let Err(Error::Invalid(reason)) = outcome else { panic!("it was opened") };
        assert!(reason.contains("\"main\"") || reason.contains("\"public\""), "{reason}");
    }
}

#[tokio::test]
async fn opening_an_existing_database_applies_nothing_again() {
    for engine in engines() {
        let place = engine.place().await;
        assert!(migrate::up(&place.target, &place.options).await.unwrap().is_empty());
        let store = place.store().await;
        assert_eq!(store.figures().writes, 0, "{}", place.target);
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_without_its_password() {
    let directory = tempfile::tempdir().unwrap();
    let url = "postgres://me:s3cret@127.0.0.1:1/music";
    let target = Target::parse(Some(url), directory.path()).unwrap();
    let Err(error) = Store::open(&target, &Options::default()).await else { panic!("opened") };
    let text = format!("{error} {error:?}");
    assert!(text.contains("127.0.0.1:1, database music"), "{text}");
    assert!(!text.contains("s3cret"), "{text}");
    assert!(error.retry_after().is_some());
}

#[tokio::test]
async fn a_schema_cannot_be_the_main_file() {
    let mut place = Engine::sqlite(None, None).empty();
    place.options.schemas = Schemas::new(None, Some("gatefold")).unwrap();
    let outcome = Store::open(&place.target, &place.options).await;
    assert!(matches!(outcome, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let place = Engine::sqlite(None, None).empty();
    std::fs::write(place.directory().join("gatefold.db"), "a text, and long enough".repeat(99))
        .unwrap();
    let Err(error) = Store::open(&place.target, &place.options).await else { panic!("opened") };
    assert!(matches!(error, Error::Unavailable { .. }), "{error:?}");
}

#[tokio::test]
async fn a_database_that_does_not_exist_is_named() {
    let place = Engine::postgres(None, None).empty();
    let url = place.cluster.as_ref().unwrap().url("nowhere");
    let target = Target::parse(Some(&url), place.directory()).unwrap();
    let Err(error) = Store::open(&target, &Options::default()).await else { panic!("opened") };
    assert!(error.to_string().contains("database nowhere"), "{error}");
}
