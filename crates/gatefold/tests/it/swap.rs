//! A running server moves to new generations without losing a request.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use testkit::{Format, mbid};

use crate::http::{Connection, get};
use crate::place::wait_until;
use crate::program::{Running, done};

/// The shop with its best known group renamed.
fn write_renamed(folder: &std::path::Path, name: &str) -> String {
    let dump = folder.join(format!("dump of {name}"));
    std::fs::create_dir_all(&dump).unwrap();
    let mut shop = testkit::shop();
    *shop.dump.field_mut("artist", 10, "name") = Some(name.to_owned());
    shop.write(&dump, Format::Directory).unwrap();
    dump.to_str().unwrap().to_owned()
}

#[test]
fn no_request_fails_while_generations_change() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let artist = format!("/lookup/artist/{}", mbid::LANTERNFISH_CHOIR);
    done(data, &["import", "musicbrainz", &write_renamed(data, "name 0")]);
    let (server, address) = Running::serve(data);
    let (stop, asked) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for path in [artist.as_str(), "/search?q=name", "/search/track?q=low+water"] {
            let (stop, asked, address) = (&stop, &asked, &address);
            scope.spawn(move || {
                let mut connection = Connection::open(address);
                while !stop.load(Ordering::Relaxed) {
                    let answer = connection.get(path).unwrap();
                    assert_eq!(answer.status, 200, "{answer:?}");
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for number in 1..=3 {
            let name = format!("name {number}");
            done(data, &["import", "musicbrainz", &write_renamed(data, &name)]);
            wait_until("the new generation", || get(&address, &artist).json()["name"] == *name);
            let before = asked.load(Ordering::Relaxed);
            wait_until("requests", || asked.load(Ordering::Relaxed) >= before + 40);
        }
        stop.store(true, Ordering::Relaxed);
    });
    let asked = asked.into_inner();
    println!("{asked} requests during three swaps, none failed");
    assert!(asked >= 120, "{asked}");
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn without_a_catalogue_the_server_says_so_until_an_import_has_finished() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let (server, address) = Running::serve(data);
    let artist = format!("/lookup/artist/{}", mbid::LANTERNFISH_CHOIR);
    let answer = get(&address, &artist);
    assert_eq!((answer.status, answer.json()["code"].as_str()), (503, Some("no_catalogue")));
    assert!(answer.head.contains("retry-after: "));
    done(data, &["import", "musicbrainz", &write_renamed(data, "name 1")]);
    wait_until("a catalogue", || get(&address, &artist).status == 200);
    assert_eq!(server.terminate(), Some(0));
}
