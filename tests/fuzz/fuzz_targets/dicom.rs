//! Any bytes as a DICOM file: its header, its pixels, and what it says if it is an AI object.
#![no_main]

use std::path::PathBuf;
use std::sync::LazyLock;

/// In memory where the system has such a folder.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    };
    folder.join(format!("overread-fuzz-{}.dcm", std::process::id()))
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    overread_fuzz::dicom::bytes(bytes, &FILE);
});
