//! Archives of an export.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| gatefold_fuzz::archive_reader(data));
