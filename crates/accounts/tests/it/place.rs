//! Accounts over a database: a file in a temporary directory, or one of a throw-away server.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use accounts::mail::{Mail, Message};
use accounts::{
    Accounts, Caller, Client, Clock, Credentials, Effects, Keyring, NewAccount, Options,
    PasswordOptions, Randomness, Refusal, Registration, TokenPair, User,
};
use store::{Store, Target};
use testkit::postgres::Cluster;

/// A password that breaks no rule.
pub const PASSWORD: &str = "correct horse";

const COLUMNS_IN_SQLITE: &str =
    "SELECT t.name, f.\"from\" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
     WHERE t.type = 'table' AND f.\"table\" = 'users'
     UNION SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c
     WHERE t.type = 'table' AND c.name = 'user_id'";

const COLUMNS_IN_POSTGRES: &str =
    "SELECT k.conrelid::regclass::text, a.attname FROM pg_constraint k
     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
     WHERE k.contype = 'f' AND k.confrelid = 'users'::regclass
     UNION SELECT table_name, column_name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'user_id'";

/// A clock that moves only when it is told to.
pub struct ManualClock(AtomicI64);

impl ManualClock {
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(by.as_millis() as i64, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Chance that is the same in every run, and different in every place.
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

/// Keeps what was posted.
#[derive(Default)]
pub struct Mailbox(Mutex<Vec<Message>>);

impl Mail for Mailbox {
    fn post(&self, message: Message) {
        self.0.lock().unwrap().push(message);
    }
}

impl Mailbox {
    /// Takes all mails out.
    pub fn take(&self) -> Vec<Message> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    /// The token in the only mail that is there.
    pub fn token(&self) -> String {
        let mails = self.take();
        assert_eq!(mails.len(), 1, "{mails:?}");
        let after = mails[0].text.split("#token=").nth(1).unwrap();
        after.split_whitespace().next().unwrap().to_owned()
    }
}

/// What keeps the rows.
#[derive(Clone)]
pub enum Engine {
    Sqlite,
    Postgres(Arc<Cluster>),
}

pub struct Place {
    pub mailbox: Arc<Mailbox>,
    pub accounts: Accounts,
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub effects: Effects,
    pub keyring: Keyring,
    engine: Engine,
    /// The name of the PostgreSQL database.
    database: String,
    directory: tempfile::TempDir,
}

/// Options with cheap passwords.
pub fn options() -> Options {
    let passwords =
        PasswordOptions { memory_kib: 8, iterations: 1, lanes: 1, workers: 2, queue: 512 };
    Options { registration: Registration::Open, passwords, ..Options::default() }
}

impl Place {
    pub async fn new(engine: &Engine) -> Self {
        Self::with(engine, options()).await
    }

    pub async fn with(engine: &Engine, options: Options) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let directory = tempfile::tempdir().unwrap();
        let database = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres(cluster) => {
                cluster.create_database(&database, None).unwrap();
                Some(cluster.url(&database))
            }
        };
        let target = Target::parse(url.as_deref(), directory.path()).unwrap();
        let store = Store::open(&target, &store::Options::default()).await.unwrap();
        // 2026-11-21
        let clock = Arc::new(ManualClock(AtomicI64::new(1_795_219_200_000)));
        let mailbox = Arc::new(Mailbox::default());
        let random = Arc::new(Seeded::default());
        let effects = Effects { clock: clock.clone(), random, mail: mailbox.clone() };
        let keyring = Keyring::generate(&*effects.random);
        let accounts =
            Accounts::new(store.clone(), keyring.clone(), effects.clone(), options).unwrap();
        let engine = engine.clone();
        Self { mailbox, accounts, store, clock, effects, keyring, engine, database, directory }
    }

    /// Tables and columns that name users: by a foreign key, or by being called `user_id`.
    pub fn columns_of_users(&self) -> BTreeSet<(String, String)> {
        match &self.engine {
            Engine::Sqlite => {
                let file = self.directory.path().join(store::DEFAULT_FILE);
                let database = rusqlite::Connection::open(file).unwrap();
                let mut columns = database.prepare(COLUMNS_IN_SQLITE).unwrap();
                let rows = columns.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
                rows.map(Result::unwrap).collect()
            }
            Engine::Postgres(cluster) => {
                let rows = cluster.sql(&self.database, COLUMNS_IN_POSTGRES).unwrap();
                let row = |row: &str| {
                    let (table, column) = row.split_once('|').unwrap();
                    (table.to_owned(), column.to_owned())
                };
                rows.lines().map(row).collect()
            }
        }
    }

    /// Another process on the same database.
    pub fn sibling(&self) -> Accounts {
        let (keyring, effects) = (self.keyring.clone(), self.effects.clone());
        Accounts::new(self.store.clone(), keyring, effects, self.accounts.options().clone())
            .unwrap()
    }

    pub async fn register(&self, username: &str) -> User {
        self.accounts.register(&account(username), &client(1)).await.unwrap()
    }

    pub async fn sign_in(&self, username: &str) -> (Caller, TokenPair) {
        let credentials = credentials(username, PASSWORD);
        let (_, pair) = self.accounts.sign_in(&credentials, &client(1)).await.unwrap();
        (self.check(&pair.access).await.unwrap(), pair)
    }

    /// A new user who is signed in.
    pub async fn caller(&self, username: &str) -> Caller {
        self.register(username).await;
        self.sign_in(username).await.0
    }

    pub async fn check(&self, token: &str) -> accounts::Result<Caller> {
        self.accounts.check(token, &client(1)).await
    }
}

pub fn account(username: &str) -> NewAccount {
    NewAccount {
        username: username.to_owned(),
        email: Some(format!("{username}@example.org")),
        password: PASSWORD.to_owned(),
        invitation: None,
    }
}

pub fn credentials(name: &str, password: &str) -> Credentials {
    Credentials { name: name.to_owned(), password: password.to_owned() }
}

pub fn client(last: u8) -> Client {
    Client { address: Some(IpAddr::from([192, 0, 2, last])), device: Some("a test".to_owned()) }
}

/// The refusal of an outcome that must be one.
pub fn refused<T>(outcome: accounts::Result<T>) -> Refusal {
    match outcome {
        Ok(_) => panic!("it was not refused"),
        Err(accounts::Error::Refused(refusal)) => refusal,
        Err(error) => panic!("it failed: {error:?}"),
    }
}
