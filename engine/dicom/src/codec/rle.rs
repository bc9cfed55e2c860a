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
    let mut planes = vec![0; shape.n_bytes()];
    for (segment, plane) in planes.chunks_exact_mut(n_pixels.max(1)).enumerate() {
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
        unpack(packed, plane).map_err(|n| {
            CodecError::new(format!(
                "RLE segment {}: expected {n_pixels} bytes, found {n}",
                segment + 1
            ))
        })?;
    }
    Ok(interleaved(planes, n_pixels, bytes_per_sample))
}

/// Unpacks `PackBits` until `out` is full; the number of bytes found if there are too few.
fn unpack(packed: &[u8], out: &mut [u8]) -> Result<(), usize> {
    let (mut at, mut n) = (0, 0);
    while n < out.len() {
        let Some(&control) = packed.get(at) else {
            return Err(n);
        };
        at += 1;
        let rest = &mut out[n..];
        match control {
            0..=127 => {
                let len = (usize::from(control) + 1).min(rest.len());
                let Some(literal) = packed.get(at..at + len) else {
                    return Err(n);
                };
                rest[..len].copy_from_slice(literal);
                n += len;
                at += usize::from(control) + 1;
            }
            128 => {}
            129..=255 => {
                let Some(&byte) = packed.get(at) else {
                    return Err(n);
                };
                let len = (257 - usize::from(control)).min(rest.len());
                rest[..len].fill(byte);
                n += len;
                at += 1;
            }
        }
    }
    Ok(())
}

/// Byte planes, most significant first and component by component, as little-endian samples interleaved by pixel.
fn interleaved(planes: Vec<u8>, n_pixels: usize, bytes_per_sample: usize) -> Vec<u8> {
    let n_planes = planes.len() / n_pixels.max(1);
    match (n_planes, bytes_per_sample) {
        (0 | 1, _) => planes,
        (2, 2) => {
            let (high, low) = planes.split_at(n_pixels);
            let words: Vec<u16> = high
                .iter()
                .zip(low)
                .map(|(&high, &low)| u16::from_ne_bytes([low, high]))
                .collect();
            bytemuck::cast_slice(&words).to_vec()
        }
        _ => {
            let mut out = vec![0; planes.len()];
            for (idx, plane) in planes.chunks_exact(n_pixels).enumerate() {
                let (component, byte) = (idx / bytes_per_sample, idx % bytes_per_sample);
                let first = component * bytes_per_sample + (bytes_per_sample - 1 - byte);
                for (pixel, &value) in out.chunks_exact_mut(n_planes).zip(plane) {
                    pixel[first] = value;
                }
            }
            out
        }
    }
}

#[cfg(test)]
mod tests;
