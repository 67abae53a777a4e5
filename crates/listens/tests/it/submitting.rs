//! What comes in: kept once, for each person, as it came.

use listens::{Event, MAX_BATCH, Outcome, Play, Refusal, Submission, Words, source};
use uuid::Uuid;

use crate::place::{Engine, NOON, Place, by, play, refused, words};

fn is_kept(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Kept { .. })
}

pub async fn a_submission_that_comes_again_changes_nothing(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let plays: Vec<Play> =
        (0..300).map(|at| play("Otter", &format!("Song {}", at % 7), at * 200)).collect();
    let first = place.submit(&by(maya, "phone"), plays.clone()).await;
    assert!(first.iter().all(is_kept), "{first:?}");
    let (history, counts) = (place.history(maya).await, place.counts(maya).await);
    assert_eq!(history.len(), 300);
    for listens in [place.listens.clone(), place.sibling()] {
        let again = listens.submit(&by(maya, "phone"), plays.clone()).await.unwrap();
        for (first, again) in first.iter().zip(&again) {
            assert!(matches!(again, Outcome::Repeated { .. }), "{again:?}");
            assert_eq!(first.id(), again.id());
            assert_eq!(first.recording_msid(), again.recording_msid());
        }
    }
    assert_eq!(place.history(maya).await, history);
    assert_eq!(place.counts(maya).await, counts);
    // One new among many old ones.
    let mut mixed = plays;
    mixed.insert(100, play("Otter", "New", -500));
    let outcomes = place.submit(&by(maya, "phone"), mixed).await;
    assert_eq!(outcomes.iter().filter(|it| is_kept(it)).count(), 1);
    assert!(is_kept(&outcomes[100]));
    assert_eq!(place.listens.count(maya).await.unwrap(), 301);
}

pub async fn a_play_twice_in_one_batch_is_kept_once(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let shout = Play { words: words("OTTER", "song"), ..play("Otter", "Song", 0) };
    let batch = vec![play("Otter", "Song", 0), play("Otter", "Song", 0), shout];
    let outcomes = place.submit(&by(maya, "phone"), batch).await;
    assert!(is_kept(&outcomes[0]));
    for outcome in &outcomes[1..] {
        assert!(matches!(outcome, Outcome::Repeated { .. }), "{outcome:?}");
        assert_eq!(outcome.id(), outcomes[0].id());
        assert_eq!(outcome.recording_msid(), outcomes[0].recording_msid());
    }
    assert_eq!(place.told(maya).await, [(0, "Song".to_owned())]);
}

pub async fn several_plays_in_one_second_are_kept(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let titles = ["One", "Two", "Three", "Four"];
    for title in &titles[..2] {
        assert!(is_kept(&place.one(&by(maya, "phone"), play("Otter", title, 0)).await));
    }
    let two = titles[2..].iter().map(|title| play("Otter", title, 0)).collect();
    assert!(place.submit(&by(maya, "phone"), two).await.iter().all(is_kept));
    let history = place.history(maya).await;
    assert_eq!(history.len(), 4);
    assert!(history.iter().all(|listen| listen.listened_at_ms == NOON));
    let mut told: Vec<_> = history.into_iter().map(|it| it.words.recording_name).collect();
    told.sort();
    assert_eq!(told, ["Four", "One", "Three", "Two"]);
}

pub async fn the_same_play_of_two_people_is_kept_for_both(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    for user in [maya, otto] {
        assert!(is_kept(&place.one(&by(user, "phone"), play("Otter", "Song", 0)).await));
        assert_eq!(place.told(user).await, [(0, "Song".to_owned())]);
        assert_eq!(place.listens.count(user).await.unwrap(), 1);
    }
    let (a, b) = (place.history(maya).await, place.history(otto).await);
    assert_eq!(a[0].recording_msid, b[0].recording_msid);
    assert_ne!(a[0].id, b[0].id);
    assert_eq!(place.listens.find(otto, a[0].id).await.unwrap(), None);
}

pub async fn what_was_sent_is_read_back(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let words = Words {
        artist_name: "Sigur Rós & Otter".to_owned(),
        recording_name: "Svefn-g-englar 🦦".to_owned(),
        release_name: Some("Ágætis byrjun".to_owned()),
        release_artist_name: Some("Sigur Rós".to_owned()),
        track_number: Some("2/10".to_owned()),
        length_ms: Some(604_000),
        isrc: Some("ISA019900001".to_owned()),
        recording_mbid: Some(model::Gid([7; 16])),
        release_mbid: Some(model::Gid([8; 16])),
        track_mbid: Some(model::Gid([9; 16])),
        artist_mbids: vec![model::Gid([1; 16]), model::Gid([2; 16])],
        is_one_artist: false,
    };
    let payload = "{ \"listened_at\": 1,\n \"nested\": {\"a\": [\"\\u00e9\", null]} }".to_owned();
    let sent = Play {
        words: words.clone(),
        listened_at_ms: NOON,
        played_ms: Some(599_000),
        payload: payload.clone(),
        ..Play::default()
    };
    let outcome = place.one(&by(maya, "phone 1.0"), sent).await;
    let read = place.listens.find(maya, outcome.id()).await.unwrap().unwrap();
    assert_eq!(read.words, words);
    assert_eq!(read.payload, payload);
    assert_eq!((read.listened_at_ms, read.inserted_at_ms), (NOON, NOON));
    assert_eq!(read.played_ms, Some(599_000));
    assert_eq!((read.source.as_str(), read.client.as_deref()), ("listenbrainz", Some("phone 1.0")));
    assert_eq!(read.recording_msid, outcome.recording_msid());
    assert_eq!(place.listens.words(read.recording_msid).await.unwrap(), Some(words));
}

pub async fn one_bad_play_keeps_all_of_a_submission_out(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let bad = [
        play(" ", "Song", 0),
        play("Otter", "\t", 0),
        play("Otter\0", "Song", 0),
        play("Otter", &"x".repeat(10_001), 0),
        Play { payload: "{".to_owned(), ..play("Otter", "Song", 0) },
        Play { payload: String::new(), ..play("Otter", "Song", 0) },
        Play { listened_at_ms: i64::MAX, ..play("Otter", "Song", 0) },
    ];
    for play_out in bad {
        let batch = vec![play("Otter", "Good", 0), play_out];
        let outcome = place.listens.submit(&by(maya, "phone"), batch).await;
        let Refusal::Invalid { field, reason } = refused(outcome) else { panic!("no field") };
        assert_eq!(field, "plays");
        assert!(reason.starts_with("play 1: "), "{reason}");
    }
    let many = (0..=MAX_BATCH as i64).map(|at| play("Otter", "Song", at)).collect();
    let outcome = place.listens.submit(&by(maya, "phone"), many).await;
    assert!(matches!(refused(outcome), Refusal::TooMany { .. }));
    assert!(place.history(maya).await.is_empty() && place.counts(maya).await.is_empty());
    let nobody = by(Uuid::from_u128(7), "phone");
    let outcome = place.listens.submit(&nobody, vec![play("Otter", "Song", 0)]).await;
    assert_eq!(refused(outcome), Refusal::NotFound { what: "user" });
    assert!(place.submit(&by(maya, "phone"), Vec::new()).await.is_empty());
}

pub async fn many_who_submit_at_once_lose_nothing(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    let mut tasks = Vec::new();
    for task in 0..16_i64 {
        let listens = place.listens.clone();
        let user = if task % 2 == 0 { maya } else { otto };
        tasks.push(async move {
            for at in 0..10 {
                let title = format!("Song {}", at % 3);
                let it = play("Otter; Heron", &title, task * 5000 + at * 300);
                let kept = listens.submit(&by(user, "phone"), vec![it]).await.unwrap();
                assert!(is_kept(&kept[0]));
            }
        });
    }
    futures::future::join_all(tasks).await;
    for user in [maya, otto] {
        assert_eq!(place.history(user).await.len(), 80);
        let counts = place.counts(user).await;
        let artist = counts.iter().find(|count| count.name == "Otter").unwrap();
        assert_eq!((artist.listens, artist.played_ms), (80, 80 * 200_000));
        // Three recordings and two artists.
        assert_eq!(counts.len(), 5);
    }
}

pub async fn those_who_submit_together_have_their_own_answers(engine: Engine) {
    const PEOPLE: i64 = 20;
    let place = Place::new(&engine).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(place.user(&format!("person{number}")).await);
    }
    let nobody = by(Uuid::from_u128(7), "phone");
    // Everybody reports a play of two, and then the same one again from another program.
    for (client, late_s, expected) in [("phone", 0, 0), ("phone", 0, 1), ("desk", 2, 2)] {
        let before = place.store.figures().commits;
        let both = |number: i64| {
            let first = play("Otter", &format!("Song {}", number % 3), number * 5_000 + late_s);
            let at = number * 5_000 + 1_000 + late_s;
            let second = play("Heron", &format!("Own {number}"), at);
            vec![first, second]
        };
        let submit = |(number, user): (usize, &Uuid)| {
            let plays = both(number as i64);
            let (listens, by) = (place.listens.clone(), by(*user, client));
            async move { listens.submit(&by, plays).await }
        };
        let all = futures::future::join_all(people.iter().enumerate().map(submit));
        let outcome = place.listens.submit(&nobody, both(0));
        let (all, outcome) = futures::future::join(all, outcome).await;
        assert_eq!(refused(outcome), Refusal::NotFound { what: "user" });
        for (outcomes, user) in all.into_iter().zip(&people) {
            let outcomes = outcomes.unwrap();
            assert_eq!(outcomes.len(), 2);
            for outcome in outcomes {
                assert_eq!(kind(&outcome), expected, "{outcome:?}");
                assert!(place.listens.find(*user, listen_of(&outcome)).await.unwrap().is_some());
            }
        }
        // Somebody's failure costs those who were with them a commit each, and nobody else.
        let commits = place.store.figures().commits - before;
        assert!(commits <= PEOPLE as u64 + 2, "{commits} commits");
    }
    for (number, user) in people.iter().enumerate() {
        let history = place.history(*user).await;
        assert_eq!(history.len(), 2, "{history:?}");
        assert_eq!(history[0].words.recording_name, format!("Own {number}"));
        assert_eq!(place.listens.count(*user).await.unwrap(), 2);
    }
    let before = place.store.figures().commits;
    let submit = people.iter().enumerate().map(|(number, user)| {
        let it = play("Otter", "Together", 900_000 + number as i64);
        let (listens, by) = (place.listens.clone(), by(*user, "phone"));
        async move { listens.submit(&by, vec![it]).await }
    });
    for outcomes in futures::future::join_all(submit).await {
        assert!(is_kept(&outcomes.unwrap()[0]));
    }
    let commits = place.store.figures().commits - before;
    assert!(commits <= 4, "{commits} commits for {PEOPLE} submissions at once");
}

/// What the unit of work had read and made for all of them was undone with it.
#[tokio::test]
async fn what_the_database_refuses_costs_the_others_nothing() {
    let place = Place::new(&Engine::Sqlite).await;
    let mut people = Vec::new();
    for number in 0..8 {
        people.push(place.user(&format!("person{number}")).await);
    }
    let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON listens_raw \
                  WHEN NEW.payload LIKE '%refuse%' BEGIN SELECT RAISE(ABORT, 'no'); END";
    rusqlite::Connection::open(place.file()).unwrap().execute_batch(refuse).unwrap();
    // The one in the middle is refused after the words of all were made.
    let plays = |number: usize| {
        let own = play("Heron", &format!("Own {number}"), 0);
        let payload = if number == 4 { r#"{"x":"refuse"}"# } else { "{}" };
        vec![Play { payload: payload.to_owned(), ..own }, play("Otter", "Of All", 600)]
    };
    let submit = |(number, user): (usize, &Uuid)| {
        let (plays, listens, by) = (plays(number), place.listens.clone(), by(*user, "phone"));
        async move { listens.submit(&by, plays).await }
    };
    let all = futures::future::join_all(people.iter().enumerate().map(submit)).await;
    for ((number, outcomes), user) in all.into_iter().enumerate().zip(&people) {
        assert_eq!(outcomes.is_err(), number == 4, "{outcomes:?}");
        let expected = match number {
            4 => vec![],
            number => vec![(600, "Of All".to_owned()), (0, format!("Own {number}"))],
        };
        let mut told = place.told(*user).await;
        told.sort_by_key(|(at, _)| -at);
        assert_eq!(told, expected);
    }
}

fn kind(outcome: &Outcome) -> i32 {
    match outcome {
        Outcome::Kept { .. } => 0,
        Outcome::Repeated { .. } => 1,
        Outcome::Duplicate { .. } => 2,
    }
}

fn listen_of(outcome: &Outcome) -> Uuid {
    match *outcome {
        Outcome::Duplicate { of, .. } => of,
        Outcome::Kept { id, .. } | Outcome::Repeated { id, .. } => id,
    }
}

pub async fn those_who_look_on_hear_of_new_listens_only(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let mut events = place.listens.subscribe();
    place.one(&by(maya, "phone"), play("Otter", "Song", 0)).await;
    place.one(&by(maya, "phone"), play("Otter", "Song", 0)).await;
    place.one(&by(maya, "desk"), play("Otter", "Song", 2)).await;
    let Ok(Event::Listened { user_id, play: told, .. }) = events.try_recv() else {
        panic!("no event")
    };
    assert_eq!((user_id, told.words.recording_name.as_str()), (maya, "Song"));
    assert!(events.try_recv().is_err());
}

pub async fn the_sources_own_id_tells_plays_apart(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let from = Submission::new(maya, source::NATIVE);
    let with = |id: &str| Play {
        source_track_id: Some(format!("spotify:track:{id}")),
        ..play("Otter", "Song", 0)
    };
    assert!(is_kept(&place.one(&from, with("a")).await));
    assert!(is_kept(&place.one(&from, with("b")).await));
    assert!(matches!(place.one(&from, with("a")).await, Outcome::Repeated { .. }));
}
