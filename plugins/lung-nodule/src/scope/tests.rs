//! Which series is read, where the lungs are, and what is out of scope.

use overread_sdk::testing::FakeStudy;
use overread_sdk::{Param, Sample};

use super::*;

fn grid(size: [u32; 3], spacing: [f64; 3]) -> Geometry {
    let [x, y, z] = size;
    Geometry {
        size: Dims { x, y, z },
        spacing: vec3(spacing[0], spacing[1], spacing[2]),
        origin: vec3(-150.0, -150.0, 0.0),
        row_dir: vec3(1.0, 0.0, 0.0),
        col_dir: vec3(0.0, 1.0, 0.0),
    }
}

fn one(id: u32, modality: &str, n_slices: u32, spacing_mm: f64) -> Series {
    Series {
        id,
        study: 0,
        days_before: None,
        modality: modality.to_owned(),
        geometry: grid([64, 64, n_slices], [5.0, 5.0, spacing_mm]),
        frames: n_slices,
        sample: Sample::Int16,
        attributes: Vec::new(),
    }
}

#[track_caller]
fn check_refused(all: &[Series], reason: NotRunReason) {
    assert_eq!(series(all).unwrap_err().0, reason);
}

#[test]
fn only_a_ct_volume_is_in_scope() {
    check_refused(&[], NotRunReason::MissingSeries);
    check_refused(&[one(0, "MR", 100, 1.0)], NotRunReason::OutOfScope);
    check_refused(&[one(0, "CT", 2, 1.0)], NotRunReason::OutOfScope);
    check_refused(&[one(0, "CT", 30, 12.0)], NotRunReason::BadInput);
    assert_eq!(series(&[one(0, "CT", 30, 8.0)]).unwrap().id, 0);
}

#[test]
fn adults_are_in_scope_and_children_are_not() {
    let aged = |age: &str| Series {
        attributes: vec![Param {
            name: "PatientAge".to_owned(),
            value: age.to_owned(),
        }],
        ..one(0, "CT", 100, 1.0)
    };
    for age in ["012Y", "200M"] {
        check_refused(&[aged(age)], NotRunReason::UnsupportedAge);
    }
    for age in ["018Y", "300M", "", "an age"] {
        assert_eq!(series(&[aged(age)]).unwrap().id, 0, "{age}");
    }
}

#[test]
fn the_thin_reconstruction_of_the_same_scan_is_read() {
    let all = [
        one(0, "CT", 2, 1.0),
        one(1, "CT", 60, 5.0),
        one(2, "CT", 300, 1.0),
    ];
    assert_eq!(series(&all).unwrap().id, 2);
    let long = [one(0, "CT", 100, 5.0), one(1, "CT", 100, 1.0)];
    assert_eq!(series(&long).unwrap().id, 0);
}

/// A body of water with two boxes of lung, in air; 3 mm voxels.
fn body(lung_hu: f32) -> FakeStudy {
    let [nx, ny, nz] = [80u32, 80, 40];
    let mut values = Vec::new();
    for _z in 0..nz {
        for y in 0..ny {
            for x in 0..nx {
                let is_body = (8..72).contains(&x) && (12..68).contains(&y);
                let is_lung =
                    (20..60).contains(&y) && ((14..34).contains(&x) || (46..66).contains(&x));
                values.push(if is_lung {
                    lung_hu
                } else if is_body {
                    40.0
                } else {
                    -1000.0
                });
            }
        }
    }
    FakeStudy::new().with_series("CT", grid([nx, ny, nz], [3.0; 3]), values)
}

#[test]
fn lungs_are_air_inside_the_body() {
    let job = Job::on(body(-850.0));
    let Scope::Chest(found) = chest(&job, &job.series()[0]).unwrap() else {
        panic!("a chest expected");
    };
    let logged = job.study().logged();
    // 2 x 20 x 40 x 40 voxels of 27 mm3.
    assert!(
        logged[0].1.starts_with("1.73 l of air inside the body"),
        "{logged:?}"
    );
    // Lungs from voxel 14 to 66: middle at -150 + 39.5 * 3 = -31.5 mm.
    assert!(
        (found.middle_x_mm + 31.5).abs() < 0.01,
        "{}",
        found.middle_x_mm
    );
    assert!(found.lungs.geometry().size.x < 80, "cropped to the lungs");
}

/// So little tissue lies between lung and air in places of a slim chest that coarser voxels would join them.
#[test]
fn a_thin_chest_wall_parts_the_lungs_from_the_room() {
    for wall_mm in [5.0, 3.2] {
        let [nx, ny, nz] = [160u32, 160, 20];
        let mut values = Vec::new();
        for _z in 0..nz {
            for y in 0..ny {
                for x in 0..nx {
                    let (dx, dy) = (f64::from(x) - 79.5, f64::from(y) - 79.5);
                    let from_middle_mm = 1.25 * dx.hypot(dy);
                    values.push(match () {
                        () if from_middle_mm < 80.0 => -850.0,
                        () if from_middle_mm < 80.0 + wall_mm => 40.0,
                        () => -1000.0,
                    });
                }
            }
        }
        let thin = grid([nx, ny, nz], [1.25, 1.25, 5.0]);
        let job = Job::on(FakeStudy::new().with_series("CT", thin, values));
        let found = chest(&job, &job.series()[0]).unwrap();
        let logged = job.study().logged();
        assert!(matches!(found, Scope::Chest(_)), "{wall_mm}: {logged:?}");
    }
}

#[test]
fn a_body_without_air_is_out_of_scope() {
    let job = Job::on(body(40.0));
    let Scope::Other(why) = chest(&job, &job.series()[0]).unwrap() else {
        panic!("no chest expected");
    };
    assert!(why.starts_with("no lungs: 0.00 l"), "{why}");
}
