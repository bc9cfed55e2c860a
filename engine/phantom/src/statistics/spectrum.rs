//! Power spectra of square patches.

use rustfft::FftPlannerScalar;
use rustfft::num_complex::Complex;

/// Standard deviation.
pub(super) fn sd(values: &[f32]) -> f64 {
    let n = values.len().max(1) as f64;
    let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
    let sum = values
        .iter()
        .map(|&v| (f64::from(v) - mean) * (f64::from(v) - mean));
    (sum.sum::<f64>() / n).sqrt()
}

/// Whether the rim of a patch is faded out, so that its edges make no power of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taper {
    /// For noise.
    None,
    /// For textures: a window after Hann.
    Hann,
}

/// Mean power by spatial frequency in cycles a patch, from 1 to half of `side`; the patch has `side` x `side` pixels.
pub(super) fn radial_power(patch: &[f32], side: usize, taper: Taper) -> Vec<f64> {
    let mean = patch.iter().sum::<f32>() / patch.len().max(1) as f32;
    let weight = |i: usize| match taper {
        Taper::None => 1.0,
        Taper::Hann => {
            let angle = std::f32::consts::TAU * (i as f32 + 0.5) / side as f32;
            0.5 - 0.5 * libm::cosf(angle)
        }
    };
    let mut plane: Vec<Complex<f32>> = patch
        .iter()
        .enumerate()
        .map(|(i, &v)| Complex::new((v - mean) * weight(i % side) * weight(i / side), 0.0))
        .collect();
    let fft = FftPlannerScalar::<f32>::new().plan_fft_forward(side);
    for _ in 0..2 {
        fft.process(&mut plane);
        plane = (0..side * side)
            .map(|i| plane[(i % side) * side + i / side])
            .collect();
    }
    let mut rings = vec![(0.0f64, 0u32); side / 2 + 1];
    for (i, value) in plane.iter().enumerate() {
        let away = |at: usize| at.min(side - at) as f32;
        let (fx, fy) = (away(i % side), away(i / side));
        let ring = crate::num::index_in((fx * fx + fy * fy).sqrt() + 0.5, side);
        if let Some((sum, n)) = rings.get_mut(ring) {
            *sum += f64::from(value.norm_sqr());
            *n += 1;
        }
    }
    let mean = |&(sum, n): &(f64, u32)| sum / f64::from(n.max(1));
    rings.iter().skip(1).map(mean).collect()
}

/// The frequency with the greatest power after smoothing over five rings, cycles per mm.
pub(super) fn peak_per_mm(power: &[f64], side: usize, pixel_mm: f64) -> Option<f64> {
    let smooth = |i: usize| {
        let near = &power[i.saturating_sub(2)..(i + 3).min(power.len())];
        near.iter().sum::<f64>() / near.len() as f64
    };
    let ring = (0..power.len()).max_by(|&a, &b| smooth(a).total_cmp(&smooth(b)))?;
    Some((ring + 1) as f64 / (side as f64 * pixel_mm))
}

/// The exponent beta of power = K / f^beta between two frequencies, per mm, by least squares of the logarithms.
pub(super) fn exponent(
    power: &[f64],
    side: usize,
    pixel_mm: f64,
    (low, high): (f64, f64),
) -> Option<f64> {
    let points: Vec<(f64, f64)> = power
        .iter()
        .enumerate()
        .map(|(i, &p)| ((i + 1) as f64 / (side as f64 * pixel_mm), p))
        .filter(|&(f, p)| (low..=high).contains(&f) && p > 0.0)
        .map(|(f, p)| (libm::log(f), libm::log(p)))
        .collect();
    if points.len() < 3 {
        return None;
    }
    let n = points.len() as f64;
    let (mx, my) = (
        points.iter().map(|p| p.0).sum::<f64>() / n,
        points.iter().map(|p| p.1).sum::<f64>() / n,
    );
    let over: f64 = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
    let under: f64 = points.iter().map(|p| (p.0 - mx) * (p.0 - mx)).sum();
    (under > 0.0).then(|| -over / under)
}

/// A square patch out of an image; `None` where it does not fit.
pub(super) fn patch(
    image: &[f32],
    width: usize,
    [left, top]: [usize; 2],
    side: usize,
) -> Option<Vec<f32>> {
    if left + side > width {
        return None;
    }
    let mut patch = Vec::with_capacity(side * side);
    for y in top..top + side {
        patch.extend_from_slice(image.get(y * width + left..y * width + left + side)?);
    }
    Some(patch)
}

#[cfg(test)]
mod tests;
