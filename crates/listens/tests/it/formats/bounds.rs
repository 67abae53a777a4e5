//! Uploads that are made to cost: long rows, deep nesting, archives that unpack to far more.

use std::io::{Cursor, Read, Seek, SeekFrom, Write as _};

use listens::formats::{Item, Limits, Position, Reason, Skipped, Upload, by_name};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::harness::{open, open_any, options, read, show, zip};

/// A file of which only the pattern is in memory: a beginning, then one text again and again.
struct Endless {
    start: &'static [u8],
    again: &'static [u8],
    length: u64,
    at: u64,
}

impl Endless {
    fn byte(&self, at: u64) -> u8 {
        let at = at as usize;
        match at.checked_sub(self.start.len()) {
            None => self.start[at],
            Some(at) => self.again[at % self.again.len()],
        }
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = buffer.len().min((self.length - self.at.min(self.length)) as usize);
        for (byte, at) in buffer[..count].iter_mut().zip(self.at..) {
            *byte = self.byte(at);
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.length.checked_add_signed(by).unwrap(),
            SeekFrom::Current(by) => self.at.checked_add_signed(by).unwrap(),
        };
        Ok(self.at)
    }
}

/// Memory of this process, in bytes.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib * 1024
}

/// Bytes of what is generated.
const LENGTH: u64 = 64 * 1024 * 1024;

/// Other tests run in the same process.
const SLACK: u64 = 40 * 1024 * 1024;

fn check_memory(format: &str, start: &'static [u8], again: &'static [u8]) -> (usize, String) {
    let file = Endless { start, again, length: LENGTH, at: 0 };
    let upload = open_any("history", Box::new(file)).unwrap();
    let reader = upload.read(by_name(format).unwrap(), options(), Position::default()).unwrap();
    let before = resident_bytes();
    let (mut rows, mut last) = (0, String::new());
    for row in reader {
        rows += 1;
        if rows % 10_000 == 0 {
            assert!(resident_bytes() < before + SLACK, "after {rows} rows");
        }
        last = show(&row);
    }
    assert!(resident_bytes() < before + SLACK, "at the end");
    (rows, last)
}

#[test]
fn memory_does_not_grow_with_the_number_of_rows() {
    let again = b"{\"endTime\": \"2022-05-01 12:00\", \"msPlayed\": 1, \"artistName\": \"A\", \
        \"trackName\": \"T\", \"filler\": \"a text that is as long as those of real exports are, \
        with words, and more words, and then some, until it is long enough for that purpose\"},";
    let (rows, last) = check_memory("spotify", b"[", again);
    assert!(rows > 100_000, "{rows}");
    // The last entry is cut off: it has a number, but no row was given for it.
    let after = format!("history, row {}: the file ends after entry {rows}", rows - 1);
    assert!(last.contains(&after), "{last}");
}

#[test]
fn a_row_without_end_costs_no_memory() {
    let (rows, last) = check_memory("spotify", b"[{\"trackName\": \"", b"la la ");
    assert_eq!(rows, 1);
    assert!(last.contains("too early") && last.contains("(broken)"), "{last}");
    let (rows, last) = check_memory("rockbox", b"#AUDIOSCROBBLER/1.1\n", b"la la ");
    assert_eq!(rows, 1);
    assert!(last.contains("(row_too_long)"), "{last}");
    let (rows, last) = check_memory("librefm", b"time,artist,track,album\n\"", b"la,\nla,");
    assert_eq!(rows, 1);
    assert!(last.contains("(row_too_long)"), "{last}");
}

/// The rows of a file, with small limits.
fn rows_within(name: &str, bytes: Vec<u8>, format: &str) -> Vec<Result<Item, Skipped>> {
    let limits = Limits { row_bytes: 200, ..Limits::default() };
    let upload = Upload::open(name, Box::new(Cursor::new(bytes)), limits).unwrap();
    upload.read(by_name(format).unwrap(), options(), Position::default()).unwrap().collect()
}

#[test]
fn a_row_that_is_too_long_is_skipped_and_the_next_is_read() {
    let play = |title: &str| {
        format!(
            "{{\"endTime\": \"2022-05-01 12:00\", \"msPlayed\": 100000, \"artistName\": \"A\", \
             \"trackName\": \"{title}\"}}"
        )
    };
    let long = "x".repeat(300);
    let json = format!("[{},{},{}]", play("one"), play(&long), play("three"));
    let table = format!("uts,artist,track\n1,A,\"{long}\n{long}\"\n1703000000,A,three\n");
    let log = format!("#AUDIOSCROBBLER/1.1\nA\t{long}\nA\tB\tthree\t1\t100\tL\t1703000000\n");
    for (format, text, count) in
        [("spotify", json, 3), ("lastfm-csv", table, 2), ("rockbox", log, 2)]
    {
        let rows = rows_within("history", text.into_bytes(), format);
        assert_eq!(rows.len(), count, "{format}");
        let skipped = rows[count - 2].as_ref().unwrap_err();
        assert_eq!(skipped.reason, Reason::RowTooLong);
        assert!(show(&rows[count - 1]).contains("three"), "{format}");
    }
}

#[test]
fn deep_nesting_is_refused() {
    for text in ["[".repeat(100_000), format!("[{}", "{\"a\":".repeat(100_000))] {
        let reader =
            read(("a.json", text.as_bytes()), by_name("spotify").unwrap(), Position::default());
        let rows: Vec<_> = reader.unwrap().collect();
        assert_eq!(rows.len(), 1);
        assert!(show(&rows[0]).contains("nested more than 128 deep"), "{}", show(&rows[0]));
    }
}

#[test]
fn an_archive_that_unpacks_to_far_more_than_an_export_is_stopped() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("endsong_0.json", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"[{\"ts\": 1, \"ms_played\": 1, \"master_metadata_track_name\": 1}").unwrap();
    for _ in 0..64 {
        zip.write_all(&[b' '; 1024 * 1024]).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 100_000);
    let upload = open("bomb.zip", &bytes).unwrap();
    let format = upload.detect().unwrap();
    let rows: Vec<_> = upload.read(format, options(), Position::default()).unwrap().collect();
    let last = show(rows.last().unwrap());
    assert!(last.contains("unpacks to more than an export can have"), "{last}");
}

#[test]
fn an_archive_of_too_many_files_is_refused() {
    let files = |count: usize| zip((0..count).map(|at| (format!("{at}"), Vec::new())));
    let error = open("many.zip", &files(20_001)).err().unwrap();
    assert!(error.to_string().starts_with("the archive has 20001 files, 20000 at most"), "{error}");
    let long = zip((0..300).map(|at| (format!("{at}{}", "n".repeat(60_000)), Vec::new())));
    let error = open("many.zip", &long).err().unwrap();
    assert!(error.to_string().starts_with("the archive has too many files"), "{error}");
}

#[test]
fn a_damaged_file_of_an_archive_does_not_stop_the_others() {
    let play = |title: &str| {
        let line = format!(
            "{{\"listened_at\": 1703000000, \"track_metadata\": {{\"artist_name\": \"A\", \
             \"track_name\": \"{title}\"}}}}\n"
        );
        line.repeat(100).into_bytes()
    };
    let names = ["listens/2023/1.jsonl", "listens/2023/2.jsonl"];
    let stored = |title: &str| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        for name in names {
            zip.start_file(name, options.compression_method(zip::CompressionMethod::Stored))
                .unwrap();
            zip.write_all(&play(title)).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let mut bytes = stored("Low Tide");
    // The first file says something else than was packed.
    let at = bytes.windows(3).position(|window| window == b"Low").unwrap();
    bytes[at] = b'S';
    let rows: Vec<_> =
        read(("a.zip", &bytes), by_name("listenbrainz").unwrap(), Position::default())
            .unwrap()
            .collect();
    let broken: Vec<_> = rows.iter().filter(|row| row.is_err()).map(show).collect();
    assert_eq!(
        broken,
        [
            "- listens/2023/1.jsonl, row 100: the file could not be read on: the archive is damaged; \
          download or pack it again (broken)\n"
        ]
    );
    assert_eq!(rows.len(), 201);
    let error = open("cut.zip", &bytes[..bytes.len() / 2]).err().unwrap();
    assert!(error.to_string().contains("download it again"), "{error}");
}
