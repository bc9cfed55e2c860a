//! Projections by hand, and where they lie.

use super::*;
use crate::fixtures::{all, context, lazy, values};
use crate::lazy::SampleType;

#[test]
fn rays_become_one_value() {
    let context = context();
    let nan = f32::NAN;
    #[rustfmt::skip]
    let volume = values([2, 2, 2], &[
        1.0, 2.0,
        3.0, nan,

        5.0, 6.0,
        9.0, nan,
    ], &context);
    let check = |along, how, expected: &[f32]| {
        let found = project(&volume, along, how, &context).unwrap();
        let found = all(&found);
        for (a, b) in found.iter().zip(expected) {
            assert!(
                a == b || a.is_nan() && b.is_nan(),
                "{along} {how:?}: {found:?}"
            );
        }
        assert_eq!(found.len(), expected.len());
    };
    check(2, Projection::Maximum, &[5.0, 6.0, 9.0, nan]);
    check(2, Projection::Minimum, &[1.0, 2.0, 3.0, nan]);
    check(2, Projection::Mean, &[3.0, 4.0, 6.0, nan]);
    check(1, Projection::Maximum, &[3.0, 2.0, 9.0, 6.0]);
    check(0, Projection::Mean, &[1.5, 3.0, 5.5, 9.0]);
}

#[test]
fn a_projection_lies_in_the_middle_of_what_it_shows() {
    let source = lazy([5, 4, 3]);
    for along in 0..3 {
        let projected = project(&source, along, Projection::Maximum, &context()).unwrap();
        let (from, to) = (source.geometry(), projected.geometry());
        for end in [-0.5, 0.5] {
            let face = |grid: &VolumeGeometry, at: f64| {
                let mut voxel = [0.0; 3];
                voxel[along] = at;
                grid.patient_from_voxel(Vec3::from_array(voxel))
            };
            let n = f64::from(from.size[along]);
            let outer = face(from, (n - 1.0) * 0.5 + end * n);
            assert!(face(to, end).distance(outer) < 1e-9, "{along}");
        }
        assert_eq!(projected.sample(), SampleType::Int16);
    }
    let mean = project(&source, 0, Projection::Mean, &context()).unwrap();
    assert_eq!(mean.sample(), SampleType::Float32);
}
