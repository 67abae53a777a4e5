//! Folders that exports are written into: an archive that is sent, or a directory.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// Files that are written one after the other. What is written goes into the file begun last.
pub trait Folder: Write + Send {
    /// Begins a file, and with it ends the one before.
    ///
    /// # Errors
    /// The sink's.
    fn begin(&mut self, path: &str) -> io::Result<()>;

    /// Ends everything.
    ///
    /// # Errors
    /// The sink's.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// A ZIP that is written from its beginning to its end, without going back.
pub struct Zip {
    zip: ZipWriter<StreamWriter<Box<dyn Write + Send>>>,
    options: SimpleFileOptions,
}

impl Zip {
    /// Files are compressed.
    #[must_use]
    pub fn deflated(sink: Box<dyn Write + Send>) -> Self {
        Self::new(sink, CompressionMethod::Deflated)
    }

    /// Files are put in as they are.
    #[must_use]
    pub fn stored(sink: Box<dyn Write + Send>) -> Self {
        Self::new(sink, CompressionMethod::Stored)
    }

    fn new(sink: Box<dyn Write + Send>, method: CompressionMethod) -> Self {
        let options = SimpleFileOptions::default().compression_method(method);
        Self { zip: ZipWriter::new_stream(sink), options }
    }
}

impl Write for Zip {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.zip.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

impl Folder for Zip {
    fn begin(&mut self, path: &str) -> io::Result<()> {
        self.zip.start_file(path, self.options).map_err(io::Error::other)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        let mut sink = self.zip.finish().map_err(io::Error::other)?.into_inner();
        sink.flush()
    }
}

/// A directory; files in it that have the same names are replaced.
pub struct Directory {
    root: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Directory {
    /// The directory is made when the first file is.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root, file: None }
    }

    fn end_file(&mut self) -> io::Result<()> {
        match self.file.take() {
            Some(file) => file.into_inner()?.sync_all(),
            None => Ok(()),
        }
    }
}

impl Write for Directory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Err(super::invalid("no file was begun")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

impl Folder for Directory {
    fn begin(&mut self, path: &str) -> io::Result<()> {
        self.end_file()?;
        let path = self.root.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        self.file = Some(BufWriter::new(File::create(path)?));
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.end_file()
    }
}
