//! The desk, the screen of cloth behind it with its strip of light, and the chair.

use std::f32::consts::TAU;

use bevy::math::{Quat, Vec3};

use super::light::Light;
use super::part::{Finish, Part, block, cone, rod};
use crate::layout::DESK_TOP_M;

const TOP: [u8; 3] = [138, 104, 74];
const STEEL_DARK: [u8; 3] = [58, 60, 64];
const CLOTH: [u8; 3] = [72, 88, 104];
const STAND: [u8; 3] = [112, 114, 118];
const SEAT: [u8; 3] = [50, 56, 66];
const DAYLIGHT: Vec3 = Vec3::new(0.80, 0.90, 1.0);

/// Middle of the desk top, and its size.
const DESK_MIDDLE_Z: f32 = -0.67;
const DESK_WIDE_M: f32 = 2.5;
const DESK_DEEP_M: f32 = 1.02;

/// Adds desk and chair to `parts` and the strip of light to `lights`.
pub(super) fn add(parts: &mut Vec<Part>, lights: &mut Vec<Light>) {
    add_desk(parts);
    add_cloth_screen(parts, lights);
    add_chair(parts);
}

fn add_desk(parts: &mut Vec<Part>) {
    let top = block(
        Vec3::new(0.0, DESK_TOP_M - 0.017, DESK_MIDDLE_Z),
        Vec3::new(DESK_WIDE_M, 0.032, DESK_DEEP_M),
    );
    parts.push(top.of(Finish::Wood).coloured(TOP).bevelled(0.004).step(0.2));
    // The face that shadows fall on, finer than the slab.
    let face = block(
        Vec3::new(0.0, DESK_TOP_M - 0.010, DESK_MIDDLE_Z),
        Vec3::new(DESK_WIDE_M - 0.008, 0.020, DESK_DEEP_M - 0.008),
    );
    parts.push(face.of(Finish::Wood).coloured(TOP).step(0.018).only_face(2));
    let steel = |centre, size| {
        block(centre, size)
            .coloured(STEEL_DARK)
            .bevelled(0.004)
            .step(0.12)
    };
    for side in [-1.0, 1.0] {
        let x = side * 1.12;
        parts.push(steel(
            Vec3::new(x, 0.35, DESK_MIDDLE_Z),
            Vec3::new(0.07, 0.68, 0.09),
        ));
        parts.push(steel(
            Vec3::new(x, 0.015, DESK_MIDDLE_Z),
            Vec3::new(0.08, 0.03, 0.78),
        ));
        parts.push(steel(
            Vec3::new(x, 0.70, DESK_MIDDLE_Z),
            Vec3::new(0.06, 0.03, 0.80),
        ));
    }
    parts.push(steel(
        Vec3::new(0.0, 0.69, -0.98),
        Vec3::new(2.1, 0.08, 0.14),
    ));
    // Drawers under the right end.
    let body = block(Vec3::new(0.80, 0.31, -0.62), Vec3::new(0.42, 0.58, 0.60));
    parts.push(body.coloured([84, 88, 94]).bevelled(0.005).step(0.10));
    for (row, high) in [(0.50, 0.16), (0.32, 0.18), (0.125, 0.19)] {
        let front = block(
            Vec3::new(0.80, row, -0.312),
            Vec3::new(0.40, high - 0.012, 0.02),
        );
        parts.push(front.coloured([96, 100, 106]).bevelled(0.004).step(0.10));
        let grip = block(
            Vec3::new(0.80, row + high / 2.0 - 0.035, -0.297),
            Vec3::new(0.12, 0.012, 0.012),
        );
        parts.push(grip.coloured(STAND).bevelled(0.003));
    }
}

/// The screen of cloth at the far edge of the desk, with a strip of daylight white behind the monitors on it.
fn add_cloth_screen(parts: &mut Vec<Part>, lights: &mut Vec<Light>) {
    let z = -1.215;
    let cloth = block(Vec3::new(0.0, 0.98, z), Vec3::new(DESK_WIDE_M, 0.72, 0.04));
    parts.push(
        cloth
            .of(Finish::Weave)
            .coloured(CLOTH)
            .bevelled(0.006)
            .step(0.035),
    );
    let rail = block(
        Vec3::new(0.0, 1.346, z),
        Vec3::new(DESK_WIDE_M, 0.014, 0.05),
    );
    parts.push(rail.coloured(STAND).bevelled(0.004).step(0.10));
    // The strip lies in a channel at the foot of the cloth and washes it from below.
    let channel = block(
        Vec3::new(0.0, DESK_TOP_M + 0.011, -1.140),
        Vec3::new(2.3, 0.022, 0.008),
    );
    parts.push(channel.coloured(STEEL_DARK).step(0.1));
    let at_m = Vec3::new(0.0, DESK_TOP_M + 0.012, -1.150);
    lights.push(Light::Panel {
        centre_m: at_m,
        right_m: Vec3::X * 1.12,
        up_m: Vec3::new(0.0, -0.006, -0.008),
        radiance: DAYLIGHT * 9.0,
        samples: (32, 1),
    });
}

fn add_chair(parts: &mut Vec<Part>) {
    let cloth = |centre, size| {
        let cushion = block(centre, size).of(Finish::Weave).coloured(SEAT);
        cushion.bevelled(0.025).step(0.04)
    };
    let z = 0.50;
    parts.push(cloth(Vec3::new(0.0, 0.465, z), Vec3::new(0.50, 0.08, 0.50)));
    let back = cloth(Vec3::new(0.0, 0.86, z + 0.30), Vec3::new(0.46, 0.62, 0.07));
    parts.push(back.turned(Quat::from_rotation_x(0.16)));
    let dark = |part: Part| part.coloured(STEEL_DARK);
    for side in [-1.0, 1.0] {
        let x = side * 0.30;
        parts.push(dark(
            block(Vec3::new(x, 0.665, z - 0.02), Vec3::new(0.07, 0.03, 0.27)).bevelled(0.012),
        ));
        parts.push(dark(rod(
            Vec3::new(x, 0.65, z),
            Vec3::new(side * 0.24, 0.43, z),
            0.016,
        )));
    }
    parts.push(dark(rod(
        Vec3::new(0.0, 0.10, z),
        Vec3::new(0.0, 0.43, z),
        0.028,
    )));
    parts.push(dark(rod(
        Vec3::new(0.0, 0.48, z + 0.22),
        Vec3::new(0.0, 0.72, z + 0.33),
        0.022,
    )));
    for leg in 0..5_u8 {
        let (sin, cos) = (f32::from(leg) * TAU / 5.0 + 0.3).sin_cos();
        let end = Vec3::new(sin * 0.30, 0.075, z + cos * 0.30);
        parts.push(dark(cone(Vec3::new(0.0, 0.11, z), end, 0.024, 0.014)));
        parts.push(dark(rod(
            end - Vec3::X * 0.012 - Vec3::Y * 0.045,
            end + Vec3::X * 0.012 - Vec3::Y * 0.045,
            0.028,
        )));
    }
}
