//! Annotations of a case: where they are seen, how they change, and what is refused.

use overread_base::Vec3;

use super::*;

pub(super) const FLAT: Sheet = Sheet {
    at: Vec3::new(0.0, 0.0, 0.0),
    right: Vec3::new(1.0, 0.0, 0.0),
    down: Vec3::new(0.0, 1.0, 0.0),
};

pub(super) fn at(x: f64, y: f64) -> Vec3 {
    Vec3::new(x, y, 0.0)
}

fn sheet(z: f64) -> Sheet {
    Sheet {
        at: Vec3::new(3.0, -2.0, z),
        ..FLAT
    }
}

#[track_caller]
fn check_seen(drawn: &Sheet, shown: &Sheet, thickness_mm: f64, expected: bool) {
    assert_eq!(
        drawn.is_seen_on(shown, thickness_mm),
        expected,
        "{drawn:?} on {shown:?}"
    );
}

#[test]
fn a_drawing_is_seen_on_its_slice_alone() {
    check_seen(&sheet(10.0), &sheet(10.0), 2.0, true);
    check_seen(&sheet(10.0), &sheet(12.0), 2.0, false);
    check_seen(&sheet(10.0), &sheet(8.0), 2.0, false);
    check_seen(&sheet(10.0), &sheet(10.9), 2.0, true);
    // A slab of 10 mm shows what lies within 5 mm.
    check_seen(&sheet(10.0), &sheet(14.0), 10.0, true);
    // Panned, mirrored or turned, the slice is the same.
    let mirrored = Sheet {
        at: Vec3::new(-90.0, 40.0, 10.0),
        right: Vec3::new(-1.0, 0.0, 0.0),
        down: Vec3::new(0.0, 1.0, 0.0),
    };
    check_seen(&sheet(10.0), &mirrored, 2.0, true);
    let coronal = Sheet {
        down: Vec3::new(0.0, 0.0, -1.0),
        ..sheet(10.0)
    };
    check_seen(&sheet(10.0), &coronal, 2.0, false);
    let degrees = |angle: f64| {
        let turn = angle.to_radians();
        Sheet {
            down: Vec3::new(0.0, turn.cos(), turn.sin()),
            ..sheet(10.0)
        }
    };
    check_seen(&sheet(10.0), &degrees(0.5), 2.0, true);
    check_seen(&sheet(10.0), &degrees(2.0), 2.0, false);
}

#[test]
fn planes_of_a_grid_lie_as_far_apart_as_its_slices() {
    let geometry =
        VolumeGeometry::axial([10, 10, 10], Vec3::new(0.5, 0.7, 3.0), Vec3::default()).unwrap();
    for (normal, expected) in [
        (Vec3::new(0.0, 0.0, 1.0), 3.0),
        (Vec3::new(0.0, -1.0, 0.0), 0.7),
        (Vec3::new(1.0, 0.0, 0.0), 0.5),
    ] {
        assert!((plane_distance_mm(&geometry, normal) - expected).abs() < 1e-12);
    }
}

#[test]
fn annotations_come_change_and_go_by_their_name() {
    let mut all = Annotations::default();
    let line = Drawing::Length([at(0.0, 0.0), at(3.0, 4.0)]);
    let first = all.add(0, sheet(0.0), line.clone()).unwrap();
    let second = all.add(1, sheet(0.0), line.clone()).unwrap();
    assert_ne!(first, second);
    let seen = |all: &Annotations, series_idx| {
        all.seen_on(series_idx, &sheet(0.0), 1.0)
            .map(|annotation| annotation.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(seen(&all, 0), [first]);
    assert_eq!(seen(&all, 1), [second]);
    assert!(all.redraw(first, line.moved(at(1.0, 1.0))));
    assert_eq!(all.get(first).unwrap().drawing, line.moved(at(1.0, 1.0)));
    assert!(all.write(first, &"ж".repeat(500)));
    assert_eq!(all.get(first).unwrap().text.chars().count(), MAX_TEXT_CHARS);
    assert!(all.remove(first));
    assert!(!all.remove(first) && !all.write(first, "x") && !all.redraw(first, line.clone()));
    // A name is not given twice, not even after the last one went.
    all.remove(second);
    let third = all.add(0, sheet(0.0), line).unwrap();
    assert!(third > second);
}

#[test]
fn what_is_no_number_or_too_much_is_refused() {
    let mut all = Annotations::default();
    let broken = Drawing::Value(at(f64::NAN, 0.0));
    assert_eq!(all.add(0, sheet(0.0), broken.clone()), None);
    let id = all
        .add(0, sheet(0.0), Drawing::Value(at(0.0, 0.0)))
        .unwrap();
    assert!(!all.redraw(id, broken));
    for _ in 1..MAX_ANNOTATIONS {
        assert!(
            all.add(0, sheet(0.0), Drawing::Value(at(0.0, 0.0)))
                .is_some()
        );
    }
    assert_eq!(all.add(0, sheet(0.0), Drawing::Value(at(0.0, 0.0))), None);
}
