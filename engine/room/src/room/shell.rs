//! The room around the desk: floor, walls, skirting, ceiling with its dimmed spots. No door.

use bevy::math::Vec3;

use super::light::Light;
use super::part::{Finish, Part, block, cone};

/// From the middle of the room to the side walls.
const HALF_WIDTH_M: f32 = 2.25;
/// The wall that the reader faces.
pub(super) const FRONT_M: f32 = -2.45;
/// The wall behind the reader.
const BACK_M: f32 = 2.35;
/// Height of the ceiling.
const HEIGHT_M: f32 = 2.62;

const WALL: [u8; 3] = [126, 139, 146];
const SIDE_WALL: [u8; 3] = [139, 141, 138];
const CEILING: [u8; 3] = [188, 188, 184];
const CARPET: [u8; 3] = [74, 79, 88];
const SKIRTING: [u8; 3] = [92, 94, 96];
const STEEL: [u8; 3] = [150, 152, 155];
const WARM: Vec3 = Vec3::new(1.0, 0.80, 0.56);

/// Adds the shell to `parts` and its lights to `lights`.
pub(super) fn add(parts: &mut Vec<Part>, lights: &mut Vec<Light>) {
    add_walls(parts);
    add_spots(parts, lights);
}

fn add_walls(parts: &mut Vec<Part>) {
    const THICK_M: f32 = 0.1;
    let depth = BACK_M - FRONT_M;
    let middle_z = (BACK_M + FRONT_M) / 2.0;
    let wide = 2.0 * HALF_WIDTH_M;
    let wall = |centre, size, colour| {
        block(centre, size)
            .of(Finish::Paint)
            .coloured(colour)
            .step(0.09)
    };
    let half_up = HEIGHT_M / 2.0;
    let out = THICK_M / 2.0;
    parts.push(
        wall(
            Vec3::new(0.0, half_up, FRONT_M - out),
            Vec3::new(wide, HEIGHT_M, THICK_M),
            WALL,
        )
        .only_face(4),
    );
    parts.push(
        wall(
            Vec3::new(0.0, half_up, BACK_M + out),
            Vec3::new(wide, HEIGHT_M, THICK_M),
            SIDE_WALL,
        )
        .step(0.14)
        .only_face(5),
    );
    for (side, face) in [(-1.0, 0), (1.0, 1)] {
        let at = Vec3::new(side * (HALF_WIDTH_M + out), half_up, middle_z);
        let size = Vec3::new(THICK_M, HEIGHT_M, depth);
        parts.push(wall(at, size, SIDE_WALL).step(0.11).only_face(face));
    }
    let floor = block(
        Vec3::new(0.0, -out, middle_z),
        Vec3::new(wide, THICK_M, depth),
    );
    parts.push(
        floor
            .of(Finish::Carpet)
            .coloured(CARPET)
            .step(0.10)
            .only_face(2),
    );
    let ceiling = block(
        Vec3::new(0.0, HEIGHT_M + out, middle_z),
        Vec3::new(wide, THICK_M, depth),
    );
    parts.push(
        ceiling
            .of(Finish::CeilingTile)
            .coloured(CEILING)
            .step(0.13)
            .only_face(3),
    );
    add_skirting(parts, middle_z, depth);
}

fn add_skirting(parts: &mut Vec<Part>, middle_z: f32, depth: f32) {
    let strip = |centre, size| {
        block(centre, size)
            .coloured(SKIRTING)
            .bevelled(0.004)
            .step(0.2)
    };
    for z in [FRONT_M + 0.006, BACK_M - 0.006] {
        parts.push(strip(
            Vec3::new(0.0, 0.04, z),
            Vec3::new(2.0 * HALF_WIDTH_M, 0.08, 0.012),
        ));
    }
    for x in [-HALF_WIDTH_M + 0.006, HALF_WIDTH_M - 0.006] {
        parts.push(strip(
            Vec3::new(x, 0.04, middle_z),
            Vec3::new(0.012, 0.08, depth),
        ));
    }
}

/// Recessed spots, dimmed far down: one above the shelf, one at the clock, one behind the reader.
fn add_spots(parts: &mut Vec<Part>, lights: &mut Vec<Light>) {
    let spots = [
        (Vec3::new(1.50, HEIGHT_M, -1.92), 0.80),
        (Vec3::new(0.05, HEIGHT_M, -2.10), 0.50),
        (Vec3::new(-1.28, HEIGHT_M, -1.98), 0.50),
        (Vec3::new(-1.80, HEIGHT_M, -0.55), 0.45),
        (Vec3::new(-1.60, HEIGHT_M, 1.75), 0.35),
        (Vec3::new(1.85, HEIGHT_M, -0.35), 0.30),
        (Vec3::new(0.9, HEIGHT_M, 1.55), 0.55),
    ];
    for (at_m, strength) in spots {
        let lens = cone(at_m - Vec3::Y * 0.004, at_m + Vec3::Y * 0.004, 0.045, 0.045);
        parts.push(lens.glowing(WARM * 1.1));
        let ring = cone(at_m - Vec3::Y * 0.007, at_m + Vec3::Y * 0.002, 0.058, 0.064).open();
        parts.push(ring.coloured(STEEL));
        lights.push(Light::Spot {
            at_m: at_m - Vec3::Y * 0.03,
            axis: Vec3::NEG_Y,
            radius_m: 0.04,
            inner: 0.25,
            outer: 0.95,
            strength: WARM * strength,
            samples: 4,
        });
    }
}
