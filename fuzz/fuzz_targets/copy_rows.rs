//! Rows of the COPY text format.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| gatefold_fuzz::copy_rows(data));
