//! Queries in Lucene's syntax.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| gatefold_fuzz::lucene::lucene_query(data));
