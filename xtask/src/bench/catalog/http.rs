//! Requests to the server under test, in turns: what each answer costs the server.

use std::time::Instant;

use ::catalog::Catalog;
use ::catalog::record::Recording;
use anyhow::ensure;
use model::IdScheme;
use rand::seq::SliceRandom as _;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::in_process::{self, InProcess};
use super::plan::Plan;
use super::targets::{Target, last_id};
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
}

impl Route {
    /// In the order of their turns.
    const ALL: [Self; 6] = [
        Self::Constant,
        Self::Track,
        Self::SevenTrack,
        Self::Batch,
        Self::SevenBatch,
        Self::Search,
    ];

    fn requests(self, plan: &Plan) -> usize {
        match self {
            Self::Constant | Self::Track => plan.lookups,
            Self::SevenTrack => plan.seven,
            Self::Batch => plan.batches,
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
    let last = last_id(&catalog.view()?)?;
    let mut deck = Deck { catalog, targets, last, chance: ChaCha8Rng::seed_from_u64(7) };
    let mut http = Http { turns: Default::default(), in_process: InProcess::open(places.seven)? };
    for round in 0..=plan.rounds {
        say(&format!("requests, round {round} of {}", plan.rounds));
        let ids = deck.ids(plan.lookups.max(plan.batches * BATCH / 8))?;
        for route in Route::ALL {
            let requests = deck.requests(route, &ids, route.requests(plan))?;
            let turn = turn(&server, &mut load, &requests)?;
            // The first round warms caches and opens connections.
            if round > 0 {
                http.turns[route as usize].take(&turn);
            }
        }
        in_process::turn(&mut http.in_process, &ids, plan, round > 0)?;
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

/// Draws what to ask for.
struct Deck<'a> {
    catalog: &'a Catalog,
    targets: &'a [Target],
    /// The largest dense id of a recording.
    last: u32,
    chance: ChaCha8Rng,
}

impl Deck<'_> {
    /// Recordings that stand on a release, each as likely as any other.
    fn ids(&mut self, count: usize) -> anyhow::Result<Vec<BothIds>> {
        let view = self.catalog.view()?;
        // Dense ids have few gaps, so that drawing again is cheap.
        let mut ids = Vec::with_capacity(count);
        for _ in 0..count.saturating_mul(100) {
            if ids.len() == count {
                break;
            }
            let id = self.chance.random_range(1..=self.last);
            let recording = view.get::<Recording<'_>>(id)?;
            let Some(recording) = recording.filter(|it| it.main.release > 0) else { continue };
            let text = |scheme| recording.gid.text(scheme).as_str().to_owned();
            ids.push(BothIds {
                own: text(self.catalog.id_scheme()),
                base62: text(IdScheme::Base62),
            });
        }
        ensure!(ids.len() == count, "hardly any recording stands on a release");
        Ok(ids)
    }

    fn requests(
        &mut self,
        route: Route,
        ids: &[BothIds],
        count: usize,
    ) -> anyhow::Result<Vec<Vec<u8>>> {
        let mut order: Vec<&BothIds> = ids.iter().collect();
        let mut batches = |path: &str, id: fn(&BothIds) -> &str| {
            let batch = |_| {
                let (some, _) = order.partial_shuffle(&mut self.chance, BATCH);
                let tracks: Vec<&str> = some.iter().map(|ids| id(ids)).collect();
                post(path, &serde_json::json!({ "tracks": tracks }).to_string())
            };
            (0..count).map(batch).collect()
        };
        let some = ids.iter().cycle().take(count);
        Ok(match route {
            Route::Constant => vec![get("/bench/constant"); count],
            Route::Track => some.map(|ids| get(&format!("/lookup/track/{}", ids.own))).collect(),
            Route::SevenTrack => {
                some.map(|ids| get(&format!("/bench/seven/{}", ids.base62))).collect()
            }
            Route::Batch => batches("/batch/lookup", |ids| &ids.own),
            Route::SevenBatch => batches("/bench/seven", |ids| &ids.base62),
            Route::Search => {
                let target = |_| {
                    let at = self.chance.random_range(0..self.targets.len());
                    let query = percent_encoded(&self.targets[at].query());
                    get(&format!("/search/track?limit=20&q={query}"))
                };
                (0..count).map(target).collect()
            }
        })
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
