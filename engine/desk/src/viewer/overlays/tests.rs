//! Colours of probabilities, and bitmaps that do not hold what they say.

use std::sync::Arc;

use egui::Color32;
use overread_base::{Vec3, VolumeGeometry};
use overread_image::{OverlayPlane, Rescale, Viewport, Volume};

use super::{bitmap, coloured, map_colour};

#[test]
fn lightness_grows_with_the_probability() {
    let light = |share: f32| {
        let [r, g, b, _] = map_colour(share).to_array().map(f32::from);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let steps: Vec<f32> = (0..=20_u8)
        .map(|step| light(f32::from(step) / 20.0))
        .collect();
    assert!(steps.windows(2).all(|pair| pair[0] < pair[1]), "{steps:?}");
    assert_eq!(map_colour(7.0), map_colour(1.0));
}

#[test]
fn low_probabilities_leave_the_image_free_and_none_hides_it() {
    let geometry =
        VolumeGeometry::axial([3, 1, 1], Vec3::new(1.0, 1.0, 1.0), Vec3::default()).unwrap();
    let volume = Volume::new(geometry, vec![0, 20, 255], Rescale::IDENTITY).unwrap();
    let viewport = Viewport {
        centre: Vec3::new(1.0, 0.0, 0.0),
        right: Vec3::new(1.0, 0.0, 0.0),
        down: Vec3::new(0.0, 1.0, 0.0),
        mm_per_px: 1.0,
        size_px: [3, 1],
    };
    let image = coloured(&volume, &viewport);
    assert_eq!(image.pixels[..2], [Color32::TRANSPARENT; 2]);
    let alpha = f32::from(image.pixels[2].a()) / 255.0;
    assert!((alpha - 0.35).abs() < 0.01, "{alpha}");
}

#[test]
fn bitmaps_are_white_where_they_are_set() {
    let overlay = |size: [u32; 2], bits: Vec<bool>| OverlayPlane {
        label: String::new(),
        origin: [0, 0],
        size,
        bits: Arc::new(bits),
    };
    let image = bitmap(&overlay([2, 1], vec![true, false])).unwrap();
    assert_eq!(image.pixels, [Color32::WHITE, Color32::TRANSPARENT]);
    assert!(bitmap(&overlay([2, 2], vec![true])).is_none());
    assert!(bitmap(&overlay([0, 4], Vec::new())).is_none());
}
