//! A sample of what the dump says, for measurements to check answers against.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use super::dice::{Dice, Gid};
use super::recordings::Made;

/// Recordings in the sample, about.
const SAMPLE: f64 = 20_000.0;

/// One recording of the sample, as a line of JSON.
#[derive(serde::Serialize)]
struct Entry {
    mbid: String,
    title: String,
    artist: String,
    /// Title of the first release that it is on.
    album: Option<String>,
    isrc: Option<String>,
    releases: Vec<String>,
}

/// The sample.
pub(super) struct Truth {
    share: f64,
    entries: Vec<Entry>,
    by_recording: HashMap<u32, usize>,
}

impl Truth {
    pub(super) fn new(recordings: u32) -> Self {
        let share = SAMPLE / f64::from(recordings.max(1));
        Self { share, entries: Vec::new(), by_recording: HashMap::new() }
    }

    /// Takes a recording into the sample, or not.
    pub(super) fn maybe_add(&mut self, dice: &mut Dice, made: &Made, isrc: Option<String>) {
        if !dice.chance(self.share) {
            return;
        }
        self.by_recording.insert(made.id, self.entries.len());
        self.entries.push(Entry {
            mbid: made.gid.to_string(),
            title: made.name.clone(),
            artist: made.credit.name.clone(),
            album: None,
            isrc,
            releases: Vec::new(),
        });
    }

    /// Notes that a recording is on a release.
    pub(super) fn note(&mut self, recording: u32, album: &str, release: Gid) {
        if let Some(at) = self.by_recording.get(&recording) {
            let entry = &mut self.entries[*at];
            entry.album.get_or_insert_with(|| album.to_owned());
            entry.releases.push(release.to_string());
        }
    }

    /// Writes one line for each recording.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        for entry in &self.entries {
            serde_json::to_writer(&mut file, entry)?;
            file.write_all(b"\n")?;
        }
        file.flush()
    }
}
