//! Which image is read and which studies are refused, with the reason.

use overread_sdk::space::vec3;
use overread_sdk::{Dims, Geometry, Param, Sample};

use super::*;

fn one(
    id: u32,
    modality: &str,
    size: [u32; 3],
    spacing_mm: f64,
    attributes: &[(&str, &str)],
) -> Series {
    let [x, y, z] = size;
    Series {
        id,
        study: 0,
        days_before: None,
        modality: modality.to_owned(),
        geometry: Geometry {
            size: Dims { x, y, z },
            spacing: vec3(spacing_mm, spacing_mm, 1.0),
            origin: vec3(0.0, 0.0, 0.0),
            row_dir: vec3(1.0, 0.0, 0.0),
            col_dir: vec3(0.0, 1.0, 0.0),
        },
        frames: z,
        sample: Sample::Uint16,
        attributes: attributes
            .iter()
            .map(|(name, value)| Param {
                name: (*name).to_owned(),
                value: (*value).to_owned(),
            })
            .collect(),
    }
}

fn view(id: u32, view: &str) -> Series {
    one(id, "DX", [2000, 2400, 1], 0.175, &[("ViewPosition", view)])
}

#[track_caller]
fn check_refused(all: &[Series], reason: NotRunReason, words: &str) {
    let (found, why) = frontal(all).unwrap_err();
    assert_eq!(found, reason, "{why}");
    assert!(why.contains(words), "{why:?} lacks {words:?}");
}

#[test]
fn what_is_no_frontal_radiograph_of_an_adult_chest_is_refused_with_the_reason() {
    let tall = [2000, 2400, 1];
    check_refused(&[], NotRunReason::MissingSeries, "without series");
    check_refused(
        &[one(0, "CT", [512, 512, 60], 0.7, &[])],
        NotRunReason::OutOfScope,
        "found CT",
    );
    check_refused(
        &[one(0, "MG", tall, 0.1, &[])],
        NotRunReason::OutOfScope,
        "found MG",
    );
    check_refused(
        &[view(0, "LL")],
        NotRunReason::OutOfScope,
        "lateral one alone",
    );
    check_refused(&[view(0, "RAO")], NotRunReason::OutOfScope, "found RAO");
    let head = one(0, "DX", tall, 0.175, &[("BodyPartExamined", "SKULL")]);
    check_refused(
        &[head],
        NotRunReason::OutOfScope,
        "found the body part SKULL",
    );
    let child = one(0, "CR", tall, 0.175, &[("PatientAge", "009Y")]);
    check_refused(&[child], NotRunReason::UnsupportedAge, "found 9");
    let infant = one(0, "CR", tall, 0.175, &[("PatientAge", "010M")]);
    check_refused(&[infant], NotRunReason::UnsupportedAge, "found 0");
    check_refused(
        &[one(0, "CR", [2000, 2400, 12], 0.175, &[])],
        NotRunReason::OutOfScope,
        "series of 12",
    );
    check_refused(
        &[one(0, "CR", [160, 190, 1], 2.0, &[])],
        NotRunReason::BadInput,
        "160 x 190",
    );
    check_refused(
        &[one(0, "CR", [3000, 900, 1], 0.1, &[])],
        NotRunReason::OutOfScope,
        "3.33 times",
    );
}

#[test]
fn pa_is_read_before_ap_and_the_lateral_is_counted() {
    let all = [view(0, "LL"), view(1, "AP"), view(2, "PA")];
    let found = frontal(&all).unwrap();
    assert_eq!((found.series, found.view), (2, View::Pa));
    assert_eq!((found.n_lateral, found.n_others), (1, 1));
    assert!(found.has_lengths && !found.is_coarse && !found.is_inverted);
}

#[test]
fn a_prior_study_is_not_read() {
    let mut prior = view(0, "PA");
    prior.study = 1;
    check_refused(&[prior], NotRunReason::MissingSeries, "without series");
}

#[test]
fn missing_spacing_and_inverted_values_are_handled() {
    let attributes = [("PhotometricInterpretation", "MONOCHROME1")];
    let found = frontal(&[one(0, "CR", [2000, 2400, 1], 1.0, &attributes)]).unwrap();
    assert!(!found.has_lengths, "2 m are no detector");
    assert!(found.is_inverted);
    let small = frontal(&[one(0, "CR", [320, 384, 1], 1.0, &[])]).unwrap();
    assert!(!small.has_lengths, "1 mm stands for unknown");
    let odd = frontal(&[one(
        0,
        "CR",
        [320, 384, 1],
        1.0,
        &[("PixelSpacing", "1\\1")],
    )])
    .unwrap();
    assert!(odd.has_lengths && odd.is_coarse);
}
