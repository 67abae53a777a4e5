//! Tokens that live, are replaced, and end.

use std::time::Duration;

use accounts::{Options, Refusal};
use futures::future::join_all;

use crate::place::{Engine, Place, client, options, refused};

const MINUTE: Duration = Duration::from_secs(60);

pub async fn an_access_token_works_until_it_ends(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    let (_, pair) = place.sign_in("maya").await;
    place.clock.advance(14 * MINUTE);
    assert!(place.check(&pair.access).await.is_ok());
    place.clock.advance(2 * MINUTE);
    assert_eq!(refused(place.check(&pair.access).await), Refusal::NotSignedIn);
}

pub async fn a_refresh_token_does_not_open_the_interface_nor_an_access_token_refresh(
    engine: Engine,
) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    let (_, pair) = place.sign_in("maya").await;
    assert_eq!(refused(place.check(&pair.refresh).await), Refusal::NotSignedIn);
    let outcome = place.accounts.refresh(&pair.access, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::SessionEnded);
}

pub async fn a_lost_answer_is_given_again_for_a_few_seconds(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    let (_, pair) = place.sign_in("maya").await;
    let from = client(1);
    let both = join_all((0..8).map(|_| place.accounts.refresh(&pair.refresh, &from))).await;
    let pairs: Vec<_> = both.into_iter().map(|outcome| outcome.unwrap().1).collect();
    assert!(pairs.iter().all(|next| next.refresh == pairs[0].refresh));
    assert_ne!(pairs[0].refresh, pair.refresh);
    place.clock.advance(Duration::from_secs(9));
    assert!(place.accounts.refresh(&pair.refresh, &from).await.is_ok());
    assert!(place.check(&pairs[0].access).await.is_ok());
}

pub async fn a_refresh_token_that_comes_again_ends_the_sign_in(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    let (_, pair) = place.sign_in("maya").await;
    let (_, next) = place.accounts.refresh(&pair.refresh, &client(1)).await.unwrap();
    assert!(place.check(&next.access).await.is_ok());
    place.clock.advance(Duration::from_secs(11));
    let reused = place.accounts.refresh(&pair.refresh, &client(66)).await;
    assert_eq!(refused(reused), Refusal::SessionEnded);
    assert_eq!(refused(place.check(&next.access).await), Refusal::NotSignedIn);
    let outcome = place.accounts.refresh(&next.refresh, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::SessionEnded);
    let (caller, _) = place.sign_in("maya").await;
    let events = place.accounts.list_own_audit(&caller, None, 100).await.unwrap();
    let reused: Vec<_> = events.iter().filter(|e| e.action == "session.reused").collect();
    assert_eq!(reused.len(), 1);
    assert_eq!(reused[0].address.as_deref(), Some("192.0.2.66"));
}

pub async fn a_session_that_was_ended_stays_out_at_once(engine: Engine) {
    let place = Place::new(&engine).await;
    place.register("maya").await;
    let (caller, pair) = place.sign_in("maya").await;
    let (other, other_pair) = place.sign_in("maya").await;
    let sessions = place.accounts.list_sessions(&caller).await.unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions.iter().filter(|session| session.is_current).count(), 1);
    let id = other.family_id().unwrap();
    place.accounts.end_session(&caller, id, &client(1)).await.unwrap();
    assert_eq!(refused(place.check(&other_pair.access).await), Refusal::NotSignedIn);
    assert!(place.check(&pair.access).await.is_ok());
    let again = place.accounts.end_session(&caller, id, &client(1)).await;
    assert_eq!(refused(again), Refusal::NotFound { what: "session" });
    place.accounts.sign_out(&caller, &client(1)).await.unwrap();
    assert_eq!(refused(place.check(&pair.access).await), Refusal::NotSignedIn);
}

pub async fn another_process_hears_of_an_end_within_the_stated_time(engine: Engine) {
    let cache_lifetime = Duration::from_millis(200);
    let place = Place::with(&engine, Options { cache_lifetime, ..options() }).await;
    place.register("maya").await;
    let (caller, pair) = place.sign_in("maya").await;
    let other = place.sibling();
    assert!(other.check(&pair.access, &client(1)).await.is_ok());
    place.accounts.sign_out(&caller, &client(1)).await.unwrap();
    tokio::time::sleep(cache_lifetime + Duration::from_millis(50)).await;
    let outcome = other.check(&pair.access, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::NotSignedIn);
}

pub async fn nobody_ends_the_session_of_another(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let otto = place.caller("otto").await;
    let id = maya.family_id().unwrap();
    let outcome = place.accounts.end_session(&otto, id, &client(1)).await;
    assert_eq!(refused(outcome), Refusal::NotFound { what: "session" });
}
