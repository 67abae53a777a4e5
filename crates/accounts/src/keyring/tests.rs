//! Keys in files, and ciphertexts that open in one place only.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::os::unix::fs::PermissionsExt as _;
use std::sync::atomic::{AtomicU8, Ordering};

use uuid::Uuid;

use super::*;

struct Steps(AtomicU8);

impl Randomness for Steps {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.0.fetch_add(1, Ordering::Relaxed));
    }
}

fn random() -> Steps {
    Steps(AtomicU8::new(0))
}

fn place(row: u128, purpose: &str) -> Place<'_> {
    Place { table: "user_secrets", row: Uuid::from_u128(row), purpose }
}

#[test]
fn a_ciphertext_opens_only_where_it_belongs() {
    let random = random();
    let keyring = Keyring::generate(&random);
    let sealed = keyring.seal(place(1, "lastfm"), b"secret", &random);
    assert_eq!(keyring.unseal(place(1, "lastfm"), &sealed).unwrap(), b"secret");
    assert_eq!(keyring.unseal(place(2, "lastfm"), &sealed), None);
    assert_eq!(keyring.unseal(place(1, "spotify"), &sealed), None);
    for at in 0..sealed.ciphertext.len() {
        let mut broken = sealed.clone();
        broken.ciphertext[at] ^= 1;
        assert_eq!(keyring.unseal(place(1, "lastfm"), &broken), None);
        broken.ciphertext.truncate(at);
        assert_eq!(keyring.unseal(place(1, "lastfm"), &broken), None);
    }
}

#[test]
fn the_same_secret_never_looks_the_same() {
    let random = random();
    let keyring = Keyring::generate(&random);
    let first = keyring.seal(place(1, "x"), b"secret", &random);
    assert_ne!(first, keyring.seal(place(1, "x"), b"secret", &random));
}

#[test]
fn an_old_key_still_opens_what_it_closed() {
    let random = random();
    let old = Keyring::generate(&random);
    let sealed = old.seal(place(1, "x"), b"secret", &random);
    let new = old.rotated(&random);
    assert_ne!(new.active_id(), old.active_id());
    assert_eq!(new.unseal(place(1, "x"), &sealed).unwrap(), b"secret");
    assert_eq!(new.without_old().unseal(place(1, "x"), &sealed), None);
}

#[test]
fn the_file_is_made_once_and_for_its_owner_only() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("master.keys");
    let random = random();
    let made = Keyring::open(&path, &random).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(Keyring::open(&path, &random).unwrap().active_id(), made.active_id());
    made.rotated(&random).save(&path).unwrap();
    let again = Keyring::open(&path, &random).unwrap();
    assert_eq!(again.keys.len(), 2);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_file_that_others_may_read_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("master.keys");
    Keyring::open(&path, &random()).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(Keyring::open(&path, &random()), Err(KeyringError::Open { .. })));
}

#[test]
fn damaged_keys_are_named_and_never_shown() {
    assert!(matches!(Keyring::parse("# x\n\nnonsense"), Err(KeyringError::Line(3))));
    assert!(matches!(Keyring::parse("# x\n"), Err(KeyringError::Count)));
    let keyring = Keyring::generate(&random());
    let shown = format!("{keyring:?}");
    assert_eq!(shown, format!("[{:?}]", keyring.active_id()));
}
