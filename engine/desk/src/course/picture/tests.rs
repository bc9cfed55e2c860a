//! The outline of a lesion that lies at the border of its picture.

use overread_base::{Vec3, VolumeGeometry};
use overread_image::{Rescale, Volume};

use super::*;

#[test]
fn a_lesion_at_one_border_has_no_rim_at_the_other() {
    let (columns, rows) = (4_u32, 3_u32);
    let spacing = Vec3::new(1.0, 1.0, 1.0);
    let geometry =
        VolumeGeometry::axial([columns, rows, 1], spacing, Vec3::new(0.0, 0.0, 0.0)).unwrap();
    let samples = vec![0_i16; 12];
    let picture = DeskCoursePicture {
        image: Volume::new(geometry, samples, Rescale::IDENTITY).unwrap(),
        window: None,
        is_inverted: false,
        // The first pixel of the second row, and the last of the third.
        truth: (0..12).map(|at| at == 4 || at == 11).collect(),
        longest_mm: None,
    };
    let rim: Vec<usize> = (0..12).filter(|&at| picture.is_rim(at, 4)).collect();
    assert_eq!(rim, [0, 5, 7, 8, 10]);
}
