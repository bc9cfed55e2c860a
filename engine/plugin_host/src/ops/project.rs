//! Projections of a volume along one axis of its grid, slab by slab.

use overread_base::{Vec3, VolumeGeometry};

use crate::fault::HostFault;
use crate::lazy::LazyVolume;
use crate::watch::OpContext;

/// What becomes of the values on one ray.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Projection {
    Maximum,
    Minimum,
    Mean,
}

/// One voxel on the axis `along` (0 is x), as long as the volume was; values that are not finite are passed over.
pub(crate) fn project(
    source: &LazyVolume,
    along: usize,
    how: Projection,
    context: &OpContext,
) -> Result<LazyVolume, HostFault> {
    let grid = source.geometry();
    let [nx, ny, _] = grid.size.map(|n| n as usize);
    let (mut size, mut spacing, mut middle) = (grid.size, grid.spacing.to_array(), [0.0; 3]);
    middle[along] = (f64::from(size[along]) - 1.0) * 0.5;
    spacing[along] *= f64::from(size[along]);
    size[along] = 1;
    let geometry = VolumeGeometry {
        size,
        spacing: Vec3::from_array(spacing),
        origin: grid.patient_from_voxel(Vec3::from_array(middle)),
        ..grid.clone()
    };
    let n_rays = size.iter().map(|&n| n as usize).product();
    let mut out = context.samples(n_rays)?;
    let mut counts = context.samples(n_rays)?;
    let [width, height, _] = size.map(|n| n as usize);
    let at = |axis: usize, idx: usize| if axis == along { 0 } else { idx };
    source.for_each_slab(source.whole(), context, |first, slab| {
        for (row, line) in slab.chunks_exact(nx).enumerate() {
            let (y, z) = (row % ny, first as usize + row / ny);
            let start = (at(2, z) * height + at(1, y)) * width;
            for (x, &value) in line.iter().enumerate().filter(|(_, v)| v.is_finite()) {
                let ray = start + at(0, x);
                let (sum, count) = (&mut out.values[ray], &mut counts.values[ray]);
                *sum = match how {
                    Projection::Mean => *sum + value,
                    Projection::Maximum if *count > 0.0 => sum.max(value),
                    Projection::Minimum if *count > 0.0 => sum.min(value),
                    Projection::Maximum | Projection::Minimum => value,
                };
                *count += 1.0;
            }
        }
        Ok(())
    })?;
    for (sum, &count) in out.values.iter_mut().zip(&counts.values) {
        if count == 0.0 {
            *sum = f32::NAN;
        } else if how == Projection::Mean {
            *sum /= count;
        }
    }
    let sample = match how {
        Projection::Mean => crate::lazy::SampleType::Float32,
        Projection::Maximum | Projection::Minimum => source.sample(),
    };
    Ok(LazyVolume::values(geometry, out).with_sample(sample))
}

#[cfg(test)]
mod tests;
