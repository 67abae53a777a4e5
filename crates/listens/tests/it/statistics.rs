//! Statistics against a recount by hand: after every change, in zones with all kinds of clocks.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use listens::stats::{Chart, Order, Period, Range, Ranked, Span, Statistics, Unit};
use listens::{Change, Play, Submission};
use store::listens::Listen as Row;
use store::subjects::Kind;
use uuid::Uuid;

use crate::agreement::Dice;
use crate::place::{Engine, NOON, Place, by, play, words};

const DAY_MS: i64 = 86_400_000;
const ZONES: [&str; 6] = [
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Apia",
];

/// What a person heard, read row by row.
struct Recount {
    rows: Vec<(Date, i8, Row)>,
    artists: HashMap<i64, BTreeSet<i64>>,
    names: HashMap<i64, String>,
}

/// Name, plays and listening time.
type Line = (String, u64, u64);

impl Recount {
    async fn of(place: &Place, user: Uuid) -> Self {
        let store = &place.store;
        let profile = store::users::find(store, user).await.unwrap().unwrap().profile;
        let zone = TimeZone::get(&profile.time_zone).unwrap();
        let after = (i64::MIN, Uuid::nil());
        let rows = store::listens::rows_after(store, user, after, 100_000).await.unwrap();
        let rows: Vec<Row> = rows.into_iter().filter(|row| row.hidden_by.is_none()).collect();
        let recordings: Vec<i64> = rows.iter().map(|row| row.recording_subject).collect();
        let mut artists: HashMap<i64, BTreeSet<i64>> = HashMap::new();
        let links = store::subjects::facets(store, &recordings, Kind::Artist).await.unwrap();
        for (recording, artist) in links {
            artists.entry(recording).or_default().insert(artist);
        }
        let releases = rows.iter().filter_map(|row| row.release_subject);
        let mut ids: Vec<i64> = recordings.iter().copied().chain(releases).collect();
        ids.extend(artists.values().flatten());
        let subjects = store::subjects::list(store, &ids).await.unwrap();
        let names = subjects.into_iter().map(|it| (it.id, it.names.name)).collect();
        let dated = rows.into_iter().map(|row| {
            let at = Timestamp::from_millisecond(row.listened_at_ms).unwrap();
            let local = at.to_zoned(zone.clone());
            (local.date(), local.hour(), row)
        });
        Self { rows: dated.collect(), artists, names }
    }

    fn within(&self, span: &Span) -> impl Iterator<Item = &(Date, i8, Row)> {
        let (first, last) = (span.first(), span.last());
        self.rows.iter().filter(move |(date, ..)| (first..=last).contains(date))
    }

    fn chart(&self, ranked: Ranked, span: &Span, order: Order) -> Vec<Line> {
        let mut sums: BTreeMap<i64, (u64, u64)> = BTreeMap::new();
        for (_, _, row) in self.within(span) {
            let subjects: Vec<i64> = match ranked {
                Ranked::Recordings => vec![row.recording_subject],
                Ranked::Releases => row.release_subject.into_iter().collect(),
                _ => self.artists[&row.recording_subject].iter().copied().collect(),
            };
            for subject in subjects {
                let sum = sums.entry(subject).or_default();
                sum.0 += 1;
                sum.1 += row.played_ms.unwrap_or(0) as u64;
            }
        }
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_by_key(|(subject, (listens, played_ms))| {
            let by = if order == Order::Time { played_ms } else { listens };
            std::cmp::Reverse((*by, *subject))
        });
        let line =
            |(subject, (listens, played_ms))| (self.names[&subject].clone(), listens, played_ms);
        sums.into_iter().map(line).collect()
    }
}

fn lines(chart: &Chart) -> Vec<Line> {
    let line = |it: &listens::stats::Entry| (it.subject.name.clone(), it.listens, it.played_ms);
    chart.entries.iter().map(line).collect()
}

/// Compares all that is told of a span with a recount.
async fn compare(recount: &Recount, statistics: &Statistics, span: &Span) {
    for ranked in [Ranked::Artists, Ranked::Recordings, Ranked::Releases] {
        for order in [Order::Listens, Order::Time] {
            let chart = statistics.top(ranked, span, order, (0, 1000)).await.unwrap();
            let wanted = recount.chart(ranked, span, order);
            assert_eq!(lines(&chart), wanted, "{ranked:?} {order:?} {span:?}");
            assert_eq!(chart.total, wanted.len() as u64);
        }
    }
    let totals = statistics.totals(span).await.unwrap();
    let days: BTreeSet<Date> = recount.within(span).map(|(date, ..)| *date).collect();
    assert_eq!(totals.listens, recount.within(span).count() as u64);
    assert_eq!(totals.days, days.len() as u64);
    let played = recount.within(span).map(|(.., row)| row.played_ms.unwrap_or(0) as u64);
    assert_eq!(totals.played_ms, played.sum::<u64>());
    let mut week = [[0_u64; 24]; 7];
    for (date, hour, _) in recount.within(span) {
        let day = date.weekday().to_monday_zero_offset();
        week[usize::try_from(day).unwrap()][usize::try_from(*hour).unwrap()] += 1;
    }
    assert_eq!(statistics.hours(span).await.unwrap(), week);
    let is_short = span.first().saturating_add(jiff::Span::new().days(100)) > span.last();
    let units = if is_short { [Unit::Day, Unit::Week] } else { [Unit::Month, Unit::Year] };
    for unit in units {
        let buckets = statistics.activity(span, unit).await.unwrap();
        assert_eq!(buckets.first().unwrap().first, span.first());
        assert_eq!(buckets.last().unwrap().last, span.last());
        for bucket in buckets {
            let is_in = |it: &&(Date, i8, Row)| (bucket.first..=bucket.last).contains(&it.0);
            assert_eq!(bucket.listens, recount.within(span).filter(is_in).count() as u64);
        }
    }
    let found = statistics.discoveries(Ranked::Recordings, span, (0, 1000)).await.unwrap();
    let mut firsts: BTreeMap<i64, Date> = BTreeMap::new();
    for (date, _, row) in &recount.rows {
        firsts.entry(row.recording_subject).or_insert(*date);
    }
    let new = firsts.values().filter(|date| (span.first()..=span.last()).contains(date)).count();
    assert_eq!(found.total, new as u64, "{span:?}");
}

/// A play on a day that lies close to a change of clocks or of the year, or anywhere.
fn some_play(dice: &mut Dice) -> Play {
    let days = [date(2025, 10, 26), date(2026, 4, 5), date(2026, 1, 1), date(2018, 2, 18)];
    let ms = match dice.one_of(&days).filter(|_| dice.below(2) == 0) {
        Some(day) => {
            let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
            noon.timestamp().as_millisecond() - DAY_MS + dice.below(2 * 86_400) as i64 * 1000
        }
        None => NOON - dice.below(500 * 86_400) as i64 * 1000,
    };
    let artist = dice.one_of(&["Otter", "Heron; Otter", "Newt"]).unwrap();
    let title = dice.one_of(&["Reed", "Weir", "Pond", "Ford"]).unwrap();
    let mut words = words(artist, title);
    words.length_ms = dice.one_of(&[None, Some(61_234), Some(200_000)]).unwrap();
    words.release_name = dice.one_of(&[None, Some("Banks".to_owned())]).unwrap();
    Play { words, listened_at_ms: ms, payload: "{}".to_owned(), ..Play::default() }
}

async fn some_change(place: &Place, user: Uuid, dice: &mut Dice) {
    let history = place.history(user).await;
    let listen = dice.one_of(&history).map(|it| it.id);
    match (dice.below(6), listen) {
        (0, Some(id)) => {
            place.listens.delete(user, id).await.unwrap();
        }
        (1, Some(id)) => {
            let by_ms = (dice.below(60) as i64 - 30) * DAY_MS / 2;
            let change = Change::ShiftTime(by_ms);
            place.listens.change_one(user, id, &change).await.unwrap();
        }
        (2, _) => {
            let batches = place.listens.edits(user, 10).await.unwrap();
            if let Some(batch) = batches.iter().find(|batch| batch.undone_at_ms.is_none()) {
                place.listens.undo(user, batch.id).await.unwrap();
            }
        }
        (3, _) => place.clock.advance(dice.below(40) as i64 * DAY_MS),
        _ => {
            let plays = (0..1 + dice.below(20)).map(|_| some_play(dice)).collect();
            place.submit(&by(user, "phone"), plays).await;
        }
    }
}

pub async fn statistics_are_those_of_a_recount_after_every_change(engine: Engine) {
    let place = Place::new(&engine).await;
    for (seed, zone) in (1_u64..).zip(ZONES) {
        let user = place.user_in(&format!("user{seed}"), zone).await;
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let plays = (0..60).map(|_| some_play(&mut dice)).collect();
        place.submit(&by(user, "desk"), plays).await;
        for _ in 0..8 {
            some_change(&place, user, &mut dice).await;
            let statistics = place.listens.statistics(user).await.unwrap();
            let recount = Recount::of(&place, user).await;
            let mut ranges = vec![Range::AllTime];
            ranges.extend(dice.one_of(&Range::named().collect::<Vec<_>>()));
            let last =
                statistics.today().saturating_sub(jiff::Span::new().days(dice.below(60) as i64));
            let first = last.saturating_sub(jiff::Span::new().days(dice.below(500) as i64));
            ranges.extend([Range::Dates(first, last), Range::Dates(date(2017, 1, 1), last)]);
            for range in ranges {
                let span = statistics.span(range).await.unwrap();
                compare(&recount, &statistics, &span).await;
            }
        }
    }
}

/// Long spans are pasts without pasts and years without some months, once these blocks are there.
pub async fn any_days_of_many_years_are_those_of_a_recount(engine: Engine) {
    let place = Place::new(&engine).await;
    let user = place.user_in("user", "Europe/Berlin").await;
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut heard = |years: u64, count| -> Vec<Play> {
        let any = |_| {
            let back = dice.below(years * 365 * 86_400);
            Play { listened_at_ms: NOON - back as i64 * 1000, ..some_play(&mut dice) }
        };
        (0..count).map(any).collect()
    };
    // Heard of last, some of the plays of the past change what was added up before.
    for plays in [heard(9, 600), heard(11, 20)] {
        place.submit(&by(user, "desk"), plays).await;
        let statistics = place.listens.statistics(user).await.unwrap();
        let recount = Recount::of(&place, user).await;
        let mut dice = Dice(0x0123_4567_89AB_CDEF);
        for _ in 0..60 {
            let mut dates = [(); 2].map(|()| {
                let back = jiff::Span::new().days(dice.below(12 * 365) as i64);
                statistics.today().saturating_sub(back)
            });
            dates.sort_unstable();
            let span = statistics.span(Range::Dates(dates[0], dates[1])).await.unwrap();
            for ranked in [Ranked::Artists, Ranked::Recordings, Ranked::Releases] {
                for order in [Order::Listens, Order::Time] {
                    let chart = statistics.top(ranked, &span, order, (0, 1000)).await.unwrap();
                    let wanted = recount.chart(ranked, &span, order);
                    assert_eq!(lines(&chart), wanted, "{ranked:?} {order:?} {span:?}");
                }
            }
        }
    }
}

/// Years without any release have no blocks of releases, and none is looked for again and again.
pub async fn a_question_that_was_asked_writes_nothing_more(engine: Engine) {
    let place = Place::new(&engine).await;
    let user = place.user_in("user", "Europe/Berlin").await;
    let at = |year: i16, release: Option<&str>| {
        let day = date(year, 5, 17).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        let mut words = words("Otter", "Reed");
        words.release_name = release.map(str::to_owned);
        let listened_at_ms = day.timestamp().as_millisecond();
        Play { words, listened_at_ms, payload: "{}".to_owned(), ..Play::default() }
    };
    let early = (2012..2015).map(|year| at(year, None));
    let late = (2018..2024).map(|year| at(year, Some("Banks")));
    place.submit(&by(user, "desk"), early.chain(late).collect()).await;
    let statistics = place.listens.statistics(user).await.unwrap();
    let recount = Recount::of(&place, user).await;
    let ranges = [
        (date(2014, 3, 1), date(2022, 12, 31)),
        (date(2015, 1, 1), date(2017, 12, 31)),
        (date(2013, 2, 1), date(2023, 11, 1)),
        (date(1900, 1, 1), date(2200, 1, 1)),
    ];
    let mut writes = Vec::new();
    // Blocks are made of shorter ones, so it takes one question for each length.
    for _ in 0..4 {
        for (first, last) in ranges {
            let span = statistics.span(Range::Dates(first, last)).await.unwrap();
            for ranked in [Ranked::Recordings, Ranked::Releases] {
                let chart = statistics.top(ranked, &span, Order::Listens, (0, 10)).await.unwrap();
                assert_eq!(lines(&chart), recount.chart(ranked, &span, Order::Listens));
            }
        }
        writes.push(place.store.figures().writes);
    }
    assert_eq!(writes[3], writes[2], "{writes:?}");
}

pub async fn who_moves_to_another_zone_has_other_days_at_once(engine: Engine) {
    let place = Place::new(&engine).await;
    let user = place.user_in("maya", "Asia/Kolkata").await;
    let mut dice = Dice(7);
    let plays = (0..80).map(|_| some_play(&mut dice)).collect();
    place.submit(&by(user, "desk"), plays).await;
    for zone in ["America/Sao_Paulo", "Asia/Kolkata", "Europe/Berlin"] {
        let statistics = place.listens.statistics(user).await.unwrap();
        let span =
            statistics.span(Range::Dates(date(2018, 1, 1), date(2026, 12, 31))).await.unwrap();
        compare(&Recount::of(&place, user).await, &statistics, &span).await;
        let store = &place.store;
        let mut profile = store::users::find(store, user).await.unwrap().unwrap().profile;
        zone.clone_into(&mut profile.time_zone);
        let change = store.write::<_, store::Error, _>(move |tx| {
            Box::pin(async move {
                store::users::set_profile(tx, user, &profile, NOON).await?;
                store::stats::forget_zone(tx, user).await
            })
        });
        change.await.unwrap();
        place.submit(&by(user, "desk"), vec![some_play(&mut dice)]).await;
    }
    let statistics = place.listens.statistics(user).await.unwrap();
    assert_eq!(statistics.time_zone(), "Europe/Berlin");
    let span = statistics.span(Range::This(Period::Year)).await.unwrap();
    compare(&Recount::of(&place, user).await, &statistics, &span).await;
}

pub async fn somebody_without_listens_has_empty_statistics(engine: Engine) {
    let place = Place::new(&engine).await;
    let user = place.user("maya").await;
    let statistics = place.listens.statistics(user).await.unwrap();
    for range in Range::named() {
        let span = statistics.span(range).await.unwrap();
        compare(&Recount::of(&place, user).await, &statistics, &span).await;
        assert!(statistics.streaks(&span).await.unwrap().longest.is_none());
        assert!(statistics.countries(&span).await.unwrap().is_empty());
        for ranked in [Ranked::Genres, Ranked::Labels, Ranked::ReleaseGroups] {
            let chart = statistics.top(ranked, &span, Order::Listens, (0, 10)).await.unwrap();
            assert_eq!(chart, Chart { entries: Vec::new(), total: 0 });
        }
    }
    let year = statistics.year(2026).await.unwrap();
    assert_eq!((year.totals.listens, year.busiest_day, year.first), (0, None, None));
    assert!(place.listens.statistics(Uuid::nil()).await.is_err());
}

pub async fn a_span_has_a_beginning_before_its_end_and_not_too_many_periods(engine: Engine) {
    let place = Place::new(&engine).await;
    let user = place.user("maya").await;
    let statistics = place.listens.statistics(user).await.unwrap();
    let backwards = Range::Dates(date(2026, 2, 1), date(2026, 1, 31));
    assert!(statistics.span(backwards).await.is_err());
    let long = statistics.span(Range::Dates(date(1, 1, 1), date(9999, 12, 31))).await.unwrap();
    assert!(statistics.activity(&long, Unit::Day).await.is_err());
    assert_eq!(statistics.activity(&long, Unit::Year).await.unwrap().len(), 9999);
}

pub async fn a_year_is_told_with_its_facets(engine: Engine) {
    let place = Place::new(&engine).await;
    place.open_shop(1);
    let user = place.user_in("maya", "Europe/Berlin").await;
    let choir = |at| play("The Lanternfish Choir", "Ferry Bells", at);
    let unknown = |at| play("Otter", "Reed", at);
    let week = |plays: i64| (0..plays).map(|day| choir(-day * 86_400)).collect::<Vec<_>>();
    let from: Submission = by(user, "phone");
    place.submit(&from, week(5)).await;
    place.submit(&from, vec![unknown(-3 * 3600), unknown(-4 * 3600), unknown(-400 * 86_400)]).await;
    let year = place.listens.statistics(user).await.unwrap().year(2026).await.unwrap();
    let names = |chart: &Chart| {
        let line = |(name, listens, _): Line| format!("{name} {listens}");
        lines(chart).into_iter().map(line).collect::<Vec<_>>().join(", ")
    };
    let decade = |it: &listens::stats::Decade| format!("{:?} {}", it.first_year, it.listens);
    let country = |it: &listens::stats::Country| format!("{:?} {}", it.code, it.listens);
    let told = [
        format!("{:?}", year.totals),
        format!("{:?}", year.totals_before),
        names(&year.artists),
        names(&year.recordings),
        names(&year.release_groups),
        names(&year.genres),
        names(&year.labels),
        year.new_artists
            .entries
            .iter()
            .map(|it| it.subject.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        year.decades.iter().map(decade).collect::<Vec<_>>().join(", "),
        year.countries.iter().map(country).collect::<Vec<_>>().join(", "),
        format!("{:?}", year.longest_streak),
        format!("{:?}", year.busiest_day.map(|day| (day.first, day.listens))),
        format!("{:?}", year.first.map(|listen| listen.listened_at_ms - NOON)),
        format!("{:?}", year.last.map(|listen| listen.listened_at_ms - NOON)),
        format!("{} months, {} days", year.months.len(), year.days.len()),
    ];
    expect_test::expect![[r#"
        Totals { listens: 7, played_ms: 1400000, days: 5, recordings: 2, releases: 1, artists: 2 }
        Totals { listens: 1, played_ms: 200000, days: 1, recordings: 1, releases: 0, artists: 1 }
        The Lanternfish Choir 5, Otter 2
        Ferry Bells 5, Reed 2
        Low Water Songs 5
        folk 5, sea shanty 5
        Saltmarsh Records 5
        The Lanternfish Choir
        Some(1990) 5, None 2
        Some("GB") 5, None 2
        Some(Streak { first: 2026-11-17, last: 2026-11-21, days: 5 })
        Some((2026-11-21, 3))
        Some(-345600000)
        Some(0)
        12 months, 365 days"#]]
    .assert_eq(&told.join("\n"));
}

pub async fn several_people_are_added_up(engine: Engine) {
    let place = Place::new(&engine).await;
    let mut dice = Dice(23);
    let mut people = Vec::new();
    let mut wanted: BTreeMap<String, u64> = BTreeMap::new();
    let mut listens = 0;
    for (name, zone) in [("maya", ZONES[0]), ("otto", ZONES[1]), ("kim", ZONES[2])] {
        let user = place.user_in(name, zone).await;
        let plays = (0..60).map(|_| some_play(&mut dice)).collect();
        place.submit(&by(user, "phone"), plays).await;
        let own = place.listens.statistics(user).await.unwrap();
        let span = own.span(Range::AllTime).await.unwrap();
        let chart = own.top(Ranked::Artists, &span, Order::Listens, (0, 1000)).await.unwrap();
        for (artist, plays, _) in lines(&chart) {
            *wanted.entry(artist).or_default() += plays;
        }
        listens += own.totals(&span).await.unwrap().listens;
        people.push(store::users::find(&place.store, user).await.unwrap().unwrap());
    }
    let together = place.listens.statistics_together(&people);
    let span = together.span(Range::AllTime).await.unwrap();
    let chart = together.top(Ranked::Artists, &span, Order::Listens, (0, 1000)).await.unwrap();
    let told: BTreeMap<String, u64> =
        lines(&chart).into_iter().map(|(artist, plays, _)| (artist, plays)).collect();
    assert_eq!(told, wanted);
    assert_eq!(together.totals(&span).await.unwrap().listens, listens);
    let hours = together.hours(&span).await.unwrap();
    assert_eq!(hours.iter().flatten().sum::<u64>(), listens);
    let months = together.activity(&span, Unit::Month).await.unwrap();
    assert_eq!(months.iter().map(|month| month.listens).sum::<u64>(), listens);
    let evolution = together.evolution(&span, Unit::Month, 1000).await.unwrap();
    for (at, artist) in evolution.artists.iter().enumerate() {
        let plays = evolution.periods.iter().map(|(_, plays)| plays[at]).sum::<u64>();
        assert_eq!(plays, wanted[&artist.name], "{}", artist.name);
    }
    let new = together.discoveries(Ranked::Artists, &span, (0, 1000)).await.unwrap();
    assert_eq!(new.total, chart.total);
    let (first, last) = together.ends(&span).await.unwrap();
    let (first, last) = (first.unwrap(), last.unwrap());
    let oldest = new.entries.last().unwrap();
    assert_eq!(first.listened_at_ms, oldest.first_listened_at_ms);
    let newest = new.entries.iter().map(|it| it.last_listened_at_ms).max();
    assert_eq!(newest, Some(last.listened_at_ms));
    // Nobody is an answer, too.
    let nobody = place.listens.statistics_together(&[]);
    let span = nobody.span(Range::AllTime).await.unwrap();
    assert_eq!(nobody.totals(&span).await.unwrap().listens, 0);
    assert!(nobody.genre_hours(&span, 10).await.unwrap().is_empty());
}
