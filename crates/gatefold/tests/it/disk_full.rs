//! A disk that fills up: a clear error, and the generation at hand stays.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use testkit::Format;

use crate::program::{done, run, write_shop};

/// A small file system of its own, gone when dropped.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn mount(at: &'a Path, size: &str) -> Option<Self> {
        let options = format!("size={size}");
        let done =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(at).output();
        done.ok().filter(|output| output.status.success()).map(|_| Self(at))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_is_named_and_nothing_half_written_becomes_current() {
    let folder = tempfile::tempdir().unwrap();
    let dump = write_shop(folder.path(), Format::TarBz2);
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let import = ["import", "musicbrainz", dump.to_str().unwrap()];
    let Some(_disk) = SmallDisk::mount(&data, "8m") else {
        testkit::foreign::not_run("mounting a small file system needs root");
        return;
    };
    done(&data, &import);
    // The second import finds less than it needs.
    let mut ballast = std::fs::File::create(data.join("ballast")).unwrap();
    while ballast.write_all(&[1; 16 << 10]).is_ok() {}
    let full = ballast.metadata().unwrap().len();
    ballast.set_len(full - (300 << 10)).unwrap();
    let output = run(&data, &import);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(6), "{errors}");
    assert!(errors.contains("free some space") || errors.contains("No space left"), "{errors}");
    std::fs::remove_file(data.join("ballast")).unwrap();
    assert!(done(&data, &["catalogue", "verify"]).contains("generation 1 is sound"));
}
