//! The matcher measured on a catalogue: `match_golden <catalogue> [cases] [seed] [any word: show what went wrong]`.
//!
//! Prints precision and recall for each kind of noise, and the CPU time of a call for each effort.

use std::path::Path;
use std::time::Duration;

use catalog::{Generations, View};
use listens::matching::golden::{Case, Noise, Tally, Verdict, cases, verdict};
use listens::matching::{Effort, Match, find};
use rustix::time::{ClockId, clock_gettime};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("the first argument is the directory of a catalogue")?;
    let count = arguments.next().map_or(Ok(20_000), |text| text.parse())?;
    let seed = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let is_curious = arguments.next().is_some();
    let catalog = Generations::at(Path::new(&path)).open_current()?;
    let view = catalog.view()?;
    let cases = cases(&view, count, seed)?;
    println!("{} cases", cases.len());
    warm(&view, &cases)?;
    let mut total = (Tally::default(), Tally::default());
    println!(
        "{:16} {:>6} {:>9} {:>7} {:>6} {:>6} {:>10} {:>10}",
        "noise", "cases", "precision", "recall", "wrong", "missed", "exact us", "all us"
    );
    for noise in Noise::ALL {
        let of_kind: Vec<&Case> = cases.iter().filter(|case| case.noise == noise).collect();
        let tally = row(&view, noise, &of_kind, is_curious)?;
        let total = if noise.is_negative() { &mut total.1 } else { &mut total.0 };
        *total = total.and(tally);
    }
    let (positive, negative) = total;
    let wrong = positive.wrong + negative.wrong;
    let matched = f64::from(positive.right + wrong);
    println!(
        "overall: precision {:.4}, recall {:.4}, false alarms {:.4} of {}",
        f64::from(positive.right) / matched.max(1.0),
        positive.recall(),
        f64::from(negative.wrong) / f64::from((negative.wrong + negative.rightly_none).max(1)),
        negative.wrong + negative.rightly_none,
    );
    Ok(())
}

/// Reads everything once, so that no page comes from a disk while time is measured.
fn warm(view: &View<'_>, cases: &[Case]) -> catalog::Result<()> {
    for case in cases {
        find(view, &case.words, Effort::Fuzzy)?;
    }
    Ok(())
}

fn row(view: &View<'_>, noise: Noise, cases: &[&Case], is_curious: bool) -> catalog::Result<Tally> {
    let mut tally = Tally::default();
    let (_, exact) = timed(view, cases, Effort::Exact)?;
    let (found, all) = timed(view, cases, Effort::Fuzzy)?;
    for (case, found) in cases.iter().zip(&found) {
        let verdict = verdict(view, case, found)?;
        tally.add(verdict);
        if is_curious && matches!(verdict, Verdict::Wrong | Verdict::Missed) {
            show(view, case, found)?;
        }
    }
    let each = |time: Duration| time.as_secs_f64() * 1e6 / cases.len().max(1) as f64;
    println!(
        "{:16} {:>6} {:>9.4} {:>7.4} {:>6} {:>6} {:>10.1} {:>10.1}",
        format!("{noise:?}"),
        cases.len(),
        tally.precision(),
        tally.recall(),
        tally.wrong,
        tally.missed,
        each(exact),
        each(all)
    );
    Ok(tally)
}

fn timed(
    view: &View<'_>,
    cases: &[&Case],
    effort: Effort,
) -> catalog::Result<(Vec<Match>, Duration)> {
    let start = cpu_time();
    let found: catalog::Result<Vec<Match>> =
        cases.iter().map(|case| find(view, &case.words, effort)).collect();
    Ok((found?, cpu_time() - start))
}

/// CPU time of this thread.
fn cpu_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

fn show(view: &View<'_>, case: &Case, found: &Match) -> catalog::Result<()> {
    let name = |row: Option<u32>| {
        let recording = row.map(|row| view.get::<catalog::record::Recording<'_>>(row)).transpose();
        recording.map(|r| r.flatten().map(|r| format!("{} [{}]", r.name, r.comment)))
    };
    println!(
        "  {:?}: {} / {} ({:?}, {:?} ms) meant {:?}, found {:?} {:?} {:.2} {:?}",
        case.noise,
        case.words.artist_name,
        case.words.recording_name,
        case.words.release_name,
        case.words.length_ms,
        name(case.meant)?,
        name(found.recording.map(|known| known.row))?,
        found.stage,
        found.score,
        found.features,
    );
    Ok(())
}
