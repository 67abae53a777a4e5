//! Settings, audit events, health and retention.

use store::audit::{self, AuditEvent};
use store::health::{self, HealthCheck, Status};
use store::settings::{self, Setting};
use store::{Error, Rule, Store, retention, users};

use crate::place::{DAY, NOW, Place, id, unit};
use crate::users::{insert, new_user};

pub async fn a_setting_is_json_and_remembers_who_set_it(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    let setting = |value: &str| Setting {
        key: "registration".to_owned(),
        value: value.to_owned(),
        updated_at_ms: NOW,
        updated_by: Some(id(1)),
    };
    for value in [r#""open""#, r#"{"mode": "closed"}"#] {
        let setting = setting(value);
        let kept = setting.clone();
        unit!(store, |tx| settings::put(tx, &setting).await).unwrap();
        assert_eq!(settings::find(&store, "registration").await.unwrap(), Some(kept));
    }
    let broken = setting("open");
    let error = unit!(store, |tx| settings::put(tx, &broken).await).unwrap_err();
    assert!(matches!(error, Error::Conflict { rule: Rule::Check, .. }), "{error:?}");
    unit!(store, |tx| users::erase(tx, id(1)).await).unwrap();
    let all = settings::list(&store).await.unwrap();
    assert_eq!((all.len(), all[0].updated_by), (1, None));
    assert!(unit!(store, |tx| settings::delete(tx, "registration").await).unwrap());
    assert_eq!(settings::list(&store).await.unwrap(), []);
}

fn event(number: u128, actor: Option<u128>, subject: Option<u128>) -> AuditEvent {
    AuditEvent {
        id: id(number),
        at_ms: NOW + number as i64,
        actor_id: actor.map(id),
        subject_id: subject.map(id),
        action: "session.created".to_owned(),
        address: Some("192.0.2.1".to_owned()),
        detail: r#"{"device": "Firefox"}"#.to_owned(),
    }
}

/// 1: a stranger failed to be user 1. 2: user 1 to itself. 3: user 2 to user 1. 4: user 1 to
/// user 2. 5: user 2 to itself.
async fn with_events(place: &Place) -> Store {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    insert(&store, new_user(2)).await.unwrap();
    let pairs = [(None, 1), (Some(1), 1), (Some(2), 1), (Some(1), 2), (Some(2), 2)];
    for (at, (actor, subject)) in pairs.into_iter().enumerate() {
        let event = event(at as u128 + 1, actor, Some(subject));
        unit!(store, |tx| audit::insert(tx, &event).await).unwrap();
    }
    store
}

fn numbers(events: &[AuditEvent]) -> Vec<u128> {
    events.iter().map(|it| it.id.as_u128()).collect()
}

pub async fn own_events_are_those_caused_and_suffered(place: Place) {
    let store = with_events(&place).await;
    let all = audit::list(&store, None, 9).await.unwrap();
    assert_eq!(numbers(&all), [5, 4, 3, 2, 1]);
    assert_eq!(all[0], event(5, Some(2), Some(2)));
    assert_eq!(numbers(&audit::list(&store, Some(id(4)), 2).await.unwrap()), [3, 2]);
    let own = audit::list_of_user(&store, id(1), None, 3).await.unwrap();
    assert_eq!(numbers(&own), [4, 3, 2]);
    let rest = audit::list_of_user(&store, id(1), Some(id(2)), 3).await.unwrap();
    assert_eq!(numbers(&rest), [1]);
}

pub async fn an_erased_user_leaves_events_without_a_trace(place: Place) {
    let store = with_events(&place).await;
    let changed = unit!(store, |tx| {
        let changed = audit::pseudonymise(tx, id(1)).await?;
        users::erase(tx, id(1)).await?;
        Ok(changed)
    });
    assert_eq!(changed.unwrap(), 4);
    let mut events = audit::list(&store, None, 9).await.unwrap();
    events.reverse();
    let traces: Vec<_> = events
        .iter()
        .map(|it| (it.actor_id, it.subject_id, it.address.is_some(), it.detail.len() > 2))
        .collect();
    let other = Some(id(2));
    let expected = [
        (None, None, false, false),
        (None, None, false, false),
        (other, None, true, false),
        (None, other, false, false),
        (other, other, true, true),
    ];
    assert_eq!(traces, expected);
}

pub async fn old_events_are_removed_in_steps(place: Place) {
    let store = with_events(&place).await;
    let mut removed = Vec::new();
    for _ in 0..3 {
        removed.push(unit!(store, |tx| audit::delete_before(tx, NOW + 4, 2).await).unwrap());
    }
    assert_eq!(removed, [2, 1, 0]);
    assert_eq!(numbers(&audit::list(&store, None, 9).await.unwrap()), [5, 4]);
}

pub async fn the_newest_finding_of_each_component_is_its_state(place: Place) {
    let store = place.store().await;
    let findings = [
        ("database", Status::Unhealthy, 0),
        ("catalogue", Status::Degraded, 1),
        ("database", Status::Healthy, 2),
    ];
    for (at, (component, status, days)) in findings.into_iter().enumerate() {
        let check = HealthCheck {
            id: id(at as u128),
            component: component.to_owned(),
            status,
            message: None,
            data: "{}".to_owned(),
            checked_at_ms: NOW + days * DAY,
        };
        unit!(store, |tx| health::insert(tx, &check).await).unwrap();
    }
    let latest = health::latest(&store).await.unwrap();
    let latest: Vec<_> = latest.iter().map(|it| (it.component.as_str(), it.status)).collect();
    assert_eq!(latest, [("catalogue", Status::Degraded), ("database", Status::Healthy)]);
    let history = |before| health::history(&store, "database", before, 9);
    let of = |checks: Vec<HealthCheck>| checks.iter().map(|it| it.status).collect::<Vec<_>>();
    assert_eq!(of(history(i64::MAX).await.unwrap()), [Status::Healthy, Status::Unhealthy]);
    assert_eq!(of(history(NOW + DAY).await.unwrap()), [Status::Unhealthy]);
    assert_eq!(unit!(store, |tx| health::delete_before(tx, NOW + DAY, 9).await).unwrap(), 1);
}

pub async fn a_retention_rule_remembers_its_last_run(place: Place) {
    let store = place.store().await;
    for keep in [Some(DAY), Some(7 * DAY)] {
        unit!(store, |tx| retention::put(tx, "health_checks", keep, NOW).await).unwrap();
    }
    unit!(store, |tx| retention::put(tx, "audit_events", None, NOW).await).unwrap();
    let noted = unit!(store, |tx| retention::record_run(tx, "health_checks", NOW + 5, 12).await);
    assert!(noted.unwrap());
    let rules = retention::list(&store).await.unwrap();
    let rules: Vec<_> = rules
        .iter()
        .map(|it| (it.data_class.as_str(), it.keep_ms, it.last_run_at_ms, it.removed_rows))
        .collect();
    let expected =
        [("audit_events", None, None, 0), ("health_checks", Some(7 * DAY), Some(NOW + 5), 12)];
    assert_eq!(rules, expected);
    let error = unit!(store, |tx| retention::put(tx, "jobs", Some(0), NOW).await).unwrap_err();
    assert!(matches!(error, Error::Conflict { rule: Rule::Check, .. }), "{error:?}");
}
