//! Identities, app tokens, one-time tokens and secrets.

use futures::future::join_all;
use store::app_tokens::{self, AppToken};
use store::identities::{self, Identity, SUBJECT_KEY};
use store::one_time_tokens::{self, OneTimeToken, Purpose};
use store::scrobble_sessions::{self, NewScrobbleSession, Protocol};
use store::secrets::{self, Sealed};
use store::{Store, users};

use crate::place::{DAY, NOW, Place, id, unit};
use crate::users::{insert, new_user};

async fn open(place: &Place) -> Store {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    insert(&store, new_user(2)).await.unwrap();
    store
}

pub fn sealed(text: &str, key_id: &str) -> Sealed {
    Sealed { ciphertext: text.as_bytes().to_vec(), key_id: key_id.to_owned() }
}

fn identity(number: u128, user: u128) -> Identity {
    Identity {
        id: id(number),
        user_id: id(user),
        provider: "google".to_owned(),
        subject: "1234".to_owned(),
        email: None,
        created_at_ms: NOW,
        last_used_at_ms: None,
    }
}

pub async fn an_identity_belongs_to_one_user(place: Place) {
    let store = open(&place).await;
    unit!(store, |tx| identities::insert(tx, &identity(1, 1)).await).unwrap();
    let error = unit!(store, |tx| identities::insert(tx, &identity(2, 2)).await).unwrap_err();
    assert!(error.is_taken(SUBJECT_KEY), "{error:?}");
    let used = unit!(store, |tx| identities::touch(tx, id(1), NOW + 1, Some("a@b.org")).await);
    assert!(used.unwrap());
    let found = identities::find(&store, "google", "1234").await.unwrap().unwrap();
    assert_eq!((found.user_id, found.last_used_at_ms), (id(1), Some(NOW + 1)));
    assert_eq!(identities::list_of_user(&store, id(1)).await.unwrap(), [found]);
    assert!(!unit!(store, |tx| identities::delete(tx, id(1), id(2)).await).unwrap());
    assert!(unit!(store, |tx| identities::delete(tx, id(1), id(1)).await).unwrap());
    assert_eq!(identities::find(&store, "google", "1234").await.unwrap(), None);
}

fn app_token(number: u8, legacy: Option<Sealed>) -> AppToken {
    AppToken {
        id: id(number.into()),
        user_id: id(1),
        name: "phone".to_owned(),
        client: Some("Player".to_owned()),
        scopes: "listens:write subsonic".to_owned(),
        token_hash: [number; 32],
        legacy,
        created_at_ms: NOW,
        expires_at_ms: None,
        last_used_at_ms: None,
        last_used_address: None,
        revoked_at_ms: None,
    }
}

pub async fn an_app_token_lives_until_it_is_ended(place: Place) {
    let store = open(&place).await;
    let made = app_token(1, Some(sealed("token", "k1")));
    let kept = made.clone();
    unit!(store, |tx| app_tokens::insert(tx, &made).await).unwrap();
    assert_eq!(app_tokens::find_by_hash(&store, &[1; 32]).await.unwrap(), Some(kept));
    for at_ms in [NOW + 2, NOW + 1] {
        let noted = unit!(store, |tx| app_tokens::touch(tx, id(1), at_ms, Some("::1")).await);
        assert_eq!(noted.unwrap(), at_ms == NOW + 2, "time does not go back");
    }
    let list = app_tokens::list_of_user(&store, id(1)).await.unwrap();
    assert_eq!((list.len(), list[0].last_used_at_ms), (1, Some(NOW + 2)));
    assert!(!unit!(store, |tx| app_tokens::revoke(tx, id(1), id(2), NOW).await).unwrap());
    assert!(unit!(store, |tx| app_tokens::revoke(tx, id(1), id(1), NOW).await).unwrap());
    assert_eq!(app_tokens::list_of_user(&store, id(1)).await.unwrap(), []);
    let ended = app_tokens::find_by_hash(&store, &[1; 32]).await.unwrap().unwrap();
    assert_eq!((ended.revoked_at_ms, ended.legacy), (Some(NOW), None));
    assert_eq!(unit!(store, |tx| app_tokens::delete_ended(tx, NOW, 9).await).unwrap(), 0);
    assert_eq!(unit!(store, |tx| app_tokens::delete_ended(tx, NOW + 1, 9).await).unwrap(), 1);
    unit!(store, |tx| app_tokens::insert(tx, &app_token(2, None)).await).unwrap();
    assert_eq!(unit!(store, |tx| app_tokens::revoke_all(tx, id(1), NOW).await).unwrap(), 1);
}

fn one_time(number: u8, purpose: Purpose) -> OneTimeToken {
    OneTimeToken {
        id: id(number.into()),
        purpose,
        token_hash: [number; 32],
        user_id: Some(id(1)),
        email: Some("a@b.org".to_owned()),
        created_by: Some(id(2)),
        detail: r#"{"next": "/"}"#.to_owned(),
        created_at_ms: NOW,
        expires_at_ms: NOW + DAY,
        used_at_ms: None,
    }
}

pub async fn of_two_uses_of_a_one_time_token_one_succeeds(place: Place) {
    let store = open(&place).await;
    let token = one_time(1, Purpose::ResetPassword);
    unit!(store, |tx| one_time_tokens::insert(tx, &token).await).unwrap();
    let uses = (0..10).map(|_| async {
        unit!(store, |tx| {
            one_time_tokens::use_up(tx, &[1; 32], Purpose::ResetPassword, NOW + 5).await
        })
    });
    let used: Vec<_> = join_all(uses).await.into_iter().filter_map(|it| it.unwrap()).collect();
    let expected =
        OneTimeToken { used_at_ms: Some(NOW + 5), ..one_time(1, Purpose::ResetPassword) };
    assert_eq!(used, [expected]);
}

pub async fn a_one_time_token_serves_its_purpose_in_time(place: Place) {
    let store = open(&place).await;
    for (at, purpose) in Purpose::ALL.iter().enumerate() {
        let token = one_time(at as u8, *purpose);
        unit!(store, |tx| one_time_tokens::insert(tx, &token).await).unwrap();
    }
    let use_up = |purpose, now| {
        let store = &store;
        async move {
            unit!(store, |tx| one_time_tokens::use_up(tx, &[3; 32], purpose, now).await).unwrap()
        }
    };
    assert_eq!(use_up(Purpose::ResetPassword, NOW).await, None);
    assert_eq!(use_up(Purpose::Invitation, NOW + DAY).await, None);
    let open = |now| one_time_tokens::list_open(&store, Purpose::Invitation, now, 9);
    assert_eq!(open(NOW).await.unwrap().len(), 1);
    assert!(use_up(Purpose::Invitation, NOW).await.is_some());
    assert_eq!(open(NOW).await.unwrap().len(), 0);
    let found = one_time_tokens::find(&store, &[3; 32], Purpose::Invitation).await.unwrap();
    assert_eq!(found.unwrap().used_at_ms, Some(NOW));
    let removed = unit!(store, |tx| {
        let mails = one_time_tokens::delete_of_user(tx, id(1), Purpose::VerifyEmail).await?;
        let one = one_time_tokens::delete(tx, id(2), Purpose::ResetPassword).await?;
        let none = one_time_tokens::delete(tx, id(3), Purpose::ResetPassword).await?;
        Ok((mails, one, none, one_time_tokens::delete_expired(tx, NOW + 2 * DAY, 9).await?))
    });
    assert_eq!(removed.unwrap(), (1, true, false, 3));
    let mut broken = one_time(9, Purpose::SignIn);
    broken.detail = "{".to_owned();
    let error = unit!(store, |tx| one_time_tokens::insert(tx, &broken).await).unwrap_err();
    assert!(matches!(error, store::Error::Conflict { rule: store::Rule::Check, .. }), "{error:?}");
}

pub async fn a_secret_is_replaced_unless_the_user_was_faster(place: Place) {
    let store = open(&place).await;
    let put = |text: &'static str, key: &'static str| {
        let store = &store;
        async move {
            let sealed = sealed(text, key);
            unit!(store, |tx| secrets::put(tx, (id(1), "lastfm_session"), &sealed, NOW).await)
                .unwrap();
        }
    };
    put("one", "k1").await;
    let old = secrets::list_under_other_key(&store, "k2", None, 9).await.unwrap();
    assert_eq!(old.len(), 1);
    put("two", "k1").await;
    let stale = old[0].clone();
    let lost = unit!(store, |tx| secrets::replace(tx, &stale, &sealed("one", "k2")).await);
    assert!(!lost.unwrap());
    let fresh = secrets::find(&store, id(1), "lastfm_session").await.unwrap().unwrap();
    let won = unit!(store, |tx| secrets::replace(tx, &fresh, &sealed("TWO", "k2")).await);
    assert!(won.unwrap());
    assert_eq!(secrets::list_under_other_key(&store, "k2", None, 9).await.unwrap(), []);
    let all = secrets::list_of_user(&store, id(1)).await.unwrap();
    assert_eq!((all.len(), &all[0].sealed), (1, &sealed("TWO", "k2")));
    assert!(unit!(store, |tx| secrets::delete(tx, id(1), "lastfm_session").await).unwrap());
    assert_eq!(secrets::find(&store, id(1), "lastfm_session").await.unwrap(), None);
}

pub async fn ciphertexts_are_counted_by_key(place: Place) {
    let store = open(&place).await;
    unit!(store, |tx| {
        app_tokens::insert(tx, &app_token(1, Some(sealed("a", "k1")))).await?;
        app_tokens::insert(tx, &app_token(2, None)).await?;
        secrets::put(tx, (id(1), "x"), &sealed("b", "k1"), NOW).await?;
        secrets::put(tx, (id(2), "x"), &sealed("c", "k2"), NOW).await
    })
    .unwrap();
    let counts = |list: &[(&str, i64)]| {
        list.iter().map(|(key, rows)| ((*key).to_owned(), *rows)).collect::<Vec<_>>()
    };
    assert_eq!(secrets::count_by_key(&store).await.unwrap(), counts(&[("k1", 2), ("k2", 1)]));
    let old = app_tokens::list_under_other_key(&store, "k2", None, 9).await.unwrap();
    assert_eq!(old.iter().map(|it| it.id).collect::<Vec<_>>(), [id(1)]);
    let moved = unit!(store, |tx| {
        app_tokens::replace_ciphertext(tx, id(1), "k1", &sealed("A", "k2")).await
    });
    assert!(moved.unwrap());
    // Erasing a user takes the ciphertexts along.
    unit!(store, |tx| users::erase(tx, id(1)).await).unwrap();
    assert_eq!(secrets::count_by_key(&store).await.unwrap(), counts(&[("k2", 1)]));
}

fn scrobble_session(number: u8, last_used_at_ms: i64) -> NewScrobbleSession {
    NewScrobbleSession {
        id: id(number.into()),
        user_id: id(1),
        app_token_id: id(1),
        protocol: Protocol::Lastfm,
        key_hash: [number; 32],
        client: Some("Player 1".to_owned()),
        created_at_ms: NOW + i64::from(number),
        last_used_at_ms,
        expires_at_ms: Some(NOW + DAY),
    }
}

pub async fn a_key_of_a_scrobbler_ends_with_its_token(place: Place) {
    let store = open(&place).await;
    unit!(store, |tx| app_tokens::insert(tx, &app_token(1, None)).await).unwrap();
    let made = scrobble_session(7, NOW);
    unit!(store, |tx| scrobble_sessions::insert(tx, &made, 2).await).unwrap();
    for at_ms in [NOW + 2, NOW + 1] {
        let noted = unit!(store, |tx| scrobble_sessions::touch(tx, id(7), at_ms).await);
        assert_eq!(noted.unwrap(), at_ms == NOW + 2, "time does not go back");
    }
    let held = scrobble_sessions::find_holder(&store, &[7; 32]).await.unwrap().unwrap();
    assert_eq!(
        (held.user_id, held.app_token_id, held.scopes.as_str()),
        (id(1), id(1), "listens:write subsonic")
    );
    assert_eq!((held.last_used_at_ms, held.expires_at_ms), (NOW + 2, Some(NOW + DAY + 2)));
    assert!(unit!(store, |tx| app_tokens::revoke(tx, id(1), id(1), NOW).await).unwrap());
    assert_eq!(scrobble_sessions::find_holder(&store, &[7; 32]).await.unwrap(), None);
}

pub async fn a_program_keeps_its_newest_keys(place: Place) {
    let store = open(&place).await;
    unit!(store, |tx| app_tokens::insert(tx, &app_token(1, None)).await).unwrap();
    for number in 1..=4 {
        let made = scrobble_session(number, NOW);
        unit!(store, |tx| scrobble_sessions::insert(tx, &made, 2).await).unwrap();
    }
    for (number, is_there) in [(1, false), (2, false), (3, true), (4, true)] {
        let held = scrobble_sessions::find_holder(&store, &[number; 32]).await.unwrap();
        assert_eq!(held.is_some(), is_there, "{number}");
    }
    let removed = |now_ms| {
        let store = store.clone();
        async move { unit!(store, |tx| scrobble_sessions::delete_expired(tx, now_ms, 9).await).unwrap() }
    };
    assert_eq!((removed(NOW + DAY).await, removed(NOW + DAY + 1).await), (0, 2));
}

pub async fn of_two_that_fetch_a_key_one_gets_it(place: Place) {
    let store = open(&place).await;
    unit!(store, |tx| app_tokens::insert(tx, &app_token(1, None)).await).unwrap();
    unit!(store, |tx| scrobble_sessions::insert(tx, &scrobble_session(7, 0), 2).await).unwrap();
    let claims = (0..10)
        .map(|_| async { unit!(store, |tx| scrobble_sessions::claim(tx, id(7), NOW + 5).await) });
    let claimed = join_all(claims).await.into_iter().filter(|it| *it.as_ref().unwrap()).count();
    let held = scrobble_sessions::find_holder(&store, &[7; 32]).await.unwrap().unwrap();
    assert_eq!((claimed, held.last_used_at_ms, held.expires_at_ms), (1, NOW + 5, None));
}
