//! A picture in memory: pixels, the most common colour of a part, and the inside of a quadrangle. Draws nothing.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

/// An RGB picture of 8 bits a channel.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    bytes: Vec<u8>,
}

impl Picture {
    /// Reads a PNG file of 8-bit RGB.
    #[track_caller]
    pub(crate) fn open(path: &Path) -> Self {
        let file = BufReader::new(File::open(path).unwrap());
        let mut reader = png::Decoder::new(file).read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut bytes).unwrap();
        let found = (frame.color_type, frame.bit_depth);
        assert_eq!(found, (png::ColorType::Rgb, png::BitDepth::Eight));
        Self {
            width: frame.width as usize,
            height: frame.height as usize,
            bytes,
        }
    }

    /// Writes it as a PNG file, as small as it gets.
    #[track_caller]
    pub(crate) fn write(&self, path: &Path) {
        let file = BufWriter::new(File::create(path).unwrap());
        let size = [self.width, self.height].map(|side| u32::try_from(side).unwrap());
        let mut encoder = png::Encoder::new(file, size[0], size[1]);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&self.bytes).unwrap();
        writer.finish().unwrap();
    }

    /// The colour of a pixel.
    pub(crate) fn at(&self, x: usize, y: usize) -> [u8; 3] {
        assert!(x < self.width && y < self.height, "pixel {x}, {y}");
        let first = (y * self.width + x) * 3;
        [0, 1, 2].map(|channel| self.bytes[first + channel])
    }

    /// Whether a colour like this (within `tolerance` in each channel) lies within `radius` pixels of a place.
    pub(crate) fn has_near(
        &self,
        at: [f64; 2],
        radius: usize,
        colour: [u8; 3],
        tolerance: u8,
    ) -> bool {
        let [x, y] = at.map(pixel);
        let rows = y.saturating_sub(radius)..(y + radius + 1).min(self.height);
        rows.into_iter().any(|row| {
            let columns = x.saturating_sub(radius)..(x + radius + 1).min(self.width);
            columns
                .into_iter()
                .any(|column| is_like(self.at(column, row), colour, tolerance))
        })
    }

    /// The pixels whose middles lie inside a convex quadrangle with corners in order.
    pub(crate) fn inside(&self, corners: &[[f64; 2]; 4]) -> Vec<[u8; 3]> {
        let mut found = Vec::new();
        for y in 0..self.height {
            for x in 0..self.width {
                let at = [x as f64 + 0.5, y as f64 + 0.5];
                let side = |idx: usize| {
                    let (a, b) = (corners[idx], corners[(idx + 1) % 4]);
                    (b[0] - a[0]) * (at[1] - a[1]) - (b[1] - a[1]) * (at[0] - a[0])
                };
                if (0..4).all(|idx| side(idx) > 0.0) {
                    found.push(self.at(x, y));
                }
            }
        }
        found
    }
}

/// The pixel that a place on the picture lies in; the first one if it lies before it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast rounds down and saturates, as wanted"
)]
pub(crate) fn pixel(at: f64) -> usize {
    at as usize
}

/// The colour that most of the pixels have.
pub(crate) fn most_common(pixels: &[[u8; 3]]) -> [u8; 3] {
    let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
    for pixel in pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.expect("a picture has pixels").0
}

/// Whether two colours differ by at most `tolerance` in each channel.
pub(crate) fn is_like(found: [u8; 3], expected: [u8; 3], tolerance: u8) -> bool {
    (0..3).all(|channel| found[channel].abs_diff(expected[channel]) <= tolerance)
}
