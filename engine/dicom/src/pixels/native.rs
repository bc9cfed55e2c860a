//! The bytes of a frame that is stored uncompressed. No meaning.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::PixelLayout;
use crate::DicomError;
use crate::part10::inflate_file;

/// The fast way: the file's bytes are the samples. Returns how many there were.
pub(super) fn read_plain(
    file: &File,
    path: &Path,
    layout: &PixelLayout,
    frame_number: u32,
    out: &mut [i16],
) -> Result<usize, DicomError> {
    let n_bytes = layout.shape.n_bytes() as u64;
    let start = layout.offset + u64::from(frame_number - 1) * n_bytes;
    let there = layout.file_len.saturating_sub(start).min(n_bytes);
    let n_there = usize::try_from(there / 2).unwrap_or(0).min(out.len());
    if n_there == 0 {
        return Err(missing(path, frame_number));
    }
    file.read_exact_at(bytemuck::cast_slice_mut(&mut out[..n_there]), start)
        .map_err(DicomError::io("reading", path))?;
    let unused = 16 - u32::from(layout.shape.bits_stored);
    if layout.is_signed {
        if unused > 0 {
            out[..n_there]
                .iter_mut()
                .for_each(|s| *s = (*s << unused) >> unused);
        }
    } else if unused == 0 {
        // Unsigned minus 32,768: the top bit flips.
        out[..n_there].iter_mut().for_each(|s| *s ^= i16::MIN);
    } else {
        let mask = i16::MAX >> (unused - 1);
        out[..n_there].iter_mut().for_each(|s| *s &= mask);
    }
    Ok(n_there)
}

fn missing(path: &Path, frame_number: u32) -> DicomError {
    DicomError::damaged(
        format!("pixel data of frame {frame_number} are missing"),
        path,
    )
}

/// Little-endian samples of a frame, as many as there are. Of 1-bit pixels: all bytes up to the frame's last, as a
/// frame may begin within a byte.
pub(super) fn bytes(
    file: &File,
    path: &Path,
    layout: &PixelLayout,
    len: u64,
    frame_number: u32,
) -> Result<Vec<u8>, DicomError> {
    let shape = layout.shape;
    let is_422 = shape.samples_per_pixel == 3
        && matches!(
            layout.photometric.as_str(),
            "YBR_FULL_422" | "YBR_PARTIAL_422"
        );
    let before = u64::from(frame_number - 1);
    let (start, n_bytes) = if shape.bits_allocated == 1 {
        let n_bits = shape.n_samples() as u64;
        let (first, end) = (before * n_bits / 8, (before + 1) * n_bits);
        (first, end.div_ceil(8) - first)
    } else {
        let n_bytes = if is_422 {
            shape.n_bytes() / 3 * 2
        } else {
            shape.n_bytes()
        } as u64;
        (before * n_bytes, n_bytes)
    };
    let mut bytes = if layout.is_deflated {
        inflated(path, layout.offset + start, n_bytes)?
    } else {
        let start = layout.offset + start;
        let end = layout.offset.saturating_add(len).min(layout.file_len);
        let there = end.saturating_sub(start).min(n_bytes);
        let mut bytes = vec![0; usize::try_from(there).unwrap_or(0)];
        file.read_exact_at(&mut bytes, start)
            .map_err(DicomError::io("reading", path))?;
        bytes
    };
    if bytes.is_empty() {
        return Err(missing(path, frame_number));
    }
    if layout.is_big_endian && shape.bits_allocated > 8 {
        for sample in bytes.chunks_exact_mut(usize::from(shape.bits_allocated / 8)) {
            sample.reverse();
        }
    }
    if is_422 {
        return Ok(wide_422(&bytes, usize::from(shape.bits_allocated / 8)));
    }
    Ok(bytes)
}

fn inflated(path: &Path, start: u64, n_bytes: u64) -> Result<Vec<u8>, DicomError> {
    let inflated = inflate_file(path)?;
    let place = |at: u64| {
        usize::try_from(at)
            .unwrap_or(usize::MAX)
            .min(inflated.len())
    };
    Ok(inflated[place(start)..place(start.saturating_add(n_bytes))].to_vec())
}

/// Y1 Y2 Cb Cr to Y Cb Cr a pixel (PS3.3 C.7.6.3.1.2).
fn wide_422(bytes: &[u8], width: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 2 * 3);
    for quad in bytes.chunks_exact(4 * width) {
        let (y, chroma) = quad.split_at(2 * width);
        for y in y.chunks_exact(width) {
            out.extend_from_slice(y);
            out.extend_from_slice(chroma);
        }
    }
    out
}
