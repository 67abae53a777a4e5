//! Search queries.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| gatefold_fuzz::search_query(data));
