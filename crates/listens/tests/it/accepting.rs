//! What is accepted is on disk, and whoever asks finds it made into listens.

use listens::{Outcome, Play, Submission, Window, source};
use serde_json::json;
use uuid::Uuid;

use crate::agreement::Dice;
use crate::place::{Engine, NOON, Place, by, play, refused, words};

/// Rows of a table, past everything that would settle them.
fn rows(place: &Place, table: &str) -> i64 {
    let raw = rusqlite::Connection::open(place.file()).unwrap();
    raw.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

fn run(place: &Place, sql: &str) {
    rusqlite::Connection::open(place.file()).unwrap().execute_batch(sql).unwrap();
}

/// Accepts submissions at the same time: who submits alone goes the way of all others.
pub async fn accept(place: &Place, all: Vec<(Submission, Vec<Play>)>) {
    let accepted = all.iter().map(|(from, plays)| place.listens.accept(from, plays.clone()));
    for outcome in futures::future::join_all(accepted).await {
        outcome.unwrap();
    }
}

/// Accepts plays of several people, one of each.
async fn accept_of_each(place: &Place, users: &[Uuid], play: &Play) {
    let all = users.iter().map(|user| (by(*user, "phone"), vec![play.clone()]));
    accept(place, all.collect()).await;
}

pub async fn what_is_accepted_is_found_at_once(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    for at in 0..3 {
        let own = play("Otter", &format!("Song {at}"), at * 300);
        accept_of_each(&place, &[maya, otto], &own).await;
        assert_eq!(place.listens.count(maya).await.unwrap(), at as u64 + 1);
    }
    assert_eq!(place.told(otto).await.len(), 3);
    assert_eq!(place.counts(maya).await, place.counts(otto).await);
    // What comes again changes nothing, whoever is asked.
    let again = play("Otter", "Song 0", 0);
    let twice = |user| (by(user, "phone"), vec![again.clone(), again.clone()]);
    accept(&place, vec![twice(maya), twice(otto)]).await;
    assert_eq!(place.listens.count(maya).await.unwrap(), 3);
    accept_of_each(&place, &[maya, otto, maya], &again).await;
    let outcome = place.one(&by(maya, "phone"), again.clone()).await;
    assert!(matches!(outcome, Outcome::Repeated { .. }), "{outcome:?}");
    // Refused as by the other way, and nobody else with it.
    let bad = vec![play("Otter", "Song 9", 9000), play("Otter", " ", 9300)];
    let refusal = refused(place.listens.accept(&by(maya, "phone"), bad).await);
    assert!(refusal.to_string().contains("play 1"), "{refusal}");
    let (nobody, otto_again) = (by(Uuid::from_u128(7), "x"), by(otto, "phone"));
    let (refusal, kept) = futures::join!(
        place.listens.accept(&nobody, vec![again.clone()]),
        place.listens.accept(&otto_again, vec![play("Otter", "Song 4", 1200)]),
    );
    assert_eq!(refused(refusal), listens::Refusal::NotFound { what: "user" });
    kept.unwrap();
    assert_eq!(place.listens.count(maya).await.unwrap(), 3);
    assert_eq!(place.listens.count(otto).await.unwrap(), 4);
    place.listens.accept(&by(maya, "phone"), Vec::new()).await.unwrap();
}

pub async fn both_ways_come_to_the_same(engine: Engine) {
    let (left, right) = (Place::new(&engine).await, Place::new(&engine).await);
    let mut dice = Dice(7);
    let names = ["maya", "otto", "nina"];
    let (mut users, mut others) = (Vec::new(), Vec::new());
    for name in names {
        users.push(left.user(name).await);
        others.push(right.user(name).await);
    }
    for round in 0..60 {
        let mut all = Vec::new();
        for _ in 0..dice.below(12) {
            let who = dice.below(3) as usize;
            let some = (0..1 + dice.below(3)).map(|_| {
                let title = dice.one_of(&["Song", "Ferry Bells", "Song (feat. Newt)"]).unwrap();
                play("Otter", title, dice.below(4000) as i64 * 3)
            });
            let some: Vec<Play> = some.collect();
            let from = Submission {
                source: dice.one_of(&[source::LISTENBRAINZ, source::LASTFM]).unwrap(),
                client: dice
                    .one_of(&[Some("phone".to_owned()), Some("desk".to_owned()), None])
                    .unwrap(),
                app_token_id: dice.one_of(&[None, Some(Uuid::from_u128(1))]).unwrap(),
                ..Submission::new(users[who], source::LISTENBRAINZ)
            };
            all.push((from.clone(), some.clone()));
            right.submit(&Submission { user_id: others[who], ..from }, some).await;
        }
        accept(&left, all).await;
        let who = round % names.len();
        assert_eq!(left.told(users[who]).await, right.told(others[who]).await, "round {round}");
        assert_eq!(left.counts(users[who]).await, right.counts(others[who]).await);
    }
    for (user, other) in users.into_iter().zip(others) {
        let (before, expected) = (left.history(user).await, right.history(other).await);
        assert_eq!(before.len(), expected.len());
        for (ours, theirs) in before.iter().zip(expected) {
            let ours = left.listens.duplicates(user, ours.id).await.unwrap();
            let theirs = right.listens.duplicates(other, theirs.id).await.unwrap();
            assert_eq!(ours.len(), theirs.len());
        }
        left.listens.rebuild(user).await.unwrap();
        assert_eq!(left.history(user).await, before);
    }
}

#[tokio::test]
async fn what_was_written_down_is_made_after_a_crash() {
    let place = Place::new(&Engine::Sqlite).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    let mut words = words("Sigur Rós & Otter", "Svefn-g-englar 🦦");
    words.release_name = Some("Ágætis \"byrjun\"".to_owned());
    words.release_artist_name = Some("Sigur Rós".to_owned());
    words.track_number = Some("2/10".to_owned());
    words.isrc = Some("ISA019900001".to_owned());
    words.recording_mbid = Some(model::Gid([7; 16]));
    words.release_mbid = Some(model::Gid([8; 16]));
    words.track_mbid = Some(model::Gid([9; 16]));
    words.artist_mbids = vec![model::Gid([1; 16]), model::Gid([2; 16])];
    let sent = Play {
        words: words.clone(),
        listened_at_ms: NOON,
        played_ms: Some(599_000),
        source_track_id: Some("spotify:track:x".to_owned()),
        payload: json!({"listened_at": 1, "nested": {"a": ["\u{e9}\u{0}\"\\", null]}}).to_string(),
        ..Play::default()
    };
    let from = Submission {
        app_token_id: Some(Uuid::from_u128(3)),
        relayed_from: Some("https://example.org".to_owned()),
        ..Submission::new(maya, source::LASTFM)
    };
    let others = vec![play("Otter", "One", 600), play("Otter", "Two", 900)];
    let all = vec![(from.clone(), vec![sent.clone()]), (by(otto, "phone"), others)];
    accept(&place, all).await;
    assert_eq!((rows(&place, "listens_inbox"), rows(&place, "listens")), (2, 0));
    // Another process begins: it has nothing in its memory. Whoever asks while another one waits for
    // the listens waits, too.
    let sibling = place.sibling();
    let counts = futures::future::join_all((0..8).map(|_| sibling.count(otto))).await;
    assert!(counts.iter().all(|count| *count.as_ref().unwrap() == 2), "{counts:?}");
    assert_eq!((rows(&place, "listens_inbox"), rows(&place, "listens")), (0, 3));
    let page = sibling.history(maya, Window::default(), 10).await.unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!((&page[0].words, &page[0].payload), (&words, &sent.payload));
    assert_eq!((page[0].source.as_str(), page[0].played_ms), (source::LASTFM, Some(599_000)));
    // The first one still has them in its memory, and makes none twice.
    assert_eq!(place.history(maya).await, page);
    let again = place.one(&from, sent).await;
    assert!(matches!(again, Outcome::Repeated { .. }), "{again:?}");
}

#[tokio::test]
async fn what_nobody_asks_for_is_made_soon() {
    let place = Place::new(&Engine::Sqlite).await;
    let users = [place.user("maya").await, place.user("otto").await];
    accept_of_each(&place, &users, &play("Otter", "Song", 0)).await;
    assert_eq!(rows(&place, "listens"), 0);
    for _ in 0..200 {
        if rows(&place, "listens") == 2 {
            assert_eq!(rows(&place, "listens_inbox"), 0);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nobody made the listens");
}

#[tokio::test]
async fn many_are_made_without_being_asked_for() {
    let place = Place::new(&Engine::Sqlite).await;
    let users = [place.user("maya").await, place.user("otto").await];
    for submission in 0..12 {
        let some = (0..50).map(|at| play("Otter", "Song", (submission * 50 + at) * 300));
        let some: Vec<Play> = some.collect();
        accept(&place, users.map(|user| (by(user, "phone"), some.clone())).to_vec()).await;
    }
    // Those of the last 512 plays and of the submissions with the last one of them may wait.
    assert!(rows(&place, "listens") > 500, "{}", rows(&place, "listens"));
    assert_eq!(place.listens.count(users[0]).await.unwrap(), 600);
}

#[tokio::test]
async fn who_submits_alone_waits_for_nobody() {
    let place = Place::new(&Engine::Sqlite).await;
    let maya = place.user("maya").await;
    place.listens.accept(&by(maya, "phone"), vec![play("Otter", "Song", 0)]).await.unwrap();
    assert_eq!((rows(&place, "listens_inbox"), rows(&place, "listens")), (0, 1));
}

#[tokio::test]
async fn who_stops_asking_takes_nothing_along() {
    let place = Place::new(&Engine::Sqlite).await;
    let users = [place.user("maya").await, place.user("otto").await];
    place.listens.count(users[0]).await.unwrap();
    for round in 1..20 {
        accept_of_each(&place, &users, &play("Otter", "Song", round * 300)).await;
        {
            let mut asking = Box::pin(place.listens.count(users[0]));
            for _ in 0..round {
                assert!(futures::poll!(&mut asking).is_pending());
                tokio::task::yield_now().await;
            }
        }
        assert_eq!(place.listens.count(users[1]).await.unwrap(), round as u64);
        assert_eq!(rows(&place, "listens_inbox"), 0);
    }
}

#[tokio::test]
async fn what_cannot_be_made_costs_the_others_nothing_and_stays_written_down() {
    let place = Place::new(&Engine::Sqlite).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    run(
        &place,
        "CREATE TRIGGER refuse BEFORE INSERT ON listens_raw \
         WHEN NEW.payload LIKE '%refuse%' BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    for (at, title) in ["One", "refuse", "Three"].into_iter().enumerate() {
        accept_of_each(&place, &[maya, otto], &play("Otter", title, at as i64 * 300)).await;
    }
    let kept = [(0, "One".to_owned()), (600, "Three".to_owned())];
    for user in [maya, otto] {
        assert_eq!(place.told(user).await, kept);
    }
    assert_eq!(rows(&place, "listens_inbox"), 2);
    // Those that come later are not held up by it.
    accept_of_each(&place, &[maya, otto], &play("Otter", "Four", 900)).await;
    assert_eq!(place.listens.count(maya).await.unwrap(), 3);
    run(&place, "DROP TRIGGER refuse");
    assert_eq!(place.sibling().count(maya).await.unwrap(), 4);
    assert_eq!(place.listens.count(otto).await.unwrap(), 4);
    assert_eq!(rows(&place, "listens_inbox"), 0);
}

#[tokio::test]
async fn who_leaves_takes_what_was_accepted_along() {
    let place = Place::new(&Engine::Sqlite).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    accept_of_each(&place, &[maya, otto], &play("Otter", "Song", 0)).await;
    // As another process would do it, which does not know what waits here.
    let sql = format!("PRAGMA foreign_keys = 1; DELETE FROM users WHERE id = x'{}'", maya.simple());
    run(&place, &sql);
    assert_eq!(place.listens.count(otto).await.unwrap(), 1);
    assert_eq!((rows(&place, "listens_inbox"), rows(&place, "listens_raw")), (0, 1));
}

pub async fn what_the_store_has_no_room_for_is_refused_before_it_is_accepted(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let own = || play("Otter", "Song", 0);
    let (mut number, mut isrc, mut ligatures) = (own(), own(), own());
    number.words.track_number = Some("9".repeat(1001));
    isrc.words.isrc = Some("A".repeat(1001));
    // One letter that is eighteen when it is taken apart.
    ligatures.words.artist_name = "\u{FDFA}".repeat(3000);
    for bad in [number, isrc, ligatures] {
        let refusal = refused(place.listens.accept(&by(maya, "phone"), vec![bad]).await);
        assert!(refusal.to_string().contains("play 0"), "{refusal}");
    }
    let mut most = own();
    most.words.track_number = Some("9".repeat(1000));
    most.words.isrc = Some("A".repeat(1000));
    most.words.artist_name = "\u{FDFA}".repeat(1000);
    most.words.recording_name = "s".repeat(10_000);
    place.listens.accept(&by(maya, "phone"), vec![most]).await.unwrap();
    assert_eq!(place.listens.count(maya).await.unwrap(), 1);
}

#[tokio::test]
async fn while_nothing_can_be_written_those_who_ask_are_shown_what_there_is() {
    let place = Place::new(&Engine::Sqlite).await;
    let users = [place.user("maya").await, place.user("otto").await];
    accept_of_each(&place, &users, &play("Otter", "Song", 0)).await;
    // A page of listens writes nothing; a count adds up days.
    let ask = async |user| place.listens.history(user, Window::default(), 9).await.unwrap().len();
    let lock = rusqlite::Connection::open(place.file()).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(ask(users[0]).await, 0);
    // The next one does not wait for the lock again.
    let begin = std::time::Instant::now();
    assert_eq!(ask(users[1]).await, 0);
    assert!(begin.elapsed() < std::time::Duration::from_secs(3), "{:?}", begin.elapsed());
    lock.execute_batch("ROLLBACK").unwrap();
    for _ in 0..200 {
        if rows(&place, "listens") == 2 {
            assert_eq!(ask(users[0]).await, 1);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("nobody tried again");
}
