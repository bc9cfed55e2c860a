//! Limits of the head, gliding that does not depend on the frame rate, an eye that stays in front of the glass.

use super::*;
use crate::layout::{ScreenId, glass};

const NEVER_PAST: f32 = 10_000.0;

#[test]
fn turning_stops_at_the_limits_of_a_neck() {
    let left = HeadPose::REST.turned(Vec2::new(NEVER_PAST, 0.0));
    let right = HeadPose::REST.turned(Vec2::new(-NEVER_PAST, 0.0));
    assert!(
        (left.yaw.to_degrees() - 125.0).abs() < 0.5 && (right.yaw.to_degrees() + 125.0).abs() < 0.5
    );
    let up = HeadPose::REST.turned(Vec2::new(0.0, NEVER_PAST));
    let down = HeadPose::REST.turned(Vec2::new(0.0, -NEVER_PAST));
    assert!(
        (up.pitch.to_degrees() - 45.0).abs() < 0.5 && (down.pitch.to_degrees() + 60.0).abs() < 0.5
    );
}

#[test]
fn a_drag_to_the_right_brings_what_is_left_into_view() {
    let turned = HeadPose::REST.turned(Vec2::new(100.0, 0.0));
    assert!(turned.camera().forward().x < -0.1);
}

#[test]
fn leaning_is_between_back_and_close() {
    assert_eq!(HeadPose::REST.leaned(-3.0).lean, 0.0);
    assert_eq!(HeadPose::REST.leaned(100.0).lean, 1.0);
    assert!((HeadPose::REST.leaned(1.0).lean - LEAN_PER_LINE).abs() < 1e-6);
}

#[test]
fn gliding_takes_the_same_way_at_any_frame_rate() {
    let target = HeadPose {
        yaw: 0.8,
        pitch: 0.2,
        lean: 1.0,
    };
    let mut fine = HeadPose::REST;
    for _ in 0..12 {
        fine = fine.glided(target, 1.0 / 120.0);
    }
    let coarse = HeadPose::REST.glided(target, 0.1);
    assert!((fine.yaw - coarse.yaw).abs() < 1e-4 && (fine.lean - coarse.lean).abs() < 1e-4);
}

#[test]
fn gliding_ends_exactly_at_the_target() {
    let target = HeadPose {
        yaw: -1.0,
        pitch: 0.3,
        lean: 0.4,
    };
    let mut pose = HeadPose::REST;
    let mut frames = 0;
    while pose != target {
        pose = pose.glided(target, 1.0 / 60.0);
        frames += 1;
        assert!(frames < 120, "still moving after two seconds: {pose:?}");
    }
    assert!(frames > 10, "a jump instead of a glide");
}

#[test]
fn the_eye_never_reaches_the_glass() {
    for yaw_step in -10_i8..=10 {
        let pose = HeadPose {
            yaw: f32::from(yaw_step) * 0.2,
            pitch: -0.1,
            lean: 1.0,
        }
        .limited();
        let eye = pose.camera().translation;
        for screen in ScreenId::ALL {
            let glass = glass(screen);
            let to_eye = (eye - glass.centre_m).dot(glass.rotation() * Vec3::Z);
            assert!(to_eye > 0.35, "{screen:?} at yaw {}: {to_eye} m", pose.yaw);
        }
    }
}

#[test]
fn every_screen_is_in_view_at_rest() {
    let camera = HeadPose::REST.camera();
    for screen in ScreenId::ALL {
        let direction = camera.rotation.inverse() * (glass(screen).centre_m - camera.translation);
        assert!(
            direction.z < 0.0 && (direction.x / direction.z).abs() < 0.75,
            "{screen:?}: {direction}"
        );
    }
}
