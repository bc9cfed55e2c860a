//! The bookcase beside the desk, with books and folders.

use bevy::math::{Quat, Vec3};

use super::dice::Dice;
use super::part::{Finish, Part, Place, block, rod};

const BOARD: [u8; 3] = [120, 92, 68];
const PAPER: [u8; 3] = [214, 208, 194];
const WHITE: [u8; 3] = [196, 196, 190];
const DARK: [u8; 3] = [38, 40, 44];
/// Cloth and card of the spines: muted, as years on a shelf make them.
const SPINES: [[u8; 3]; 9] = [
    [98, 44, 40],
    [46, 66, 96],
    [58, 82, 66],
    [150, 122, 72],
    [112, 108, 102],
    [68, 54, 78],
    [160, 150, 132],
    [44, 48, 56],
    [126, 76, 48],
];

/// Adds the bookcase.
pub(super) fn add(parts: &mut Vec<Part>) {
    let front = Place {
        at_m: Vec3::new(1.52, 0.0, -2.45),
        turn: Quat::IDENTITY,
    };
    add_bookcase(&front, 7, parts);
}

/// A bookcase with its back at z = 0 of `place`, 1.1 m wide and 2.15 m high.
fn add_bookcase(place: &Place, seed: u32, parts: &mut Vec<Part>) {
    const WIDE_M: f32 = 1.10;
    const HIGH_M: f32 = 2.15;
    const DEEP_M: f32 = 0.30;
    const N_SHELVES: u8 = 6;
    let board = |centre, size| {
        let board = block(centre, size).of(Finish::Wood).coloured(BOARD);
        board.bevelled(0.002).step(0.06).placed(place)
    };
    let half_deep = DEEP_M / 2.0;
    parts.push(board(
        Vec3::new(0.0, HIGH_M / 2.0, 0.006),
        Vec3::new(WIDE_M, HIGH_M, 0.008),
    ));
    for side in [-1.0, 1.0] {
        let at = Vec3::new(side * (WIDE_M / 2.0 - 0.011), HIGH_M / 2.0, half_deep);
        parts.push(board(at, Vec3::new(0.022, HIGH_M, DEEP_M)));
    }
    let mut dice = Dice(seed);
    for row in 0..=N_SHELVES {
        let y = 0.08 + f32::from(row) * (HIGH_M - 0.10) / f32::from(N_SHELVES);
        let shelf = board(
            Vec3::new(0.0, y, half_deep),
            Vec3::new(WIDE_M - 0.044, 0.022, DEEP_M - 0.01),
        );
        parts.push(shelf);
        if row < N_SHELVES {
            let floor = y + 0.011;
            if row % 3 == 2 {
                add_folders(floor, WIDE_M - 0.06, place, &mut dice, parts);
            } else {
                add_books(floor, WIDE_M - 0.06, place, &mut dice, parts);
            }
        }
    }
}

/// Books from the left until the shelf is nearly full; the last one leans.
fn add_books(floor: f32, wide: f32, place: &Place, dice: &mut Dice, parts: &mut Vec<Part>) {
    let mut x = -wide / 2.0;
    let end = wide / 2.0 - dice.between(0.06, 0.30);
    while x < end {
        let thick = dice.between(0.020, 0.056);
        let high = dice.between(0.205, 0.285);
        let deep = dice.between(0.15, 0.205);
        let leans = x + thick + 0.06 > end;
        let turn = Quat::from_rotation_z(if leans { 0.16 } else { 0.0 });
        let centre = Vec3::new(
            x + thick / 2.0 + if leans { 0.035 } else { 0.0 },
            floor + high / 2.0 + if leans { 0.003 } else { 0.0 },
            0.275 - deep / 2.0,
        );
        let spine = SPINES[dice.below(SPINES.len())];
        let book = block(centre, Vec3::new(thick - 0.0015, high, deep)).turned(turn);
        parts.push(book.coloured(spine).step(0.12).placed(place));
        if dice.below(2) == 0 && !leans {
            let label = Vec3::new(centre.x, floor + high * dice.between(0.62, 0.8), 0.2755);
            let label = block(label, Vec3::new(thick * 0.72, 0.028, 0.001));
            parts.push(label.coloured(PAPER).placed(place));
        }
        x += thick;
    }
}

/// Lever-arch folders, all alike, with white labels.
fn add_folders(floor: f32, wide: f32, place: &Place, dice: &mut Dice, parts: &mut Vec<Part>) {
    const THICK_M: f32 = 0.075;
    let colours = [[52, 60, 74], [52, 60, 74], [96, 40, 40], [60, 78, 66]];
    let mut x = -wide / 2.0;
    while x + THICK_M < wide / 2.0 - 0.12 {
        let middle = x + THICK_M / 2.0;
        let colour = colours[dice.below(colours.len())];
        let folder = block(
            Vec3::new(middle, floor + 0.155, 0.14),
            Vec3::new(THICK_M - 0.003, 0.31, 0.27),
        );
        parts.push(folder.coloured(colour).step(0.14).placed(place));
        let label = block(
            Vec3::new(middle, floor + 0.205, 0.2755),
            Vec3::new(0.05, 0.12, 0.001),
        );
        parts.push(label.coloured(WHITE).placed(place));
        let ring = rod(
            Vec3::new(middle, floor + 0.055, 0.272),
            Vec3::new(middle, floor + 0.055, 0.2765),
            0.014,
        );
        parts.push(ring.coloured(DARK).placed(place));
        x += THICK_M;
    }
}
