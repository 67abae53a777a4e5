//! Downloads from a server that behaves as badly as real ones do.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Mutex;
use std::time::Instant;

use expect_test::expect;
use jobs::{Silent, Unit};
use sha2::{Digest, Sha256};

use self::server::{Mood, Server};
use super::*;

mod server;

/// The archive's bytes; larger than any buffer on the way.
fn archive() -> Vec<u8> {
    (0..3_000_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sums(core: &[u8]) -> String {
    format!(
        "{} *mbdump.tar.bz2\n{}  mbdump-derived.tar.bz2\n{} *mbdump-edit.tar.bz2\nnonsense\n",
        sum(core),
        sum(b"derived"),
        sum(b"edit")
    )
}

/// A mirror with one export; the archive behaves as the moods say, one after another.
fn mirror(moods: Vec<Mood>) -> Server {
    let core = archive();
    Server::start(
        vec![
            ("/full/LATEST", b"20260725-001203\n".to_vec()),
            ("/full/20260725-001203/SHA256SUMS", sums(&core).into_bytes()),
            ("/full/20260725-001203/mbdump.tar.bz2", core),
            ("/full/20260725-001203/mbdump-derived.tar.bz2", b"derived".to_vec()),
        ],
        moods,
    )
}

fn options(server: &Server, into: &Path) -> Options {
    Options {
        timeout: Duration::from_secs(2),
        first_wait: Duration::from_millis(1),
        attempts: 4,
        ..Options::new(format!("{}/full/", server.url()), into)
    }
}

fn core_of(fetched: &Fetched) -> Vec<u8> {
    fs::read(fetched.dir.join("mbdump.tar.bz2")).unwrap()
}

/// The message, without the server's address and the test's directory.
fn check(server: &Server, result: Result<Fetched, Error>, wanted: expect_test::Expect) {
    let message = result.unwrap_err().to_string();
    wanted.assert_eq(&message.replace(&server.url(), "http://mirror"));
}

/// Remembers what was said.
#[derive(Default)]
struct Listener(Mutex<(Vec<String>, u64)>);

impl Progress for Listener {
    fn phase(&self, name: &str, total: Option<u64>, unit: Unit) {
        let mut heard = self.0.lock().unwrap();
        heard.0.push(format!("{name} {total:?} {unit}"));
        heard.1 = 0;
    }
    fn advance(&self, n: u64) {
        self.0.lock().unwrap().1 += n;
    }
    fn note(&self, message: &str) {
        self.0.lock().unwrap().0.push(message.to_owned());
    }
}

#[test]
fn the_newest_export_is_fetched_checked_and_reported() {
    let (server, dir) = (mirror(vec![]), tempfile::tempdir().unwrap());
    let (options, heard) = (options(&server, dir.path()), Listener::default());
    let fetched = fetch_export(&options, &heard, &Stop::new()).unwrap();
    assert_eq!(fetched.export, "20260725-001203");
    assert_eq!(fetched.archives.len(), 2);
    assert!(core_of(&fetched) == archive());
    assert_eq!(fs::read(&fetched.archives[1]).unwrap(), b"derived");
    assert_eq!(fs::read_dir(&fetched.dir).unwrap().count(), 2, "no .part is left");
    let heard = heard.0.into_inner().unwrap();
    expect![[r#"
        look for the newest export None items
        download mbdump.tar.bz2 Some(3000000) bytes
        download mbdump-derived.tar.bz2 Some(7) bytes
        export 20260725-001203 has no mbdump-cover-art-archive.tar.bz2
        export 20260725-001203 has no mbdump-event-art-archive.tar.bz2"#]]
    .assert_eq(&heard.0.join("\n"));
    assert_eq!(heard.1, 7);
}

#[test]
fn the_short_way_fetches_every_part() {
    let (server, dir) = (mirror(vec![]), tempfile::tempdir().unwrap());
    let base = format!("{}/full", server.url());
    let archives = fetch(&base, dir.path(), &Silent, &Stop::new()).unwrap();
    let export = dir.path().join("20260725-001203");
    assert_eq!(archives, [export.join("mbdump.tar.bz2"), export.join("mbdump-derived.tar.bz2")]);
}

#[test]
fn only_the_parts_asked_for_are_fetched() {
    let (server, dir) = (mirror(vec![]), tempfile::tempdir().unwrap());
    let options = Options { parts: vec![], ..options(&server, dir.path()) };
    let fetched = fetch_export(&options, &Silent, &Stop::new()).unwrap();
    assert_eq!(fetched.archives, [fetched.dir.join("mbdump.tar.bz2")]);
}

#[test]
fn a_second_fetch_only_checks_what_is_there() {
    let (server, dir) = (mirror(vec![]), tempfile::tempdir().unwrap());
    let options = options(&server, dir.path());
    let first = fetch_export(&options, &Silent, &Stop::new()).unwrap();
    let asked = server.asked().len();
    assert_eq!(fetch_export(&options, &Silent, &Stop::new()).unwrap(), first);
    assert_eq!(server.asked().len(), asked + 2, "LATEST and SHA256SUMS");
    fs::write(&first.archives[0], "rotten").unwrap();
    assert!(core_of(&fetch_export(&options, &Silent, &Stop::new()).unwrap()) == archive());
}

#[test]
fn a_connection_that_drops_is_continued_where_it_ended() {
    let moods = vec![Mood::DropAfter(900_000), Mood::DropAfter(0), Mood::DropAfter(1_000_000)];
    let (server, dir) = (mirror(moods), tempfile::tempdir().unwrap());
    let fetched = fetch_export(&options(&server, dir.path()), &Silent, &Stop::new()).unwrap();
    assert!(core_of(&fetched) == archive());
    let ranges: Vec<u64> = server.asked().iter().filter_map(|ask| ask.range).collect();
    assert!(ranges.len() >= 2 && ranges.windows(2).all(|pair| pair[0] <= pair[1]), "{ranges:?}");
    assert!(server.sent("mbdump.tar.bz2") < 3_600_000, "nothing much is sent twice");
    assert!(server.asked().iter().any(|ask| ask.if_range.as_deref() == Some("\"v1\"")));
}

#[test]
fn an_interrupted_program_continues_its_part_file() {
    let (server, dir) = (mirror(vec![]), tempfile::tempdir().unwrap());
    let options = options(&server, dir.path());
    let export = dir.path().join("20260725-001203");
    fs::create_dir(&export).unwrap();
    fs::write(export.join("mbdump.tar.bz2.part"), &archive()[..2_000_000]).unwrap();
    assert!(core_of(&fetch_export(&options, &Silent, &Stop::new()).unwrap()) == archive());
    assert_eq!(server.sent("mbdump.tar.bz2"), 1_000_000);

    fs::remove_file(export.join("mbdump.tar.bz2")).unwrap();
    fs::write(export.join("mbdump.tar.bz2.part"), archive()).unwrap();
    assert!(core_of(&fetch_export(&options, &Silent, &Stop::new()).unwrap()) == archive());
    assert_eq!(server.sent("mbdump.tar.bz2"), 1_000_000, "a whole part file is only checked");
}

#[test]
fn a_part_file_of_another_version_is_thrown_away() {
    let (server, dir) = (mirror(vec![]), tempfile::tempdir().unwrap());
    let options = options(&server, dir.path());
    let export = dir.path().join("20260725-001203");
    fs::create_dir(&export).unwrap();
    for wrong in [vec![7; 1_000], vec![7; 3_000_000], vec![7; 3_000_001]] {
        fs::write(export.join("mbdump.tar.bz2.part"), wrong).unwrap();
        assert!(core_of(&fetch_export(&options, &Silent, &Stop::new()).unwrap()) == archive());
        fs::remove_file(export.join("mbdump.tar.bz2")).unwrap();
    }
}

#[test]
fn a_server_without_ranges_sends_all_again() {
    let moods = vec![Mood::DropAfter(500_000), Mood::IgnoreRange];
    let (server, dir) = (mirror(moods), tempfile::tempdir().unwrap());
    let fetched = fetch_export(&options(&server, dir.path()), &Silent, &Stop::new()).unwrap();
    assert!(core_of(&fetched) == archive());
}

#[test]
fn a_file_that_changes_on_the_way_is_fetched_anew() {
    let moods = vec![Mood::DropAfter(500_000), Mood::NewVersion];
    let (server, dir) = (mirror(moods), tempfile::tempdir().unwrap());
    let fetched = fetch_export(&options(&server, dir.path()), &Silent, &Stop::new()).unwrap();
    assert!(core_of(&fetched) == archive());
}

#[test]
fn one_damaged_transfer_is_repeated_and_a_second_is_refused() {
    let (server, dir) = (mirror(vec![Mood::Damage]), tempfile::tempdir().unwrap());
    let fetched = fetch_export(&options(&server, dir.path()), &Silent, &Stop::new()).unwrap();
    assert!(core_of(&fetched) == archive());

    let (server, dir) = (mirror(vec![Mood::Damage, Mood::Damage]), tempfile::tempdir().unwrap());
    let result = fetch_export(&options(&server, dir.path()), &Silent, &Stop::new());
    let message = result.unwrap_err().to_string();
    assert!(message.contains(&format!("and should be {}", sum(&archive()))), "{message}");
    assert!(message.contains("try later or another one"), "{message}");
    let export = dir.path().join("20260725-001203");
    assert_eq!(fs::read_dir(export).unwrap().count(), 0, "nothing that looks whole is left");
}

#[test]
fn a_busy_server_is_asked_again_and_a_dead_one_given_up() {
    let moods = vec![Mood::Status(503), Mood::Status(429), Mood::Stall];
    let (server, dir) = (mirror(moods), tempfile::tempdir().unwrap());
    let mut patient = options(&server, dir.path());
    patient.timeout = Duration::from_millis(300);
    assert!(core_of(&fetch_export(&patient, &Silent, &Stop::new()).unwrap()) == archive());

    let (server, dir) = (mirror(vec![Mood::Status(500); 9]), tempfile::tempdir().unwrap());
    let result = fetch_export(&options(&server, dir.path()), &Silent, &Stop::new());
    check(
        &server,
        result,
        expect![
            "http://mirror/full/20260725-001203/mbdump.tar.bz2: the server answers 500 (4 attempts): check the network and the address, then start again to continue"
        ],
    );
}

#[test]
fn a_wrong_address_is_refused_at_once() {
    let (server, dir) = (mirror(vec![]), tempfile::tempdir().unwrap());
    let mut wrong = options(&server, dir.path());
    wrong.base_url = format!("{}/nowhere", server.url());
    check(
        &server,
        fetch_export(&wrong, &Silent, &Stop::new()),
        expect![
            "http://mirror/nowhere/LATEST: the server answers 404: check the address; it must be a directory that holds LATEST"
        ],
    );
    assert_eq!(server.asked().len(), 1);

    let server = Server::start(vec![("/full/LATEST", b"../../etc\n".to_vec())], vec![]);
    check(
        &server,
        fetch_export(&options(&server, dir.path()), &Silent, &Stop::new()),
        expect![
            "http://mirror/full/LATEST: no the name of an export in it: this is not a mirror of full exports"
        ],
    );

    let files = vec![
        ("/full/LATEST", b"20260725-001203".to_vec()),
        ("/full/20260725-001203/SHA256SUMS", b"abc *mbdump.tar.bz2\n".to_vec()),
    ];
    let server = Server::start(files, vec![]);
    check(
        &server,
        fetch_export(&options(&server, dir.path()), &Silent, &Stop::new()),
        expect![
            "http://mirror/full/20260725-001203/SHA256SUMS: no mbdump.tar.bz2 in it: this is not a mirror of full exports"
        ],
    );
}

#[test]
fn a_raised_stop_ends_the_download_and_its_waiting() {
    let (server, dir) = (mirror(vec![Mood::Status(503); 9]), tempfile::tempdir().unwrap());
    let stop = Stop::new();
    let mut slow = options(&server, dir.path());
    slow.first_wait = Duration::from_secs(30);
    let raise = stop.clone();
    let begun = Instant::now();
    let raiser = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        raise.request();
    });
    assert!(matches!(fetch_export(&slow, &Silent, &stop), Err(Error::Stopped)));
    assert!(begun.elapsed() < Duration::from_secs(10));
    raiser.join().unwrap();
}
