//! Components by hand, with values of their own and of another volume.

use super::*;
use crate::fixtures::{context, context_of, lazy, values};

#[test]
fn components_come_largest_first_with_their_values() {
    let context = context();
    #[rustfmt::skip]
    let labels = values([5, 2, 1], &[
        1.0, 0.0, 0.0, 1.0, 1.0,
        0.0, 0.0, 0.0, 0.0, 1.0,
    ], &context);
    #[rustfmt::skip]
    let score = values([5, 2, 1], &[
        0.9, 0.9, 0.9, 0.2, 0.4,
        0.9, 0.9, 0.9, 0.9, 0.6,
    ], &context);
    let found = blobs(&labels, Some(&score), 1, 10, &context).unwrap();
    assert_eq!(found.iter().map(|b| b.voxels).collect::<Vec<_>>(), [3, 1]);
    assert!(
        (found[0].mean - 0.4).abs() < 1e-6 && found[0].max == 0.6,
        "{found:?}"
    );
    assert_eq!((found[1].mean, found[1].max), (f64::from(0.9f32), 0.9));
    let own = blobs(&labels, None, 2, 10, &context).unwrap();
    assert_eq!(own.len(), 1);
    assert_eq!((own[0].mean, own[0].max), (1.0, 1.0));
    assert_eq!(blobs(&labels, None, 1, 1, &context).unwrap().len(), 1);
    assert_eq!(blobs(&labels, None, 1, 0, &context).unwrap().len(), 0);
}

#[test]
fn negative_values_of_another_volume_count_too() {
    let context = context();
    let labels = values([3, 1, 1], &[1.0, 1.0, 0.0], &context);
    let score = values([3, 1, 1], &[-2.0, -4.0, 7.0], &context);
    let found = blobs(&labels, Some(&score), 1, 10, &context).unwrap();
    assert_eq!((found[0].mean, found[0].max), (-3.0, -2.0));
}

#[test]
fn grids_and_memory_are_held() {
    let big = context();
    assert!(blobs(&lazy([4, 4, 4]), Some(&lazy([4, 4, 3])), 1, 1, &big).is_err());
    // Every other voxel along x is a component of its own: 64 runs a row, 16 rows a slice, but two slices at most.
    let voxels: Vec<f32> = (0..128 * 16 * 40u32)
        .map(|idx| f32::from(u8::from(idx % 2 == 0)))
        .collect();
    let volume = values([128, 16, 40], &voxels, &big);
    let slab_bytes = volume.whole().voxels() as u64 * 4;
    let two_slices = 2 * 2 * 64 * 16 * RUN_BYTES;
    let small = context_of(slab_bytes + two_slices + CHARGE_STEP);
    let planes = blobs(&volume, None, 1, 100, &small).unwrap();
    assert_eq!(planes.len(), 64);
    assert!(planes.iter().all(|blob| blob.voxels == 16 * 40));
    assert_eq!(small.memory.used(), 0);
    let less = context_of(slab_bytes + CHARGE_STEP);
    assert!(blobs(&volume, None, 1, 100, &less).is_err());
    assert_eq!(less.memory.used(), 0);
}

/// Against the search that has the whole volume at hand, on noise of several densities.
#[test]
fn components_are_those_of_the_image_crate() {
    let context = context();
    let mut rng = overread_base::Seed(7).rng();
    for size in [
        [1, 1, 1],
        [9, 8, 7],
        [33, 1, 6],
        [1, 20, 9],
        [12, 30, 1],
        [24, 24, 24],
    ] {
        for marked_of_100 in [3, 8, 20, 60] {
            let n: u32 = size.iter().product();
            let mut marks = Vec::new();
            let mut own = Vec::new();
            for _ in 0..n {
                marks.push(f32::from(u8::from(rng.below(100) < marked_of_100)));
                own.push(f32::from(i16::try_from(rng.below(2000)).unwrap() - 1000));
            }
            let [labels, scores] = [values(size, &marks, &context), values(size, &own, &context)];
            let marked: Vec<f32> = marks
                .iter()
                .zip(&own)
                .map(|(&mark, &value)| if mark > 0.0 { value } else { f32::NAN })
                .collect();
            for (min_voxels, max_count) in [(1, 5000), (3, 4), (1, 0)] {
                let found = blobs(&labels, Some(&scores), min_voxels, max_count, &context).unwrap();
                let expected = overread_image::find_blobs(
                    labels.geometry(),
                    &marked,
                    f32::NEG_INFINITY,
                    f32::INFINITY,
                    min_voxels,
                    max_count as usize,
                );
                assert_eq!(found, expected, "{size:?}, {marked_of_100} of 100 marked");
            }
        }
    }
    assert_eq!(context.memory.used(), 0);
}
