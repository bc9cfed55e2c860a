//! Masks from volumes on other grids, from bytes, and as run lengths.

use super::*;
use crate::fixtures::{context, lazy, oblique, values};

fn grid(size: [u32; 3], spacing: f64) -> VolumeGeometry {
    VolumeGeometry::axial(size, Vec3::new(spacing, spacing, spacing), Vec3::default()).unwrap()
}

fn bits(mask: &MaskGrid) -> Vec<u64> {
    let rle = mask.to_rle().unwrap();
    let mut bits = Vec::new();
    for (idx, &run) in rle.runs.iter().enumerate() {
        bits.extend(std::iter::repeat_n(idx as u64 % 2, run as usize));
    }
    assert_eq!(bits.len() as u64, rle.geometry.voxel_count());
    bits
}

#[test]
fn written_voxels_become_runs() {
    let context = context();
    let mut mask = MaskGrid::blank(0, grid([4, 2, 1], 1.0), &context).unwrap();
    assert_eq!(mask.to_rle().unwrap().runs, [8]);
    mask.write([1, 0, 0], [3, 2, 1], &[1, 0, 1, 0, 9, 1])
        .unwrap();
    assert_eq!(bits(&mask), [0, 1, 0, 1, 0, 0, 1, 1]);
    mask.write([3, 0, 0], [1, 2, 1], &[0, 0]).unwrap();
    assert_eq!(bits(&mask), [0, 1, 0, 0, 0, 0, 1, 0]);
    for (first, size, labels) in [
        ([0; 3], [4, 2, 2], 16),
        ([0; 3], [4, 2, 1], 7),
        ([4, 0, 0], [1; 3], 1),
    ] {
        assert!(
            mask.write(first, size, &vec![1; labels]).is_err(),
            "{first:?} {size:?}"
        );
    }
}

#[test]
fn runs_go_across_words() {
    let context = context();
    let mut mask = MaskGrid::blank(0, grid([200, 1, 1], 1.0), &context).unwrap();
    mask.write([60, 0, 0], [100, 1, 1], &[1; 100]).unwrap();
    assert_eq!(mask.to_rle().unwrap().runs, [60, 100, 40]);
    mask.write([0, 0, 0], [200, 1, 1], &[1; 200]).unwrap();
    assert_eq!(mask.to_rle().unwrap().runs, [0, 200]);
    assert_eq!(mask.to_rle().unwrap().voxel_count(), 200);
}

#[test]
fn labels_of_another_grid_are_brought_over_by_the_nearest_voxel() {
    let context = context();
    // Voxels of 2 mm whose centres lie at 0 and 2 mm: they reach from -1 to 3 mm.
    let labels = LazyVolume::values(grid([2, 1, 1], 2.0), {
        let mut samples = context.samples(2).unwrap();
        samples.values.copy_from_slice(&[0.0, 0.5]);
        samples
    });
    let mut mask = MaskGrid::blank(0, grid([6, 1, 1], 1.0), &context).unwrap();
    mask.set_from(&labels, &context).unwrap();
    assert_eq!(bits(&mask), [0, 1, 1, 0, 0, 0]);
}

#[test]
fn labels_on_the_same_grid_stay_where_they_are() {
    let context = context();
    let volume = lazy([5, 4, 3]);
    let labels = volume.threshold(0.0, 150.0).unwrap();
    let mut mask = MaskGrid::blank(0, oblique([5, 4, 3]), &context).unwrap();
    mask.set_from(&labels, &context).unwrap();
    let expected: Vec<u64> = crate::fixtures::all(&labels)
        .iter()
        .map(|&v| u64::from(v > 0.0))
        .collect();
    assert_eq!(bits(&mask), expected);
}

#[test]
fn labels_elsewhere_in_the_patient_set_nothing() {
    let context = context();
    let labels = values([2, 2, 2], &[1.0; 8], &context);
    let far = VolumeGeometry {
        origin: Vec3::new(500.0, 0.0, 0.0),
        ..grid([4, 4, 4], 1.0)
    };
    let mut mask = MaskGrid::blank(0, far, &context).unwrap();
    mask.set_from(&labels, &context).unwrap();
    assert_eq!(mask.to_rle().unwrap().voxel_count(), 0);
}

#[test]
fn chequered_masks_are_bounded() {
    let context = context();
    let mut mask = MaskGrid::blank(0, grid([16_384, 1024, 1], 1.0), &context).unwrap();
    for word in &mut mask.bits {
        *word = 0x5555_5555_5555_5555;
    }
    assert!(matches!(mask.to_rle(), Err(HostFault::Limit(..))));
}
