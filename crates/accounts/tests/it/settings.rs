//! Settings that can be, and settings that cannot.

use accounts::{Language, ProfileChange, Refusal, Settings, Theme};
use futures::future::join_all;

use crate::place::{Engine, Place, client, refused};

pub async fn changes_at_once_are_all_kept(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let before = place.accounts.find_settings(&maya).await.unwrap();
    assert_eq!(
        (before.language, before.theme, before.volume_level),
        (Language::En, Theme::Auto, 80)
    );
    let changes = (0..20).map(|_| {
        place.accounts.change_settings(&maya, |settings| {
            settings.volume_level -= 1;
            settings.time_zone = "Europe/Vienna".to_owned();
            Ok(())
        })
    });
    assert!(join_all(changes).await.iter().all(Result::is_ok));
    let after = place.accounts.find_settings(&maya).await.unwrap();
    assert_eq!((after.volume_level, after.time_zone.as_str()), (60, "Europe/Vienna"));
}

pub async fn values_that_cannot_be_change_nothing(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let before = place.accounts.find_settings(&maya).await.unwrap();
    type Change = fn(&mut Settings);
    let changes: [(Change, &str); 8] = [
        (|it| it.volume_level = 101, "volume_level"),
        (|it| it.volume_level = -1, "volume_level"),
        (|it| it.transcode_bitrate_kbps = 129, "transcode_bitrate_kbps"),
        (|it| it.region = Some("at".into()), "region"),
        (|it| it.region = Some("AUT".into()), "region"),
        (|it| it.lastfm_username = Some(String::new()), "lastfm_username"),
        (|it| it.lastfm_username = Some("a\0b".into()), "lastfm_username"),
        (|it| it.time_zone = "Europe/Atlantis".into(), "time_zone"),
    ];
    for (change, field) in changes {
        let outcome = place.accounts.change_settings(&maya, move |settings| {
            change(settings);
            Ok(())
        });
        let Refusal::Invalid { field: named, .. } = refused(outcome.await) else {
            panic!("{field}")
        };
        assert_eq!(named, field);
    }
    assert_eq!(place.accounts.find_settings(&maya).await.unwrap(), before);
    let wrong = Language::parse("xx");
    assert_eq!(
        refused(wrong).to_string(),
        "language is one of en, es, fr, de, it, pt, ru, ja, zh, ko"
    );
}

pub async fn a_profile_with_a_zero_byte_changes_nothing(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.caller("maya").await;
    let zero = || Some(Some("https://a\0b".to_owned()));
    let changes = [
        ("display_name", ProfileChange { display_name: zero(), ..ProfileChange::default() }),
        ("bio", ProfileChange { bio: zero(), ..ProfileChange::default() }),
        ("avatar_url", ProfileChange { avatar_url: zero(), ..ProfileChange::default() }),
    ];
    for (field, change) in changes {
        let outcome = place.accounts.change_profile(&maya, change, &client(1)).await;
        let Refusal::Invalid { field: named, .. } = refused(outcome) else { panic!("{field}") };
        assert_eq!(named, field);
    }
    let fine = ProfileChange { bio: Some(Some("é\n".to_owned())), ..ProfileChange::default() };
    let user = place.accounts.change_profile(&maya, fine, &client(1)).await.unwrap();
    assert_eq!((user.profile.bio.as_deref(), user.profile.avatar_url), (Some("é\n"), None));
}
