//! Uploads made of samples, and what was found in them as text.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use listens::TimeMeaning;
use listens::formats::write::Kind;
use listens::formats::{
    Format, Found, Item, Limits, Options, Position, ReadSeek, Reader, Skipped, Unreadable, Upload,
};
use listens::{Play, Words};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::round_trip::write;
use super::writing::history;

/// 2026-01-01.
pub(crate) const NOW_MS: i64 = 1_767_225_600_000;

/// A file that a user sends.
#[derive(Clone)]
pub(crate) struct Sample {
    /// The format that it is of.
    pub(crate) format: String,
    /// Where what is expected of it stands.
    pub(crate) expected: PathBuf,
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Every sample: a folder for each format, in it a folder for each case, in it one file, or
/// several for a ZIP.
pub(crate) fn samples() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/formats").join("samples");
    let mut samples = Vec::new();
    for format in folders(&root) {
        for case in folders(&format) {
            let files = files(&case);
            let (name, bytes) = match files.as_slice() {
                [file] => (file_name(file), std::fs::read(file).unwrap()),
                _ => ("export.zip".to_owned(), zip_of(&case, &files)),
            };
            let expected = case.with_extension("expected");
            samples.push(Sample { format: file_name(&format), expected, name, bytes });
        }
    }
    samples.push(written(&root));
    samples
}

/// An export as it is written here: nobody writes Parquet by hand.
fn written(root: &Path) -> Sample {
    Sample {
        format: "gatefold-parquet".to_owned(),
        expected: root.join("gatefold-parquet.expected"),
        name: "export.zip".to_owned(),
        bytes: write(Kind::Parquet, &history()),
    }
}

/// A ZIP of files under their paths below a folder.
fn zip_of(root: &Path, files: &[PathBuf]) -> Vec<u8> {
    let named = files.iter().map(|file| {
        let path = file.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        (path, std::fs::read(file).unwrap())
    });
    zip(named)
}

/// A ZIP of files with these contents.
pub(crate) fn zip(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Paths in a folder, sorted: those of folders, or those of files at any depth.
fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn files(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    files.extend(folders(root).iter().flat_map(|folder| self::files(folder)));
    files.sort();
    files
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

pub(crate) fn open(name: &str, bytes: &[u8]) -> Result<Upload, Unreadable> {
    open_any(name, Box::new(Cursor::new(bytes.to_vec())))
}

pub(crate) fn open_any(name: &str, bytes: Box<dyn ReadSeek>) -> Result<Upload, Unreadable> {
    Upload::open(name, bytes, Limits::default())
}

/// A player in Oslo: one hour before UTC in winter, two in summer.
pub(crate) fn options() -> Options {
    Options { zone: TimeZone::get("Europe/Oslo").unwrap(), ..Options::new(NOW_MS) }
}

/// Reads a file as a format from a position on.
pub(crate) fn read(
    (name, bytes): (&str, &[u8]),
    format: &'static Format,
    from: Position,
) -> Result<Reader, Unreadable> {
    open(name, bytes)?.read(format, options(), from)
}

/// What a row gave, in one line or some.
pub(crate) fn show(row: &Result<Item, Skipped>) -> String {
    match row {
        Err(skipped) => format!("- {skipped}\n"),
        Ok(item) => format!("+ {}: {}", item.place, show_found(&item.found)),
    }
}

fn show_found(found: &Found) -> String {
    match found {
        Found::Play(play) => {
            format!("{}\n    {}\n", show_play(play), play.payload.replace('\n', "⏎"))
        }
        Found::Feedback(feedback) => format!("{feedback:?}\n"),
        Found::Pin(pin) => format!("{pin:?}\n"),
    }
}

/// A play without its payload.
pub(crate) fn show_play(play: &Play) -> String {
    let at = Timestamp::from_millisecond(play.listened_at_ms).unwrap();
    let meaning = match play.time_meaning {
        TimeMeaning::Start => "from",
        TimeMeaning::End => "until",
    };
    let mut text = format!("{meaning} {at} {}", show_words(&play.words));
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(text, " {name}={value}");
        }
    };
    add("played_ms", play.played_ms.map(|ms| ms.to_string()));
    add("track_id", play.source_track_id.clone());
    add("client", play.client.clone().map(|client| format!("{client:?}")));
    text
}

fn show_words(words: &Words) -> String {
    let mut text = format!("{:?} {:?}", words.artist_name, words.recording_name);
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(text, " {name}={value}");
        }
    };
    add("release", words.release_name.clone().map(|name| format!("{name:?}")));
    add("release_artist", words.release_artist_name.clone().map(|name| format!("{name:?}")));
    add("number", words.track_number.clone());
    add("length_ms", words.length_ms.map(|ms| ms.to_string()));
    add("isrc", words.isrc.clone());
    add("recording", words.recording_mbid.map(|gid| gid.to_string()));
    add("release_mbid", words.release_mbid.map(|gid| gid.to_string()));
    add("track", words.track_mbid.map(|gid| gid.to_string()));
    let artists: Vec<String> = words.artist_mbids.iter().map(ToString::to_string).collect();
    add("artists", (!artists.is_empty()).then(|| artists.join("+")));
    text
}
