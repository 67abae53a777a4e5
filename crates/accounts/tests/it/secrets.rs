//! Secrets at rest, and new master keys.

use accounts::{Accounts, NewAppToken, Rotated, Scope, Scopes};

use crate::place::{Engine, Place, client};

pub async fn a_secret_is_kept_encrypted_and_read_back(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let key = (maya.user_id, "lastfm_session");
    place.accounts.put_secret(key, b"open sesame", &client(1)).await.unwrap();
    let row = store::secrets::find(&place.store, key.0, key.1).await.unwrap().unwrap();
    assert!(!row.sealed.ciphertext.windows(4).any(|bytes| bytes == b"open"));
    let read = place.accounts.find_secret(key.0, key.1).await.unwrap().unwrap();
    assert_eq!(read, b"open sesame");
    assert!(place.accounts.remove_secret(key, &client(1)).await.unwrap());
    assert_eq!(place.accounts.find_secret(key.0, key.1).await.unwrap(), None);
}

pub async fn after_a_change_of_keys_everything_is_under_the_new_one(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let otto = place.caller("otto").await;
    for caller in [maya, otto] {
        let key = (caller.user_id, "lastfm_session");
        place.accounts.put_secret(key, b"open sesame", &client(1)).await.unwrap();
    }
    let token = NewAppToken {
        name: "Phone".to_owned(),
        client: None,
        scopes: Scopes::of(&[Scope::ListensWrite]),
        is_legacy: true,
        expires_at_ms: None,
    };
    place.accounts.create_app_token(&maya, &token, &client(1)).await.unwrap();
    let keyring = place.keyring.rotated(&*place.effects.random);
    let options = place.accounts.options().clone();
    let with = |keyring| {
        Accounts::new(place.store.clone(), keyring, place.effects.clone(), options.clone()).unwrap()
    };
    let rotating = with(keyring.clone());
    let read = rotating.find_secret(maya.user_id, "lastfm_session").await.unwrap();
    assert_eq!(read.as_deref(), Some(b"open sesame".as_slice()));
    let done = rotating.rotate_secrets().await.unwrap();
    assert_eq!(done, Rotated { secrets: 2, app_tokens: 1, lost: 0 });
    assert_eq!(rotating.rotate_secrets().await.unwrap(), Rotated::default());
    assert_eq!(rotating.count_by_key().await.unwrap(), [(keyring.active_id().to_owned(), 3)]);
    let alone = with(keyring.without_old());
    assert!(alone.find_secret(otto.user_id, "lastfm_session").await.is_ok());
    let foreign = with(accounts::Keyring::generate(&*place.effects.random));
    assert!(foreign.find_secret(otto.user_id, "lastfm_session").await.is_err());
    assert_eq!(foreign.rotate_secrets().await.unwrap().lost, 3);
}
