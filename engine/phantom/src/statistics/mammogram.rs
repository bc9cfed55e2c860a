//! Mammograms measured: glandular share by density, and the power law of the texture.

use overread_base::{FactValue, PhantomKind, Seed};

use super::spectrum::{Taper, exponent, patch, radial_power};
use super::{Found, density};
use crate::case::{CaseRequest, Phantom};
use crate::error::PhantomError;
use crate::num::index_in;

/// The frequencies over which the power law is read, per mm.
const BAND: (f64, f64) = (0.15, 0.7);

pub(super) fn measure(seed: Seed) -> Result<Found, PhantomError> {
    let phantom = Phantom::plan(&CaseRequest::new(PhantomKind::Mammography, seed))?;
    let study = phantom.study();
    let mut found = Found::new();
    let share = study.truth.facts.iter().find_map(|fact| match &fact.value {
        FactValue::Number { value, .. } if fact.code.value == "glandular-share" => Some(*value),
        FactValue::Number { .. }
        | FactValue::Present(_)
        | FactValue::Category(_)
        | FactValue::Parts(_) => None,
    });
    let row = match density(study).as_deref() {
        Some("a") => Some("share-a"),
        Some("b") => Some("share-b"),
        Some("c") => Some("share-c"),
        Some("d") => Some("share-d"),
        _ => None,
    };
    if let (Some(row), Some(share)) = (row, share) {
        found.push((row, share));
    }
    for (idx, series) in study.series.iter().enumerate() {
        let [width, height, _] = series.geometry.size.map(|n| n as usize);
        let samples: Vec<f32> = phantom.render(idx, 0).into_iter().map(f32::from).collect();
        if let Some(beta) = beta(&samples, [width, height], series.geometry.spacing.x) {
            found.push(("beta", beta));
        }
    }
    Ok(found)
}

/// The exponent in a patch of 25 mm about the middle of the breast.
fn beta(samples: &[f32], [width, height]: [usize; 2], pixel_mm: f64) -> Option<f64> {
    // A power of two of pixels that is about 25 mm.
    let side = (1..=9)
        .map(|k| 1usize << k)
        .rfind(|&side| side as f64 * pixel_mm <= 28.0)?;
    let most = samples.iter().copied().fold(0.0f32, f32::max);
    let is_breast = |i: &usize| samples[*i] > 0.08 * most;
    let inside: Vec<usize> = (0..samples.len()).filter(is_breast).collect();
    let n = inside.len().max(1) as f32;
    let middle = |of: fn(usize, usize) -> usize| {
        inside.iter().map(|&i| of(i, width) as f32).sum::<f32>() / n
    };
    let corner =
        |middle: f32, size: usize| index_in(middle - side as f32 / 2.0, size.saturating_sub(side));
    let at = [
        corner(middle(|i, w| i % w), width),
        corner(middle(|i, w| i / w), height),
    ];
    let patch = patch(samples, width, at, side)?;
    let n_breast = patch.iter().filter(|&&v| v > 0.08 * most).count();
    if n_breast * 100 < patch.len() * 99 {
        return None;
    }
    let power = radial_power(&patch, side, Taper::Hann);
    exponent(&power, side, pixel_mm, BAND)
}
