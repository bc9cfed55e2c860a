//! Which series are read, and the reasons for those that are not.

use overread_sdk::space::vec3;
use overread_sdk::{Dims, Geometry, Param, Sample};

use super::*;

fn one(id: u32, modality: &str, n_slices: u32, spacing_mm: f64) -> Series {
    Series {
        id,
        study: 0,
        days_before: None,
        modality: modality.to_owned(),
        geometry: Geometry {
            size: Dims {
                x: 512,
                y: 512,
                z: n_slices,
            },
            spacing: vec3(0.45, 0.45, spacing_mm),
            origin: vec3(0.0, 0.0, 0.0),
            row_dir: vec3(1.0, 0.0, 0.0),
            col_dir: vec3(0.0, 1.0, 0.0),
        },
        frames: n_slices,
        sample: Sample::Uint16,
        attributes: Vec::new(),
    }
}

fn with(mut series: Series, name: &str, value: &str) -> Series {
    series.attributes.push(Param {
        name: name.to_owned(),
        value: value.to_owned(),
    });
    series
}

#[track_caller]
fn check_refused(all: &[Series], reason: NotRunReason, why: &str) {
    assert_eq!(candidates(all).unwrap_err(), (reason, why.to_owned()));
}

#[track_caller]
fn check_order(all: &[Series], expected: &[u32]) {
    let found: Vec<u32> = candidates(all).unwrap().iter().map(|s| s.id).collect();
    assert_eq!(found, expected);
}

#[test]
fn only_a_ct_volume_of_an_adult_is_read() {
    use NotRunReason::{BadInput, MissingSeries, OutOfScope, UnsupportedAge};
    check_refused(
        &[],
        MissingSeries,
        "expected a CT of the head, found a study without series",
    );
    check_refused(
        &[one(0, "MG", 1, 1.0)],
        OutOfScope,
        "expected a CT of the head, found MG",
    );
    check_refused(
        &[one(0, "CT", 1, 5.0), one(1, "DX", 1, 1.0)],
        OutOfScope,
        "expected at least 8 slices of the head, found 1",
    );
    check_refused(
        &[one(0, "CT", 20, 10.0)],
        BadInput,
        "expected slices at most 8 mm apart, found 10.0 mm",
    );
    check_refused(
        &[one(0, "CT", 20, 0.0)],
        BadInput,
        "expected pixel and slice spacing, found none",
    );
    check_refused(
        &[with(one(0, "CT", 32, 5.0), "PatientAge", "006Y")],
        UnsupportedAge,
        "expected a patient of 18 years or more, found 6 years",
    );
    check_refused(
        &[with(
            one(0, "CT", 32, 5.0),
            "ImageType",
            "ORIGINAL\\PRIMARY\\LOCALIZER",
        )],
        OutOfScope,
        "expected axial slices of the head, found a localiser",
    );
    check_order(&[with(one(3, "CT", 32, 5.0), "PatientAge", "018Y")], &[3]);
    check_order(&[with(one(3, "CT", 32, 5.0), "PatientAge", "?")], &[3]);
}

#[test]
fn the_reconstruction_nearest_to_the_networks_slices_comes_first() {
    let all = [
        one(0, "CT", 10, 5.0),
        one(1, "CT", 128, 1.25),
        one(2, "CT", 32, 5.0),
    ];
    check_order(&all, &[2, 1, 0]);
}

#[test]
fn a_prior_study_is_not_read_for_the_study() {
    let mut prior = one(0, "CT", 32, 5.0);
    prior.study = 1;
    check_refused(
        &[prior.clone()],
        NotRunReason::MissingSeries,
        "expected a CT of the head, found prior studies only",
    );
    check_order(&[prior, one(1, "CT", 32, 5.0)], &[1]);
}
