//! Hashes of all kinds, and a queue that is full.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

struct Counting;

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = place as u8;
        }
    }
}

fn passwords(memory_kib: u32, workers: usize, queue: usize) -> Passwords {
    let options = PasswordOptions { memory_kib, iterations: 1, lanes: 1, workers, queue };
    Passwords::new(&options, &Counting).unwrap()
}

#[tokio::test]
async fn a_password_matches_its_hash_and_no_other() {
    let passwords = passwords(8, 1, 1);
    let hash = passwords.hash("open sesame", &Counting).await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
    let verdict = passwords.verify("open sesame", Some(&hash)).await.unwrap();
    assert_eq!(verdict, Verdict { matches: true, is_outdated: false });
    assert!(!passwords.verify("open sesam", Some(&hash)).await.unwrap().matches);
}

#[tokio::test]
async fn bcrypt_of_any_cost_verifies_and_is_outdated() {
    let passwords = passwords(8, 1, 1);
    for cost in [4, 5, 6] {
        let hash = bcrypt::hash_with_salt("open sesame", cost, [9; 16]).unwrap();
        for version in [bcrypt::Version::TwoA, bcrypt::Version::TwoB, bcrypt::Version::TwoY] {
            let hash = hash.format_for_version(version);
            let verdict = passwords.verify("open sesame", Some(&hash)).await.unwrap();
            assert_eq!(verdict, Verdict { matches: true, is_outdated: true }, "{hash}");
            assert!(!passwords.verify("open", Some(&hash)).await.unwrap().matches);
        }
    }
}

#[tokio::test]
async fn a_hash_with_less_memory_is_outdated_and_one_with_more_is_not() {
    let (small, large) = (passwords(8, 1, 1), passwords(16, 1, 1));
    let hash = small.hash("open sesame", &Counting).await.unwrap();
    assert!(large.verify("open sesame", Some(&hash)).await.unwrap().is_outdated);
    let hash = large.hash("open sesame", &Counting).await.unwrap();
    assert!(!small.verify("open sesame", Some(&hash)).await.unwrap().is_outdated);
}

#[tokio::test]
async fn nothing_matches_where_there_is_no_hash_or_a_broken_one() {
    let passwords = passwords(8, 1, 1);
    for hash in [None, Some(""), Some("$2b$nonsense"), Some("$argon2id$v=19$m=8"), Some("x")] {
        assert!(!passwords.verify("open sesame", hash).await.unwrap().matches, "{hash:?}");
    }
}

#[tokio::test]
async fn a_full_queue_is_told_to_come_back() {
    let passwords = passwords(8, 1, 1);
    let (first, second) = (passwords.waiting.clone(), passwords.waiting.clone());
    let held = (first.try_acquire_owned().unwrap(), second.try_acquire_owned().unwrap());
    let refused = passwords.hash("open sesame", &Counting).await.unwrap_err();
    assert_eq!(refused.refusal(), Some(&Refusal::Busy));
    drop(held);
    assert!(passwords.hash("open sesame", &Counting).await.is_ok());
}

#[test]
fn silly_passwords_are_refused() {
    for (password, username) in [("1234567", "maya"), ("MayaOstrov", "mayaostrov"), ("", "maya")] {
        assert!(check_new(password, username).is_err(), "{password}");
    }
    assert!(check_new(&"x".repeat(1025), "maya").is_err());
    assert!(check_new("correct horse", "maya").is_ok());
}
