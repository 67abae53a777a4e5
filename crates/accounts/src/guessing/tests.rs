//! Strangers who guess, and owners who are let in.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

fn address(last: u8) -> Option<IpAddr> {
    Some(IpAddr::from([192, 0, 2, last]))
}

/// Fails until it has to wait; the seconds to wait.
fn fail(guessing: &Guessing, account: &str, from: Option<IpAddr>, now_ms: i64) -> u64 {
    for _ in 0..100 {
        if let Err(Refusal::TooManyAttempts { retry_after }) = guessing.begin(account, from, now_ms)
        {
            return retry_after.as_secs();
        }
    }
    0
}

#[test]
fn each_further_failure_doubles_the_wait() {
    let guessing = Guessing::new();
    let (mut now, mut waits) = (0, Vec::new());
    for _ in 0..8 {
        let wait = fail(&guessing, "maya", address(1), now);
        waits.push(wait);
        now += wait as i64 * 1000;
    }
    assert_eq!(waits[..5], [1, 2, 4, 8, 16]);
    assert!(waits.iter().all(|wait| *wait <= 15 * 60), "{waits:?}");
}

#[test]
fn strangers_do_not_keep_the_owner_out() {
    let guessing = Guessing::new();
    let attempt = guessing.begin("maya", address(1), 0).unwrap();
    guessing.succeed(attempt, 0);
    for stranger in 2..200 {
        fail(&guessing, "maya", address(stranger), 0);
    }
    assert!(guessing.begin("maya", address(1), 0).is_ok());
    assert!(guessing.begin("maya", address(201), 0).is_err());
}

#[test]
fn one_address_cannot_try_many_accounts() {
    let guessing = Guessing::new();
    let refused = (0..100).filter(|n| guessing.begin(&n.to_string(), address(1), 0).is_err());
    assert_eq!(refused.count(), 100 - FREE as usize);
    assert!(guessing.begin("maya", address(2), 0).is_ok());
}

#[test]
fn a_network_of_ipv6_is_one_address() {
    let guessing = Guessing::new();
    let from = |last: u16| Some(IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, last]));
    let refused = (0..100).filter(|n| guessing.begin(&n.to_string(), from(*n), 0).is_err());
    assert_eq!(refused.count(), 100 - FREE as usize);
}

#[test]
fn time_forgives() {
    let guessing = Guessing::new();
    fail(&guessing, "maya", address(1), 0);
    assert!(guessing.begin("maya", address(1), FORGIVEN_MS * 2).is_ok());
}

#[test]
fn a_clock_that_jumps_back_keeps_nobody_waiting_for_it() {
    let guessing = Guessing::new();
    fail(&guessing, "maya", address(1), FORGIVEN_MS);
    assert!(guessing.begin("maya", address(1), 0).is_ok());
    assert!(guessing.begin("maya", address(1), 0).is_err());
}

#[test]
fn the_tables_do_not_grow_without_end() {
    let guessing = Guessing::new();
    for number in 0..(MAX_ENTRIES as u32 * 2) {
        let from = Some(IpAddr::from(number.to_be_bytes()));
        let _counted = guessing.begin(&number.to_string(), from, i64::from(number));
    }
    assert!(guessing.tables.lock().unwrap().counts.0.len() <= MAX_ENTRIES);
}
