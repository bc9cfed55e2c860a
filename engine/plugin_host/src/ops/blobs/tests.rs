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
    // 64 voxels need 512 bytes as values and slab; a chequered volume needs more for its runs.
    let mut chequered = [0.0; 64];
    for (idx, value) in chequered.iter_mut().enumerate() {
        *value = f32::from(u8::from(idx % 2 == 0));
    }
    let small = context_of(2000);
    let volume = values([64, 1, 1], &chequered, &big);
    assert!(blobs(&volume, None, 1, 100, &small).is_err());
    assert_eq!(small.memory.used(), 0);
    assert_eq!(blobs(&volume, None, 1, 100, &big).unwrap().len(), 32);
}

#[test]
fn runs_are_counted_row_by_row() {
    let nan = f32::NAN;
    assert_eq!(runs(&[1.0, 1.0, nan, 1.0, nan, nan, 1.0, 1.0], 4), 3);
    assert_eq!(runs(&[1.0, 1.0, 1.0, 1.0], 2), 2);
    assert_eq!(runs(&[nan; 4], 2), 0);
}
