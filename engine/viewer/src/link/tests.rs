//! Spaces that are one, spaces that an offset aligns, and frames.

use overread_base::{SeriesUid, StudyUid};

use super::*;
use crate::Calibration;

fn facts(study: &str, frame: Option<&str>, space: SeriesSpace) -> SeriesFacts {
    SeriesFacts {
        calibration: Calibration::Patient,
        frame_of_reference: frame.map(str::to_owned),
        ..SeriesFacts::new(
            SeriesUid::new("1").unwrap(),
            StudyUid::new(study).unwrap(),
            "CT",
            space,
        )
    }
}

fn ct(study: &str, frame: Option<&str>) -> SeriesFacts {
    facts(study, frame, SeriesSpace::Patient)
}

#[track_caller]
fn check(a: &SeriesFacts, b: &SeriesFacts, expected: Relation) {
    assert_eq!(relation(a, b), expected);
    assert_eq!(relation(b, a), expected);
}

#[test]
fn frames_of_reference_decide_before_studies() {
    check(&ct("1", Some("7")), &ct("1", Some("7")), Relation::OneSpace);
    check(&ct("1", Some("7")), &ct("2", Some("7")), Relation::OneSpace);
    check(
        &ct("1", Some("7")),
        &ct("1", Some("8")),
        Relation::TwoSpaces,
    );
    check(&ct("1", None), &ct("1", Some("8")), Relation::OneSpace);
    check(&ct("1", None), &ct("1", None), Relation::OneSpace);
    check(&ct("1", None), &ct("2", None), Relation::TwoSpaces);
    let film = facts("1", None, SeriesSpace::Detector);
    check(&film, &film, Relation::Frames);
    check(&film, &ct("1", None), Relation::Unrelated);
}

#[test]
fn an_offset_that_was_kept_goes_both_ways_and_for_every_series_of_the_space() {
    let (current, prior, prior_lung) = (ct("1", Some("7")), ct("2", Some("8")), ct("2", Some("8")));
    let head = Vec3::new(0.0, 0.0, 1.0);
    let mut links = PlaceLinks::default();
    let at = |z: f64| Vec3::new(3.0, 4.0, z);
    assert_eq!(links.place_in(&current, at(10.0), &prior), Some(at(10.0)));
    links.keep(
        (&current, at(10.0)),
        (&prior, Vec3::new(99.0, 4.0, 25.0)),
        head,
    );
    // Along the head alone: the reader's other place in the slice says nothing.
    assert_eq!(
        links.place_in(&current, at(11.0), &prior_lung),
        Some(at(26.0))
    );
    assert_eq!(
        links.place_in(&prior_lung, at(26.0), &current),
        Some(at(11.0))
    );
    // Kept again, from the other side.
    links.keep((&prior, at(26.0)), (&current, at(10.0)), head);
    assert_eq!(links.place_in(&current, at(10.0), &prior), Some(at(26.0)));
    // Another direction comes on top.
    let left = Vec3::new(1.0, 0.0, 0.0);
    links.keep(
        (&current, at(0.0)),
        (&prior, Vec3::new(5.0, 0.0, 0.0)),
        left,
    );
    assert_eq!(
        links.place_in(&current, at(10.0), &prior),
        Some(Vec3::new(5.0, 4.0, 26.0))
    );
}

#[test]
fn three_studies_keep_their_offsets_to_one_another() {
    let (now, before, long_before) = (ct("1", None), ct("2", None), ct("3", None));
    let head = Vec3::new(0.0, 0.0, 1.0);
    let at = |z: f64| Vec3::new(0.0, 0.0, z);
    let mut links = PlaceLinks::default();
    links.keep((&now, at(0.0)), (&before, at(5.0)), head);
    links.keep((&before, at(5.0)), (&long_before, at(-7.0)), head);
    assert_eq!(links.place_in(&now, at(1.0), &long_before), Some(at(-6.0)));
    assert_eq!(
        links.place_in(&long_before, at(-7.0), &before),
        Some(at(5.0))
    );
}

#[test]
fn one_space_and_no_space_keep_no_offset() {
    let head = Vec3::new(0.0, 0.0, 1.0);
    let (a, b) = (ct("1", None), ct("1", None));
    let film = facts("2", None, SeriesSpace::Detector);
    let mut links = PlaceLinks::default();
    links.keep((&a, Vec3::default()), (&b, head), head);
    links.keep((&a, Vec3::default()), (&film, head), head);
    links.keep((&a, head * f64::NAN), (&ct("3", None), head), head);
    assert_eq!(links, PlaceLinks::default());
    assert_eq!(links.place_in(&a, head, &film), None);
}

#[test]
fn frames_go_together_by_how_far_they_are() {
    for (idx, n_from, n_to, expected) in [
        (0, 10, 20, 0),
        (9, 10, 20, 19),
        (5, 11, 21, 10),
        (1, 3, 2, 1),
        (3, 10, 10, 3),
        (0, 1, 9, 0),
        (7, 0, 0, 0),
        (99, 10, 5, 4),
        (u32::MAX, u32::MAX, u32::MAX, u32::MAX - 1),
    ] {
        assert_eq!(
            frame_alike(idx, n_from, n_to),
            expected,
            "{idx} of {n_from} in {n_to}"
        );
    }
}
