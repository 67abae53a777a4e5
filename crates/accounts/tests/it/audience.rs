//! Who may see what a person listened to.

use accounts::{NewAppToken, Refusal, Scope, Scopes, Visibility};

use crate::place::{Engine, Place, client, refused};

pub async fn a_history_is_seen_by_those_whom_its_owner_allows(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, sam) = (place.caller("maya").await, place.caller("sam").await);
    let hidden = Refusal::NotFound { what: "user" };
    let expected = [
        (Visibility::Private, false, false),
        (Visibility::Users, true, false),
        (Visibility::Public, true, true),
    ];
    for (visibility, by_users, by_all) in expected {
        let change = place.accounts.change_settings(&maya, move |settings| {
            settings.listens_visibility = visibility;
            Ok(())
        });
        change.await.unwrap();
        let own = place.accounts.find_listener("MAYA", Some(&maya)).await.unwrap();
        assert_eq!((own.id, own.username.text.as_str()), (maya.user_id, "maya"));
        for (viewer, may_see) in [(Some(&sam), by_users), (None, by_all)] {
            let seen = place.accounts.find_listener("maya", viewer).await;
            let by_id = place.accounts.find_listener_of(maya.user_id, viewer).await;
            assert_eq!(seen.as_ref().ok(), by_id.as_ref().ok());
            let found = place.accounts.search_listeners("MA", viewer).await.unwrap();
            assert_eq!(found.first().map(|user| user.id), may_see.then_some(maya.user_id));
            match may_see {
                true => assert_eq!(seen.unwrap().id, maya.user_id),
                false => assert_eq!(refused(seen), hidden),
            }
        }
    }
    for beginning in ["", "x", "mayas", "a\0", "\u{10ffff}"] {
        let found = place.accounts.search_listeners(beginning, Some(&maya)).await.unwrap();
        assert!(found.is_empty(), "{beginning:?}");
    }
    for name in ["nobody", "", "a@b", "a\0b"] {
        assert_eq!(refused(place.accounts.find_listener(name, Some(&maya)).await), hidden);
    }
}

pub async fn a_token_that_only_writes_does_not_read_what_is_private(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let new = NewAppToken {
        name: "Phone".to_owned(),
        client: None,
        scopes: Scopes::of(&[Scope::ListensWrite]),
        is_legacy: false,
        expires_at_ms: None,
    };
    let (_, token) = place.accounts.create_app_token(&maya, &new, &client(1)).await.unwrap();
    let program = place.check(&token).await.unwrap();
    let outcome = place.accounts.find_listener("maya", Some(&program)).await;
    assert_eq!(refused(outcome), Refusal::ScopeNeeded { scope: "listens:read" });
}
