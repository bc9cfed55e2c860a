//! Volumes that are computed when they are read: a graph of steps over the job's series, evaluated region by region.
//!
//! Depth and cost of a graph are bounded when a step is added, so that evaluating recursively is safe. The
//! kernels stand in `ops`.

mod evaluate;

use std::sync::Arc;

use overread_base::{Vec3, VolumeGeometry};
use overread_image::Volume;

use crate::fault::HostFault;
use crate::ops::{Interpolation, permute};
use crate::watch::Samples;

/// The most steps on one path of a graph.
const MAX_DEPTH: u32 = 32;
/// The most steps that one read may walk; a step read twice counts twice.
const MAX_COST: u32 = 256;
/// The most voxels of a volume.
const MAX_VOXELS: f64 = 2_147_483_648.0;
/// Voxels that are evaluated at a time, or one slice if that is more: a few milliseconds of work.
const SLAB_VOXELS: usize = 1 << 20;

/// How samples cross to the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SampleType {
    Uint8,
    Uint16,
    Int16,
    Float32,
}

impl SampleType {
    pub(crate) fn bytes(self) -> u64 {
        match self {
            Self::Uint8 => 1,
            Self::Uint16 | Self::Int16 => 2,
            Self::Float32 => 4,
        }
    }
}

/// A box of voxels that lies in its volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) first: [u32; 3],
    pub(crate) size: [u32; 3],
}

impl Region {
    pub(crate) fn voxels(&self) -> usize {
        self.size.iter().map(|&n| n as usize).product()
    }
}

/// An immutable volume; clones share it.
#[derive(Debug, Clone)]
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct LazyVolume(Arc<Node>);

#[derive(Debug)]
struct Node {
    geometry: VolumeGeometry,
    sample: SampleType,
    depth: u32,
    cost: u32,
    step: Step,
}

#[derive(Debug)]
enum Step {
    Stored(Volume),
    Values(Samples),
    Crop {
        source: LazyVolume,
        first: [u32; 3],
    },
    Resample {
        source: LazyVolume,
        how: Interpolation,
    },
    /// Axis `a` of the result runs along axis `axes[a].0` of the source, backwards if `axes[a].1`.
    Reorient {
        source: LazyVolume,
        axes: [(usize, bool); 3],
    },
    Rescale {
        source: LazyVolume,
        low: f32,
        high: f32,
        sub: f32,
        div: f32,
    },
    Threshold {
        source: LazyVolume,
        low: f32,
        high: f32,
    },
    Multiply {
        source: LazyVolume,
        by: LazyVolume,
    },
}

impl LazyVolume {
    /// A series of the job, in the modality's units.
    pub(crate) fn stored(volume: Volume, sample: SampleType) -> Self {
        Self(Arc::new(Node {
            geometry: volume.geometry().clone(),
            sample,
            depth: 1,
            cost: 1,
            step: Step::Stored(volume),
        }))
    }

    /// Computed values, x fastest, as many as the grid has voxels.
    pub(crate) fn values(geometry: VolumeGeometry, values: Samples) -> Self {
        debug_assert_eq!(geometry.voxel_count(), values.values.len() as u64);
        Self(Arc::new(Node {
            geometry,
            sample: SampleType::Float32,
            depth: 1,
            cost: 1,
            step: Step::Values(values),
        }))
    }

    /// The same values read as samples of another type.
    pub(crate) fn with_sample(self, sample: SampleType) -> Self {
        match Arc::try_unwrap(self.0) {
            Ok(node) => Self(Arc::new(Node { sample, ..node })),
            Err(shared) => Self(shared),
        }
    }

    fn derived(
        geometry: VolumeGeometry,
        sample: SampleType,
        sources: &[&Self],
        step: Step,
    ) -> Result<Self, HostFault> {
        let depth = 1 + sources.iter().map(|s| s.0.depth).max().unwrap_or(0);
        let cost = sources
            .iter()
            .fold(1u32, |sum, s| sum.saturating_add(s.0.cost));
        if depth > MAX_DEPTH || cost > MAX_COST {
            return Err(HostFault::limit(format!(
                "too many steps on one volume: at most {MAX_DEPTH} in a row and {MAX_COST} in all"
            )));
        }
        Ok(Self(Arc::new(Node {
            geometry,
            sample,
            depth,
            cost,
            step,
        })))
    }

    pub(crate) fn geometry(&self) -> &VolumeGeometry {
        &self.0.geometry
    }

    pub(crate) fn sample(&self) -> SampleType {
        self.0.sample
    }

    /// The whole grid.
    pub(crate) fn whole(&self) -> Region {
        Region {
            first: [0; 3],
            size: self.0.geometry.size,
        }
    }

    /// Checks that a box lies in the grid.
    pub(crate) fn region(&self, first: [u32; 3], size: [u32; 3]) -> Result<Region, HostFault> {
        let grid = self.0.geometry.size;
        let is_inside = (0..3).all(|a| {
            size[a] > 0
                && first[a]
                    .checked_add(size[a])
                    .is_some_and(|end| end <= grid[a])
        });
        if !is_inside {
            return Err(HostFault::bad_input(format!(
                "the region from {first:?} of {size:?} voxels is not inside the volume of {grid:?} voxels"
            )));
        }
        Ok(Region { first, size })
    }

    pub(crate) fn crop(&self, region: Region) -> Result<Self, HostFault> {
        let corner = Vec3::from_array(region.first.map(f64::from));
        let geometry = VolumeGeometry {
            size: region.size,
            origin: self.0.geometry.patient_from_voxel(corner),
            ..self.0.geometry.clone()
        };
        // A crop of a crop is a crop: such chains do not grow.
        let (source, first) = match &self.0.step {
            Step::Crop { source, first } => (
                source.clone(),
                std::array::from_fn(|a| first[a] + region.first[a]),
            ),
            Step::Stored(_)
            | Step::Values(_)
            | Step::Resample { .. }
            | Step::Reorient { .. }
            | Step::Rescale { .. }
            | Step::Threshold { .. }
            | Step::Multiply { .. } => (self.clone(), region.first),
        };
        let step = Step::Crop {
            source: source.clone(),
            first,
        };
        Self::derived(geometry, self.0.sample, &[&source], step)
    }

    /// On voxels of about `spacing_mm`: their number is rounded, so that the outer faces stay where they are.
    pub(crate) fn resample(
        &self,
        spacing_mm: [f64; 3],
        how: Interpolation,
    ) -> Result<Self, HostFault> {
        if !spacing_mm.iter().all(|&s| s > 0.0 && s.is_finite()) {
            return Err(HostFault::bad_input(format!(
                "voxel spacing must be > 0 mm and finite, found {spacing_mm:?}"
            )));
        }
        let extent = self.extent_mm();
        self.resize_to(
            std::array::from_fn(|a| (extent[a] / spacing_mm[a]).round().max(1.0)),
            how,
        )
    }

    pub(crate) fn resize(&self, size: [u32; 3], how: Interpolation) -> Result<Self, HostFault> {
        if size.contains(&0) {
            return Err(HostFault::bad_input(format!(
                "a volume needs voxels, found {size:?}"
            )));
        }
        self.resize_to(size.map(f64::from), how)
    }

    fn extent_mm(&self) -> [f64; 3] {
        let geometry = &self.0.geometry;
        std::array::from_fn(|a| geometry.spacing.to_array()[a] * f64::from(geometry.size[a]))
    }

    fn resize_to(&self, counts: [f64; 3], how: Interpolation) -> Result<Self, HostFault> {
        if counts.iter().any(|&n| n > 16_384.0) || counts.iter().product::<f64>() > MAX_VOXELS {
            return Err(HostFault::limit(format!(
                "the volume would have {counts:?} voxels a side, at most 16384 a side and 2^31 in all"
            )));
        }
        let source = &self.0.geometry;
        let size = counts.map(to_count);
        let extent = self.extent_mm();
        let spacing: [f64; 3] = std::array::from_fn(|a| extent[a] / f64::from(size[a]));
        // The outer face stays: the first voxel centre moves by half the change of spacing.
        let shift: [f64; 3] =
            std::array::from_fn(|a| (spacing[a] / source.spacing.to_array()[a] - 1.0) * 0.5);
        let geometry = VolumeGeometry {
            size,
            spacing: Vec3::from_array(spacing),
            origin: source.patient_from_voxel(Vec3::from_array(shift)),
            ..source.clone()
        };
        let sample = match how {
            Interpolation::Nearest => self.0.sample,
            Interpolation::Linear | Interpolation::Cubic => SampleType::Float32,
        };
        let step = Step::Resample {
            source: self.clone(),
            how,
        };
        Self::derived(geometry, sample, &[self], step)
    }

    /// Turned and flipped so that x, y, z run along the patient directions that the letters name.
    pub(crate) fn reorient(&self, letters: &str) -> Result<Self, HostFault> {
        let source = &self.0.geometry;
        let axes = permute::axes_for(source, letters).ok_or_else(|| {
            HostFault::bad_input(format!(
                "axes must be three letters of a right-handed system, one each of L/R, P/A and H/F, found `{}`",
                letters.chars().take(8).collect::<String>().escape_debug()
            ))
        })?;
        let geometry = permute::geometry(source, axes);
        let step = Step::Reorient {
            source: self.clone(),
            axes,
        };
        Self::derived(geometry, self.0.sample, &[self], step)
    }

    pub(crate) fn rescale(
        &self,
        low: f32,
        high: f32,
        sub: f32,
        div: f32,
    ) -> Result<Self, HostFault> {
        let is_usable = low <= high && sub.is_finite() && div.is_finite() && div != 0.0;
        if !is_usable {
            return Err(HostFault::bad_input(format!(
                "rescale needs low <= high, a finite `sub` and a `div` that is not 0, found {low} {high} {sub} {div}"
            )));
        }
        let step = Step::Rescale {
            source: self.clone(),
            low,
            high,
            sub,
            div,
        };
        Self::derived(self.0.geometry.clone(), SampleType::Float32, &[self], step)
    }

    pub(crate) fn threshold(&self, low: f32, high: f32) -> Result<Self, HostFault> {
        // What is no number is not in order.
        let is_ordered = low <= high;
        if !is_ordered {
            return Err(HostFault::bad_input(format!(
                "threshold needs low <= high, found {low} and {high}"
            )));
        }
        let step = Step::Threshold {
            source: self.clone(),
            low,
            high,
        };
        Self::derived(self.0.geometry.clone(), SampleType::Uint8, &[self], step)
    }

    pub(crate) fn multiply(&self, by: &Self) -> Result<Self, HostFault> {
        self.check_same_grid(by)?;
        let step = Step::Multiply {
            source: self.clone(),
            by: by.clone(),
        };
        Self::derived(
            self.0.geometry.clone(),
            SampleType::Float32,
            &[self, by],
            step,
        )
    }

    /// Grids are the same if they have the same size and no voxel lies elsewhere by more than 0.01 mm.
    pub(crate) fn check_same_grid(&self, other: &Self) -> Result<(), HostFault> {
        let (a, b) = (&self.0.geometry, &other.0.geometry);
        let [nx, ny, nz] = a.size.map(f64::from);
        let corners = [[0.0; 3], [nx, 0.0, 0.0], [0.0, ny, 0.0], [0.0, 0.0, nz]];
        let is_same = a.size == b.size
            && corners.map(Vec3::from_array).into_iter().all(|corner| {
                let (a, b) = (a.patient_from_voxel(corner), b.patient_from_voxel(corner));
                a.distance(b) < 0.01
            });
        if is_same {
            return Ok(());
        }
        Err(HostFault::bad_input(format!(
            "the two volumes lie on different grids: {:?} and {:?} voxels",
            a.size, b.size
        )))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be 1..=16384"
)]
fn to_count(count: f64) -> u32 {
    count as u32
}

#[cfg(test)]
mod tests;
