//! Hand cases; models/brain-haemorrhage/test_service.py asks the same numbers of the Python side.

use super::*;

/// Voxels of 5, 4 and 2 along x, y and z, all of probability 0, and a brush.
struct Drawn(Vec<f32>);

const SIZE: [usize; 3] = [5, 4, 2];

impl Drawn {
    fn new() -> Self {
        Self(vec![0.0; 5 * 40])
    }

    fn at(mut self, kind: Kind, voxels: &[usize], p: f32) -> Self {
        for voxel in voxels {
            self.0[kind.idx() * 40 + voxel] = p;
        }
        self
    }

    fn bleeds(&self, voxel_ml: f64) -> (Vec<Bleed>, [f64; 5]) {
        bleeds(&self.0, SIZE, voxel_ml)
    }
}

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-6,
        "expected {expected}, found {found}"
    );
}

#[test]
fn a_part_has_mean_score_and_volume() {
    // Two voxels of 0.8 and two of 0.4 that touch by corners and across slices: mean 0.6.
    let drawn = Drawn::new().at(Kind::Intraparenchymal, &[0, 6], 0.8).at(
        Kind::Intraparenchymal,
        &[7, 27],
        0.4,
    );
    let (found, scores) = drawn.bleeds(0.0375);
    let [one] = &found[..] else {
        panic!("one part expected, found {found:?}");
    };
    assert_eq!(
        (one.kind, &one.voxels[..]),
        (Kind::Intraparenchymal, &[0, 6][..])
    );
    // Four voxels are 0.15 ml, which count half: 0.6 / 2. The mask has the two solid ones.
    check(one.score, 0.3);
    check(one.volume_ml, 0.075);
    check(scores[Kind::Intraparenchymal.idx()], 0.3);
    check(scores[Kind::Epidural.idx()], 0.0);
}

#[test]
fn extra_axial_blood_is_one_part_of_the_likelier_kind() {
    let drawn = Drawn::new()
        .at(Kind::Epidural, &[0, 1, 2], 0.4)
        .at(Kind::Subdural, &[0, 1], 0.3)
        .at(Kind::Subdural, &[2, 3, 4, 8], 0.9);
    let (found, scores) = drawn.bleeds(0.1);
    let [one] = &found[..] else {
        panic!("one part expected, found {found:?}");
    };
    assert_eq!(one.kind, Kind::Subdural);
    // Six voxels: subdural 2 x 0.3 + 4 x 0.9 = 4.2, epidural 3 x 0.4 = 1.2; 0.6 ml of 0.75.
    check(one.score, 0.7 * 0.8);
    check(scores[Kind::Epidural.idx()], 0.2 * 0.8);
}

#[test]
fn specks_and_faint_voxels_are_no_haemorrhage() {
    let drawn = Drawn::new().at(Kind::Subarachnoid, &[0, 1, 5], 0.9).at(
        Kind::Intraventricular,
        &[30, 31, 32, 33, 34],
        0.2,
    );
    let (found, scores) = drawn.bleeds(1.0);
    assert_eq!(found, []);
    check(scores[Kind::Subarachnoid.idx()], 0.09);
    check(scores[Kind::Intraventricular.idx()], 0.02);
}

fn bleed(kind: Kind, score: f64, volume_ml: f64, voxels: &[usize]) -> Bleed {
    Bleed {
        kind,
        score,
        volume_ml,
        voxels: voxels.to_vec(),
    }
}

#[test]
fn blood_in_fluid_is_reported_once_and_the_largest_first() {
    let found = vec![
        bleed(Kind::Subarachnoid, 0.6, 1.0, &[0]),
        bleed(Kind::Subarachnoid, 0.9, 2.0, &[9]),
        bleed(Kind::Subarachnoid, 0.3, 9.0, &[12]),
        bleed(Kind::Intraparenchymal, 0.8, 5.0, &[20]),
        bleed(Kind::Intraparenchymal, 0.8, 4.0, &[30]),
    ];
    let expected = [
        bleed(Kind::Intraparenchymal, 0.8, 5.0, &[20]),
        bleed(Kind::Intraparenchymal, 0.8, 4.0, &[30]),
        bleed(Kind::Subarachnoid, 0.9, 3.0, &[0, 9]),
    ];
    assert_eq!(reported(found, 0.5), expected);
}

#[test]
fn the_point_of_a_crescent_lies_in_it() {
    // A hook around the middle of the plane: its centroid is not part of it.
    let crescent = bleed(Kind::Subdural, 1.0, 1.0, &[0, 1, 2, 3, 4, 5, 10, 15]);
    let [x, y, z] = inner_voxel(&crescent, SIZE);
    assert!(crescent.voxels.contains(&((z * 4 + y) * 5 + x)));
    assert_eq!(left_share(&crescent, SIZE, 1.5), 3.0 / 8.0);
}
