//! Claims about the rate limiter.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use expect_test::expect;
use proptest::prelude::*;

use super::{Limiter, Rate};
use crate::clock::ManualClock;

const CLIENT: IpAddr = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7));

fn limiter(per_second: u32, burst: u32) -> (Limiter, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::default());
    let rate = Rate::new(per_second, burst).unwrap_or_default();
    (Limiter::new(rate, Limiter::DEFAULT_CLIENTS, clock.clone()), clock)
}

#[test]
fn a_burst_is_allowed_and_the_next_request_is_not() {
    let (limiter, _clock) = limiter(100, 200);
    for left in (0..200).rev() {
        let decision = limiter.charge(CLIENT, 1);
        assert!(decision.allowed);
        assert_eq!(decision.remaining, left);
    }
    let refused = limiter.charge(CLIENT, 1);
    assert!(!refused.allowed);
    assert_eq!(refused.retry_after_ns, 10_000_000);
    assert_eq!(refused.retry_after_s(), 1);
}

#[test]
fn tokens_come_back_at_the_rate() {
    let (limiter, clock) = limiter(100, 200);
    let _ = limiter.charge(CLIENT, 200);
    clock.advance(Duration::from_millis(95));
    assert_eq!(limiter.peek(CLIENT).remaining, 9);
    assert!(limiter.charge(CLIENT, 9).allowed);
    assert!(!limiter.charge(CLIENT, 1).allowed);
    clock.advance(Duration::from_secs(3600));
    assert_eq!(limiter.peek(CLIENT).remaining, 200);
}

#[test]
fn a_refusal_takes_nothing() {
    let (limiter, _clock) = limiter(10, 10);
    assert!(limiter.charge(CLIENT, 5).allowed);
    assert!(!limiter.charge(CLIENT, 6).allowed);
    assert!(limiter.charge(CLIENT, 5).allowed);
}

#[test]
fn a_cost_above_the_burst_takes_the_whole_burst() {
    let (limiter, _clock) = limiter(10, 5);
    assert!(limiter.charge(CLIENT, 1000).allowed);
    assert_eq!(limiter.peek(CLIENT).remaining, 0);
}

#[test]
fn clients_of_one_ipv6_network_share_their_tokens() {
    let (limiter, _clock) = limiter(1, 2);
    let address = |host: u16, network: u16| {
        IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, network, 0, 0, 0, host))
    };
    assert!(limiter.charge(address(1, 1), 1).allowed);
    assert!(limiter.charge(address(2, 1), 1).allowed);
    assert!(!limiter.charge(address(3, 1), 1).allowed);
    assert!(limiter.charge(address(3, 2), 1).allowed);
}

#[test]
fn an_ipv4_address_in_ipv6_clothes_is_the_same_client() {
    let (limiter, _clock) = limiter(1, 1);
    assert!(limiter.charge(CLIENT, 1).allowed);
    let IpAddr::V4(v4) = CLIENT else { return };
    assert!(!limiter.charge(IpAddr::V6(v4.to_ipv6_mapped()), 1).allowed);
}

#[test]
fn a_million_addresses_stay_within_one_mebibyte_and_a_bit() {
    let (limiter, clock) = limiter(100, 200);
    let before = limiter.memory_bytes();
    // The abuser keeps asking while a million others come by once each.
    for n in 0..1_000_000_u32 {
        let v4 = IpAddr::V4(Ipv4Addr::from_bits(0x0a00_0000 + n));
        let v6 = IpAddr::V6(Ipv6Addr::from_bits(
            u128::from(0x2001_0db8_0000_0000_u64 + u64::from(n)) << 64,
        ));
        assert!(limiter.charge(v4, 1).allowed || n >= 0x0100_0000);
        assert!(limiter.charge(v6, 1).allowed);
        if n % 1000 == 0 {
            clock.advance(Duration::from_micros(1));
        }
        if n < 1000 {
            let _ = limiter.charge(CLIENT, 1);
        }
    }
    assert_eq!(limiter.memory_bytes(), before);
    assert!(before <= (1 << 20) + 64 * 64, "{before} bytes");
    assert!(limiter.active_clients() <= Limiter::DEFAULT_CLIENTS);
    assert!(!limiter.charge(CLIENT, 1).allowed, "who asked most is remembered longest");
}

#[test]
fn the_headers_say_limit_remaining_and_reset() {
    let (limiter, _clock) = limiter(100, 200);
    let mut headers = http::HeaderMap::new();
    limiter.charge(CLIENT, 150).write_to(&mut headers);
    expect![[r#"
        {
            "x-ratelimit-limit": "200",
            "x-ratelimit-remaining": "50",
            "x-ratelimit-reset": "2",
        }
    "#]]
    .assert_debug_eq(&headers);
}

proptest! {
    #[test]
    fn no_client_ever_gets_more_than_burst_plus_rate(
        steps in proptest::collection::vec((0_u64..50_000_000, 1_u32..8), 1..300)
    ) {
        let (limiter, clock) = limiter(100, 20);
        let (mut granted, mut elapsed_ns) = (0_u64, 0_u64);
        for (wait_ns, cost) in steps {
            clock.advance(Duration::from_nanos(wait_ns));
            elapsed_ns += wait_ns;
            let decision = limiter.charge(CLIENT, cost);
            granted += if decision.allowed { u64::from(cost) } else { 0 };
            prop_assert!(granted <= 20 + elapsed_ns / 10_000_000 + 1);
            prop_assert!(decision.remaining <= decision.limit);
        }
    }
}
