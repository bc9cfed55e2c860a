//! Components against a flood fill, and by hand.

use super::*;
use overread_base::Seed;
use proptest::prelude::*;

fn grid(size: [u32; 3]) -> VolumeGeometry {
    VolumeGeometry::axial(size, Vec3::new(1.0, 2.0, 3.0), Vec3::new(10.0, 20.0, 30.0)).unwrap()
}

#[test]
fn a_blob_has_the_place_and_values_of_its_voxels() {
    let geometry = grid([4, 3, 2]);
    let mut values = vec![0.0; 24];
    // (1, 1, 0), (2, 1, 0) and, across a corner, (3, 2, 1).
    for (idx, value) in [(5, 0.5), (6, 0.7), (23, 0.9)] {
        values[idx] = value;
    }
    let blobs = find_blobs(&geometry, &values, 0.5, 1.0, 1, 10);
    assert_eq!(blobs.len(), 1);
    let blob = &blobs[0];
    assert_eq!(
        (
            blob.voxels,
            blob.volume_mm3,
            blob.first_voxel,
            blob.last_voxel
        ),
        (3, 18.0, [1, 1, 0], [3, 2, 1])
    );
    assert!(
        blob.centroid
            .distance(Vec3::new(12.0, 20.0 + 8.0 / 3.0, 31.0))
            < 1e-9,
        "{:?}",
        blob.centroid
    );
    assert!((blob.mean - 0.7).abs() < 1e-6 && (blob.max - 0.9).abs() < 1e-6);
    assert_eq!(
        blob.bounds(&geometry),
        (Vec3::new(10.5, 21.0, 28.5), Vec3::new(13.5, 25.0, 34.5))
    );
}

#[test]
fn small_blobs_are_left_out_and_large_come_first() {
    let geometry = grid([9, 1, 1]);
    let values = [1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0];
    let sizes = |min, max| {
        find_blobs(&geometry, &values, 0.5, 1.5, min, max)
            .iter()
            .map(|b| b.voxels)
            .collect::<Vec<_>>()
    };
    assert_eq!(sizes(1, 10), [3, 2, 1]);
    assert_eq!(sizes(2, 10), [3, 2]);
    assert_eq!(sizes(1, 1), [3]);
}

#[test]
fn not_a_number_belongs_to_no_blob_and_a_wrong_length_has_none() {
    let geometry = grid([3, 1, 1]);
    assert!(
        find_blobs(
            &geometry,
            &[f32::NAN; 3],
            f32::NEG_INFINITY,
            f32::INFINITY,
            1,
            10
        )
        .is_empty()
    );
    assert!(find_blobs(&geometry, &[1.0; 2], 0.0, 2.0, 1, 10).is_empty());
}

/// Sizes of the components by flood fill, largest first: slow and obvious.
fn flood_fill_sizes(size: [u32; 3], on: &[bool]) -> Vec<u64> {
    let [nx, ny, nz] = size.map(i64::from);
    let mut seen = vec![false; on.len()];
    let mut sizes = Vec::new();
    let at = |x: i64, y: i64, z: i64| usize::try_from((z * ny + y) * nx + x).unwrap();
    for z in 0..nz {
        for y in 0..ny {
            for x in 0..nx {
                if !on[at(x, y, z)] || seen[at(x, y, z)] {
                    continue;
                }
                let (mut stack, mut count) = (vec![(x, y, z)], 0);
                seen[at(x, y, z)] = true;
                while let Some((x, y, z)) = stack.pop() {
                    count += 1;
                    for d in 0..27 {
                        let (a, b, c) = (x + d % 3 - 1, y + d / 3 % 3 - 1, z + d / 9 - 1);
                        if (0..nx).contains(&a) && (0..ny).contains(&b) && (0..nz).contains(&c) {
                            let idx = at(a, b, c);
                            if on[idx] && !seen[idx] {
                                seen[idx] = true;
                                stack.push((a, b, c));
                            }
                        }
                    }
                }
                sizes.push(count);
            }
        }
    }
    sizes.sort_unstable_by(|a: &u64, b| b.cmp(a));
    sizes
}

proptest! {
    #[test]
    fn components_are_those_of_a_flood_fill(
        size in [1u32..9, 1u32..9, 1u32..9],
        seed in any::<u64>(),
        density in 0.05f64..0.7,
    ) {
        let mut rng = Seed(seed).rng();
        let n = size.iter().product::<u32>() as usize;
        let on: Vec<bool> = (0..n).map(|_| rng.unit() < density).collect();
        let values: Vec<f32> = on.iter().map(|&o| if o { 1.0 } else { 0.0 }).collect();
        let found: Vec<u64> = find_blobs(&grid(size), &values, 0.5, 1.5, 1, usize::MAX).iter().map(|b| b.voxels).collect();
        prop_assert_eq!(found, flood_fill_sizes(size, &on));
    }
}
