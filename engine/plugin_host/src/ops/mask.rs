//! A set of voxels on a series' grid, as bits; becomes run lengths when it is kept.

use overread_base::{MaskRle, Vec3, VolumeGeometry};

use crate::fault::HostFault;
use crate::lazy::{LazyVolume, Region};
use crate::watch::{Charge, OpContext};

/// The most runs of a kept mask: 16 MiB.
const MAX_RUNS: usize = 1 << 22;

/// A mask that a guest fills.
#[derive(Debug)]
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct MaskGrid {
    /// The series' id in the job.
    pub(crate) series: u32,
    geometry: VolumeGeometry,
    bits: Vec<u64>,
    _charge: Charge,
}

impl MaskGrid {
    pub(crate) fn blank(
        series: u32,
        geometry: VolumeGeometry,
        context: &OpContext,
    ) -> Result<Self, HostFault> {
        let words = usize::try_from(geometry.voxel_count().div_ceil(64))
            .map_err(|e| HostFault::limit(e.to_string()))?;
        let charge = context.memory.charge(words as u64 * 8)?;
        Ok(Self {
            series,
            geometry,
            bits: vec![0; words],
            _charge: charge,
        })
    }

    /// Sets the voxels whose centre lies in a voxel of `labels` with a value above 0.
    pub(crate) fn set_from(
        &mut self,
        labels: &LazyVolume,
        context: &OpContext,
    ) -> Result<(), HostFault> {
        let (inside, _charge) = inside(labels, context)?;
        let grid = labels.geometry();
        let [lx, ly, lz] = grid.size;
        let Some((low, high)) = self.touched(grid) else {
            return Ok(());
        };
        // The labels' voxel coordinate is affine in ours: a start and three steps.
        let voxel = |x: f64, y: f64, z: f64| {
            grid.voxel_from_patient(self.geometry.patient_from_voxel(Vec3::new(x, y, z)))
        };
        let zero = voxel(0.0, 0.0, 0.0);
        let [step_x, step_y, step_z] = [
            voxel(1.0, 0.0, 0.0) - zero,
            voxel(0.0, 1.0, 0.0) - zero,
            voxel(0.0, 0.0, 1.0) - zero,
        ];
        for z in low[2]..=high[2] {
            context.watch.check()?;
            for y in low[1]..=high[1] {
                let line = zero + step_y * f64::from(y) + step_z * f64::from(z);
                for x in low[0]..=high[0] {
                    let at = line + step_x * f64::from(x);
                    let (Some(i), Some(j), Some(k)) =
                        (nearest(at.x, lx), nearest(at.y, ly), nearest(at.z, lz))
                    else {
                        continue;
                    };
                    let idx = (k * ly as usize + j) * lx as usize + i;
                    if inside[idx / 64] >> (idx % 64) & 1 == 1 {
                        self.set(x, y, z, true);
                    }
                }
            }
        }
        Ok(())
    }

    /// The voxel box of ours that the other grid can touch.
    fn touched(&self, other: &VolumeGeometry) -> Option<([u32; 3], [u32; 3])> {
        let mut low = [f64::INFINITY; 3];
        let mut high = [f64::NEG_INFINITY; 3];
        for corner in 0..8u8 {
            let end = |a: usize| {
                if corner >> a & 1 == 0 {
                    -0.5
                } else {
                    f64::from(other.size[a]) - 0.5
                }
            };
            let corner = other.patient_from_voxel(Vec3::new(end(0), end(1), end(2)));
            let ours = self.geometry.voxel_from_patient(corner).to_array();
            for a in 0..3 {
                low[a] = low[a].min(ours[a]);
                high[a] = high[a].max(ours[a]);
            }
        }
        let size = self.geometry.size;
        let is_apart = (0..3).any(|a| high[a] < -0.5 || low[a] > f64::from(size[a]) - 0.5);
        (!is_apart).then(|| {
            let last = |a: usize| f64::from(size[a]) - 1.0;
            (
                std::array::from_fn(|a| to_voxel(low[a].floor().clamp(0.0, last(a)))),
                std::array::from_fn(|a| to_voxel(high[a].ceil().clamp(0.0, last(a)))),
            )
        })
    }

    /// Overwrites a region; one byte a voxel, 0 is outside.
    pub(crate) fn write(
        &mut self,
        first: [u32; 3],
        size: [u32; 3],
        labels: &[u8],
    ) -> Result<(), HostFault> {
        let grid = self.geometry.size;
        let is_inside = (0..3).all(|a| {
            size[a] > 0
                && first[a]
                    .checked_add(size[a])
                    .is_some_and(|end| end <= grid[a])
        });
        let region = Region { first, size };
        if !is_inside || labels.len() != region.voxels() {
            return Err(HostFault::bad_input(format!(
                "the region from {first:?} of {size:?} voxels with {} labels does not fit the mask of {grid:?} voxels",
                labels.len()
            )));
        }
        for (row, line) in labels.chunks_exact(size[0] as usize).enumerate() {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            let (y, z) = (first[1] + row % size[1], first[2] + row / size[1]);
            for (x, &label) in (first[0]..).zip(line) {
                self.set(x, y, z, label != 0);
            }
        }
        Ok(())
    }

    fn set(&mut self, x: u32, y: u32, z: u32, is_inside: bool) {
        let [nx, ny, _] = self.geometry.size.map(|n| n as usize);
        let idx = (z as usize * ny + y as usize) * nx + x as usize;
        let bit = 1 << (idx % 64);
        if is_inside {
            self.bits[idx / 64] |= bit;
        } else {
            self.bits[idx / 64] &= !bit;
        }
    }

    /// The run lengths.
    pub(crate) fn to_rle(&self) -> Result<MaskRle, HostFault> {
        let total = self.geometry.voxel_count();
        let mut runs = Vec::new();
        let (mut start, mut at, mut is_inside) = (0u64, 0u64, false);
        while at < total {
            // The word's bits from `at` on, inverted while inside a run: its first 1 ends the run.
            let word = usize::try_from(at / 64)
                .ok()
                .and_then(|w| self.bits.get(w))
                .copied()
                .unwrap_or(0);
            let rest = (if is_inside { !word } else { word }) >> (at % 64);
            if rest == 0 {
                at = (at / 64 + 1) * 64;
                continue;
            }
            at += u64::from(rest.trailing_zeros());
            if at >= total {
                break;
            }
            if runs.len() == MAX_RUNS {
                return Err(HostFault::limit(format!(
                    "a mask may have {MAX_RUNS} runs, found more"
                )));
            }
            runs.push(run_length(at - start)?);
            start = at;
            is_inside = !is_inside;
        }
        runs.push(run_length(total - start)?);
        Ok(MaskRle {
            geometry: self.geometry.clone(),
            runs,
        })
    }
}

/// Which voxels of a volume are above 0, a bit each.
fn inside(labels: &LazyVolume, context: &OpContext) -> Result<(Vec<u64>, Charge), HostFault> {
    let whole = labels.whole();
    let words = whole.voxels().div_ceil(64);
    let charge = context.memory.charge(words as u64 * 8)?;
    let mut bits = vec![0u64; words];
    let plane = whole.size[0] as usize * whole.size[1] as usize;
    labels.for_each_slab(whole, context, |z, slab| {
        for (idx, &value) in (z as usize * plane..).zip(slab) {
            bits[idx / 64] |= u64::from(value > 0.0) << (idx % 64);
        }
        Ok(())
    })?;
    Ok((bits, charge))
}

fn run_length(voxels: u64) -> Result<u32, HostFault> {
    u32::try_from(voxels)
        .map_err(|_too_long| HostFault::limit("a run of a mask is longer than 2^32 voxels"))
}

/// The nearest voxel along one axis; `None` outside the grid.
fn nearest(coordinate: f64, size: u32) -> Option<usize> {
    let is_inside = -0.5 <= coordinate && coordinate < f64::from(size) - 0.5;
    is_inside.then(|| to_voxel((coordinate + 0.5).floor()) as usize)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "callers pass whole numbers within a grid"
)]
fn to_voxel(coordinate: f64) -> u32 {
    coordinate as u32
}

#[cfg(test)]
mod tests;
