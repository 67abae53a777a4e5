//! A listening history over a database: a file in a temporary directory, or one of a throw-away server.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};

use catalog::{FORMAT_VERSION, Generations, Live};
use listens::stats::{Discovery, MAX_ENTRIES, Order, Range, Ranked};
use listens::{
    Clock, Effects, Listen, Listens, Options, Outcome, Play, Randomness, Refusal, Submission,
    Window, Words, source,
};
use serde_json::{Value, json};
use store::users::{Folded, NewUser, Role};
use store::{Store, Target};
use tempfile::TempDir;
use testkit::postgres::Cluster;
use uuid::Uuid;

/// 2026-11-21, noon in UTC.
pub const NOON: i64 = 1_795_262_400_000;

/// What keeps the rows.
#[derive(Clone)]
pub enum Engine {
    Sqlite,
    Postgres(Arc<Cluster>),
}

/// A clock that moves only when it is told to.
pub struct ManualClock(AtomicI64);

impl ManualClock {
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Chance that is the same in every run.
#[derive(Default)]
pub struct Seeded(AtomicU64);

impl Randomness for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let mut number = self.0.fetch_add(1, Ordering::SeqCst).wrapping_add(0x9E37_79B9);
            for round in [0xBF58_476D_1CE4_E5B9_u64, 0x94D0_49BB_1331_11EB, 0xD6E8_FEB8_6659_FD93] {
                number = (number ^ (number >> 29)).wrapping_mul(round);
            }
            chunk.copy_from_slice(&number.to_le_bytes()[..chunk.len()]);
        }
    }
}

pub struct Place {
    pub listens: Listens,
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub catalogue: Arc<Live>,
    random: Arc<Seeded>,
    directory: TempDir,
}

impl Place {
    /// Without a catalogue.
    pub async fn new(engine: &Engine) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let directory = tempfile::tempdir().unwrap();
        let url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres(cluster) => {
                let database = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
                cluster.create_database(&database, None).unwrap();
                Some(cluster.url(&database))
            }
        };
        let target = Target::parse(url.as_deref(), directory.path()).unwrap();
        let store = Store::open(&target, &store::Options::default()).await.unwrap();
        let catalogue = Generations::at(directory.path().join("catalogue"));
        let catalogue = Arc::new(Live::open(catalogue).unwrap());
        let clock = Arc::new(ManualClock(AtomicI64::new(NOON)));
        let random = Arc::new(Seeded::default());
        let effects = Effects { clock: clock.clone(), random: random.clone() };
        let (database, live) = (store.clone(), Arc::clone(&catalogue));
        let listens = Listens::new(database, live, effects, &Options::default());
        Self { listens, store, clock, catalogue, random, directory }
    }

    /// A process that has just begun, on the same database.
    pub fn sibling(&self) -> Listens {
        let effects = Effects { clock: self.clock.clone(), random: self.random.clone() };
        let catalogue = Arc::clone(&self.catalogue);
        Listens::new(self.store.clone(), catalogue, effects, &Options::default())
    }

    /// The file of a database in SQLite.
    pub fn file(&self) -> PathBuf {
        self.directory.path().join(store::DEFAULT_FILE)
    }

    /// Puts the little record shop in place, as this generation.
    pub fn open_shop(&self, generation: u64) {
        let generations = self.catalogue.generations();
        let sample = format!("../catalog/tests/it/formats/v{FORMAT_VERSION}");
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join(sample);
        copy(&sample, &generations.directory(generation));
        let current = self.directory.path().join("catalogue").join("CURRENT");
        fs::write(current, format!("{generation}\n")).unwrap();
        assert_eq!(self.catalogue.refresh().unwrap(), Some(generation));
    }

    pub async fn user(&self, name: &str) -> Uuid {
        self.user_in(name, "UTC").await
    }

    pub async fn user_in(&self, name: &str, time_zone: &str) -> Uuid {
        let mut id = [0; 16];
        self.random.fill(&mut id);
        let id = uuid::Builder::from_random_bytes(id).into_uuid();
        let user = NewUser {
            id,
            username: Folded { text: name.to_owned(), folded: name.to_owned() },
            email: None,
            password_hash: None,
            role: Role::User,
            is_verified: false,
            time_zone: time_zone.to_owned(),
            created_at_ms: NOON,
        };
        self.store
            .write::<_, store::Error, _>(move |tx| {
                Box::pin(async move { store::users::insert(tx, &user).await })
            })
            .await
            .unwrap();
        id
    }

    /// Submits plays of one program.
    pub async fn submit(&self, by: &Submission, plays: Vec<Play>) -> Vec<Outcome> {
        self.listens.submit(by, plays).await.unwrap()
    }

    /// Submits one play.
    pub async fn one(&self, by: &Submission, play: Play) -> Outcome {
        self.submit(by, vec![play]).await[0]
    }

    /// Everything, the newest first. Who reads the messages of a door learns the same.
    pub async fn history(&self, user: Uuid) -> Vec<Listen> {
        let history = self.listens.history(user, Window::default(), 1000).await.unwrap();
        let page = (1000, source::LISTENBRAINZ);
        let messages = self.listens.messages(user, Window::default(), page).await.unwrap();
        assert_eq!(messages.len(), history.len());
        for (told, listen) in messages.into_iter().zip(&history) {
            assert_eq!(told.listened_at_ms, listen.listened_at_ms);
            assert_eq!(told.inserted_at_ms, listen.inserted_at_ms);
            assert_eq!(told.client, listen.client);
            assert_eq!(told.payload, listen.payload);
            assert_eq!(told.matched, listen.matched);
            let words = Some((listen.words.clone(), listen.recording_msid));
            let names = [&listen.words.artist_name, &listen.words.recording_name].map(Clone::clone);
            match listen.source.as_str() {
                source::LISTENBRAINZ if told.words.is_none() => {
                    assert_eq!(names_of(&listen.payload).unwrap_or(names.clone()), names);
                }
                _ => assert_eq!(told.words, words),
            }
        }
        history
    }

    /// Titles by beginning in seconds after noon, the oldest first.
    pub async fn told(&self, user: Uuid) -> Vec<(i64, String)> {
        let history = self.history(user).await.into_iter().rev();
        let line = |it: Listen| ((it.listened_at_ms - NOON) / 1000, it.words.recording_name);
        history.map(line).collect()
    }

    /// Everything that is counted for a person, in no order that means anything.
    pub async fn counts(&self, user: Uuid) -> Vec<Count> {
        let statistics = match self.listens.statistics(user).await {
            Err(listens::Error::Refused(Refusal::NotFound { .. })) => return Vec::new(),
            statistics => statistics.unwrap(),
        };
        let all = statistics.span(Range::AllTime).await.unwrap();
        let mut counts = Vec::new();
        for of in [Ranked::Artists, Ranked::Recordings, Ranked::Releases] {
            let part = (0, MAX_ENTRIES);
            let chart = statistics.top(of, &all, Order::Listens, part).await.unwrap();
            let heard = statistics.discoveries(of, &all, part).await.unwrap();
            assert_eq!((chart.total, heard.total), (chart.entries.len() as u64, chart.total));
            let mut bounds: Vec<_> = heard.entries.iter().collect();
            for entry in chart.entries {
                let same =
                    |it: &&Discovery| (&it.subject, it.listens) == (&entry.subject, entry.listens);
                // Several may have the same names.
                let at = bounds.iter().position(same).unwrap();
                let found = bounds.swap_remove(at);
                counts.push(Count {
                    of: format!("{of:?}"),
                    name: entry.subject.name.clone(),
                    mbid: entry.subject.mbid,
                    listens: entry.listens,
                    played_ms: entry.played_ms,
                    first_ms: found.first_listened_at_ms,
                    last_ms: found.last_listened_at_ms,
                });
            }
        }
        counts.sort();
        counts
    }
}

/// What a person heard of one subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    pub of: String,
    pub name: String,
    pub mbid: Option<Uuid>,
    pub listens: u64,
    pub played_ms: u64,
    pub first_ms: i64,
    pub last_ms: i64,
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A submission of a program through the door of ListenBrainz.
pub fn by(user: Uuid, client: &str) -> Submission {
    let client = Some(client.to_owned());
    Submission { client, ..Submission::new(user, source::LISTENBRAINZ) }
}

pub fn words(artist: &str, title: &str) -> Words {
    let (artist_name, recording_name) = (artist.to_owned(), title.to_owned());
    Words { artist_name, recording_name, length_ms: Some(200_000), ..Words::default() }
}

/// A play that began so many seconds after noon.
pub fn play(artist: &str, title: &str, second: i64) -> Play {
    Play {
        words: words(artist, title),
        listened_at_ms: NOON + second * 1000,
        payload: json!({"track_metadata": {"artist_name": artist, "track_name": title}})
            .to_string(),
        ..Play::default()
    }
}

/// Artist and title that a message of [`play`] tells.
fn names_of(payload: &str) -> Option<[String; 2]> {
    let message: Value = serde_json::from_str(payload).unwrap();
    let name = |key| message["track_metadata"][key].as_str().map(str::to_owned);
    Some([name("artist_name")?, name("track_name")?])
}

/// The refusal of an outcome that must be one.
pub fn refused<T>(outcome: listens::Result<T>) -> Refusal {
    match outcome {
        Ok(_) => panic!("it was not refused"),
        Err(listens::Error::Refused(refusal)) => refusal,
        Err(error) => panic!("it failed: {error:?}"),
    }
}
