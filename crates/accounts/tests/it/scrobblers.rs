//! Session keys of scrobblers: exchanged for an app token, or handed over by a person.

use std::time::Duration;

use accounts::{Handed, Means, Protocol, Refusal, Scope, Scopes};

use crate::app_tokens::new;
use crate::place::{Engine, Place, client, refused};

async fn token(place: &Place, scopes: &[Scope]) -> (accounts::Caller, uuid::Uuid, String) {
    let maya = place.caller("maya").await;
    let made = place.accounts.create_app_token(&maya, &new(scopes), &client(1)).await;
    let (shown, token) = made.unwrap();
    (maya, shown.id, token)
}

pub async fn a_key_works_in_its_protocol_until_its_token_ends(engine: Engine) {
    let place = Place::new(&engine).await;
    let accounts = &place.accounts;
    let (maya, id, token) = token(&place, &[Scope::ListensWrite]).await;
    let program = place.check(&token).await.unwrap();
    let key = accounts.open_scrobbling(&program, Protocol::Lastfm, &client(1)).await.unwrap();
    assert_eq!(key.len(), 32);
    let known = accounts.check_scrobbler(Protocol::Lastfm, &key, &client(2)).await.unwrap();
    assert_eq!(known, program);
    for (protocol, key) in
        [(Protocol::AudioScrobbler, &*key), (Protocol::Lastfm, "x"), (Protocol::Lastfm, &token)]
    {
        let outcome = accounts.check_scrobbler(protocol, key, &client(1)).await;
        assert_eq!(refused(outcome), Refusal::NotSignedIn);
    }
    place.clock.advance(Duration::from_secs(400 * 24 * 60 * 60));
    assert!(accounts.check_scrobbler(Protocol::Lastfm, &key, &client(2)).await.is_ok());
    accounts.end_app_token(&maya, id, &client(1)).await.unwrap();
    let outcome = accounts.check_scrobbler(Protocol::Lastfm, &key, &client(2)).await;
    assert_eq!(refused(outcome), Refusal::NotSignedIn);
}

pub async fn a_session_of_audioscrobbler_lives_while_it_is_used(engine: Engine) {
    let place = Place::new(&engine).await;
    let (accounts, protocol) = (&place.accounts, Protocol::AudioScrobbler);
    let (_, _, token) = token(&place, &[Scope::ListensWrite]).await;
    let program = place.check(&token).await.unwrap();
    let key = accounts.open_scrobbling(&program, protocol, &client(1)).await.unwrap();
    for days in [20, 20, 29] {
        place.clock.advance(Duration::from_secs(days * 24 * 60 * 60));
        assert!(place.sibling().check_scrobbler(protocol, &key, &client(1)).await.is_ok());
    }
    place.clock.advance(Duration::from_secs(31 * 24 * 60 * 60));
    let outcome = place.sibling().check_scrobbler(protocol, &key, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::NotSignedIn);
}

pub async fn a_key_needs_a_token_that_may_submit(engine: Engine) {
    let place = Place::new(&engine).await;
    let accounts = &place.accounts;
    let (maya, _, token) = token(&place, &[Scope::ListensRead]).await;
    let program = place.check(&token).await.unwrap();
    let outcome = accounts.open_scrobbling(&program, Protocol::Lastfm, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::ScopeNeeded { scope: "listens:write" });
    let outcome = accounts.open_scrobbling(&maya, Protocol::Lastfm, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::NotSignedIn);
}

pub async fn an_approved_program_fetches_its_key_once(engine: Engine) {
    let place = Place::new(&engine).await;
    let accounts = &place.accounts;
    let maya = place.caller("maya").await;
    let request = accounts.new_scrobbler_request("player");
    assert_eq!(accounts.fetch_scrobbler_key("player", &request).await.unwrap(), Handed::Waiting);
    for _ in 0..2 {
        accounts.approve_scrobbler(&maya, ("player", &request), &client(1)).await.unwrap();
    }
    let tokens = accounts.list_app_tokens(&maya).await.unwrap();
    assert_eq!((tokens.len(), tokens[0].name.as_str()), (1, "Scrobbler player"));
    let handed = accounts.fetch_scrobbler_key("player", &request).await.unwrap();
    let Handed::Key { caller, key } = handed else { panic!("{handed:?}") };
    let scopes = Scopes::of(&[Scope::ListensRead, Scope::ListensWrite]);
    assert_eq!(caller.means, Means::AppToken { id: tokens[0].id, scopes });
    place.clock.advance(Duration::from_secs(90 * 60));
    let known = accounts.check_scrobbler(Protocol::Lastfm, &key, &client(1)).await.unwrap();
    assert_eq!((known, known.user_id), (caller, maya.user_id));
    assert_eq!(accounts.fetch_scrobbler_key("player", &request).await.unwrap(), Handed::Ended);
}

pub async fn a_request_is_known_by_its_maker_for_its_program_in_its_hour(engine: Engine) {
    let place = Place::new(&engine).await;
    let accounts = &place.accounts;
    let (maya, _, token) = token(&place, &[Scope::ListensWrite]).await;
    let program = place.check(&token).await.unwrap();
    let request = accounts.new_scrobbler_request("player");
    assert_ne!(request, accounts.new_scrobbler_request("player"));
    let tampered = request.replace(&request[5..6], "_").replace(&request[6..7], "-");
    for (program, request) in [
        ("other", &*request),
        ("player", ""),
        ("player", "x"),
        ("player", &tampered),
        ("player", &request[1..]),
    ] {
        let handed = accounts.fetch_scrobbler_key(program, request).await.unwrap();
        assert_eq!(handed, Handed::Unknown, "{program} {request}");
        let outcome = accounts.approve_scrobbler(&maya, (program, request), &client(1)).await;
        assert_eq!(refused(outcome), Refusal::LinkEnded);
    }
    let outcome = accounts.approve_scrobbler(&program, ("player", &request), &client(1)).await;
    assert_eq!(refused(outcome), Refusal::SessionNeeded);
    place.clock.advance(Duration::from_secs(60 * 60));
    assert_eq!(accounts.fetch_scrobbler_key("player", &request).await.unwrap(), Handed::Ended);
    let outcome = accounts.approve_scrobbler(&maya, ("player", &request), &client(1)).await;
    assert_eq!(refused(outcome), Refusal::LinkEnded);
}
