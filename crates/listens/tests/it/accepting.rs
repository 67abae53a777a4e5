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

pub async fn what_is_accepted_is_found_at_once(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    for at in 0..3 {
        for user in [maya, otto] {
            let own = play("Otter", &format!("Song {at}"), at * 300);
            place.listens.accept(&by(user, "phone"), vec![own]).await.unwrap();
        }
        assert_eq!(place.listens.count(maya).await.unwrap(), at as u64 + 1);
    }
    assert_eq!(place.told(otto).await.len(), 3);
    assert_eq!(place.counts(maya).await, place.counts(otto).await);
    // What comes again changes nothing, whoever is asked.
    let again = play("Otter", "Song 0", 0);
    place.listens.accept(&by(maya, "phone"), vec![again.clone(), again.clone()]).await.unwrap();
    assert_eq!(place.listens.count(maya).await.unwrap(), 3);
    place.listens.accept(&by(maya, "phone"), vec![again.clone()]).await.unwrap();
    let outcome = place.one(&by(maya, "phone"), again).await;
    assert!(matches!(outcome, Outcome::Repeated { .. }), "{outcome:?}");
    // Refused as by the other way.
    let bad = vec![play("Otter", "Song 9", 9000), play("Otter", " ", 9300)];
    let refusal = refused(place.listens.accept(&by(maya, "phone"), bad).await);
    assert!(refusal.to_string().contains("play 1"), "{refusal}");
    let nobody = place.listens.accept(&by(Uuid::from_u128(7), "x"), vec![play("A", "B", 0)]).await;
    assert_eq!(refused(nobody), listens::Refusal::NotFound { what: "user" });
    assert_eq!(place.listens.count(maya).await.unwrap(), 3);
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
    for round in 0..40 {
        for _ in 0..dice.below(12) {
            let (who, client) = (dice.below(3) as usize, dice.one_of(&["phone", "desk"]).unwrap());
            let some = (0..1 + dice.below(3)).map(|_| {
                let title = dice.one_of(&["Song", "Ferry Bells", "Song (feat. Newt)"]).unwrap();
                play("Otter", title, dice.below(4000) as i64 * 3)
            });
            let some: Vec<Play> = some.collect();
            left.listens.accept(&by(users[who], client), some.clone()).await.unwrap();
            right.submit(&by(others[who], client), some).await;
        }
        let who = round % names.len();
        assert_eq!(left.told(users[who]).await, right.told(others[who]).await, "round {round}");
        assert_eq!(left.counts(users[who]).await, right.counts(others[who]).await);
    }
    for who in 0..names.len() {
        let before = left.history(users[who]).await;
        assert_eq!(before.len(), right.history(others[who]).await.len());
        for (left_one, right_one) in before.iter().zip(right.history(others[who]).await) {
            let count = async |place: &Place, user, id| {
                place.listens.duplicates(user, id).await.unwrap().len()
            };
            let left_count = count(&left, users[who], left_one.id).await;
            assert_eq!(left_count, count(&right, others[who], right_one.id).await);
        }
        left.listens.rebuild(users[who]).await.unwrap();
        assert_eq!(left.history(users[who]).await, before);
    }
}

#[tokio::test]
async fn what_was_written_down_is_made_after_a_crash() {
    let place = Place::new(&Engine::Sqlite).await;
    let maya = place.user("maya").await;
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
    place.listens.accept(&from, vec![sent.clone()]).await.unwrap();
    let others = vec![play("Otter", "One", 600), play("Otter", "Two", 900)];
    place.listens.accept(&by(maya, "phone"), others).await.unwrap();
    assert_eq!((rows(&place, "listens_inbox"), rows(&place, "listens")), (2, 0));
    // Another process begins: it has nothing in its memory.
    let sibling = place.sibling();
    // Whoever asks while another one waits for the listens waits, too.
    let counts = futures::future::join_all((0..8).map(|_| sibling.count(maya))).await;
    assert!(counts.iter().all(|count| *count.as_ref().unwrap() == 3), "{counts:?}");
    let page = sibling.history(maya, Window::default(), 10).await.unwrap();
    assert_eq!(page.len(), 3);
    assert_eq!((rows(&place, "listens_inbox"), rows(&place, "listens")), (0, 3));
    let listen = &page[2];
    assert_eq!((&listen.words, &listen.payload), (&words, &sent.payload));
    assert_eq!((listen.source.as_str(), listen.played_ms), (source::LASTFM, Some(599_000)));
    // The first one still has them in its memory, and makes none twice.
    assert_eq!(place.history(maya).await, page);
    let again = place.one(&from, sent).await;
    assert!(matches!(again, Outcome::Repeated { .. }), "{again:?}");
}

#[tokio::test]
async fn what_nobody_asks_for_is_made_soon() {
    let place = Place::new(&Engine::Sqlite).await;
    let maya = place.user("maya").await;
    place.listens.accept(&by(maya, "phone"), vec![play("Otter", "Song", 0)]).await.unwrap();
    assert_eq!(rows(&place, "listens"), 0);
    for _ in 0..200 {
        if rows(&place, "listens") == 1 {
            assert_eq!(rows(&place, "listens_inbox"), 0);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nobody made the listen");
}

#[tokio::test]
async fn many_are_made_without_being_asked_for() {
    let place = Place::new(&Engine::Sqlite).await;
    let maya = place.user("maya").await;
    for submission in 0..24 {
        let some = (0..50).map(|at| play("Otter", "Song", (submission * 50 + at) * 300));
        place.listens.accept(&by(maya, "phone"), some.collect()).await.unwrap();
    }
    // Those of the last 512 plays and of the submission with the last one of them may wait.
    assert!(rows(&place, "listens") > 600, "{}", rows(&place, "listens"));
    assert_eq!(place.listens.count(maya).await.unwrap(), 1200);
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
        for user in [maya, otto] {
            let own = play("Otter", title, at as i64 * 300);
            place.listens.accept(&by(user, "phone"), vec![own]).await.unwrap();
        }
    }
    let kept = [(0, "One".to_owned()), (600, "Three".to_owned())];
    for user in [maya, otto] {
        assert_eq!(place.told(user).await, kept);
    }
    assert_eq!(rows(&place, "listens_inbox"), 2);
    // Those that come later are not held up by it.
    place.listens.accept(&by(maya, "phone"), vec![play("Otter", "Four", 900)]).await.unwrap();
    assert_eq!(place.listens.count(maya).await.unwrap(), 3);
    run(&place, "DROP TRIGGER refuse");
    assert_eq!(place.sibling().count(maya).await.unwrap(), 4);
    assert_eq!(place.listens.count(otto).await.unwrap(), 3);
    assert_eq!(rows(&place, "listens_inbox"), 0);
}

#[tokio::test]
async fn who_leaves_takes_what_was_accepted_along() {
    let place = Place::new(&Engine::Sqlite).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    for user in [maya, otto] {
        place.listens.accept(&by(user, "phone"), vec![play("Otter", "Song", 0)]).await.unwrap();
    }
    // As another process would do it, which does not know what waits here.
    let sql = format!("PRAGMA foreign_keys = 1; DELETE FROM users WHERE id = x'{}'", maya.simple());
    run(&place, &sql);
    assert_eq!(place.listens.count(otto).await.unwrap(), 1);
    assert_eq!((rows(&place, "listens_inbox"), rows(&place, "listens_raw")), (0, 1));
}
