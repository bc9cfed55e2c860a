//! What lies on the desk: keyboard, mouse, mat, telephone, dictation microphone, mug, papers.

use bevy::math::{Quat, Vec3};

use super::part::{Finish, Part, Place, block, cone, rod};
use crate::layout::DESK_TOP_M;

const KEY: [u8; 3] = [62, 64, 70];
const KEY_BODY: [u8; 3] = [40, 42, 46];
const MAT: [u8; 3] = [44, 48, 54];
const PHONE: [u8; 3] = [84, 86, 90];
const PAPER: [u8; 3] = [206, 202, 192];

/// Adds everything that lies on the desk.
pub(super) fn add(parts: &mut Vec<Part>) {
    let mat = block(on_desk(0.0, 0.0015, -0.36), Vec3::new(0.86, 0.003, 0.33));
    parts.push(mat.of(Finish::Weave).coloured(MAT).step(0.03));
    add_keyboard(&at(-0.06, 0.003, -0.36, 0.0), parts);
    add_mouse(&at(0.30, 0.003, -0.36, -0.12), parts);
    add_phone(&at(0.94, 0.0, -0.62, -0.42), parts);
    add_microphone(&at(-0.40, 0.0, -0.52, 0.5), parts);
    add_mug(&at(0.30, 0.0, -0.63, 0.7), parts);
    add_papers(&at(-0.66, 0.0, -0.40, 0.22), parts);
}

fn on_desk(x: f32, above: f32, z: f32) -> Vec3 {
    Vec3::new(x, DESK_TOP_M + above, z)
}

fn at(x: f32, above: f32, z: f32, turn: f32) -> Place {
    Place {
        at_m: on_desk(x, above, z),
        turn: Quat::from_rotation_y(turn),
    }
}

fn add_keyboard(place: &Place, parts: &mut Vec<Part>) {
    const PITCH_M: f32 = 0.019;
    let body = block(Vec3::new(0.0, 0.008, 0.0), Vec3::new(0.44, 0.016, 0.135));
    parts.push(
        body.coloured(KEY_BODY)
            .bevelled(0.004)
            .step(0.03)
            .placed(place),
    );
    let key = |x: f32, row: u8, units: f32| {
        let centre = Vec3::new(x, 0.0195, (f32::from(row) - 2.5) * PITCH_M);
        let cap = block(
            centre,
            Vec3::new(units * PITCH_M - 0.0035, 0.007, PITCH_M - 0.0035),
        );
        cap.coloured(KEY).step(0.1).placed(place)
    };
    for row in 0..6_u8 {
        for column in 0..15_u8 {
            let x = -0.208 + f32::from(column) * PITCH_M;
            // The space bar takes the middle of the front row.
            match (row, column) {
                (5, 4) => parts.push(key(x + 2.5 * PITCH_M, row, 6.0)),
                (5, 5..=9) => {}
                _ => parts.push(key(x, row, 1.0)),
            }
        }
        for column in 0..4_u8 {
            parts.push(key(0.108 + f32::from(column) * PITCH_M + 0.03, row, 1.0));
        }
    }
}

fn add_mouse(place: &Place, parts: &mut Vec<Part>) {
    let body = block(Vec3::new(0.0, 0.018, 0.0), Vec3::new(0.062, 0.034, 0.108));
    parts.push(
        body.coloured([56, 58, 62])
            .bevelled(0.015)
            .step(0.012)
            .placed(place),
    );
    let wheel = rod(
        Vec3::new(-0.004, 0.031, -0.03),
        Vec3::new(0.004, 0.031, -0.03),
        0.007,
    );
    parts.push(wheel.coloured([30, 30, 32]).placed(place));
}

fn add_phone(place: &Place, parts: &mut Vec<Part>) {
    let plastic = |part: Part| part.coloured(PHONE).placed(place);
    let slope = Quat::from_rotation_x(0.30);
    let body = block(Vec3::new(0.0, 0.040, 0.0), Vec3::new(0.19, 0.036, 0.20)).turned(slope);
    parts.push(plastic(body.bevelled(0.008).step(0.03)));
    parts.push(plastic(block(
        Vec3::new(0.0, 0.02, -0.05),
        Vec3::new(0.15, 0.04, 0.08),
    )));
    let on_top = |x: f32, z: f32| Vec3::new(0.0, 0.040, 0.0) + slope * Vec3::new(x, 0.020, z);
    let display = block(on_top(0.035, -0.062), Vec3::new(0.09, 0.003, 0.045)).turned(slope);
    parts.push(
        display
            .glowing(Vec3::new(0.030, 0.045, 0.042))
            .placed(place),
    );
    for key in 0..12_u8 {
        let (column, row) = (f32::from(key % 3), f32::from(key / 3));
        let centre = on_top(0.012 + column * 0.024, -0.016 + row * 0.020);
        let cap = block(centre, Vec3::new(0.018, 0.006, 0.013)).turned(slope);
        parts.push(cap.coloured([104, 106, 110]).placed(place));
    }
    // The handset on its two rests.
    let ends = [
        on_top(-0.062, -0.075) + Vec3::Y * 0.016,
        on_top(-0.062, 0.075) + Vec3::Y * 0.016,
    ];
    parts.push(plastic(rod(
        ends[0] + Vec3::Y * 0.012,
        ends[1] + Vec3::Y * 0.012,
        0.013,
    )));
    for end in ends {
        let cup = block(end, Vec3::new(0.05, 0.03, 0.048)).turned(slope);
        parts.push(plastic(cup.bevelled(0.010).step(0.02)));
    }
}

/// A dictation microphone lying beside the mat.
fn add_microphone(place: &Place, parts: &mut Vec<Part>) {
    let body = block(Vec3::new(0.0, 0.014, 0.0), Vec3::new(0.042, 0.024, 0.165));
    parts.push(
        body.coloured([70, 72, 78])
            .bevelled(0.009)
            .step(0.02)
            .placed(place),
    );
    let grille = cone(
        Vec3::new(0.0, 0.014, -0.080),
        Vec3::new(0.0, 0.016, -0.105),
        0.020,
        0.017,
    );
    parts.push(grille.coloured([120, 122, 126]).placed(place));
    for (z, colour) in [
        (-0.045, [150, 46, 40]),
        (-0.02, [104, 106, 110]),
        (0.005, [104, 106, 110]),
    ] {
        let button = rod(Vec3::new(0.0, 0.025, z), Vec3::new(0.0, 0.0285, z), 0.007);
        parts.push(button.coloured(colour).placed(place));
    }
}

fn add_mug(place: &Place, parts: &mut Vec<Part>) {
    const HIGH_M: f32 = 0.095;
    let white = |part: Part| part.coloured([176, 172, 162]).step(0.012).placed(place);
    parts.push(white(
        cone(Vec3::Y * 0.001, Vec3::Y * HIGH_M, 0.038, 0.041).open(),
    ));
    parts.push(white(cone(Vec3::Y * 0.0005, Vec3::Y * 0.006, 0.037, 0.038)));
    let coffee = cone(
        Vec3::Y * (HIGH_M - 0.026),
        Vec3::Y * (HIGH_M - 0.024),
        0.0395,
        0.0395,
    );
    parts.push(coffee.coloured([56, 36, 24]).placed(place));
    let bow = [
        Vec3::new(0.040, 0.076, 0.0),
        Vec3::new(0.063, 0.070, 0.0),
        Vec3::new(0.066, 0.038, 0.0),
        Vec3::new(0.038, 0.024, 0.0),
    ];
    for ends in bow.windows(2) {
        parts.push(white(rod(ends[0], ends[1], 0.0058)));
    }
}

/// A few sheets, not quite straight, and a pen on them.
fn add_papers(place: &Place, parts: &mut Vec<Part>) {
    for (idx, turn) in [0.06, -0.05, 0.0].into_iter().enumerate() {
        let above = 0.0012 + 0.0016 * [0.0, 1.0, 2.0][idx];
        let sheet = block(Vec3::new(0.0, above, 0.0), Vec3::new(0.210, 0.0014, 0.297));
        parts.push(
            sheet
                .turned(Quat::from_rotation_y(turn))
                .coloured(PAPER)
                .step(0.03)
                .placed(place),
        );
    }
    for line in 0..11_u8 {
        let z = -0.105 + f32::from(line) * 0.019;
        let wide = if line % 4 == 3 { 0.09 } else { 0.155 };
        let text = block(
            Vec3::new((wide - 0.155) / 2.0, 0.0053, z),
            Vec3::new(wide, 0.0004, 0.0035),
        );
        parts.push(text.coloured([120, 118, 114]).step(0.03).placed(place));
    }
    let pen = rod(
        Vec3::new(0.055, 0.010, 0.02),
        Vec3::new(0.085, 0.010, 0.155),
        0.0045,
    );
    parts.push(pen.coloured([36, 52, 92]).step(0.03).placed(place));
}
