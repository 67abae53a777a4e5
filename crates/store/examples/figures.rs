//! How long the store takes, on SQLite and, with a URL, on PostgreSQL.
//!
//! `figures <data directory> [<database URL>]`; release mode, a fresh directory. Reads are timed
//! one after the other, writes one after the other and many at once.

use std::path::Path;
use std::time::{Duration, Instant};

use futures::StreamExt;
use store::user_settings::{self, UserSettings};
use store::users::{self, Folded, NewUser, Role};
use store::{Error, Options, Store, Target};
use uuid::Uuid;

const USERS: u128 = 1000;
const READS: u128 = 20_000;
const ALONE: u128 = 2_000;
const TOGETHER: u128 = 10_000;
/// Settings updates that are under way at once.
const AT_ONCE: usize = 200;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let directory = Path::new(arguments.first().map_or(".", String::as_str));
    let url = arguments.get(1).map(String::as_str);
    let target = Target::parse(url, directory)?;
    println!("{target}");
    let (opened, store) = timed(Store::open(&target, &Options::default())).await;
    let store = store?;
    println!("opened, migrations applied     {opened:>10.1?}");
    store.close().await;
    let (opened, store) = timed(Store::open(&target, &Options::default())).await;
    let store = store?;
    println!("opened again                   {opened:>10.1?}");
    fill(&store).await?;
    let (took, done) = timed(reads(&store)).await;
    done?;
    println!("a point read                   {:>10.1?}", took / READS as u32);
    let (took, settings) = timed(alone(&store)).await;
    let settings = settings?;
    let each = took / ALONE as u32;
    println!("an update, one after the other {each:>10.1?}");
    let before = store.figures();
    let (took, done) = timed(together(&store, &settings)).await;
    done?;
    let grouped = took / TOGETHER as u32;
    println!("an update, {AT_ONCE} at once         {grouped:>10.1?}");
    let commits = store.figures().commits - before.commits;
    println!("commits for {TOGETHER} updates      {commits:>10}");
    compare("one after the other", each, grouped);
    if let Target::Sqlite(_) = target {
        for (name, pragmas) in PLAIN {
            let each = plain(directory, name, pragmas)?;
            compare(name, each, grouped);
        }
    }
    Ok(())
}

fn compare(name: &str, each: Duration, grouped: Duration) {
    let times = each.as_secs_f64() / grouped.as_secs_f64();
    println!("{name:<30} {each:>10.1?} is {times:.1} times an update at once");
}

/// The same update by SQLite alone, without this crate: a transaction each.
const PLAIN: [(&str, &str); 3] = [
    ("plain, log, synchronous=NORMAL", "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL"),
    ("plain, log, synchronous=FULL", "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"),
    ("plain, as SQLite comes", "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL"),
];

fn plain(directory: &Path, name: &str, pragmas: &str) -> Result<Duration, Error> {
    let run = || {
        let raw = rusqlite::Connection::open(directory.join(format!("{name}.db")))?;
        raw.execute_batch(pragmas)?;
        raw.execute_batch(
            "CREATE TABLE user_settings (user_id BLOB PRIMARY KEY, volume_level INTEGER, rest TEXT)",
        )?;
        raw.execute_batch("BEGIN")?;
        for number in 1..=USERS {
            let id = Uuid::from_u128(number);
            let sql = "INSERT INTO user_settings VALUES (?1, 80, ?2)";
            raw.prepare_cached(sql)?.execute((id.as_bytes(), "x".repeat(100)))?;
        }
        raw.execute_batch("COMMIT")?;
        let started = Instant::now();
        for number in 0..ALONE {
            let sql = "UPDATE user_settings SET volume_level = ?2 WHERE user_id = ?1";
            let id = one_of(number);
            raw.prepare_cached(sql)?.execute((id.as_bytes(), (number % 101) as i64))?;
        }
        Ok(started.elapsed() / ALONE as u32)
    };
    run().map_err(|error: rusqlite::Error| Error::Invalid(error.to_string()))
}

async fn timed<T>(work: impl Future<Output = T>) -> (Duration, T) {
    let started = Instant::now();
    let result = work.await;
    (started.elapsed(), result)
}

async fn fill(store: &Store) -> Result<(), Error> {
    store
        .write(|tx| {
            Box::pin(async move {
                for number in 1..=USERS {
                    let name = format!("user{number}");
                    let user = NewUser {
                        id: Uuid::from_u128(number),
                        username: Folded { text: name.clone(), folded: name },
                        email: None,
                        password_hash: None,
                        role: Role::User,
                        is_verified: false,
                        time_zone: "UTC".to_owned(),
                        created_at_ms: 0,
                    };
                    users::insert(tx, &user).await?;
                }
                Ok(())
            })
        })
        .await
}

fn one_of(number: u128) -> Uuid {
    Uuid::from_u128(1 + number * 7 % USERS)
}

async fn reads(store: &Store) -> Result<(), Error> {
    for number in 0..READS {
        users::find(store, one_of(number)).await?;
    }
    Ok(())
}

async fn alone(store: &Store) -> Result<UserSettings, Error> {
    let found = user_settings::find(store, one_of(0)).await?;
    let settings = found.ok_or_else(|| Error::Invalid("the directory was not fresh".to_owned()))?;
    for number in 0..ALONE {
        update(store, one_of(number), changed(&settings, number)).await?;
    }
    Ok(settings)
}

async fn together(store: &Store, settings: &UserSettings) -> Result<(), Error> {
    let updates =
        (0..TOGETHER).map(|number| update(store, one_of(number), changed(settings, number)));
    let mut updates = futures::stream::iter(updates).buffer_unordered(AT_ONCE);
    while let Some(done) = updates.next().await {
        done?;
    }
    Ok(())
}

fn changed(settings: &UserSettings, number: u128) -> UserSettings {
    UserSettings { volume_level: (number % 101) as i64, ..settings.clone() }
}

async fn update(store: &Store, user: Uuid, settings: UserSettings) -> Result<bool, Error> {
    store
        .write(move |tx| Box::pin(async move { user_settings::update(tx, user, &settings).await }))
        .await
}
