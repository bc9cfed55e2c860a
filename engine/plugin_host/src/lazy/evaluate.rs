//! Evaluates a graph of steps on a region, recursively; its depth and cost were bounded when it was built.

use overread_image::{Interpolation, Volume};

use super::{LazyVolume, Region, SLAB_VOXELS, Step};
use crate::fault::HostFault;
use crate::ops::{Taps, apply_taps, permute};
use crate::watch::{OpContext, Samples};

impl LazyVolume {
    /// The values of a region, x fastest.
    pub(crate) fn evaluate(
        &self,
        region: Region,
        context: &OpContext,
    ) -> Result<Samples, HostFault> {
        context.watch.check()?;
        match &self.0.step {
            Step::Stored(volume) => stored(volume, region, context),
            Step::Values(samples) => {
                let mut out = context.samples(region.voxels())?;
                copy_rows(
                    &samples.values,
                    self.0.geometry.size,
                    region,
                    &mut out.values,
                    |v| v,
                );
                Ok(out)
            }
            Step::Crop { source, first } => {
                let first = std::array::from_fn(|a| first[a] + region.first[a]);
                source.evaluate(Region { first, ..region }, context)
            }
            Step::Resample { source, how } => self.resampled(source, *how, region, context),
            Step::Reorient { source, axes } => {
                let wanted = permute::source_region(source.geometry().size, *axes, region);
                let values = source.evaluate(wanted, context)?;
                let mut out = context.samples(region.voxels())?;
                permute::copy(
                    &values.values,
                    wanted.size,
                    *axes,
                    region.size,
                    &mut out.values,
                );
                Ok(out)
            }
            &Step::Rescale {
                ref source,
                low,
                high,
                sub,
                div,
            } => {
                let mut out = source.evaluate(region, context)?;
                for value in &mut out.values {
                    // A value that is not a number becomes `low`.
                    *value = (value.max(low).min(high) - sub) / div;
                }
                Ok(out)
            }
            &Step::Threshold {
                ref source,
                low,
                high,
            } => {
                let mut out = source.evaluate(region, context)?;
                for value in &mut out.values {
                    *value = if low <= *value && *value <= high {
                        1.0
                    } else {
                        0.0
                    };
                }
                Ok(out)
            }
            Step::Multiply { source, by } => {
                let mut out = source.evaluate(region, context)?;
                let factors = by.evaluate(region, context)?;
                for (value, factor) in out.values.iter_mut().zip(&factors.values) {
                    *value *= factor;
                }
                Ok(out)
            }
        }
    }

    fn resampled(
        &self,
        source: &Self,
        how: Interpolation,
        region: Region,
        context: &OpContext,
    ) -> Result<Samples, HostFault> {
        let source_size = source.geometry().size;
        let target_size = self.0.geometry.size;
        let taps: [Taps; 3] = std::array::from_fn(|a| {
            let wanted = region.first[a]..region.first[a] + region.size[a];
            Taps::along(source_size[a], target_size[a], how, wanted)
        });
        let wanted = Region {
            first: std::array::from_fn(|a| taps[a].first),
            size: std::array::from_fn(|a| taps[a].len),
        };
        let mut values = source.evaluate(wanted, context)?;
        let mut size = wanted.size;
        // From z to x: where slices are dropped, the rest of the work shrinks first.
        for axis in [2, 1, 0] {
            if !taps[axis].is_identity() {
                context.watch.check()?;
                let mut next = size;
                next[axis] = region.size[axis];
                let len = next.iter().map(|&n| n as usize).product();
                let mut out = context.samples(len)?;
                apply_taps(&values.values, size, axis, &taps[axis], &mut out.values);
                values = out;
                size = next;
            }
        }
        Ok(values)
    }

    /// Evaluates the region in slabs of whole slices, in order; `use_slab` gets the first slice, counted in the region.
    pub(crate) fn for_each_slab(
        &self,
        region: Region,
        context: &OpContext,
        mut use_slab: impl FnMut(u32, &[f32]) -> Result<(), HostFault>,
    ) -> Result<(), HostFault> {
        let slice = region.size[0] as usize * region.size[1] as usize;
        let thickness = u32::try_from((SLAB_VOXELS / slice.max(1)).max(1)).unwrap_or(1);
        let mut z = 0;
        while z < region.size[2] {
            let depth = thickness.min(region.size[2] - z);
            let slab = Region {
                first: [region.first[0], region.first[1], region.first[2] + z],
                size: [region.size[0], region.size[1], depth],
            };
            use_slab(z, &self.evaluate(slab, context)?.values)?;
            z += depth;
        }
        Ok(())
    }

    /// All values of the grid, x fastest.
    pub(crate) fn materialise(&self, context: &OpContext) -> Result<Samples, HostFault> {
        let mut out = context.samples(self.whole().voxels())?;
        let slice = self.0.geometry.size[0] as usize * self.0.geometry.size[1] as usize;
        self.for_each_slab(self.whole(), context, |z, values| {
            out.values[z as usize * slice..][..values.len()].copy_from_slice(values);
            Ok(())
        })?;
        Ok(out)
    }
}

/// Decodes a region of stored samples into values.
fn stored(volume: &Volume, region: Region, context: &OpContext) -> Result<Samples, HostFault> {
    let mut out = context.samples(region.voxels())?;
    let slice = region.size[0] as usize * region.size[1] as usize;
    let rescale = volume.rescale();
    for (idx, values) in out.values.chunks_exact_mut(slice).enumerate() {
        context.watch.check()?;
        let z = region.first[2] as usize + idx;
        let samples = u32::try_from(z)
            .ok()
            .and_then(|z| volume.slice(z))
            .unwrap_or_default();
        let size = [volume.geometry().size[0], volume.geometry().size[1], 1];
        let flat = Region {
            first: [region.first[0], region.first[1], 0],
            size: [region.size[0], region.size[1], 1],
        };
        copy_rows(samples, size, flat, values, |stored| rescale.value(stored));
    }
    Ok(out)
}

fn copy_rows<T: Copy>(
    from: &[T],
    size: [u32; 3],
    region: Region,
    to: &mut [f32],
    convert: impl Fn(T) -> f32,
) {
    let [nx, ny, _] = size.map(|n| n as usize);
    let [x, y, z] = region.first.map(|n| n as usize);
    let [width, height, _] = region.size.map(|n| n as usize);
    for (row, line) in to.chunks_exact_mut(width).enumerate() {
        let start = ((z + row / height) * ny + y + row % height) * nx + x;
        for (out, &value) in line.iter_mut().zip(&from[start..start + width]) {
            *out = convert(value);
        }
    }
}
