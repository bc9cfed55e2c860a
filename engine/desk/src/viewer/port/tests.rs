//! From the screen to the patient and back, over orientations; boxes; marks under the hand.

use egui::{Rect, pos2, vec2};
use overread_base::{Shape, Vec3, VolumeGeometry};
use overread_image::{Plane, Rescale, Volume, Window};
use overread_viewer::{Orientation, Pane, PaneScreen};

use super::Port;
use crate::scene::{OverlayMark, Selection};
use crate::section::Outline;
use crate::tests::fixtures;
use crate::viewer::paint::PictureRect;
use crate::{DeskSeries, DeskStudy, MarkLayer};

const X: Vec3 = Vec3::new(1.0, 0.0, 0.0);
const Y: Vec3 = Vec3::new(0.0, 1.0, 0.0);
const Z: Vec3 = Vec3::new(0.0, 0.0, 1.0);

fn series(geometry: &VolumeGeometry) -> DeskSeries {
    let samples = vec![0; usize::try_from(geometry.voxel_count()).unwrap()];
    DeskSeries {
        facts: fixtures::facts(),
        volume: Volume::new(geometry.clone(), samples, Rescale::IDENTITY).unwrap(),
        vois: Vec::new(),
        is_inverted: false,
        colour: Vec::new(),
        overlays: Vec::new(),
    }
}

fn study(series: &DeskSeries) -> DeskStudy {
    DeskStudy {
        case: fixtures::case_id("first"),
        patient_lines: Vec::new(),
        study_lines: Vec::new(),
        indication: Vec::new(),
        series: vec![series.clone()],
        warnings: Vec::new(),
    }
}

/// A picture of 300 x 200 points at 1.5 device pixels a point.
fn port(series: &DeskSeries, plane: Plane, orientation: Orientation) -> Port<'_> {
    let picture = PictureRect {
        rect: Rect::from_min_size(pos2(40.0, 60.0), vec2(300.0, 200.0)),
        pixels_per_point: 1.5,
    };
    let window = Window::linear(40.0, 400.0).unwrap();
    let mut pane = Pane::new(0, plane, series.volume.geometry(), window.into());
    pane.orient(orientation);
    Port::new(0, pane, series, picture, PaneScreen::of_size([450, 300]))
}

#[test]
fn screen_and_patient_agree_in_every_orientation() {
    let directions = [
        (X, Y),
        (-X, Y),
        (X, -Y),
        (Y, X),
        (X, -Z),
        (Y, -Z),
        (-Y, Z),
        (Z, X),
    ];
    for (row, col) in directions {
        let origin = Vec3::new(3.0, -8.0, 100.0);
        let geometry =
            VolumeGeometry::new([64, 48, 32], Vec3::new(0.7, 0.7, 2.0), origin, row, col).unwrap();
        let series = series(&geometry);
        for plane in [
            Plane::Acquired,
            Plane::Axial,
            Plane::Coronal,
            Plane::Sagittal,
        ] {
            for orientation in Orientation::ALL {
                let pane = port(&series, plane, orientation);
                for at in [pos2(40.0, 60.0), pos2(133.0, 207.5), pos2(340.0, 260.0)] {
                    let place = pane.place(at);
                    let (_, _, depth_mm) = pane.viewport.screen_from_patient(place);
                    assert!(depth_mm.abs() <= pane.half_slice_mm());
                    assert!(
                        pane.point(place).distance(at) < 1e-3,
                        "{row:?} {col:?} {plane:?} {orientation:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_patients_sides_are_where_a_reader_expects_them() {
    for (row, col) in [(X, Y), (-X, Y), (X, -Y), (Y, X), (X, -Z), (Y, -Z)] {
        let geometry = VolumeGeometry::new(
            [64, 64, 64],
            Vec3::new(1.0, 1.0, 1.0),
            Vec3::default(),
            row,
            col,
        )
        .unwrap();
        let series = series(&geometry);
        let middle = geometry.centre();
        for (plane, right, down) in [
            (Plane::Axial, X, Y),
            (Plane::Coronal, X, -Z),
            (Plane::Sagittal, Y, -Z),
        ] {
            let pane = port(&series, plane, Orientation::default());
            let at = pane.point(middle);
            let to_right = pane.point(middle + right * 10.0) - at;
            let to_bottom = pane.point(middle + down * 10.0) - at;
            assert!(
                to_right.x > 1.0 && to_right.y.abs() < 1e-3,
                "{row:?} {col:?} {plane:?}: {to_right:?}"
            );
            assert!(
                to_bottom.y > 1.0 && to_bottom.x.abs() < 1e-3,
                "{row:?} {col:?} {plane:?}: {to_bottom:?}"
            );
        }
    }
}

#[test]
fn a_box_is_as_thick_as_its_slice() {
    let geometry =
        VolumeGeometry::axial([64, 64, 32], Vec3::new(1.0, 1.0, 2.5), Vec3::default()).unwrap();
    let series = series(&geometry);
    let pane = port(&series, Plane::Axial, Orientation::default());
    let (a, b) = (Vec3::new(40.0, 10.0, 40.0), Vec3::new(20.0, 30.0, 40.0));
    let expected = Shape::Cuboid {
        low: Vec3::new(20.0, 10.0, 38.75),
        high: Vec3::new(40.0, 30.0, 41.25),
    };
    assert_eq!(pane.cuboid(a, b), expected);
}

#[test]
fn the_smallest_mark_under_the_hand_is_meant() {
    let geometry =
        VolumeGeometry::axial([64, 64, 32], Vec3::new(1.0, 1.0, 2.5), Vec3::default()).unwrap();
    let series = series(&geometry);
    let pane = port(&series, Plane::Axial, Orientation::default());
    let centre = pane.viewport.centre;
    let mark = |id: &str, outline: Outline| OverlayMark {
        layer: MarkLayer::Reader,
        id: id.to_owned(),
        target: Selection::Mark(overread_base::MarkId::new(id).unwrap()),
        caption: String::new(),
        series: Some(fixtures::series_uid()),
        outline,
        is_selected: false,
        is_dashed: false,
    };
    let half = Vec3::new(20.0, 20.0, 1.0);
    let marks = [
        mark("small", Outline::Point(centre)),
        mark(
            "large",
            Outline::Box {
                low: centre - half,
                high: centre + half,
            },
        ),
    ];
    let study = study(&series);
    let under = |place: Vec3| {
        pane.mark_at(&marks, &study, pane.point(place))
            .map(|mark| mark.id.as_str())
    };
    assert_eq!(under(centre), Some("small"));
    assert_eq!(under(centre + Vec3::new(15.0, 0.0, 0.0)), Some("large"));
    assert_eq!(under(centre + Vec3::new(0.0, 31.0, 0.0)), None);
}
