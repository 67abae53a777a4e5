//! What any import has to do at least: decompress the archives and find the ends of the lines.

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;

use anyhow::Context as _;
use bzip2::read::MultiBzDecoder;
use clap::Args;
use serde::{Deserialize, Serialize};

use super::dump::Dump;

/// Bytes that are looked at together.
const BLOCK: usize = 256 * 1024;

/// What to read.
#[derive(Args)]
pub struct Arguments {
    /// A directory of archives
    #[arg(long)]
    dump: PathBuf,
}

/// What was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lines {
    /// Bytes after decompression.
    pub bytes: u64,
    /// Ends of lines.
    pub lines: u64,
}

/// Reads all archives on one thread and says how much it was on standard output.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut read = Lines { bytes: 0, lines: 0 };
    let mut block = vec![0; BLOCK];
    for path in Dump::archives(&arguments.dump)? {
        let name = || path.display().to_string();
        let mut decoder = MultiBzDecoder::new(File::open(&path).with_context(name)?);
        loop {
            let length = decoder.read(&mut block).with_context(name)?;
            if length == 0 {
                break;
            }
            read.bytes += length as u64;
            read.lines += memchr::memchr_iter(b'\n', &block[..length]).count() as u64;
        }
    }
    println!("{}", serde_json::to_string(&read)?);
    Ok(())
}
