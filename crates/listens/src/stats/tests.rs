//! Days of zones, ranges by name, and sums of blocks, against what a naive reading says.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::block::{Sum, pack};
use super::calendar::{begins_ms, date, day_of, hour, instants};
use super::ledger::{Ledger, Order};
use super::range::Range;
use crate::counts;

const ZONES: [&str; 9] = [
    "UTC",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/Scoresbysund",
];

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn day(text: &str) -> i64 {
    day_of(text.parse().unwrap())
}

proptest! {
    #[test]
    fn every_instant_lies_in_its_day_and_in_no_other(
        name in prop::sample::select(&ZONES[..]),
        at_ms in -2_000_000_000_000_i64..4_000_000_000_000,
    ) {
        let zone = zone(name);
        let of = counts::day(&zone, at_ms);
        for day in of - 2..=of + 2 {
            let spans = instants(&zone, day);
            let is_in = spans.iter().any(|(from, to)| (*from..*to).contains(&at_ms));
            prop_assert_eq!(is_in, day == of, "{} {:?}", date(day), spans);
        }
        let local = jiff::Timestamp::from_millisecond(at_ms).unwrap().to_zoned(zone.clone());
        prop_assert_eq!(date(of), local.date());
        prop_assert_eq!(hour(&zone, at_ms), usize::try_from(local.hour()).unwrap());
    }

    #[test]
    fn dates_and_days_are_the_same(number in -4_000_000_i64..2_900_000) {
        prop_assert_eq!(day_of(date(number)), number);
    }

    #[test]
    fn a_chart_of_blocks_is_the_chart_of_all_their_sums(
        blocks in prop::collection::vec(
            prop::collection::btree_map(0..300_i64, (1..50_i64, 0..9_i64), 0..40), 0..6),
        (offset, limit) in (0..60_u32, 0..60_u32),
        by_time: bool,
    ) {
        let mut ledger = Ledger::default();
        let mut plain: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for block in &blocks {
            let sums = block.iter().map(|(&subject, &(listens, played_ms))| {
                Sum { subject, listens, played_ms }
            });
            ledger.add_block(&pack(&sums.collect::<Vec<_>>()), 1).unwrap();
            for (subject, (listens, played_ms)) in block {
                let sum = plain.entry(*subject).or_default();
                sum.0 += listens;
                sum.1 += played_ms;
            }
        }
        let mut wanted: Vec<Sum> = plain
            .into_iter()
            .map(|(subject, (listens, played_ms))| Sum { subject, listens, played_ms })
            .collect();
        prop_assert_eq!(ledger.pack(), pack(&wanted));
        wanted.sort_by_key(|sum| {
            let by = if by_time { sum.played_ms } else { sum.listens };
            std::cmp::Reverse((by, sum.subject))
        });
        let total = wanted.len() as u64;
        let part = wanted.into_iter().skip(offset as usize).take(limit as usize);
        let order = if by_time { Order::Time } else { Order::Listens };
        prop_assert_eq!(ledger.top(order, offset, limit), (part.collect(), total));
    }
}

#[test]
fn days_with_a_change_of_clocks_have_their_length() {
    let hours = |name, text| {
        let spans = instants(&zone(name), day(text));
        spans.iter().map(|(from, to)| (to - from) as f64 / 3_600_000.0).collect::<Vec<_>>()
    };
    assert_eq!(hours("Europe/Berlin", "2026-03-29"), [23.0]);
    assert_eq!(hours("Europe/Berlin", "2026-10-25"), [25.0]);
    assert_eq!(hours("Asia/Kolkata", "2026-10-25"), [24.0]);
    assert_eq!(hours("Australia/Lord_Howe", "2026-04-05"), [24.5]);
    assert_eq!(hours("Australia/Lord_Howe", "2026-10-04"), [23.5]);
    // Clocks went from midnight to one o'clock, and from midnight back to eleven.
    assert_eq!(hours("America/Sao_Paulo", "2018-11-04"), [23.0]);
    assert_eq!(hours("America/Sao_Paulo", "2018-02-17"), [25.0]);
    // A day that never was.
    assert!(hours("Pacific/Apia", "2011-12-30").is_empty());
    // One minute past midnight clocks went back into the day before.
    assert_eq!(hours("America/St_Johns", "2010-11-07").len(), 2);
}

#[test]
fn a_day_that_never_was_begins_with_the_next() {
    let apia = zone("Pacific/Apia");
    assert_eq!(begins_ms(&apia, day("2011-12-30")), begins_ms(&apia, day("2011-12-31")));
}

#[test]
fn ranges_by_name_are_periods_of_the_calendar() {
    let days = |name: &str, today: &str| {
        let range: Range = name.parse().unwrap();
        let (first, last) = range.days(day(today)).unwrap();
        let before = range.days_before(day(today)).unwrap();
        [first, last, before.0, before.1].map(date).map(|it: Date| it.to_string()).join(" ")
    };
    // A Sunday, the last day of a week.
    let lines = [
        days("this_week", "2026-03-01"),
        days("week", "2026-03-01"),
        days("month", "2026-03-31"),
        days("quarter", "2026-01-01"),
        days("half_yearly", "2026-07-01"),
        days("year", "2026-12-31"),
        days("this_month", "2024-02-29"),
        days("this_quarter", "2026-05-05"),
        days("this_half_yearly", "2026-05-05"),
        days("this_year", "2026-01-01"),
    ];
    expect_test::expect![[r#"
        2026-02-23 2026-03-01 2026-02-16 2026-02-22
        2026-02-16 2026-02-22 2026-02-09 2026-02-15
        2026-02-01 2026-02-28 2026-01-01 2026-01-31
        2025-10-01 2025-12-31 2025-07-01 2025-09-30
        2026-01-01 2026-06-30 2025-07-01 2025-12-31
        2025-01-01 2025-12-31 2024-01-01 2024-12-31
        2024-02-01 2024-02-29 2024-01-01 2024-01-31
        2026-04-01 2026-05-05 2026-01-01 2026-03-31
        2026-01-01 2026-05-05 2025-07-01 2025-12-31
        2026-01-01 2026-01-01 2025-01-01 2025-12-31"#]]
    .assert_eq(&lines.join("\n"));
    assert_eq!(Range::named().count(), 11);
    assert!("fortnight".parse::<Range>().is_err());
}
