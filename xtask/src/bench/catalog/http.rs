//! Requests to the server under test, in turns: what each answer costs the server.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::time::Instant;

use ::catalog::codec::{Field as _, Reader};
use ::catalog::record::Recording;
use ::catalog::{Catalog, Table};
use anyhow::{Context as _, ensure};
use model::{IdScheme, Kind};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::in_process::{self, InProcess};
use super::plan::Plan;
use super::targets::Target;
use super::{Places, say};
use crate::bench::accounting;
use crate::bench::child::{Running, this_program};
use crate::bench::load::{Load, get, post};

/// Connections of the load generator.
const CONNECTIONS: usize = 8;
/// Items of a batch.
const BATCH: usize = 400;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    /// The constant answer.
    Constant,
    /// One track.
    Track,
    /// One track by seven queries.
    SevenTrack,
    /// A batch.
    Batch,
    /// A batch by seven queries.
    SevenBatch,
    /// A search by title and artist.
    Search,
    /// One track, of all equally likely ones.
    AnyTrack,
    /// A batch of equally likely tracks.
    AnyBatch,
}

impl Route {
    /// In the order of their turns.
    const ALL: [Self; 8] = [
        Self::Constant,
        Self::Track,
        Self::SevenTrack,
        Self::Batch,
        Self::SevenBatch,
        Self::Search,
        Self::AnyTrack,
        Self::AnyBatch,
    ];

    fn requests(self, plan: &Plan) -> usize {
        match self {
            Self::Constant | Self::Track => plan.lookups,
            Self::SevenTrack | Self::AnyTrack => plan.seven,
            Self::Batch => plan.batches,
            Self::AnyBatch => plan.seven_batches,
            Self::SevenBatch => plan.seven_batches,
            Self::Search => plan.searches,
        }
    }
}

/// What one request costs, on average over each turn.
#[derive(Default)]
pub(super) struct Turns {
    /// CPU of the server in microseconds.
    pub(super) cpu_us: Vec<f64>,
    /// Requests a second.
    pub(super) rate: Vec<f64>,
    /// Bytes of a body.
    pub(super) bytes: f64,
}

/// All turns.
pub(super) struct Http {
    turns: [Turns; Route::ALL.len()],
    /// The design with seven queries without any HTTP.
    pub(super) in_process: InProcess,
}

impl Http {
    /// The turns of a route.
    pub(super) fn of(&self, route: Route) -> &Turns {
        &self.turns[route as usize]
    }
}

/// Measures every route in turns.
pub(super) fn measure(
    places: &Places<'_>,
    (catalog, targets): (&Catalog, &[Target]),
    plan: &Plan,
) -> anyhow::Result<Http> {
    let mut command = this_program()?;
    command.args(["bench", "server", "--data"]).arg(places.data);
    let (server, address) = Running::start(command.arg("--seven").arg(places.seven))?;
    let mut load = Load::connect(&address, CONNECTIONS)?;
    let chance = ChaCha8Rng::seed_from_u64(7);
    let mut deck = Deck { catalog, targets, ranked: ranked(catalog)?, chance };
    say("requests, to warm up");
    for _ in 0..plan.warm_up {
        load.run(&deck.requests(Route::Track, plan.lookups)?)?;
    }
    let mut http = Http { turns: Default::default(), in_process: InProcess::open(places.seven)? };
    for round in 0..=plan.rounds {
        say(&format!("requests, round {round} of {}", plan.rounds));
        for route in Route::ALL {
            let requests = deck.requests(route, route.requests(plan))?;
            let turn = turn(&server, &mut load, &requests)?;
            // The first round warms caches and opens connections.
            if round > 0 {
                http.turns[route as usize].take(&turn);
            }
        }
        let singles = deck.ids(plan.seven, Likely::ByRank)?;
        let batches: anyhow::Result<Vec<_>> =
            (0..plan.seven_batches).map(|_| deck.batch(Likely::ByRank)).collect();
        in_process::turn(&mut http.in_process, (&singles, &batches?), round > 0)?;
    }
    Ok(http)
}

struct Turn {
    cpu_us: f64,
    rate: f64,
    bytes: f64,
}

impl Turns {
    fn take(&mut self, turn: &Turn) {
        self.cpu_us.push(turn.cpu_us);
        self.rate.push(turn.rate);
        self.bytes = turn.bytes;
    }
}

fn turn(server: &Running, load: &mut Load, requests: &[Vec<u8>]) -> anyhow::Result<Turn> {
    let count = requests.len() as f64;
    let cpu = accounting::process_cpu(server.pid())?;
    let started = Instant::now();
    let bytes = load.run(requests)?;
    let wall = started.elapsed();
    let cpu = accounting::process_cpu(server.pid())?.saturating_sub(cpu);
    Ok(Turn {
        cpu_us: cpu.as_secs_f64() * 1e6 / count,
        rate: count / wall.as_secs_f64(),
        bytes: bytes as f64 / count,
    })
}

/// Public ids of a recording in both forms.
pub(super) struct BothIds {
    /// As Gatefold has it.
    pub(super) own: String,
    /// As the layout of the seven queries has it.
    pub(super) base62: String,
}

/// How recordings are drawn.
#[derive(Debug, Clone, Copy)]
enum Likely {
    /// The one at rank n is asked for 1/n as often as the first (Zipf's law).
    ByRank,
    /// Each as often as any other.
    Equally,
}

/// Dense ids of the recordings that stand on a release, the most popular first.
fn ranked(catalog: &Catalog) -> anyhow::Result<Vec<u32>> {
    let view = catalog.view()?;
    let mut ranked = Vec::new();
    for entry in view.records(Table::Entity(Kind::Recording))? {
        let (id, bytes) = entry?;
        let recording = Recording::take(&mut Reader::new(bytes))?;
        if recording.main.release > 0 {
            ranked.push((Reverse(recording.popularity), id));
        }
    }
    ensure!(ranked.len() >= BATCH, "hardly any recording stands on a release");
    ranked.sort_unstable();
    Ok(ranked.into_iter().map(|(_, id)| id).collect())
}

/// Draws what to ask for.
struct Deck<'a> {
    catalog: &'a Catalog,
    targets: &'a [Target],
    ranked: Vec<u32>,
    chance: ChaCha8Rng,
}

impl Deck<'_> {
    fn draw(&mut self, likely: Likely) -> u32 {
        let count = self.ranked.len();
        let at = match likely {
            Likely::Equally => self.chance.random_range(0..count),
            // The inverse of the distribution, whose sums grow like the logarithm.
            Likely::ByRank => (count as f64).powf(self.chance.random::<f64>()) as usize - 1,
        };
        self.ranked[at.min(count - 1)]
    }

    fn both_ids(&self, id: u32) -> anyhow::Result<BothIds> {
        let view = self.catalog.view()?;
        let recording = view.get::<Recording<'_>>(id)?.context("a recording has gone")?;
        let text = |scheme| recording.gid.text(scheme).as_str().to_owned();
        Ok(BothIds { own: text(self.catalog.id_scheme()), base62: text(IdScheme::Base62) })
    }

    /// Recordings, some of them more than once.
    fn ids(&mut self, count: usize, likely: Likely) -> anyhow::Result<Vec<BothIds>> {
        let drawn: Vec<u32> = (0..count).map(|_| self.draw(likely)).collect();
        drawn.into_iter().map(|id| self.both_ids(id)).collect()
    }

    /// Different recordings.
    fn batch(&mut self, likely: Likely) -> anyhow::Result<Vec<BothIds>> {
        let mut drawn = HashSet::new();
        while drawn.len() < BATCH {
            drawn.insert(self.draw(likely));
        }
        // The order of a set is not that of a request, and not the same in every run.
        let mut drawn: Vec<u32> = drawn.into_iter().collect();
        drawn.sort_unstable_by_key(|id| id.wrapping_mul(0x9E37_79B1));
        drawn.into_iter().map(|id| self.both_ids(id)).collect()
    }

    fn singles(
        &mut self,
        count: usize,
        likely: Likely,
        address: impl Fn(&BothIds) -> String,
    ) -> anyhow::Result<Vec<Vec<u8>>> {
        Ok(self.ids(count, likely)?.iter().map(|ids| get(&address(ids))).collect())
    }

    fn batches(
        &mut self,
        count: usize,
        likely: Likely,
        (path, id): (&str, fn(&BothIds) -> &str),
    ) -> anyhow::Result<Vec<Vec<u8>>> {
        let batch = |_| {
            let items = self.batch(likely)?;
            let tracks: Vec<&str> = items.iter().map(id).collect();
            Ok(post(path, &serde_json::json!({ "tracks": tracks }).to_string()))
        };
        (0..count).map(batch).collect()
    }

    fn requests(&mut self, route: Route, count: usize) -> anyhow::Result<Vec<Vec<u8>>> {
        let track = |ids: &BothIds| format!("/lookup/track/{}", ids.own);
        let seven = |ids: &BothIds| format!("/bench/seven/{}", ids.base62);
        let batch: (&str, fn(&BothIds) -> &str) = ("/batch/lookup", |ids| &ids.own);
        match route {
            Route::Constant => Ok(vec![get("/bench/constant"); count]),
            Route::Track => self.singles(count, Likely::ByRank, track),
            Route::AnyTrack => self.singles(count, Likely::Equally, track),
            Route::SevenTrack => self.singles(count, Likely::ByRank, seven),
            Route::Batch => self.batches(count, Likely::ByRank, batch),
            Route::AnyBatch => self.batches(count, Likely::Equally, batch),
            Route::SevenBatch => {
                self.batches(count, Likely::ByRank, ("/bench/seven", |ids| &ids.base62))
            }
            Route::Search => {
                let target = |_| {
                    let at = self.chance.random_range(0..self.targets.len());
                    let query = percent_encoded(&self.targets[at].query());
                    get(&format!("/search/track?limit=20&q={query}"))
                };
                Ok((0..count).map(target).collect())
            }
        }
    }
}

fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
