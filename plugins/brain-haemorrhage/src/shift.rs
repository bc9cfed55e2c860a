//! The midline shift: the second network on a slab at the height of the septum. No haemorrhage is looked at.
//!
//! The numbers are those of models/brain-haemorrhage/service.py and must stay equal to them.

use overread_sdk::{Failure, FailureKind, Job, Tensor, failure};

use crate::detect::named;
use crate::head::{COLUMNS, Head, ROWS};

/// The first slice of the slab, counted down from the topmost ring: the septum lies some 65 mm below the vertex.
const FIRST: usize = 8;
const N_SLICES: usize = 8;
/// Pixels of the plane that make one of the slab, a side.
const STEP: usize = 2;
const SLAB_ROWS: usize = ROWS / STEP;
const SLAB_COLUMNS: usize = COLUMNS / STEP;
/// Answers beyond are no measurement any more.
const MOST_MM: f64 = 30.0;

/// How far the septum lies off the midline, mm; to the left positive.
pub(crate) fn shift_mm(job: &Job, head: &Head) -> Result<f64, Failure> {
    let model = job.open_model("shift")?;
    let slab = slab(&head.planes, head.top, head.middle_x);
    // The slab and its mirror image: what they differ in is the shift, what they share is the network's bias.
    let mut both = slab.clone();
    both.extend(slab.chunks(SLAB_COLUMNS).flat_map(|row| row.iter().rev()));
    let shape = [2, N_SLICES, SLAB_ROWS, SLAB_COLUMNS];
    let shape = shape.map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    let outputs = model.run(&[("slab", &Tensor::of_floats(&shape, &both)?)])?;
    let answer = named(&outputs, "shift")?.floats()?;
    match answer[..] {
        [own, mirrored] if own.is_finite() && mirrored.is_finite() => {
            Ok((f64::from(own - mirrored) / 2.0).clamp(-MOST_MM, MOST_MM))
        }
        _ => Err(failure(
            FailureKind::Model,
            format!(
                "expected two shifts, found {} numbers or what is none",
                answer.len()
            ),
        )),
    }
}

/// What the network sees: slices from above downwards, the middle of the skull in the middle of each.
fn slab(planes: &[Vec<f32>], top: usize, middle_x: f64) -> Vec<f32> {
    let last = planes.len().saturating_sub(1);
    let mut slab = Vec::with_capacity(N_SLICES * SLAB_ROWS * SLAB_COLUMNS);
    for below in FIRST..FIRST + N_SLICES {
        let plane = &planes[top.saturating_sub(below).min(last)];
        for rows in plane.chunks(STEP * COLUMNS) {
            let row: Vec<f32> = (0..SLAB_COLUMNS)
                .map(|column| {
                    let pixels = rows
                        .chunks(COLUMNS)
                        .flat_map(|row| &row[column * STEP..(column + 1) * STEP]);
                    pixels.sum::<f32>() / square(STEP)
                })
                .collect();
            slab.extend(centred(&row, middle_x));
        }
    }
    slab
}

/// A row moved so that the middle of the skull, in pixels of the plane, lies in its middle; edges are repeated.
fn centred(row: &[f32], middle_x: f64) -> Vec<f32> {
    let last = row.len() as f64 - 1.0;
    let middle = (middle_x + 0.5) / STEP as f64 - 0.5;
    (0..row.len())
        .map(|column| {
            let at = (column as f64 + middle - last / 2.0).clamp(0.0, last);
            let low = index(at.floor());
            let share = small(at - at.floor());
            row[low] * (1.0 - share) + row[(low + 1).min(row.len() - 1)] * share
        })
        .collect()
}

fn square(n: usize) -> f32 {
    u16::try_from(n * n).map_or(1.0, f32::from)
}

#[expect(clippy::cast_possible_truncation, reason = "a share of a pixel")]
fn small(v: f64) -> f32 {
    v as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a row"
)]
fn index(v: f64) -> usize {
    v as usize
}

#[cfg(test)]
mod tests;
