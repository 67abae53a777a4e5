//! An import that is killed at any moment harms nothing.

use std::time::{Duration, Instant};

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use testkit::Format;

use crate::http::get;
use crate::program::{Running, done, gatefold, write_shop};

#[test]
fn after_a_kill_at_any_moment_the_current_generation_answers_and_the_next_import_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let dump = write_shop(data, Format::TarBz2);
    let import = ["import", "musicbrainz", dump.to_str().unwrap()];
    let started = Instant::now();
    done(data, &import);
    let whole = started.elapsed();
    let (_server, address) = Running::serve(data);
    let mut random = ChaCha8Rng::seed_from_u64(20);
    let (mut cut_short, mut last) = (0, 1);
    for point in 0..20_u32 {
        let mut command = gatefold(data);
        command.args(import);
        let child = Running::start(command);
        // One point in each twentieth of the time, at a random place in it.
        let share = (f64::from(point) + random.random::<f64>()) / 20.0;
        std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * share));
        child.kill();
        let current = std::fs::read_to_string(data.join("catalogue/CURRENT")).unwrap();
        let current: u64 = current.trim().parse().unwrap();
        cut_short += u32::from(current == last);
        last = current;
        done(data, &["catalogue", "verify"]);
        assert_eq!(get(&address, "/search?q=low+water").status, 200);
    }
    println!("{cut_short} of 20 imports were cut short");
    assert!(cut_short >= 10, "only {cut_short} imports were killed before they were done");
    done(data, &import);
    assert!(done(data, &["catalogue", "list"]).starts_with('*'));
    let left = std::fs::read_dir(data.join("catalogue")).unwrap();
    let names: Vec<String> =
        left.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.iter().any(|name| name.starts_with("building-")), "{names:?}");
}
