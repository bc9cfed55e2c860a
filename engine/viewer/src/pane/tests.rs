//! Zoom, pan, flips, edges and slices as positions in the patient.

use overread_base::{Vec3, VolumeGeometry};
use overread_image::{Plane, Projection, Window};

use super::{DisplayArea, Pane, PaneScreen, extent_mm};
use crate::{Align, Orientation};

fn geometry() -> VolumeGeometry {
    VolumeGeometry::axial(
        [100, 80, 40],
        Vec3::new(1.0, 1.0, 2.5),
        Vec3::new(-50.0, -40.0, -200.0),
    )
    .unwrap()
}

fn pane(plane: Plane) -> Pane {
    let window = Window::linear(40.0, 400.0).unwrap();
    Pane::new(0, plane, &geometry(), window.into())
}

fn screen() -> PaneScreen {
    PaneScreen::of_size([500, 400])
}

#[track_caller]
fn assert_near(found: Vec3, expected: Vec3) {
    assert!(
        found.distance(expected) < 1e-6,
        "expected {expected:?}, found {found:?}"
    );
}

const PLANES: [Plane; 4] = [
    Plane::Axial,
    Plane::Coronal,
    Plane::Sagittal,
    Plane::Acquired,
];

#[test]
fn zooming_keeps_what_lies_under_the_hand_however_the_picture_lies_and_is_held() {
    let geometry = geometry();
    for plane in PLANES {
        for orientation in Orientation::ALL {
            for align in [Align::Centre, Align::Left, Align::Right] {
                let mut pane = pane(plane);
                pane.orient(orientation);
                pane.align = align;
                let before = pane.viewport(&geometry, &screen());
                pane.zoom_at(&geometry, &screen(), [120.0, 310.0], 3.0);
                let after = pane.viewport(&geometry, &screen());
                assert!((before.mm_per_px / after.mm_per_px - 3.0).abs() < 1e-9);
                assert_near(
                    after.patient_from_screen(120.0, 310.0),
                    before.patient_from_screen(120.0, 310.0),
                );
                pane.zoom_at(&geometry, &screen(), [499.0, 3.0], 0.5);
                let again = pane.viewport(&geometry, &screen());
                assert_near(
                    again.patient_from_screen(499.0, 3.0),
                    after.patient_from_screen(499.0, 3.0),
                );
            }
        }
    }
}

#[test]
fn zoom_has_limits() {
    let mut pane = pane(Plane::Axial);
    for factor in [1e9, 1e-9, f64::NAN, f64::INFINITY] {
        pane.zoom_at(&geometry(), &screen(), [250.0, 200.0], factor);
        assert!((0.25..=40.0).contains(&pane.zoom()));
    }
}

#[test]
fn the_picture_follows_the_hand() {
    let geometry = geometry();
    for orientation in Orientation::ALL {
        let mut pane = pane(Plane::Coronal);
        pane.orient(orientation);
        let before = pane.viewport(&geometry, &screen());
        pane.pan(&before, [30.0, -12.0]);
        let after = pane.viewport(&geometry, &screen());
        assert_near(
            after.patient_from_screen(230.0, 188.0),
            before.patient_from_screen(200.0, 200.0),
        );
    }
}

#[test]
fn flips_and_turns_keep_the_middle_and_move_the_sides() {
    let geometry = geometry();
    let mut pane = pane(Plane::Axial);
    pane.zoom_at(&geometry, &screen(), [100.0, 100.0], 4.0);
    let before = pane.viewport(&geometry, &screen());
    for orientation in Orientation::ALL {
        pane.orient(orientation);
        let after = pane.viewport(&geometry, &screen());
        assert_near(after.centre, before.centre);
        let (right, down) = orientation.on_screen(before.right, before.down);
        assert_near(after.right, right);
        assert_near(after.down, down);
    }
}

#[test]
fn a_turned_picture_fits_by_its_turned_sides() {
    let geometry = geometry();
    let mut pane = pane(Plane::Axial);
    // 100 x 80 mm on 500 x 400 pixels.
    let plain = pane.viewport(&geometry, &screen());
    assert!((plain.mm_per_px - 0.2).abs() < 1e-12);
    pane.orient(Orientation::default().rotated(1));
    // 80 x 100 mm on 500 x 400 pixels.
    let turned = pane.viewport(&geometry, &screen());
    assert!((turned.mm_per_px - 0.25).abs() < 1e-12);
}

#[test]
fn an_edge_is_held_at_every_zoom_of_the_layout() {
    let geometry = geometry();
    // The grid's left face lies at x = -50.5, its right one at 49.5.
    for (align, column, x) in [(Align::Left, 0.0, -50.5), (Align::Right, 600.0, 49.5)] {
        let mut pane = pane(Plane::Axial);
        pane.align = align;
        pane.area = DisplayArea::SameMm;
        for mm_per_px in [0.2, 0.5, 1.3] {
            let screen = PaneScreen {
                size_px: [600, 200],
                same_mm_per_px: Some(mm_per_px),
                pitch_mm: None,
            };
            let viewport = pane.viewport(&geometry, &screen);
            assert!((viewport.mm_per_px - mm_per_px).abs() < 1e-12);
            let edge = viewport.patient_from_screen(column, 100.0);
            assert!((edge.x - x).abs() < 1e-9, "{align:?} {mm_per_px}: {edge:?}");
        }
    }
}

#[test]
fn areas_are_one_to_one_and_true_size() {
    let geometry = geometry();
    let mut pane = pane(Plane::Axial);
    let screen = PaneScreen {
        pitch_mm: Some(0.27),
        ..screen()
    };
    pane.show_whole(DisplayArea::OneToOne);
    assert!((pane.viewport(&geometry, &screen).mm_per_px - 1.0).abs() < 1e-12);
    pane.show_whole(DisplayArea::TrueSize);
    assert!((pane.viewport(&geometry, &screen).mm_per_px - 0.27).abs() < 1e-12);
    assert!((extent_mm(&geometry, Vec3::new(0.0, 0.0, 1.0)) - 100.0).abs() < 1e-12);
}

#[test]
fn a_zoom_is_taken_over_mirrored_between_opposite_edges() {
    let geometry = geometry();
    let mut right = pane(Plane::Axial);
    right.align = Align::Right;
    let mut left = pane(Plane::Axial);
    left.align = Align::Left;
    right.zoom_at(&geometry, &screen(), [400.0, 100.0], 2.0);
    left.follow_zoom(&right);
    let (a, b) = (
        right.viewport(&geometry, &screen()),
        left.viewport(&geometry, &screen()),
    );
    assert!((a.mm_per_px - b.mm_per_px).abs() < 1e-12);
    // Both show as much of their outer side: what is at the held edge differs by mirroring only.
    let (held_a, held_b) = (
        a.patient_from_screen(500.0, 0.0),
        b.patient_from_screen(0.0, 0.0),
    );
    assert!(((49.5 - held_a.x) - (held_b.x + 50.5)).abs() < 1e-9);
    assert!((held_a.y - held_b.y).abs() < 1e-9);
}

#[test]
fn going_to_a_place_shows_its_slice_and_brings_it_into_view() {
    let geometry = geometry();
    let place = Vec3::new(31.0, -22.0, -120.0);
    for plane in PLANES {
        for orientation in Orientation::ALL {
            let mut pane = pane(plane);
            pane.orient(orientation);
            pane.zoom_at(&geometry, &screen(), [10.0, 10.0], 8.0);
            pane.go_to(&geometry, place);
            let viewport = pane.viewport(&geometry, &screen());
            let (x, y, depth_mm) = viewport.screen_from_patient(place);
            assert!(
                (x - 250.0).abs() < 1e-6 && (y - 200.0).abs() < 1e-6,
                "in the middle of {plane:?}"
            );
            assert!(depth_mm.abs() <= 1.25, "on the slice of {plane:?}");
        }
    }
}

#[test]
fn slabs_go_through_their_projections_and_thicknesses() {
    let mut pane = pane(Plane::Axial);
    let mut modes = Vec::new();
    for _ in 0..4 {
        pane.next_slab_mode();
        modes.push(pane.slab.map(|slab| slab.projection));
    }
    assert_eq!(
        modes,
        [
            Some(Projection::Maximum),
            Some(Projection::Minimum),
            Some(Projection::Average),
            None
        ]
    );
    pane.thicken(&geometry(), -1);
    assert_eq!(pane.slab, None, "nothing is thinner than a slice");
    pane.thicken(&geometry(), 1);
    assert_eq!(pane.slab.unwrap().thickness_mm, 5.0, "two slices of 2.5 mm");
    pane.thicken(&geometry(), i32::MAX);
    assert_eq!(pane.slab.unwrap().thickness_mm, 200.0);
    pane.thicken(&geometry(), -1_000);
    assert_eq!(pane.slab, None);
}
