//! Slices of different rescale or padding brought to one. No reading.

use overread_image::Rescale;

/// What the samples of one slice mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Meaning {
    pub(super) rescale: Rescale,
    /// The samples that stand for no value, least and most.
    pub(super) padding: Option<(i16, i16)>,
}

impl Meaning {
    fn is_padding(&self, sample: i16) -> bool {
        self.padding
            .is_some_and(|(low, high)| low <= sample && sample <= high)
    }
}

/// Brings slices of `n_slice` samples to one meaning: the finest slope that holds all values in 16 bits. Where slices
/// differ in padding, theirs becomes the first one's.
pub(super) fn unify(
    samples: &mut [i16],
    n_slice: usize,
    slices: &[Meaning],
    warnings: &mut Vec<String>,
) -> Meaning {
    let Some(&first) = slices.first() else {
        return Meaning {
            rescale: Rescale::IDENTITY,
            padding: None,
        };
    };
    if slices.iter().all(|s| *s == first) {
        return first;
    }
    if slices.iter().all(|s| s.rescale == first.rescale) {
        return unify_padding(samples, n_slice, slices);
    }
    let common = common_rescale(samples, n_slice, slices);
    let has_padding = slices.iter().any(|s| s.padding.is_some());
    let lowest = if has_padding { i16::MIN + 1 } else { i16::MIN };
    for (slice, meaning) in samples.chunks_mut(n_slice).zip(slices) {
        for sample in slice {
            *sample = if meaning.is_padding(*sample) {
                i16::MIN
            } else {
                let value = meaning.rescale.value(*sample);
                super::nearest((value - common.intercept) / common.slope).max(lowest)
            };
        }
    }
    warnings.push(format!(
        "slices have different rescale values: all are brought to slope {}, intercept {}",
        common.slope, common.intercept
    ));
    Meaning {
        rescale: common,
        padding: has_padding.then_some((i16::MIN, i16::MIN)),
    }
}

fn unify_padding(samples: &mut [i16], n_slice: usize, slices: &[Meaning]) -> Meaning {
    let chosen = slices.iter().find(|s| s.padding.is_some());
    let common = chosen.copied().unwrap_or(slices[0]);
    let Some((low, _)) = common.padding else {
        return common;
    };
    for (slice, meaning) in samples.chunks_mut(n_slice).zip(slices) {
        if meaning.padding == common.padding {
            continue;
        }
        for sample in slice {
            if meaning.is_padding(*sample) {
                *sample = low;
            }
        }
    }
    common
}

fn common_rescale(samples: &[i16], n_slice: usize, slices: &[Meaning]) -> Rescale {
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    for (slice, meaning) in samples.chunks(n_slice).zip(slices) {
        let values = slice.iter().filter(|&&s| !meaning.is_padding(s));
        let (least, most) = values.fold((i16::MAX, i16::MIN), |(a, b), &s| (a.min(s), b.max(s)));
        if least > most {
            continue;
        }
        for value in [meaning.rescale.value(least), meaning.rescale.value(most)] {
            low = low.min(value);
            high = high.max(value);
        }
    }
    let first = slices[0].rescale;
    let finest = slices
        .iter()
        .map(|s| s.rescale.slope.abs())
        .fold(f32::INFINITY, f32::min);
    if low > high {
        return first;
    }
    let slope = finest.max((high - low) / 65_000.0);
    let fits_plain =
        low >= first.intercept - 32_767.0 * slope && high <= first.intercept + 32_767.0 * slope;
    let intercept = if fits_plain {
        first.intercept
    } else {
        low + 32_500.0 * slope
    };
    Rescale { slope, intercept }
}
