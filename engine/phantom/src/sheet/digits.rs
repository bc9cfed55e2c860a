//! Numbers in a picture: digits of 3 x 5 cells.

use super::{Picture, WHITE};

/// Rows of each digit from the top, three bits from the left.
const DIGITS: [[u8; 5]; 10] = [
    [0b111, 0b101, 0b101, 0b101, 0b111],
    [0b010, 0b110, 0b010, 0b010, 0b111],
    [0b111, 0b001, 0b111, 0b100, 0b111],
    [0b111, 0b001, 0b111, 0b001, 0b111],
    [0b101, 0b101, 0b111, 0b001, 0b001],
    [0b111, 0b100, 0b111, 0b001, 0b111],
    [0b111, 0b100, 0b111, 0b101, 0b111],
    [0b111, 0b001, 0b010, 0b010, 0b010],
    [0b111, 0b101, 0b111, 0b101, 0b111],
    [0b111, 0b101, 0b111, 0b001, 0b111],
];

/// Pixels of a cell.
const CELL: usize = 2;

/// Writes a number in white on black.
pub(super) fn write(picture: &mut Picture, left: usize, top: usize, number: u64) {
    for (idx, digit) in number.to_string().bytes().enumerate() {
        let rows = DIGITS[usize::from(digit - b'0')];
        let left = left + idx * 4 * CELL;
        for y in 0..7 * CELL {
            for x in 0..5 * CELL {
                let (row, column) = (y / CELL, x / CELL);
                let is_set = (1..6).contains(&row)
                    && (1..4).contains(&column)
                    && rows[row - 1] & (0b1000 >> column) != 0;
                let colour = if is_set { WHITE } else { [0; 3] };
                picture.set(left + x, top + y, colour);
            }
        }
    }
}
