//! `imaging`: the job's series as lazy volumes, masks, and maps for display.

use wasmtime::component::Resource;

use super::convert;
use crate::bindings::overread::plugin::imaging::{
    self, Blob, Host, HostMask, HostVolume, Interpolation, Region, Sample, Series, Stats,
};
use crate::bindings::overread::plugin::types::{Dims, Geometry, Param};
use crate::fault::HostFault;
use crate::job_state::{JobState, KeptMap, KeptMask};
use crate::lazy::{self, LazyVolume};
use crate::limits::output::{MAX_KEPT, MAX_MAP_VOXELS, MAX_TEXT_BYTES};
use crate::ops::{self, MaskGrid};

type Volume = Resource<LazyVolume>;

impl Host for JobState {
    fn list_series(&mut self) -> wasmtime::Result<Vec<Series>> {
        let listed = (0..).zip(&self.series).map(|(id, series)| Series {
            id,
            study: series.study,
            days_before: series.days_before,
            modality: series.modality.clone(),
            geometry: convert::geometry(series.volume.geometry()),
            frames: series.volume.geometry().size[2],
            sample: convert::sample(series.sample()),
            attributes: series
                .attributes
                .iter()
                .map(|(name, value)| Param {
                    name: name.clone(),
                    value: value.clone(),
                })
                .collect(),
        });
        Ok(listed.collect())
    }

    fn open_series(&mut self, id: u32) -> Result<Volume, HostFault> {
        let series = self.series_entry(id)?;
        let volume = LazyVolume::stored(series.volume.clone(), series.sample());
        self.handle(volume)
    }

    fn max_read(&mut self) -> wasmtime::Result<u32> {
        Ok(self.limits.read_bytes)
    }

    fn keep_map(&mut self, series: u32, probabilities: Volume) -> Result<u32, HostFault> {
        self.series_entry(series)?;
        let id = next_id("probability maps", self.kept.maps.len())?;
        let volume = self.volume(&probabilities)?;
        let whole = volume.whole();
        if whole.voxels() as u64 > MAX_MAP_VOXELS {
            return Err(HostFault::limit(format!(
                "a map may have {MAX_MAP_VOXELS} voxels, found {}; resample it",
                whole.voxels()
            )));
        }
        let charge = self.context.memory.charge(whole.voxels() as u64)?;
        let mut values = Vec::with_capacity(whole.voxels());
        volume.for_each_slab(whole, &self.context, |_, slab| {
            for &value in slab {
                values.push(ops::grey_of_probability(value).ok_or_else(|| {
                    HostFault::bad_input(format!("a probability is 0 to 1, found {value}"))
                })?);
            }
            Ok(())
        })?;
        self.kept.maps.push(KeptMap {
            series,
            geometry: volume.geometry().clone(),
            values,
            _charge: charge,
        });
        Ok(id)
    }
}

impl HostVolume for JobState {
    fn geometry(&mut self, volume: Volume) -> wasmtime::Result<Geometry> {
        Ok(convert::geometry(self.table.get(&volume)?.geometry()))
    }

    fn sample(&mut self, volume: Volume) -> wasmtime::Result<Sample> {
        Ok(convert::sample(self.table.get(&volume)?.sample()))
    }

    fn read(&mut self, volume: Volume, region: Region) -> Result<Vec<u8>, HostFault> {
        let volume = self.volume(&volume)?;
        let region = within(&volume, region)?;
        let bytes = region.voxels() as u64 * volume.sample().bytes();
        let most = self.limits.read_bytes;
        if bytes > u64::from(most) {
            return Err(HostFault::limit(format!(
                "one read returns at most {most} bytes, the region has {bytes}"
            )));
        }
        let read = volume.read(region, &self.context)?;
        self.tally.read(read.len());
        Ok(read)
    }

    fn stats(&mut self, volume: Volume, region: Region) -> Result<Stats, HostFault> {
        let volume = self.volume(&volume)?;
        let region = within(&volume, region)?;
        let mut sums = ops::Sums::default();
        volume.for_each_slab(region, &self.context, |_, slab| {
            sums.add(slab);
            Ok(())
        })?;
        let found = sums
            .finish()
            .ok_or_else(|| HostFault::bad_input("statistics of a region without a finite value"))?;
        Ok(Stats {
            min: found.min,
            max: found.max,
            mean: found.mean,
            sd: found.sd,
            count: found.count,
        })
    }

    fn crop(&mut self, volume: Volume, region: Region) -> Result<Volume, HostFault> {
        let volume = self.volume(&volume)?;
        let region = within(&volume, region)?;
        self.handle(volume.crop(region)?)
    }

    fn resample(
        &mut self,
        volume: Volume,
        spacing: imaging::Vec3,
        how: Interpolation,
    ) -> Result<Volume, HostFault> {
        let how = convert::interpolation(how);
        let spacing_mm = convert::vec3(spacing).to_array();
        let resampled = self.volume(&volume)?.resample(spacing_mm, how)?;
        self.handle(resampled)
    }

    fn resize(
        &mut self,
        volume: Volume,
        size: Dims,
        how: Interpolation,
    ) -> Result<Volume, HostFault> {
        let how = convert::interpolation(how);
        let resized = self.volume(&volume)?.resize(convert::dims(size), how)?;
        self.handle(resized)
    }

    fn reorient(&mut self, volume: Volume, axes: String) -> Result<Volume, HostFault> {
        let turned = self.volume(&volume)?.reorient(&axes)?;
        self.handle(turned)
    }

    fn rescale(
        &mut self,
        volume: Volume,
        low: f32,
        high: f32,
        sub: f32,
        div: f32,
    ) -> Result<Volume, HostFault> {
        let rescaled = self.volume(&volume)?.rescale(low, high, sub, div)?;
        self.handle(rescaled)
    }

    fn threshold(&mut self, volume: Volume, low: f32, high: f32) -> Result<Volume, HostFault> {
        let labels = self.volume(&volume)?.threshold(low, high)?;
        self.handle(labels)
    }

    fn multiply(&mut self, volume: Volume, by: Volume) -> Result<Volume, HostFault> {
        let by = self.volume(&by)?;
        let product = self.volume(&volume)?.multiply(&by)?;
        self.handle(product)
    }

    fn blobs(
        &mut self,
        volume: Volume,
        values: Option<Volume>,
        min_voxels: u64,
        max_count: u32,
    ) -> Result<Vec<Blob>, HostFault> {
        let labels = self.volume(&volume)?;
        let values = values.map(|values| self.volume(&values)).transpose()?;
        let found = ops::blobs(
            &labels,
            values.as_ref(),
            min_voxels,
            max_count,
            &self.context,
        )?;
        let wire = (1..).zip(found).map(|(label, blob)| {
            let (low, high) = blob.bounds(labels.geometry());
            Blob {
                label,
                voxels: blob.voxels,
                volume_mm3: blob.volume_mm3,
                centroid: convert::wire_vec3(blob.centroid),
                low: convert::wire_vec3(low),
                high: convert::wire_vec3(high),
                mean: blob.mean,
                max: f64::from(blob.max),
            }
        });
        Ok(wire.collect())
    }

    fn drop(&mut self, volume: Volume) -> wasmtime::Result<()> {
        self.table.delete(volume)?;
        Ok(())
    }
}

impl HostMask for JobState {
    fn blank(&mut self, series: u32) -> Result<Resource<MaskGrid>, HostFault> {
        let geometry = self.series_entry(series)?.volume.geometry().clone();
        let mask = MaskGrid::blank(series, geometry, &self.context)?;
        self.handle(mask)
    }

    fn of_volume(&mut self, series: u32, labels: Volume) -> Result<Resource<MaskGrid>, HostFault> {
        let labels = self.volume(&labels)?;
        let geometry = self.series_entry(series)?.volume.geometry().clone();
        let mut mask = MaskGrid::blank(series, geometry, &self.context)?;
        mask.set_from(&labels, &self.context)?;
        self.handle(mask)
    }

    fn write(
        &mut self,
        mask: Resource<MaskGrid>,
        region: Region,
        labels: Vec<u8>,
    ) -> Result<(), HostFault> {
        self.tally.took(labels.len());
        let grid = self
            .table
            .get_mut(&mask)
            .map_err(|error| HostFault::internal(error.to_string()))?;
        grid.write(
            convert::dims(region.origin),
            convert::dims(region.size),
            &labels,
        )
    }

    fn keep(&mut self, mask: Resource<MaskGrid>, name: String) -> Result<u32, HostFault> {
        if name.len() > MAX_TEXT_BYTES {
            return Err(HostFault::bad_input(format!(
                "a mask's name may have {MAX_TEXT_BYTES} bytes, found {}",
                name.len()
            )));
        }
        let id = next_id("masks", self.kept.masks.len())?;
        let grid = self.get(&mask)?;
        let runs = grid.to_rle()?;
        let kept = KeptMask {
            series: grid.series,
            _charge: self.context.memory.charge(runs.runs.len() as u64 * 4)?,
            mask: runs,
        };
        self.kept.masks.push(kept);
        Ok(id)
    }

    fn drop(&mut self, mask: Resource<MaskGrid>) -> wasmtime::Result<()> {
        self.table.delete(mask)?;
        Ok(())
    }
}

fn within(volume: &LazyVolume, region: Region) -> Result<lazy::Region, HostFault> {
    volume.region(convert::dims(region.origin), convert::dims(region.size))
}

fn next_id(what: &str, kept: usize) -> Result<u32, HostFault> {
    u32::try_from(kept)
        .ok()
        .filter(|_| kept < MAX_KEPT)
        .ok_or_else(|| HostFault::limit(format!("a job keeps at most {MAX_KEPT} {what}")))
}
