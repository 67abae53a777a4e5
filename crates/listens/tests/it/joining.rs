//! One play that several programs report, and real repeats.

use listens::{Outcome, Play, TimeMeaning, source};
use listens::{Refusal, Submission};

use crate::place::{Engine, NOON, Place, by, play, refused};

fn is_kept(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Kept { .. })
}

fn album(name: &str, of: Play) -> Play {
    let mut play = of;
    play.words.release_name = Some(name.to_owned());
    play
}

pub async fn reports_of_one_play_become_one_listen_and_are_both_kept(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let first = place.one(&by(maya, "phone"), album("Burrow", play("Otter", "Song", 0))).await;
    let counts = place.counts(maya).await;
    // Without the album, some seconds later; and from a program that stamps the end.
    let second = place.one(&by(maya, "desk"), play("Otter", "SONG", 3)).await;
    let from = Submission::new(maya, source::AUDIOSCROBBLER);
    let third = place.one(&from, play("Otter", "Song", 201)).await;
    for outcome in [second, third] {
        let Outcome::Duplicate { of, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!(of, first.id());
    }
    let history = place.history(maya).await;
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].words.release_name.as_deref(), Some("Burrow"));
    assert_eq!(place.counts(maya).await, counts);
    let others = place.listens.duplicates(maya, first.id()).await.unwrap();
    let told: Vec<_> =
        others.iter().map(|it| (it.raw_id, it.rule.as_str(), it.distance_ms / 1000)).collect();
    assert_eq!(told, [(second.id(), "same_moment", 3), (third.id(), "end_of_play", 201)]);
    // Each of them again is a repetition.
    let again = place.one(&by(maya, "desk"), play("Otter", "SONG", 3)).await;
    let Outcome::Repeated { id, .. } = again else { panic!("{again:?}") };
    assert_eq!(id, second.id());
    assert_eq!(place.counts(maya).await, counts);
}

pub async fn a_source_that_stamps_ends_meets_one_that_stamps_beginnings(engine: Engine) {
    for is_end_first in [false, true] {
        let place = Place::new(&engine).await;
        let maya = place.user("maya").await;
        let ends = Play { time_meaning: TimeMeaning::End, ..play("Otter", "Song", 200) };
        let file = Submission::new(maya, "import.spotify");
        let mut both = [(by(maya, "phone"), play("Otter", "Song", 0)), (file, ends)];
        if is_end_first {
            both.reverse();
        }
        let mut outcomes = Vec::new();
        for (from, play) in both {
            outcomes.push(place.one(&from, play).await);
        }
        assert!(is_kept(&outcomes[0]));
        assert!(matches!(outcomes[1], Outcome::Duplicate { .. }), "{outcomes:?}");
        assert_eq!(place.told(maya).await, [(0, "Song".to_owned())]);
    }
}

pub async fn real_repeats_survive(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    for at in [0, 200, 400] {
        assert!(is_kept(&place.one(&by(maya, "phone"), play("Otter", "Song", at)).await));
    }
    for at in [1, 201, 401] {
        let outcome = place.one(&by(maya, "desk"), play("Otter", "Song", at)).await;
        assert!(matches!(outcome, Outcome::Duplicate { .. }), "{outcome:?}");
    }
    // As a whole in one batch of a third program.
    let batch = [2, 202, 402].map(|at| play("Otter", "Song", at)).to_vec();
    let outcomes = place.submit(&by(maya, "car"), batch).await;
    assert!(outcomes.iter().all(|it| matches!(it, Outcome::Duplicate { .. })), "{outcomes:?}");
    assert_eq!(place.listens.count(maya).await.unwrap(), 3);
    // Nobody else is concerned.
    let otto = place.user("otto").await;
    assert!(is_kept(&place.one(&by(otto, "desk"), play("Otter", "Song", 1)).await));
}

pub async fn what_was_joined_can_be_separated_and_joined_again(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let first = place.one(&by(maya, "phone"), play("Otter", "Song", 0)).await;
    let second = place.one(&by(maya, "desk"), play("Otter", "Song", 3)).await;
    let (history, counts) = (place.history(maya).await, place.counts(maya).await);
    let batch = place.listens.separate(maya, second.id()).await.unwrap();
    assert_eq!(place.told(maya).await, [(0, "Song".to_owned()), (3, "Song".to_owned())]);
    assert_eq!(place.listens.count(maya).await.unwrap(), 2);
    assert!(place.listens.duplicates(maya, first.id()).await.unwrap().is_empty());
    let ids: Vec<_> = place.history(maya).await.iter().map(|it| it.id).collect();
    assert_eq!(ids, [second.id(), first.id()]);
    // It stays so when everything is made again, and when the report comes again.
    place.listens.rebuild(maya).await.unwrap();
    place.one(&by(maya, "desk"), play("Otter", "Song", 3)).await;
    assert_eq!(place.listens.count(maya).await.unwrap(), 2);
    assert_eq!(place.listens.undo(maya, batch.id).await.unwrap(), 1);
    assert_eq!((place.history(maya).await, place.counts(maya).await), (history, counts));
    assert_eq!(place.listens.duplicates(maya, first.id()).await.unwrap().len(), 1);
}

pub async fn only_what_was_joined_is_separated(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    let first = place.one(&by(maya, "phone"), play("Otter", "Song", 0)).await;
    let second = place.one(&by(maya, "desk"), play("Otter", "Song", 3)).await;
    let outcome = place.listens.separate(otto, second.id()).await;
    assert_eq!(refused(outcome), Refusal::NotFound { what: "duplicate" });
    let outcome = place.listens.separate(maya, first.id()).await;
    assert_eq!(refused(outcome), Refusal::NotFound { what: "duplicate" });
    assert_eq!(place.listens.count(maya).await.unwrap(), 1);
}

pub async fn a_deleted_listen_does_not_come_back_through_another_program(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let first = place.one(&by(maya, "phone"), play("Otter", "Song", 0)).await;
    place.listens.delete(maya, first.id()).await.unwrap();
    let second = place.one(&by(maya, "desk"), play("Otter", "Song", 3)).await;
    assert!(matches!(second, Outcome::Duplicate { .. }), "{second:?}");
    place.one(&by(maya, "phone"), play("Otter", "Song", 0)).await;
    assert!(place.history(maya).await.is_empty() && place.counts(maya).await.is_empty());
}

pub async fn a_listen_that_was_moved_is_found_where_it_was_reported(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let first = place.one(&by(maya, "phone"), play("Otter", "Song", 0)).await;
    let day = listens::Change::ShiftTime(86_400_000);
    place.listens.change_one(maya, first.id(), &day).await.unwrap();
    assert_eq!(place.history(maya).await[0].listened_at_ms, NOON + 86_400_000);
    let second = place.one(&by(maya, "desk"), play("Otter", "Song", 3)).await;
    assert!(matches!(second, Outcome::Duplicate { .. }), "{second:?}");
    let third = place.one(&by(maya, "desk"), play("Otter", "Song", 86_400)).await;
    assert!(is_kept(&third));
}
