//! Measures and goals.

use super::Disk;
use super::http::{Http, Route};
use super::imports::Imports;
use super::searches::Searches;
use super::startup::Startup;
use crate::bench::child::Done;
use crate::bench::report::Goal::{AtLeast, AtMost};
use crate::bench::report::Row;
use crate::bench::stats::{Measured, percentile};

const MIB: f64 = (1 << 20) as f64;

/// Everything that was measured.
pub(super) struct Measurements {
    pub(super) imports: Imports,
    pub(super) http: Http,
    pub(super) searches: Searches,
    pub(super) startup: Startup,
    pub(super) disk: Disk,
}

impl Measurements {
    /// The rows: those with a goal first.
    pub(super) fn into_rows(self) -> Vec<Row> {
        let mut rows = ratios(&self.http);
        rows.extend(searches(&self.searches));
        rows.extend(imports(&self.imports));
        rows.extend(footprint(&self.disk, &self.startup));
        rows.extend(requests(&self.http));
        rows.extend(other_searches(&self.searches));
        rows.extend(other_imports(&self.imports));
        rows
    }
}

/// Pairs of turns of the same round.
fn ratios(http: &Http) -> Vec<Row> {
    let cpu = |over, under| Measured::ratios(&http.of(over).cpu_us, &http.of(under).cpu_us);
    let rate = Measured::ratios(&http.of(Route::Track).rate, &http.of(Route::Constant).rate);
    let name = [
        "look-up over HTTP: server CPU against the constant answer",
        "look-up over HTTP: requests per second against the constant answer",
        "look-up over HTTP: the design with 7 queries takes so many times the CPU",
        "batch of 400 over HTTP: the design with 7 queries takes so many times the CPU",
    ];
    vec![
        Row::goal(name[0], cpu(Route::Track, Route::Constant), "×", AtMost(1.5)),
        Row::goal(name[1], rate, "×", AtLeast(0.7)),
        Row::goal(name[2], cpu(Route::SevenTrack, Route::Track), "×", AtLeast(9.0)),
        Row::goal(name[3], cpu(Route::SevenBatch, Route::Batch), "×", AtLeast(9.0)),
    ]
}

fn searches(searches: &Searches) -> Vec<Row> {
    let at = |values: &[f64], percent| Measured::once(percentile(values, percent));
    let whole = &searches.whole.cpu_ms;
    let like = Measured::of(searches.like.cpu_ms.iter().copied());
    let median = percentile(whole, 50.0);
    let times =
        Measured { median: like.median / median, low: like.low / median, high: like.high / median };
    let recall = |percent| Measured::once(percent);
    let typed = &searches.typed.cpu_ms;
    vec![
        Row::goal("search by title and artist: CPU, p50", at(whole, 50.0), "ms", AtMost(0.5)),
        Row::goal("search by title and artist: CPU, p99", at(whole, 99.0), "ms", AtMost(4.0)),
        Row::goal("type-ahead: CPU, p99", at(typed, 99.0), "ms", AtMost(0.5)),
        Row::goal(
            "recall@20: title and artist",
            recall(searches.whole.recall()),
            "%",
            AtLeast(99.0),
        ),
        Row::goal("recall@20: one typo", recall(searches.typo.recall()), "%", AtLeast(97.0)),
        Row::goal("recall@20: prefix", recall(searches.cut.recall()), "%", AtLeast(99.0)),
        Row::goal("search: LIKE takes so many times the CPU", times, "×", AtLeast(500.0)),
    ]
}

fn imports(imports: &Imports) -> Vec<Row> {
    let cpu: Vec<f64> = imports.one.iter().map(|done| done.cpu.as_secs_f64()).collect();
    let split: Vec<f64> = imports.split.iter().map(|done| done.cpu.as_secs_f64()).collect();
    let mut rows = vec![Row::goal(
        "import: CPU against decompression and line splitting",
        Measured::ratios(&cpu, &split),
        "×",
        AtMost(3.0),
    )];
    if let Some(twice) = &imports.twice {
        let growth = |of: fn(&Done<_>) -> f64| {
            let twice = of(twice);
            Measured::of(imports.one.iter().map(|one| twice / of(one)))
        };
        let wall = growth(|done| done.wall.as_secs_f64());
        let cpu = growth(|done| done.cpu.as_secs_f64());
        let memory = growth(|done| done.peak_resident as f64);
        let anonymous = growth(|done| done.peak_anonymous as f64);
        rows.extend([
            Row::goal("import of twice as many recordings: time", wall, "×", AtMost(2.2)),
            Row::goal("import of twice as many recordings: peak memory", memory, "×", AtMost(1.3)),
            Row::told("import of twice as many recordings: CPU", cpu, "×"),
            Row::told("import of twice as many recordings: peak anonymous memory", anonymous, "×"),
        ]);
    }
    rows
}

fn footprint(disk: &Disk, startup: &Startup) -> Vec<Row> {
    let (whole, store) = (Measured::once(disk.whole), Measured::once(disk.store));
    let first = Measured::of(startup.first_answer_s.iter().copied());
    let idle = Measured::of(startup.idle_mib.iter().copied());
    vec![
        Row::goal("disk: whole generation, a recording", whole, "B", AtMost(450.0)),
        Row::goal("disk: store alone, a recording", store, "B", AtMost(250.0)),
        Row::goal("serve: time to the first answer", first, "s", AtMost(0.5)),
        Row::goal("serve: idle anonymous memory", idle, "MiB", AtMost(60.0)),
    ]
}

fn requests(http: &Http) -> Vec<Row> {
    let named = [
        (Route::Constant, "constant answer"),
        (Route::Track, "look-up"),
        (Route::SevenTrack, "look-up by 7 queries"),
        (Route::Batch, "batch of 400"),
        (Route::SevenBatch, "batch of 400 by 7 queries"),
        (Route::Search, "search over HTTP"),
        (Route::AnyTrack, "look-up, all equally likely"),
        (Route::AnyBatch, "batch of 400, all equally likely"),
    ];
    let any = Measured::ratios(&http.of(Route::AnyTrack).cpu_us, &http.of(Route::Constant).cpu_us);
    let name = "look-up, all equally likely: server CPU against the constant answer";
    let mut rows = vec![Row::told(name, any, "×")];
    for (route, name) in named {
        let turns = http.of(route);
        let (cpu, rate) = (turns.cpu_us.iter().copied(), turns.rate.iter().copied());
        rows.push(Row::told(format!("{name}: server CPU"), Measured::of(cpu), "µs"));
        rows.push(Row::told(format!("{name}: requests per second"), Measured::of(rate), "1/s"));
        rows.push(Row::told(format!("{name}: body"), Measured::once(turns.bytes), "B"));
    }
    let one = Measured::of(http.in_process.one_us.iter().copied());
    let batch = Measured::of(http.in_process.batch_us.iter().copied());
    rows.push(Row::told("7 queries without HTTP: CPU for a track", one, "µs"));
    rows.push(Row::told("7 queries without HTTP: CPU for a batch of 400", batch, "µs"));
    rows
}

fn other_searches(searches: &Searches) -> Vec<Row> {
    let at = |values: &[f64], percent| Measured::once(percentile(values, percent));
    let like = Measured::of(searches.like.cpu_ms.iter().copied());
    vec![
        Row::told("search with one typo: CPU, p50", at(&searches.typo.cpu_ms, 50.0), "ms"),
        Row::told("search with one typo: CPU, p99", at(&searches.typo.cpu_ms, 99.0), "ms"),
        Row::told("search by prefix: CPU, p50", at(&searches.cut.cpu_ms, 50.0), "ms"),
        Row::told("search by prefix: CPU, p99", at(&searches.cut.cpu_ms, 99.0), "ms"),
        Row::told("type-ahead: CPU, p50", at(&searches.typed.cpu_ms, 50.0), "ms"),
        Row::told("LIKE: CPU", like, "ms"),
        Row::told("LIKE by title alone: recall@20", Measured::once(searches.like.recall()), "%"),
    ]
}

fn other_imports(imports: &Imports) -> Vec<Row> {
    let of = |value: fn(&Done<_>) -> f64| Measured::of(imports.one.iter().map(value));
    let lines = Measured::of(imports.split.iter().map(|done| done.cpu.as_secs_f64()));
    let bytes = imports.split.iter().map(|done| done.said.bytes as f64 / MIB);
    vec![
        Row::told("import: CPU", of(|done| done.cpu.as_secs_f64()), "s"),
        Row::told("import: time", of(|done| done.wall.as_secs_f64()), "s"),
        Row::told("import: peak memory", of(|done| done.peak_resident as f64 / MIB), "MiB"),
        Row::told(
            "import: peak anonymous memory",
            of(|done| done.peak_anonymous as f64 / MIB),
            "MiB",
        ),
        Row::told("decompression and line splitting: CPU", lines, "s"),
        Row::told("archives, decompressed", Measured::of(bytes), "MiB"),
    ]
}
