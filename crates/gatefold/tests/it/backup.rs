//! Backups of the real program: made, changed since, verified, restored.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use crate::place::Place;

/// How many jobs the database knows.
fn jobs(place: &Place) -> usize {
    place.jobs().len()
}

fn folder(place: &Place) -> PathBuf {
    let printed = place.done(&["backup", "create"]);
    PathBuf::from(printed.lines().next().unwrap())
}

fn round_trip(place: &Place) {
    fs::write(place.data().join("gatefold.yaml"), "log:\n  level: warn\n").unwrap();
    place.done(&["jobs", "run", "health.check"]);
    let folder = folder(place);
    let name = folder.file_name().unwrap().to_str().unwrap();
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
    // What happens after it is not in it.
    place.done(&["jobs", "run", "health.check"]);
    assert_eq!(jobs(place), 2);
    let verified = place.done(&["backup", "verify", name]);
    assert!(verified.contains("are as they were saved"), "{verified}");
    assert!(place.done(&["backup", "list"]).starts_with(name));
    let refusal = place.refused(&["backup", "restore"], 1);
    assert!(refusal.contains("--force"), "{refusal}");
    assert_eq!(jobs(place), 2);
    let (server, _) = place.serve();
    let refusal = place.refused(&["backup", "restore", "--force"], 1);
    assert!(refusal.contains("stop every server"), "{refusal}");
    assert_eq!(server.terminate(), Some(0));
    let restored = place.done(&["backup", "restore", name, "--force"]);
    assert!(restored.contains("all tables are as they were saved"), "{restored}");
    assert_eq!(jobs(place), 1);
    let (server, address) = place.serve();
    assert_eq!(crate::http::get(&address, "/healthz").status, 200);
    assert_eq!(server.terminate(), Some(0));
    place.refused(&["backup", "verify", "20200101T000000Z"], 4);
    let damaged = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let is_data = |path: &PathBuf| path.extension().is_some_and(|it| it == "db" || it == "dump");
    let damaged = damaged.filter(is_data).max().unwrap();
    let mut bytes = fs::read(&damaged).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&damaged, bytes).unwrap();
    let refusal = place.refused(&["backup", "verify", name], 3);
    assert!(refusal.contains("was changed"), "{refusal}");
    place.refused(&["backup", "restore", name, "--force"], 3);
    assert_eq!(jobs(place), 1);
}

#[test]
fn a_sqlite_backup_restores_to_what_it_was_made_of() {
    round_trip(&Place::sqlite());
}

#[test]
fn two_sqlite_files_are_saved_and_restored_together() {
    let mut place = Place::sqlite();
    place.set("SCROBBLER_LISTENS_SCHEMA", "listens");
    place.set("SCROBBLER_MEDIALIBRARY_SCHEMA", "library");
    round_trip(&place);
}

#[test]
fn a_postgres_backup_restores_to_what_it_was_made_of() {
    round_trip(&Place::postgres());
}

#[test]
fn two_postgres_schemas_are_saved_and_restored_together() {
    let mut place = Place::postgres();
    place.set("SCROBBLER_LISTENS_SCHEMA", "listens");
    place.set("SCROBBLER_MEDIALIBRARY_SCHEMA", "library");
    round_trip(&place);
}

#[test]
fn a_backup_restores_on_an_empty_machine() {
    for place in Place::both() {
        fs::write(place.data().join("gatefold.yaml"), "log:\n  level: warn\n").unwrap();
        place.done(&["jobs", "run", "health.check"]);
        let folder = folder(&place);
        let mut other = match &place.cluster {
            None => Place::sqlite(),
            Some(cluster) => Place::on(cluster.clone()),
        };
        other.set("GATEFOLD_BACKUP__DIRECTORY", folder.parent().unwrap().to_str().unwrap());
        other.done(&["backup", "restore"]);
        assert_eq!(jobs(&other), 1);
        let configuration = fs::read_to_string(other.data().join("gatefold.yaml")).unwrap();
        assert_eq!(configuration, "log:\n  level: warn\n");
    }
}

#[test]
fn a_missing_program_of_postgres_is_named_with_the_remedy() {
    let mut place = Place::postgres();
    place.set("GATEFOLD_BACKUP__POSTGRES_BIN", "/nowhere");
    place.done(&["migrate", "up"]);
    let refusal = place.refused(&["backup", "create"], 1);
    assert!(refusal.contains("pg_dump") && refusal.contains("backup.postgres_bin"), "{refusal}");
    assert_eq!(place.done(&["backup", "list"]), "");
}

#[test]
fn the_job_makes_a_backup_and_old_days_are_removed() {
    let mut place = Place::sqlite();
    place.set("GATEFOLD_BACKUP__KEEP", "2");
    for day in ["20260101T030000Z", "20260102T030000Z", "20260103T030000Z"] {
        fs::create_dir_all(place.data().join("backups").join(day)).unwrap();
    }
    place.done(&["jobs", "run", "backup.create"]);
    let listed = place.done(&["backup", "list"]);
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names.len(), 2, "{listed}");
    assert_eq!(names[0], "20260103T030000Z");
    place.done(&["backup", "verify"]);
}
