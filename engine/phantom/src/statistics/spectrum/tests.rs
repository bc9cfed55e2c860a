//! Spectra of patches whose spectrum is known.

use overread_base::Seed;

use super::*;

const SIDE: usize = 64;

fn wave(cycles: f32) -> Vec<f32> {
    let row =
        (0..SIDE).map(|x| libm::sinf(std::f32::consts::TAU * cycles * x as f32 / SIDE as f32));
    let row: Vec<f32> = row.collect();
    row.repeat(SIDE)
}

#[test]
fn a_wave_has_its_power_at_its_frequency() {
    let power = radial_power(&wave(12.0), SIDE, Taper::None);
    let ring = (0..power.len())
        .max_by(|&a, &b| power[a].total_cmp(&power[b]))
        .unwrap();
    assert_eq!(ring + 1, 12);
    // 12 cycles in 64 pixels of 0.5 mm.
    let peak = peak_per_mm(&power, SIDE, 0.5).unwrap();
    assert!((peak - 0.375).abs() < 0.07, "{peak}");
}

#[test]
fn white_noise_is_flat_and_its_spread_is_measured() {
    let mut rng = Seed(3).rng();
    let noise: Vec<f32> = (0..SIDE * SIDE)
        .map(|_| crate::num::to_f32(rng.normal()))
        .collect();
    assert!((sd(&noise) - 1.0).abs() < 0.04);
    let power = radial_power(&noise, SIDE, Taper::None);
    let beta = exponent(&power, SIDE, 1.0, (0.05, 0.5)).unwrap();
    assert!(beta.abs() < 0.25, "{beta}");
}

#[test]
fn a_patch_lies_where_it_is_asked_for_or_is_none() {
    let image: Vec<f32> = (0..20).map(|i| i as f32).collect();
    assert_eq!(
        patch(&image, 5, [1, 2], 2),
        Some(vec![11.0, 12.0, 16.0, 17.0])
    );
    assert_eq!(patch(&image, 5, [4, 0], 2), None);
    assert_eq!(patch(&image, 5, [0, 3], 2), None);
}
