//! Units of work and views.

use std::time::Duration;

use futures::future::join_all;
use store::{Error, Store, users};

use crate::place::{NOW, Place, id};
use crate::users::{insert, new_user};

pub async fn a_failed_unit_leaves_nothing(place: Place) {
    let store = place.store().await;
    let outcome: Result<(), Error> = store
        .write(|tx| {
            Box::pin(async move {
                users::insert(tx, &new_user(1)).await?;
                Err(Error::Invalid("changed my mind".to_owned()))
            })
        })
        .await;
    assert_eq!(outcome.unwrap_err().to_string(), "changed my mind");
    assert_eq!(users::count(&store).await.unwrap(), 0);
}

pub async fn a_swallowed_failure_still_undoes_the_unit(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    let outcome: Result<(), Error> = store
        .write(|tx| {
            Box::pin(async move {
                users::insert(tx, &new_user(2)).await?;
                users::insert(tx, &new_user(1)).await.unwrap_err();
                assert!(users::count(&mut *tx).await.is_err(), "nothing works after a failure");
                Ok(())
            })
        })
        .await;
    assert!(outcome.is_err());
    assert_eq!(users::count(&store).await.unwrap(), 1);
}

pub async fn a_unit_sees_its_own_writes(place: Place) {
    let store = place.store().await;
    let seen = store
        .write(|tx| {
            Box::pin(async move {
                users::insert(tx, &new_user(1)).await?;
                users::find(&mut *tx, id(1)).await
            })
        })
        .await
        .unwrap();
    assert_eq!(seen, users::find(&store, id(1)).await.unwrap());
    assert!(seen.is_some());
}

pub async fn a_view_sees_one_state(place: Place) {
    let store = place.store().await;
    let other = store.clone();
    let counts = store
        .read(move |view| {
            Box::pin(async move {
                let before = users::count(&mut *view).await?;
                insert(&other, new_user(1)).await?;
                let after = users::count(&mut *view).await?;
                Ok::<_, Error>((before, after, users::count(&other).await?))
            })
        })
        .await
        .unwrap();
    assert_eq!(counts, (0, 0, 1));
}

pub async fn a_unit_that_waits_too_long_is_undone(mut place: Place) {
    place.options.statement_timeout = Duration::from_secs(2);
    let store = place.store().await;
    let outcome: Result<(), Error> = store
        .write(|tx| {
            Box::pin(async move {
                users::insert(tx, &new_user(1)).await?;
                tokio::time::sleep(Duration::from_secs(60)).await;
                Ok(())
            })
        })
        .await;
    assert!(matches!(outcome, Err(Error::TooSlow { .. })), "{outcome:?}");
    insert(&store, new_user(2)).await.unwrap();
    assert_eq!(users::count(&store).await.unwrap(), 1);
}

pub async fn a_unit_that_panics_harms_nobody_else(place: Place) {
    let store = place.store().await;
    let panicking = store.clone();
    // SQLite answers with an error, PostgreSQL lets the panic reach the task.
    let outcome = tokio::spawn(async move {
        panicking
            .write(|tx| {
                Box::pin(async move {
                    users::insert(tx, &new_user(1)).await?;
                    assert_eq!(NOW, 0, "a panic that a test wants");
                    Ok::<_, Error>(())
                })
            })
            .await
    });
    assert!(!matches!(outcome.await, Ok(Ok(()))));
    insert(&store, new_user(2)).await.unwrap();
    assert_eq!(users::count(&store).await.unwrap(), 1);
}

pub async fn a_null_parameter_and_a_value_share_a_statement(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    for hash in [None, Some("x"), None, Some("y")] {
        store
            .write(move |tx| {
                Box::pin(async move { users::set_password(tx, id(1), hash, NOW).await })
            })
            .await
            .unwrap();
        let user = users::find(&store, id(1)).await.unwrap().unwrap();
        assert_eq!(user.password_hash.as_deref(), hash);
    }
}

/// 200 users change the same and their own rows at once; nothing is lost.
pub async fn many_units_at_once_all_happen(place: Place) {
    let store = place.store().await;
    let outcomes = join_all((1..=200).map(|number| insert(&store, new_user(number)))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    let logins = (1..=200).map(|number| record_login(&store, number));
    assert!(join_all(logins).await.into_iter().all(|outcome| outcome.is_ok_and(|it| it)));
    let all = users::list(&store, None, 1000).await.unwrap();
    let expected: Vec<_> = (1..=200).map(|number| Some(NOW + number)).collect();
    assert_eq!(all.iter().map(|it| it.last_login_at_ms).collect::<Vec<_>>(), expected);
}

async fn record_login(store: &Store, number: i64) -> Result<bool, Error> {
    store
        .write(move |tx| {
            Box::pin(async move { users::record_login(tx, id(number as u128), NOW + number).await })
        })
        .await
}

pub async fn figures_count_what_happened(mut place: Place) {
    // However busy the machine is, nothing here counts as slow.
    place.options.slow_statement = Duration::from_secs(600);
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    users::find(&store, id(1)).await.unwrap();
    // A connection goes back to its pool in its own time.
    while store.figures().connections != store.figures().connections_idle {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let figures = store.figures();
    assert_eq!((figures.writes, figures.commits, figures.writes_waiting), (1, 1, 0));
    assert_eq!((figures.statements, figures.slow_statements, figures.waiting), (3, 0, 0));
    assert_eq!(figures.latency.iter().sum::<u64>(), 3);
    assert!(figures.connections >= 1 && figures.connections <= figures.connections_max);
}

pub async fn after_closing_everything_is_refused(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    store.ping().await.unwrap();
    store.close().await;
    assert!(matches!(insert(&store, new_user(2)).await, Err(Error::Unavailable { .. })));
    assert!(matches!(store.ping().await, Err(Error::Unavailable { .. })));
    assert_eq!(users::count(&place.store().await).await.unwrap(), 1);
}
