//! Each step against the same work done at once, whole and region by region; bounds; what a stop does.

use overread_base::Vec3;
use overread_image as image;

use super::*;
use crate::fixtures::{all, context, context_of, lazy, oblique, stored, values};
use crate::watch::OpContext;

/// Every region of `volume` is the same part of the whole.
#[track_caller]
fn check_regions(volume: &LazyVolume) {
    let whole = all(volume);
    let [nx, ny, nz] = volume.geometry().size;
    let context = context();
    for first in [[0, 0, 0], [1, 0, 0], [0, 1, 1], [nx - 1, ny - 1, nz - 1]] {
        if first[0] >= nx || first[1] >= ny || first[2] >= nz {
            continue;
        }
        for size in [[1, 1, 1], [nx - first[0], ny - first[1], nz - first[2]]] {
            let region = volume.region(first, size).unwrap();
            let part = volume.evaluate(region, &context).unwrap().values;
            let mut at = part.iter();
            for z in first[2]..first[2] + size[2] {
                for y in first[1]..first[1] + size[1] {
                    for x in first[0]..first[0] + size[0] {
                        let idx = ((z * ny + y) * nx + x) as usize;
                        let found = *at.next().unwrap();
                        assert!(
                            (found - whole[idx]).abs() < 1e-3,
                            "({x}, {y}, {z}) of {first:?} {size:?}: {found}, {}",
                            whole[idx]
                        );
                    }
                }
            }
            assert_eq!(at.next(), None);
        }
    }
}

fn decoded(volume: &Volume) -> Vec<f32> {
    volume
        .samples()
        .iter()
        .map(|&s| volume.rescale().value(s))
        .collect()
}

#[track_caller]
fn check_close(found: &[f32], expected: &[f32], tolerance: f32) {
    assert_eq!(found.len(), expected.len());
    for (idx, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() <= tolerance, "voxel {idx}: {a}, expected {b}");
    }
}

#[test]
fn a_series_is_read_in_the_modalitys_units() {
    let volume = lazy([5, 4, 3]);
    assert_eq!(all(&volume), decoded(&stored([5, 4, 3])));
    assert_eq!(volume.geometry(), &oblique([5, 4, 3]));
    check_regions(&volume);
}

/// What a guest reads of a volume are its values as samples, however they are made.
#[test]
fn bytes_are_the_values_as_samples() {
    let plain = |intercept: f32| {
        let volume = stored([5, 4, 3]);
        let rescale = image::Rescale {
            slope: 1.0,
            intercept,
        };
        let samples = volume.samples().to_vec();
        Volume::new(oblique([5, 4, 3]), samples, rescale).unwrap()
    };
    for volume in [
        lazy([5, 4, 3]),
        LazyVolume::stored(plain(-1024.0), SampleType::Int16),
        LazyVolume::stored(plain(0.5), SampleType::Float32),
        LazyVolume::stored(plain(9.0), SampleType::Uint16),
    ] {
        let region = volume.region([1, 1, 0], [3, 2, 3]).unwrap();
        let part = volume.crop(region).unwrap();
        let expected = volume.evaluate(region, &context()).unwrap().values;
        for (from, region) in [(&volume, region), (&part, part.whole())] {
            let bytes = from.read(region, &context()).unwrap();
            let found: Vec<f32> = match from.sample() {
                SampleType::Int16 => {
                    let words = bytes.as_chunks().0.iter();
                    words.map(|&b| f32::from(i16::from_le_bytes(b))).collect()
                }
                SampleType::Uint16 => {
                    let words = bytes.as_chunks().0.iter();
                    words.map(|&b| f32::from(u16::from_le_bytes(b))).collect()
                }
                SampleType::Uint8 | SampleType::Float32 => {
                    let words = bytes.as_chunks().0.iter();
                    words.map(|&b| f32::from_le_bytes(b)).collect()
                }
            };
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn crops_are_those_of_the_image_crate() {
    let volume = lazy([5, 4, 3]);
    let region = volume.region([1, 2, 1], [3, 2, 2]).unwrap();
    let cropped = volume.crop(region).unwrap();
    let expected = image::crop(&stored([5, 4, 3]), [1, 2, 1], [3, 2, 2]).unwrap();
    assert_eq!(cropped.geometry(), expected.geometry());
    assert_eq!(all(&cropped), decoded(&expected));
    check_regions(&cropped);
    // A crop of a crop is one step, however long the chain.
    let mut chain = cropped;
    for _ in 0..1000 {
        chain = chain.crop(chain.whole()).unwrap();
    }
    assert_eq!(all(&chain), decoded(&expected));
}

#[test]
fn resampling_is_that_of_the_image_crate() {
    for (how, expected_how) in [
        (Interpolation::Nearest, image::Interpolation::Nearest),
        (Interpolation::Linear, image::Interpolation::Linear),
    ] {
        for spacing in [
            [2.0, 3.0, 4.0],
            [1.0, 1.0, 1.0],
            [3.1, 7.0, 5.0],
            [100.0, 1.5, 9.0],
        ] {
            let volume = lazy([9, 8, 7]).resample(spacing, how).unwrap();
            let expected =
                image::resample(&stored([9, 8, 7]), Vec3::from_array(spacing), expected_how)
                    .unwrap();
            assert_eq!(volume.geometry(), expected.geometry(), "{spacing:?}");
            // The image crate rounds to stored samples, 2 units each, once at the end.
            check_close(&all(&volume), &decoded(&expected), 1.01);
            check_regions(&volume);
        }
    }
}

/// Values of a polynomial at the voxel centres of 1 mm voxels, whose outer face is at 0.
fn polynomial(size: [u32; 3], at: impl Fn([f64; 3]) -> f64, context: &OpContext) -> LazyVolume {
    let [nx, ny, nz] = size;
    let mut all = Vec::new();
    for z in 0..nz {
        for y in 0..ny {
            for x in 0..nx {
                #[expect(clippy::cast_possible_truncation, reason = "small numbers")]
                all.push(at([x, y, z].map(|n| f64::from(n) + 0.5)) as f32);
            }
        }
    }
    values(size, &all, context)
}

/// Catmull-Rom gives parabolas exactly, away from the edges where a voxel is repeated: checked on two and
/// three times as many voxels.
#[test]
fn cubic_resampling_is_exact_for_parabolas() {
    let context = context();
    let at = |[x, y, z]: [f64; 3]| 3.0 + x * x - 2.0 * x * y + 0.5 * y * y + z * (x - 4.0);
    let volume = polynomial([8, 8, 8], at, &context);
    for factor in [[2, 3, 1], [3, 1, 2]] {
        let size = factor.map(|n| 8 * n);
        let fine = volume.resize(size, Interpolation::Cubic).unwrap();
        assert_eq!(fine.sample(), SampleType::Float32);
        let [nx, ny, nz] = size;
        for (idx, &found) in (0u32..).zip(&all(&fine)) {
            let voxel = [idx % nx, idx / nx % ny, idx / nx / ny];
            let mm: [f64; 3] =
                std::array::from_fn(|a| (f64::from(voxel[a]) + 0.5) / f64::from(factor[a]));
            let expected = at(mm);
            // The two voxels on each side must be there: from 1.5 to 6.5 mm.
            if mm
                .iter()
                .zip(factor)
                .all(|(&m, n)| n == 1 || (1.5..=6.5).contains(&m))
            {
                assert!(
                    (f64::from(found) - expected).abs() < 1e-3,
                    "{voxel:?} of {nx} {ny} {nz}: {found}, expected {expected}"
                );
            }
        }
        check_regions(&fine);
    }
    // A step, by hand: the splines of (0 0 0 1) and (0 0 1 1) at t = 1/4 and 3/4.
    let step = values([4, 1, 1], &[0.0, 0.0, 1.0, 1.0], &context);
    let fine = step.resize([8, 1, 1], Interpolation::Cubic).unwrap();
    let low = [0.0, -0.023_437_5, -0.070_312_5, 0.203_125];
    let high = low.map(|value| 1.0 - value);
    check_close(&all(&fine)[..4], &low, 1e-6);
    check_close(
        &all(&fine)[4..],
        &[high[3], high[2], high[1], high[0]],
        1e-6,
    );
    // Coarser targets take the mean, as linear does.
    let coarse = |how| all(&volume.resize([3, 4, 8], how).unwrap());
    assert_eq!(coarse(Interpolation::Cubic), coarse(Interpolation::Linear));
}

#[test]
fn resizing_keeps_the_outer_faces() {
    let volume = lazy([9, 8, 7]);
    let resized = volume.resize([3, 16, 7], Interpolation::Linear).unwrap();
    assert_eq!(resized.geometry().size, [3, 16, 7]);
    let corner = |v: &LazyVolume, far: bool| {
        let end = v
            .geometry()
            .size
            .map(|n| if far { f64::from(n) - 0.5 } else { -0.5 });
        v.geometry().patient_from_voxel(Vec3::from_array(end))
    };
    for far in [false, true] {
        assert!(corner(&volume, far).distance(corner(&resized, far)) < 1e-9);
    }
    assert_eq!(resized.sample(), SampleType::Float32);
    let labels = volume.resize([3, 16, 7], Interpolation::Nearest).unwrap();
    assert_eq!(labels.sample(), SampleType::Int16);
}

#[test]
fn turning_keeps_every_voxel_in_its_place() {
    let volume = lazy([5, 4, 3]);
    for letters in ["LPH", "RAH", "PRH", "HLP", "AFL", "LHA"] {
        let turned = volume
            .reorient(letters)
            .unwrap_or_else(|e| panic!("{letters}: {e:?}"));
        check_regions(&turned);
        let (from, to) = (all(&volume), all(&turned));
        let [nx, ny, _] = turned.geometry().size.map(|n| n as usize);
        for (idx, &value) in to.iter().enumerate() {
            let voxel = [idx % nx, idx / nx % ny, idx / nx / ny].map(|n| n as f64);
            let patient = turned
                .geometry()
                .patient_from_voxel(Vec3::from_array(voxel));
            let at = volume.geometry().voxel_from_patient(patient).to_array();
            let [x, y, z] = at.map(|v| {
                let is_at = |n: &u32| (v - f64::from(*n)).abs() < 1e-6;
                let voxel = (0..5).find(is_at);
                voxel.unwrap_or_else(|| panic!("{letters}: {at:?}")) as usize
            });
            assert_eq!(value, from[(z * 4 + y) * 5 + x], "{letters} {voxel:?}");
        }
    }
    let flipped = volume.reorient("RAH").unwrap();
    assert!((flipped.geometry().row_dir.x + 0.8).abs() < 1e-9);
    for letters in ["", "L", "LPHH", "LLH", "LPX", "RPH", "LAH", "lph", "LRH"] {
        assert!(volume.reorient(letters).is_err(), "{letters}");
    }
}

#[test]
fn values_are_clamped_thresholded_and_multiplied() {
    let context = context();
    let volume = values([6, 1, 1], &[-5.0, 0.0, 1.0, 2.5, 9.0, f32::NAN], &context);
    let rescaled = volume.rescale(0.0, 2.0, 1.0, 0.5).unwrap();
    assert_eq!(all(&rescaled), [-2.0, -2.0, 0.0, 2.0, 2.0, -2.0]);
    let labels = volume.threshold(0.0, 2.5).unwrap();
    assert_eq!(all(&labels), [0.0, 1.0, 1.0, 1.0, 0.0, 0.0]);
    assert_eq!(labels.sample(), SampleType::Uint8);
    let product = rescaled.multiply(&labels).unwrap();
    assert_eq!(all(&product), [0.0, -2.0, 0.0, 2.0, 0.0, 0.0]);
    check_regions(&product);
}

#[track_caller]
fn check_refused(made: Result<LazyVolume, HostFault>, says: &str) {
    let Err(HostFault::Failure(_, message) | HostFault::Limit(_, message)) = made else {
        panic!("{made:?}");
    };
    assert!(message.contains(says), "{message}");
}

#[test]
fn steps_that_make_no_sense_are_refused() {
    let volume = lazy([5, 4, 3]);
    let linear = Interpolation::Linear;
    check_refused(volume.resample([0.0, 1.0, 1.0], linear), "> 0 mm");
    check_refused(volume.resample([f64::NAN, 1.0, 1.0], linear), "> 0 mm");
    check_refused(
        volume.resample([1e-9, 1.0, 1.0], linear),
        "at most 16384 a side",
    );
    check_refused(volume.resize([0, 1, 1], linear), "needs voxels");
    check_refused(volume.resize([u32::MAX; 3], linear), "at most 16384 a side");
    check_refused(volume.resize([16_384; 3], linear), "2^31 in all");
    check_refused(volume.rescale(1.0, 0.0, 0.0, 1.0), "low <= high");
    check_refused(volume.rescale(0.0, 1.0, 0.0, 0.0), "not 0");
    check_refused(volume.rescale(f32::NAN, 1.0, 0.0, 1.0), "low <= high");
    check_refused(volume.threshold(1.0, f32::NAN), "low <= high");
    check_refused(volume.multiply(&lazy([5, 4, 2])), "different grids");
    for (first, size) in [
        ([0; 3], [0, 1, 1]),
        ([5, 0, 0], [1; 3]),
        ([u32::MAX; 3], [u32::MAX; 3]),
    ] {
        assert!(volume.region(first, size).is_err(), "{first:?} {size:?}");
    }
}

#[test]
fn graphs_are_bounded_in_depth_and_cost() {
    let mut chain = lazy([2, 2, 2]);
    let mut steps = 0;
    while let Ok(next) = chain.threshold(0.0, 1.0) {
        chain = next;
        steps += 1;
        assert!(steps < 100, "no bound");
    }
    assert_eq!(steps, 31);
    // Squares of squares double the cost with each step.
    let mut square = lazy([2, 2, 2]);
    let mut steps = 0;
    while let Ok(next) = square.multiply(&square) {
        square = next;
        steps += 1;
        assert!(steps < 100, "no bound");
    }
    assert_eq!(steps, 7);
    assert_eq!(all(&square).len(), 8);
}

#[test]
fn slabs_are_the_whole_in_order() {
    let volume = lazy([3, 2, 5]);
    let mut seen = Vec::new();
    volume
        .for_each_slab(volume.whole(), &context(), |_, slab| {
            seen.extend_from_slice(slab);
            Ok(())
        })
        .unwrap();
    assert_eq!(seen, all(&volume));
}

#[test]
fn host_memory_is_counted_and_given_back() {
    // 500 bytes for the result and 500 for its one slab.
    let context = context_of(999);
    let volume = lazy([5, 5, 5]);
    assert!(volume.materialise(&context).is_err());
    assert_eq!(context.memory.used(), 0);
    let context = context_of(1000);
    let held = volume.materialise(&context).unwrap();
    assert_eq!(context.memory.used(), 500);
    drop(held);
    assert_eq!(context.memory.used(), 0);
}

#[test]
fn a_stopped_job_computes_nothing() {
    let context = context();
    let volume = lazy([5, 5, 5]);
    let stopped = OpContext {
        watch: crate::watch::Watch::start(std::time::Duration::ZERO, crate::CancelFlag::default()),
        ..context
    };
    let found = volume.materialise(&stopped).map(|_| ());
    assert_eq!(found, Err(HostFault::Stop(crate::fault::Stop::Deadline)));
}
