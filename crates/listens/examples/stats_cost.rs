//! What statistics cost somebody with very many listens: `stats_cost <fresh directory> [millions of listens]`.
//!
//! Fills a SQLite file with ten years of one person, then prints CPU and wall time of charts.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use catalog::{Generations, Live};
use jiff::ToSpan as _;
use listens::stats::{Order, Range, Ranked};
use listens::{Clock, Effects, Listens, Options, Play, Randomness, Submission, Words, source};
use rustix::time::{ClockId, clock_gettime};
use store::listens::Listen;
use store::listens_raw::{Report, TimeMeaning};
use store::subjects::{Kind, Link, Names, NewSubject};
use store::users::{Folded, NewUser, Role};
use store::{Store, Target};
use uuid::Uuid;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

const RECORDINGS: u64 = 150_000;
const RELEASES: u64 = 30_000;
const ARTISTS: u64 = 12_000;
const DAY_MS: i64 = 86_400_000;
const DAYS: i64 = 3_650;
/// 2026-11-21, noon in UTC.
const NOW_MS: i64 = 1_795_262_400_000;
const USER: Uuid = Uuid::from_u128(1);

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Few are frequent, many are rare.
    fn recording(&mut self) -> u64 {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (share.powf(2.5) * RECORDINGS as f64) as u64
    }
}

struct Fixed;

impl Clock for Fixed {
    fn now_ms(&self) -> i64 {
        NOW_MS
    }
}

impl Randomness for Fixed {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// Numbers of the subjects, in the order in which they were made.
struct Subjects {
    recordings: Vec<i64>,
    releases: Vec<i64>,
}

#[tokio::main]
async fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments.next().ok_or("the first argument is a fresh directory")?;
    let millions: i64 = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let store =
        Store::open(&Target::parse(None, Path::new(&directory))?, &Default::default()).await?;
    let started = Instant::now();
    let is_new = store::users::find(&store, USER).await?.is_none();
    if is_new {
        let subjects = people_and_music(&store).await?;
        fill(&store, &subjects, millions * 1_000_000).await?;
        println!("filled in {:.0} s", started.elapsed().as_secs_f64());
    }
    let catalogue = Generations::at(Path::new(&directory).join("catalogue"));
    let catalogue = Arc::new(Live::open(catalogue)?);
    let effects = Effects { clock: Arc::new(Fixed), random: Arc::new(Fixed) };
    let listens = Listens::new(store.clone(), catalogue, effects, &Options::default());
    measure(&listens).await?;
    store.close().await;
    Ok(())
}

async fn measure(listens: &Listens) -> Outcome {
    let year = "this_year".parse::<Range>()?;
    once("all days counted, first chart of this year", chart(listens, year)).await?;
    let (first, last) = (date(-DAYS + 40), date(-40));
    once("first chart of many years", chart(listens, Range::Dates(first, last))).await?;
    once("second chart of many years", chart(listens, Range::Dates(first, last))).await?;
    let mut dice = Dice(99);
    let mut figures = Vec::new();
    for _ in 0..300 {
        figures.push(
            timed(async {
                let statistics = listens.statistics(USER).await?;
                let span = statistics.span(Range::AllTime).await?;
                statistics.top(Ranked::Artists, &span, Order::Listens, (0, 25)).await?;
                Ok(())
            })
            .await?,
        );
    }
    print("top artists, all time", figures);
    let mut figures = Vec::new();
    for _ in 0..300 {
        let mut days = [0, 0].map(|_| date(-i64::try_from(dice.next() % 3_650).unwrap_or(0)));
        days.sort_unstable();
        figures.push(timed(chart(listens, Range::Dates(days[0], days[1]))).await?);
    }
    print("top recordings, any days", figures);
    let mut figures = Vec::new();
    for round in 0..50 {
        let play = play(NOW_MS - round * 400_000);
        listens.submit(&Submission::new(USER, source::LISTENBRAINZ), vec![play]).await?;
        figures.push(timed(chart(listens, year)).await?);
    }
    print("top recordings of this year, after a listen", figures);
    let all = Range::AllTime;
    for ranked in [Ranked::Genres, Ranked::ReleaseGroups, Ranked::Labels] {
        once(&format!("{ranked:?}, all time"), chart_of(listens, all, ranked)).await?;
    }
    once("year report", async {
        listens.statistics(USER).await?.year(2025).await?;
        Ok(())
    })
    .await
}

fn play(listened_at_ms: i64) -> Play {
    let words = Words {
        artist_name: "Otter".to_owned(),
        recording_name: "Reed".to_owned(),
        ..Words::default()
    };
    Play { words, listened_at_ms, payload: "{}".to_owned(), ..Play::default() }
}

fn date(days_from_now: i64) -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 21).saturating_add(days_from_now.days())
}

async fn chart(listens: &Listens, range: Range) -> Outcome {
    chart_of(listens, range, Ranked::Recordings).await
}

async fn chart_of(listens: &Listens, range: Range, ranked: Ranked) -> Outcome {
    let statistics = listens.statistics(USER).await?;
    let span = statistics.span(range).await?;
    statistics.top(ranked, &span, Order::Listens, (0, 25)).await?;
    Ok(())
}

async fn timed(work: impl Future<Output = Outcome>) -> Outcome<(Duration, Duration)> {
    let (wall, cpu) = (Instant::now(), cpu());
    work.await?;
    Ok((crate::cpu() - cpu, wall.elapsed()))
}

async fn once(what: &str, work: impl Future<Output = Outcome>) -> Outcome {
    let (cpu, wall) = timed(work).await?;
    println!("{what}: {:.1} ms of CPU, {:.1} ms", millis(cpu), millis(wall));
    Ok(())
}

fn print(what: &str, mut figures: Vec<(Duration, Duration)>) {
    let mut of = |share: f64, is_cpu: bool| {
        figures.sort_unstable_by_key(|(cpu, wall)| if is_cpu { *cpu } else { *wall });
        let place = ((figures.len() - 1) as f64 * share) as usize;
        let (cpu, wall) = figures[place];
        millis(if is_cpu { cpu } else { wall })
    };
    println!(
        "{what}: CPU p50 {:.2} ms, p99 {:.2} ms; wall p50 {:.2} ms, p99 {:.2} ms",
        of(0.5, true),
        of(0.99, true),
        of(0.5, false),
        of(0.99, false)
    );
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// CPU time of this process.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

async fn people_and_music(store: &Store) -> Outcome<Subjects> {
    let user = NewUser {
        id: USER,
        username: Folded { text: "maya".to_owned(), folded: "maya".to_owned() },
        email: None,
        password_hash: None,
        role: Role::User,
        is_verified: false,
        time_zone: "Europe/Berlin".to_owned(),
        created_at_ms: NOW_MS,
    };
    store
        .write::<_, store::Error, _>(move |tx| {
            Box::pin(async move { store::users::insert(tx, &user).await })
        })
        .await?;
    let artists = make(store, Kind::Artist, ARTISTS).await?;
    let releases = make(store, Kind::Release, RELEASES).await?;
    let genres = make(store, Kind::Genre, 300).await?;
    let groups = make(store, Kind::ReleaseGroup, RELEASES).await?;
    let recordings = make(store, Kind::Recording, RECORDINGS).await?;
    let at = |of: &[i64], place: usize| of[place % of.len()];
    let mut links = Vec::new();
    for (place, subject) in recordings.iter().enumerate() {
        links.push(link(*subject, (Kind::Artist, 0), at(&artists, place)));
        for position in 0..3 {
            let genre = at(&genres, place * 7 + position);
            links.push(link(*subject, (Kind::Genre, position as i64), genre));
        }
    }
    for (place, subject) in releases.iter().enumerate() {
        links.push(link(*subject, (Kind::ReleaseGroup, 0), at(&groups, place)));
    }
    for links in links.chunks(10_000).map(<[Link]>::to_vec) {
        store
            .write::<_, store::Error, _>(move |tx| {
                Box::pin(async move { store::subjects::insert_links(tx, &links).await })
            })
            .await?;
    }
    Ok(Subjects { recordings, releases })
}

fn link(subject: i64, (kind, position): (Kind, i64), target: i64) -> Link {
    let (credited_name, join_phrase, weight) = (None, None, 1.0);
    Link { subject, kind, position, target, credited_name, join_phrase, weight }
}

async fn make(store: &Store, kind: Kind, count: u64) -> Outcome<Vec<i64>> {
    let key = |number: u64| *Uuid::from_u64_pair(kind as u64 + 1, number).as_bytes();
    let keys: Vec<[u8; 16]> = (0..count).map(key).collect();
    let mut numbers = Vec::new();
    for keys in keys.chunks(10_000).map(<[_]>::to_vec) {
        let rows: Vec<NewSubject> = keys
            .iter()
            .map(|key| {
                let name = format!("{} {}", kind.as_str(), Uuid::from_bytes(*key).as_u64_pair().1);
                NewSubject { kind, key: *key, names: Names { name, ..Names::default() } }
            })
            .collect();
        let found = store.write::<_, store::Error, _>(move |tx| {
            Box::pin(async move {
                store::subjects::insert(tx, &rows).await?;
                store::subjects::ids_by_keys(&mut *tx, &keys).await
            })
        });
        let mut found = found.await?;
        found.sort_unstable();
        numbers.extend(found.into_iter().map(|(_, id)| id));
    }
    Ok(numbers)
}

/// Listens of ten years, oldest first.
async fn fill(store: &Store, subjects: &Subjects, listens: i64) -> Outcome {
    const UNIT: i64 = 10_000;
    let mut dice = Dice(1);
    for from in (0..listens).step_by(UNIT as usize) {
        let (mut reports, mut rows) = (Vec::new(), Vec::new());
        for at in from..from + UNIT {
            let listened_at_ms = NOW_MS - DAYS * DAY_MS + at * (DAYS * DAY_MS / listens);
            let recording = dice.recording() as usize;
            let row = row(subjects, recording, (listened_at_ms, at));
            reports.push(report(&row));
            rows.push(row);
        }
        store
            .write::<_, store::Error, _>(move |tx| {
                Box::pin(async move {
                    store::listens_raw::insert(tx, &reports).await?;
                    store::listens::insert(tx, &rows).await
                })
            })
            .await?;
    }
    Ok(())
}

fn row(subjects: &Subjects, recording: usize, (listened_at_ms, at): (i64, i64)) -> Listen {
    Listen {
        user_id: USER,
        listened_at_ms,
        id: Uuid::from_u64_pair(7, at.unsigned_abs()),
        match_input: 1,
        recording_subject: subjects.recordings[recording],
        release_subject: Some(subjects.releases[recording % subjects.releases.len()]),
        played_ms: Some(150_000 + (recording as i64 % 200) * 1000),
        is_manual: false,
        hidden_by: None,
    }
}

fn report(row: &Listen) -> Report {
    Report {
        id: row.id,
        user_id: USER,
        source: "listenbrainz".to_owned(),
        source_track_id: None,
        item_key: *row.id.as_bytes(),
        listened_at_ms: row.listened_at_ms,
        time_meaning: TimeMeaning::Start,
        match_input: 1,
        played_ms: row.played_ms,
        client: None,
        app_token_id: None,
        import_id: None,
        relayed_from: None,
        payload: "{}".to_owned(),
    }
}
