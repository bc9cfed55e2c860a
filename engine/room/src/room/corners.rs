//! What stands behind the reader: a cabinet with a printer, a tall plant.

use bevy::math::{Quat, Vec3};

use super::dice::Dice;
use super::part::{Finish, Part, Place, block, cone, rod};

const BOARD: [u8; 3] = [120, 92, 68];
const DARK: [u8; 3] = [38, 40, 44];

/// Adds them.
pub(super) fn add(parts: &mut Vec<Part>) {
    add_cabinet(parts);
    add_tall_plant(parts);
}

/// A low cabinet at the wall behind the reader, with a plant and a box of forms.
fn add_cabinet(parts: &mut Vec<Part>) {
    let place = Place {
        at_m: Vec3::new(0.9, 0.0, 2.35),
        turn: Quat::from_rotation_y(std::f32::consts::PI),
    };
    let body = block(Vec3::new(0.0, 0.40, 0.24), Vec3::new(1.6, 0.74, 0.45));
    parts.push(
        body.coloured([120, 122, 122])
            .bevelled(0.006)
            .step(0.12)
            .placed(&place),
    );
    let top = block(Vec3::new(0.0, 0.785, 0.24), Vec3::new(1.64, 0.03, 0.48));
    parts.push(
        top.of(Finish::Wood)
            .coloured(BOARD)
            .bevelled(0.004)
            .step(0.06)
            .placed(&place),
    );
    for x in [-0.40, 0.40] {
        let leaf = block(Vec3::new(x, 0.40, 0.470), Vec3::new(0.77, 0.70, 0.018));
        parts.push(
            leaf.coloured([132, 134, 134])
                .bevelled(0.004)
                .step(0.12)
                .placed(&place),
        );
    }
    let printer = block(Vec3::new(0.45, 0.93, 0.24), Vec3::new(0.42, 0.26, 0.36));
    parts.push(
        printer
            .coloured([158, 158, 156])
            .bevelled(0.02)
            .step(0.05)
            .placed(&place),
    );
    let mouth = block(Vec3::new(0.45, 0.88, 0.425), Vec3::new(0.30, 0.05, 0.01));
    parts.push(mouth.coloured(DARK).placed(&place));
    let pot = cone(
        Vec3::new(-0.45, 0.80, 0.24),
        Vec3::new(-0.45, 0.98, 0.24),
        0.085,
        0.11,
    );
    parts.push(pot.coloured([142, 96, 70]).step(0.03).placed(&place));
    let mut dice = Dice(3);
    for leaf in 0..16_u8 {
        let (sin, cos) = (f32::from(leaf) * 2.4).sin_cos();
        let reach = dice.between(0.10, 0.24);
        let tip = Vec3::new(
            -0.45 + sin * reach,
            0.98 + dice.between(0.18, 0.42),
            0.24 + cos * reach * 0.7,
        );
        let root = Vec3::new(-0.45 + sin * 0.03, 0.96, 0.24 + cos * 0.03);
        parts.push(
            cone(root, tip, 0.016, 0.003)
                .coloured([60, 96, 58])
                .step(0.1)
                .placed(&place),
        );
    }
}

/// A plant in the corner behind the reader's left shoulder.
fn add_tall_plant(parts: &mut Vec<Part>) {
    let foot = Vec3::new(-1.80, 0.0, 1.85);
    parts.push(
        cone(foot, foot + Vec3::Y * 0.34, 0.14, 0.18)
            .coloured([92, 96, 98])
            .step(0.05),
    );
    let mut dice = Dice(29);
    for leaf in 0..26_u8 {
        let (sin, cos) = (f32::from(leaf) * 2.4).sin_cos();
        let high = dice.between(0.7, 1.55);
        let reach = 0.10 + (1.7 - high) * dice.between(0.18, 0.36);
        let stem = foot + Vec3::new(sin * 0.03, 0.34 + (high - 0.4) * 0.6, cos * 0.03);
        let tip = foot + Vec3::new(sin * reach, high, cos * reach);
        parts.push(
            cone(stem, tip, 0.030, 0.003)
                .coloured([58, 92, 60])
                .step(0.2),
        );
    }
    parts.push(rod(foot + Vec3::Y * 0.3, foot + Vec3::Y * 1.1, 0.014).coloured([90, 76, 56]));
}
