//! Evaluates a graph of steps on a region, recursively; its depth and cost were bounded when it was built.

use overread_image::Volume;

use super::{LazyVolume, Region, SLAB_VOXELS, SampleType, Step};
use crate::fault::HostFault;
use crate::ops::{Interpolation, Taps, apply_taps, permute, push, push_sample_bytes};
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

    /// The samples of a region as little-endian bytes, x fastest.
    pub(crate) fn read(&self, region: Region, context: &OpContext) -> Result<Vec<u8>, HostFault> {
        let sample = self.0.sample;
        let bytes = region.voxels() as u64 * sample.bytes();
        let mut out = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
        if let Some((volume, region, add)) = self.stored_words(region) {
            for z in region.first[2]..region.first[2] + region.size[2] {
                context.watch.check()?;
                let slice = volume.slice(z).unwrap_or_default();
                for y in region.first[1]..region.first[1] + region.size[1] {
                    let start =
                        y as usize * volume.geometry().size[0] as usize + region.first[0] as usize;
                    let row = &slice[start..start + region.size[0] as usize];
                    push(
                        row,
                        |stored| stored.wrapping_add(add).to_le_bytes(),
                        &mut out,
                    );
                }
            }
            return Ok(out);
        }
        self.for_each_slab(region, context, |_, slab| {
            push_sample_bytes(slab, sample, &mut out);
            Ok(())
        })?;
        Ok(out)
    }

    /// Where the samples are words of a stored volume plus a whole number: it, the region in it, and the number.
    fn stored_words(&self, region: Region) -> Option<(&Volume, Region, i16)> {
        match &self.0.step {
            Step::Stored(volume) => {
                let rescale = volume.rescale();
                let is_plain = self.0.sample == SampleType::Int16
                    && rescale.slope == 1.0
                    && rescale.intercept.fract() == 0.0
                    && rescale.intercept.abs() <= 32_767.0;
                #[expect(clippy::cast_possible_truncation, reason = "a whole number of 16 bits")]
                is_plain.then_some((volume, region, rescale.intercept as i16))
            }
            Step::Crop { source, first } => {
                let first = std::array::from_fn(|a| first[a] + region.first[a]);
                source.stored_words(Region { first, ..region })
            }
            Step::Values(_)
            | Step::Resample { .. }
            | Step::Reorient { .. }
            | Step::Rescale { .. }
            | Step::Threshold { .. }
            | Step::Multiply { .. } => None,
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
        let along = |a: usize, wanted| Taps::along(source_size[a], target_size[a], how, wanted);
        let [taps_x, taps_y] = [0, 1].map(|a| {
            let first = region.first[a];
            along(a, first..first + region.size[a])
        });
        // As many slices of the target at a time as keep the slices between source and target within a slab.
        let plane = taps_x.len as usize * taps_y.len as usize;
        let step = slices_of(plane);
        let mut out = context.samples(region.voxels())?;
        let target_plane = region.size[0] as usize * region.size[1] as usize;
        let end = region.first[2] + region.size[2];
        let groups = (region.first[2]..end).step_by(step as usize);
        for (first, out) in groups.zip(out.values.chunks_mut(target_plane * step as usize)) {
            let taps_z = along(2, first..(first + step).min(end));
            let wanted = Region {
                first: [taps_x.first, taps_y.first, taps_z.first],
                size: [taps_x.len, taps_y.len, taps_z.len],
            };
            let mut values = source.slices_through(&taps_z, wanted, step, context)?;
            let mut size = wanted.size;
            size[2] = u32::try_from(out.len() / target_plane).unwrap_or(0);
            // From z to x: where slices are dropped, the rest of the work shrinks first.
            for (axis, taps) in [(1, &taps_y), (0, &taps_x)] {
                if !taps.is_identity() {
                    context.watch.check()?;
                    let mut next = size;
                    next[axis] = region.size[axis];
                    let len = next.iter().map(|&n| n as usize).product();
                    let mut through = context.samples(len)?;
                    apply_taps(&values.values, size, axis, taps, &mut through.values);
                    values = through;
                    size = next;
                }
            }
            out.copy_from_slice(&values.values);
        }
        Ok(out)
    }

    /// The region of this volume with its slices brought to those of the taps, `step` slices in hand at a time.
    fn slices_through(
        &self,
        taps: &Taps,
        region: Region,
        step: u32,
        context: &OpContext,
    ) -> Result<Samples, HostFault> {
        if taps.is_identity() {
            return self.evaluate(region, context);
        }
        let plane = region.size[0] as usize * region.size[1] as usize;
        let mut out = context.samples(plane * taps.targets())?;
        for first in (0..region.size[2]).step_by(step as usize) {
            let part = Region {
                first: [region.first[0], region.first[1], region.first[2] + first],
                size: [
                    region.size[0],
                    region.size[1],
                    step.min(region.size[2] - first),
                ],
            };
            let values = self.evaluate(part, context)?;
            context.watch.check()?;
            taps.add_slices(first, &values.values, plane, &mut out.values);
        }
        Ok(out)
    }

    /// Evaluates the region in slabs of whole slices, in order; `use_slab` gets the first slice, counted in the region.
    pub(crate) fn for_each_slab(
        &self,
        region: Region,
        context: &OpContext,
        mut use_slab: impl FnMut(u32, &[f32]) -> Result<(), HostFault>,
    ) -> Result<(), HostFault> {
        let thickness = slices_of(region.size[0] as usize * region.size[1] as usize);
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

/// How many slices of so many voxels make a slab.
fn slices_of(plane: usize) -> u32 {
    u32::try_from((SLAB_VOXELS / plane.max(1)).max(1)).unwrap_or(u32::MAX)
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
