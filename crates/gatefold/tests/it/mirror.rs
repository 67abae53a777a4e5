//! A mirror of exports that can be made slow: it serves the record shop as the latest one.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

/// The name of the export.
const EXPORT: &str = "20261121-001900";

/// A mirror on a port of its own; it serves until the end of the process.
pub struct Mirror {
    pub url: String,
    slow: Arc<AtomicBool>,
}

impl Mirror {
    /// A mirror that sends archives byte by byte until it is told to be fast.
    pub fn slow(folder: &Path) -> Self {
        let dump = crate::program::write_shop(folder, testkit::Format::TarBz2);
        let mut files =
            BTreeMap::from([("/LATEST".to_owned(), format!("{EXPORT}\n").into_bytes())]);
        let mut sums = String::new();
        for entry in std::fs::read_dir(dump).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let bytes = std::fs::read(&path).unwrap();
            let hex: String = Sha256::digest(&bytes).iter().map(|it| format!("{it:02x}")).collect();
            sums.push_str(&format!("{hex} *{name}\n"));
            files.insert(format!("/{EXPORT}/{name}"), bytes);
        }
        files.insert(format!("/{EXPORT}/SHA256SUMS"), sums.into_bytes());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let slow = Arc::new(AtomicBool::new(true));
        let (files, shared) = (Arc::new(files), Arc::clone(&slow));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (files, slow) = (Arc::clone(&files), Arc::clone(&shared));
                // A client that goes away is no concern of a mirror.
                std::thread::spawn(move || answer(stream, &files, &slow).ok());
            }
        });
        Self { url, slow }
    }

    /// Sends what is left, and all that comes, at full speed.
    pub fn hurry(&self) {
        self.slow.store(false, Ordering::Relaxed);
    }
}

fn answer(
    mut stream: TcpStream,
    files: &BTreeMap<String, Vec<u8>>,
    slow: &AtomicBool,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut from = 0;
    for line in lines {
        let line = line?.to_ascii_lowercase();
        if let Some(range) = line.strip_prefix("range: bytes=") {
            from = range.trim_end_matches('-').parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or_default();
    let Some(bytes) = files.get(path) else {
        return stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
    };
    let rest = &bytes[from.min(bytes.len())..];
    let status = if from > 0 {
        let last = bytes.len().saturating_sub(1);
        format!("206 Partial Content\r\ncontent-range: bytes {from}-{last}/{}", bytes.len())
    } else {
        "200 OK".to_owned()
    };
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", rest.len());
    stream.write_all(head.as_bytes())?;
    let mut sent = 0;
    while path.ends_with(".bz2") && slow.load(Ordering::Relaxed) && sent + 1 < rest.len() {
        stream.write_all(&rest[sent..=sent])?;
        sent += 1;
        std::thread::sleep(Duration::from_millis(20));
    }
    stream.write_all(&rest[sent..])
}
