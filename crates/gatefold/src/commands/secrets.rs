//! `gatefold secrets`.

use anyhow::{Result, bail};
use jobs::Stopped;

use crate::cli::Secrets;
use crate::config::Config;
use crate::people::{self, SystemRandom, key_file, keyring};
use crate::server::open_store;

/// Looks at, renews or removes the master keys of saved secrets.
pub(super) fn run(action: &Secrets, config: &Config) -> Result<()> {
    super::runtime()?.block_on(async {
        let store = open_store(config).await?;
        let done = match action {
            Secrets::Status => status(config, &store).await,
            Secrets::Rotate => rotate(config, &store).await,
            Secrets::Forget => forget(config, &store).await,
        };
        store.close().await;
        done
    })
}

async fn status(config: &Config, store: &store::Store) -> Result<()> {
    let keyring = keyring(config)?;
    println!("active key {}", keyring.active_id());
    for (key_id, count) in people::open_with(config, store, keyring)?.count_by_key().await? {
        println!("{key_id}  {count} secrets");
    }
    Ok(())
}

async fn rotate(config: &Config, store: &store::Store) -> Result<()> {
    if config.people.secret_keys.is_some() {
        bail!(
            "the keys are a setting: put a new one in front of accounts.secret_keys yourself, then restart"
        );
    }
    let rotated = keyring(config)?.rotated(&SystemRandom);
    rotated.save(&key_file(config))?;
    println!("active key {}", rotated.active_id());
    renew(config, store, rotated).await?;
    println!("restart every server, then remove the old keys with `gatefold secrets forget`");
    Ok(())
}

async fn forget(config: &Config, store: &store::Store) -> Result<()> {
    let all = keyring(config)?;
    // A server that was not restarted may have written under an old key since.
    if renew(config, store, all.clone()).await? > 0 {
        bail!("some secrets are under keys that are gone: nothing was removed");
    }
    all.without_old().save(&key_file(config))?;
    println!("only key {} is left", all.active_id());
    Ok(())
}

/// Brings everything under the active key; tells how much is lost.
async fn renew(config: &Config, store: &store::Store, keys: accounts::Keyring) -> Result<u64> {
    let stop = super::import::stop_on_signal()?;
    let rotated = people::open_with(config, store, keys)?.rotate_secrets().await?;
    if stop.is_requested() {
        return Err(Stopped.into());
    }
    println!("{} secrets and {} app tokens are under it now", rotated.secrets, rotated.app_tokens);
    if rotated.lost > 0 {
        println!("{} cannot be read by anybody: their keys are gone", rotated.lost);
    }
    Ok(rotated.lost)
}
