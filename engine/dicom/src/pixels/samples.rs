//! Decoded bytes of a frame to 16-bit samples and colours. No files.

use super::bits::unpack;
use super::colour::{ColourSpace, luminance};
use super::{PixelLayout, padding};

/// Grey samples of at most 16 stored bits; returns how many pixels there were.
pub(super) fn grey(
    layout: &PixelLayout,
    bytes: &[u8],
    frame_number: u32,
    out: &mut [i16],
) -> usize {
    let shape = layout.shape;
    let offset = layout.stored_offset();
    if shape.bits_allocated == 1 {
        let first = u64::from(frame_number - 1) * shape.n_samples() as u64 % 8;
        let first = if layout.len.is_some() { first } else { 0 };
        let bits = unpack(bytes, first, out.len());
        return fill(out, bits.map(i16::from));
    }
    let value = Unpack::new(layout);
    let Some(lut) = &layout.modality_lut else {
        return match shape.bits_allocated {
            8 => fill(
                out,
                bytes
                    .iter()
                    .map(|&b| saturate(value.of(u32::from(b)) - offset)),
            ),
            16 if value.is_whole_word() => {
                let flip = if offset == 0 { 0 } else { i16::MIN };
                fill(
                    out,
                    bytes
                        .chunks_exact(2)
                        .map(|c| i16::from_le_bytes([c[0], c[1]]) ^ flip),
                )
            }
            _ => fill(
                out,
                words(layout, bytes).map(|w| saturate(value.of(w) - offset)),
            ),
        };
    };
    let padded = padding::of_stored(layout).zip(padding::of_samples(layout));
    fill(
        out,
        words(layout, bytes).map(|w| {
            let stored = value.of(w);
            match padded {
                Some(((low, high), (reserved, _))) if low <= stored && stored <= high => reserved,
                _ => saturate(i32::from(lut.entry(stored)) - offset),
            }
        }),
    )
}

/// Colours of a frame of three components or of a palette, with its luminance as samples; pixels that are not there are
/// black. Returns how many pixels there were.
pub(super) fn colour(
    layout: &PixelLayout,
    bytes: &[u8],
    space: ColourSpace,
    out: &mut [i16],
) -> (usize, Vec<[u8; 3]>) {
    let value = Unpack::new(layout);
    let mut pixels = Vec::with_capacity(out.len());
    if layout.shape.samples_per_pixel == 1 {
        let Some(palette) = &layout.palette else {
            return (0, vec![[0; 3]; out.len()]);
        };
        let stored = words(layout, bytes).map(|w| value.of(w));
        for (to, stored) in out.iter_mut().zip(stored) {
            let pixel = palette.colour(stored);
            *to = saturate(luminance(pixel.map(i32::from)));
            pixels.push(pixel);
        }
    } else {
        let bits = u32::from(layout.shape.bits_stored.max(1));
        let to_byte = |c: i32| {
            let byte = if bits >= 8 {
                c >> (bits - 8)
            } else {
                c * 255 / ((1 << bits) - 1)
            };
            u8::try_from(byte.clamp(0, 255)).unwrap_or(255)
        };
        for (to, raw) in out.iter_mut().zip(Triples::new(layout, bytes)) {
            let rgb = space.rgb(raw.map(|w| value.of(w)), bits);
            *to = saturate(luminance(rgb));
            pixels.push(rgb.map(to_byte));
        }
    }
    let n_whole = pixels.len();
    pixels.resize(out.len(), [0; 3]);
    (n_whole, pixels)
}

fn fill(out: &mut [i16], samples: impl Iterator<Item = i16>) -> usize {
    let mut n = 0;
    for (to, sample) in out.iter_mut().zip(samples) {
        *to = sample;
        n += 1;
    }
    n
}

/// Allocated words as numbers.
pub(super) fn words<'a>(
    layout: &PixelLayout,
    bytes: &'a [u8],
) -> impl ExactSizeIterator<Item = u32> + 'a {
    let width = usize::from(layout.shape.bits_allocated / 8).max(1);
    bytes.chunks_exact(width).map(word)
}

fn word(raw: &[u8]) -> u32 {
    match *raw {
        [a] => u32::from(a),
        [a, b] => u32::from(u16::from_le_bytes([a, b])),
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

/// The components of the pixels, interleaved or plane by plane.
struct Triples<'a> {
    bytes: &'a [u8],
    width: usize,
    /// Bytes from one pixel to the next, and from one component to the next.
    steps: (usize, usize),
    idx: usize,
}

impl<'a> Triples<'a> {
    fn new(layout: &PixelLayout, bytes: &'a [u8]) -> Self {
        let width = usize::from(layout.shape.bits_allocated / 8).max(1);
        let is_native_planar =
            layout.is_planar && layout.len.is_some() && !layout.photometric.ends_with("_422");
        let plane = layout.shape.n_samples() / 3 * width;
        let steps = if is_native_planar {
            (width, plane)
        } else {
            (3 * width, width)
        };
        Self {
            bytes,
            width,
            steps,
            idx: 0,
        }
    }
}

impl Iterator for Triples<'_> {
    type Item = [u32; 3];

    fn next(&mut self) -> Option<[u32; 3]> {
        let at = self.idx * self.steps.0;
        self.idx += 1;
        let component = |c: usize| {
            let at = at + c * self.steps.1;
            self.bytes.get(at..at + self.width).map(word)
        };
        let first = component(0)?;
        // A planar frame that is cut short lacks its last planes only.
        match (component(1), component(2)) {
            (Some(second), Some(third)) => Some([first, second, third]),
            _ if self.steps.1 > self.steps.0 => Some([first; 3]),
            _ => None,
        }
    }
}

/// Stored bits out of allocated ones.
#[derive(Clone, Copy)]
pub(super) struct Unpack {
    shift: u32,
    mask: u32,
    sign: u32,
    bits_allocated: u16,
}

impl Unpack {
    pub(super) fn new(layout: &PixelLayout) -> Self {
        let bits = u32::from(layout.shape.bits_stored).clamp(1, 32);
        Self {
            shift: u32::from(layout.high_bit + 1 - layout.shape.bits_stored).min(31),
            mask: u32::MAX >> (32 - bits),
            sign: if layout.is_signed { 1 << (bits - 1) } else { 0 },
            bits_allocated: layout.shape.bits_allocated,
        }
    }

    fn is_whole_word(self) -> bool {
        self.bits_allocated == 16 && self.mask == 0xFFFF
    }

    /// The stored value of at most 16 bits.
    fn of(self, word: u32) -> i32 {
        i32::try_from(self.wide(word)).unwrap_or(0)
    }

    /// The stored value.
    pub(super) fn wide(self, word: u32) -> i64 {
        let value = (word >> self.shift) & self.mask;
        i64::from(value ^ self.sign) - i64::from(self.sign)
    }
}

fn saturate(value: i32) -> i16 {
    i16::try_from(value).unwrap_or(if value < 0 { i16::MIN } else { i16::MAX })
}
