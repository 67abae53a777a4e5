//! Tokens of programs: scopes, ends, and old protocols.

use std::time::Duration;

use accounts::{Means, NewAppToken, Refusal, Scope, Scopes};
use md5::{Digest as _, Md5};

use crate::place::{Engine, Place, client, refused};

pub fn new(scopes: &[Scope]) -> NewAppToken {
    NewAppToken {
        name: "Phone".to_owned(),
        client: None,
        scopes: Scopes::of(scopes),
        is_legacy: true,
        expires_at_ms: None,
    }
}

fn md5(text: &str) -> String {
    Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub async fn a_token_may_do_what_its_scopes_say_and_nothing_about_credentials(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let made =
        place.accounts.create_app_token(&maya, &new(&[Scope::ListensRead]), &client(1)).await;
    let (shown, token) = made.unwrap();
    let program = place.check(&token).await.unwrap();
    assert_eq!(
        program.means,
        Means::AppToken { id: shown.id, scopes: Scopes::of(&[Scope::ListensRead]) }
    );
    assert!(program.require(Scope::ListensRead).is_ok());
    assert_eq!(
        refused(program.require(Scope::ListensWrite)),
        Refusal::ScopeNeeded { scope: "listens:write" }
    );
    assert_eq!(refused(program.require(Scope::Admin)), Refusal::ScopeNeeded { scope: "admin" });
    for outcome in [
        place.accounts.list_sessions(&program).await.map(drop),
        place.accounts.list_app_tokens(&program).await.map(drop),
        place
            .accounts
            .create_app_token(&program, &new(&[Scope::ListensRead]), &client(1))
            .await
            .map(drop),
        place.accounts.end_app_token(&program, shown.id, &client(1)).await,
        place.accounts.list_own_audit(&program, None, 10).await.map(drop),
    ] {
        assert_eq!(refused(outcome), Refusal::SessionNeeded);
    }
}

pub async fn a_token_that_was_ended_stays_out_at_once_in_every_protocol(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let made = place.accounts.create_app_token(&maya, &new(&[Scope::Admin]), &client(1)).await;
    let (shown, token) = made.unwrap();
    assert!(place.check(&token).await.unwrap().require(Scope::Admin).is_ok());
    place.accounts.end_app_token(&maya, shown.id, &client(1)).await.unwrap();
    assert_eq!(refused(place.check(&token).await), Refusal::NotSignedIn);
    let digest = md5(&format!("{token}salt"));
    let outcome = place.accounts.check_salted("maya", ("salt", &digest), &client(1)).await;
    assert_eq!(refused(outcome), Refusal::NotSignedIn);
    assert!(place.accounts.list_app_tokens(&maya).await.unwrap().is_empty());
}

pub async fn a_token_ends_when_it_was_said_to(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let now_ms = place.accounts.now_ms();
    let past = NewAppToken { expires_at_ms: Some(now_ms), ..new(&[Scope::ListensRead]) };
    let outcome = place.accounts.create_app_token(&maya, &past, &client(1)).await;
    assert!(matches!(refused(outcome), Refusal::Invalid { field: "expires_at", .. }));
    let soon = NewAppToken { expires_at_ms: Some(now_ms + 60_000), ..past };
    let (_, token) = place.accounts.create_app_token(&maya, &soon, &client(1)).await.unwrap();
    assert!(place.check(&token).await.is_ok());
    place.clock.advance(Duration::from_secs(61));
    assert_eq!(refused(place.check(&token).await), Refusal::NotSignedIn);
    let digest = md5(&format!("{token}salt"));
    let outcome = place.accounts.check_salted("maya", ("salt", &digest), &client(1)).await;
    assert_eq!(refused(outcome), Refusal::NotSignedIn);
}

pub async fn old_protocols_know_the_token_by_its_digests(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("Maya").await;
    let (_, other) = place
        .accounts
        .create_app_token(&maya, &new(&[Scope::LibraryRead]), &client(1))
        .await
        .unwrap();
    let (shown, token) = place
        .accounts
        .create_app_token(&maya, &new(&[Scope::ListensWrite]), &client(1))
        .await
        .unwrap();
    assert_ne!(other, token);
    let accounts = &place.accounts;
    let from = client(1);
    let subsonic = md5(&format!("{token}c19b2d"));
    let upper = subsonic.to_uppercase();
    let inner = md5(&token);
    let scrobbler = md5(&format!("{inner}1795219200"));
    let outcomes = [
        accounts.check_salted("maya", ("c19b2d", &subsonic), &from).await,
        accounts.check_salted("MAYA", ("c19b2d", &upper), &from).await,
        accounts.check_lastfm_mobile("Maya", &md5(&format!("Maya{inner}")), &from).await,
        accounts.check_lastfm_mobile("Maya", &md5(&format!("maya{inner}")), &from).await,
        accounts.check_audioscrobbler("maya", ("1795219200", &scrobbler), &from).await,
    ];
    for outcome in outcomes {
        let Means::AppToken { id, .. } = outcome.unwrap().means else { panic!("no app token") };
        assert_eq!(id, shown.id);
    }
    for outcome in [
        accounts.check_salted("maya", ("c19b2e", &subsonic), &from).await,
        accounts.check_salted("nobody", ("c19b2d", &subsonic), &from).await,
        accounts.check_salted("maya", ("", ""), &from).await,
        accounts.check_salted("maya", (&"x".repeat(300), &subsonic), &from).await,
        accounts.check_lastfm_mobile("otto", &md5(&format!("Maya{inner}")), &from).await,
        accounts.check_audioscrobbler("maya", ("1795219201", &scrobbler), &from).await,
    ] {
        assert_eq!(refused(outcome), Refusal::NotSignedIn);
    }
}

pub async fn a_token_for_new_protocols_only_is_not_kept_at_all(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let modern = NewAppToken { is_legacy: false, ..new(&[Scope::ListensRead]) };
    let (_, token) = place.accounts.create_app_token(&maya, &modern, &client(1)).await.unwrap();
    assert!(place.check(&token).await.is_ok());
    let digest = md5(&format!("{token}salt"));
    let outcome = place.accounts.check_salted("maya", ("salt", &digest), &client(1)).await;
    assert_eq!(refused(outcome), Refusal::NotSignedIn);
}

pub async fn only_administrators_make_tokens_for_administration_and_there_is_a_limit(
    engine: Engine,
) {
    let place = Place::new(&engine).await;
    place.caller("maya").await;
    let otto = place.caller("otto").await;
    let outcome = place.accounts.create_app_token(&otto, &new(&[Scope::Admin]), &client(1)).await;
    assert_eq!(refused(outcome), Refusal::AdminNeeded);
    let outcome = place.accounts.create_app_token(&otto, &new(&[]), &client(1)).await;
    assert!(matches!(refused(outcome), Refusal::Invalid { field: "scopes", .. }));
    for _ in 0..50 {
        place
            .accounts
            .create_app_token(&otto, &new(&[Scope::ListensRead]), &client(1))
            .await
            .unwrap();
    }
    let outcome =
        place.accounts.create_app_token(&otto, &new(&[Scope::ListensRead]), &client(1)).await;
    assert_eq!(refused(outcome), Refusal::TooMany { what: "app tokens", most: 50 });
}

pub async fn a_name_with_a_zero_byte_is_refused(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let scopes = [Scope::ListensWrite];
    let wrong = [
        ("name", NewAppToken { name: "a\0b".to_owned(), ..new(&scopes) }),
        ("client", NewAppToken { client: Some("a\0b".to_owned()), ..new(&scopes) }),
    ];
    for (field, token) in wrong {
        let outcome = place.accounts.create_app_token(&maya, &token, &client(1)).await;
        let Refusal::Invalid { field: named, .. } = refused(outcome) else { panic!("{field}") };
        assert_eq!(named, field);
    }
}
