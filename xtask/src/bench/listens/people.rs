//! People with tokens, made before the server starts.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use ::store::{Options, Store, Target};
use accounts::{
    Accounts, Client, Credentials, Effects, Keyring, NewAccount, NewAppToken, PasswordOptions,
    Role, Scope, Scopes,
};
use anyhow::ensure;
use uuid::Uuid;

use crate::bench::effects::{ManualClock, Nowhere, Seeded};

/// A password that breaks no rule.
const PASSWORD: &str = "correct horse battery";
/// People who submit at the same time, and the one with many listens before them.
pub(super) const AT_ONCE: usize = 32;

/// A database with people.
pub(super) struct Place {
    /// What the server's configuration calls it; none is the SQLite file below `data`.
    pub(super) url: Option<String>,
    /// The data directory of the server.
    pub(super) data: PathBuf,
    /// The first is the person with many listens.
    pub(super) users: Vec<Uuid>,
    /// Their app tokens.
    pub(super) tokens: Vec<String>,
    /// What the server is told besides, as its environment.
    pub(super) settings: &'static [(&'static str, &'static str)],
}

/// The name of a person.
pub(super) fn name(number: usize) -> String {
    format!("person{number}")
}

impl Place {
    /// Makes people in an empty database.
    pub(super) async fn open(url: Option<String>, data: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(data)?;
        let target = Target::parse(url.as_deref(), data)?;
        let store = Store::open(&target, &Options::default()).await?;
        let users = ::store::users::count(&store).await?;
        ensure!(users == 0, "{target} has users: give an empty database");
        let random = Arc::new(Seeded::from(11));
        let keyring = Keyring::generate(&*random);
        // 2024-12-31
        let clock = Arc::new(ManualClock(AtomicI64::new(1_735_603_200_000)));
        let effects = Effects { clock, random, mail: Arc::new(Nowhere) };
        // Passwords are not what is measured here.
        let passwords =
            PasswordOptions { memory_kib: 8, iterations: 1, lanes: 1, workers: 1, queue: 64 };
        let options = accounts::Options { passwords, ..accounts::Options::default() };
        let accounts = Accounts::new(store.clone(), keyring, effects, options)?;
        let (mut users, mut tokens) = (Vec::new(), Vec::new());
        for number in 0..=AT_ONCE {
            let (user, token) = person(&accounts, &name(number)).await?;
            users.push(user);
            tokens.push(token);
        }
        store.close().await;
        Ok(Self { url, data: data.to_owned(), users, tokens, settings: &[] })
    }
}

async fn person(accounts: &Accounts, name: &str) -> anyhow::Result<(Uuid, String)> {
    let client = Client::default();
    let account = NewAccount {
        username: name.to_owned(),
        email: None,
        password: PASSWORD.to_owned(),
        invitation: None,
    };
    let user = accounts.create_user_locally(&account, Role::User).await?;
    let credentials = Credentials { name: name.to_owned(), password: PASSWORD.to_owned() };
    let session = accounts.sign_in(&credentials, &client).await?.1.access;
    let caller = accounts.check(&session, &client).await?;
    let new = NewAppToken {
        name: "bench".to_owned(),
        client: None,
        scopes: Scopes::of(&[Scope::ListensRead, Scope::ListensWrite]),
        is_legacy: false,
        expires_at_ms: None,
    };
    Ok((user.id, accounts.create_app_token(&caller, &new, &client).await?.1))
}
