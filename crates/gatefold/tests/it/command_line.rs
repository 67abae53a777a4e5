//! Arguments, settings, exit codes, and what is printed.

use testkit::{Format, mbid};

use crate::http::get;
use crate::program::{Running, done, gatefold, run, write_shop};

fn refusal(arguments: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), arguments);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn wrong_arguments_and_settings_have_their_exit_codes() {
    assert_eq!(refusal(&["--nonsense"]).0, Some(2));
    assert_eq!(refusal(&["import", "musicbrainz"]).0, Some(2));
    assert_eq!(refusal(&["--help"]).0, Some(0));
    assert_eq!(refusal(&["catalogue", "info"]).0, Some(4));
    assert_eq!(refusal(&["catalogue", "use", "7"]).0, Some(4));
    let (code, message) = refusal(&["import", "musicbrainz", "nowhere"]);
    assert_eq!(code, Some(3), "{message}");
    assert!(message.contains("nowhere"), "{message}");
}

#[test]
fn a_wrong_key_is_named_with_file_line_and_the_nearest_right_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gatefold.yaml");
    std::fs::write(&file, "server:\n  lissten: 127.0.0.1:1\n").unwrap();
    let output = run(folder.path(), &["config", "check"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("gatefold.yaml:2") && message.contains("server.listen?"), "{message}");
}

#[test]
fn the_configuration_that_init_writes_is_right_and_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    done(folder.path(), &["config", "init"]);
    done(folder.path(), &["config", "check"]);
    assert!(done(folder.path(), &["config", "show"]).contains("server.listen: 127.0.0.1:8080  # "));
    let again = run(folder.path(), &["config", "init"]);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn completions_know_the_commands() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        assert!(done(folder.path(), &["completions", shell]).contains("catalogue"), "{shell}");
    }
}

#[test]
fn every_archive_format_imports_to_the_same_catalogue() {
    let mut seen = Vec::new();
    for format in [
        Format::TarBz2,
        Format::TarXz,
        Format::TarGz,
        Format::TarZst,
        Format::Tar,
        Format::Directory,
    ] {
        let folder = tempfile::tempdir().unwrap();
        let dump = write_shop(folder.path(), format);
        let table =
            done(folder.path(), &["import", "musicbrainz", "--strict", dump.to_str().unwrap()]);
        assert!(table.contains("generation 1 is current"), "{table}");
        let info = done(folder.path(), &["catalogue", "info", "--json"]);
        let info: serde_json::Value = serde_json::from_str(&info).unwrap();
        seen.push((info["records"].clone(), info["rows"].clone()));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
}

#[test]
fn generations_are_listed_chosen_verified_and_pruned() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let dump = write_shop(data, Format::TarZst);
    for _ in 0..3 {
        done(data, &["import", "musicbrainz", "--progress", "json", dump.to_str().unwrap()]);
    }
    assert_eq!(done(data, &["catalogue", "list"]).lines().count(), 3);
    done(data, &["catalogue", "use", "1"]);
    assert!(done(data, &["catalogue", "verify"]).contains("generation 1 is sound"));
    assert!(done(data, &["catalogue", "prune", "--keep", "1"]).contains("removed generation 2"));
    // The current one stays although two are newer.
    assert_eq!(done(data, &["catalogue", "list"]).lines().count(), 2);
    let damaged = data.join("catalogue/generations/3/data.mdb");
    let mut bytes = std::fs::read(&damaged).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&damaged, bytes).unwrap();
    let output = run(data, &["catalogue", "use", "3"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("checksum"));
}

#[test]
fn progress_as_json_is_one_object_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let dump = write_shop(folder.path(), Format::TarBz2);
    let output = run(
        folder.path(),
        &["import", "musicbrainz", "--progress", "json", dump.to_str().unwrap()],
    );
    let lines = String::from_utf8(output.stderr).unwrap();
    let phases: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| line["phase"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(phases.iter().any(|phase| phase == "read") && phases.iter().any(|p| p == "verify"));
}

#[test]
fn serve_prints_its_address_first_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let dump = write_shop(folder.path(), Format::Directory);
    done(folder.path(), &["import", "musicbrainz", dump.to_str().unwrap()]);
    let (server, address) = Running::serve(folder.path());
    let answer =
        get(&address, &format!("/v1/lookup/artist/mbid:{}", mbid::LANTERNFISH_CHOIR_MERGED));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["id"], mbid::LANTERNFISH_CHOIR);
    assert_eq!(server.terminate(), Some(0));
    let mut taken = gatefold(folder.path());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    taken.args(["serve", "--listen", &listener.local_addr().unwrap().to_string()]);
    let output = taken.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--listen"));
}

#[test]
fn two_imports_at_once_do_not_disturb_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let dump = write_shop(folder.path(), Format::TarBz2);
    let lock = folder.path().join("catalogue");
    std::fs::create_dir_all(&lock).unwrap();
    let held = std::fs::File::create(lock.join("LOCK")).unwrap();
    held.lock().unwrap();
    let output = run(folder.path(), &["import", "musicbrainz", dump.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(5));
}
