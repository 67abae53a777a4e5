//! Reading back: windows, pages, what plays now, opinions, pins and marks of imports.

use std::time::Duration;

use listens::{
    Change, Cleared, Cursor, Event, Listens, NewPin, NewWords, News, PIN_LIFETIME_MS, Part, Play,
    Score, Submission, Target, Window, Words, source,
};
use listens::{MAX_COMMENT, Refusal};
use uuid::Uuid;

use crate::place::{Engine, NOON, Place, by, play, refused, words};

pub async fn windows_have_both_bounds_outside_and_the_newest_first(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let plays: Vec<Play> = (0..10).map(|at| play("Otter", &format!("S{at}"), at * 60)).collect();
    place.submit(&by(maya, "phone"), plays).await;
    let minute = |minutes: i64| Some(NOON + minutes * 60_000);
    let cases = [
        (None, None, 3, vec![9, 8, 7]),
        (None, minute(5), 3, vec![4, 3, 2]),
        (minute(5), None, 3, vec![8, 7, 6]),
        (minute(5), minute(8), 10, vec![7, 6]),
        (minute(9), None, 10, Vec::new()),
        (None, minute(0), 10, Vec::new()),
    ];
    for (after_ms, before_ms, count, expected) in cases {
        let window = Window { after_ms, before_ms };
        let found = place.listens.history(maya, window, count).await.unwrap();
        let found: Vec<i64> = found.iter().map(|it| (it.listened_at_ms - NOON) / 60_000).collect();
        assert_eq!(found, expected, "{window:?}");
    }
    assert_eq!(place.listens.bounds(maya).await.unwrap(), Some((NOON, NOON + 540_000)));
    let otto = place.user("otto").await;
    assert_eq!(place.listens.bounds(otto).await.unwrap(), None);
    assert_eq!(place.listens.count(otto).await.unwrap(), 0);
    assert!(place.history(otto).await.is_empty());
}

pub async fn pages_follow_each_other_without_gap_or_overlap(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    // Many in one second, so that pages end within it.
    let plays: Vec<Play> = (0..25).map(|at| play("Otter", &format!("S{at}"), at / 10)).collect();
    let outcomes = place.submit(&by(maya, "phone"), plays).await;
    place.listens.delete(maya, outcomes[7].id()).await.unwrap();
    let (mut from, mut found, mut pages) = (None, Vec::new(), 0);
    loop {
        let (page, next) = place.listens.page(maya, from, 4).await.unwrap();
        found.extend(page);
        pages += 1;
        // As a client sends it back.
        let Some(next) = next else { break };
        from = Some(next.to_string().parse::<Cursor>().unwrap());
    }
    assert!((6..=7).contains(&pages), "{pages}");
    assert_eq!(found, place.history(maya).await);
    assert_eq!(found.len(), 24);
    let (page, _) = place.listens.page(maya, Some(Cursor::before(NOON + 1000)), 100).await.unwrap();
    assert_eq!(page.len(), 9);
    for wrong in ["", "1", "x.y", "1.zz", "1795262400000"] {
        assert!(wrong.parse::<Cursor>().is_err(), "{wrong}");
    }
}

pub async fn words_are_left_out_where_the_message_tells_them(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let plays = vec![play("Otter", "Sogn", 0), play("Otter", "Blue", 300)];
    let outcomes = place.submit(&by(maya, "phone"), plays).await;
    let elsewhere = Submission::new(maya, source::LASTFM);
    place.one(&elsewhere, play("Otter", "Green", 600)).await;
    let recording_name = Some("Song".to_owned());
    let change = Change::SetWords(NewWords { recording_name, ..NewWords::default() });
    place.listens.change_one(maya, outcomes[0].id(), &change).await.unwrap();
    let told = async |door| {
        let window = Window { after_ms: Some(NOON - 1), before_ms: None };
        let told = place.listens.messages(maya, window, (10, door)).await.unwrap();
        let title = |it: listens::Told| it.words.map(|(words, _)| words.recording_name);
        told.into_iter().rev().map(title).collect::<Vec<_>>()
    };
    let [song, blue, green] = ["Song", "Blue", "Green"].map(|title| Some(title.to_owned()));
    assert_eq!(told(source::LISTENBRAINZ).await, [song.clone(), None, green.clone()]);
    assert_eq!(told(source::LASTFM).await, [song, blue, None]);
    assert_eq!(place.history(maya).await.len(), 3);
}

pub async fn what_plays_ends_by_itself_and_is_not_extended(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let set = async |client: &str, words: Words| {
        place.listens.set_now_playing(maya, client, words, "{\"a\": 1}".to_owned()).await.unwrap()
    };
    let playing = async || place.listens.now_playing(maya).await.unwrap();
    let title = async || playing().await.map(|it| it.words.recording_name);
    let mut events = place.listens.subscribe();
    assert_eq!(playing().await, None);
    let msid = set("phone", words("Otter", "Song")).await;
    assert_eq!(msid, words("Otter", "Song").recording_msid());
    place.clock.advance(150_000);
    set("phone", words("otter", "SONG")).await;
    assert!(matches!(events.try_recv(), Ok(Event::NowPlaying { .. })));
    assert!(events.try_recv().is_err(), "a repetition is no event");
    let now = playing().await.unwrap();
    assert_eq!((now.started_at_ms, now.expires_at_ms), (NOON, NOON + 200_000));
    assert_eq!((now.client.as_str(), now.payload.as_str()), ("phone", "{\"a\": 1}"));
    place.clock.advance(49_999);
    assert!(playing().await.is_some());
    place.clock.advance(1);
    assert_eq!(playing().await, None);
    // Without a length ten minutes; the newest of two programs is shown.
    set("phone", Words { length_ms: None, ..words("Otter", "Long") }).await;
    place.clock.advance(1);
    set("desk", words("Otter", "Short")).await;
    assert_eq!(title().await.unwrap(), "Short");
    place.clock.advance(200_000);
    assert_eq!(title().await.unwrap(), "Long");
    place.clock.advance(400_000);
    assert_eq!(playing().await, None);
    assert_eq!(place.listens.sweep_now_playing().await.unwrap(), 2);
    assert!(place.history(maya).await.is_empty());
    let blank = place.listens.set_now_playing(maya, "", words(" ", "x"), "{}".to_owned()).await;
    assert!(matches!(refused(blank), Refusal::Invalid { field: "words", .. }));
}

pub async fn what_plays_is_cleared_by_its_own_program(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let clear = async |client| place.listens.clear_now_playing(maya, client).await.unwrap();
    let set = async |client: &str| {
        let words = words("Otter", "Song");
        place.listens.set_now_playing(maya, client, words, "{}".to_owned()).await.unwrap();
    };
    assert_eq!(clear(None).await, Cleared::Nothing);
    set("phone").await;
    assert_eq!(clear(Some("desk")).await, Cleared::OtherClient);
    assert!(place.listens.now_playing(maya).await.unwrap().is_some());
    let mut events = place.listens.subscribe();
    assert_eq!(clear(Some("phone")).await, Cleared::Done);
    assert!(matches!(events.try_recv(), Ok(Event::Stopped { .. })));
    assert_eq!(place.listens.now_playing(maya).await.unwrap(), None);
    set("").await;
    assert_eq!(clear(Some("desk")).await, Cleared::Done);
    set("phone").await;
    set("desk").await;
    assert_eq!(clear(None).await, Cleared::Done);
    assert_eq!(place.listens.now_playing(maya).await.unwrap(), None);
}

pub async fn news_of_this_process_and_of_another_are_told_once(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    place.one(&by(maya, "phone"), play("Otter", "Old", 0)).await;
    let sibling = place.sibling();
    let mut feed = place.listens.watch(maya).await.unwrap();
    let mut next = async || {
        let news = tokio::time::timeout(Duration::from_secs(60), feed.next()).await;
        match news.unwrap().unwrap().unwrap() {
            News::Listened(listen) => format!("heard {}", listen.words.recording_name),
            News::Playing(playing) => format!("plays {}", playing.words.recording_name),
            News::Stopped => "stopped".to_owned(),
        }
    };
    place.one(&by(otto, "phone"), play("Otter", "Of somebody else", 300)).await;
    place.one(&by(maya, "phone"), play("Otter", "Near", 300)).await;
    assert_eq!(next().await, "heard Near");
    // An older play that came now is news as well.
    sibling.submit(&by(maya, "desk"), vec![play("Otter", "Far", -9000)]).await.unwrap();
    assert_eq!(next().await, "heard Far");
    let set_by = async |listens: &Listens, program: &str, title: &str| {
        let words = words("Otter", title);
        listens.set_now_playing(maya, program, words, "{}".to_owned()).await.unwrap();
    };
    let set = async |listens: &Listens, title: &str| set_by(listens, "desk", title).await;
    set(&sibling, "Pond").await;
    assert_eq!(next().await, "plays Pond");
    sibling.clear_now_playing(maya, None).await.unwrap();
    assert_eq!(next().await, "stopped");
    set(&place.listens, "Reed").await;
    assert_eq!(next().await, "plays Reed");
    // One of two programs stops.
    place.clock.advance(1);
    set_by(&place.listens, "phone", "Fen").await;
    assert_eq!(next().await, "plays Fen");
    place.listens.clear_now_playing(maya, Some("phone")).await.unwrap();
    assert_eq!(next().await, "plays Reed");
    // It ends by itself.
    place.clock.advance(200_000);
    assert_eq!(next().await, "stopped");
}

pub async fn an_opinion_replaces_the_one_before(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    let (words, recording) = (Target::Msid(Uuid::from_u128(1)), Target::Mbid(Uuid::from_u128(2)));
    let set = async |user, target, score| {
        place.clock.advance(1000);
        place.listens.set_feedback(user, target, score, "native").await.unwrap();
    };
    let part = Part { limit: 10, offset: 0 };
    set(maya, words, Score::Love).await;
    set(maya, recording, Score::Love).await;
    set(maya, words, Score::Hate).await;
    set(otto, words, Score::Love).await;
    let (all, total) = place.listens.feedback(maya, None, part).await.unwrap();
    let told: Vec<_> = all.iter().map(|it| (it.recording_msid.is_some(), it.score)).collect();
    assert_eq!((told, total), (vec![(true, -1), (false, 1)], 2));
    let (loved, total) = place.listens.feedback(maya, Some(Score::Love), part).await.unwrap();
    assert_eq!((loved.len(), total), (1, 1));
    let rest = Part { limit: 10, offset: 1 };
    assert_eq!(place.listens.feedback(maya, None, rest).await.unwrap().0.len(), 1);
    let (on, total) = place.listens.feedback_on(words, None, part).await.unwrap();
    assert_eq!(on.iter().map(|it| it.user_id).collect::<Vec<_>>(), [otto, maya]);
    assert_eq!(total, 2);
    let (on, total) = place.listens.feedback_on(words, Some(Score::Love), part).await.unwrap();
    assert_eq!((on[0].user_id, total), (otto, 1));
    let unknown = Target::Mbid(Uuid::from_u128(9));
    let found = place.listens.feedback_for(maya, &[unknown, recording, words]).await.unwrap();
    let scores: Vec<_> = found.iter().map(|it| it.as_ref().map(|it| it.score)).collect();
    assert_eq!(scores, [None, Some(1), Some(-1)]);
    set(maya, words, Score::Neutral).await;
    set(maya, words, Score::Neutral).await;
    assert_eq!(place.listens.feedback(maya, None, part).await.unwrap().1, 1);
}

pub async fn a_new_pin_ends_the_one_before(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    let new = |comment: &str| NewPin {
        recording_msid: Some(Uuid::from_u128(1)),
        comment: Some(comment.to_owned()),
        ..NewPin::default()
    };
    let first = place.listens.pin(maya, new("first")).await.unwrap();
    assert_eq!(first.pinned_until_ms, NOON + PIN_LIFETIME_MS);
    assert_eq!(place.listens.current_pin(maya).await.unwrap(), Some(first.clone()));
    place.clock.advance(1000);
    let second = place.listens.pin(maya, new("second")).await.unwrap();
    assert_ne!(first.row_number, second.row_number);
    assert_eq!(place.listens.current_pin(maya).await.unwrap(), Some(second.clone()));
    let part = Part { limit: 10, offset: 0 };
    let (pins, total) = place.listens.pins(maya, part).await.unwrap();
    assert_eq!((pins[0].clone(), total), (second.clone(), 2));
    assert_eq!(pins[1].pinned_until_ms, NOON + 1000);
    assert!(!place.listens.delete_pin(otto, second.row_number).await.unwrap());
    let text = Some("newer".to_owned());
    assert!(!place.listens.update_pin(otto, second.row_number, text.clone()).await.unwrap());
    assert!(place.listens.update_pin(maya, second.row_number, text.clone()).await.unwrap());
    assert_eq!(place.listens.current_pin(maya).await.unwrap().unwrap().comment, text);
    assert!(place.listens.unpin(maya).await.unwrap() && !place.listens.unpin(maya).await.unwrap());
    assert_eq!(place.listens.current_pin(maya).await.unwrap(), None);
    assert!(place.listens.delete_pin(maya, first.row_number).await.unwrap());
    assert_eq!(place.listens.pins(maya, part).await.unwrap().1, 1);
    let long = new(&"x".repeat(MAX_COMMENT + 1));
    assert!(matches!(
        refused(place.listens.pin(maya, long).await),
        Refusal::Invalid { field: "comment", .. }
    ));
    assert!(matches!(
        refused(place.listens.pin(maya, NewPin::default()).await),
        Refusal::Invalid { field: "recording", .. }
    ));
    // Many at once have numbers of their own.
    let pins = (0..8).map(|_| place.listens.pin(otto, new("one of many")));
    let mut numbers: Vec<i64> = futures::future::join_all(pins)
        .await
        .into_iter()
        .map(|pin| pin.unwrap().row_number)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 8);
    place.clock.advance(PIN_LIFETIME_MS);
    assert_eq!(place.listens.current_pin(otto).await.unwrap(), None);
}

pub async fn a_mark_of_an_import_only_moves_forward(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let mark = async |service: &str| {
        place.listens.latest_import(maya, service).await.unwrap().latest_listened_at_ms
    };
    assert_eq!(mark("lastfm").await, 0);
    for (at, expected) in [(5000, 5000), (3000, 5000), (9000, 9000)] {
        place.listens.set_latest_import(maya, "lastfm", at).await.unwrap();
        assert_eq!(mark("lastfm").await, expected);
    }
    assert_eq!(mark("spotify").await, 0);
    for wrong in ["", "a\0b", &"x".repeat(101)] {
        let outcome = place.listens.set_latest_import(maya, wrong, 1).await;
        assert!(matches!(refused(outcome), Refusal::Invalid { field: "service", .. }));
    }
}
