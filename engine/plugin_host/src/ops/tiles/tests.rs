//! Windows cover every voxel once blended, for both kinds of model, at every edge; wishes out of range are refused.

use super::*;
use crate::fixtures::{AddOne, all, context, lazy};

fn tiling(patch: [u32; 3], overlap: f32, batch: u32) -> Tiling {
    Tiling {
        patch,
        overlap,
        batch,
        channel: 0,
    }
}

/// A model that adds 1 gives the volume plus 1, however it is cut.
#[track_caller]
fn check(model: &AddOne, size: [u32; 3], tiling: Tiling) {
    let source = lazy(size);
    let found = run_tiled(&source, model, tiling, &context())
        .unwrap()
        .values;
    let expected = all(&source);
    assert_eq!(found.len(), expected.len());
    for (idx, (a, b)) in found.iter().zip(&expected).enumerate() {
        assert!(
            (a - b - 1.0).abs() < 1e-3,
            "{size:?} {tiling:?}, voxel {idx}: {a}, expected {}",
            b + 1.0
        );
    }
}

#[test]
fn windows_of_a_volume_model_cover_the_volume() {
    let model = AddOne::new(&[-1, 1, -1, -1, -1]);
    for size in [[9, 8, 7], [4, 4, 4], [3, 2, 1], [13, 5, 11]] {
        for patch in [[4, 4, 4], [1, 1, 1], [5, 3, 2], [16, 16, 16]] {
            for overlap in [0.0, 0.25, 0.5, 0.9] {
                check(&model, size, tiling(patch, overlap, 3));
            }
        }
    }
}

#[test]
fn windows_of_a_slice_model_belong_to_the_middle_slice() {
    let model = AddOne::new(&[-1, 3, -1, -1]).with_channels(&[1]);
    for size in [[9, 8, 7], [4, 4, 1], [3, 2, 20]] {
        for overlap in [0.0, 0.25, 0.9] {
            check(&model, size, tiling([4, 4, 3], overlap, 8));
        }
    }
}

#[test]
fn slices_beyond_the_grid_are_those_of_its_edge() {
    let size = [2, 2, 3];
    let source = lazy(size);
    let below = AddOne::new(&[-1, 3, -1, -1]).with_channels(&[0]);
    let found = run_tiled(&source, &below, tiling([2, 2, 3], 0.0, 1), &context())
        .unwrap()
        .values;
    let values = all(&source);
    let expected: Vec<f32> = [&values[..4], &values[..4], &values[4..8]].concat();
    for (a, b) in found.iter().zip(&expected) {
        assert!((a - b - 1.0).abs() < 1e-4, "{found:?} {expected:?}");
    }
}

#[test]
fn a_model_of_a_fixed_batch_gets_full_batches() {
    check(
        &AddOne::new(&[4, 1, -1, -1, -1]),
        [9, 8, 7],
        tiling([4, 4, 4], 0.5, 1),
    );
}

/// Counts the windows of each run.
#[derive(Debug)]
struct Counting(AddOne, std::sync::Mutex<Vec<u32>>);

impl LoadedModel for Counting {
    fn inputs(&self) -> &[overread_infer::Slot] {
        self.0.inputs()
    }

    fn outputs(&self) -> &[overread_infer::Slot] {
        self.0.outputs()
    }

    fn run(
        &self,
        inputs: &[(&str, TensorRef<'_>)],
        cancel: &overread_infer::Cancel,
    ) -> Result<Vec<(String, Tensor)>, InferError> {
        self.1.lock().unwrap().push(inputs[0].1.shape()[0]);
        self.0.run(inputs, cancel)
    }
}

#[track_caller]
fn check_runs(shape: &[i64], channels: &[usize], patch: [u32; 3], expected: &[u32]) {
    let model = AddOne::new(shape).with_channels(channels);
    let counting = Counting(model, std::sync::Mutex::default());
    let context = context();
    run_tiled(&lazy([9, 4, 5]), &counting, tiling(patch, 0.0, 4), &context).unwrap();
    assert_eq!(counting.1.into_inner().unwrap(), expected);
    assert_eq!(context.memory.used(), 0);
}

#[test]
fn batches_go_across_slices_and_the_last_one_is_smaller() {
    // 3 x 1 x 2 windows.
    check_runs(&[-1, 1, -1, -1, -1], &[0], [4, 4, 4], &[4, 2]);
    // One window a slice, 5 slices; windows of three slices.
    check_runs(&[-1, 3, -1, -1], &[1], [9, 4, 3], &[4, 1]);
    // A model that fixes its batch gets it full.
    check_runs(&[4, 1, -1, -1, -1], &[0], [4, 4, 4], &[4, 4]);
}

#[track_caller]
fn check_refused(model: &AddOne, tiling: Tiling, says: &str) {
    let found = run_tiled(&lazy([4, 4, 4]), model, tiling, &context()).map(|_| ());
    let Err(HostFault::Failure(_, message)) = &found else {
        panic!("{found:?}");
    };
    assert!(message.contains(says), "{message}");
}

#[test]
fn wishes_out_of_range_are_refused() {
    let model = AddOne::new(&[-1, 1, -1, -1, -1]);
    check_refused(&model, tiling([0, 4, 4], 0.0, 1), "1 to 1024 voxels");
    check_refused(&model, tiling([4, 4, 2000], 0.0, 1), "1 to 1024 voxels");
    check_refused(
        &model,
        tiling([4, 4, 4], 1.0, 1),
        "overlap must be 0 to 0.9",
    );
    check_refused(
        &model,
        tiling([4, 4, 4], f32::NAN, 1),
        "overlap must be 0 to 0.9",
    );
    check_refused(
        &model,
        tiling([4, 4, 4], -0.1, 1),
        "overlap must be 0 to 0.9",
    );
    check_refused(&model, tiling([4, 4, 4], 0.0, 0), "1 or more windows");
    check_refused(&model, tiling([1024, 1024, 64], 0.0, 2), "2^26 voxels");
    check_refused(
        &AddOne::new(&[-1, 1, -1]),
        tiling([4, 4, 4], 0.0, 1),
        "four or five axes",
    );
    check_refused(
        &AddOne::new(&[-1, 4, -1, -1]),
        tiling([4, 4, 4], 0.0, 1),
        "odd number of slices",
    );
    let second = Tiling {
        channel: 1,
        ..tiling([4, 4, 4], 0.0, 1)
    };
    check_refused(&model, second, "with a channel 1");
}

#[test]
fn windows_end_with_the_axis() {
    assert_eq!(starts(10, 4, 0.0), [0, 4, 6]);
    assert_eq!(starts(8, 4, 0.0), [0, 4]);
    assert_eq!(starts(3, 4, 0.5), [0]);
    assert_eq!(starts(10, 4, 0.5), [0, 2, 4, 6]);
    assert_eq!(starts(4, 1, 0.9), [0, 1, 2, 3]);
}

#[test]
fn a_stopped_job_runs_no_window() {
    let cancel = crate::CancelFlag::default();
    let context = OpContext {
        watch: crate::watch::Watch::start(std::time::Duration::from_secs(60), cancel.clone()),
        ..context()
    };
    cancel.cancel();
    let model = AddOne::new(&[-1, 1, -1, -1, -1]);
    let found = run_tiled(
        &lazy([4, 4, 4]),
        &model,
        tiling([4, 4, 4], 0.0, 1),
        &context,
    )
    .map(|_| ());
    assert_eq!(found, Err(HostFault::Stop(crate::fault::Stop::Cancelled)));
    assert_eq!(context.memory.used(), 0);
}
