//! The lamp on the desk: an arm that looks over the left monitor, and its pool of warm light.

use bevy::math::Vec3;

use super::light::Light;
use super::part::{Part, cone, rod};
use crate::layout::DESK_TOP_M;

const LAMP: [u8; 3] = [46, 62, 58];
const BRASS: [u8; 3] = [176, 142, 86];
const LAMP_LIGHT: Vec3 = Vec3::new(1.0, 0.70, 0.40);

/// Adds the lamp to `parts` and its light to `lights`.
pub(super) fn add(parts: &mut Vec<Part>, lights: &mut Vec<Light>) {
    let foot = Vec3::new(-1.02, DESK_TOP_M, -0.98);
    let elbow = Vec3::new(-1.06, 1.42, -0.93);
    let head = Vec3::new(-0.66, 1.585, -0.70);
    let painted = |part: Part| part.coloured(LAMP);
    parts.push(painted(cone(foot, foot + Vec3::Y * 0.026, 0.092, 0.084)).step(0.02));
    for apart in [-0.012, 0.012] {
        let beside = Vec3::Z * apart;
        parts.push(painted(rod(
            foot + Vec3::Y * 0.02 + beside,
            elbow + beside,
            0.0055,
        )));
        parts.push(painted(rod(
            elbow + beside,
            head + Vec3::Y * 0.05 + beside,
            0.0055,
        )));
    }
    let brass = |part: Part| part.coloured(BRASS);
    parts.push(brass(rod(
        elbow - Vec3::Z * 0.02,
        elbow + Vec3::Z * 0.02,
        0.014,
    )));
    parts.push(brass(rod(
        head + Vec3::new(0.0, 0.05, -0.02),
        head + Vec3::new(0.0, 0.05, 0.02),
        0.012,
    )));
    // The shade looks down and a little towards the reader.
    let axis = Vec3::new(0.10, -1.0, 0.20).normalize();
    let shade = cone(head + axis * 0.075, head - axis * 0.045, 0.088, 0.036).open();
    parts.push(painted(shade).step(0.012));
    parts.push(painted(cone(
        head - axis * 0.045,
        head - axis * 0.06,
        0.036,
        0.026,
    )));
    let bulb = cone(head - axis * 0.02, head + axis * 0.035, 0.018, 0.030);
    parts.push(bulb.glowing(LAMP_LIGHT * 2.4));
    lights.push(Light::Spot {
        at_m: head + axis * 0.055,
        axis,
        radius_m: 0.07,
        inner: 0.50,
        outer: 1.02,
        strength: LAMP_LIGHT * 0.80,
        samples: 40,
    });
    // The glow inside the shade.
    lights.push(Light::Spot {
        at_m: head + axis * 0.046,
        axis: -axis,
        radius_m: 0.01,
        inner: 1.2,
        outer: 1.9,
        strength: LAMP_LIGHT * 0.004,
        samples: 3,
    });
}
