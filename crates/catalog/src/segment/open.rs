//! Opening of a finished index.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tantivy::SegmentReader;

use super::finished::Finished;
use super::{Header, Shape};
use crate::search::error::{Result, unusable};

/// Opens the index in `directory`, which must not change while it is open. `take` reads what is needed of its header,
/// itself and its only segment.
///
/// # Errors
/// When the directory does not hold an index of this shape with all its files in their size.
pub(crate) fn open<T>(
    directory: &Path,
    shape: &Shape,
    take: impl FnOnce(Header, &tantivy::Index, &SegmentReader) -> Result<T>,
) -> Result<T> {
    let header = Header::read(directory, shape.format_version)?;
    // The engine trusts its files and panics on some that are damaged; to us that is an error like others.
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let (header, index, segment) = open_segment(directory, shape, header)?;
        take(header, &index, &segment)
    }));
    opened.unwrap_or_else(|_| Err(unusable(directory, "its files are damaged")))
}

fn open_segment(
    directory: &Path,
    shape: &Shape,
    header: Header,
) -> Result<(Header, tantivy::Index, SegmentReader)> {
    let broken = |error: tantivy::TantivyError| unusable(directory, error);
    let files = Finished::open(directory).map_err(|error| unusable(directory, error))?;
    let index = tantivy::Index::open(files).map_err(broken)?;
    if index.schema() != shape.schema {
        return Err(unusable(directory, "its fields are not those of this version"));
    }
    let segments = index.searchable_segments().map_err(broken)?;
    let [segment] = &segments[..] else {
        return Err(unusable(directory, format!("it has {} segments, not one", segments.len())));
    };
    let reader = SegmentReader::open(segment).map_err(broken)?;
    if reader.max_doc() != header.documents {
        return Err(unusable(directory, "it does not hold as many documents as it says"));
    }
    Ok((header, index, reader))
}
