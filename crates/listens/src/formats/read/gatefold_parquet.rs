//! The archive of Parquet files that [`write::parquet`](super::super::write) makes: the columns of
//! the CSV table.

use super::super::format::{Format, Head};
use super::super::layout::Layout;
use super::gatefold_csv;
use crate::TimeMeaning;

pub(super) static FORMAT: Format = Format {
    name: "gatefold-parquet",
    title: "Gatefold export (Parquet)",
    source: "import.gatefold-parquet",
    time_meaning: TimeMeaning::Start,
    layout,
    claims,
    read: gatefold_csv::read,
    learn: None,
};

/// Each Parquet file begins with it.
const MAGIC: &[u8] = b"PAR1";

fn layout(head: &Head<'_>) -> Option<Layout> {
    head.bytes.starts_with(MAGIC).then_some(Layout::Parquet)
}

fn claims(head: &Head<'_>) -> bool {
    head.bytes.starts_with(MAGIC)
}
