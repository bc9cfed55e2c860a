//! Pixels that do not fit in 16 bits, integer or floating point, brought into them with a rescale. No files.

use overread_image::Rescale;

use super::samples::{Unpack, words};
use super::{FrameExtras, Number, PixelLayout};

/// Samples of values lie within this of 0; `i16::MIN` stands for padding and for what is no number.
const REACH: f64 = 32_500.0;

/// The samples of a frame with their rescale: exact where the values are whole and span at most 65,000, else in 65,000
/// even steps from the least to the greatest, which a remark states. Returns how many pixels there were.
pub(super) fn samples(
    layout: &PixelLayout,
    bytes: &[u8],
    out: &mut [i16],
    extras: &mut FrameExtras,
) -> usize {
    let padding = layout.padding;
    let is_padding =
        |v: f64| !v.is_finite() || padding.is_some_and(|(low, high)| low <= v && v <= high);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values(layout, bytes).take(out.len()) {
        if !is_padding(value) {
            low = low.min(value);
            high = high.max(value);
        }
    }
    if low > high {
        // Nothing but padding.
        (low, high) = (0.0, 0.0);
    }
    let is_whole = layout.number == Number::Integer && high - low <= 2.0 * REACH;
    let step = if is_whole || high <= low {
        1.0
    } else {
        (high - low) / (2.0 * REACH)
    };
    // Rounded as the rescale keeps it, so that samples and rescale belong together.
    let slope = if f64::from(narrow(step)) > 0.0 && narrow(step).is_finite() {
        f64::from(narrow(step))
    } else {
        1.0
    };
    let wanted = if is_whole {
        low + REACH
    } else {
        (low + high) / 2.0
    };
    let middle = f64::from(narrow(
        wanted.clamp(f64::from(f32::MIN), f64::from(f32::MAX)),
    ));
    let mut n = 0;
    let mut n_none = 0_usize;
    for (to, value) in out.iter_mut().zip(values(layout, bytes)) {
        n += 1;
        *to = if is_padding(value) {
            n_none += 1;
            i16::MIN
        } else {
            nearest((value - middle) / slope)
        };
    }
    if !is_whole && high > low {
        extras.remarks.push(format!(
            "{} are brought into 16 bits: values are rounded to steps of {slope:.3e}",
            kind(layout)
        ));
    }
    extras.stored = Some(Rescale {
        slope: narrow(slope),
        intercept: narrow(middle),
    });
    extras.padding = (n_none > 0).then_some((i16::MIN, i16::MIN));
    n
}

fn kind(layout: &PixelLayout) -> String {
    match layout.number {
        Number::Integer => format!("pixels of {} bits", layout.shape.bits_stored),
        Number::Float => "floating point pixels".to_owned(),
        Number::Double => "double floating point pixels".to_owned(),
    }
}

fn values<'a>(layout: &PixelLayout, bytes: &'a [u8]) -> Box<dyn Iterator<Item = f64> + 'a> {
    match layout.number {
        Number::Integer => {
            let unpack = Unpack::new(layout);
            Box::new(words(layout, bytes).map(move |w| {
                // Exact: at most 33 bits.
                let value = unpack.wide(w);
                i32::try_from(value).map_or_else(
                    |_beyond| u32::try_from(value).map_or(0.0, f64::from),
                    f64::from,
                )
            }))
        }
        Number::Float => Box::new(
            bytes
                .chunks_exact(4)
                .map(|c| f64::from(f32::from_le_bytes([c[0], c[1], c[2], c[3]]))),
        ),
        Number::Double => Box::new(
            bytes
                .chunks_exact(8)
                .map(|c| f64::from_le_bytes([c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]])),
        ),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a rescale is kept in single precision throughout"
)]
fn narrow(number: f64) -> f32 {
    number as f32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to 16 bits without the value of padding"
)]
fn nearest(value: f64) -> i16 {
    (value + 0.5)
        .floor()
        .clamp(f64::from(i16::MIN + 1), f64::from(i16::MAX)) as i16
}
