//! DICOM RLE decoding (PS3.5 annex G) of 8, 16 and 32-bit samples. No encoding.

use super::{CodecError, FrameShape};

/// Decodes one frame: byte planes, most significant first, component by component.
pub(crate) fn decode(shape: FrameShape, encoded: &[u8]) -> Result<Vec<u8>, CodecError> {
    let header = encoded
        .first_chunk::<64>()
        .ok_or_else(|| CodecError::new("RLE frame is shorter than its header of 64 bytes"))?;
    let word = |idx: usize| {
        let at = idx * 4;
        u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]) as usize
    };
    let bytes_per_sample = usize::from(shape.bits_allocated / 8);
    let n_components = usize::from(shape.samples_per_pixel);
    let expected = bytes_per_sample * n_components;
    let n_segments = word(0);
    if n_segments != expected || n_segments > 15 {
        return Err(CodecError::new(format!(
            "RLE segments: expected {expected}, found {n_segments}"
        )));
    }
    let n_pixels = shape.rows as usize * shape.columns as usize;
    // Two bytes make 128 at most: a frame that cannot be filled is refused before its memory is taken.
    if shape.n_bytes() > encoded.len().saturating_mul(64) {
        return Err(CodecError::new(format!(
            "RLE frame of {} bytes cannot hold {} bytes",
            encoded.len(),
            shape.n_bytes()
        )));
    }
    let mut decoded = vec![0; shape.n_bytes()];
    for segment in 0..n_segments {
        let start = word(1 + segment);
        let end = if segment + 1 < n_segments {
            word(2 + segment)
        } else {
            encoded.len()
        };
        let packed = encoded
            .get(start..end)
            .filter(|_| start >= 64)
            .ok_or_else(|| {
                CodecError::new(format!(
                    "RLE segment {} lies outside the frame",
                    segment + 1
                ))
            })?;
        let (component, plane) = (segment / bytes_per_sample, segment % bytes_per_sample);
        // Planes run from the most significant byte; the output is little endian.
        let first = component * bytes_per_sample + (bytes_per_sample - 1 - plane);
        unpack(packed, n_pixels, &mut decoded, first, expected).map_err(|n| {
            CodecError::new(format!(
                "RLE segment {}: expected {n_pixels} bytes, found {n}",
                segment + 1
            ))
        })?;
    }
    Ok(decoded)
}

/// Unpacks `PackBits` into every `step`-th byte from `first`; the number of bytes found if there are too few.
fn unpack(
    packed: &[u8],
    n_pixels: usize,
    out: &mut [u8],
    first: usize,
    step: usize,
) -> Result<(), usize> {
    let (mut at, mut n) = (0, 0);
    while n < n_pixels {
        let Some(&control) = packed.get(at) else {
            return Err(n);
        };
        at += 1;
        match control {
            0..=127 => {
                let literal = packed.get(at..).unwrap_or_default();
                let len = (usize::from(control) + 1).min(n_pixels - n);
                if literal.len() < len {
                    return Err(n);
                }
                for &byte in &literal[..len] {
                    out[first + n * step] = byte;
                    n += 1;
                }
                at += usize::from(control) + 1;
            }
            128 => {}
            129..=255 => {
                let Some(&byte) = packed.get(at) else {
                    return Err(n);
                };
                for _ in 0..(257 - usize::from(control)).min(n_pixels - n) {
                    out[first + n * step] = byte;
                    n += 1;
                }
                at += 1;
            }
        }
    }
    Ok(())
}
