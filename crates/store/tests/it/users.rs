//! Users and their settings.

use futures::future::join_all;
use store::user_settings::{self, UserSettings};
use store::users::{self, EMAIL_KEY, Email, Folded, NewUser, Profile, Role, USERNAME_KEY};
use store::{Error, Rule, Store};
use uuid::Uuid;

use crate::place::{DAY, NOW, Place, id};
use crate::sessions::new_session;

pub fn folded(text: &str) -> Folded {
    Folded { text: text.to_owned(), folded: text.to_lowercase() }
}

pub fn new_user(number: u128) -> NewUser {
    NewUser {
        id: id(number),
        username: folded(&format!("User{number}")),
        email: Some(folded(&format!("User{number}@Example.org"))),
        password_hash: Some("$argon2id$".to_owned()),
        role: Role::User,
        is_verified: false,
        time_zone: "Europe/Berlin".to_owned(),
        created_at_ms: NOW,
    }
}

pub async fn insert(store: &Store, user: NewUser) -> Result<Uuid, Error> {
    store
        .write(|tx| Box::pin(async move { users::insert(tx, &user).await.map(|()| user.id) }))
        .await
}

pub async fn a_user_reads_back_as_it_was_made(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    let user = users::find(&store, id(1)).await.unwrap().unwrap();
    assert_eq!(user.username, folded("User1"));
    assert_eq!(user.email, Some(folded("User1@Example.org")));
    assert_eq!((user.role, user.is_active, user.is_verified), (Role::User, true, false));
    assert_eq!((user.created_at_ms, user.updated_at_ms), (NOW, NOW));
    assert_eq!((user.last_login_at_ms, user.deleted_at_ms), (None, None));
    assert_eq!(users::find_by_username(&store, "user1").await.unwrap(), Some(user.clone()));
    assert_eq!(users::find_by_email(&store, "user1@example.org").await.unwrap(), Some(user));
    assert_eq!(users::find(&store, id(2)).await.unwrap(), None);
    let settings = user_settings::find(&store, id(1)).await.unwrap().unwrap();
    assert_eq!(settings, defaults());
}

fn defaults() -> UserSettings {
    UserSettings {
        language: "en".to_owned(),
        region: None,
        theme: "auto".to_owned(),
        transcode_bitrate_kbps: 320,
        transcode_format: "mp3".to_owned(),
        scrobble_enabled: false,
        lastfm_username: None,
        party_mode_enabled: false,
        volume_level: 80,
        repeat_enabled: false,
        shuffle_enabled: false,
        profile_visibility: "private".to_owned(),
        listens_visibility: "private".to_owned(),
        notify_security_enabled: true,
        notify_reports_enabled: false,
        updated_at_ms: NOW,
    }
}

pub async fn a_taken_name_or_address_is_told_by_its_index(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    let mut same_name = new_user(2);
    same_name.username = folded("uSER1");
    let error = insert(&store, same_name).await.unwrap_err();
    assert!(error.is_taken(USERNAME_KEY), "{error:?}");
    let mut same_address = new_user(3);
    same_address.email = Some(folded("user1@EXAMPLE.org"));
    let error = insert(&store, same_address).await.unwrap_err();
    assert!(error.is_taken(EMAIL_KEY), "{error:?}");
    let mut same_id = new_user(4);
    same_id.id = id(1);
    let error = insert(&store, same_id).await.unwrap_err();
    assert!(error.is_taken("users_pkey"), "{error:?}");
    // Users without an address do not get in each other's way.
    for number in [5, 6] {
        let mut nameless = new_user(number);
        nameless.email = None;
        insert(&store, nameless).await.unwrap();
    }
    assert_eq!(users::count(&store).await.unwrap(), 3);
}

pub async fn of_many_registrations_of_one_address_one_succeeds(place: Place) {
    let store = place.store().await;
    let attempts = (1..=20).map(|number| {
        let mut user = new_user(number);
        user.email = Some(folded("same@example.org"));
        insert(&store, user)
    });
    let outcomes = join_all(attempts).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for error in outcomes.into_iter().filter_map(Result::err) {
        assert!(error.is_taken(EMAIL_KEY), "{error:?}");
    }
}

pub async fn a_value_that_is_not_allowed_is_refused(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    type Change = (&'static str, fn(&mut UserSettings));
    let changes: [Change; 7] = [
        ("user_settings_language_check", |it| it.language = "tlh".to_owned()),
        ("user_settings_region_check", |it| it.region = Some("DEU".to_owned())),
        ("user_settings_theme_check", |it| it.theme = "pink".to_owned()),
        ("user_settings_transcode_bitrate_kbps_check", |it| it.transcode_bitrate_kbps = 100),
        ("user_settings_transcode_format_check", |it| it.transcode_format = "wma".to_owned()),
        ("user_settings_volume_level_check", |it| it.volume_level = 101),
        ("user_settings_listens_visibility_check", |it| it.listens_visibility = "all".to_owned()),
    ];
    for (name, change) in changes {
        let mut settings = defaults();
        change(&mut settings);
        let error = save(&store, id(1), settings).await.unwrap_err();
        let expected = matches!(
            &error,
            Error::Conflict { rule: Rule::Check, constraint } if constraint == name
        );
        assert!(expected, "{name}: {error:?}");
    }
    let error = store
        .write(|tx| Box::pin(async move { user_settings::insert_defaults(tx, id(9), NOW).await }))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Conflict { rule: Rule::ForeignKey, .. }), "{error:?}");
}

async fn save(store: &Store, user: Uuid, settings: UserSettings) -> Result<bool, Error> {
    store
        .write(move |tx| Box::pin(async move { user_settings::update(tx, user, &settings).await }))
        .await
}

pub async fn every_setter_changes_its_column(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    let profile = Profile {
        display_name: Some("Ünal 🎵".to_owned()),
        bio: Some("listens".to_owned()),
        avatar_url: Some("https://example.org/a.png".to_owned()),
        time_zone: "Asia/Tokyo".to_owned(),
    };
    let expected = profile.clone();
    let later = NOW + DAY;
    store
        .write::<_, Error, _>(move |tx| {
            Box::pin(async move {
                assert!(users::set_password(tx, id(1), None, later).await?);
                assert!(users::set_role(tx, id(1), Role::Admin, later).await?);
                assert!(users::set_active(tx, id(1), false, later).await?);
                assert!(users::set_username(tx, id(1), &folded("New"), later).await?);
                let email = Email { address: Some(folded("n@x.org")), is_verified: true };
                assert!(users::set_email(tx, id(1), &email, later).await?);
                assert!(users::set_profile(tx, id(1), &profile, later).await?);
                assert!(users::record_login(tx, id(1), later + 1).await?);
                assert!(users::delete(tx, id(1), later).await?);
                assert!(!users::delete(tx, id(2), later).await?);
                Ok(())
            })
        })
        .await
        .unwrap();
    let user = users::find(&store, id(1)).await.unwrap().unwrap();
    assert_eq!((user.password_hash, user.password_changed_at_ms), (None, Some(later)));
    assert_eq!((user.role, user.is_active, user.is_verified), (Role::Admin, false, true));
    assert_eq!((user.username, user.email), (folded("New"), Some(folded("n@x.org"))));
    assert_eq!((user.profile, user.last_login_at_ms), (expected, Some(later + 1)));
    assert_eq!((user.deleted_at_ms, user.updated_at_ms), (Some(later), later));
    assert_eq!(users::list_deleted(&store, later, 9).await.unwrap().len(), 0);
    assert_eq!(users::list_deleted(&store, later + 1, 9).await.unwrap().len(), 1);
    store.write(|tx| Box::pin(async move { users::restore(tx, id(1), NOW).await })).await.unwrap();
    assert_eq!(users::list_deleted(&store, i64::MAX, 9).await.unwrap().len(), 0);
}

pub async fn only_the_proven_address_becomes_verified(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    for (address, expected) in [("other@example.org", false), ("user1@example.org", true)] {
        let verified = store
            .write(move |tx| {
                Box::pin(async move { users::verify_email(tx, id(1), address, NOW).await })
            })
            .await
            .unwrap();
        let user = users::find(&store, id(1)).await.unwrap().unwrap();
        assert_eq!((verified, user.is_verified), (expected, expected));
    }
}

pub async fn a_better_hash_does_not_undo_a_changed_password(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    let swap = |old: &'static str, new: &'static str| {
        store.write(move |tx| {
            Box::pin(async move { users::rehash_password(tx, id(1), old, new).await })
        })
    };
    assert!(swap("$argon2id$", "better").await.unwrap());
    assert!(!swap("$argon2id$", "late").await.unwrap());
    let user = users::find(&store, id(1)).await.unwrap().unwrap();
    assert_eq!(user.password_hash.as_deref(), Some("better"));
    assert_eq!(user.password_changed_at_ms, None);
}

pub async fn erasing_a_user_takes_what_belongs_to_it(place: Place) {
    let store = place.store().await;
    insert(&store, new_user(1)).await.unwrap();
    insert(&store, new_user(2)).await.unwrap();
    let erased = store
        .write(|tx| {
            Box::pin(async move {
                store::sessions::insert(tx, &new_session(1, 1)).await?;
                store::sessions::insert(tx, &new_session(2, 2)).await?;
                users::erase(tx, id(1)).await
            })
        })
        .await
        .unwrap();
    assert!(erased);
    assert_eq!(user_settings::find(&store, id(1)).await.unwrap(), None);
    let sessions = |user| store::sessions::list_of_user(&store, user, NOW);
    assert_eq!(sessions(id(1)).await.unwrap().len(), 0);
    assert_eq!(sessions(id(2)).await.unwrap().len(), 1);
}

pub async fn administrators_are_counted_while_they_can_act(place: Place) {
    let store = place.store().await;
    for number in 1..=4 {
        let mut user = new_user(number);
        user.role = if number == 4 { Role::User } else { Role::Admin };
        insert(&store, user).await.unwrap();
    }
    let counted = store
        .write(|tx| {
            Box::pin(async move {
                tx.lock("administrators").await?;
                users::set_active(tx, id(1), false, NOW).await?;
                users::delete(tx, id(2), NOW).await?;
                users::count_admins(&mut *tx).await
            })
        })
        .await
        .unwrap();
    assert_eq!(counted, 1);
}

pub async fn lists_go_on_behind_an_id(place: Place) {
    let store = place.store().await;
    for number in 1..=5 {
        insert(&store, new_user(number)).await.unwrap();
    }
    let ids = |users: Vec<users::User>| users.iter().map(|it| it.id.as_u128()).collect::<Vec<_>>();
    assert_eq!(ids(users::list(&store, None, 2).await.unwrap()), [1, 2]);
    assert_eq!(ids(users::list(&store, Some(id(2)), 9).await.unwrap()), [3, 4, 5]);
}
