//! Search measured on invented tracks: `search_bench [tracks] [memory in MiB] [queries] [anything: show what is missed]`.
//!
//! Prints what building costs, and for each kind of query the CPU time of the searching thread, how many of
//! the wanted tracks are among the first 20 hits, and the slowest query.

mod invented;

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use catalog::search::{Document, Index, Names, Page, Query, Writer};
use invented::{Random, Track, Tracks};
use rustix::time::{ClockId, clock_gettime};

const PAGE: Page = Page { limit: 20, offset: 0 };

fn cpu() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let n: usize = arguments.next().map_or(Ok(2_000_000), |text| text.parse())?;
    let mebibytes: usize = arguments.next().map_or(Ok(256), |text| text.parse())?;
    let n_queries: usize = arguments.next().map_or(Ok(4000), |text| text.parse())?;
    let tracks = Tracks::invent(n, 1);
    let shows_missed = arguments.next().is_some();
    let directory = tempfile::tempdir()?;
    build(&tracks, directory.path(), mebibytes << 20)?;
    let index = Index::open(directory.path())?;
    let mut bench = Bench { tracks, index, random: Random(2), n_queries, shows_missed };
    bench.run("title+artist", &|track, tracks, _| {
        format!("{} {}", track.title, tracks.artist(track))
    });
    bench.run("artist+title, closed", &|track, tracks, _| {
        format!("{} {} ", tracks.artist(track), track.title).to_lowercase()
    });
    bench.run("one typo", &|track, tracks, random| {
        misspell(&format!("{} {}", track.title, tracks.artist(track)), random)
    });
    bench.run("prefix", &|track, tracks, random| {
        let query = format!("{} {}", track.title, tracks.artist(track));
        let last = query.rfind(' ').map_or(0, |at| at + 1);
        let n_chars = query[last..].chars().count();
        let kept = 1 + random.below(n_chars);
        query[..last].chars().chain(query[last..].chars().take(kept)).collect()
    });
    bench.run("typo and prefix", &|track, tracks, random| {
        let query = misspell(&format!("{} {}", tracks.artist(track), track.title), random);
        let n_chars = query.chars().count();
        query.chars().take(n_chars - random.below(3).min(n_chars - 1)).collect()
    });
    bench.run("title only", &|track, _, _| track.title.clone());
    bench.run("one word", &|track, _, _| track.title.split(' ').next().unwrap_or("").to_owned());
    bench.run("nothing", &|track, tracks, random| {
        let once = misspell(&format!("{} {}", track.title, tracks.artist(track)), random);
        format!("{} xqzvk", misspell(&once, random))
    });
    bench.keystrokes();
    Ok(())
}

fn build(
    tracks: &Tracks,
    directory: &Path,
    memory_bytes: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    let start = cpu();
    let mut writer = Writer::create(directory, memory_bytes)?;
    for (id, track) in (0..).zip(&tracks.tracks) {
        let more = [tracks.artist(track), tracks.album(track)];
        writer.add(&Document { id, title: &track.title, more: &more })?;
    }
    let added = cpu() - start;
    let written = writer.finish()?;
    let total = cpu() - start;
    let n = tracks.tracks.len() as f64;
    println!(
        "build: {:.2} us CPU a document ({:.2} adding), {:.1} B a document",
        total.as_secs_f64() * 1e6 / n,
        added.as_secs_f64() * 1e6 / n,
        written.bytes as f64 / n,
    );
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name();
        println!("  {:>8.2} B  {}", entry.metadata()?.len() as f64 / n, name.to_string_lossy());
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
    Ok(())
}

struct Bench {
    tracks: Tracks,
    index: Index,
    random: Random,
    n_queries: usize,
    shows_missed: bool,
}

type MakeQuery<'a> = &'a dyn Fn(&Track, &Tracks, &mut Random) -> String;

impl Bench {
    /// Searches; the places of the hits and the CPU time.
    fn search(&self, text: &str) -> (Vec<usize>, Duration) {
        let Tracks { tracks, artists, albums } = &self.tracks;
        let start = cpu();
        let query = Query::parse(text);
        let mut names = |id: u32, visit: &mut dyn FnMut(Names<'_>)| {
            let track = &tracks[id as usize];
            let more =
                [artists[track.artist as usize].as_str(), albums[track.album as usize].as_str()];
            visit(Names { title: &track.title, more, popularity: track.popularity });
        };
        let hits = self
            .index
            .search(&query, PAGE, &mut names, &|| false)
            .expect("searching does not fail");
        let took = cpu() - start;
        (hits.iter().map(|hit| hit.id as usize).collect(), took)
    }

    fn is_among(&self, wanted: usize, hits: &[usize]) -> bool {
        let wanted = &self.tracks.tracks[wanted];
        hits.iter().any(|&hit| {
            let hit = &self.tracks.tracks[hit];
            hit.artist == wanted.artist && hit.title == wanted.title
        })
    }

    fn run(&mut self, what: &str, make: MakeQuery<'_>) {
        let n = self.tracks.tracks.len();
        let mut found = [0, 0];
        let mut times = Vec::new();
        let mut missed = HashSet::new();
        for turn in 0..self.n_queries {
            // By turns any track, and a popular one.
            let wanted = if turn % 2 == 0 { self.random.below(n) } else { self.random.zipf(n) };
            let text = make(&self.tracks.tracks[wanted], &self.tracks, &mut self.random);
            let (hits, took) = self.search(&text);
            let is_found = self.is_among(wanted, &hits);
            found[turn % 2] += usize::from(is_found);
            if !is_found && missed.len() < 6 {
                missed.insert(format!("{text:?} for {:?}", self.tracks.tracks[wanted].title));
            }
            times.push((took, text));
        }
        let share = |found: usize| 100.0 * found as f64 / (self.n_queries / 2) as f64;
        println!(
            "{what}: recall@20 {:.2} % of any, {:.2} % of popular",
            share(found[0]),
            share(found[1])
        );
        report(times);
        if self.shows_missed {
            missed.iter().for_each(|missed| println!("    missed {missed}"));
        }
    }

    /// Every beginning that a user types of some queries.
    fn keystrokes(&mut self) {
        let n = self.tracks.tracks.len();
        let mut times = Vec::new();
        for _ in 0..self.n_queries / 8 {
            let track = &self.tracks.tracks[self.random.zipf(n)];
            let text = format!("{} {}", track.title, self.tracks.artist(track));
            for (end, _) in text.char_indices().skip(2) {
                times.push((self.search(&text[..end]).1, text[..end].to_owned()));
            }
        }
        println!("type-ahead, {} keystrokes", times.len());
        report(times);
    }
}

fn report(mut times: Vec<(Duration, String)>) {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0.as_secs_f64() * 1e3;
    let slowest = times.last().map_or("", |(_, text)| text);
    println!(
        "  CPU ms: p50 {:.3}  p90 {:.3}  p99 {:.3}  max {:.3} ({slowest:?})",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
}

/// A letter of the script of `c`, if it has few enough to hit a wrong one.
fn letter_like(c: char, random: &mut Random) -> Option<char> {
    let c = c.to_lowercase().next()?;
    match c {
        'a'..='z' => Some(char::from(b'a' + random.below(26) as u8)),
        'а'..='я' => char::from_u32('а' as u32 + random.below(32) as u32),
        _ => None,
    }
}

/// One edit in a word of four or more characters, if there is one.
fn misspell(text: &str, random: &mut Random) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let long: Vec<usize> = (0..words.len()).filter(|&at| words[at].chars().count() >= 4).collect();
    if long.is_empty() {
        return text.to_owned();
    }
    let chosen = long[random.below(long.len())];
    let mut chars: Vec<char> = words[chosen].chars().collect();
    let at = random.below(chars.len());
    match (random.below(4), letter_like(chars[at], random)) {
        (0, Some(letter)) => chars[at] = letter,
        (1, Some(letter)) => chars.insert(at, letter),
        (2, _) if at + 1 < chars.len() => chars.swap(at, at + 1),
        _ => drop(chars.remove(at)),
    }
    let misspelt: String = chars.into_iter().collect();
    let words: Vec<&str> =
        (0..words.len()).map(|at| if at == chosen { &misspelt } else { words[at] }).collect();
    words.join(" ")
}
