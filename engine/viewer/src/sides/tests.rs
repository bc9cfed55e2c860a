//! Sides of places, and reports that agree or do not.

use overread_base::{SeriesUid, StudyUid};

use super::*;
use crate::Calibration;

fn facts(space: SeriesSpace) -> SeriesFacts {
    SeriesFacts {
        calibration: Calibration::Patient,
        ..SeriesFacts::new(
            SeriesUid::new("1").unwrap(),
            StudyUid::new("1").unwrap(),
            "CT",
            space,
        )
    }
}

/// 100 x 100 x 10 mm from (-50, -50, 0) on.
fn grid() -> VolumeGeometry {
    VolumeGeometry::axial(
        [100, 100, 10],
        Vec3::new(1.0, 1.0, 1.0),
        Vec3::new(-49.5, -49.5, 0.0),
    )
    .unwrap()
}

#[track_caller]
fn check(facts: &SeriesFacts, x: f64, y: f64, expected: Option<Laterality>) {
    assert_eq!(
        side_of(Vec3::new(x, y, 5.0), facts, &grid()),
        expected,
        "{x} {y}"
    );
}

#[test]
fn in_a_volume_the_patients_left_is_at_greater_x() {
    let ct = facts(SeriesSpace::Patient);
    check(&ct, 30.0, 0.0, Some(Laterality::Left));
    check(&ct, -30.0, 0.0, Some(Laterality::Right));
    check(&ct, 1.5, 40.0, Some(Laterality::Midline));
    check(&ct, f64::NAN, 40.0, None);
}

#[test]
fn on_a_radiograph_the_letters_tell() {
    let mut film = facts(SeriesSpace::Detector);
    check(&film, 30.0, 0.0, None);
    for (rows, columns, at_right_edge, at_lower_edge) in [
        ("L", "F", Laterality::Left, Laterality::Midline),
        ("R", "F", Laterality::Right, Laterality::Midline),
        ("FL", "H", Laterality::Left, Laterality::Midline),
        ("F", "R", Laterality::Midline, Laterality::Right),
    ] {
        film.patient_orientation = Some((rows.to_owned(), columns.to_owned()));
        check(&film, 40.0, 0.0, Some(at_right_edge));
        check(&film, 0.0, 40.0, Some(at_lower_edge));
    }
    film.patient_orientation = Some(("A".to_owned(), "F".to_owned()));
    check(&film, 40.0, 0.0, None);
}

#[test]
fn an_image_of_one_side_has_that_side() {
    let mut breast = facts(SeriesSpace::Detector);
    breast.laterality = Some(Laterality::Left);
    check(&breast, 40.0, 0.0, Some(Laterality::Left));
    check(&breast, -40.0, 0.0, Some(Laterality::Left));
}

#[track_caller]
fn check_conflicts(report: &str, marks: &[Laterality], expected: &[(&str, Laterality)]) {
    let told: Vec<(&str, Laterality)> = side_conflicts(report, marks)
        .iter()
        .map(|conflict| match conflict {
            SideConflict::NotMarked { side, .. } => ("not marked", *side),
            SideConflict::NotNamed { side } => ("not named", *side),
        })
        .collect();
    assert_eq!(told, expected, "{report}");
}

#[test]
fn a_report_and_marks_that_agree_have_no_conflict() {
    use Laterality::{Bilateral, Left, Midline, Right};
    check_conflicts("Nodule in the right upper lobe.", &[Right], &[]);
    check_conflicts(
        "Очаги в обоих лёгких: справа 5 мм, слева 8 мм",
        &[Left, Right],
        &[],
    );
    check_conflicts("Bilateral nodules", &[Bilateral], &[]);
    check_conflicts("Bilateral nodules", &[Right, Left, Left], &[]);
    check_conflicts("Nodule on the right. No nodule on the left.", &[Right], &[]);
    // Nothing to compare.
    check_conflicts("Nodule on the right", &[], &[]);
    check_conflicts("Solid nodule", &[Left], &[]);
    check_conflicts("Mass of the right breast", &[Midline], &[]);
}

#[test]
fn sides_that_do_not_agree_are_named() {
    use Laterality::{Left, Right};
    check_conflicts(
        "Nodule in the left upper lobe.",
        &[Right],
        &[("not named", Right), ("not marked", Left)],
    );
    check_conflicts(
        "Очаг в правом лёгком",
        &[Left],
        &[("not marked", Right), ("not named", Left)],
    );
    check_conflicts(
        "Nodules on the right",
        &[Right, Left],
        &[("not named", Left)],
    );
    check_conflicts("Bilateral nodules", &[Right], &[("not marked", Left)]);
    check_conflicts("Очаги справа и слева", &[Right], &[("not marked", Left)]);
}

#[test]
fn the_word_at_fault_is_shown() {
    let report = "Очаг справа, ещё один слева.";
    let conflicts = side_conflicts(report, &[Laterality::Right]);
    let [SideConflict::NotMarked { at, .. }] = conflicts.as_slice() else {
        panic!("{conflicts:?}");
    };
    assert_eq!(&report[at.clone()], "слева");
}
