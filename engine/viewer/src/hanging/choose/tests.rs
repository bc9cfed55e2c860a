//! Preferences between candidates, one at a time.

use overread_base::{SeriesUid, StudyUid, VolumeGeometry};

use super::*;
use crate::{Calibration, SeriesFacts};

fn facts() -> SeriesFacts {
    SeriesFacts {
        calibration: Calibration::Patient,
        ..SeriesFacts::new(
            SeriesUid::new("1").unwrap(),
            StudyUid::new("1").unwrap(),
            "CT",
            SeriesSpace::Patient,
        )
    }
}

fn grid(row: Vec3, column: Vec3, slices: u32) -> VolumeGeometry {
    VolumeGeometry::new(
        [8, 8, slices],
        Vec3::new(1.0, 1.0, 1.0),
        Vec3::default(),
        row,
        column,
    )
    .unwrap()
}

fn axial(slices: u32) -> VolumeGeometry {
    grid(Vec3::new(1.0, 0.0, 0.0), Vec3::new(0.0, 1.0, 0.0), slices)
}

/// Both orders of the two give the better one.
#[track_caller]
fn check_better(
    prefer: Preference,
    better: (&SeriesFacts, &VolumeGeometry),
    worse: (&SeriesFacts, &VolumeGeometry),
) {
    let protocol = Protocol {
        id: "x".to_owned(),
        applies: Applies {
            modalities: Vec::new(),
            body_parts: Vec::new(),
        },
        stages: Vec::new(),
    };
    let rule = SeriesRule {
        prior: 0,
        modalities: Vec::new(),
        views: Vec::new(),
        laterality: None,
        space: None,
        prefer: vec![prefer],
    };
    let candidate = |(facts, geometry)| Candidate {
        facts,
        geometry,
        tissue_side: None,
    };
    for (pair, expected) in [([better, worse], 0), ([worse, better], 1)] {
        let candidates = pair.map(candidate);
        let found = Chooser::new(&candidates, &protocol).find(&rule);
        assert_eq!(found, Some(expected), "{prefer:?}");
    }
}

#[test]
fn each_preference_finds_the_better_one() {
    let (plain, stack) = (facts(), axial(20));
    let kernel = |name: &str| {
        let mut made = facts();
        made.kernel = Some(name.to_owned());
        made
    };
    let (soft, sharp) = (kernel("B30f"), kernel("B70f"));
    check_better(Preference::SoftKernel, (&soft, &stack), (&plain, &stack));
    check_better(
        Preference::SoftKernel,
        (&plain, &stack),
        (&sharp, &axial(90)),
    );
    check_better(
        Preference::SharpKernel,
        (&sharp, &stack),
        (&soft, &axial(90)),
    );
    let (thin, thick) = (
        with(|f| f.thickness_mm = Some(1.0)),
        with(|f| f.thickness_mm = Some(5.0)),
    );
    check_better(Preference::Thin, (&thin, &stack), (&thick, &axial(90)));
    check_better(Preference::Thick, (&thick, &stack), (&thin, &axial(90)));
    check_better(Preference::Thick, (&thin, &stack), (&plain, &axial(90)));
    check_better(
        Preference::Thin,
        (&thick, &stack),
        (&with(|f| f.thickness_mm = Some(f64::NAN)), &stack),
    );
}

fn with(change: fn(&mut SeriesFacts)) -> SeriesFacts {
    let mut made = facts();
    change(&mut made);
    made
}

#[test]
fn newer_larger_and_better_lying_images_are_found() {
    let (plain, stack) = (facts(), axial(20));
    let (new, old) = (
        with(|f| f.study_date = Some("20260102".to_owned())),
        with(|f| f.study_date = Some("20251231".to_owned())),
    );
    check_better(Preference::Newest, (&new, &stack), (&old, &axial(90)));
    check_better(
        Preference::Newest,
        (&old, &stack),
        (&with(|f| f.study_date = Some("?".to_owned())), &stack),
    );
    check_better(Preference::Stack, (&old, &axial(8)), (&new, &axial(7)));
    check_better(Preference::MostSlices, (&old, &axial(9)), (&new, &axial(8)));
    check_better(
        Preference::ForPresentation,
        (&plain, &stack),
        (&with(|f| f.is_for_processing = true), &axial(90)),
    );
    let (head, back) = (Vec3::new(0.0, 0.0, -1.0), Vec3::new(0.0, 1.0, 0.0));
    let left = Vec3::new(1.0, 0.0, 0.0);
    let (coronal, sagittal) = (grid(left, head, 90), grid(back, head, 90));
    check_better(
        Preference::Acquired(Plane::Axial),
        (&plain, &stack),
        (&plain, &coronal),
    );
    check_better(
        Preference::Acquired(Plane::Coronal),
        (&plain, &coronal),
        (&plain, &sagittal),
    );
    check_better(
        Preference::Acquired(Plane::Sagittal),
        (&plain, &sagittal),
        (&plain, &coronal),
    );
    check_better(
        Preference::Acquired(Plane::Axial),
        (&plain, &stack),
        (&with(|f| f.space = SeriesSpace::Detector), &axial(90)),
    );
}
