//! From a place in a file to 16-bit samples, colour and overlays of one frame. No grouping, no geometry.

use std::fs::File;
use std::path::Path;
use std::sync::OnceLock;

use overread_image::{OverlayPlane, Rescale, RgbImage};

use crate::DicomError;
use crate::codec::{FrameShape, Stored, decode_frame};
use crate::lut::Lut;

mod bits;
mod colour;
mod fragments;
mod native;
mod overlay;
mod padding;
mod palette;
mod samples;
mod wide;

pub(crate) use fragments::FragmentIndex;
pub(crate) use overlay::OverlaySource;
pub(crate) use palette::Palette;

use colour::ColourSpace;

/// How the pixels of an instance are stored.
#[derive(Debug, Clone)]
pub(crate) struct PixelLayout {
    pub(crate) shape: FrameShape,
    pub(crate) high_bit: u16,
    pub(crate) is_signed: bool,
    pub(crate) is_planar: bool,
    pub(crate) is_big_endian: bool,
    pub(crate) is_deflated: bool,
    pub(crate) number: Number,
    pub(crate) n_frames: u32,
    pub(crate) photometric: String,
    pub(crate) transfer_syntax: String,
    pub(crate) offset: u64,
    /// Bytes of uncompressed pixels; `None` where they are encapsulated.
    pub(crate) len: Option<u64>,
    pub(crate) file_len: u64,
    /// A Modality LUT (PS3.3 C.11.1): stored values below the first map to the first entry, above the last to the last.
    pub(crate) modality_lut: Option<Lut>,
    pub(crate) palette: Option<Palette>,
    /// Stored values that stand for none, least and most (0028,0120 to 0125).
    pub(crate) padding: Option<(f64, f64)>,
    pub(crate) overlays: Vec<OverlaySource>,
    /// Where the frames begin and how long they are, by an extended offset table (7FE0,0001/0002).
    pub(crate) extended_offsets: Vec<(u64, u64)>,
    /// Filled when the first frame is read.
    pub(crate) fragment_index: OnceLock<FragmentIndex>,
}

/// What kind of numbers the pixels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// Pixel Data (7FE0,0010).
    Integer,
    /// Float Pixel Data (7FE0,0008), 32 bits.
    Float,
    /// Double Float Pixel Data (7FE0,0009), 64 bits.
    Double,
}

/// What a frame holds besides its samples.
#[derive(Debug, Clone, Default)]
pub(crate) struct FrameExtras {
    /// What was used otherwise than written.
    pub(crate) remarks: Vec<String>,
    /// How samples become stored values: `slope x sample + intercept`.
    pub(crate) stored: Option<Rescale>,
    /// The samples that stand for no value, least and most.
    pub(crate) padding: Option<(i16, i16)>,
    pub(crate) colour: Option<RgbImage>,
    /// The overlays, where they shall be shown.
    pub(crate) overlays: Vec<OverlayPlane>,
    /// How many overlays lie over the frame whose bits are there.
    pub(crate) n_overlays: usize,
}

/// What becomes of the overlays of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OverlayUse {
    /// They are read. A bit takes a byte, and there may be 16 planes of any size over each frame.
    Shown,
    /// They are counted, so that it can be said that they are not shown.
    Counted,
}

impl PixelLayout {
    /// What is taken from each sample so that it fits in 16 signed bits.
    pub(crate) fn stored_offset(&self) -> i32 {
        let is_wide =
            !self.is_signed && self.shape.bits_stored == 16 && self.shape.samples_per_pixel == 1;
        if (is_wide && !self.is_palette()) || self.modality_lut.is_some() {
            32_768
        } else {
            0
        }
    }

    /// Whether the frames are shown in colour.
    pub(crate) fn is_colour(&self) -> bool {
        self.shape.samples_per_pixel == 3 || self.is_palette()
    }

    fn is_palette(&self) -> bool {
        self.photometric == "PALETTE COLOR"
    }

    /// Whether the samples do not fit in 16 bits as they are.
    fn is_wide(&self) -> bool {
        self.number != Number::Integer || self.shape.bits_stored > 16
    }

    /// Whether the file's bytes are little-endian 16-bit samples of one component.
    fn is_plain_16_bit(&self) -> bool {
        self.len.is_some()
            && !self.is_deflated
            && !self.is_big_endian
            && self.number == Number::Integer
            && self.modality_lut.is_none()
            && !self.is_palette()
            && self.shape.samples_per_pixel == 1
            && self.shape.bits_allocated == 16
            && self.high_bit + 1 == self.shape.bits_stored
            && !self.overlays.iter().any(OverlaySource::is_in_pixels)
            && cfg!(target_endian = "little")
    }

    /// Why these pixels are not read, if they are not.
    fn refusal(&self) -> Option<String> {
        let shape = self.shape;
        let is_possible = match self.number {
            Number::Integer => {
                matches!(shape.bits_allocated, 1 | 8 | 16 | 32)
                    && (1..=shape.bits_allocated).contains(&shape.bits_stored)
                    && self.high_bit < shape.bits_allocated
                    && self.high_bit + 1 >= shape.bits_stored
            }
            Number::Float => shape.bits_allocated == 32,
            Number::Double => shape.bits_allocated == 64,
        };
        if !is_possible {
            return Some(format!(
                "a pixel of {} bits in {} allocated bits, high bit {}",
                shape.bits_stored, shape.bits_allocated, self.high_bit
            ));
        }
        match (self.photometric.as_str(), shape.samples_per_pixel) {
            ("PALETTE COLOR", 1) if self.is_wide() => {
                Some(format!("a palette of {} bits", shape.bits_stored))
            }
            ("PALETTE COLOR", 1) if self.palette.is_none() => {
                Some("palette colour without its tables".to_owned())
            }
            ("MONOCHROME1" | "MONOCHROME2" | "PALETTE COLOR" | "", 1) => None,
            (
                "RGB" | "YBR_FULL" | "YBR_FULL_422" | "YBR_PARTIAL_422" | "YBR_RCT" | "YBR_ICT",
                3,
            ) if matches!(shape.bits_allocated, 8 | 16) => None,
            // Stored as it is, it has no order of samples that the standard gives.
            ("YBR_PARTIAL_420", 3) if self.len.is_none() && shape.bits_allocated == 8 => None,
            (photometric, n) => Some(format!(
                "photometric interpretation {photometric} with {n} samples per pixel"
            )),
        }
    }
}

/// Reads one frame's samples into `out` (rows x columns); returns what else there is, and what was wrong with it.
///
/// # Errors
/// [`DicomError`] if the pixels are of a kind that is not read, or nothing of them can be.
pub(crate) fn read_frame(
    path: &Path,
    layout: &PixelLayout,
    frame_number: u32,
    overlays: OverlayUse,
    out: &mut [i16],
) -> Result<FrameExtras, DicomError> {
    if let Some(what) = layout.refusal() {
        return Err(DicomError::unsupported(what, path));
    }
    let mut extras = FrameExtras {
        padding: padding::of_samples(layout),
        ..FrameExtras::default()
    };
    let file = File::open(path).map_err(DicomError::io("opening", path))?;
    let bytes = if layout.is_plain_16_bit() {
        let n_there = native::read_plain(&file, path, layout, frame_number, out)?;
        extras.remarks.extend(fill_missing(out, n_there));
        Vec::new()
    } else {
        read_samples(&file, path, layout, frame_number, out, &mut extras)?
    };
    let frame = overlay::Frame {
        layout,
        number: frame_number,
        pixels: &bytes,
    };
    match overlays {
        OverlayUse::Shown => {
            extras.overlays = overlay::planes(frame, &file, path, &mut extras.remarks);
            extras.n_overlays = extras.overlays.len();
        }
        OverlayUse::Counted => extras.n_overlays = overlay::count(frame, &mut extras.remarks),
    }
    Ok(extras)
}

/// Reads one frame's samples that are not plain numbers of 16 bits; returns the bytes that they come from.
fn read_samples(
    file: &File,
    path: &Path,
    layout: &PixelLayout,
    frame_number: u32,
    out: &mut [i16],
    extras: &mut FrameExtras,
) -> Result<Vec<u8>, DicomError> {
    let (bytes, space) = match layout.len {
        Some(len) => (
            native::bytes(file, path, layout, len, frame_number)?,
            ColourSpace::of(&layout.photometric),
        ),
        None => {
            let encoded = fragments::encoded_frame(file, path, layout, frame_number)?;
            let stored = Stored {
                photometric: &layout.photometric,
                is_signed: layout.is_signed,
            };
            let decoded = decode_frame(&layout.transfer_syntax, layout.shape, stored, &encoded)
                .map_err(|error| DicomError::damaged(error.to_string(), path))?;
            extras.remarks.extend(decoded.remarks);
            let space = if decoded.is_rgb {
                ColourSpace::Rgb
            } else {
                ColourSpace::of(&layout.photometric)
            };
            (decoded.bytes, space)
        }
    };
    let n_whole = if layout.is_wide() {
        wide::samples(layout, &bytes, out, extras)
    } else if layout.is_colour() {
        let (n_whole, pixels) = samples::colour(layout, &bytes, space, out);
        extras.colour = RgbImage::new([layout.shape.columns, layout.shape.rows], pixels);
        n_whole
    } else {
        samples::grey(layout, &bytes, frame_number, out)
    };
    extras.remarks.extend(fill_missing(out, n_whole));
    Ok(bytes)
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
