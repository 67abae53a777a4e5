//! A person who goes leaves nothing, and takes nothing from others.

use listens::{Change, Condition, Effect, NewPin, Rule, Score, Target};
use uuid::Uuid;

use crate::place::{Engine, Place, by, play, words};

async fn fill(place: &Place, user: Uuid) {
    let plays = (0..20).map(|at| play("Otter", &format!("Song {}", at % 5), at * 300)).collect();
    let outcomes = place.submit(&by(user, "phone"), plays).await;
    let twice = (0..20).map(|at| play("Otter", &format!("Song {}", at % 5), at * 300 + 2));
    let joined = place.submit(&by(user, "desk"), twice.collect()).await;
    let listens = &place.listens;
    listens.delete(user, outcomes[3].id()).await.unwrap();
    listens.change_one(user, outcomes[4].id(), &Change::ShiftTime(60_000)).await.unwrap();
    listens.separate(user, joined[7].id()).await.unwrap();
    let condition = Condition { recording_name: Some("Song 1".to_owned()), ..Condition::default() };
    listens.add_rule(user, &Rule { condition, effect: Effect::Block }).await.unwrap();
    let mbid = Some(Uuid::from_u128(7));
    listens.match_words(user, outcomes[0].recording_msid(), mbid).await.unwrap();
    listens.set_now_playing(user, "phone", words("Otter", "Song"), "{}".to_owned()).await.unwrap();
    let target = Target::Msid(outcomes[0].recording_msid());
    listens.set_feedback(user, target, Score::Love, "native").await.unwrap();
    let pin = NewPin { recording_mbid: mbid, ..NewPin::default() };
    listens.pin(user, pin).await.unwrap();
    listens.set_latest_import(user, "lastfm", 1).await.unwrap();
}

pub async fn who_is_erased_leaves_nothing(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    for user in [maya, otto] {
        fill(&place, user).await;
    }
    let others = (place.history(otto).await, place.counts(otto).await);
    place
        .store
        .write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { store::users::erase(tx, maya).await.map(drop) })
        })
        .await
        .unwrap();
    for (table, query) in store::export::TABLES {
        let page = (maya, Uuid::nil());
        let left = store::export::page(&place.store, query, page, 10).await.unwrap();
        assert!(left.is_empty(), "{table}");
    }
    // What is made of those tables.
    let begin = (i64::MIN, Uuid::nil());
    let rows = store::listens::rows_after(&place.store, maya, begin, 10).await.unwrap();
    assert!(rows.is_empty() && place.counts(maya).await.is_empty());
    let days = store::stats::stale_days(&place.store, maya, 10).await.unwrap();
    let days_counted = store::stats::days(&place.store, maya, (i64::MIN, i64::MAX)).await.unwrap();
    assert!(days.is_empty() && days_counted.is_empty());
    assert_eq!((place.history(otto).await, place.counts(otto).await), others);
    assert_eq!(place.listens.rebuild(otto).await.unwrap().changed, 0);
}
