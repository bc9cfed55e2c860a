//! A small picture of a series: its middle frame, in the first window of the file or in colour. Nothing to read images by.

use overread_dicom::{LoadedFrame, Series, load_frame};
use overread_image::{RgbImage, Voi, Window};

/// The longest side, pixels.
const LONGEST: u32 = 128;

/// The picture as a PNG; `None` if the middle frame cannot be decoded.
pub(super) fn png_of(series: &Series) -> Option<Vec<u8>> {
    let frame = series.frames.get(series.frames.len() / 2)?;
    let loaded = load_frame(frame).ok()?;
    let size = loaded.image.geometry().size;
    let scale = f64::from(size[0].max(size[1])) / f64::from(LONGEST);
    let side = |n: u32| from_f64((f64::from(n) / scale).round()).clamp(1, LONGEST);
    let (width, height) = if scale <= 1.0 {
        (size[0], size[1])
    } else {
        (side(size[0]), side(size[1]))
    };
    let (from, to) = ([size[0], size[1]], [width, height]);
    let (kind, pixels) = match &loaded.colour {
        Some(colour) if colour.size() == from => {
            (png::ColorType::Rgb, colour_pixels(colour, from, to)?)
        }
        _ => (png::ColorType::Grayscale, grey_pixels(&loaded, from, to)?),
    };
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, width, height);
    encoder.set_color(kind);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(png)
}

/// The mean of the pixels that fall on each pixel of the picture, then its grey.
fn grey_pixels(loaded: &LoadedFrame, from: [u32; 2], to: [u32; 2]) -> Option<Vec<u8>> {
    let voi = voi_of(loaded)?;
    let means = means(from, to, |x, y| loaded.image.value_at(x, y, 0))?;
    let grey = |value: f32| {
        let grey = voi.grey(value);
        byte(255.0 * if loaded.is_inverted { 1.0 - grey } else { grey })
    };
    Some(means.into_iter().map(grey).collect())
}

/// The mean colour of the pixels that fall on each pixel of the picture.
fn colour_pixels(image: &RgbImage, from: [u32; 2], to: [u32; 2]) -> Option<Vec<u8>> {
    let channel = |channel: usize| {
        means(from, to, |x, y| {
            let idx = y as usize * from[0] as usize + x as usize;
            image
                .pixels()
                .get(idx)
                .map(|pixel| f32::from(pixel[channel]))
        })
    };
    let (red, green, blue) = (channel(0)?, channel(1)?, channel(2)?);
    let colours = red.into_iter().zip(green).zip(blue);
    Some(
        colours
            .flat_map(|((red, green), blue)| [byte(red), byte(green), byte(blue)])
            .collect(),
    )
}

/// The means of the values that fall on each pixel, row by row; `None` if a value is missing.
fn means(
    from: [u32; 2],
    to: [u32; 2],
    value_at: impl Fn(u32, u32) -> Option<f32>,
) -> Option<Vec<f32>> {
    let span = |idx: u32, axis: usize| {
        let at = |idx: u32| {
            let place = u64::from(idx) * u64::from(from[axis]) / u64::from(to[axis].max(1));
            u32::try_from(place).unwrap_or(u32::MAX)
        };
        at(idx)..at(idx + 1).max(at(idx) + 1)
    };
    let mut means = Vec::with_capacity(to[0] as usize * to[1] as usize);
    for row in 0..to[1] {
        for column in 0..to[0] {
            let (mut sum, mut n) = (0.0_f32, 0.0_f32);
            for y in span(row, 1) {
                for x in span(column, 0) {
                    sum += value_at(x, y)?;
                    n += 1.0;
                }
            }
            means.push(sum / n.max(1.0));
        }
    }
    Some(means)
}

/// The first window of the file, or the whole range of values.
fn voi_of(loaded: &LoadedFrame) -> Option<Voi> {
    if let Some(first) = loaded.vois.first() {
        return Some(first.voi.clone());
    }
    let values = loaded.image.samples().iter();
    let (least, greatest) = values.fold((i16::MAX, i16::MIN), |(least, greatest), &sample| {
        (least.min(sample), greatest.max(sample))
    });
    let rescale = loaded.image.rescale();
    let (low, high) = (rescale.value(least), rescale.value(greatest));
    let window = Window::linear((low + high) / 2.0 + 0.5, (high - low).abs() + 1.0).ok()?;
    Some(Voi::from(window))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=255"
)]
fn byte(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a side of a picture, checked by the caller"
)]
fn from_f64(number: f64) -> u32 {
    number.clamp(0.0, f64::from(u32::MAX)) as u32
}
