//! Overlay planes (PS3.3 C.9.2, groups 6000 to 601E): where their bits lie, and the bits of a frame. No drawing.

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Arc;

use overread_image::OverlayPlane;

use super::PixelLayout;
use super::bits::unpack;
use super::samples::words;
use crate::part10::{Header, inflate_file};
use crate::tag::Tag;

/// The most pixels of one plane.
const MAX_PIXELS: u64 = 1 << 28;

/// An overlay plane that a header describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OverlaySource {
    label: String,
    origin: [i32; 2],
    size: [u32; 2],
    /// The first frame it lies over, from 1, and over how many; `None`: over all.
    frames: Option<(u32, u32)>,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Packed bits in Overlay Data (60xx,3000).
    Data {
        offset: u64,
        len: u64,
        is_swapped: bool,
    },
    /// A bit of each pixel that its samples do not use; retired, but found in archives.
    Bit(u16),
}

impl OverlaySource {
    /// All planes of a header that can be drawn; `size` is that of the image.
    pub(crate) fn all(header: &Header, size: [u32; 2]) -> Vec<Self> {
        (0x6000..=0x601E)
            .step_by(2)
            .filter_map(|group| Self::read(header, group, size))
            .collect()
    }

    fn read(header: &Header, group: u16, image: [u32; 2]) -> Option<Self> {
        let values = header.values();
        let tag = |element: u16| Tag(group, element);
        let (rows, columns) = (values.count(tag(0x0010))?, values.count(tag(0x0011))?);
        if rows == 0 || columns == 0 || u64::from(rows) * u64::from(columns) > MAX_PIXELS {
            return None;
        }
        let origin = match values.numbers(tag(0x0050))[..] {
            [row, column, ..] => [column, row].map(|place| place_from_1(place).unwrap_or(0)),
            _ => [0, 0],
        };
        let place = match values.set.get(tag(0x3000)).filter(|e| e.len > 0) {
            Some(data) => Place::Data {
                offset: data.start as u64,
                len: data.len as u64,
                is_swapped: header.encoding.is_big_endian && &data.vr == b"OW",
            },
            None => {
                let bit = values.count(tag(0x0102)).filter(|&bit| bit < 32)?;
                // It lies in the pixels: it is as large as they are.
                if [columns, rows] != image {
                    return None;
                }
                Place::Bit(u16::try_from(bit).ok()?)
            }
        };
        let n_frames = values.count(tag(0x0015)).filter(|&n| n > 0);
        let first = values.count(tag(0x0051)).unwrap_or(1).max(1);
        let label = values
            .text(tag(0x1500))
            .or_else(|| values.text(tag(0x0022)));
        Some(Self {
            label: label.unwrap_or_default(),
            origin,
            size: [columns, rows],
            frames: n_frames.map(|n| (first, n)),
            place,
        })
    }

    /// Whether its bits lie in the pixel data.
    pub(super) fn is_in_pixels(&self) -> bool {
        matches!(self.place, Place::Bit(_))
    }

    fn n_pixels(&self) -> usize {
        self.size[0] as usize * self.size[1] as usize
    }

    /// The bytes of Overlay Data that hold its own frame `idx`; the first and the last may belong to others too.
    fn data_bytes(&self, idx: u64) -> Range<u64> {
        let n = self.n_pixels() as u64;
        let first_bit = idx * n;
        first_bit / 8..(first_bit + n).div_ceil(8)
    }

    /// Whether the bits of its own frame `idx` are where they should be.
    fn is_there(&self, idx: u64, frame: Frame<'_>) -> bool {
        let layout = frame.layout;
        match self.place {
            Place::Data { offset, len, .. } => {
                let end = self.data_bytes(idx).end;
                // The header of a deflated file was inflated whole, and holds all values that it names.
                end <= len && (layout.is_deflated || offset + end <= layout.file_len)
            }
            Place::Bit(bit) => {
                bit < layout.shape.bits_allocated
                    && layout.shape.samples_per_pixel == 1
                    && words(layout, frame.pixels).len() >= self.n_pixels()
            }
        }
    }

    /// Which of its own frames lies over a frame of the image, from 0.
    fn frame_idx(&self, frame_number: u32) -> Option<u64> {
        match self.frames {
            None => Some(0),
            Some((first, n)) => {
                let idx = frame_number.checked_sub(first)?;
                (idx < n).then_some(u64::from(idx))
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float cast saturates; the place of an overlay that far away does not matter"
)]
fn place_from_1(place: f64) -> Option<i32> {
    place
        .is_finite()
        .then_some((place as i32).saturating_sub(1))
}

/// A frame of the image, with its decoded bytes.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) layout: &'a PixelLayout,
    pub(super) number: u32,
    /// Needed where overlays lie in the pixels.
    pub(super) pixels: &'a [u8],
}

impl<'a> Frame<'a> {
    /// The planes over it, each with the place of its own frame among its bits.
    fn sources(self) -> impl Iterator<Item = (&'a OverlaySource, u64)> {
        let sources = self.layout.overlays.iter();
        sources.filter_map(move |source| Some((source, source.frame_idx(self.number)?)))
    }
}

const CUT_SHORT: &str = "an overlay ends too early and is not shown";

/// The planes over a frame. A plane whose bits are cut short is left out and named.
pub(super) fn planes(
    frame: Frame<'_>,
    file: &File,
    path: &Path,
    remarks: &mut Vec<String>,
) -> Vec<OverlayPlane> {
    let mut planes = Vec::new();
    for (source, idx) in frame.sources() {
        match bits_of(source, idx, frame, file, path) {
            Some(bits) => planes.push(OverlayPlane {
                label: source.label.clone(),
                origin: source.origin,
                size: source.size,
                bits: Arc::new(bits),
            }),
            None => remarks.push(CUT_SHORT.to_owned()),
        }
    }
    planes
}

/// How many planes lie over a frame, of those that [`planes`] would read. Reads nothing.
pub(super) fn count(frame: Frame<'_>, remarks: &mut Vec<String>) -> usize {
    let mut n = 0;
    for (source, idx) in frame.sources() {
        if source.is_there(idx, frame) {
            n += 1;
        } else {
            remarks.push(CUT_SHORT.to_owned());
        }
    }
    n
}

fn bits_of(
    source: &OverlaySource,
    idx: u64,
    frame: Frame<'_>,
    file: &File,
    path: &Path,
) -> Option<Vec<bool>> {
    if !source.is_there(idx, frame) {
        return None;
    }
    let n = source.n_pixels();
    match source.place {
        Place::Data {
            offset, is_swapped, ..
        } => {
            let bytes = source.data_bytes(idx);
            let n_bytes = usize::try_from(bytes.end - bytes.start).ok()?;
            let mut read = if frame.layout.is_deflated {
                let inflated = inflate_file(path).ok()?;
                let start = usize::try_from(offset + bytes.start).ok()?;
                inflated.get(start..start.checked_add(n_bytes)?)?.to_vec()
            } else {
                let mut read = vec![0; n_bytes];
                file.read_exact_at(&mut read, offset + bytes.start).ok()?;
                read
            };
            if is_swapped {
                read.chunks_exact_mut(2).for_each(|pair| pair.swap(0, 1));
            }
            Some(unpack(&read, idx * n as u64 % 8, n).collect())
        }
        Place::Bit(bit) => {
            let words = words(frame.layout, frame.pixels).take(n);
            Some(words.map(|word| word >> bit & 1 == 1).collect())
        }
    }
}
