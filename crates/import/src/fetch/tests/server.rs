//! A small HTTP/1.1 server with files, ranges and bad moods.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How the server treats one request for the core archive; afterwards it is well again.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mood {
    /// Ends the connection after so many bytes of the body.
    DropAfter(usize),
    /// Sends everything, whatever range was asked for.
    IgnoreRange,
    /// Has a new version of the file, so that `If-Range` does not match.
    NewVersion,
    /// Sends one wrong byte.
    Damage,
    /// Answers with this status.
    Status(u16),
    /// Sends nothing for a while.
    Stall,
}

/// A request that was seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Ask {
    pub(super) path: String,
    pub(super) range: Option<u64>,
    pub(super) if_range: Option<String>,
    sent: u64,
}

type Files = Vec<(&'static str, Vec<u8>)>;

struct State {
    files: Files,
    moods: Mutex<VecDeque<Mood>>,
    asked: Mutex<Vec<Ask>>,
}

pub(super) struct Server {
    address: SocketAddr,
    state: Arc<State>,
}

impl Server {
    pub(super) fn start(files: Files, moods: Vec<Mood>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = State { files, moods: Mutex::new(moods.into()), asked: Mutex::default() };
        let state = Arc::new(state);
        let serving = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&serving);
                thread::spawn(move || serve(&stream, &state));
            }
        });
        Self { address, state }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn asked(&self) -> Vec<Ask> {
        self.state.asked.lock().unwrap().clone()
    }

    /// Bytes of bodies sent for files of this name.
    pub(super) fn sent(&self, file: &str) -> u64 {
        let name = format!("/{file}");
        self.asked().iter().filter(|ask| ask.path.ends_with(&name)).map(|ask| ask.sent).sum()
    }
}

/// One request; the connection is closed behind it.
fn serve(mut stream: &TcpStream, state: &State) {
    let Some(mut ask) = read(stream) else { return };
    let mood = if ask.path.ends_with("/mbdump.tar.bz2") {
        state.moods.lock().unwrap().pop_front()
    } else {
        None
    };
    if let Some(Mood::Stall) = mood {
        state.asked.lock().unwrap().push(ask);
        thread::sleep(Duration::from_millis(900));
        return;
    }
    let file = state.files.iter().find(|(path, _)| *path == ask.path);
    let (head, mut body) = answer(&ask, mood, file.map(|(_, bytes)| bytes.as_slice()));
    match mood {
        Some(Mood::DropAfter(bytes)) => body.truncate(bytes),
        Some(Mood::Damage) => body[1000] ^= 1,
        _ => {}
    }
    ask.sent = body.len() as u64;
    state.asked.lock().unwrap().push(ask);
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn read(stream: &TcpStream) -> Option<Ask> {
    let mut lines = BufReader::new(stream).lines();
    let path = lines.next()?.ok()?.split(' ').nth(1)?.to_owned();
    let mut ask = Ask { path, ..Ask::default() };
    for line in lines {
        let line = line.ok()?;
        let Some((name, value)) = line.split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "range" => ask.range = value.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok(),
            "if-range" => ask.if_range = Some(value.to_owned()),
            _ => {}
        }
    }
    Some(ask)
}

fn answer(ask: &Ask, mood: Option<Mood>, file: Option<&[u8]>) -> (String, Vec<u8>) {
    let status = match (mood, file) {
        (Some(Mood::Status(status)), _) => status,
        (_, None) => 404,
        _ => 200,
    };
    let file = file.filter(|_| status == 200).unwrap_or_default();
    let version = if matches!(mood, Some(Mood::NewVersion)) { "\"v2\"" } else { "\"v1\"" };
    let same = ask.if_range.as_deref().is_none_or(|seen| seen == version);
    let from = ask.range.filter(|_| same && !matches!(mood, Some(Mood::IgnoreRange)));
    let total = file.len();
    let (status, extra, body) = match from.map(|from| from as usize) {
        Some(from) if from < total => {
            let range = format!("Content-Range: bytes {from}-{}/{total}\r\n", total - 1);
            (206, range, &file[from..])
        }
        Some(_) if status == 200 => (416, format!("Content-Range: bytes */{total}\r\n"), &[][..]),
        _ => (status, String::new(), file),
    };
    let head = format!(
        "HTTP/1.1 {status} .\r\nContent-Length: {}\r\nETag: {version}\r\n{extra}Connection: close\r\n\r\n",
        body.len()
    );
    (head, body.to_vec())
}
