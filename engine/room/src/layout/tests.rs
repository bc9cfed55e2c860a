//! Texels under rays, monitors that do not cut each other, columns that fill the window.

use bevy::math::Dir3;

use super::*;

const EYE: Vec3 = Vec3::new(0.0, 1.22, 0.25);

fn ray_to(target: Vec3) -> Ray3d {
    Ray3d::new(
        EYE,
        Dir3::new(target - EYE).expect("a target away from the eye"),
    )
}

/// A point of the glass given in fractions from its top left corner.
fn point_of(glass: &Glass, across: f32, down: f32) -> Vec3 {
    let local = Vec3::new(
        (across - 0.5) * glass.size_m.x,
        (0.5 - down) * glass.size_m.y,
        0.0,
    );
    glass.centre_m + glass.rotation() * local
}

#[track_caller]
fn check_texel(screen: ScreenId, across: f32, down: f32) {
    let glass = glass(screen);
    let expected = Vec2::new(across, down) * glass.pixels.as_vec2();
    let found = glass
        .texel_on_plane(ray_to(point_of(&glass, across, down)))
        .expect("the ray meets the plane");
    assert!(
        (found - expected).length() < 0.05,
        "{screen:?} at {across}, {down}: expected {expected}, found {found}"
    );
}

#[test]
fn rays_meet_the_texel_they_are_aimed_at() {
    check_texel(ScreenId::Viewer, 0.5, 0.5);
    check_texel(ScreenId::Viewer, 0.0, 0.0);
    check_texel(ScreenId::Viewer, 1.0, 1.0);
    check_texel(ScreenId::Worklist, 0.25, 0.75);
    check_texel(ScreenId::Report, 0.9, 0.1);
    check_texel(ScreenId::Report, 1.5, -0.1);
}

#[test]
fn a_ray_from_behind_or_along_the_glass_meets_nothing() {
    let glass = glass(ScreenId::Viewer);
    let behind = Ray3d::new(glass.centre_m - Vec3::Z, Dir3::Z);
    assert_eq!(glass.texel_on_plane(behind), None);
    let away = Ray3d::new(EYE, Dir3::Z);
    assert_eq!(glass.texel_on_plane(away), None);
    let along = Ray3d::new(EYE, Dir3::X);
    assert_eq!(glass.texel_on_plane(along), None);
}

#[test]
fn only_the_inside_of_the_glass_counts_as_the_screen() {
    let glass = glass(ScreenId::Report);
    assert!(
        glass
            .texel_inside(ray_to(point_of(&glass, 0.99, 0.99)))
            .is_some()
    );
    assert!(
        glass
            .texel_inside(ray_to(point_of(&glass, 1.01, 0.5)))
            .is_none()
    );
    assert!(
        glass
            .texel_inside(ray_to(point_of(&glass, 0.5, -0.01)))
            .is_none()
    );
}

#[test]
fn texels_are_square_within_two_percent() {
    for screen in ScreenId::ALL {
        let glass = glass(screen);
        let pitch = glass.size_m / glass.pixels.as_vec2();
        assert!(
            (pitch.x / pitch.y - 1.0).abs() < 0.02,
            "{screen:?}: {pitch}"
        );
    }
}

#[test]
fn monitors_stand_side_by_side_without_cutting_each_other_and_above_the_desk() {
    const BEZEL_M: f32 = 0.014;
    let [left, centre, right] = ScreenId::ALL.map(glass);
    let grow = |glass: &Glass| BEZEL_M / glass.size_m.x;
    let left_inner = point_of(&left, 1.0 + grow(&left), 0.5);
    let centre_left = point_of(&centre, -grow(&centre), 0.5);
    let centre_right = point_of(&centre, 1.0 + grow(&centre), 0.5);
    let right_inner = point_of(&right, -grow(&right), 0.5);
    assert!(
        left_inner.x < centre_left.x,
        "{left_inner} against {centre_left}"
    );
    assert!(
        centre_right.x < right_inner.x,
        "{centre_right} against {right_inner}"
    );
    for glass in [left, centre, right] {
        assert!(glass.centre_m.y - glass.size_m.y / 2.0 > DESK_TOP_M + 0.1);
    }
}

#[track_caller]
fn check_columns(size: Vec2, front: ScreenId, shown: [bool; 3]) {
    let columns = focus_columns(size, front, Columns::Reading);
    assert_eq!(
        columns.map(|column| column.is_some()),
        shown,
        "{size} {front:?}"
    );
    let mut x = 0.0;
    for column in columns.into_iter().flatten() {
        assert_eq!(
            (column.min.x, column.min.y, column.max.y),
            (x, 0.0, size.y),
            "{size} {front:?}"
        );
        assert!(
            column.width() >= 190.0 && column.width().fract() == 0.0,
            "{size} {front:?}: {column:?}"
        );
        x = column.max.x;
    }
    assert_eq!(x, size.x);
    let widest = columns
        .into_iter()
        .flatten()
        .map(|column| column.width())
        .fold(0.0, f32::max);
    let front_width = columns[front.index()]
        .expect("the screen in front is shown")
        .width();
    assert!(
        front_width >= widest * 0.9,
        "{size} {front:?}: the screen in front has {front_width} of {widest}"
    );
}

#[test]
fn columns_fill_the_window_and_favour_the_screen_in_front() {
    for size in [Vec2::new(1280.0, 800.0), Vec2::new(1920.0, 1080.0)] {
        check_columns(size, ScreenId::Viewer, [true; 3]);
        check_columns(size, ScreenId::Worklist, [true; 3]);
        check_columns(size, ScreenId::Report, [true; 3]);
    }
    let small = Vec2::new(960.0, 540.0);
    check_columns(small, ScreenId::Viewer, [false, true, true]);
    check_columns(small, ScreenId::Worklist, [true, true, false]);
    check_columns(small, ScreenId::Report, [false, true, true]);
}

#[test]
fn after_the_end_debriefing_and_images_share_the_window() {
    for (size, front) in [
        (Vec2::new(1600.0, 900.0), ScreenId::Worklist),
        (Vec2::new(1600.0, 900.0), ScreenId::Viewer),
        (Vec2::new(700.0, 500.0), ScreenId::Viewer),
    ] {
        let [left, centre, right] = focus_columns(size, front, Columns::Debriefing);
        let (left, centre) = (left.expect("the debriefing"), centre.expect("the images"));
        assert_eq!(
            (left.min.x, left.max.x, centre.max.x),
            (0.0, centre.min.x, size.x)
        );
        assert!(
            left.width() >= 420.0_f32.min(size.x * 0.5),
            "{size}: {left:?}"
        );
        assert_eq!(right, None);
    }
    // Less than that holds one of them.
    let small = Vec2::new(400.0, 300.0);
    let whole = Some(Rect::from_corners(Vec2::ZERO, small));
    assert_eq!(
        focus_columns(small, ScreenId::Worklist, Columns::Debriefing)[0],
        whole
    );
    assert_eq!(
        focus_columns(small, ScreenId::Viewer, Columns::Debriefing),
        [None, whole, None]
    );
}
