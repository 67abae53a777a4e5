//! Accounts that go, come back, and are erased; and what people take with them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::time::Duration;

use accounts::{Caller, NewAppToken, Refusal, Scope, Scopes, UserChange};
use serde_json::Value;

use crate::place::{Engine, PASSWORD, Place, client, credentials, refused};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Something in every table.
async fn fill(place: &Place, caller: &Caller) {
    let token = NewAppToken {
        name: "Phone".to_owned(),
        client: None,
        scopes: Scopes::of(&[Scope::ListensWrite]),
        is_legacy: true,
        expires_at_ms: None,
    };
    place.accounts.create_app_token(caller, &token, &client(1)).await.unwrap();
    let secret = (caller.user_id, "lastfm_session");
    place.accounts.put_secret(secret, b"open sesame", &client(1)).await.unwrap();
    let identity = store::identities::Identity {
        id: uuid::Uuid::now_v7(),
        user_id: caller.user_id,
        provider: "home".to_owned(),
        subject: caller.user_id.to_string(),
        email: None,
        created_at_ms: 1,
        last_used_at_ms: None,
    };
    place
        .store
        .write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { store::identities::insert(tx, &identity).await })
        })
        .await
        .unwrap();
}

pub async fn signing_in_brings_an_account_back_within_the_grace_period(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    place.register("otto").await;
    let (otto, pair) = place.sign_in("otto").await;
    let wrong = place.accounts.delete_own(&otto, "wrong one", &client(1)).await;
    assert_eq!(refused(wrong), Refusal::WrongCredentials);
    place.accounts.delete_own(&otto, PASSWORD, &client(1)).await.unwrap();
    assert_eq!(refused(place.check(&pair.access).await), Refusal::NotSignedIn);
    place.clock.advance(29 * DAY);
    assert_eq!(place.accounts.erase_due(10).await.unwrap(), 0);
    let (again, _) = place.sign_in("otto").await;
    assert_eq!(again.user_id, otto.user_id);
    place.clock.advance(30 * DAY);
    assert_eq!(place.accounts.erase_due(10).await.unwrap(), 0);
}

pub async fn an_account_that_an_administrator_deleted_does_not_come_back_by_itself(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let otto = place.caller("otto").await;
    let gone = UserChange { is_deleted: Some(true), ..UserChange::default() };
    place.accounts.change_user(&maya, (otto.user_id, gone), &client(1)).await.unwrap();
    let outcome = place.accounts.sign_in(&credentials("otto", PASSWORD), &client(1)).await;
    assert_eq!(refused(outcome), Refusal::Disabled);
}

pub async fn after_the_grace_period_nothing_tells_who_it_was(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    place.register("otto").await;
    let (otto, _) = place.sign_in("otto").await;
    fill(&place, &otto).await;
    place.accounts.delete_own(&otto, PASSWORD, &client(77)).await.unwrap();
    place.clock.advance(30 * DAY + DAY);
    let late = place.accounts.sign_in(&credentials("otto", PASSWORD), &client(1)).await;
    assert_eq!(refused(late), Refusal::WrongCredentials);
    assert_eq!(place.accounts.erase_due(10).await.unwrap(), 1);
    assert_eq!(place.accounts.erase_due(10).await.unwrap(), 0);
    let needle = otto.user_id;
    for (table, query) in store::export::TABLES {
        let page = (needle, uuid::Uuid::nil());
        let left = store::export::page(&place.store, query, page, 10).await.unwrap();
        assert!(left.is_empty(), "{table}");
    }
    let (maya, _) = (place.sign_in("maya").await.0, maya);
    let events = place.accounts.list_audit(&maya, None, 200).await.unwrap();
    let shown = format!("{events:?}");
    assert!(!shown.contains(&needle.to_string()) && !shown.contains("192.0.2.77"), "{shown}");
    assert!(events.iter().any(|event| event.action == "user.erased"));
    place.register("otto").await;
}

async fn export(place: &Place, caller: &Caller) -> BTreeMap<String, Vec<Value>> {
    let mut export = place.accounts.export(caller, &client(1)).await.unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = export.next_piece().await.unwrap() {
        assert!(!piece.is_empty());
        bytes.extend(piece);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut tables = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        if let Some(table) = name.strip_suffix(".jsonl") {
            let rows = text.lines().map(|line| serde_json::from_str(line).unwrap());
            tables.insert(table.to_owned(), rows.collect());
        }
    }
    tables
}

/// Tables that the crate of the listening history fills, and whose export its own tests look at.
const OF_LISTENING: [&str; 12] = [
    "feedback",
    "import_marks",
    "listen_edits",
    "listen_imports",
    "listen_rules",
    "listens_inbox",
    "listens_raw",
    "manual_matches",
    "now_playing",
    "pins",
    "relay_targets",
    "scrobble_sessions",
];

pub async fn an_export_has_everything_about_its_user_and_nothing_of_others(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let otto = place.caller("otto").await;
    fill(&place, &maya).await;
    fill(&place, &otto).await;
    let tables = export(&place, &maya).await;
    for (table, rows) in &tables {
        assert!(!rows.is_empty() || OF_LISTENING.contains(&table.as_str()), "{table}");
    }
    let text = format!("{tables:?}");
    assert!(text.contains(&maya.user_id.to_string()));
    assert!(!text.contains(&otto.user_id.to_string()));
    assert!(!text.contains("argon2") && !text.contains("sesame"), "{text}");
    assert_eq!(tables["users"][0]["username"], "maya");
    assert_eq!(tables["users"][0]["is_active"], true);
    assert_eq!(tables["user_settings"][0]["scrobble_enabled"], false);
    assert_eq!(tables["user_secrets"][0]["purpose"], "lastfm_session");
    assert!(tables["audit_events"].iter().any(|event| event["action"] == "user.exported"));
}

pub async fn an_export_of_many_rows_is_whole(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let events = (0..1200).map(|number| store::audit::AuditEvent {
        id: uuid::Uuid::from_u128((1 << 120) + number),
        at_ms: 1,
        actor_id: Some(maya.user_id),
        subject_id: None,
        action: "test".to_owned(),
        address: None,
        detail: "{}".to_owned(),
    });
    let events: Vec<_> = events.collect();
    place
        .store
        .write::<_, store::Error, _>(move |tx| {
            Box::pin(async move {
                for event in &events {
                    store::audit::insert(tx, event).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    let tables = export(&place, &maya).await;
    let tests = tables["audit_events"].iter().filter(|event| event["action"] == "test").count();
    assert_eq!(tests, 1200);
}

/// Columns that name a user in tables that are not the user's: who did something to a thing.
const NOT_OWN: [(&str, &str); 2] = [("settings", "updated_by"), ("jobs", "created_by")];

pub async fn no_table_with_rows_of_users_is_forgotten_by_the_export(engine: Engine) {
    let place = Place::new(&engine).await;
    let found = place.columns_of_users();
    assert!(found.len() >= 8, "{found:?}");
    let is_exported = |table: &str| store::export::TABLES.iter().any(|(name, _)| *name == table);
    for (table, column) in &found {
        let is_derived = store::export::DERIVED.contains(&table.as_str());
        let is_excused = is_derived || NOT_OWN.contains(&(table, column));
        assert!(is_exported(table) || is_excused, "{table}.{column} is not in the export");
    }
}
