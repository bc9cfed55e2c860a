//! Equal bits, tissues where they belong, noise as asked for, twins that differ only at the nodule.

use overread_base::{NoduleType, Seed, Vec3};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::*;
use crate::chest_ct::{ChestCtParams, NoduleSpec, Place, plan};

fn nodule() -> NoduleSpec {
    NoduleSpec {
        place: Place::At(Vec3::new(-82.0, 5.0, -45.0)),
        ..NoduleSpec::anywhere(16.0, NoduleType::Solid)
    }
}

#[test]
fn equal_seeds_give_equal_bits_on_any_thread() {
    let params = ChestCtParams::small();
    let specs = [NoduleSpec::anywhere(20.0, NoduleType::PartSolid)];
    let first = plan(Seed(7), &params, &specs).unwrap();
    let second = plan(Seed(7), &params, &specs).unwrap();
    let serial: Vec<Vec<i16>> = (0..8).map(|z| render_slice(&first, z)).collect();
    let parallel: Vec<Vec<i16>> = (0..8u32)
        .into_par_iter()
        .map(|z| render_slice(&second, z))
        .collect();
    assert_eq!(serial, parallel);
    let mut hash = Sha256::new();
    serial
        .iter()
        .flatten()
        .for_each(|hu| hash.update(hu.to_le_bytes()));
    let text: String = hash
        .finalize()
        .iter()
        .take(8)
        .map(|b| format!("{b:02x}"))
        .collect();
    // Changes only when the phantom is meant to look different; models trained on phantoms then need new figures.
    assert_eq!(text, "0cb0a6fe970ee1b6");
    assert!(render_slice(&first, 8).is_empty());
}

/// Mean HU of an organ away from its border, over a coarse whole chest.
fn organ_means(seed: u64) -> impl Fn(&[Organ], usize) -> f64 {
    let params = ChestCtParams {
        size: 256,
        slices: 16,
        increment_mm: 19.0,
        ..ChestCtParams::default()
    };
    let plan = plan(Seed(seed), &params, &[]).unwrap();
    let slices: Vec<(Vec<i16>, Vec<Organ>)> = (0..16u32)
        .into_par_iter()
        .map(|z| (render_slice(&plan, z), render_labels(&plan, z)))
        .collect();
    move |organs, margin| {
        let (mut sum, mut n) = (0.0, 0u32);
        for (hu, labels) in &slices {
            for y in margin..256 - margin {
                for x in margin..256 - margin {
                    let inside = (y - margin..=y + margin).all(|v| {
                        labels[v * 256 + x - margin..=v * 256 + x + margin]
                            .iter()
                            .all(|l| organs.contains(l))
                    });
                    if inside {
                        sum += f64::from(hu[y * 256 + x]);
                        n += 1;
                    }
                }
            }
        }
        assert!(n > 200, "{organs:?}: {n} voxels");
        sum / f64::from(n)
    }
}

const BLOOD: [Organ; 3] = [
    Organ::GreatVessel,
    Organ::AscendingAorta,
    Organ::PulmonaryTrunk,
];

#[test]
fn measured_organs_have_the_size_that_the_truth_states() {
    let params = ChestCtParams {
        size: 128,
        slices: 107,
        increment_mm: 3.0,
        slice_thickness_mm: 3.0,
        ..ChestCtParams::default()
    };
    let plan = plan(Seed(11), &params, &[]).unwrap();
    let labels: Vec<Vec<Organ>> = (0..params.slices)
        .into_par_iter()
        .map(|z| render_labels(&plan, z))
        .collect();
    let pixel_mm2 = params.pixel_mm() * params.pixel_mm();
    let areas_mm2 = |organ: Organ| -> Vec<f64> {
        let count = |slice: &Vec<Organ>| slice.iter().filter(|&&l| l == organ).count();
        labels.iter().map(|s| count(s) as f64 * pixel_mm2).collect()
    };
    // The ascending aorta stands nearly upright: its section is a little larger than a circle of its diameter.
    let largest = areas_mm2(Organ::AscendingAorta)
        .into_iter()
        .fold(0.0, f64::max);
    let circle = 0.25 * std::f64::consts::PI * plan.aorta_mm() * plan.aorta_mm();
    let ratio = largest / circle;
    assert!((0.85..1.8).contains(&ratio), "aorta {ratio:.2}");
    for organ in [
        Organ::PulmonaryTrunk,
        Organ::VertebralBody,
        Organ::Pericardium,
    ] {
        let total_ml = 3.0e-3 * areas_mm2(organ).into_iter().sum::<f64>();
        assert!(total_ml > 8.0, "{organ:?}: {total_ml:.1} mL");
    }
    // A thoracic body has some 7 to 25 mL, and some thirteen stand in the scan.
    let spine_ml = 3.0e-3 * areas_mm2(Organ::VertebralBody).into_iter().sum::<f64>();
    assert!((90.0..330.0).contains(&spine_ml), "spine {spine_ml:.0} mL");
}

#[test]
fn tissues_have_their_hu() {
    for seed in [1, 2] {
        let mean = organ_means(seed);
        let check = |organs: &[Organ], margin: usize, low: f64, high: f64| {
            let found = mean(organs, margin);
            assert!(
                (low..=high).contains(&found),
                "seed {seed}: {organs:?} {found:.1} HU, expected {low} to {high}"
            );
        };
        // Ranges: table values ± 1 SD between patients.
        check(&[Organ::Liver], 3, 47.0, 63.0);
        check(&[Organ::Heart], 3, 38.0, 52.0);
        check(&BLOOD, 3, 40.0, 47.0);
        check(&[Organ::SubcutaneousFat], 1, -113.0, -97.0);
        check(&[Organ::RightLung, Organ::LeftLung], 1, -870.0, -800.0);
    }
}

/// SD of the noise in a box around the middle of the picture.
fn noise_sd(params: &ChestCtParams) -> f64 {
    let plan = plan(Seed(4), params, &[]).unwrap();
    let (noisy, clean) = (render_slice(&plan, 0), render_slice_without_noise(&plan, 0));
    let side = params.size as usize;
    let middle = side / 2;
    let mut values = Vec::new();
    for y in middle - 40..middle + 40 {
        for x in middle - 60..middle + 60 {
            values.push(f64::from(noisy[y * side + x]) - f64::from(clean[y * side + x]));
        }
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    assert!(mean.abs() < 1.0, "noise has no mean, found {mean}");
    (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / values.len() as f64).sqrt()
}

#[test]
fn noise_follows_dose_thickness_and_kernel() {
    let params = ChestCtParams {
        slices: 1,
        centre_z_mm: -60.0,
        ..ChestCtParams::default()
    };
    let base = noise_sd(&params);
    assert!(
        (7.0..=20.0).contains(&base),
        "about 14 HU at 2.5 mm and 100 mAs, found {base:.1}"
    );
    let ratio = |changed: ChestCtParams| noise_sd(&changed) / base;
    let near = |found: f64, expected: f64| {
        assert!(
            (found / expected - 1.0).abs() < 0.05,
            "{found:.3} against {expected}"
        )
    };
    near(
        ratio(ChestCtParams {
            dose_mas: 400.0,
            ..params.clone()
        }),
        0.5,
    );
    near(
        ratio(ChestCtParams {
            slice_thickness_mm: 1.25,
            increment_mm: 1.25,
            ..params.clone()
        }),
        std::f64::consts::SQRT_2,
    );
    near(
        ratio(ChestCtParams {
            kernel: crate::Kernel::Lung,
            ..params.clone()
        }),
        2.35,
    );
}

#[test]
fn twins_differ_only_at_the_nodule() {
    let params = ChestCtParams {
        size: 256,
        slices: 16,
        centre_z_mm: -45.0,
        ..ChestCtParams::default()
    };
    let without = plan(Seed(6), &params, &[]).unwrap();
    let with = plan(Seed(6), &params, &[nodule()]).unwrap();
    let reach = f64::from(with.nodules[0].reach) + 6.0;
    let mut changed = 0;
    for z in 0..16u32 {
        let (a, b) = (render_slice(&without, z), render_slice(&with, z));
        for (idx, (a, b)) in a.iter().zip(&b).enumerate() {
            if a != b {
                changed += 1;
                let at = with.voxel_at(idx % 256, idx / 256, z as usize).to_vec3();
                let far = at - with.nodules[0].centre.to_vec3();
                let most = far.x.abs().max(far.y.abs()).max(far.z.abs());
                assert!(most < reach, "changed {most:.1} mm from the nodule");
            }
        }
    }
    assert!(changed > 500, "{changed} voxels changed");
}

#[test]
fn nodules_stand_out_as_asked() {
    let params = ChestCtParams {
        size: 256,
        slices: 16,
        centre_z_mm: -45.0,
        ..ChestCtParams::default()
    };
    let contrast = |nodule_type, attenuation_hu| {
        let spec = NoduleSpec {
            nodule_type,
            attenuation_hu: Some(attenuation_hu),
            irregularity: Some(0.1),
            ..nodule()
        };
        realised_contrast_hu(&plan(Seed(6), &params, &[spec]).unwrap(), 0).unwrap()
    };
    let solid = contrast(NoduleType::Solid, 40.0);
    assert!((700.0..=910.0).contains(&solid), "{solid:.0} HU");
    let haze = contrast(NoduleType::GroundGlass, -680.0);
    assert!((120.0..=240.0).contains(&haze), "{haze:.0} HU");
    let part = contrast(NoduleType::PartSolid, 20.0);
    assert!(
        haze < part && part < solid,
        "{haze:.0}, {part:.0}, {solid:.0} HU"
    );
}

/// Mean HU of a coarse slice through the middle of the lungs, and of great vessels there.
fn means_at_the_hila(seed: u64, enhancement_hu: f64) -> (f64, f64) {
    let params = ChestCtParams {
        size: 128,
        slices: 3,
        centre_z_mm: -14.0,
        increment_mm: 5.0,
        enhancement_hu,
        ..ChestCtParams::default()
    };
    let plan = plan(Seed(seed), &params, &[]).unwrap();
    let (hu, labels) = (
        render_slice_without_noise(&plan, 1),
        render_labels(&plan, 1),
    );
    let mean = |organs: &[Organ]| {
        let of: Vec<f64> = hu
            .iter()
            .zip(&labels)
            .filter(|(_, organ)| organs.contains(organ))
            .map(|(&hu, _)| f64::from(hu))
            .collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    (mean(&[Organ::RightLung, Organ::LeftLung]), mean(&BLOOD))
}

#[test]
fn contrast_medium_is_in_the_vessels_and_nowhere_in_the_anatomy() {
    for seed in [3, 4, 5] {
        let (plain_lung, plain) = means_at_the_hila(seed, 0.0);
        let (lung, enhanced) = means_at_the_hila(seed, 150.0);
        assert!(
            enhanced - plain > 80.0,
            "seed {seed}: vessels {plain:.0} and {enhanced:.0} HU"
        );
        assert!((0.0..60.0).contains(&(lung - plain_lung)), "seed {seed}");
    }
}

#[test]
fn slices_may_be_thin_or_thick_and_of_any_kernel() {
    for (thickness, kernel) in [
        (1.0, crate::Kernel::Lung),
        (3.0, crate::Kernel::Soft),
        (8.0, crate::Kernel::Standard),
    ] {
        let params = ChestCtParams {
            slice_thickness_mm: thickness,
            increment_mm: thickness,
            kernel,
            size: 64,
            slices: 4,
            ..ChestCtParams::default()
        };
        let plan = plan(Seed(12), &params, &[]).unwrap();
        for z in 0..4 {
            let slice = render_slice(&plan, z);
            let air = slice.iter().filter(|&&hu| hu < -700).count();
            let soft = slice
                .iter()
                .filter(|&&hu| (-200..200).contains(&hu))
                .count();
            assert_eq!(slice.len(), 64 * 64);
            assert!(air > 400 && soft > 400, "{thickness} mm: {air}, {soft}");
        }
    }
}
