//! `cargo xtask gen-mbdump`: an invented dump of any size, with the shares of the real one.
//!
//! Deterministic by seed. Memory grows with the artists only (about 150 bytes for each): every table
//! is spooled to a file beside the output and then packed.

mod artists;
mod bzip2;
mod credits;
mod crowd;
mod dice;
mod ground;
mod links;
mod maker;
mod media;
mod recordings;
mod releases;
mod spool;
mod truth;
mod vocabulary;
mod works;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use testkit::dump::{Archive, Content, Format, Head, write_archive, write_tar};

use self::bzip2::ParallelBzip2;
use self::maker::Maker;
use self::spool::Spooled;

/// Make an invented dump of any size, with the shares of the real one
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Recordings in the dump
    #[arg(long)]
    recordings: u32,
    /// The same seed makes the same dump
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Directory for the archives and `truth.jsonl`; made when it is not there
    #[arg(long)]
    out: PathBuf,
    /// Form of the dump
    #[arg(long, value_enum, default_value_t = Form::TarBz2)]
    format: Form,
}

/// Form of the dump.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// Archives as MusicBrainz publishes them
    #[value(name = "tar.bz2")]
    TarBz2,
    /// Archives without compression
    Tar,
    /// Unpacked files
    Dir,
}

/// Makes the dump and prints a table of what it holds.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let (spooled, packing) = make(arguments)?;
    report(&spooled)?;
    let (generated, packed) = (packing - started, packing.elapsed());
    let (generated, packed) = (generated.as_secs_f64(), packed.as_secs_f64());
    println!("generated in {generated:.1} s, packed in {packed:.1} s");
    Ok(ExitCode::SUCCESS)
}

/// Makes the dump; tells what is in it, and when the packing began.
fn make(arguments: &Arguments) -> anyhow::Result<(Vec<Spooled>, Instant)> {
    let out = &arguments.out;
    let tables = out.join("mbdump");
    std::fs::create_dir_all(&tables).with_context(|| format!("cannot make {}", out.display()))?;
    let mut maker = Maker::new(arguments.seed, arguments.recordings, &tables);
    maker.fill();
    let (spooled, truth) = maker.finish()?;
    truth.write(&out.join("truth.jsonl"))?;
    let packing = Instant::now();
    for (archive, mut tables) in by_archive(&spooled) {
        tables.sort_by_key(|(name, _)| *name);
        pack(out, archive, arguments.format, &tables)?;
    }
    if arguments.format != Form::Dir {
        std::fs::remove_dir_all(&tables)?;
    }
    Ok((spooled, packing))
}

type Tables = Vec<(&'static str, Content)>;

/// The spooled tables and those of words, by archive.
fn by_archive(spooled: &[Spooled]) -> BTreeMap<Archive, Tables> {
    let mut archives: BTreeMap<Archive, Tables> = BTreeMap::new();
    for archive in Archive::ALL {
        archives.insert(archive, Vec::new());
    }
    for table in spooled {
        let content = Content::File(table.path.clone());
        archives.entry(Archive::of_table(table.name)).or_default().push((table.name, content));
    }
    let mut words = testkit::DumpWriter::new();
    testkit::words(&mut words);
    for name in words.tables() {
        let mut bytes = Vec::new();
        words.table(name).iter().for_each(|row| testkit::dump::row::write_row(row, &mut bytes));
        let name: &'static str = String::leak(name.to_owned());
        archives.entry(Archive::of_table(name)).or_default().push((name, Content::Bytes(bytes)));
    }
    archives
}

fn pack(out: &Path, archive: Archive, form: Form, tables: &Tables) -> anyhow::Result<()> {
    let head = Head::default();
    match form {
        Form::Dir => {
            for (name, text) in head.files() {
                std::fs::write(out.join(name), text)?;
            }
            for (name, content) in tables {
                // The spooled tables lie where they belong already.
                if let Content::Bytes(bytes) = content {
                    std::fs::write(out.join("mbdump").join(name), bytes)?;
                }
            }
        }
        Form::Tar => {
            write_archive(out, (archive, Format::Tar), &head, tables)?;
        }
        Form::TarBz2 => {
            let cores = std::thread::available_parallelism().map_or(2, usize::from);
            let path = out.join(format!("{}{}", archive.stem(), Format::TarBz2.extension()));
            let file = BufWriter::new(File::create(path)?);
            write_tar(ParallelBzip2::new(file, cores)?, &head, tables)?.finish()?.flush()?;
        }
    }
    Ok(())
}

fn report(spooled: &[Spooled]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:36} {:>12} {:>15}", "table", "rows", "bytes")?;
    for table in spooled {
        writeln!(out, "{:36} {:>12} {:>15}", table.name, table.rows, table.bytes)?;
    }
    let rows: u64 = spooled.iter().map(|table| table.rows).sum();
    let bytes: u64 = spooled.iter().map(|table| table.bytes).sum();
    writeln!(out, "{:36} {rows:>12} {bytes:>15}", "total")?;
    Ok(())
}

#[cfg(test)]
mod tests;
