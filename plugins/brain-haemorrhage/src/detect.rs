//! The first network over all slices: the probability of each kind of haemorrhage in each voxel. Decides nothing.

use overread_sdk::{Failure, FailureKind, Job, Tensor, failure};

use crate::head::{COLUMNS, Head, ROWS};
use crate::kind::Kind;

/// Slices in one run.
const BATCH: usize = 4;

/// Probabilities on the grid of the part around the brain: kind by kind, x fastest.
pub(crate) fn probabilities(job: &Job, head: &Head) -> Result<Vec<f32>, Failure> {
    let model = job.open_model("blood")?;
    let [nx, ny, nz] = head.size;
    let (n_kinds, per_slice, per_kind) = (Kind::ALL.len(), nx * ny, nx * ny * nz);
    let mut all = vec![0.0; n_kinds * per_kind];
    for first in (0..nz).step_by(BATCH) {
        let n = BATCH.min(nz - first);
        let mut values = Vec::with_capacity(n * 3 * ROWS * COLUMNS);
        for z in first..first + n {
            // The end slices stand in for their missing neighbours.
            for of in [z.saturating_sub(1), z, (z + 1).min(nz - 1)] {
                values.extend_from_slice(&head.planes[of]);
            }
        }
        let shape = [n, 3, ROWS, COLUMNS].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
        let image = Tensor::of_floats(&shape, &values)?;
        let outputs = model.run(&[("image", &image)])?;
        let answer = named(&outputs, "probability")?.floats()?;
        if answer.len() != n * n_kinds * ROWS * COLUMNS {
            return Err(failure(
                FailureKind::Model,
                format!(
                    "expected {} probabilities, found {}",
                    n * n_kinds * ROWS * COLUMNS,
                    answer.len()
                ),
            ));
        }
        for (idx, plane) in answer.chunks(ROWS * COLUMNS).enumerate() {
            let (slice, kind) = (first + idx / n_kinds, idx % n_kinds);
            let start = kind * per_kind + slice * per_slice;
            let rows = all[start..start + per_slice].chunks_mut(nx.max(1));
            for (to, from) in rows.zip(plane.chunks(COLUMNS)) {
                to.copy_from_slice(&from[..nx]);
            }
        }
        job.progress(0.2 + 0.6 * share(first + n, nz), "blood")?;
    }
    if all.iter().all(|p| p.is_finite()) {
        Ok(all)
    } else {
        Err(failure(
            FailureKind::Model,
            "the first network gave what is no number",
        ))
    }
}

/// An output of a model by its name.
pub(crate) fn named<'a>(
    outputs: &'a [(String, Tensor)],
    name: &str,
) -> Result<&'a Tensor, Failure> {
    let mut all = outputs.iter();
    all.find(|(found, _)| found == name)
        .map(|(_, tensor)| tensor)
        .ok_or_else(|| {
            failure(
                FailureKind::Model,
                format!("the model has no output {name}"),
            )
        })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a fraction for a progress bar"
)]
fn share(idx: usize, n: usize) -> f32 {
    (idx as f64 / n.max(1) as f64) as f32
}
