//! How much memory the files of a series justify: headers may state any size. No pixels.

use std::collections::BTreeSet;

use crate::DicomError;
use crate::model::Frame;

/// Decoded bytes that any file may ask for.
const FREE: u64 = 64 << 20;
/// Decoded bytes for each byte of a file: far above what codecs reach on pictures (RLE 64, the others some hundred).
const PER_BYTE: u64 = 1024;

/// Refuses `n_bytes` of samples where the files behind `frames` are far too small to hold them.
pub(crate) fn check(frames: &[Frame], n_bytes: u64, place: &str) -> Result<(), DicomError> {
    let files: BTreeSet<_> = frames
        .iter()
        .map(|frame| (&frame.file, frame.layout.file_len))
        .collect();
    let there: u64 = files.iter().map(|(_, len)| len).sum();
    let limit = there.saturating_mul(PER_BYTE).saturating_add(FREE);
    if n_bytes <= limit {
        return Ok(());
    }
    Err(DicomError::TooLarge {
        what: "bytes of samples in files of this size",
        limit,
        found: n_bytes,
        place: place.to_owned(),
    })
}
