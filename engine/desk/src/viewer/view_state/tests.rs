//! Zoom, pan and slices as positions in the patient.

use overread_base::{Vec3, VolumeGeometry};
use overread_image::Plane;

use super::{PaneState, ViewState};

fn geometry() -> VolumeGeometry {
    VolumeGeometry::axial(
        [100, 80, 40],
        Vec3::new(1.0, 1.0, 2.5),
        Vec3::new(-50.0, -40.0, -200.0),
    )
    .unwrap()
}

const SIZE: [u32; 2] = [500, 400];

#[track_caller]
fn assert_near(found: Vec3, expected: Vec3) {
    assert!(
        found.distance(expected) < 1e-6,
        "expected {expected:?}, found {found:?}"
    );
}

#[test]
fn zooming_keeps_what_lies_under_the_hand() {
    for plane in [
        Plane::Axial,
        Plane::Coronal,
        Plane::Sagittal,
        Plane::Acquired,
    ] {
        let geometry = geometry();
        let mut pane = PaneState::fitted(plane);
        let at_px = [120.0, 310.0];
        let before = pane.viewport(&geometry, geometry.centre(), SIZE);
        pane.zoom_at(&before, at_px, 3.0);
        let after = pane.viewport(&geometry, geometry.centre(), SIZE);
        assert!((before.mm_per_px / after.mm_per_px - 3.0).abs() < 1e-9);
        assert_near(
            after.patient_from_screen(at_px[0], at_px[1]),
            before.patient_from_screen(at_px[0], at_px[1]),
        );
        pane.zoom_at(&after, [499.0, 3.0], 0.5);
        let again = pane.viewport(&geometry, geometry.centre(), SIZE);
        assert_near(
            again.patient_from_screen(499.0, 3.0),
            after.patient_from_screen(499.0, 3.0),
        );
    }
}

#[test]
fn zoom_has_limits() {
    let geometry = geometry();
    let mut pane = PaneState::fitted(Plane::Axial);
    for factor in [1e9, 1e-9] {
        let viewport = pane.viewport(&geometry, geometry.centre(), SIZE);
        pane.zoom_at(&viewport, [250.0, 200.0], factor);
        assert!((0.25..=40.0).contains(&pane.zoom()));
    }
}

#[test]
fn the_picture_follows_the_hand() {
    let geometry = geometry();
    let mut pane = PaneState::fitted(Plane::Coronal);
    let before = pane.viewport(&geometry, geometry.centre(), SIZE);
    pane.pan(&before, [30.0, -12.0]);
    let after = pane.viewport(&geometry, geometry.centre(), SIZE);
    assert_near(
        after.patient_from_screen(230.0, 188.0),
        before.patient_from_screen(200.0, 200.0),
    );
}

#[test]
fn stepping_moves_one_plane_only() {
    let geometry = geometry();
    let mut view = ViewState::new(&geometry);
    let before: Vec<u32> = (0..3).map(|pane| view.slice_idx(&geometry, pane)).collect();
    view.step(&geometry, 1, 5);
    let after: Vec<u32> = (0..3).map(|pane| view.slice_idx(&geometry, pane)).collect();
    assert_eq!(after, [before[0], before[1] + 5, before[2]]);
    view.show_slice(&geometry, 0, 3);
    assert_eq!(view.slice_idx(&geometry, 0), 3);
}

#[test]
fn going_to_a_place_shows_its_slices_and_brings_it_into_view() {
    let geometry = geometry();
    let mut view = ViewState::new(&geometry);
    let place = Vec3::new(31.0, -22.0, -120.0);
    for pane in 0..3 {
        let viewport = view.panes[pane].viewport(&geometry, view.focus, SIZE);
        view.panes[pane].zoom_at(&viewport, [10.0, 10.0], 8.0);
    }
    view.go_to(&geometry, place);
    for pane in 0..3 {
        let viewport = view.panes[pane].viewport(&geometry, view.focus, SIZE);
        let (x, y, depth_mm) = viewport.screen_from_patient(place);
        assert!(
            (x - 250.0).abs() < 1e-6 && (y - 200.0).abs() < 1e-6,
            "in the middle of pane {pane}"
        );
        assert!(depth_mm.abs() <= 1.25, "on the slice of pane {pane}");
    }
    view.fit();
    assert!(
        view.panes
            .iter()
            .all(|pane| (pane.zoom() - 1.0).abs() < 1e-12)
    );
}
