//! Which images are read and what is refused.

use overread_sdk::space::vec3;
use overread_sdk::{Dims, Geometry, Param, Sample};

use super::*;

fn image(id: u32, pixel_mm: f64, attributes: &[(&str, &str)]) -> Series {
    Series {
        id,
        study: 0,
        days_before: None,
        modality: "MG".to_owned(),
        geometry: Geometry {
            size: Dims {
                x: 1800,
                y: 2300,
                z: 1,
            },
            spacing: vec3(pixel_mm, pixel_mm, 1.0),
            origin: vec3(0.0, 0.0, 0.0),
            row_dir: vec3(1.0, 0.0, 0.0),
            col_dir: vec3(0.0, 1.0, 0.0),
        },
        frames: 1,
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

const R_CC: [(&str, &str); 2] = [("ImageLaterality", "R"), ("ViewPosition", "CC")];

#[track_caller]
fn check_refused(all: &[Series], reason: NotRunReason, part: &str) {
    let (found, why) = views(all).unwrap_err();
    assert_eq!(found, reason, "{why}");
    assert!(why.contains(part), "{why}");
}

#[test]
fn the_views_come_in_the_order_of_reports_and_the_finest_of_each() {
    let all = [
        image(0, 0.1, &[("ImageLaterality", "L"), ("ViewPosition", "MLO")]),
        image(1, 0.14, &R_CC),
        image(2, 0.1, &R_CC),
    ];
    let found = views(&all).unwrap();
    let ids: Vec<u32> = found.iter().map(|view| view.series.id).collect();
    assert_eq!(ids, [2, 0]);
}

#[test]
fn other_studies_are_refused_with_what_was_expected_and_found() {
    use NotRunReason::{BadInput, MissingSeries, OutOfScope, UnsupportedAge};
    check_refused(&[], MissingSeries, "mammograms were expected");
    let ct = Series {
        modality: "CT".to_owned(),
        ..image(0, 0.1, &R_CC)
    };
    check_refused(&[ct], OutOfScope, "expected modality MG, found CT");
    let chest = [("BodyPartExamined", "CHEST"), R_CC[0], R_CC[1]];
    check_refused(&[image(0, 0.1, &chest)], OutOfScope, "found CHEST");
    let stack = Series {
        frames: 40,
        ..image(0, 0.1, &R_CC)
    };
    check_refused(&[stack], OutOfScope, "found 40 frames");
    check_refused(
        &[image(0, 0.1, &R_CC[1..])],
        OutOfScope,
        "laterality R or L",
    );
    check_refused(
        &[image(0, 0.1, &R_CC[..1])],
        OutOfScope,
        "CC or MLO, found none",
    );
    check_refused(&[image(0, 1.0, &R_CC)], BadInput, "1800 x 2300 mm");
    let child = [("PatientAge", "012Y"), R_CC[0], R_CC[1]];
    check_refused(&[image(0, 0.1, &child)], UnsupportedAge, "found 12");
    let infant = [("PatientAge", "010M"), R_CC[0], R_CC[1]];
    check_refused(&[image(0, 0.1, &infant)], UnsupportedAge, "found 0");
}

#[test]
fn a_prior_study_is_not_read() {
    let prior = Series {
        study: 1,
        ..image(0, 0.1, &R_CC)
    };
    check_refused(&[prior], NotRunReason::MissingSeries, "no series");
}

#[test]
fn adults_are_read() {
    let adult = [("PatientAge", "018Y"), R_CC[0], R_CC[1]];
    assert_eq!(views(&[image(0, 0.1, &adult)]).unwrap().len(), 1);
}
