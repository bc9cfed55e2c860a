//! Pixel Padding Value and Range Limit (PS3.3 C.7.5.1.1.2): which stored values, and which samples, stand for none.

use super::PixelLayout;

/// The padded range of stored values; whole numbers of at most 16 bits.
pub(super) fn of_stored(layout: &PixelLayout) -> Option<(i32, i32)> {
    let (low, high) = layout.padding?;
    Some((whole(low)?, whole(high)?))
}

/// The padded range of samples of at most 16 stored bits. Under a Modality LUT it is one sample that no entry maps to;
/// where there is none, padding is not told apart.
pub(super) fn of_samples(layout: &PixelLayout) -> Option<(i16, i16)> {
    if layout.is_wide() || layout.is_colour() {
        return None;
    }
    let (low, high) = of_stored(layout)?;
    let Some(lut) = &layout.modality_lut else {
        let sample = |stored: i32| i16::try_from(stored - layout.stored_offset()).ok();
        return sample(low).zip(sample(high));
    };
    let mut is_used = vec![false; 65_536];
    for &entry in &lut.entries {
        is_used[usize::from(entry)] = true;
    }
    let free = is_used.iter().position(|&used| !used)?;
    let free = i32::try_from(free).unwrap_or(0) - layout.stored_offset();
    let free = i16::try_from(free).ok()?;
    Some((free, free))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "checked to be a whole number of 16 bits"
)]
fn whole(number: f64) -> Option<i32> {
    ((-32_768.0..=65_535.0).contains(&number) && number.fract() == 0.0).then_some(number as i32)
}
