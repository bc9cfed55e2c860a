//! Grids on images: where they lie, what a place is in, and what dragged landmarks do.

use overread_base::Vec3;

use super::*;
use crate::region::RegionGrid;
use crate::region::tests::facts;

fn at(x: f64, y: f64) -> Vec3 {
    Vec3::new(x, y, 0.0)
}

/// The plane of an axial slice, or one that the reader has mirrored.
fn sheet(is_mirrored: bool) -> Sheet {
    Sheet {
        at: Vec3::default(),
        right: at(if is_mirrored { -1.0 } else { 1.0 }, 0.0),
        down: at(0.0, 1.0),
    }
}

/// 100 x 200 pixels of 1 mm, the first one's corner at (0, 0).
fn image() -> VolumeGeometry {
    VolumeGeometry::axial(
        [100, 200, 1],
        Vec3::new(1.0, 1.0, 1.0),
        Vec3::new(0.5, 0.5, 0.0),
    )
    .unwrap()
}

fn level(grid: usize, level: usize) -> &'static GridLevel {
    &RegionGrid::built_in()[grid].levels[level]
}

/// The region at a place, as `side label`.
fn name(placed: &PlacedLevel, level: &GridLevel, place: Vec3) -> String {
    placed
        .region_at(level, place)
        .map_or("none".to_owned(), |idx| {
            let region = &level.regions[idx];
            match region.side {
                Some(side) => format!("{side:?} {}", region.id),
                None => region.id.clone(),
            }
        })
}

#[test]
fn a_brain_grid_lies_by_the_patient_not_by_the_screen() {
    let mut head = facts("CT", Some("HEAD"), None);
    head.space = SeriesSpace::Patient;
    for is_mirrored in [false, true] {
        let level = level(0, 0);
        let placed = PlacedLevel::over(level, sheet(is_mirrored), &head, &image());
        // LPS: little x is the patient's right, little y the front.
        assert_eq!(name(&placed, level, at(17.0, 56.0)), "Right M1");
        assert_eq!(name(&placed, level, at(83.0, 56.0)), "Left M1");
        assert_eq!(name(&placed, level, at(13.0, 104.0)), "Right M2");
        assert_eq!(name(&placed, level, at(80.0, 150.0)), "Left M3");
        assert_eq!(name(&placed, level, at(66.0, 95.0)), "Left L");
        assert_eq!(name(&placed, level, at(50.0, 10.0)), "none");
        assert_eq!(name(&placed, level, at(f64::NAN, 10.0)), "none");
    }
}

#[test]
fn a_mirrored_radiograph_keeps_its_sides() {
    let level = level(1, 0);
    let mut chest = facts("DX", Some("CHEST"), Some("PA"));
    let upper_left_of_image = at(20.0, 40.0);
    for (rows, expected) in [("L", "Right upper"), ("R", "Left upper")] {
        chest.patient_orientation = Some((rows.to_owned(), "F".to_owned()));
        let placed = PlacedLevel::over(level, sheet(false), &chest, &image());
        assert_eq!(name(&placed, level, upper_left_of_image), expected);
    }
    // Upside down, the lower zone is at the top.
    chest.patient_orientation = Some(("L".to_owned(), "H".to_owned()));
    let placed = PlacedLevel::over(level, sheet(false), &chest, &image());
    assert_eq!(name(&placed, level, upper_left_of_image), "Right lower");
    // Where nothing is known it lies by the screen.
    chest.patient_orientation = None;
    let placed = PlacedLevel::over(level, sheet(false), &chest, &image());
    assert_eq!(name(&placed, level, upper_left_of_image), "Right upper");
}

#[test]
fn a_breast_grid_leads_from_the_chest_wall_to_the_nipple() {
    let mut breast = facts("MG", None, Some("CC"));
    let level = level(2, 0);
    for (side, rows, columns, near_the_top_left) in [
        (Laterality::Left, "A", "R", "outer-back"),
        (Laterality::Right, "A", "L", "outer-back"),
        (Laterality::Right, "A", "R", "inner-back"),
    ] {
        breast.laterality = Some(side);
        breast.patient_orientation = Some((rows.to_owned(), columns.to_owned()));
        let placed = PlacedLevel::over(level, sheet(false), &breast, &image());
        assert_eq!(name(&placed, level, at(10.0, 40.0)), near_the_top_left);
    }
    breast.patient_orientation = Some(("P".to_owned(), "L".to_owned()));
    let placed = PlacedLevel::over(level, sheet(false), &breast, &image());
    assert_eq!(name(&placed, level, at(90.0, 40.0)), "outer-back");
    assert_eq!(name(&placed, level, at(15.0, 90.0)), "outer-front");
}

#[test]
fn dragged_landmarks_take_the_outlines_with_them() {
    let level = level(0, 0);
    let mut head = facts("CT", Some("HEAD"), None);
    head.space = SeriesSpace::Patient;
    let mut placed = PlacedLevel::over(level, sheet(false), &head, &image());
    let before = placed.outlines(level);
    let by = at(7.0, -3.0);
    for landmark in 0..4 {
        placed.drag(landmark, placed.landmarks()[landmark] + by);
    }
    for (outline, old) in placed.outlines(level).iter().zip(&before) {
        for (point, old) in outline.iter().zip(old) {
            assert!(point.distance(*old + by) < 1e-6);
        }
    }
    // Half as wide about the middle: everything comes nearer to it by half.
    let middle = 50.0;
    let mut placed = PlacedLevel::over(level, sheet(false), &head, &image());
    placed.drag(2, at(25.0, 100.0));
    placed.drag(3, at(75.0, 100.0));
    for (outline, old) in placed.outlines(level).iter().zip(&before) {
        for (point, old) in outline.iter().zip(old) {
            let expected = at(middle + (old.x - middle) * 0.5, old.y);
            assert!(point.distance(expected) < 1e-6, "{point:?}");
        }
    }
    placed.drag(99, at(0.0, 0.0));
    placed.drag(0, at(f64::NAN, 0.0));
    assert!(placed.landmarks().iter().all(|l| l.is_finite()));
}

#[test]
fn landmarks_on_one_line_make_no_outlines() {
    let level = level(1, 0);
    let line: Vec<Vec3> = (0..4)
        .map(|n| at(f64::from(n), f64::from(n) * 2.0))
        .collect();
    let placed = PlacedLevel::at(level, sheet(false), &line).unwrap();
    assert_eq!(placed.outlines(level), Vec::<Vec<Vec3>>::new());
    assert_eq!(placed.region_at(level, at(1.0, 2.0)), None);
    assert_eq!(PlacedLevel::at(level, sheet(false), &line[..3]), None);
    assert_eq!(
        PlacedLevel::at(level, sheet(false), &[at(f64::NAN, 0.0); 4]),
        None
    );
}

#[test]
fn known_landmarks_put_the_square_where_they_are() {
    let level = level(1, 0);
    // A square of 300 mm turned by a quarter.
    let place = |[u, v]: [f64; 2]| at(500.0 - v * 300.0, 100.0 + u * 300.0);
    let places: Vec<Vec3> = level.landmarks.iter().map(|l| place(l.at)).collect();
    let placed = PlacedLevel::at(level, sheet(false), &places).unwrap();
    for (outline, region) in placed.outlines(level).iter().zip(&level.regions) {
        for (point, of) in outline.iter().zip(&region.outline) {
            assert!(point.distance(place(*of)) < 1e-6);
        }
    }
}
