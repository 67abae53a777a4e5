//! Settings that can be, and settings that cannot.

use accounts::{Language, Refusal, Settings, Theme};
use futures::future::join_all;

use crate::place::{Place, refused};

#[tokio::test]
async fn changes_at_once_are_all_kept() {
    let place = Place::new().await;
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

#[tokio::test]
async fn values_that_cannot_be_change_nothing() {
    let place = Place::new().await;
    let maya = place.caller("maya").await;
    let before = place.accounts.find_settings(&maya).await.unwrap();
    type Change = fn(&mut Settings);
    let changes: [(Change, &str); 7] = [
        (|it| it.volume_level = 101, "volume_level"),
        (|it| it.volume_level = -1, "volume_level"),
        (|it| it.transcode_bitrate_kbps = 129, "transcode_bitrate_kbps"),
        (|it| it.region = Some("at".into()), "region"),
        (|it| it.region = Some("AUT".into()), "region"),
        (|it| it.lastfm_username = Some(String::new()), "lastfm_username"),
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
