//! Two hundred people who sign in and change their settings at once, on either engine.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use accounts::{
    Accounts, Client, Clock, Effects, Keyring, NewAccount, Options, PasswordOptions, Randomness,
    Registration,
};
use rand::{RngCore as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use store::{Store, Target};

use crate::http::{Answer, Connection};
use crate::place::Place;

const PEOPLE: usize = 200;
/// Those who share an address, as a household does.
const HOUSEHOLD: usize = 5;
/// Changes from each of the two devices of a person.
const CHANGES: usize = 8;
const PASSWORD: &str = "correct horse";
/// How long a person goes on asking a server that says when to come again.
const PERSISTENCE: Duration = Duration::from_secs(300);

struct Now;

impl Clock for Now {
    fn now_ms(&self) -> i64 {
        let since = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
        i64::try_from(since.as_millis()).unwrap()
    }
}

/// Chance that is the same in every run; the server has its own.
struct Chance(Mutex<ChaCha8Rng>);

impl Chance {
    fn new() -> Self {
        Self(Mutex::new(ChaCha8Rng::seed_from_u64(200)))
    }
}

impl Randomness for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(bytes);
    }
}

struct NoMail;

impl accounts::mail::Mail for NoMail {
    fn post(&self, message: accounts::mail::Message) {
        panic!("nobody here has an address: {}", message.to);
    }
}

fn name(person: usize) -> String {
    format!("person{person}")
}

/// Makes the accounts with cheap hashes: the server replaces each at the first sign-in, so that
/// one hash of its full price is computed for each person.
fn register_all(place: &Place) {
    let effects = Effects {
        clock: std::sync::Arc::new(Now),
        random: std::sync::Arc::new(Chance::new()),
        mail: std::sync::Arc::new(NoMail),
    };
    let passwords =
        PasswordOptions { memory_kib: 8, iterations: 1, lanes: 1, workers: 2, queue: PEOPLE };
    let options = Options { registration: Registration::Open, passwords, ..Options::default() };
    let url = place.cluster.as_ref().map(|cluster| cluster.url(&place.database));
    let target = Target::parse(url.as_deref(), place.data()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&target, &store::Options::default()).await.unwrap();
        let keyring = Keyring::generate(&*effects.random);
        let accounts = Accounts::new(store.clone(), keyring, effects, options).unwrap();
        for person in 0..PEOPLE {
            let password = PASSWORD.to_owned();
            let account = NewAccount { username: name(person), password, ..NewAccount::default() };
            accounts.register(&account, &Client::default()).await.unwrap();
        }
        store.close().await;
    });
}

/// A program of a person: one connection, an address, and a token after the sign-in.
struct Device<'a> {
    connection: Connection,
    forwarded: String,
    authorization: String,
    told_to_wait: &'a AtomicU32,
}

impl<'a> Device<'a> {
    fn new(address: &str, person: usize, told_to_wait: &'a AtomicU32) -> Self {
        let forwarded = format!("198.51.100.{}", person / HOUSEHOLD + 1);
        let connection = Connection::open(address);
        Self { connection, forwarded, authorization: String::new(), told_to_wait }
    }

    /// Asks until the answer is not "come again later", which must say when.
    fn insist(&mut self, call: &str, body: &Value) -> Answer {
        let started = Instant::now();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let headers = [
            ("content-type", "application/json"),
            ("x-forwarded-for", self.forwarded.as_str()),
            ("authorization", self.authorization.as_str()),
        ];
        let known = if self.authorization.is_empty() { 2 } else { 3 };
        loop {
            let answer = self.connection.send(call, &headers[..known], &body).unwrap();
            if answer.status != 503 {
                return answer;
            }
            self.told_to_wait.fetch_add(1, Ordering::Relaxed);
            let wait = answer.head.lines().find_map(|line| line.strip_prefix("retry-after: "));
            let wait = wait.unwrap_or_else(|| panic!("it does not say when: {answer:?}"));
            assert!(started.elapsed() < PERSISTENCE, "{call}: {answer:?}");
            sleep(Duration::from_secs(wait.trim().parse().unwrap()));
        }
    }

    fn sign_in(&mut self, person: usize) -> String {
        let credentials = json!({"name": name(person), "password": PASSWORD});
        let answer = self.insist("POST /v1/auth/login", &credentials);
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// Changes a setting again and again and returns what was acknowledged last.
    fn change(&mut self, mut setting: impl FnMut(usize) -> (&'static str, Value)) -> Value {
        let mut last = Value::Null;
        for round in 0..CHANGES {
            let (key, value) = setting(round);
            let answer = self.insist("PATCH /v1/me/settings", &json!({ key: value }));
            assert_eq!(answer.status, 200, "{answer:?}");
            last = answer.json()[key].clone();
            assert_eq!(last, value, "{answer:?}");
        }
        last
    }
}

/// One person: signs in, then changes different settings on two devices at once.
/// Returns the token and what was acknowledged last of each.
fn live(address: &str, person: usize, told_to_wait: &AtomicU32) -> (String, Value, Value) {
    let mut desk = Device::new(address, person, told_to_wait);
    let token = desk.sign_in(person);
    desk.authorization = format!("Bearer {token}");
    let (volume, elsewhere) = std::thread::scope(|scope| {
        let authorization = desk.authorization.clone();
        let phone = scope.spawn(move || {
            let mut phone = Device::new(address, person, told_to_wait);
            phone.authorization = authorization;
            phone.change(|round| ("lastfm_username", json!(format!("p{person}r{round}"))))
        });
        let volume = desk.change(|round| ("volume_level", json!((person * 7 + round * 13) % 101)));
        (volume, phone.join().unwrap())
    });
    (token, volume, elsewhere)
}

fn run(mut place: Place) {
    place.set("GATEFOLD_SERVER__TRUSTED_PROXIES", "127.0.0.1/32");
    register_all(&place);
    let (server, address) = place.serve();
    let (told_to_wait, barrier) = (AtomicU32::new(0), Barrier::new(PEOPLE));
    let started = Instant::now();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let (address, told_to_wait, barrier) = (&address, &told_to_wait, &barrier);
        let people = (0..PEOPLE).map(|person| {
            scope.spawn(move || {
                barrier.wait();
                live(address, person, told_to_wait)
            })
        });
        let people: Vec<_> = people.collect();
        people.into_iter().map(|person| person.join().unwrap()).collect()
    });
    println!(
        "{PEOPLE} people, {} changes: {} ms, told to come again {} times",
        PEOPLE * CHANGES * 2,
        started.elapsed().as_millis(),
        told_to_wait.load(Ordering::Relaxed),
    );
    assert_eq!(server.terminate(), Some(0));
    // Read by another process: what was acknowledged is in the database, not in a memory.
    let (server, address) = place.serve();
    for (person, (token, volume, elsewhere)) in outcomes.iter().enumerate() {
        let mut device = Device::new(&address, person, &told_to_wait);
        device.authorization = format!("Bearer {token}");
        let settings = device.insist("GET /v1/me/settings", &Value::Null);
        assert_eq!(settings.status, 200, "{settings:?}");
        let settings = settings.json();
        assert_eq!(settings["volume_level"], *volume, "{person}: {settings}");
        assert_eq!(settings["lastfm_username"], *elsewhere, "{person}: {settings}");
    }
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn two_hundred_people_at_once_lose_nothing_on_sqlite() {
    run(Place::sqlite());
}

#[test]
fn two_hundred_people_at_once_lose_nothing_on_postgres() {
    run(Place::postgres());
}
