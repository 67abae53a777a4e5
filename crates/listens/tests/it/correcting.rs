//! What people correct: edits, rules and choices, and how they take them back.

use listens::{
    Change, Condition, Effect, Filter, MatchKind, NewWords, Play, Refusal, Rule, Window,
};
use uuid::Uuid;

use crate::place::{Engine, NOON, Place, by, play, refused};

fn artist(name: &str) -> NewWords {
    NewWords { artist_name: Some(name.to_owned()), ..NewWords::default() }
}

async fn fill(place: &Place, user: Uuid) {
    let titles = ["One", "Two", "Three", "One"];
    let plays = titles.iter().zip(0..).map(|(title, at)| play("Otter", title, at * 300));
    place.submit(&by(user, "phone"), plays.collect()).await;
    place.submit(&by(user, "desk"), vec![play("Heron", "One", 5000)]).await;
}

/// Names of artists, with plays, the most played first.
async fn artists_of(place: &Place, user: Uuid) -> Vec<(String, i64)> {
    let counts = place.counts(user).await.into_iter().filter(|it| it.of == "Artists");
    let mut named: Vec<_> = counts.map(|it| (it.name, it.listens as i64)).collect();
    named.sort_by_key(|(name, listens)| (-listens, name.clone()));
    named
}

fn named(name: &str, listens: i64) -> (String, i64) {
    (name.to_owned(), listens)
}

pub async fn each_kind_of_edit_is_counted_at_once_and_undone(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    fill(&place, maya).await;
    let (history, counts) = (place.history(maya).await, place.counts(maya).await);
    let id = history[4].id;
    let changes = [
        Change::Delete,
        Change::SetWords(artist("Heron")),
        Change::SetMatch(Uuid::from_u128(7)),
        Change::ShiftTime(-3_600_000),
    ];
    for change in changes {
        let batch = place.listens.change_one(maya, id, &change).await.unwrap();
        assert_eq!(batch.listens, 1);
        let (now, counted) = (place.history(maya).await, place.counts(maya).await);
        assert_ne!(counted, counts, "{change:?}");
        let changed = now.iter().find(|it| it.id == id);
        match &change {
            Change::Delete => {
                assert_eq!((changed, now.len()), (None, 4));
                assert_eq!(place.listens.find(maya, id).await.unwrap(), None);
            }
            Change::SetWords(_) => {
                assert_eq!(changed.unwrap().words.artist_name, "Heron");
                assert_eq!(changed.unwrap().payload, history[4].payload);
                let artists = artists_of(&place, maya).await;
                assert_eq!(artists, [named("Otter", 3), named("Heron", 2)]);
            }
            Change::SetMatch(mbid) => {
                let matched = changed.unwrap().matched.clone().unwrap();
                assert_eq!(
                    (matched.recording.mbid, matched.recording.name.as_str()),
                    (*mbid, "One")
                );
                assert_eq!(changed.unwrap().matched_by, MatchKind::Manual);
            }
            Change::ShiftTime(by_ms) => {
                assert_eq!(changed.unwrap().listened_at_ms, NOON + by_ms);
                let bounds = place.listens.bounds(maya).await.unwrap().unwrap();
                assert_eq!(bounds, (NOON + by_ms, NOON + 5_000_000));
            }
        }
        assert_eq!(place.listens.rebuild(maya).await.unwrap().changed, 0, "{change:?}");
        assert_eq!(place.listens.undo(maya, batch.id).await.unwrap(), 1);
        assert_eq!(place.history(maya).await, history, "{change:?}");
        assert_eq!(place.counts(maya).await, counts, "{change:?}");
        assert_eq!(place.listens.undo(maya, batch.id).await.unwrap(), 0);
    }
    let edits = place.listens.edits(maya, 10).await.unwrap();
    assert_eq!(edits.len(), 4);
    assert!(edits.iter().all(|it| it.undone_at_ms.is_some() && it.listens == 1));
}

pub async fn a_filter_tells_what_it_means_before_it_changes(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    fill(&place, maya).await;
    let (history, counts) = (place.history(maya).await, place.counts(maya).await);
    let one = Filter { recording_name: Some("ONE".to_owned()), ..Filter::default() };
    let of_desk = Filter { client: Some("desk".to_owned()), ..one.clone() };
    let late = Filter { after_ms: Some(NOON), before_ms: Some(NOON + 5_000_000), ..one.clone() };
    for (filter, expected) in [(&one, 3), (&of_desk, 1), (&late, 1)] {
        let preview = place.listens.preview(maya, filter).await.unwrap();
        assert_eq!((preview.listens, preview.first.len() as u64), (expected, expected));
    }
    let batch = place.listens.change(maya, &one, &Change::SetWords(artist("Crane"))).await.unwrap();
    assert_eq!(batch.listens, 3);
    let artists = artists_of(&place, maya).await;
    assert_eq!(artists, [named("Crane", 3), named("Otter", 2)]);
    assert_eq!(place.listens.undo(maya, batch.id).await.unwrap(), 3);
    assert_eq!((place.history(maya).await, place.counts(maya).await), (history, counts));
    let all = place.listens.change(maya, &Filter::default(), &Change::Delete).await;
    assert!(matches!(refused(all), Refusal::Invalid { field: "filter", .. }));
    let blank = place.listens.change(maya, &one, &Change::SetWords(artist(" "))).await;
    assert!(matches!(refused(blank), Refusal::Invalid { field: "words", .. }));
    let otto = place.user("otto").await;
    let foreign = place.listens.delete(otto, place.history(maya).await[0].id).await;
    assert_eq!(refused(foreign), Refusal::NotFound { what: "listen" });
}

pub async fn a_bulk_edit_of_many_steps_is_one_batch(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let plays: Vec<Play> = (0..1300).map(|at| play("Otter", "Song", at * 250)).collect();
    place.submit(&by(maya, "phone"), plays).await;
    let filter = Filter { artist_name: Some("otter".to_owned()), ..Filter::default() };
    let batch = place.listens.change(maya, &filter, &Change::Delete).await.unwrap();
    assert_eq!(batch.listens, 1300);
    assert!(place.history(maya).await.is_empty() && place.counts(maya).await.is_empty());
    assert_eq!(place.listens.undo(maya, batch.id).await.unwrap(), 1300);
    assert_eq!(place.listens.count(maya).await.unwrap(), 1300);
}

pub async fn a_listen_is_deleted_by_its_second_and_the_id_of_its_words(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let kept = place.one(&by(maya, "phone"), play("Otter", "Other", 0)).await;
    let mut gone = play("Otter", "Song", 0);
    gone.listened_at_ms += 750;
    let gone = place.one(&by(maya, "phone"), gone).await;
    let msid = gone.recording_msid();
    let second = NOON / 1000;
    for (second, msid) in [(second + 1, msid), (second - 1, msid), (second, Uuid::nil())] {
        assert_eq!(place.listens.delete_at(maya, second, msid).await.unwrap(), 0);
    }
    assert_eq!(place.listens.delete_at(maya, second, msid).await.unwrap(), 1);
    assert_eq!(place.listens.delete_at(maya, second, msid).await.unwrap(), 0);
    assert_eq!(place.history(maya).await[0].id, kept.id());
    assert_eq!(place.listens.count(maya).await.unwrap(), 1);
}

pub async fn rules_are_tried_out_applied_to_past_and_future_and_taken_back(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    fill(&place, maya).await;
    let (history, counts) = (place.history(maya).await, place.counts(maya).await);
    let on = |name: &str| Condition { artist_name: Some(name.to_owned()), ..Condition::default() };
    const BOTH: [&str; 2] = ["Otter", "Newt"];
    let both = Effect::Split(BOTH.map(str::to_owned).to_vec());
    let split = Rule { condition: on("OTTER"), effect: both };
    let block = Rule { condition: on("Heron"), effect: Effect::Block };
    let preview = place.listens.preview_rule(maya, &split).await.unwrap();
    assert_eq!((preview.listens, preview.first.len()), (4, 4));
    let (listen, becomes) = &preview.first[0];
    let becomes = becomes.as_ref().unwrap();
    assert_eq!(listen.words.artist_name, "Otter");
    assert_eq!(
        (becomes.artists.as_slice(), becomes.recording_mbid),
        (&BOTH.map(str::to_owned)[..], None)
    );
    assert_eq!(becomes.words.artist_name, BOTH.join("; "));
    let preview = place.listens.preview_rule(maya, &block).await.unwrap();
    assert!(preview.first.iter().all(|(_, becomes)| becomes.is_none()) && preview.listens == 1);
    assert_eq!(place.history(maya).await, history);
    let id = place.listens.add_rule(maya, &split).await.unwrap();
    let artists = artists_of(&place, maya).await;
    assert_eq!(artists, [named("Newt", 4), named("Otter", 4), named("Heron", 1)]);
    let block_id = place.listens.add_rule(maya, &block).await.unwrap();
    assert_eq!(place.history(maya).await.len(), 4);
    // The future.
    place.one(&by(maya, "phone"), play("Otter", "Four", 9000)).await;
    let heron = place.one(&by(maya, "phone"), play("Heron", "Four", 9500)).await;
    assert_eq!(place.listens.find(maya, heron.id()).await.unwrap(), None);
    let artists = artists_of(&place, maya).await;
    assert_eq!(artists, [named("Newt", 5), named("Otter", 5)]);
    assert_eq!(place.listens.rebuild(maya).await.unwrap().changed, 0);
    let told: Vec<_> = place.listens.rules(maya).await.unwrap();
    assert_eq!(
        told.iter().map(|it| (it.id, it.is_enabled)).collect::<Vec<_>>(),
        [(id, true), (block_id, true)]
    );
    // The way back.
    for second in [9000, 9500] {
        let window = Window { after_ms: Some(NOON + second * 1000 - 1), before_ms: None };
        if let Some(it) = place.listens.history(maya, window, 1).await.unwrap().pop() {
            place.listens.delete(maya, it.id).await.unwrap();
        }
    }
    place.listens.set_rule_enabled(maya, block_id, false).await.unwrap();
    place.listens.delete(maya, heron.id()).await.unwrap();
    place.listens.remove_rule(maya, id).await.unwrap();
    assert_eq!((place.history(maya).await, place.counts(maya).await), (history, counts));
    let otto = place.user("otto").await;
    for outcome in [
        place.listens.remove_rule(otto, block_id).await,
        place.listens.set_rule_enabled(otto, block_id, true).await,
        place.listens.remove_rule(maya, id).await,
    ] {
        assert_eq!(refused(outcome), Refusal::NotFound { what: "rule" });
    }
}

pub async fn a_name_that_is_never_split_matches_as_a_whole_or_not_at_all(engine: Engine) {
    let place = Place::new(&engine).await;
    place.open_shop(1);
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    for person in [maya, otto] {
        place.one(&by(person, "phone"), play("DJ Parsnip & Sons", "Peel the Night", 0)).await;
    }
    let (parsnip, sons) = ([named("DJ Parsnip", 1)], [named("DJ Parsnip & Sons", 1)]);
    let only_first = artists_of(&place, maya).await;
    assert!(only_first.contains(&parsnip[0]), "{only_first:?}");
    let condition =
        Condition { artist_name: Some("dj parsnip & sons".to_owned()), ..Condition::default() };
    let rule = Rule { condition, effect: Effect::KeepTogether };
    let preview = place.listens.preview_rule(maya, &rule).await.unwrap();
    let becomes = preview.first[0].1.as_ref().unwrap();
    assert_eq!(
        (&becomes.artists[..], becomes.recording_mbid),
        (&["DJ Parsnip & Sons".to_owned()][..], None)
    );
    let id = place.listens.add_rule(maya, &rule).await.unwrap();
    assert_eq!(artists_of(&place, maya).await, sons);
    // The long look comes to the same.
    crate::matching::match_all(&place.listens).await;
    assert_eq!(artists_of(&place, maya).await, sons);
    assert_eq!(artists_of(&place, otto).await, only_first, "rules are a person's own");
    assert_eq!(place.listens.rebuild(maya).await.unwrap().changed, 0);
    place.listens.remove_rule(maya, id).await.unwrap();
    assert_eq!(artists_of(&place, maya).await, only_first);
}

pub async fn a_choice_counts_for_all_equal_words_of_one_person(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    for user in [maya, otto] {
        fill(&place, user).await;
    }
    let (history, counts) = (place.history(maya).await, place.counts(maya).await);
    let others = (place.history(otto).await, place.counts(otto).await);
    let msid = history[4].recording_msid;
    assert_eq!(place.listens.manual_match(maya, msid).await.unwrap(), None);
    for (mbid, at) in [(Uuid::from_u128(7), 7000), (Uuid::from_u128(8), 8000)] {
        place.listens.match_words(maya, msid, Some(mbid)).await.unwrap();
        let choice = place.listens.manual_match(maya, msid).await.unwrap().unwrap();
        assert_eq!(choice.recording_mbid, mbid);
        let now = place.history(maya).await;
        let chosen = now.iter().filter(|it| it.matched_by == MatchKind::Manual);
        let chosen: Vec<_> = chosen.map(|it| (it.listened_at_ms - NOON) / 1000).collect();
        assert_eq!(chosen, [900, 0]);
        // The future.
        let next = place.one(&by(maya, "phone"), play("Otter", "One", at)).await;
        let read = place.listens.find(maya, next.id()).await.unwrap().unwrap();
        assert_eq!(read.matched.unwrap().recording.mbid, mbid);
        assert_eq!(place.listens.rebuild(maya).await.unwrap().changed, 0);
        place.listens.delete(maya, next.id()).await.unwrap();
        // Somebody else has an own opinion.
        assert_eq!((place.history(otto).await, place.counts(otto).await), others);
    }
    place.listens.match_words(maya, msid, None).await.unwrap();
    assert_eq!((place.history(maya).await, place.counts(maya).await), (history, counts));
    assert_eq!(place.listens.manual_match(maya, msid).await.unwrap(), None);
}

pub async fn words_that_nothing_matches_are_listed_by_plays(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    fill(&place, maya).await;
    let list = place.listens.unmatched(maya, 10).await.unwrap();
    assert_eq!(list.len(), 4);
    assert_eq!((list[0].words.recording_name.as_str(), list[0].listens), ("One", 2));
    place
        .listens
        .match_words(maya, list[0].recording_msid, Some(Uuid::from_u128(7)))
        .await
        .unwrap();
    let list = place.listens.unmatched(maya, 10).await.unwrap();
    assert!(list.iter().all(|it| it.listens == 1) && list.len() == 3, "{list:?}");
    assert_eq!(place.listens.unmatched(maya, 2).await.unwrap().len(), 2);
}
