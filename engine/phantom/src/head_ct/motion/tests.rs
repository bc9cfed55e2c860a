//! Two poses in one slice, and only where the patient moved.

use overread_base::Seed;

use super::Motion;

const MOVED: Motion = Motion {
    range: (0.4, 0.6),
    shift_mm: (4.0, 0.0),
    turn: 0.0,
    weight: 0.25,
};

/// A bright column at x = 10 of 32.
fn column() -> Vec<f32> {
    let mut hu = vec![0.0f32; 32 * 32];
    for y in 0..32 {
        hu[y * 32 + 10] = 100.0;
    }
    hu
}

#[test]
fn a_second_contour_lies_where_the_second_pose_is() {
    let mut hu = column();
    MOVED.blur(5, 10, 2.0, &mut hu);
    let row = &hu[16 * 32..][..32];
    assert!((row[10] - 75.0).abs() < 1e-3, "{row:?}");
    assert!(
        (row[12] - 25.0).abs() < 1e-3,
        "4 mm to the left are two pixels"
    );
}

#[test]
fn other_slices_and_still_patients_stay_as_they_are() {
    let mut hu = column();
    MOVED.blur(1, 10, 2.0, &mut hu);
    assert_eq!(hu, column());
    let still = Motion {
        weight: 0.0,
        ..MOVED
    };
    still.blur(5, 10, 2.0, &mut hu);
    assert_eq!(hu, column());
}

#[test]
fn few_patients_move() {
    let moved = (0..500)
        .filter(|&i| Motion::draw(Seed(i)).weight > 0.0)
        .count();
    assert!((15..80).contains(&moved), "{moved} of 500");
}
