//! What the check of a session costs: remembered, looked up, and looked up with a note of its use.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use ::store::Store;
use accounts::{
    Accounts, Client, Credentials, Effects, Keyring, NewAccount, Options, PasswordOptions,
    Registration,
};
use anyhow::ensure;

use super::plan::Plan;
use crate::bench::accounting;
use crate::bench::effects::{ManualClock, Nowhere, Seeded};

/// A password that breaks no rule.
const PASSWORD: &str = "correct horse battery";
/// Longer than the time between two notes of a session's use.
const LATER_MS: i64 = 61_000;

/// What one check takes, a value for each turn.
#[derive(Default)]
pub(super) struct Kind {
    /// CPU of this process in microseconds.
    pub(super) cpu_us: Vec<f64>,
    /// Microseconds on the wall.
    pub(super) wall_us: Vec<f64>,
}

/// All kinds.
#[derive(Default)]
pub(super) struct Checked {
    /// The token was looked up a moment ago.
    pub(super) warm: Kind,
    /// The token is looked up in the database.
    pub(super) cold: Kind,
    /// And its use is written down, as once a minute.
    pub(super) noted: Kind,
}

/// People who are signed in.
pub(super) struct People {
    store: Store,
    clock: Arc<ManualClock>,
    effects: Effects,
    keyring: Keyring,
    tokens: Arc<[String]>,
    pub(super) checked: Checked,
}

impl People {
    /// Registers people and signs them in.
    pub(super) async fn sign_in(store: &Store, plan: &Plan) -> anyhow::Result<Self> {
        // 2026-11-21
        let clock = Arc::new(ManualClock(AtomicI64::new(1_795_219_200_000)));
        let random = Arc::new(Seeded::from(5));
        let keyring = Keyring::generate(&*random);
        let effects = Effects { clock: clock.clone(), random, mail: Arc::new(Nowhere) };
        let mut people = Self {
            store: store.clone(),
            clock,
            effects,
            keyring,
            tokens: Arc::new([]),
            checked: Checked::default(),
        };
        let accounts = people.accounts()?;
        let mut tokens = Vec::new();
        for number in 0..plan.people {
            let name = format!("person{number}");
            let account = NewAccount {
                username: name.clone(),
                email: None,
                password: PASSWORD.to_owned(),
                invitation: None,
            };
            accounts.register(&account, &client()).await?;
            for _ in 0..plan.sign_ins {
                let credentials = Credentials { name: name.clone(), password: PASSWORD.to_owned() };
                tokens.push(accounts.sign_in(&credentials, &client()).await?.1.access);
            }
        }
        people.tokens = tokens.into();
        Ok(people)
    }

    /// One turn of all kinds; `counts` unless it is a turn to warm up.
    pub(super) async fn turn(&mut self, plan: &Plan, counts: bool) -> anyhow::Result<()> {
        let accounts = self.accounts()?;
        let all = self.tokens.len();
        let cold = self.check(&accounts, all, |statements| statements == all as u64).await?;
        let warm = self.check(&accounts, plan.warm, |statements| statements == 0).await?;
        self.clock.0.fetch_add(LATER_MS, Ordering::SeqCst);
        let accounts = self.accounts()?;
        let noted = self.check(&accounts, all, |statements| statements > all as u64).await?;
        if counts {
            let checked = &mut self.checked;
            checked.cold.take(cold);
            checked.warm.take(warm);
            checked.noted.take(noted);
        }
        Ok(())
    }

    /// Accounts that remember nothing.
    fn accounts(&self) -> anyhow::Result<Accounts> {
        // Passwords are not what is measured here.
        let passwords =
            PasswordOptions { memory_kib: 8, iterations: 1, lanes: 1, workers: 1, queue: 64 };
        let options = Options {
            registration: Registration::Open,
            passwords,
            access_lifetime: Duration::from_secs(24 * 60 * 60),
            ..Options::default()
        };
        let (keyring, effects) = (self.keyring.clone(), self.effects.clone());
        Ok(Accounts::new(self.store.clone(), keyring, effects, options)?)
    }

    /// So many checks on a thread of the runtime, as in a server: CPU and time of one.
    async fn check(
        &self,
        accounts: &Accounts,
        count: usize,
        is_expected: impl FnOnce(u64) -> bool,
    ) -> anyhow::Result<(f64, f64)> {
        let (accounts, tokens) = (accounts.clone(), Arc::clone(&self.tokens));
        let before = self.store.figures().statements;
        let task = tokio::spawn(async move {
            let client = client();
            let started = (accounting::process_cpu(process::id())?, Instant::now());
            for token in tokens.iter().cycle().take(count) {
                accounts.check(token, &client).await?;
            }
            let cpu = accounting::process_cpu(process::id())?.saturating_sub(started.0);
            anyhow::Ok((cpu, started.1.elapsed()))
        });
        let (cpu, wall) = task.await??;
        let statements = self.store.figures().statements - before;
        ensure!(is_expected(statements), "{count} checks ran {statements} statements");
        let each_us = |time: Duration| time.as_secs_f64() * 1e6 / count as f64;
        Ok((each_us(cpu), each_us(wall)))
    }
}

impl Kind {
    fn take(&mut self, (cpu_us, wall_us): (f64, f64)) {
        self.cpu_us.push(cpu_us);
        self.wall_us.push(wall_us);
    }
}

fn client() -> Client {
    Client { address: Some([192, 0, 2, 1].into()), device: Some("cargo xtask bench".to_owned()) }
}
