//! What the target for DICOM does with its bytes: everything that reading a study does. The ordinary tests run it too.

use std::fs;
use std::path::Path;

use overread_base::Diagnostics;
use overread_dicom::{
    Library, ReadOptions, load_frame, load_volume, open_folder_with, read_ai_results,
};

/// The most frames of a file that are decoded one by one.
const MAX_FRAMES: usize = 2;

/// How far a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Its header.
    Header,
    /// Its first frames and its volume too.
    Pixels,
}

/// Any bytes as a DICOM file, written to `file`: it opens, or is refused with a reason; gives how many frames it has.
pub fn bytes(bytes: &[u8], file: &Path) -> usize {
    fs::write(file, bytes).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let library = open(file);
    pixels(&library, file);
    library.series().map(|series| series.frames.len()).sum()
}

/// Opens a file: nothing may be lost without a word.
pub fn open(file: &Path) -> Library {
    let mut diagnostics = Diagnostics::default();
    let options = ReadOptions {
        repair_cp1251: true,
    };
    let library = open_folder_with(file, options, &mut diagnostics)
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let n_studies = library.studies.len() + library.n_other_files;
    let is_said = n_studies > 0 || !diagnostics.all().is_empty();
    // The directory of an empty medium holds nothing and says nothing.
    assert!(is_said || library.refused.is_empty(), "a file vanished");
    assert!(
        library.refused.is_empty() || diagnostics.has_errors(),
        "a file was refused without a reason"
    );
    library
}

/// Decodes the first frames, the volumes, and what an AI object holds: each succeeds, or gives a reason.
pub fn pixels(library: &Library, file: &Path) {
    for series in library.series() {
        for frame in series.frames.iter().take(MAX_FRAMES) {
            if let Err(error) = load_frame(frame) {
                assert!(!error.to_string().is_empty());
            }
        }
        if let Err(error) = load_volume(series, &()) {
            assert!(!error.to_string().is_empty());
        }
    }
    let _results = read_ai_results(file, library, &mut Diagnostics::default());
}
