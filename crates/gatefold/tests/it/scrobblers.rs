//! Scrobblers of others that talk to a server: `pylast`, and `mpdscribble` beside a real `mpd`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::clients::{person, python};
use crate::http::Connection;
use crate::place::{Place, wait_until};

/// How long the song is: mpdscribble reports none under half a minute.
const SONG_S: u32 = 31;
/// More than half of the song, so that it counts as heard.
const HEARD: Duration = Duration::from_millis(16_500);

#[test]
fn pylast_signs_in_scrobbles_and_reads_back() {
    let Some(python) = python() else { return };
    let place = Place::sqlite();
    let (server, address) = place.serve();
    let token = person(&address, "maya");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/scrobble.py");
    let output =
        Command::new(python).arg(script).args([&address, &token, "maya"]).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut recent: Vec<Value> =
        (0..12).rev().map(|at| json!([format!("Song {at}"), -800 + at * 60])).collect();
    recent.push(json!(["Come Home", -900]));
    let expected = json!({
        "playcount": 13,
        "recent": recent,
        "album": "Harbour Lights",
        "playing": ["Sigur & Rós", "Évening"],
        "artists": [["The Lanterns", "13"]],
        "refused": "9",
        "page": "https://www.last.fm/api/auth/",
    });
    assert_eq!(seen, expected);
    assert_eq!(server.terminate(), Some(0));
}

/// A program that ends with the test.
struct Program(Child);

impl Program {
    fn start(command: &mut Command) -> Self {
        Self(
            command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap(),
        )
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A chunk of a RIFF file.
fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    let padding: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
    [name.as_slice(), &length, content, padding].concat()
}

/// A WAV file of silence, 8,000 bytes a second, with title, artist and album.
fn song() -> Vec<u8> {
    let rate = 8000_u32.to_le_bytes();
    let format = [&[1, 0, 1, 0], rate.as_slice(), &rate, &[1, 0, 8, 0]].concat();
    let texts = [(b"INAM", "Nightfall"), (b"IART", "The Lanterns"), (b"IPRD", "Harbour Lights")];
    let texts = texts.map(|(name, text)| chunk(name, format!("{text}\0").as_bytes()));
    let info = [b"INFO".as_slice(), &texts.concat()].concat();
    let silence = vec![0x80; (SONG_S * 8000) as usize];
    let chunks = [chunk(b"fmt ", &format), chunk(b"LIST", &info), chunk(b"data", &silence)];
    chunk(b"RIFF", &[b"WAVE".as_slice(), &chunks.concat()].concat())
}

/// Sends a command to mpd; whether it agreed.
fn mpd(socket: &Path, command: &str) -> bool {
    let Ok(stream) = UnixStream::connect(socket) else { return false };
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let greeting = lines.next().unwrap().unwrap();
    assert!(greeting.starts_with("OK MPD"), "{greeting}");
    writeln!(&stream, "{command}").unwrap();
    let mut answer = lines.map_while(Result::ok);
    answer.find(|line| line == "OK" || line.starts_with("ACK")).is_some_and(|line| line == "OK")
}

/// Asks the server as Last.fm is asked.
fn ask(address: &str, form: &str) -> Value {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let form = format!("format=json&{form}");
    let answer = Connection::open(address).send("POST /2.0/", &headers, &form).unwrap();
    answer.json()
}

/// What was heard lately, what plays first.
fn recent(address: &str, key: &str) -> Vec<Value> {
    let answer = ask(address, &format!("method=user.getRecentTracks&sk={key}"));
    answer["recenttracks"]["track"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

#[test]
fn mpdscribble_reports_a_song_that_mpd_plays() {
    for program in ["mpd", "mpdscribble"] {
        if Command::new(program).arg("--version").stdout(Stdio::null()).status().is_err() {
            println!("NOT RUN: there is no {program}; ./test installs it");
            return;
        }
    }
    let place = Place::sqlite();
    let (server, address) = place.serve();
    let token = person(&address, "maya");
    let opened = format!("method=auth.getMobileSession&username=maya&password={token}");
    let opened = ask(&address, &opened);
    let key = opened["session"]["key"].as_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("music")).unwrap();
    std::fs::write(at("music/nightfall.wav"), song()).unwrap();
    let (music, base, socket) = (at("music"), at("base"), at("socket"));
    let (music, base) = (music.display(), base.display());
    let conf = format!(
        "music_directory \"{music}\"\ndb_file \"{base}\"\nbind_to_address \"{}\"\n\
         audio_output {{\n type \"null\"\n name \"nothing\"\n}}\n",
        socket.display()
    );
    std::fs::write(at("mpd.conf"), conf).unwrap();
    let _mpd =
        Program::start(Command::new("mpd").args(["--no-daemon", "--stderr"]).arg(at("mpd.conf")));
    wait_until("mpd answers", || mpd(&socket, "ping"));
    assert!(mpd(&socket, "update"));
    wait_until("the song is known", || mpd(&socket, "add nightfall.wav"));
    let conf = format!(
        "log = -\nhost = {}\n[gatefold]\nurl = http://{address}/\nusername = maya\n\
         password = {token}\njournal = {}\n",
        socket.display(),
        at("journal").display()
    );
    std::fs::write(at("scribble.conf"), conf).unwrap();
    let mut scribble = Command::new("mpdscribble");
    let _scribble =
        Program::start(scribble.args(["--no-daemon", "--conf"]).arg(at("scribble.conf")));
    assert!(mpd(&socket, "play"));
    wait_until("it is told what plays", || {
        recent(&address, key).iter().any(|track| track["@attr"]["nowplaying"] == "true")
    });
    std::thread::sleep(HEARD);
    assert!(mpd(&socket, "stop"));
    let reported = || recent(&address, key).into_iter().find(|track| !track["date"].is_null());
    wait_until("the song is reported", || reported().is_some());
    let track = reported().unwrap();
    assert_eq!(track["name"], "Nightfall");
    assert_eq!(track["artist"]["#text"], "The Lanterns");
    assert_eq!(track["album"]["#text"], "Harbour Lights");
    assert_eq!(server.terminate(), Some(0));
}
