//! The chest wall by every pair of letters and every side, and by the pixels.

use overread_base::{SeriesUid, StudyUid, Vec3, VolumeGeometry};
use overread_image::Rescale;

use super::*;
use crate::{Calibration, SeriesSpace};

const SIDES: [Option<Laterality>; 5] = [
    None,
    Some(Laterality::Right),
    Some(Laterality::Left),
    Some(Laterality::Bilateral),
    Some(Laterality::Midline),
];

#[test]
fn front_and_back_decide_whatever_the_side() {
    for side in SIDES {
        for other in ["L", "R", "H", "F", "FL", "FR", "HL", "HR", "LF", ""] {
            for (letter, in_rows, in_columns) in [
                ("A", ChestWall::Left, ChestWall::Top),
                ("P", ChestWall::Right, ChestWall::Bottom),
            ] {
                assert_eq!(chest_wall(letter, other, side), Some(in_rows));
                assert_eq!(chest_wall(other, letter, side), Some(in_columns));
                for more in ["L", "R", "H", "F", "FR", "FL"] {
                    let (first, last) = (format!("{letter}{more}"), format!("{more}{letter}"));
                    assert_eq!(chest_wall(&first, other, side), Some(in_rows));
                    assert_eq!(chest_wall(&last, other, side), Some(in_rows));
                }
            }
        }
    }
}

#[test]
fn without_front_and_back_the_middle_of_the_body_is_at_the_chest_wall() {
    let (right, left) = (Some(Laterality::Right), Some(Laterality::Left));
    for columns in ["F", "H", "", "FL"] {
        assert_eq!(chest_wall("L", columns, right), Some(ChestWall::Right));
        assert_eq!(chest_wall("R", columns, right), Some(ChestWall::Left));
        assert_eq!(chest_wall("R", columns, left), Some(ChestWall::Right));
        assert_eq!(chest_wall("L", columns, left), Some(ChestWall::Left));
        for side in [None, Some(Laterality::Bilateral), Some(Laterality::Midline)] {
            assert_eq!(chest_wall("L", columns, side), None);
            assert_eq!(chest_wall("R", columns, side), None);
        }
    }
}

#[test]
fn letters_that_say_nothing_decide_nothing() {
    for side in SIDES {
        for rows in ["", "F", "H", "CC", "MLO", "AP", "AA", "a", "А", "X"] {
            for columns in ["", "F", "H", "MLO", "LR"] {
                assert_eq!(chest_wall(rows, columns, side), None, "{rows} {columns}");
            }
        }
    }
}

fn facts(side: Option<Laterality>, letters: Option<(&str, &str)>) -> SeriesFacts {
    SeriesFacts {
        laterality: side,
        patient_orientation: letters.map(|(r, c)| (r.to_owned(), c.to_owned())),
        calibration: Calibration::Detector,
        ..SeriesFacts::new(
            SeriesUid::new("1").unwrap(),
            StudyUid::new("1").unwrap(),
            "MG",
            SeriesSpace::Detector,
        )
    }
}

#[track_caller]
fn check(
    side: Laterality,
    letters: Option<(&str, &str)>,
    tissue: Option<ScreenSide>,
    wall: ScreenSide,
    expected: (bool, bool),
) {
    let mirror = mammogram_mirror(&facts(Some(side), letters), tissue, wall);
    let found = (mirror.is_left_right, mirror.is_top_bottom);
    assert_eq!(found, expected, "{side:?} {letters:?} {tissue:?} {wall:?}");
}

#[test]
fn a_picture_is_mirrored_exactly_if_its_wall_is_on_the_other_side() {
    use Laterality::{Left, Right};
    use ScreenSide::{Left as AtLeft, Right as AtRight};
    check(Right, Some(("P", "L")), None, AtRight, (false, false));
    check(Right, Some(("A", "L")), None, AtRight, (true, false));
    check(Right, Some(("P", "L")), None, AtLeft, (true, false));
    check(Right, Some(("P", "R")), None, AtRight, (false, true));
    check(Left, Some(("A", "R")), None, AtLeft, (false, false));
    check(Left, Some(("A", "L")), None, AtLeft, (false, true));
    check(Left, Some(("P", "FR")), None, AtLeft, (true, false));
    check(Left, Some(("P", "HR")), None, AtLeft, (true, true));
    // The letters are believed before the pixels.
    check(
        Right,
        Some(("P", "L")),
        Some(AtLeft),
        AtRight,
        (false, false),
    );
    check(Right, None, Some(AtLeft), AtRight, (true, false));
    check(Right, None, Some(AtRight), AtRight, (false, false));
    check(
        Right,
        Some(("CC", "")),
        Some(AtLeft),
        AtRight,
        (true, false),
    );
    // On its side, or nothing known: as stored.
    check(Right, Some(("R", "A")), None, AtRight, (false, false));
    check(Right, None, None, AtRight, (false, false));
}

fn picture(brightness: impl Fn(u32) -> i16, columns: u32) -> Volume {
    let geometry =
        VolumeGeometry::axial([columns, 40, 1], Vec3::new(1.0, 1.0, 1.0), Vec3::default()).unwrap();
    let samples = (0..columns * 40).map(|i| brightness(i % columns)).collect();
    Volume::new(geometry, samples, Rescale::IDENTITY).unwrap()
}

#[test]
fn the_brighter_half_is_the_tissue() {
    let at_left = |columns: u32| picture(move |x| if x < columns / 3 { 900 } else { 0 }, columns);
    for columns in [30, 700, 3000] {
        assert_eq!(
            tissue_side(&at_left(columns), false),
            Some(ScreenSide::Left)
        );
        assert_eq!(
            tissue_side(&at_left(columns), true),
            Some(ScreenSide::Right)
        );
    }
    assert_eq!(tissue_side(&picture(|_| 7, 30), false), None);
    assert_eq!(
        tissue_side(&picture(|x| i16::from(x % 2 == 0) * 500, 40), false),
        None
    );
    assert_eq!(tissue_side(&picture(|_| 7, 1), false), None);
}
