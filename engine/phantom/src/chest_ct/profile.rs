//! Widths and depths of rib cage and body by height, read from tables once and interpolated ever after.

use std::sync::LazyLock;

use crate::num::{floor_i32, lerp, table};

/// Sizes at a height, canonical mm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Profile {
    /// Half width, half depth and middle (y) of the inner rib cage.
    pub(crate) cage_x: f32,
    pub(crate) cage_y: f32,
    pub(crate) cage_middle: f32,
    /// Half width and half depth of a body with 10 mm of fat, and how far its middle lies behind that of the cage.
    pub(crate) body_x: f32,
    pub(crate) body_y: f32,
    pub(crate) body_middle: f32,
}

/// The lowest height of the table, canonical mm; one row a millimetre.
const LOWEST: i32 = -320;
const ROWS: usize = 560;

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    (0..ROWS)
        .map(|row| exact(row as f32 + LOWEST as f32))
        .collect()
});

/// The sizes at a height; constant beyond the table.
pub(crate) fn at(z: f32) -> Profile {
    let z = z.clamp(LOWEST as f32, LOWEST as f32 + ROWS as f32 - 1.01);
    let whole = floor_i32(z);
    let t = z - whole as f32;
    let row = usize::try_from(whole - LOWEST).unwrap_or(0);
    let (a, b) = (&PROFILES[row], &PROFILES[row + 1]);
    Profile {
        cage_x: lerp(a.cage_x, b.cage_x, t),
        cage_y: lerp(a.cage_y, b.cage_y, t),
        cage_middle: lerp(a.cage_middle, b.cage_middle, t),
        body_x: lerp(a.body_x, b.body_x, t),
        body_y: lerp(a.body_y, b.body_y, t),
        body_middle: lerp(a.body_middle, b.body_middle, t),
    }
}

/// Inner thorax: 285 x 200 mm at its widest in men (unverified).
fn exact(z: f32) -> Profile {
    let cage_x = [
        (-200.0, 136.0),
        (-130.0, 138.0),
        (-80.0, 136.0),
        (-40.0, 131.0),
        (0.0, 123.0),
        (30.0, 112.0),
        (60.0, 95.0),
        (90.0, 74.0),
        (110.0, 58.0),
        (140.0, 50.0),
    ];
    let cage_y = [
        (-200.0, 94.0),
        (-130.0, 97.0),
        (-80.0, 96.0),
        (-40.0, 93.0),
        (0.0, 86.0),
        (30.0, 77.0),
        (60.0, 65.0),
        (90.0, 50.0),
        (110.0, 40.0),
        (140.0, 36.0),
    ];
    let cage_middle = [
        (-200.0, -6.0),
        (-130.0, -5.0),
        (-80.0, -3.0),
        (0.0, 0.0),
        (30.0, 4.0),
        (60.0, 9.0),
        (90.0, 16.0),
        (110.0, 20.0),
        (140.0, 22.0),
    ];
    let body_x = [
        (-200.0, 152.0),
        (-140.0, 154.0),
        (-80.0, 155.0),
        (-30.0, 158.0),
        (10.0, 168.0),
        (50.0, 182.0),
        (85.0, 188.0),
        (110.0, 176.0),
        (140.0, 120.0),
    ];
    let body_y = [
        (-200.0, 111.0),
        (-120.0, 114.0),
        (-60.0, 114.0),
        (0.0, 111.0),
        (40.0, 102.0),
        (80.0, 86.0),
        (110.0, 75.0),
        (140.0, 64.0),
    ];
    let body_middle = [(-200.0, 8.0), (0.0, 10.0), (60.0, 12.5), (110.0, 9.0)];
    Profile {
        cage_x: table(&cage_x, z),
        cage_y: table(&cage_y, z),
        cage_middle: table(&cage_middle, z),
        body_x: table(&body_x, z),
        body_y: table(&body_y, z),
        body_middle: table(&body_middle, z),
    }
}
