//! What a submission costs: processor time for each listen, in batches and one by one.
//!
//! `submit_cost <fresh directory> [<directory with CURRENT of a catalogue>] [<database URL>]`; release mode.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalog::record::Recording;
use catalog::{Generations, Live};
use listens::{
    Clock, Effects, Error, Listens, Options, Play, Randomness, Submission, Words, source,
};
use store::users::{Folded, NewUser, Role};
use store::{Store, Target};
use uuid::Uuid;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Listens in batches, and how many a batch has.
const IN_BATCHES: usize = 100_000;
const BATCH: usize = 1000;
/// Listens one by one, of so many people at once.
const SINGLE: usize = 20_000;
const PEOPLE: usize = 32;
/// Distinct words.
const TRACKS: usize = 5000;
/// 2020-01-01.
const BEGIN_MS: i64 = 1_577_836_800_000;

struct System;

impl Clock for System {
    #[expect(clippy::disallowed_methods, reason = "a program's clock")]
    fn now_ms(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }
}

impl Randomness for System {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(16) {
            chunk.copy_from_slice(&Uuid::new_v4().as_bytes()[..chunk.len()]);
        }
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let directory = arguments.first().map_or(".", String::as_str);
    let catalogue = arguments.get(1).filter(|it| !it.is_empty());
    let catalogue = catalogue.map_or_else(|| format!("{directory}/catalogue"), String::clone);
    let live = Arc::new(Live::open(Generations::at(Path::new(&catalogue)))?);
    let words = words(&live)?;
    let url = arguments.get(2).map(String::as_str);
    let target = Target::parse(url, Path::new(directory))?;
    let store = Store::open(&target, &store::Options::default()).await?;
    let effects = Effects { clock: Arc::new(System), random: Arc::new(System) };
    let listens = Listens::new(store.clone(), live, effects, &Options::default());
    println!("{target}, {} tracks", words.len());
    let maya = user(&store, "maya").await?;
    for turn in ["new words", "known words"] {
        let from = BEGIN_MS + if turn == "new words" { 0 } else { 1 << 40 };
        let cost = Cost::begin();
        for batch in 0..IN_BATCHES / BATCH {
            let plays = (batch * BATCH..).take(BATCH).map(|at| play(&words, from, at));
            listens.submit(&Submission::new(maya, source::LISTENBRAINZ), plays.collect()).await?;
        }
        cost.print(&format!("batches of {BATCH}, {turn}"), IN_BATCHES);
    }
    let mut people = Vec::with_capacity(PEOPLE);
    for at in 0..PEOPLE {
        people.push(user(&store, &format!("person {at}")).await?);
    }
    let words = Arc::new(words);
    let cost = Cost::begin();
    let tasks = people.into_iter().map(|person| {
        let (listens, words) = (listens.clone(), Arc::clone(&words));
        tokio::spawn(async move {
            for at in 0..SINGLE / PEOPLE {
                let from = Submission::new(person, source::LISTENBRAINZ);
                listens.submit(&from, vec![play(&words, BEGIN_MS, at)]).await?;
            }
            Ok::<_, Error>(())
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await??;
    }
    cost.print(&format!("one by one, {PEOPLE} people"), SINGLE);
    store.close().await;
    Ok(())
}

/// What people might play: recordings of the catalogue, else made-up ones.
fn words(live: &Live) -> catalog::Result<Vec<Words>> {
    let mut words = Vec::with_capacity(TRACKS);
    if let Some(catalog) = live.get().clone() {
        let view = catalog.view()?;
        for row in 1..200_000 {
            let Some(recording) = view.get::<Recording<'_>>(row)? else { continue };
            let Some(credit) = view.artist_credit(recording.artist_credit)? else { continue };
            let artist: String =
                credit.names.iter().flatten().flat_map(|it| [it.name, it.join_phrase]).collect();
            let length_ms = recording.length_ms.map(i64::from);
            words.push(Words { length_ms, ..named(&artist, recording.name) });
            if words.len() == TRACKS {
                break;
            }
        }
    } else {
        let name = |at: usize| named(&format!("Artist {}", at / 12), &format!("Song {at}"));
        words.extend((0..TRACKS).map(name));
    }
    Ok(words)
}

fn named(artist: &str, title: &str) -> Words {
    Words {
        artist_name: artist.to_owned(),
        recording_name: title.to_owned(),
        release_name: Some(format!("Album of {artist}")),
        length_ms: Some(200_000),
        ..Words::default()
    }
}

/// Some tracks far more often than others.
fn play(words: &[Words], from_ms: i64, at: usize) -> Play {
    let mixed = (at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    let share = mixed as f64 / f64::from(u32::MAX);
    let words = words[(share * share * (words.len() - 1) as f64) as usize].clone();
    let listened_at_ms = from_ms + at as i64 * 230_000;
    let payload = format!(
        "{{\"listened_at\":{},\"track_metadata\":{{\"artist_name\":{},\"track_name\":{},\"release_name\":{},\
         \"additional_info\":{{\"duration_ms\":200000,\"submission_client\":\"a player\",\"tracknumber\":\"3\",\
         \"submission_client_version\":\"1.2.3\",\"media_player\":\"mpd\",\"date\":\"2019\"}}}}}}",
        listened_at_ms / 1000,
        serde_json::Value::from(words.artist_name.as_str()),
        serde_json::Value::from(words.recording_name.as_str()),
        serde_json::Value::from(words.release_name.as_deref()),
    );
    Play { words, listened_at_ms, payload, ..Play::default() }
}

async fn user(store: &Store, name: &str) -> Result<Uuid, store::Error> {
    let id = Uuid::now_v7();
    let name = format!("{name} {id}");
    let user = NewUser {
        id,
        username: Folded { text: name.clone(), folded: name },
        email: None,
        password_hash: None,
        role: Role::User,
        is_verified: false,
        time_zone: "Europe/Berlin".to_owned(),
        created_at_ms: BEGIN_MS,
    };
    store
        .write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { store::users::insert(tx, &user).await })
        })
        .await?;
    Ok(id)
}

/// Processor time and time of day since a moment.
struct Cost(Duration, Instant);

impl Cost {
    fn begin() -> Self {
        Self(processor(), Instant::now())
    }

    fn print(&self, what: &str, listens: usize) {
        let (used, took) = (processor() - self.0, self.1.elapsed());
        let each = used.as_secs_f64() / listens as f64;
        println!(
            "{what:32} {:>7.2} us of processor, {:>9.0} listens per processor second, {:>8.0} per second",
            each * 1e6,
            1.0 / each,
            listens as f64 / took.as_secs_f64(),
        );
    }
}

/// Processor time of this process.
fn processor() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}
