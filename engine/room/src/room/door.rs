//! The door to the corridor, left of the desk in the wall that the reader faces, and the light that comes through it.

use bevy::math::{Quat, Vec3};

use super::light::Light;
use super::part::{Finish, Part, Place, block, cone, rod};
use super::shell::FRONT_M;

const DOOR: [u8; 3] = [158, 128, 96];
const FRAME: [u8; 3] = [96, 100, 104];
const STEEL: [u8; 3] = [150, 152, 155];
const CORRIDOR: Vec3 = Vec3::new(0.80, 0.92, 1.0);

const WIDE_M: f32 = 0.92;
const HIGH_M: f32 = 2.08;
/// The pane: its middle right of the door's, its width, its lower and upper edge.
const PANE_X_M: f32 = 0.24;
const PANE_WIDE_M: f32 = 0.14;
const PANE_LOW_M: f32 = 0.95;
const PANE_HIGH_M: f32 = 1.86;

/// Adds the door to `parts` and the corridor's light to `lights`.
pub(super) fn add(parts: &mut Vec<Part>, lights: &mut Vec<Light>) {
    add_frame(parts);
    add_leaf(parts);
    add_handle(parts);
    add_pane(parts, lights);
    add_slit(parts, lights);
}

/// A place in front of the wall, from the middle of the threshold.
fn at(x: f32, y: f32, z: f32) -> Vec3 {
    Vec3::new(-1.28 + x, y, FRONT_M + z)
}

fn add_frame(parts: &mut Vec<Part>) {
    let jamb = |centre, size| {
        let jamb = block(centre, size).coloured(FRAME);
        jamb.bevelled(0.006).step(0.12)
    };
    for side in [-1.0, 1.0] {
        let centre = at(side * (WIDE_M / 2.0 + 0.035), HIGH_M / 2.0, 0.02);
        parts.push(jamb(centre, Vec3::new(0.07, HIGH_M, 0.05)));
    }
    let top = at(0.0, HIGH_M + 0.035, 0.02);
    parts.push(jamb(top, Vec3::new(WIDE_M + 0.14, 0.07, 0.05)));
}

/// The leaf in four pieces around its pane.
fn add_leaf(parts: &mut Vec<Part>) {
    let mut piece = |x: f32, y: f32, wide: f32, high: f32| {
        let piece = block(at(x, y, 0.016), Vec3::new(wide, high, 0.03));
        parts.push(piece.of(Finish::Wood).coloured(DOOR).step(0.08));
    };
    let right = WIDE_M / 2.0 - (PANE_X_M + PANE_WIDE_M / 2.0);
    let left = WIDE_M - PANE_WIDE_M - right;
    let high = HIGH_M - 0.02;
    piece((left - WIDE_M) / 2.0, HIGH_M / 2.0, left, high);
    piece((WIDE_M - right) / 2.0, HIGH_M / 2.0, right, high);
    piece(PANE_X_M, PANE_LOW_M / 2.0, PANE_WIDE_M, PANE_LOW_M - 0.02);
    let above = (PANE_HIGH_M + HIGH_M) / 2.0 - 0.005;
    piece(PANE_X_M, above, PANE_WIDE_M, HIGH_M - PANE_HIGH_M - 0.01);
}

fn add_handle(parts: &mut Vec<Part>) {
    let place = Place {
        at_m: at(0.40, 1.03, 0.03),
        turn: Quat::IDENTITY,
    };
    let mut steel = |part: Part| parts.push(part.coloured(STEEL).placed(&place));
    steel(cone(Vec3::ZERO, Vec3::Z * 0.012, 0.027, 0.026));
    steel(rod(Vec3::Z * 0.01, Vec3::Z * 0.055, 0.009));
    let (from, to) = (Vec3::new(0.008, 0.0, 0.055), Vec3::new(-0.12, 0.0, 0.055));
    steel(rod(from, to, 0.009));
}

fn add_pane(parts: &mut Vec<Part>, lights: &mut Vec<Light>) {
    let centre = at(PANE_X_M, (PANE_LOW_M + PANE_HIGH_M) / 2.0, 0.006);
    let high = PANE_HIGH_M - PANE_LOW_M;
    let pane = block(centre, Vec3::new(PANE_WIDE_M, high, 0.01));
    parts.push(pane.glowing(CORRIDOR * 0.34));
    lights.push(Light::Panel {
        centre_m: centre + Vec3::Z * 0.03,
        right_m: Vec3::X * PANE_WIDE_M / 2.0,
        up_m: Vec3::Y * high / 2.0,
        radiance: CORRIDOR * 1.6,
        samples: (1, 4),
    });
}

/// Light under the leaf.
fn add_slit(parts: &mut Vec<Part>, lights: &mut Vec<Light>) {
    let slit = block(at(0.0, 0.006, 0.012), Vec3::new(WIDE_M - 0.02, 0.008, 0.02));
    parts.push(slit.glowing(CORRIDOR * 0.5));
    lights.push(Light::Panel {
        centre_m: at(0.0, 0.012, 0.04),
        right_m: Vec3::X * WIDE_M / 2.0,
        up_m: Vec3::Y * 0.006,
        radiance: CORRIDOR * 5.0,
        samples: (5, 1),
    });
}
