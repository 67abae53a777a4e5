//! Histories that are imported and exported: once, wholly, and with a report.

use std::io::Write as _;
use std::sync::Mutex;

use futures::future::BoxFuture;
use jiff::tz::TimeZone;
use jobs::{Progress, Silent, Stop, Unit};
use listens::formats::write::{ExportedUser, Kind};
use listens::{
    Account, Change, ImportState, ImportStatus, NewImport, NewPin, NoAnswer, Part, Play, Refusal,
    Remote, RemoteAnswer, RemoteRequest, Score, Target,
};
use serde_json::json;
use tempfile::NamedTempFile;
use uuid::Uuid;

use crate::place::{Engine, NOON, Place, by, play, refused, words};

fn file(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn new(user_id: Uuid) -> NewImport {
    let file_name = "history".to_owned();
    NewImport { user_id, format: None, file_name, zone: TimeZone::UTC }
}

async fn import(place: &Place, user: Uuid, bytes: &[u8]) -> ImportState {
    let file = file(bytes);
    let id = place.listens.begin_import(file.path(), new(user)).await.unwrap();
    let watch = (&Silent as &dyn Progress, &Stop::new());
    assert!(place.listens.import_file((id, file.path()), TimeZone::UTC, watch).await.unwrap());
    place.listens.find_import(user, id).await.unwrap()
}

async fn export(place: &Place, user: Uuid, kind: Kind) -> Vec<u8> {
    let user = ExportedUser { id: user, name: "maya".to_owned() };
    let mut export = place.listens.export(&user, kind).unwrap();
    let mut bytes = Vec::new();
    while let Some(piece) = export.next_piece().await.unwrap() {
        bytes.extend(piece);
    }
    bytes
}

/// A line of a ListenBrainz export.
fn line(artist: &str, title: &str, second: i64) -> String {
    let metadata = json!({"artist_name": artist, "track_name": title});
    json!({"listened_at": NOON / 1000 + second, "track_metadata": metadata}).to_string() + "\n"
}

/// What readers see of a listen, whoever reported it.
fn seen(listen: listens::Listen) -> String {
    let listens::Listen { listened_at_ms, words, played_ms, matched, client, .. } = listen;
    format!("{listened_at_ms} {words:?} {played_ms:?} {client:?} {matched:?}")
}

async fn history(place: &Place, user: Uuid) -> Vec<String> {
    place.history(user).await.into_iter().map(seen).collect()
}

pub async fn a_history_leaves_and_comes_back_the_same(engine: Engine) {
    let place = Place::new(&engine).await;
    place.open_shop(1);
    let maya = place.user("maya").await;
    let plays: Vec<Play> = (0..120)
        .map(|at| Play {
            played_ms: (at % 3 == 0).then_some(150_000),
            ..play("Otter", &format!("Song {at}"), -at * 86_400)
        })
        .collect();
    place.submit(&by(maya, "phone 1.0"), plays).await;
    let known = words("The Lanternfish Choir", "Ferry Bells");
    let known = Play {
        words: known,
        listened_at_ms: NOON - 90_500,
        payload: "{}".to_owned(),
        ..Play::default()
    };
    let odd = play("Newt", "Pönd,\n\"deep\"", -40);
    let odd = Play { payload: "{}".to_owned(), ..odd };
    place.submit(&by(maya, "player"), vec![known, odd]).await;
    let newest = place.history(maya).await;
    place.listens.change_one(maya, newest[0].id, &Change::ShiftTime(-7_250)).await.unwrap();
    place.listens.change_one(maya, newest[5].id, &Change::Delete).await.unwrap();
    let expected = history(&place, maya).await;
    assert_eq!(expected.len(), 121);
    for (at, (kind, name)) in Kind::ALL.into_iter().enumerate() {
        let otto = place.user(&format!("otto{at}")).await;
        let bytes = export(&place, maya, kind).await;
        let done = import(&place, otto, &bytes).await;
        assert_eq!((done.read, done.new, done.skipped), (121, 121, 0), "{name}: {done:?}");
        assert_eq!(history(&place, otto).await, expected, "{name}");
        // And once more changes nothing.
        let again = import(&place, otto, &bytes).await;
        assert_eq!((again.new, again.repeated, again.status), (0, 121, ImportStatus::Done));
        assert_eq!(place.listens.count(otto).await.unwrap(), 121);
    }
}

pub async fn opinions_and_pins_come_back_with_their_instants(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    let outcome = place.one(&by(maya, "phone"), play("Otter", "Reed", 0)).await;
    let (msid, mbid) = (outcome.recording_msid(), Uuid::from_u128(77));
    place.listens.set_feedback(maya, Target::Msid(msid), Score::Love, "native").await.unwrap();
    place.clock.advance(5_000);
    place.listens.set_feedback(maya, Target::Mbid(mbid), Score::Hate, "native").await.unwrap();
    let comment = Some("by the water".to_owned());
    let pin = NewPin { recording_msid: Some(msid), comment, ..NewPin::default() };
    place.listens.pin(maya, pin).await.unwrap();
    let bytes = export(&place, maya, Kind::ListenBrainz).await;
    place.clock.advance(1_000_000);
    for round in [(2, 1), (0, 0)] {
        let done = import(&place, otto, &bytes).await;
        assert_eq!((done.report.feedback, done.report.pins), round);
    }
    let all = Part { limit: 10, offset: 0 };
    let told = async |user| {
        let (opinions, _) = place.listens.feedback(user, None, all).await.unwrap();
        let opinions = opinions
            .into_iter()
            .map(|it| (it.recording_msid, it.recording_mbid, it.score, it.created_at_ms));
        let (pins, _) = place.listens.pins(user, all).await.unwrap();
        let pins = pins.into_iter().map(|it| (it.recording_msid, it.comment, it.created_at_ms));
        (opinions.collect::<Vec<_>>(), pins.collect::<Vec<_>>())
    };
    assert_eq!(told(otto).await, told(maya).await);
    // What was said later here is not undone by an older export.
    place.listens.set_feedback(otto, Target::Mbid(mbid), Score::Love, "native").await.unwrap();
    assert_eq!(import(&place, otto, &bytes).await.report.feedback, 0);
    assert_eq!(told(otto).await.0[0].2, 1);
}

pub async fn what_was_skipped_is_told_with_its_first_places(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let mut text = line("Otter", "Reed", 0);
    for at in 0..12 {
        text += &line("", "Nobody", at * 300);
    }
    text += &line("Otter", &"x".repeat(10_001), 900);
    text += "{\"listened_at\": 1, \"track_metadata\": {}\n";
    text += &line("Otter", "Weir", 1200);
    let done = import(&place, maya, text.as_bytes()).await;
    assert_eq!((done.read, done.new, done.skipped), (16, 2, 14), "{done:?}");
    let skipped = &done.report.skipped;
    let codes: Vec<(&str, u64)> =
        skipped.iter().map(|(code, it)| (code.as_str(), it.count)).collect();
    assert_eq!(codes, [("no_artist", 12), ("not_json", 1), ("not_kept", 1)]);
    assert_eq!(skipped["no_artist"].first.len(), 10);
    assert!(skipped["not_kept"].first[0].starts_with("history, row 14: "), "{skipped:?}");
    assert_eq!(place.told(maya).await.len(), 2);
}

/// Asks to stop as soon as something was kept.
struct StopAfter<'a>(&'a Stop);

impl Progress for StopAfter<'_> {
    fn phase(&self, _: &str, _: Option<u64>, _: Unit) {}
    fn advance(&self, _: u64) {}
    fn note(&self, _: &str) {
        self.0.request();
    }
}

pub async fn an_import_that_was_stopped_goes_on_where_it_was(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let text: String =
        (0..4500).map(|at| line("Otter", &format!("Song {}", at % 50), -at * 400)).collect();
    let file = file(text.as_bytes());
    let mut runs = 0;
    let id = loop {
        let id = place.listens.begin_import(file.path(), new(maya)).await.unwrap();
        let stop = Stop::new();
        runs += 1;
        // Each time another process.
        let listens = place.sibling();
        let watch = (&StopAfter(&stop) as &dyn Progress, &stop);
        if listens.import_file((id, file.path()), TimeZone::UTC, watch).await.unwrap() {
            break id;
        }
        let state = place.listens.find_import(maya, id).await.unwrap();
        assert_eq!((state.status, state.new), (ImportStatus::Interrupted, 2000 * runs));
    };
    let done = place.listens.find_import(maya, id).await.unwrap();
    assert_eq!((runs, done.status), (3, ImportStatus::Done));
    // Nothing was read twice.
    assert_eq!((done.read, done.new, done.repeated), (4500, 4500, 0));
    assert_eq!(place.listens.count(maya).await.unwrap(), 4500);
    assert_eq!(place.listens.imports(maya).await.unwrap().len(), 1);
}

pub async fn a_file_that_nobody_knows_is_refused_before_anything_is_kept(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    let file = file(b"hello");
    let refusal = refused(place.listens.begin_import(file.path(), new(maya)).await);
    assert!(matches!(refusal, Refusal::Invalid { field: "file", .. }), "{refusal:?}");
    assert!(place.listens.imports(maya).await.unwrap().is_empty());
    let folder = tempfile::tempdir().unwrap();
    let (id, part) = place.listens.new_upload(maya, folder.path()).await.unwrap();
    std::fs::write(&part, "hello").unwrap();
    refused(place.listens.queue_import(id, folder.path(), new(maya)).await);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

pub async fn an_upload_stays_until_its_import_has_ended(engine: Engine) {
    let place = Place::new(&engine).await;
    let (maya, otto) = (place.user("maya").await, place.user("otto").await);
    let folder = tempfile::tempdir().unwrap();
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let (id, part) = place.listens.new_upload(maya, folder.path()).await.unwrap();
        std::fs::write(&part, line("Otter", "Reed", 0)).unwrap();
        place.listens.queue_import(id, folder.path(), new(maya)).await.unwrap();
        ids.push(id);
    }
    let (_, part) = place.listens.new_upload(maya, folder.path()).await.unwrap();
    std::fs::write(&part, "half of").unwrap();
    assert_eq!((place.listens.clear_uploads(folder.path()).await.unwrap(), files()), (0, 3));
    // Of somebody else.
    refused(place.listens.find_import(otto, ids[0]).await);
    refused(place.listens.cancel_import(otto, ids[0]).await);
    assert!(place.listens.cancel_import(maya, ids[0]).await.unwrap());
    assert!(!place.listens.cancel_import(maya, ids[0]).await.unwrap());
    let state = place.listens.find_import(maya, ids[0]).await.unwrap();
    assert_eq!(state.status, ImportStatus::Cancelled);
    assert_eq!((place.listens.clear_uploads(folder.path()).await.unwrap(), files()), (1, 2));
    let path = listens::upload_path(folder.path(), ids[1]);
    let watch = (&Silent as &dyn Progress, &Stop::new());
    assert!(place.listens.import_file((ids[1], &path), TimeZone::UTC, watch).await.unwrap());
    assert_eq!((place.listens.clear_uploads(folder.path()).await.unwrap(), files()), (1, 1));
    place.clock.advance(25 * 60 * 60_000);
    assert_eq!((place.listens.clear_uploads(folder.path()).await.unwrap(), files()), (1, 0));
}

/// A server of Last.fm's language with one account.
struct Lastfm {
    /// Seconds of its plays after noon, the newest first.
    plays: Mutex<Vec<i64>>,
    asked: Mutex<Vec<String>>,
    /// Requests that are answered before it is away.
    patience: Mutex<u32>,
}

impl Remote for Lastfm {
    fn send(&self, request: RemoteRequest) -> BoxFuture<'_, Result<RemoteAnswer, NoAnswer>> {
        Box::pin(async move {
            let mut patience = self.patience.lock().unwrap();
            if *patience == 0 {
                return Err(NoAnswer("it is away".to_owned()));
            }
            *patience -= 1;
            let url = &request.url;
            self.asked.lock().unwrap().push(url.clone());
            assert!(
                url.contains("method=user.getrecenttracks&user=maya+at+home&api_key=key"),
                "{url}"
            );
            let bound = |name: &str| -> Option<i64> {
                let text = url.split(name).nth(1)?.split('&').next()?;
                Some(text.parse::<i64>().unwrap() - NOON / 1000)
            };
            let (from, to) =
                (bound("&from=").unwrap_or(i64::MIN), bound("&to=").unwrap_or(i64::MAX));
            let plays = self.plays.lock().unwrap();
            let tracks = plays.iter().filter(|at| **at >= from && **at < to).take(200).map(|at| {
                json!({"artist": {"#text": "Otter", "mbid": ""}, "name": format!("Song {at}"),
                       "mbid": "", "album": {"#text": ""}, "date": {"uts": (NOON / 1000 + at).to_string()}})
            });
            let playing = json!({"artist": {"#text": "Otter"}, "name": "Now", "album": {"#text": ""},
                                 "@attr": {"nowplaying": "true"}});
            let tracks: Vec<_> = [playing].into_iter().chain(tracks).collect();
            let body = json!({"recenttracks": {"track": tracks, "@attr": {"total": plays.len()}}});
            Ok(RemoteAnswer {
                status: 200,
                retry_after_s: None,
                body: body.to_string().into_bytes(),
            })
        })
    }
}

pub async fn an_account_is_fetched_page_by_page_and_later_only_what_is_new(engine: Engine) {
    let place = Place::new(&engine).await;
    let maya = place.user("maya").await;
    // Two in one second at the end of a page.
    let mut plays: Vec<i64> = (0..450).map(|at| -at * 400).collect();
    plays[200] = plays[199];
    let server =
        Lastfm { plays: Mutex::new(plays), asked: Mutex::default(), patience: Mutex::new(2) };
    let account =
        Account { base_url: "https://fm.example/2.0/", api_key: "key", name: "maya at home" };
    let watch = || (&Silent as &dyn Progress, Stop::new());
    let id = place.listens.begin_account_import(maya, " maya at home ").await.unwrap();
    let (progress, stop) = watch();
    let away = place.listens.import_account((id, &server), account, (progress, &stop)).await;
    assert!(away.is_err());
    *server.patience.lock().unwrap() = 100;
    let done = place.sibling().import_account((id, &server), account, (progress, &stop)).await;
    assert!(done.unwrap());
    // The two of one second have one title: they are one report.
    assert_eq!(place.listens.count(maya).await.unwrap(), 449);
    let state = place.listens.find_import(maya, id).await.unwrap();
    assert_eq!((state.status, state.new, state.skipped), (ImportStatus::Done, 449, 0));
    assert!(server.asked.lock().unwrap().len() <= 6);
    server.plays.lock().unwrap().splice(0..0, [1200, 800, 400]);
    server.asked.lock().unwrap().clear();
    let id = place.listens.begin_account_import(maya, "maya at home").await.unwrap();
    place.listens.import_account((id, &server), account, (progress, &stop)).await.unwrap();
    assert_eq!(place.listens.count(maya).await.unwrap(), 452);
    assert_eq!(server.asked.lock().unwrap().len(), 2);
}
