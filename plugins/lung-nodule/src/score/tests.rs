//! Cubes around candidates, and what the second network answers about them.

use overread_sdk::testing::FakeStudy;
use overread_sdk::{Geometry, Job};

use super::*;

fn at(x: f64, probability: f64, diameter_mm: f64) -> Nodule {
    Nodule {
        centre: vec3(x, 0.0, 0.0),
        diameter_mm,
        solid_part: 0.5,
        kind: NoduleKind::Solid,
        probability,
    }
}

#[test]
fn one_nodule_seen_twice_is_given_once() {
    let kept = distinct(vec![
        at(0.0, 0.5, 10.0),
        at(3.0, 0.9, 10.0),
        at(20.0, 0.7, 10.0),
    ]);
    let places: Vec<f64> = kept.iter().map(|nodule| nodule.centre.x).collect();
    assert_eq!(places, [3.0, 20.0]);
}

#[track_caller]
fn check_answer(answer: &[f32], centre_x: f64, diameter_mm: f64, kind: NoduleKind) {
    let found = nodule(answer, vec3(10.0, 20.0, 30.0), 1.25).unwrap();
    assert_eq!(
        (found.centre.x, found.diameter_mm, found.kind),
        (centre_x, diameter_mm, kind)
    );
}

#[test]
fn an_answer_is_read_in_voxels_of_the_cube() {
    // An offset of 2 voxels is 2.5 mm; 2^3 voxels are 10 mm.
    check_answer(
        &[0.9, 2.0, 0.0, 0.0, 3.0, 0.5, 0.1, 0.8, 0.1],
        12.5,
        10.0,
        NoduleKind::PartSolid,
    );
    check_answer(
        &[0.9, -99.0, 0.0, 0.0, 99.0, 0.5, 0.8, 0.1, 0.1],
        0.0,
        40.0,
        NoduleKind::Solid,
    );
    check_answer(
        &[0.9, 0.0, 0.0, 0.0, -99.0, 0.5, 0.0, 0.1, 0.2],
        10.0,
        1.875,
        NoduleKind::GroundGlass,
    );
}

#[test]
fn answers_that_are_none_are_faults_of_the_model() {
    for answer in [&[0.5; 8][..], &[f32::NAN; 9], &[]] {
        let error = nodule(answer, vec3(0.0, 0.0, 0.0), 1.25).unwrap_err();
        assert_eq!(error.kind, FailureKind::Model);
    }
}

/// 40 voxels a side of 1.25 mm, HU of the voxel's x: -1000 to 400 in steps of 35.
fn ramp() -> Job {
    let geometry = Geometry {
        size: Dims {
            x: 40,
            y: 40,
            z: 40,
        },
        spacing: isotropic(1.25),
        origin: vec3(0.0, 0.0, 0.0),
        row_dir: vec3(1.0, 0.0, 0.0),
        col_dir: vec3(0.0, 1.0, 0.0),
    };
    let row = (0..40u8).map(|x| f32::from(x).mul_add(35.0, -1000.0));
    let values = row.cycle().take(64_000).collect();
    Job::on(FakeStudy::new().with_series("CT", geometry, values))
}

#[track_caller]
fn check_cube(at_voxel: [f64; 3], cube_voxel: [usize; 3], expected: f32) {
    let volume = ramp().open_series(0).unwrap();
    let [x, y, z] = at_voxel.map(|v| v * 1.25);
    let (cube, middle) = cube(&volume, vec3(x, y, z), 1.25).unwrap();
    assert!(distance_mm(middle, vec3(x, y, z)) < 0.01, "{middle:?}");
    assert_eq!(cube.len(), 32 * 32 * 32);
    let [x, y, z] = cube_voxel;
    let found = cube[(z * 32 + y) * 32 + x];
    assert!((found - expected).abs() < 1e-4, "{found}");
}

#[test]
fn the_cube_is_centred_and_repeats_the_edge_of_the_volume() {
    // Value of voxel x: (x * 35 - 700) / 700. A cube around 19.5 starts at voxel 4.
    check_cube([19.5, 19.5, 19.5], [0, 0, 0], 4.0 * 0.05 - 1.0);
    check_cube([19.5, 19.5, 19.5], [31, 31, 31], 35.0 * 0.05 - 1.0);
    // A cube around 0.5 starts at voxel -15.
    check_cube([0.5, 19.5, 19.5], [14, 16, 16], -1.0);
    check_cube([0.5, 19.5, 19.5], [16, 16, 16], 1.0 * 0.05 - 1.0);
    check_cube([19.5, 19.5, 38.5], [16, 16, 31], 20.0 * 0.05 - 1.0);
}
