//! Any text as a scenario file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    overread_fuzz::scenario::scenario(bytes);
});
