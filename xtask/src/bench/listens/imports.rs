//! The import of a file: its words are matched with a catalogue, and its days are counted.

use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use ::catalog::Generations;
use ::listens::Words;
use ::listens::matching::golden;
use ::store::{Options, Store, Target, listen_imports, match_inputs, stats};
use anyhow::{Context as _, ensure};
use serde_json::json;
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::history::{BEGIN_S, END_S, History};
use super::people::Place;
use super::plan::Plan;
use super::server::{Program, Server};
use crate::bench::load::{authorized, post};
use crate::bench::made;

/// Where the file goes.
const PATH: &str = "/v1/listens/imports?format=listenbrainz&file_name=listens.jsonl";
/// What matches in the background is told not to wait, and to begin within a minute.
const SETTINGS: [(&str, &str); 2] = [
    ("GATEFOLD_LISTENS__MATCH_PER_SECOND", "1000000"),
    ("GATEFOLD_SCHEDULES__LISTENS_MATCH", "* * * * *"),
];
/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(900);

/// What it came to.
pub(super) struct Imported {
    /// Listens for each second of the server's processor time.
    pub(super) rate: f64,
    pub(super) peak_anonymous: u64,
}

/// Uploads a file and waits until the server has nothing left to do with it.
pub(super) fn measure(
    directory: &Path,
    program: Program<'_>,
    plan: &Plan,
    runtime: &Runtime,
) -> anyhow::Result<Imported> {
    let data = directory.join("data");
    let catalogue = made::catalogue(directory, &data, plan.recordings)?;
    let request = file(&catalogue, plan)?;
    let mut place = runtime.block_on(Place::open(None, &data))?;
    place.settings = &SETTINGS;
    let server = Server::start(&place, program)?;
    let request = authorized(&request, &format!("Bearer {}", place.tokens[0]));
    let before = server.cpu()?;
    server.connect(1)?.run(&[request])?;
    let kept = runtime.block_on(wait(&place))?;
    let cpu = server.cpu()?.saturating_sub(before);
    ensure!(kept * 100 > plan.imported as i64 * 99, "only {kept} listens were imported");
    let rate = kept as f64 / cpu.as_secs_f64();
    Ok(Imported { rate, peak_anonymous: server.peak_anonymous()? })
}

/// The request with the file: what people say about recordings of the catalogue, the first ones
/// often and the last ones seldom.
fn file(catalogue: &Path, plan: &Plan) -> anyhow::Result<Vec<u8>> {
    let catalog = Generations::at(catalogue).open_current().context("no catalogue was made")?;
    let cases = golden::cases(&catalog.view()?, plan.words, 5)?;
    ensure!(!cases.is_empty(), "the catalogue is too small to make listens of");
    let mut lines = BufWriter::new(Vec::new());
    let mut dice = History::of((plan.imported, cases.len() as u64), 5_000);
    let every_s = (END_S - BEGIN_S) as f64 / plan.imported as f64;
    for number in 0..plan.imported {
        let case = &cases[dice.recording() as usize];
        let line = line(&case.words, BEGIN_S + (number as f64 * every_s) as i64);
        writeln!(lines, "{line}")?;
    }
    let text = String::from_utf8(lines.into_inner()?)?;
    Ok(post(PATH, &text))
}

/// A listen as ListenBrainz exports it.
fn line(words: &Words, listened_at: i64) -> serde_json::Value {
    json!({
        "listened_at": listened_at,
        "track_metadata": {
            "artist_name": words.artist_name,
            "track_name": words.recording_name,
            "release_name": words.release_name,
            "additional_info": {
                "duration_ms": words.length_ms,
                "isrc": words.isrc,
                "recording_mbid": words.recording_mbid.map(|mbid| mbid.to_string()),
                "submission_client": "listenbrainz-mpd",
                "tracknumber": words.track_number,
            },
        },
    })
}

/// Waits until all is kept, matched by all stages, and counted; answers how many are kept.
async fn wait(place: &Place) -> anyhow::Result<i64> {
    let target = Target::parse(None, &place.data)?;
    let options = Options { migrate: false, ..Options::default() };
    let store = Store::open(&target, &options).await?;
    let started = Instant::now();
    loop {
        ensure!(started.elapsed() < PATIENCE, "the import does not end");
        sleep(Duration::from_millis(200));
        let imports = listen_imports::list(&store, place.users[0], 1).await?;
        let import = imports.first().context("the upload is no import")?;
        // Days of which few changed are counted when somebody asks.
        let is_left = import.finished_at_ms.is_none()
            || !match_inputs::pending(&store, 0, 1).await?.is_empty()
            || stats::stale_user(&store, Uuid::nil(), 30).await?.is_some();
        if !is_left {
            store.close().await;
            return Ok(import.progress.new_count);
        }
    }
}
