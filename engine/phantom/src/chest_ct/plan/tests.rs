//! Truth equals geometry, and every wrong request is refused by name.

use overread_base::NoduleType;

use super::*;
use crate::chest_ct::params::Place;
use crate::chest_ct::random_nodules;

fn at(x: f64, y: f64, z: f64, diameter_mm: f64) -> NoduleSpec {
    NoduleSpec {
        place: Place::At(Vec3::new(x, y, z)),
        irregularity: Some(0.1),
        ..NoduleSpec::anywhere(diameter_mm, NoduleType::Solid)
    }
}

/// Positions of the voxels set in a mask.
fn voxels(mask: &MaskRle) -> Vec<[f64; 3]> {
    let [nx, ny, _] = mask.geometry.size.map(u64::from);
    let (mut out, mut idx) = (Vec::new(), 0u64);
    for (i, &run) in mask.runs.iter().enumerate() {
        for v in idx..idx + u64::from(run) {
            if i % 2 == 1 {
                out.push([(v % nx) as f64, (v / nx % ny) as f64, (v / nx / ny) as f64]);
            }
        }
        idx += u64::from(run);
    }
    assert_eq!(idx, mask.geometry.voxel_count(), "runs cover the grid");
    out
}

#[track_caller]
fn refused(params: &ChestCtParams, nodules: &[NoduleSpec], expected: &[&str]) {
    let error = plan(Seed(3), params, nodules).unwrap_err();
    let found: Vec<String> = error.faults.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            found.contains(expected),
            "{found} should contain {expected}"
        );
    }
}

#[track_caller]
fn mask_is_the_sphere_of_equal_volume(seed: u64, diameter_mm: f64, nodule_type: NoduleType) {
    let params = ChestCtParams {
        slices: 256,
        slice_thickness_mm: 1.25,
        increment_mm: 1.25,
        ..ChestCtParams::default()
    };
    let spec = NoduleSpec {
        irregularity: Some(0.2),
        ..NoduleSpec::anywhere(diameter_mm, nodule_type)
    };
    let plan = plan(Seed(seed), &params, &[spec]).unwrap();
    let truth = plan.truth();
    let lesion = &truth.lesions[0];
    let mask = lesion.mask.as_ref().unwrap();
    let spacing = mask.geometry.spacing;
    let found = mask.voxel_count() as f64 * spacing.x * spacing.y * spacing.z;
    let wanted = std::f64::consts::PI / 6.0 * diameter_mm.powi(3);
    assert!(
        (found / wanted - 1.0).abs() < 0.02,
        "seed {seed}: mask {found:.0} mm³, sphere {wanted:.0} mm³"
    );
    let set = voxels(mask);
    let middle = plan.geometry().voxel_from_patient(lesion.centre).to_array();
    for axis in 0..3 {
        let mean = set.iter().map(|v| v[axis]).sum::<f64>() / set.len() as f64;
        assert!(
            (mean - middle[axis]).abs() < 0.2,
            "seed {seed}, axis {axis}: mask {mean}, centre {}",
            middle[axis]
        );
    }
    let side = if lesion.centre.x < 0.0 {
        Laterality::Right
    } else {
        Laterality::Left
    };
    assert_eq!(lesion.laterality, Some(side));
    assert_eq!(lesion.nodule_type, Some(nodule_type));
}

#[test]
fn masks_hold_the_wanted_volume() {
    mask_is_the_sphere_of_equal_volume(1, 14.0, NoduleType::Solid);
    mask_is_the_sphere_of_equal_volume(2, 20.0, NoduleType::PartSolid);
    mask_is_the_sphere_of_equal_volume(3, 17.0, NoduleType::GroundGlass);
}

#[test]
fn lobes_are_kept() {
    for lobe in Lobe::ALL {
        let spec = NoduleSpec {
            place: Place::Lobe(lobe),
            ..NoduleSpec::anywhere(8.0, NoduleType::Solid)
        };
        let params = ChestCtParams {
            size: 64,
            ..ChestCtParams::default()
        };
        let plan = plan(Seed(5), &params, &[spec]).unwrap();
        assert_eq!(plan.lobes(), [lobe]);
        let right = lobe.index() < 3;
        assert_eq!(plan.truth().lesions[0].centre.x < 0.0, right, "{lobe:?}");
    }
}

#[test]
fn faults_are_named() {
    let good = ChestCtParams {
        size: 64,
        ..ChestCtParams::default()
    };
    refused(
        &good,
        &[at(0.0, 0.0, -80.0, 8.0)],
        &["nodule 0: centre [0.0, 0.0, -80.0] mm lies"],
    );
    refused(
        &good,
        &[at(-80.0, 0.0, -40.0, 59.0), at(900.0, 0.0, 0.0, 8.0)],
        &[
            "nodule 0: 59 mm are too large",
            "nodule 1: centre [900.0, 0.0, 0.0] mm lies outside the scan",
        ],
    );
    refused(
        &good,
        &[at(-80.0, 0.0, -40.0, 9.0), at(-82.0, 3.0, -40.0, 9.0)],
        &["nodule 1 touches nodule 0"],
    );
    refused(
        &good,
        &[NoduleSpec::anywhere(f64::NAN, NoduleType::Solid)],
        &["nodule 0: diameter_mm must be 2 to 60, found NaN"],
    );
    let thin = ChestCtParams {
        slices: 1,
        ..good.clone()
    };
    refused(
        &thin,
        &[NoduleSpec::anywhere(9.0, NoduleType::Solid)],
        &["nodule 0: no free place of 9 mm"],
    );
    let wrong = ChestCtParams {
        size: 4,
        dose_mas: -1.0,
        ..good
    };
    refused(
        &wrong,
        &[],
        &[
            "size must be 16 to 1024, found 4",
            "dose_mas must be 5 to 2000, found -1",
        ],
    );
}

#[test]
fn random_nodules_fit_a_course() {
    let specs = random_nodules(Seed(8), 40);
    assert_eq!(specs.len(), 40);
    assert!(specs.iter().all(|s| (4.0..=25.0).contains(&s.diameter_mm)));
    assert_eq!(specs, random_nodules(Seed(8), 40));
    assert_eq!(
        specs[..5],
        random_nodules(Seed(8), 5)[..],
        "a longer list starts with the shorter"
    );
}

#[test]
fn patients_are_marked_synthetic() {
    let plan = plan(Seed(1), &ChestCtParams::small(), &[]).unwrap();
    assert!(plan.patient().name.starts_with("SYNTHETIC-"));
    assert!(plan.truth().lesions.is_empty());
}

#[test]
fn the_ground_of_a_plan_is_its_truth_and_grid() {
    let params = ChestCtParams {
        slices: 40,
        ..ChestCtParams::default()
    };
    for seed in [3, 77] {
        let nodules = random_nodules(Seed(seed), 3);
        let whole = plan(Seed(seed), &params, &nodules).unwrap();
        let (truth, grid) = ground(Seed(seed), &params, &nodules).unwrap();
        assert_eq!((truth, &grid), (whole.truth(), whole.geometry()));
    }
}
