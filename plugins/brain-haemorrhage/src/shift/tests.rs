//! What the second network is shown; models/brain-haemorrhage/test_service.py asks the same of the Python side.

use super::*;

#[test]
fn the_middle_of_the_skull_comes_to_the_middle_of_the_row() {
    // Pixels 4 and 5 of the plane are pixel 2 of the row, whose middle lies at 1.5: all moves by half a pixel.
    let row = [0.0, 10.0, 20.0, 40.0];
    assert_eq!(centred(&row, 4.5), [5.0, 15.0, 30.0, 40.0]);
    assert_eq!(centred(&row, 3.5), row);
}

#[test]
fn the_slab_holds_means_of_slices_below_the_top() {
    let planes: Vec<Vec<f32>> = (0..20_u8)
        .map(|z| {
            let pixel = |idx: usize| f32::from(z) + if idx.is_multiple_of(2) { 0.5 } else { -0.5 };
            (0..ROWS * COLUMNS).map(pixel).collect()
        })
        .collect();
    let slab = slab(&planes, 17, 79.5);
    assert_eq!(slab.len(), N_SLICES * SLAB_ROWS * SLAB_COLUMNS);
    // Slices 9, 8, ... 2: 8 below the top and further.
    let first: Vec<f32> = slab
        .chunks(SLAB_ROWS * SLAB_COLUMNS)
        .map(|s| s[77])
        .collect();
    assert_eq!(first, [9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0]);
}
