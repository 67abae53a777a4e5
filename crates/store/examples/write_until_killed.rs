//! A program that writes until it is killed or may not write any more.
//!
//! `write_until_killed <data directory> <database URL> <library> <listens>` (an empty argument is
//! the default) makes users, each with a session, from
//! fifty tasks at once. After each commit it prints `kept <number>`, for a refusal `refused
//! <error>`; after a hundred refusals it ends. Tests compare what it said with what is there.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use store::sessions::{self, NewSession};
use store::users::{self, Folded, NewUser, Role};
use store::{Error, Options, Schemas, Store, Target};
use uuid::Uuid;

const WRITERS: usize = 50;
const REFUSALS: u64 = 100;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |at: usize| arguments.get(at).map(String::as_str);
    let directory = Path::new(argument(0).unwrap_or("."));
    let target = Target::parse(argument(1), directory)?;
    let schemas = Schemas::new(argument(2), argument(3))?;
    let store = Store::open(&target, &Options { schemas, ..Options::default() }).await?;
    let (next, refusals) = (Arc::new(AtomicU64::new(1)), Arc::new(AtomicU64::new(0)));
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| tokio::spawn(write(store.clone(), Arc::clone(&next), Arc::clone(&refusals))))
        .collect();
    futures::future::join_all(writers).await;
    Ok(())
}

async fn write(store: Store, next: Arc<AtomicU64>, refusals: Arc<AtomicU64>) {
    while refusals.load(Ordering::Relaxed) < REFUSALS {
        let number = next.fetch_add(1, Ordering::Relaxed);
        match unit(&store, number).await {
            Ok(()) => say(&format!("kept {number}\n")),
            Err(error) => {
                refusals.fetch_add(1, Ordering::Relaxed);
                say(&format!("refused {error}\n"));
            }
        }
    }
}

/// One line at once, so that a reader never sees half of one in the middle.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    // Whoever closes the pipe does not want to know.
    out.write_all(line.as_bytes()).and_then(|()| out.flush()).ok();
}

async fn unit(store: &Store, number: u64) -> Result<(), Error> {
    let id = Uuid::from_u128(number.into());
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&number.to_le_bytes());
    let name = format!("user{number}");
    let user = NewUser {
        id,
        username: Folded { text: name.clone(), folded: name },
        email: None,
        password_hash: None,
        role: Role::User,
        is_verified: false,
        time_zone: "UTC".to_owned(),
        created_at_ms: 0,
    };
    let session = NewSession {
        id,
        user_id: id,
        family_id: id,
        access_hash: hash,
        refresh_hash: hash,
        device: Some("x".repeat(400)),
        address: None,
        created_at_ms: 0,
        signed_in_at_ms: 0,
        access_expires_at_ms: i64::MAX,
        refresh_expires_at_ms: i64::MAX,
    };
    store
        .write(|tx| {
            Box::pin(async move {
                users::insert(tx, &user).await?;
                sessions::insert(tx, &session).await
            })
        })
        .await
}
