//! Many rows by few statements.

use store::audit::{self, AuditEvent};
use store::{Error, Query, Rule, Store, Value, params, retention};

use crate::place::{NOW, Place, id, unit};
use crate::users::{insert, new_user};

/// More than two full statements.
const MANY: u128 = 600;

/// Every second event has an actor, every third an address: nulls and values share a column.
fn events() -> Vec<AuditEvent> {
    let event = |number: u128| AuditEvent {
        id: id(number),
        at_ms: NOW + number as i64,
        actor_id: number.is_multiple_of(2).then(|| id(1)),
        subject_id: None,
        action: format!("test.number{number}"),
        address: number.is_multiple_of(3).then(|| "192.0.2.1".to_owned()),
        detail: format!(r#"{{"number": {number}}}"#),
    };
    (1..=MANY).map(event).collect()
}

async fn all(store: &Store) -> Vec<AuditEvent> {
    audit::list(store, None, 10_000).await.unwrap()
}

pub async fn many_rows_are_inserted_by_few_statements(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    let before = store.figures().statements;
    unit!(store, |tx| audit::insert_many(tx, &events()).await).unwrap();
    // Two of 250 rows, and the rest in one or two.
    let statements = store.figures().statements - before;
    assert!((3..=4).contains(&statements), "{statements}");
    let mut expected = events();
    expected.reverse();
    assert_eq!(all(&store).await, expected);
    unit!(store, |tx| audit::insert_many(tx, &[]).await).unwrap();
    assert_eq!(all(&store).await.len(), expected.len());
}

pub async fn of_many_rows_one_that_is_refused_undoes_all(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    let mut events = events();
    events[MANY as usize - 1].id = id(1);
    let error = unit!(store, |tx| audit::insert_many(tx, &events).await).unwrap_err();
    let is_expected = matches!(&error, Error::Conflict { rule: Rule::Unique, constraint }
        if constraint == "audit_events_pkey");
    assert!(is_expected, "{error:?}");
    assert_eq!(all(&store).await, []);
}

pub async fn of_many_rows_those_that_were_inserted_are_counted(place: Place) {
    static NEW: Query = Query {
        name: "test/new",
        sql: "INSERT INTO retention (data_class, keep_ms, updated_at_ms) VALUES ($1, $2, $3) \
              ON CONFLICT (data_class) DO NOTHING",
        postgres: None,
    };
    let store = place.store().await;
    let row = |name: &str| params![name, None::<i64>, NOW];
    let insert = async |rows: Vec<Vec<Value>>| unit!(store, |tx| tx.insert_many(&NEW, rows).await);
    assert_eq!(insert(vec![row("a"), row("b")]).await.unwrap(), 2);
    assert_eq!(insert(vec![row("b"), row("c"), row("c")]).await.unwrap(), 1);
    assert_eq!(retention::list(&store).await.unwrap().len(), 3);
    let error = insert(vec![row("d"), params!["e"]]).await.unwrap_err();
    assert!(matches!(error, Error::Statement { .. }), "{error:?}");
    assert_eq!(retention::list(&store).await.unwrap().len(), 3);
}
