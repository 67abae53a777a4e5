//! Sessions and their rotation.

use futures::future::join_all;
use store::sessions::{self, NewSession};
use store::{Error, Store};

use crate::place::{DAY, NOW, Place, id};
use crate::users::{insert, new_user};

/// A sign-in of a user; its hashes are made of its number.
pub fn new_session(number: u8, user: u128) -> NewSession {
    NewSession {
        id: id(number.into()),
        user_id: id(user),
        family_id: id(number.into()),
        access_hash: [number; 32],
        refresh_hash: [number + 100; 32],
        device: Some("Firefox".to_owned()),
        address: Some("2001:db8::1".to_owned()),
        created_at_ms: NOW + i64::from(number),
        signed_in_at_ms: NOW,
        access_expires_at_ms: NOW + DAY,
        refresh_expires_at_ms: NOW + 30 * DAY,
    }
}

async fn open(place: &Place, sessions: &[u8]) -> Store {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    for number in sessions.iter().copied() {
        store
            .write(move |tx| {
                Box::pin(async move { sessions::insert(tx, &new_session(number, 1)).await })
            })
            .await
            .unwrap();
    }
    store
}

async fn rotate(store: &Store, old: u8, next: u8, family: u8) -> Result<bool, Error> {
    let next = NewSession { family_id: id(family.into()), ..new_session(next, 1) };
    store
        .write(move |tx| Box::pin(async move { sessions::rotate(tx, id(old.into()), &next).await }))
        .await
}

pub async fn a_session_is_found_by_either_token(place: Place) {
    let store = open(&place, &[1]).await;
    let session = sessions::find_by_access_hash(&store, &[1; 32]).await.unwrap().unwrap();
    assert_eq!((session.id, session.user_id, session.family_id), (id(1), id(1), id(1)));
    assert_eq!(session.device.as_deref(), Some("Firefox"));
    assert_eq!(session.last_used_at_ms, NOW + 1);
    let found = sessions::find_by_refresh_hash(&store, &[101; 32]).await.unwrap();
    assert_eq!(found, Some(session));
    // A refresh token does not open the door, and the other way round.
    assert_eq!(sessions::find_by_access_hash(&store, &[101; 32]).await.unwrap(), None);
    assert_eq!(sessions::find_by_refresh_hash(&store, &[1; 32]).await.unwrap(), None);
}

pub async fn a_refresh_token_works_once(place: Place) {
    let store = open(&place, &[1]).await;
    assert!(rotate(&store, 1, 2, 1).await.unwrap());
    assert!(!rotate(&store, 1, 3, 1).await.unwrap());
    let used = sessions::find_by_refresh_hash(&store, &[101; 32]).await.unwrap().unwrap();
    assert_eq!(used.rotated_at_ms, Some(NOW + 2));
    assert_eq!(sessions::find_by_refresh_hash(&store, &[103; 32]).await.unwrap(), None);
}

pub async fn of_two_refreshes_at_once_one_succeeds(place: Place) {
    let store = open(&place, &[1]).await;
    let outcomes = join_all((2..12).map(|next| rotate(&store, 1, next, 1))).await;
    let successes = outcomes.into_iter().filter(|outcome| matches!(outcome, Ok(true)));
    assert_eq!(successes.count(), 1);
    assert_eq!(sessions::list_of_user(&store, id(1), NOW).await.unwrap().len(), 1);
}

pub async fn a_family_ends_as_a_whole(place: Place) {
    let store = open(&place, &[1, 5]).await;
    rotate(&store, 1, 2, 1).await.unwrap();
    let revoke = |user: u128| {
        store.write(move |tx| {
            Box::pin(async move { sessions::revoke_family(tx, id(1), id(user), NOW).await })
        })
    };
    assert!(!revoke(2).await.unwrap(), "the family of somebody else");
    assert!(revoke(1).await.unwrap());
    assert!(!revoke(1).await.unwrap());
    for hash in [[1; 32], [2; 32]] {
        let session = sessions::find_by_access_hash(&store, &hash).await.unwrap().unwrap();
        assert_eq!(session.revoked_at_ms, Some(NOW));
    }
    assert!(!rotate(&store, 2, 3, 1).await.unwrap(), "an ended pair is not replaced");
    let left = sessions::list_of_user(&store, id(1), NOW).await.unwrap();
    assert_eq!(left.iter().map(|it| it.id).collect::<Vec<_>>(), [id(5)]);
}

pub async fn the_list_shows_each_sign_in_once(place: Place) {
    let store = open(&place, &[1, 2, 3]).await;
    rotate(&store, 1, 9, 1).await.unwrap();
    let touched = store
        .write(|tx| {
            Box::pin(async move { sessions::touch(tx, id(2), NOW + DAY, Some("192.0.2.1")).await })
        })
        .await
        .unwrap();
    assert!(touched);
    let list = sessions::list_of_user(&store, id(1), NOW).await.unwrap();
    let rows: Vec<_> = list.iter().map(|it| (it.id.as_u128(), it.family_id.as_u128())).collect();
    assert_eq!(rows, [(2, 2), (9, 1), (3, 3)]);
    assert_eq!(list[0].address.as_deref(), Some("192.0.2.1"));
    let ended = store
        .write(|tx| {
            Box::pin(async move { sessions::revoke_all(tx, id(1), NOW, Some(id(1))).await })
        })
        .await
        .unwrap();
    assert_eq!(ended, 2);
    let ended = store
        .write(|tx| Box::pin(async move { sessions::revoke_all(tx, id(1), NOW, None).await }))
        .await
        .unwrap();
    assert_eq!(ended, 2);
}

pub async fn expired_sessions_are_removed_in_steps(place: Place) {
    let store = open(&place, &[1, 2, 3]).await;
    let remove = |now| {
        store.write(move |tx| Box::pin(async move { sessions::delete_expired(tx, now, 2).await }))
    };
    assert_eq!(remove(NOW + 30 * DAY).await.unwrap(), 0);
    assert_eq!(remove(NOW + 31 * DAY).await.unwrap(), 2);
    assert_eq!(remove(NOW + 31 * DAY).await.unwrap(), 1);
}
