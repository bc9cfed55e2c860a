//! The corners of both spaces.

use super::*;

#[track_caller]
fn check(space: ColourSpace, pixel: [i32; 3], expected: [i32; 3]) {
    assert_eq!(space.rgb(pixel, 8), expected, "{space:?} {pixel:?}");
}

/// By PS3.3 C.7.6.3.1.2: Y = 0.2990 R + 0.5870 G + 0.1140 B and so on, solved for red, green, blue, black and white.
#[test]
fn corners_of_the_colour_spaces() {
    check(ColourSpace::Rgb, [1, 2, 3], [1, 2, 3]);
    check(ColourSpace::YbrFull, [255, 128, 128], [255, 255, 255]);
    check(ColourSpace::YbrFull, [0, 128, 128], [0, 0, 0]);
    check(ColourSpace::YbrFull, [76, 85, 255], [254, 0, 0]);
    check(ColourSpace::YbrFull, [150, 44, 21], [0, 255, 1]);
    check(ColourSpace::YbrFull, [29, 255, 107], [0, 0, 254]);
    check(ColourSpace::YbrPartial, [235, 128, 128], [255, 255, 255]);
    check(ColourSpace::YbrPartial, [16, 128, 128], [0, 0, 0]);
    assert_eq!(
        ColourSpace::YbrFull.rgb([65_535, 32_768, 32_768], 16),
        [65_535; 3]
    );
}

#[test]
fn luminance_of_grey_is_the_grey() {
    for grey in [0, 1, 128, 255, 65_535] {
        assert_eq!(luminance([grey; 3]), grey);
    }
}
