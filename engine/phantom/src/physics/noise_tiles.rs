//! Quantum noise with a kernel's spectrum, periodic in the plane. Where it is strong: `ct_noise`.

use overread_base::Seed;
use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlannerScalar};

use crate::num::{lerp, to_f32};
use crate::physics::kernel::{Kernel, apodisation};

/// Noise tiles made for a study; each slice takes one, shifted by its own amount.
pub(crate) const TILES: usize = 10;

fn spectrum(kernel: Kernel, per_mm: f32) -> f32 {
    let rows = apodisation(kernel);
    let at = per_mm / 0.95 * 4.0;
    if at >= 4.0 {
        return 0.0;
    }
    let low = crate::num::index_in(at, 3);
    let h = lerp(rows[low], rows[low + 1], at - low as f32);
    // NPS is f H²; the amplitude is its root.
    per_mm.sqrt() * h
}

/// Tiles of `side` x `side` noise values of variance 1.
pub(crate) fn tiles(seed: Seed, side: usize, pixel_mm: f32, kernel: Kernel) -> Vec<Vec<f32>> {
    let fft = FftPlannerScalar::<f32>::new().plan_fft_inverse(side);
    let frequency: Vec<f32> = (0..side)
        .map(|i| i.min(side - i) as f32 / (side as f32 * pixel_mm))
        .collect();
    let mut tiles = Vec::with_capacity(TILES);
    for pair in 0..TILES.div_ceil(2) {
        let mut rng = seed.index(pair as u64).rng();
        let mut plane = Vec::with_capacity(side * side);
        for &fy in &frequency {
            for &fx in &frequency {
                let amplitude = spectrum(kernel, (fx * fx + fy * fy).sqrt());
                let mut draw = || to_f32(rng.unit() + rng.unit() + rng.unit() - 1.5);
                plane.push(Complex::new(amplitude * draw(), amplitude * draw()));
            }
        }
        inverse_2d(&mut plane, side, fft.as_ref());
        tiles.push(unit_variance(plane.iter().map(|c| c.re).collect()));
        tiles.push(unit_variance(plane.iter().map(|c| c.im).collect()));
    }
    tiles
}

fn inverse_2d(plane: &mut [Complex<f32>], side: usize, fft: &dyn Fft<f32>) {
    let mut scratch = vec![Complex::default(); fft.get_inplace_scratch_len()];
    for _ in 0..2 {
        fft.process_with_scratch(plane, &mut scratch);
        for y in 0..side {
            for x in 0..y {
                plane.swap(y * side + x, x * side + y);
            }
        }
    }
}

fn unit_variance(mut values: Vec<f32>) -> Vec<f32> {
    let power = values
        .iter()
        .map(|&v| f64::from(v) * f64::from(v))
        .sum::<f64>()
        / values.len() as f64;
    let scale = to_f32(1.0 / power.max(1e-30).sqrt());
    for v in &mut values {
        *v *= scale;
    }
    values
}
