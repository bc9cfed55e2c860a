//! How much images are enlarged.

use super::*;

#[track_caller]
fn check(size: [u32; 2], expected: u32) {
    assert_eq!(factor_of(size), expected, "{size:?}");
}

#[test]
fn small_images_are_enlarged_and_large_ones_are_not() {
    check([512, 512], 1);
    check([256, 256], 2);
    check([100, 80], 6);
    check([8, 8], 16);
    check([2624, 4736], 1);
    check([16, 60_000], 1);
    check([16, 1000], 4);
    check([0, 0], 16);
}
