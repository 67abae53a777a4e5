//! The database that `serve` opens: made once, checked, told about.

use std::time::Instant;

use crate::http::get;
use crate::place::Place;
use crate::program::{Running, done, run};

#[test]
fn two_servers_that_start_at_once_migrate_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    std::thread::scope(|scope| {
        let servers: Vec<_> = (0..2).map(|_| scope.spawn(|| Running::serve(data))).collect();
        for server in servers {
            let (server, address) = server.join().unwrap();
            assert_eq!(get(&address, "/healthz").status, 200);
            assert_eq!(server.terminate(), Some(0));
        }
    });
    let listed = done(data, &["migrate", "status"]);
    assert!(listed.lines().count() >= 2, "{listed}");
    assert!(listed.lines().all(|line| line.contains("  applied ")), "{listed}");
}

#[test]
fn migrations_go_down_and_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    assert!(done(data, &["migrate", "status"]).contains("pending"));
    assert_eq!(run(data, &["migrate", "check"]).status.code(), Some(7));
    assert!(done(data, &["migrate", "up"]).starts_with("applied 0001_"));
    done(data, &["migrate", "check"]);
    assert!(done(data, &["migrate", "down", "--to", "1"]).contains("undone 0002_"));
    assert_eq!(run(data, &["migrate", "check"]).status.code(), Some(7));
    assert!(done(data, &["migrate", "up"]).contains("applied 0002_"));
    assert_eq!(done(data, &["migrate", "up"]), "nothing to apply\n");
}

#[test]
fn a_server_with_an_existing_database_starts_quickly() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    done(data, &["migrate", "up"]);
    let started = Instant::now();
    let (server, address) = Running::serve(data);
    assert_eq!(get(&address, "/healthz").status, 200);
    println!("answering after {} ms", started.elapsed().as_millis());
    let metrics = String::from_utf8(get(&address, "/metrics").body).unwrap();
    assert!(metrics.contains("gatefold_database_info{engine=\"sqlite\"} 1"), "{metrics}");
    assert!(metrics.contains("gatefold_database_statement_seconds_count "), "{metrics}");
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn a_database_that_cannot_be_reached_is_named_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = crate::program::gatefold(folder.path());
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    command.env("GATEFOLD_DATABASE__URL", "postgres://me:hushhush@127.0.0.1:1/music");
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(7), "{errors}");
    assert!(errors.contains("127.0.0.1:1") && errors.contains("music"), "{errors}");
    assert!(!errors.contains("hushhush"), "{errors}");
}

#[test]
fn a_server_with_its_database_elsewhere_makes_the_data_directory() {
    let place = Place::postgres();
    std::fs::remove_dir_all(place.data()).unwrap();
    let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.current_dir("/");
    let mut server = Running::start(command);
    assert!(server.line().starts_with("http://127.0.0.1:"));
    assert!(place.data().join("secrets.key").is_file());
    assert_eq!(server.terminate(), Some(0));
}
