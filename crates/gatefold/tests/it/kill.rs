//! An import that is killed at any moment harms nothing.

use std::time::Instant;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use testkit::Format;

use crate::http::get;
use crate::program::{Running, done, gatefold, write_shop};

/// Imports that are killed before they are done.
const POINTS: u32 = 20;

#[test]
fn after_a_kill_at_any_moment_the_current_generation_answers_and_the_next_import_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let dump = write_shop(data, Format::TarBz2);
    let import = ["import", "musicbrainz", dump.to_str().unwrap()];
    let started = Instant::now();
    done(data, &import);
    // A guess of how long an import takes, made smaller when one was done before it was killed.
    let mut whole = started.elapsed();
    let (_server, address) = Running::serve(data);
    let mut random = ChaCha8Rng::seed_from_u64(20);
    let (mut cut_short, mut attempts, mut last) = (0, 0, 1);
    while cut_short < POINTS {
        attempts += 1;
        assert!(attempts <= 10 * POINTS, "only {cut_short} imports were killed before their end");
        let mut command = gatefold(data);
        command.args(import);
        let child = Running::start(command);
        // One point in each part of the time, at a random place in it.
        let share = (f64::from(cut_short) + random.random::<f64>()) / f64::from(POINTS);
        std::thread::sleep(whole.mul_f64(share));
        child.kill();
        let current = std::fs::read_to_string(data.join("catalogue/CURRENT")).unwrap();
        let current: u64 = current.trim().parse().unwrap();
        if current == last {
            cut_short += 1;
        } else {
            whole = whole.mul_f64(0.8);
        }
        last = current;
        done(data, &["catalogue", "verify"]);
        assert_eq!(get(&address, "/search?q=low+water").status, 200);
    }
    println!("{cut_short} of {attempts} imports were cut short");
    done(data, &import);
    assert!(done(data, &["catalogue", "list"]).starts_with('*'));
    let left = std::fs::read_dir(data.join("catalogue")).unwrap();
    let names: Vec<String> =
        left.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.iter().any(|name| name.starts_with("building-")), "{names:?}");
}
