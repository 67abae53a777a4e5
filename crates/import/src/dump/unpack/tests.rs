//! That every format is known by its bytes and read through threads without loss.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;

use super::super::testing::{FORMATS, noise, pack};
use super::*;

fn unpacked(path: &Path, format: Format) -> io::Result<Vec<u8>> {
    let read = Arc::new(AtomicU64::new(0));
    let mut from = format.unpack(File::open(path)?, Arc::clone(&read), 2)?;
    let mut out = Vec::new();
    from.read_to_end(&mut out)?;
    from.drain()?;
    assert_eq!(read.load(Ordering::Relaxed), fs::metadata(path)?.len());
    Ok(out)
}

/// A tar archive's first 512 bytes, then what no compressor can shrink much.
fn sample() -> Vec<u8> {
    let mut bytes = noise(11, 3_000_000);
    bytes[..512].fill(0);
    bytes[257..262].copy_from_slice(b"ustar");
    bytes
}

#[test]
fn every_format_is_told_by_its_bytes_and_comes_back_whole() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("no-ending");
    let bytes = sample();
    for format in FORMATS {
        fs::write(&path, pack(&bytes, format)).unwrap();
        assert_eq!(Format::of(&path).unwrap(), format);
        assert!(unpacked(&path, format).unwrap() == bytes, "{format:?}");
        let mut head = vec![0; 4096];
        format.decoder(File::open(&path).unwrap()).unwrap().read_exact(&mut head).unwrap();
        assert!(head == bytes[..4096], "{format:?}");
    }
}

#[test]
fn members_one_after_another_are_one_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("two");
    for format in [Format::Bzip2, Format::Xz, Format::Gzip, Format::Zstd] {
        fs::write(&path, [pack(b"one ", format), pack(b"two", format)].concat()).unwrap();
        assert_eq!(unpacked(&path, format).unwrap(), b"one two", "{format:?}");
    }
}

#[test]
fn what_is_no_archive_is_refused_with_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("mbdump.tar.bz2");
    for (bytes, reason) in
        [(&b""[..], "empty"), (b"<html>", "neither bzip2"), (&[0; 600], "neither")]
    {
        fs::write(&path, bytes).unwrap();
        let error = Format::of(&path).unwrap_err().to_string();
        assert!(error.contains(reason) && error.contains("mbdump.tar.bz2"), "{error}");
    }
}

#[test]
fn a_reader_that_goes_away_leaves_no_thread_waiting() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("big");
    for format in FORMATS {
        fs::write(&path, pack(&sample(), format)).unwrap();
        let read = Arc::new(AtomicU64::new(0));
        let mut from = format.unpack(File::open(&path).unwrap(), Arc::clone(&read), 2).unwrap();
        from.read_exact(&mut [0; 10]).unwrap();
        drop(from);
        // The threads hold the counter; it is ours alone once they have ended.
        let since = std::time::Instant::now();
        while Arc::strong_count(&read) > 1 {
            assert!(since.elapsed().as_secs() < 20, "{format:?}");
            thread::sleep(std::time::Duration::from_millis(2));
        }
    }
}
