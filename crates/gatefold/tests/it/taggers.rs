//! Programs that ask MusicBrainz, and are answered by Gatefold: `musicbrainzngs`, Picard's web
//! service, and `beets`, which finds albums by their tags.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use testkit::foreign;

use crate::clients::python;
use crate::place::Place;

/// Albums that beets is given.
const ALBUMS: u64 = 100;
/// Albums that it has to find without a question.
const AT_LEAST: u64 = 95;

/// A dump in the reference data; none where that is not there.
fn dump(name: &str) -> Option<PathBuf> {
    foreign::find(&format!("musicbrainz/fixtures/{name}"))
}

/// A place with the catalogue of a dump.
fn imported(dump: &Path) -> Place {
    let place = Place::sqlite();
    place.done(&["import", "musicbrainz", dump.to_str().unwrap()]);
    place
}

/// Runs a program of the folder `clients` and returns what it says.
fn said(python: &Path, script: &str, arguments: &[&str]) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(script);
    let output = Command::new(python).arg(script).args(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn musicbrainzngs_looks_up_browses_and_searches() {
    let (Some(python), Some(dump)) = (python(), dump("main")) else { return };
    let place = imported(&dump);
    let (server, address) = place.serve();
    let seen = said(&python, "lookup.py", &[&address]);
    let expected = json!({
        "artist": ["BoA", "BoA", "Person"],
        "artist's life": {"begin": "1986-11-05"},
        "artist's aliases": ["Beat of Angel", "BoA Kwon", "Kwon BoA", "ボア", "보아"],
        "artist's albums": ["LOVE & HONESTY"],
        "release": ["For Beginner Piano", "Plone", "For Beginner Piano"],
        "medium": [1, 10, 10],
        "track": ["1", "On My Bus", "267560"],
        "track's relations": ["producer"],
        "isrc": ["Hey Boy Hey Girl"],
        "recording's releases": ["Summer Reggae! Rainbow", "サマーれげぇ!レインボー"],
        "group": "The Chemical Brothers",
        "label": "Planet Mu",
        "area": "Australia",
        "event": "Cool Festival",
        "series": "Bach-Werke-Verzeichnis",
        "place": "A Test Place",
        "work": "Hey Boy Hey Girl",
        "instrument": "English horn",
        "page": [1, 1],
        "releases": [3, 3],
        "browsed recordings": 10,
        "browsed labels": ["Warp Records"],
        "search": ["The Chemical Brothers"],
        "score": "100",
        "strict": [
            "Hey Boy Hey Girl",
            "Hey Boy Hey Girl",
            "Hey Boy, Hey Girl",
            "Hey Boy Hey Girl (extended version)",
        ],
        "releases found": 9,
        "groups found": "22ca85ec-ee39-3895-aef9-dee5d5c2f4d6",
        "unknown": 404,
        "bad": 400,
    });
    assert_eq!(seen, expected);
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn picard_finds_what_it_needs_for_tagging() {
    let (Some(python), Some(dump)) = (python(), dump("main")) else { return };
    let tried = Command::new(&python).args(["-c", "import picard.webservice"]).output();
    if !tried.is_ok_and(|output| output.status.success()) {
        foreign::not_run("Picard is not there; ./test installs it");
        return;
    }
    let place = imported(&dump);
    let (server, address) = place.serve();
    let (host, port) = address.rsplit_once(':').unwrap();
    let folder = tempfile::tempdir().unwrap();
    let configuration = folder.path().join("Picard.ini");
    let seen = said(&python, "picard_lookup.py", &[host, port, configuration.to_str().unwrap()]);
    let expected = json!({
        "release": [
            "For Beginner Piano",
            "For Beginner Piano",
            "Warp Records",
            ["On My Bus", "Top & Low Rent"],
        ],
        "recording": ["サマーれげぇ!レインボー", 2],
        "disc": ["LOVE & HONESTY"],
        "toc": ["LOVE & HONESTY", "LOVE & HONESTY", "LOVE & HONESTY"],
        "found": "Hey Boy Hey Girl",
        "searched": "The Chemical Brothers",
        "browsed": [9, 9],
        // What Qt calls an answer of 404.
        "unknown": 203,
        "waiting": [],
    });
    assert_eq!(seen, expected);
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn beets_finds_albums_by_their_tags() {
    let (Some(python), Some(dump)) = (python(), dump("freemusi")) else { return };
    let place = imported(&dump);
    let (server, address) = place.serve();
    let folder = tempfile::tempdir().unwrap();
    let titles = dump.join("mbdump.tar.bz2");
    let [titles, folder] = [&titles, folder.path()].map(|path| path.to_str().unwrap());
    let seen = said(&python, "tag.py", &[&address, titles, folder, &ALBUMS.to_string()]);
    println!("beets: {} of {} albums found", seen["right"], seen["albums"]);
    assert_eq!(seen["albums"], ALBUMS);
    assert!(seen["right"].as_u64() >= Some(AT_LEAST), "{seen}");
    assert_eq!(server.terminate(), Some(0));
}
