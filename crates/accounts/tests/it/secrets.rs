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

pub async fn many_rows_that_nobody_can_read_do_not_keep_others_under_an_old_key(engine: Engine) {
    let place = Place::new(&engine).await;
    // Ids grow with time: the rows that can be read come last, behind several batches of others.
    let maya = place.caller("maya").await;
    place.clock.advance(std::time::Duration::from_secs(1));
    let otto = place.caller("otto").await;
    let lost = store::secrets::Sealed { ciphertext: vec![7; 64], key_id: "gone".to_owned() };
    let rows: Vec<_> = (0..450_u128).map(|number| (number, lost.clone())).collect();
    let written = place.store.write::<_, store::Error, _>(move |tx| {
        Box::pin(async move {
            for (number, lost) in &rows {
                let purpose = format!("service_{number}");
                store::secrets::put(tx, (maya.user_id, &purpose), lost, 1).await?;
                let token = store::app_tokens::AppToken {
                    id: uuid::Uuid::from_u128(number + 1),
                    user_id: maya.user_id,
                    name: purpose,
                    client: None,
                    scopes: "listens:write".to_owned(),
                    token_hash: std::array::from_fn(|at| number.to_le_bytes()[at % 16]),
                    legacy: Some(lost.clone()),
                    created_at_ms: 1,
                    expires_at_ms: None,
                    last_used_at_ms: None,
                    last_used_address: None,
                    revoked_at_ms: None,
                };
                store::app_tokens::insert(tx, &token).await?;
            }
            Ok(())
        })
    });
    written.await.unwrap();
    place.accounts.put_secret((otto.user_id, "zither"), b"sesame", &client(1)).await.unwrap();
    let token = NewAppToken {
        name: "Phone".to_owned(),
        client: None,
        scopes: Scopes::of(&[Scope::ListensWrite]),
        is_legacy: true,
        expires_at_ms: None,
    };
    place.accounts.create_app_token(&otto, &token, &client(1)).await.unwrap();
    let keyring = place.keyring.rotated(&*place.effects.random);
    let options = place.accounts.options().clone();
    let rotating = Accounts::new(place.store.clone(), keyring, place.effects.clone(), options);
    let done = rotating.unwrap().rotate_secrets().await.unwrap();
    assert_eq!(done, Rotated { secrets: 1, app_tokens: 1, lost: 900 });
}
