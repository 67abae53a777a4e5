//! Files of an export: which table goes where, the small files in front, and the compressions.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Modification time of every member, in seconds of Unix time: equal dumps are equal bytes.
const MODIFIED: u64 = 1_700_000_000;
/// The compression level of MusicBrainz's own archives: `bzip2 -9`.
const BZIP2_LEVEL: u32 = 9;

/// One of the four archives that a metadata server reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Archive {
    /// `mbdump`: the entities.
    Core,
    /// `mbdump-derived`: tags, ratings, annotations.
    Derived,
    /// `mbdump-cover-art-archive`.
    CoverArt,
    /// `mbdump-event-art-archive`.
    EventArt,
}

impl Archive {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Core, Self::Derived, Self::CoverArt, Self::EventArt];

    /// The name before the extension.
    #[must_use]
    pub fn stem(self) -> &'static str {
        match self {
            Self::Core => "mbdump",
            Self::Derived => "mbdump-derived",
            Self::CoverArt => "mbdump-cover-art-archive",
            Self::EventArt => "mbdump-event-art-archive",
        }
    }

    /// The archive that holds a table.
    #[must_use]
    pub fn of_table(table: &str) -> Self {
        let derived = ["_tag", "_meta", "_annotation"].iter().any(|end| table.ends_with(end))
            || matches!(table, "annotation" | "tag" | "tag_relation" | "medium_index");
        match table.split_once('.') {
            Some(("cover_art_archive", _)) => Self::CoverArt,
            Some(("event_art_archive", _)) => Self::EventArt,
            _ if derived => Self::Derived,
            _ => Self::Core,
        }
    }
}

/// How a dump lies on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `.tar.bz2`, as MusicBrainz publishes it.
    TarBz2,
    /// `.tar.xz`.
    TarXz,
    /// `.tar.gz`.
    TarGz,
    /// `.tar.zst`.
    TarZst,
    /// `.tar`.
    Tar,
    /// Unpacked: the small files, and `mbdump/<table>`.
    Directory,
}

impl Format {
    /// What follows the archive's name, with the dot; empty for a directory.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::TarBz2 => ".tar.bz2",
            Self::TarXz => ".tar.xz",
            Self::TarGz => ".tar.gz",
            Self::TarZst => ".tar.zst",
            Self::Tar => ".tar",
            Self::Directory => "",
        }
    }
}

/// The small files at the start of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// `TIMESTAMP` without its line feed.
    pub timestamp: String,
    /// `SCHEMA_SEQUENCE` without its line feed.
    pub schema_sequence: String,
    /// `REPLICATION_SEQUENCE` with its line feed; empty when the export is no replication point.
    pub replication_sequence: String,
    /// `COPYING`.
    pub copying: String,
    /// `README`.
    pub readme: String,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            timestamp: "2026-06-06 00:12:03.123456+00".to_owned(),
            schema_sequence: "31".to_owned(),
            replication_sequence: "182000\n".to_owned(),
            copying: "Invented data, made for tests. No rights are reserved.\n".to_owned(),
            readme: "Invented data in the layout of a MusicBrainz export.\n\
                     No artist, recording or release in it exists.\n\
                     Made by Gatefold's test kit.\n"
                .to_owned(),
        }
    }
}

impl Head {
    /// Name and content of each file in archive order.
    #[must_use]
    pub fn files(&self) -> [(&'static str, String); 5] {
        [
            ("TIMESTAMP", format!("{}\n", self.timestamp)),
            ("COPYING", self.copying.clone()),
            ("README", self.readme.clone()),
            ("REPLICATION_SEQUENCE", self.replication_sequence.clone()),
            ("SCHEMA_SEQUENCE", format!("{}\n", self.schema_sequence)),
        ]
    }
}

/// The rows of a table, in memory or in a file.
#[derive(Debug)]
pub enum Content {
    /// In memory.
    Bytes(Vec<u8>),
    /// In a file.
    File(PathBuf),
}

impl Content {
    fn open(&self) -> io::Result<(u64, Box<dyn Read + '_>)> {
        match self {
            Self::Bytes(bytes) => Ok((bytes.len() as u64, Box::new(&bytes[..]))),
            Self::File(path) => {
                let file = File::open(path)?;
                Ok((file.metadata()?.len(), Box::new(file)))
            }
        }
    }
}

/// Writes an archive of the head and the tables, and says where it is.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write_archive(
    dir: &Path,
    (archive, format): (Archive, Format),
    head: &Head,
    tables: &[(&str, Content)],
) -> io::Result<PathBuf> {
    if format == Format::Directory {
        write_directory(dir, head, tables)?;
        return Ok(dir.to_owned());
    }
    let path = dir.join(format!("{}{}", archive.stem(), format.extension()));
    let file = BufWriter::new(File::create(&path)?);
    match format {
        Format::TarBz2 => {
            let level = bzip2::Compression::new(BZIP2_LEVEL);
            let out = bzip2::write::BzEncoder::new(file, level);
            write_tar(out, head, tables)?.finish()?.flush()?;
        }
        Format::TarXz => {
            let out = liblzma::write::XzEncoder::new(file, 6);
            write_tar(out, head, tables)?.finish()?.flush()?;
        }
        Format::TarGz => {
            let out = flate2::write::GzEncoder::new(file, flate2::Compression::default());
            write_tar(out, head, tables)?.finish()?.flush()?;
        }
        Format::TarZst => {
            let out = zstd::stream::write::Encoder::new(file, 3)?;
            write_tar(out, head, tables)?.finish()?.flush()?;
        }
        Format::Tar | Format::Directory => write_tar(file, head, tables)?.flush()?,
    }
    Ok(path)
}

/// Writes the members of an archive, head first, to any stream, and hands the stream back.
///
/// # Errors
/// When a table cannot be read or the stream not be written.
pub fn write_tar<W: Write>(out: W, head: &Head, tables: &[(&str, Content)]) -> io::Result<W> {
    let mut tar = tar::Builder::new(out);
    for (name, text) in head.files() {
        append(&mut tar, name, text.len() as u64, &mut text.as_bytes())?;
    }
    for (table, content) in tables {
        let (length, mut rows) = content.open()?;
        append(&mut tar, &format!("mbdump/{table}"), length, &mut rows)?;
    }
    tar.into_inner()
}

fn append<W: Write>(
    tar: &mut tar::Builder<W>,
    name: &str,
    length: u64,
    data: &mut dyn Read,
) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_size(length);
    header.set_mode(0o644);
    header.set_mtime(MODIFIED);
    tar.append_data(&mut header, name, data)
}

fn write_directory(dir: &Path, head: &Head, tables: &[(&str, Content)]) -> io::Result<()> {
    std::fs::create_dir_all(dir.join("mbdump"))?;
    for (name, text) in head.files() {
        std::fs::write(dir.join(name), text)?;
    }
    for (table, content) in tables {
        let (_, mut rows) = content.open()?;
        io::copy(&mut rows, &mut File::create(dir.join("mbdump").join(table))?)?;
    }
    Ok(())
}
