//! Scrobblers of others that talk to a server: `pylast`, and `mpdscribble` and `listenbrainz-mpd`
//! beside a real `mpd`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::foreign;

use crate::clients::{installed, person, python, send};
use crate::http::Connection;
use crate::place::{Place, wait_until};

/// A certificate for this machine that signs itself, and its key.
fn certify(directory: &Path) -> (PathBuf, PathBuf) {
    let (certificate, key) = (directory.join("certificate.pem"), directory.join("key.pem"));
    let made = Command::new("openssl")
        .args("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2".split(' '))
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-addext", "keyUsage=critical,digitalSignature,keyCertSign"])
        .arg("-out")
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .output()
        .expect("openssl runs; ./test installs it");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    (certificate, key)
}

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
    let directory = TempDir::new().unwrap();
    // The script puts the front in `tls.py` before the server.
    let (certificate, key) = certify(directory.path());
    let output = Command::new(python)
        // Leaves no compiled modules beside the sources.
        .arg("-B")
        .arg(script)
        .arg(&address)
        .args([&certificate, &key])
        .args([&token, "maya"])
        // The library trusts it as it would one that the operator has installed.
        .env("SSL_CERT_FILE", &certificate)
        .output()
        .unwrap();
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

/// An mpd with one song, which plays it to nobody.
struct Player {
    folder: TempDir,
    _mpd: Program,
}

impl Player {
    /// None where one of the programs is not installed.
    fn start(programs: &[&Path]) -> Option<Self> {
        for program in programs.iter().copied().chain([Path::new("mpd")]) {
            if Command::new(program).arg("--version").stdout(Stdio::null()).status().is_err() {
                foreign::not_run(&format!("there is no {}; ./test installs it", program.display()));
                return None;
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("music")).unwrap();
        std::fs::write(at("music/nightfall.wav"), song()).unwrap();
        let (music, base, socket) = (at("music"), at("base"), at("socket"));
        let conf = format!(
            "music_directory \"{}\"\ndb_file \"{}\"\nbind_to_address \"{}\"\n\
             audio_output {{\n type \"null\"\n name \"nothing\"\n}}\n",
            music.display(),
            base.display(),
            socket.display()
        );
        std::fs::write(at("mpd.conf"), conf).unwrap();
        let mut mpd = Command::new("mpd");
        let _mpd = Program::start(mpd.args(["--no-daemon", "--stderr"]).arg(at("mpd.conf")));
        let player = Self { folder, _mpd };
        wait_until("mpd answers", || player.does("ping"));
        assert!(player.does("update"));
        wait_until("the song is known", || player.does("add nightfall.wav"));
        Some(player)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn socket(&self) -> PathBuf {
        self.at("socket")
    }

    fn does(&self, command: &str) -> bool {
        mpd(&self.socket(), command)
    }
}

#[test]
fn mpdscribble_reports_a_song_that_mpd_plays() {
    let Some(player) = Player::start(&[Path::new("mpdscribble")]) else { return };
    let place = Place::sqlite();
    let (server, address) = place.serve();
    let token = person(&address, "maya");
    let opened = format!("method=auth.getMobileSession&username=maya&password={token}");
    let opened = ask(&address, &opened);
    let key = opened["session"]["key"].as_str().unwrap();
    let conf = format!(
        "log = -\nhost = {}\n[gatefold]\nurl = http://{address}/\nusername = maya\n\
         password = {token}\njournal = {}\n",
        player.socket().display(),
        player.at("journal").display()
    );
    std::fs::write(player.at("scribble.conf"), conf).unwrap();
    let mut scribble = Command::new("mpdscribble");
    let _scribble =
        Program::start(scribble.args(["--no-daemon", "--conf"]).arg(player.at("scribble.conf")));
    assert!(player.does("play"));
    wait_until("it is told what plays", || {
        recent(&address, key).iter().any(|track| track["@attr"]["nowplaying"] == "true")
    });
    std::thread::sleep(HEARD);
    assert!(player.does("stop"));
    let reported = || recent(&address, key).into_iter().find(|track| !track["date"].is_null());
    wait_until("the song is reported", || reported().is_some());
    let track = reported().unwrap();
    assert_eq!(track["name"], "Nightfall");
    assert_eq!(track["artist"]["#text"], "The Lanterns");
    assert_eq!(track["album"]["#text"], "Harbour Lights");
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn listenbrainz_mpd_reports_a_song_that_mpd_plays() {
    let program = installed("listenbrainz-mpd");
    let Some(player) = Player::start(&[&program]) else { return };
    let place = Place::sqlite();
    let (server, address) = place.serve();
    let token = person(&address, "maya");
    let conf = format!(
        "[submission]\ntoken = \"{token}\"\napi_url = \"http://{address}\"\n\
         cache_file = \"{}\"\n[mpd]\naddress = \"{}\"\n",
        player.at("cache").display(),
        player.socket().display()
    );
    std::fs::write(player.at("submit.toml"), conf).unwrap();
    let mut command = Command::new(&program);
    let _program = Program::start(command.arg("--config").arg(player.at("submit.toml")));
    let listens = |what: &str| {
        let answer = send(&address, &token, &format!("GET /1/user/maya/{what}"), &json!({}));
        answer["payload"]["listens"].as_array().cloned().unwrap_or_default()
    };
    assert!(player.does("play"));
    wait_until("it is told what plays", || !listens("playing-now").is_empty());
    std::thread::sleep(HEARD);
    assert!(player.does("stop"));
    wait_until("the song is reported", || !listens("listens").is_empty());
    let track = &listens("listens")[0]["track_metadata"];
    assert_eq!(
        (&track["track_name"], &track["artist_name"], &track["release_name"]),
        (&json!("Nightfall"), &json!("The Lanterns"), &json!("Harbour Lights"))
    );
    assert_eq!(track["additional_info"]["submission_client"], "listenbrainz-mpd");
    assert_eq!(server.terminate(), Some(0));
}
