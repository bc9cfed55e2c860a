//! Which byte of an entry is the colour.

use super::*;

fn table(bits: u16, entries: &[u16]) -> Lut {
    Lut {
        first: 10,
        bits,
        entries: entries.to_vec(),
    }
}

#[test]
fn the_high_byte_of_16_bits_counts() {
    let wide = [[0, 0x1234], [0, 0xFFFF], [0, 0x8000]].map(|e| table(16, &e));
    let palette = Palette::new(&wide);
    assert_eq!(palette.colour(11), [0x12, 0xFF, 0x80]);
    assert_eq!(
        (palette.colour(-5), palette.colour(900)),
        ([0; 3], [0x12, 0xFF, 0x80])
    );
    let narrow = [[0, 7], [0, 255], [0, 1]].map(|e| table(8, &e));
    assert_eq!(Palette::new(&narrow).colour(11), [7, 255, 1]);
    let mistaken = [[0, 7], [0, 255], [0, 1]].map(|e| table(16, &e));
    assert_eq!(Palette::new(&mistaken).colour(11), [7, 255, 1]);
}
