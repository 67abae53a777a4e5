//! Single transfers: retries, continuation and checksums.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use jobs::{Progress, Stop, Unit};
use reqwest::blocking::{Client, Response};
use reqwest::header::{
    CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, IF_RANGE, LAST_MODIFIED, RANGE,
};
use sha2::{Digest, Sha256};

use super::{Error, Options};

/// How much is read and written at a time.
const CHUNK: usize = 256 * 1024;
/// The longest wait between two attempts.
const MAX_WAIT: Duration = Duration::from_secs(60);
/// How often a raised stop is looked at while waiting.
const NAP: Duration = Duration::from_millis(50);

/// A client and its patience.
pub(super) struct Transfer<'a> {
    client: Client,
    options: &'a Options,
    progress: &'a dyn Progress,
    stop: &'a Stop,
}

/// A failure that another attempt may mend, or one that it cannot.
enum Failure {
    Passing(String),
    Final(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Final(error)
    }
}

/// An unfinished file: how much is there, and its checksum so far.
struct Partial {
    path: PathBuf,
    file: File,
    len: u64,
    hash: Sha256,
    /// What the server called the version that the bytes are of, if this program has seen it.
    validator: Option<String>,
}

impl<'a> Transfer<'a> {
    pub(super) fn new(
        options: &'a Options,
        progress: &'a dyn Progress,
        stop: &'a Stop,
    ) -> Result<Self, Error> {
        // Whoever installed a provider first is fine: one is all that is needed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut client = Client::builder()
            .user_agent(concat!("gatefold/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(options.timeout)
            .timeout(options.timeout);
        if is_loopback(&options.base_url) {
            client = client.no_proxy();
        }
        let client = client.build().map_err(|error| Error::Client(reason(&error)))?;
        Ok(Self { client, options, progress, stop })
    }

    /// A small text.
    pub(super) fn text(&self, url: &str, max: u64) -> Result<String, Error> {
        self.patiently(url, |_| {
            let answer = self.get(url, &HeaderMap::new())?;
            let mut bytes = Vec::new();
            answer.take(max).read_to_end(&mut bytes).map_err(|e| Failure::Passing(reason(&e)))?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        })
    }

    /// A whole archive, compared with its checksum; returns `to`.
    pub(super) fn archive(&self, url: &str, to: &Path, sum: &str) -> Result<PathBuf, Error> {
        let name = to.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if to.exists() {
            self.progress.phase(&format!("check {name}"), None, Unit::Bytes);
            let mut hash = Sha256::new();
            self.feed(to, &mut hash)?;
            if hex(hash) == sum {
                return Ok(to.into());
            }
            self.progress.note(&format!("{name} does not match its checksum and is fetched again"));
            fs::remove_file(to).map_err(Error::disk(to))?;
        }
        let path = to.with_file_name(format!("{name}.part"));
        let mut second_chance = true;
        loop {
            let mut part = self.partial(&path, &name)?;
            self.fill(url, &name, &mut part)?;
            let found = hex(part.hash);
            part.file.sync_all().map_err(Error::disk(&path))?;
            if found == sum {
                fs::rename(&path, to).map_err(Error::disk(to))?;
                return Ok(to.into());
            }
            fs::remove_file(&path).map_err(Error::disk(&path))?;
            if !second_chance {
                return Err(Error::Checksum { url: url.into(), wanted: sum.into(), found });
            }
            second_chance = false;
            self.progress.note(&format!("{name} does not match its checksum; fetching it again"));
        }
    }

    /// Opens what an earlier attempt left.
    fn partial(&self, path: &Path, name: &str) -> Result<Partial, Error> {
        let mut hash = Sha256::new();
        let mut len = 0;
        if path.exists() {
            self.progress.phase(&format!("check the begun {name}"), None, Unit::Bytes);
            len = self.feed(path, &mut hash)?;
        }
        let mut open = OpenOptions::new();
        let file = open.append(true).create(true).open(path).map_err(Error::disk(path))?;
        Ok(Partial { path: path.into(), file, len, hash, validator: None })
    }

    /// Hashes a file and returns its length.
    fn feed(&self, path: &Path, hash: &mut Sha256) -> Result<u64, Error> {
        let mut file = File::open(path).map_err(Error::disk(path))?;
        let mut chunk = vec![0; CHUNK];
        let mut len = 0;
        loop {
            self.stopped()?;
            let n = file.read(&mut chunk).map_err(Error::disk(path))?;
            if n == 0 {
                return Ok(len);
            }
            hash.update(&chunk[..n]);
            len += n as u64;
            self.progress.advance(n as u64);
        }
    }

    /// Downloads until the server says that the file is whole.
    fn fill(&self, url: &str, name: &str, part: &mut Partial) -> Result<(), Error> {
        let mut announced = false;
        self.patiently(url, |progressed| {
            let mut answer = self.ask(url, part)?;
            let Some(answer) = &mut answer else { return Ok(()) };
            if !announced {
                let rest = length(answer.headers(), CONTENT_LENGTH);
                let total = rest.map(|rest| rest + part.len);
                self.progress.phase(&format!("download {name}"), total, Unit::Bytes);
                self.progress.advance(part.len);
                announced = true;
            }
            self.copy(answer, part, progressed)
        })
    }

    /// Asks for the bytes that are missing; `None` when there are none.
    fn ask(&self, url: &str, part: &mut Partial) -> Result<Option<Response>, Failure> {
        let mut headers = HeaderMap::new();
        if part.len > 0 {
            let range = format!("bytes={}-", part.len);
            headers.insert(RANGE, range.parse().expect("digits are a valid header"));
            if let Some(validator) = part.validator.as_deref().and_then(|text| text.parse().ok()) {
                headers.insert(IF_RANGE, validator);
            }
        }
        let answer = self.get(url, &headers)?;
        match answer.status().as_u16() {
            206 if range_start(answer.headers()) == Some(part.len) => {}
            // The range begins at the end of the file: it is whole, or of another version.
            416 if range_total(answer.headers()) == Some(part.len) => return Ok(None),
            416 | 206 => {
                part.restart()?;
                return Err(Failure::Passing("the server has another version of the file".into()));
            }
            _ => part.restart()?,
        }
        part.validator = validator(answer.headers());
        Ok(Some(answer))
    }

    fn copy(
        &self,
        answer: &mut Response,
        part: &mut Partial,
        progressed: &mut bool,
    ) -> Result<(), Failure> {
        let mut chunk = vec![0; CHUNK];
        loop {
            self.stopped()?;
            let n = answer.read(&mut chunk).map_err(|error| Failure::Passing(reason(&error)))?;
            if n == 0 {
                return Ok(());
            }
            part.file.write_all(&chunk[..n]).map_err(Error::disk(&part.path))?;
            part.hash.update(&chunk[..n]);
            part.len += n as u64;
            *progressed = true;
            self.progress.advance(n as u64);
        }
    }

    /// Repeats `attempt` with growing pauses until it succeeds, fails for good, or patience ends.
    /// An attempt that sets its flag has brought the work forward and restores all patience.
    fn patiently<T>(
        &self,
        url: &str,
        mut attempt: impl FnMut(&mut bool) -> Result<T, Failure>,
    ) -> Result<T, Error> {
        let mut failures = 0;
        let mut wait = self.options.first_wait;
        loop {
            self.stopped()?;
            let mut progressed = false;
            let reason = match attempt(&mut progressed) {
                Ok(value) => return Ok(value),
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Passing(reason)) => reason,
            };
            if progressed {
                (failures, wait) = (0, self.options.first_wait);
            }
            failures += 1;
            if failures >= self.options.attempts {
                return Err(Error::Unreachable { url: url.into(), reason, attempts: failures });
            }
            self.progress.note(&format!("{url}: {reason}; trying again in {wait:?}"));
            self.pause(wait)?;
            wait = (wait * 2).min(MAX_WAIT);
        }
    }

    fn get(&self, url: &str, headers: &HeaderMap) -> Result<Response, Failure> {
        let answer = self
            .client
            .get(url)
            .headers(headers.clone())
            .send()
            .map_err(|error| Failure::Passing(reason(&error)))?;
        match answer.status().as_u16() {
            200 | 206 | 416 => Ok(answer),
            status @ (408 | 425 | 429 | 500..=599) => {
                Err(Failure::Passing(format!("the server answers {status}")))
            }
            status => Err(Failure::Final(Error::Refused { url: url.into(), status })),
        }
    }

    fn pause(&self, wait: Duration) -> Result<(), Error> {
        let mut left = wait;
        while !left.is_zero() {
            self.stopped()?;
            let nap = left.min(NAP);
            thread::sleep(nap);
            left -= nap;
        }
        Ok(())
    }

    fn stopped(&self) -> Result<(), Error> {
        self.stop.check().map_err(|_| Error::Stopped)
    }
}

impl Partial {
    /// Forgets what is there: the server sends the file from its beginning.
    fn restart(&mut self) -> Result<(), Error> {
        self.file.set_len(0).map_err(Error::disk(&self.path))?;
        self.hash = Sha256::new();
        self.len = 0;
        Ok(())
    }
}

/// What identifies the version of a file; a weak tag does not vouch for every byte.
fn validator(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name)?.to_str().ok();
    let strong = text(ETAG).filter(|tag| tag.starts_with('"'));
    strong.or_else(|| text(LAST_MODIFIED)).map(str::to_owned)
}

fn length(headers: &HeaderMap, name: HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// `start` of `Content-Range: bytes start-end/total`.
fn range_start(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    range.split_once('-')?.0.trim().parse().ok()
}

/// `total` of `Content-Range: bytes */total`.
fn range_total(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_RANGE)?.to_str().ok()?.rsplit_once('/')?.1.trim().parse().ok()
}

/// Whether the address is this machine, to which no proxy leads.
fn is_loopback(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    ["127.", "localhost", "[::1]"].iter().any(|name| host.starts_with(name))
}

/// An error with its causes, which is where the interesting part stands.
fn reason(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(text, ": {cause}");
        source = cause.source();
    }
    text
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
