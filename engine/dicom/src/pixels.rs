//! From a place in a file to 16-bit samples of one frame. No grouping, no geometry.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use crate::DicomError;
use crate::codec::{FrameShape, decode_frame};
use crate::part10::inflate_file;

/// The most encoded bytes of one file that are read.
const MAX_ENCODED: u64 = 2 << 30;

/// How the pixels of an instance are stored.
#[derive(Debug, Clone)]
pub(crate) struct PixelLayout {
    pub(crate) shape: FrameShape,
    pub(crate) high_bit: u16,
    pub(crate) is_signed: bool,
    pub(crate) is_planar: bool,
    pub(crate) is_big_endian: bool,
    pub(crate) is_deflated: bool,
    pub(crate) is_float: bool,
    pub(crate) n_frames: u32,
    pub(crate) photometric: String,
    pub(crate) transfer_syntax: String,
    pub(crate) offset: u64,
    /// Bytes of uncompressed pixels; `None` where they are encapsulated.
    pub(crate) len: Option<u64>,
    pub(crate) file_len: u64,
    pub(crate) modality_lut: Option<ModalityLut>,
}

/// A Modality LUT (PS3.3 C.11.1): stored values below the first map to the first entry, above the last to the last.
#[derive(Debug, Clone)]
pub(crate) struct ModalityLut {
    pub(crate) first: i32,
    pub(crate) values: Vec<u16>,
}

impl PixelLayout {
    /// What is taken from each sample so that it fits in 16 signed bits.
    pub(crate) fn stored_offset(&self) -> i32 {
        let is_wide =
            !self.is_signed && self.shape.bits_stored == 16 && self.shape.samples_per_pixel == 1;
        if is_wide || self.modality_lut.is_some() {
            32_768
        } else {
            0
        }
    }

    /// Whether the file's bytes are little-endian 16-bit samples of one component.
    pub(crate) fn is_plain_16_bit(&self) -> bool {
        self.len.is_some()
            && !self.is_deflated
            && !self.is_big_endian
            && !self.is_float
            && self.modality_lut.is_none()
            && self.shape.samples_per_pixel == 1
            && self.shape.bits_allocated == 16
            && self.high_bit + 1 == self.shape.bits_stored
            && cfg!(target_endian = "little")
    }

    /// Why these pixels are not read, if they are not.
    fn refusal(&self) -> Option<String> {
        let shape = self.shape;
        if self.is_float {
            return Some("floating point pixel data".to_owned());
        }
        if !matches!(shape.bits_allocated, 8 | 16 | 32)
            || shape.bits_stored == 0
            || shape.bits_stored > 16
            || shape.bits_stored > shape.bits_allocated
            || self.high_bit >= shape.bits_allocated
            || self.high_bit + 1 < shape.bits_stored
        {
            return Some(format!(
                "a pixel of {} bits in {} allocated bits, high bit {}",
                shape.bits_stored, shape.bits_allocated, self.high_bit
            ));
        }
        match (self.photometric.as_str(), shape.samples_per_pixel) {
            ("MONOCHROME1" | "MONOCHROME2" | "", 1) => None,
            (
                "RGB" | "YBR_FULL" | "YBR_FULL_422" | "YBR_RCT" | "YBR_ICT" | "YBR_PARTIAL_420",
                3,
            ) if shape.bits_allocated <= 16 => None,
            (photometric, n) => Some(format!(
                "photometric interpretation {photometric} with {n} samples per pixel"
            )),
        }
    }
}

/// Reads one frame into `out` (rows x columns); returns what was wrong with it, if anything.
///
/// # Errors
/// [`DicomError`] if the pixels are of a kind that is not read, or nothing of them can be.
pub(crate) fn read_frame(
    path: &Path,
    layout: &PixelLayout,
    frame_number: u32,
    out: &mut [i16],
) -> Result<Option<String>, DicomError> {
    if let Some(what) = layout.refusal() {
        return Err(DicomError::unsupported(what, path));
    }
    if layout.is_plain_16_bit() {
        return read_plain(path, layout, frame_number, out);
    }
    let bytes = match layout.len {
        Some(len) => native_bytes(path, layout, len, frame_number)?,
        None => {
            let encoded = encoded_frame(path, layout, frame_number)?;
            decode_frame(&layout.transfer_syntax, layout.shape, &encoded)
                .map_err(|error| DicomError::damaged(error.to_string(), path))?
        }
    };
    let n_whole = to_samples(layout, &bytes, out);
    Ok(fill_missing(out, n_whole))
}

/// The fast way: the file's bytes are the samples.
fn read_plain(
    path: &Path,
    layout: &PixelLayout,
    frame_number: u32,
    out: &mut [i16],
) -> Result<Option<String>, DicomError> {
    let file = File::open(path).map_err(DicomError::io("opening", path))?;
    let n_bytes = layout.shape.n_bytes() as u64;
    let start = layout.offset + u64::from(frame_number - 1) * n_bytes;
    let there = layout.file_len.saturating_sub(start).min(n_bytes);
    let n_there = usize::try_from(there / 2).unwrap_or(0);
    if n_there == 0 {
        return Err(DicomError::damaged(
            format!("pixel data of frame {frame_number} are missing"),
            path,
        ));
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
    Ok(fill_missing(out, n_there))
}

/// Fills what a short file left out with the least sample that is there.
fn fill_missing(out: &mut [i16], n_there: usize) -> Option<String> {
    if n_there >= out.len() {
        return None;
    }
    let (there, missing) = out.split_at_mut(n_there);
    missing.fill(there.iter().copied().min().unwrap_or(0));
    Some(format!(
        "pixel data end too early: expected {} samples, found {n_there}; the rest is filled",
        out.len()
    ))
}

fn native_bytes(
    path: &Path,
    layout: &PixelLayout,
    len: u64,
    frame_number: u32,
) -> Result<Vec<u8>, DicomError> {
    let shape = layout.shape;
    let is_422 = layout.photometric == "YBR_FULL_422" && shape.samples_per_pixel == 3;
    let n_bytes = if is_422 {
        shape.n_bytes() / 3 * 2
    } else {
        shape.n_bytes()
    };
    let start = layout.offset + u64::from(frame_number - 1) * n_bytes as u64;
    let mut bytes = if layout.is_deflated {
        let inflated = inflate_file(path)?;
        let start = usize::try_from(start)
            .unwrap_or(usize::MAX)
            .min(inflated.len());
        let end = start.saturating_add(n_bytes).min(inflated.len());
        inflated[start..end].to_vec()
    } else {
        let file = File::open(path).map_err(DicomError::io("opening", path))?;
        let end = (layout.offset + len).min(layout.file_len);
        let there = usize::try_from(end.saturating_sub(start))
            .unwrap_or(usize::MAX)
            .min(n_bytes);
        let mut bytes = vec![0; there];
        file.read_exact_at(&mut bytes, start)
            .map_err(DicomError::io("reading", path))?;
        bytes
    };
    if bytes.is_empty() {
        return Err(DicomError::damaged(
            format!("pixel data of frame {frame_number} are missing"),
            path,
        ));
    }
    if layout.is_big_endian && shape.bits_allocated > 8 {
        for sample in bytes.chunks_exact_mut(usize::from(shape.bits_allocated / 8)) {
            sample.reverse();
        }
    }
    if is_422 && shape.bits_allocated == 8 {
        // Y1 Y2 Cb Cr to Y Cb Cr a pixel (PS3.3 C.7.6.3.1.2).
        bytes = bytes
            .chunks_exact(4)
            .flat_map(|q| [q[0], q[2], q[3], q[1], q[2], q[3]])
            .collect();
    }
    Ok(bytes)
}

/// Little-endian samples to 16 signed bits; returns how many pixels there were.
fn to_samples(layout: &PixelLayout, bytes: &[u8], out: &mut [i16]) -> usize {
    let shape = layout.shape;
    let width = usize::from(shape.bits_allocated / 8);
    let shift = u32::from(layout.high_bit + 1 - shape.bits_stored);
    let mask = (1_i32 << shape.bits_stored) - 1;
    let sign_bit = 1_i32 << (shape.bits_stored - 1);
    let sample = |raw: &[u8]| -> i32 {
        let mut four = [0; 4];
        four[..width].copy_from_slice(raw);
        let value =
            i32::try_from((u32::from_le_bytes(four) >> shift) & mask.unsigned_abs()).unwrap_or(0);
        if layout.is_signed && value & sign_bit != 0 {
            value - mask - 1
        } else {
            value
        }
    };
    let offset = layout.stored_offset();
    if shape.samples_per_pixel == 1 {
        let mut n = 0;
        for (to, raw) in out.iter_mut().zip(bytes.chunks_exact(width)) {
            let value = sample(raw);
            let value = layout
                .modality_lut
                .as_ref()
                .map_or(value, |lut| lut.map(value));
            *to = saturate(value - offset);
            n += 1;
        }
        return n;
    }
    let is_planar =
        layout.is_planar && layout.len.is_some() && layout.photometric != "YBR_FULL_422";
    let n_pixels = (bytes.len() / (3 * width)).min(out.len());
    let plane = shape.n_samples() / 3;
    // JPEG and JPEG 2000 come out as RGB; the other codecs leave YBR as it is stored.
    let is_stored = layout.len.is_some() || KEEPS_YBR.contains(&layout.transfer_syntax.as_str());
    let is_luma_first = layout.photometric.starts_with("YBR") && is_stored;
    for (idx, to) in out.iter_mut().enumerate().take(n_pixels) {
        let component = |c: usize| {
            let at = if is_planar {
                c * plane + idx
            } else {
                idx * 3 + c
            } * width;
            bytes.get(at..at + width).map_or(0, sample)
        };
        *to = saturate(if is_luma_first {
            component(0)
        } else {
            // Rec. 601 luminance in 16-bit fractions, as JPEG's Y.
            (i64::from(component(0)) * 19_595
                + i64::from(component(1)) * 38_470
                + i64::from(component(2)) * 7_471)
                .div_euclid(65_536)
                .try_into()
                .unwrap_or(0)
        });
    }
    n_pixels
}

/// RLE and JPEG-LS: their decoders know no colour.
const KEEPS_YBR: [&str; 3] = [
    "1.2.840.10008.1.2.5",
    "1.2.840.10008.1.2.4.80",
    "1.2.840.10008.1.2.4.81",
];

impl ModalityLut {
    fn map(&self, stored: i32) -> i32 {
        let last = self.values.len().saturating_sub(1);
        let idx = usize::try_from(stored.saturating_sub(self.first))
            .unwrap_or(0)
            .min(last);
        self.values.get(idx).copied().map_or(0, i32::from)
    }
}

fn saturate(value: i32) -> i16 {
    i16::try_from(value).unwrap_or(if value < 0 { i16::MIN } else { i16::MAX })
}

/// The codestream of one frame, joined from its fragments.
fn encoded_frame(
    path: &Path,
    layout: &PixelLayout,
    frame_number: u32,
) -> Result<Vec<u8>, DicomError> {
    let file = File::open(path).map_err(DicomError::io("opening", path))?;
    let len = layout.file_len.saturating_sub(layout.offset);
    if len > MAX_ENCODED {
        return Err(DicomError::TooLarge {
            what: "encoded bytes",
            limit: MAX_ENCODED,
            found: len,
            place: path.display().to_string(),
        });
    }
    let mut bytes = vec![0; usize::try_from(len).unwrap_or(0)];
    file.read_exact_at(&mut bytes, layout.offset)
        .map_err(DicomError::io("reading", path))?;
    let fragments = fragments(&bytes);
    let Some(((_, table), rest)) = fragments.split_first() else {
        return Err(DicomError::damaged("pixel data hold no fragments", path));
    };
    let n_frames = layout.n_frames as usize;
    let frame_idx = frame_number as usize - 1;
    let first = rest.first().map_or(0, |f| f.0);
    let starts: Vec<usize> = table
        .chunks_exact(4)
        .map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]) as usize + first)
        .collect();
    let chosen: Vec<&[u8]> = if n_frames == 1 {
        rest.iter().map(|f| f.1).collect()
    } else if starts.len() == n_frames {
        let end = starts.get(frame_idx + 1).copied().unwrap_or(usize::MAX);
        let start = starts[frame_idx];
        rest.iter()
            .filter(|f| start <= f.0 && f.0 < end)
            .map(|f| f.1)
            .collect()
    } else if rest.len() == n_frames {
        vec![rest[frame_idx].1]
    } else {
        by_start_marker(rest, frame_idx)
    };
    if chosen.iter().all(|fragment| fragment.is_empty()) {
        return Err(DicomError::damaged(
            format!("pixel data of frame {frame_number} are missing"),
            path,
        ));
    }
    Ok(chosen.concat())
}

/// Fragments with the offset of their item tags; a last one that is cut short is kept.
fn fragments(bytes: &[u8]) -> Vec<(usize, &[u8])> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&[0xFE, 0xFF, 0x00, 0xE0, a, b, c, d]) =
        bytes.get(at..).and_then(|rest| rest.first_chunk::<8>())
    {
        let len = u32::from_le_bytes([a, b, c, d]) as usize;
        let start = at + 8;
        let end = start.saturating_add(len).min(bytes.len());
        found.push((at, &bytes[start..end]));
        at = end;
    }
    found
}

/// Without an offset table, a frame begins where a fragment starts with a codestream's first marker.
fn by_start_marker<'a>(fragments: &[(usize, &'a [u8])], frame_idx: usize) -> Vec<&'a [u8]> {
    let starts_frame = |bytes: &[u8]| {
        matches!(
            bytes.first_chunk::<3>(),
            Some([0xFF, 0xD8, 0xFF] | [0xFF, 0x4F, 0xFF])
        )
    };
    let mut frame = None::<usize>;
    let mut chosen = Vec::new();
    for (_, fragment) in fragments {
        if starts_frame(fragment) {
            frame = Some(frame.map_or(0, |f| f + 1));
        }
        if frame == Some(frame_idx) {
            chosen.push(*fragment);
        }
    }
    chosen
}
