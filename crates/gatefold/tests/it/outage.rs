//! A PostgreSQL server that goes away and comes back while requests are answered.

use std::sync::Arc;
use std::time::{Duration, Instant};

use testkit::postgres::Cluster;
use testkit::{Format, mbid};

use crate::http::{Connection, get};
use crate::place::{Place, wait_until};
use crate::program::write_shop;

fn wait_for(address: &str, path: &str, status: u16) -> Duration {
    let started = Instant::now();
    wait_until(&format!("{path} is {status}"), || get(address, path).status == status);
    started.elapsed()
}

#[test]
fn look_ups_go_on_while_the_database_is_away_and_it_heals_by_itself() {
    let cluster = Arc::new(Cluster::start().unwrap());
    let mut place = Place::on(cluster.clone());
    place.set("GATEFOLD_DATABASE__POOL__ACQUIRE_MS", "2000");
    let dump = write_shop(place.data(), Format::Directory);
    place.done(&["import", "musicbrainz", dump.to_str().unwrap()]);
    let (mut server, address) = place.serve();
    let artist = format!("/lookup/artist/{}", mbid::LANTERNFISH_CHOIR);
    wait_for(&address, "/readyz", 200);
    let mut looking = Connection::open(&address);
    for _ in 0..2 {
        cluster.stop();
        let noticed = wait_for(&address, "/readyz", 503);
        let answer = get(&address, "/readyz");
        assert!(answer.head.contains("retry-after: "), "{answer:?}");
        assert!(answer.json()["detail"].as_str().unwrap().contains("database"), "{answer:?}");
        for _ in 0..100 {
            assert_eq!(looking.get(&artist).unwrap().status, 200);
            assert_eq!(looking.get("/healthz").unwrap().status, 200);
        }
        assert!(!server.has_ended());
        cluster.resume().unwrap();
        let healed = wait_for(&address, "/readyz", 200);
        println!(
            "noticed after {} ms, healed after {} ms",
            noticed.as_millis(),
            healed.as_millis()
        );
    }
    // Jobs go on too.
    place.done(&["jobs", "run", "health.check"]);
    assert_eq!(server.terminate(), Some(0));
}
