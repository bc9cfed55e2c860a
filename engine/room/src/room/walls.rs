//! What hangs on the walls: clock, print, film viewer, pinboard.

use bevy::math::{Quat, Vec3};

use super::dice::Dice;
use super::part::{Finish, Part, Place, block, cone, rod};

const PAPER: [u8; 3] = [214, 208, 194];
const WHITE: [u8; 3] = [196, 196, 190];
const DARK: [u8; 3] = [38, 40, 44];

/// Adds them.
pub(super) fn add(parts: &mut Vec<Part>) {
    add_clock(Vec3::new(0.05, 2.02, -2.45), parts);
    add_picture(parts);
    add_view_box(parts);
    add_pinboard(parts);
}

/// A wall clock; it stands, as nobody has wound it: the session's time is on the worklist.
fn add_clock(at_m: Vec3, parts: &mut Vec<Part>) {
    let place = Place {
        at_m,
        turn: Quat::IDENTITY,
    };
    let rim = cone(Vec3::ZERO, Vec3::Z * 0.035, 0.155, 0.150);
    parts.push(rim.coloured(DARK).step(0.02).placed(&place));
    let dial = cone(Vec3::Z * 0.03, Vec3::Z * 0.037, 0.140, 0.140);
    parts.push(dial.coloured([206, 204, 196]).placed(&place));
    for hour in 0..12_u8 {
        let turn = Quat::from_rotation_z(f32::from(hour) * std::f32::consts::TAU / 12.0);
        let (long, thick) = if hour % 3 == 0 {
            (0.026, 0.007)
        } else {
            (0.016, 0.004)
        };
        let tick = block(
            turn * Vec3::new(0.0, 0.122, 0.038),
            Vec3::new(thick, long, 0.001),
        );
        parts.push(tick.turned(turn).coloured(DARK).placed(&place));
    }
    // Twelve minutes past eight in the evening: a night shift begins.
    for (turns, long, thick) in [(8.2 / 12.0, 0.072, 0.008), (12.0 / 60.0, 0.108, 0.005)] {
        let turn = Quat::from_rotation_z(-turns * std::f32::consts::TAU);
        let hand = block(
            turn * Vec3::new(0.0, long / 2.0 - 0.012, 0.040),
            Vec3::new(thick, long, 0.002),
        );
        parts.push(hand.turned(turn).coloured(DARK).placed(&place));
    }
    parts.push(
        rod(Vec3::Z * 0.036, Vec3::Z * 0.044, 0.008)
            .coloured(DARK)
            .placed(&place),
    );
}

/// A framed print on the wall between door and shelf: hills in three tones.
fn add_picture(parts: &mut Vec<Part>) {
    let place = Place {
        at_m: Vec3::new(-0.48, 1.86, -2.45),
        turn: Quat::IDENTITY,
    };
    let piece = |centre, size, colour| {
        block(centre, size)
            .coloured(colour)
            .step(0.08)
            .placed(&place)
    };
    parts.push(
        piece(
            Vec3::new(0.0, 0.0, 0.010),
            Vec3::new(0.42, 0.54, 0.02),
            [64, 52, 42],
        )
        .bevelled(0.004),
    );
    parts.push(piece(
        Vec3::new(0.0, 0.0, 0.0205),
        Vec3::new(0.38, 0.50, 0.002),
        [198, 194, 184],
    ));
    parts.push(piece(
        Vec3::new(0.0, 0.02, 0.022),
        Vec3::new(0.26, 0.34, 0.002),
        [150, 164, 172],
    ));
    for (low, high, colour) in [
        (-0.15, 0.03, [104, 124, 130]),
        (-0.15, -0.04, [74, 96, 98]),
        (-0.15, -0.09, [52, 68, 66]),
    ] {
        let z = 0.0232 + (0.03 - high) * 0.01;
        let middle = (low + high) / 2.0;
        parts.push(piece(
            Vec3::new(0.0, middle, z),
            Vec3::new(0.26, high - low, 0.001),
            colour,
        ));
    }
}

/// A film viewer on the right wall, switched off, as a memory of earlier days.
fn add_view_box(parts: &mut Vec<Part>) {
    let place = Place {
        at_m: Vec3::new(2.25, 1.45, -0.35),
        turn: Quat::from_rotation_y(-std::f32::consts::FRAC_PI_2),
    };
    let frame = block(Vec3::new(0.0, 0.0, 0.05), Vec3::new(0.98, 0.56, 0.10));
    parts.push(
        frame
            .coloured([128, 132, 136])
            .bevelled(0.008)
            .step(0.09)
            .placed(&place),
    );
    for side in [-1.0, 1.0] {
        let pane = block(
            Vec3::new(side * 0.235, 0.0, 0.101),
            Vec3::new(0.43, 0.48, 0.004),
        );
        parts.push(pane.coloured([176, 184, 186]).step(0.08).placed(&place));
    }
    let film = block(
        Vec3::new(-0.235, 0.02, 0.1045),
        Vec3::new(0.34, 0.42, 0.001),
    );
    parts.push(film.coloured([30, 34, 40]).step(0.10).placed(&place));
}

/// A board of cork with notes on the left wall.
fn add_pinboard(parts: &mut Vec<Part>) {
    let place = Place {
        at_m: Vec3::new(-2.25, 1.50, -0.55),
        turn: Quat::from_rotation_y(std::f32::consts::FRAC_PI_2),
    };
    let frame = block(Vec3::new(0.0, 0.0, 0.010), Vec3::new(1.26, 0.86, 0.020));
    parts.push(
        frame
            .coloured([104, 80, 58])
            .bevelled(0.004)
            .step(0.10)
            .placed(&place),
    );
    let cork = block(Vec3::new(0.0, 0.0, 0.012), Vec3::new(1.20, 0.80, 0.020));
    let cork = cork.of(Finish::Carpet).coloured([170, 128, 88]);
    parts.push(cork.step(0.07).only_face(4).placed(&place));
    let mut dice = Dice(11);
    let papers = [
        PAPER,
        PAPER,
        [206, 196, 130],
        [150, 176, 190],
        PAPER,
        [206, 196, 130],
        WHITE,
    ];
    for (idx, colour) in papers.into_iter().enumerate() {
        let column = [-0.45, -0.20, 0.05, 0.27, -0.38, 0.12, 0.45][idx];
        let row = [0.17, 0.20, 0.22, 0.18, -0.19, -0.17, -0.10][idx];
        let high = if idx < 4 { 0.21 } else { 0.297 };
        let turn = Quat::from_rotation_z(dice.between(-0.07, 0.07));
        let sheet = block(
            Vec3::new(column, row, 0.0245),
            Vec3::new(high * 0.72, high, 0.001),
        );
        parts.push(sheet.turned(turn).coloured(colour).step(0.1).placed(&place));
        let pin = Vec3::new(column, row + high * 0.42, 0.025);
        let pin = rod(pin, pin + Vec3::Z * 0.010, 0.006);
        parts.push(pin.coloured([158, 52, 44]).placed(&place));
    }
}
