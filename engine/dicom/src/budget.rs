//! How much memory the files of a series justify: headers may state any size. No pixels.

use std::collections::BTreeMap;

use crate::DicomError;
use crate::codec::max_expansion;
use crate::model::Frame;

/// Decoded bytes that any files may ask for: a blank picture of 4096 x 4096 takes next to nothing when compressed.
const FREE: u64 = 32 << 20;

/// Refuses `n_bytes` of samples where the files behind `frames` cannot hold them at the greatest expansion of their
/// encodings.
pub(crate) fn check(frames: &[Frame], n_bytes: u64, place: &str) -> Result<(), DicomError> {
    let files: BTreeMap<_, _> = frames
        .iter()
        .map(|frame| (&frame.file, &*frame.layout))
        .collect();
    let limit = files.values().fold(FREE, |sum, layout| {
        let factor = if layout.is_deflated {
            MAX_DEFLATED
        } else {
            max_expansion(&layout.transfer_syntax, layout.shape)
        };
        sum.saturating_add(layout.file_len.saturating_mul(factor))
    });
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

/// Deflated data sets shrink to a thousandth at best (RFC 1951: a match of 258 bytes in 2 bits).
const MAX_DEFLATED: u64 = 1024;
