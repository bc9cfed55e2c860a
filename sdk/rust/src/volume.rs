//! A volume on the host: computed when it is read, never changed. No samples here but those that are read.

use crate::host_imaging;
use crate::{
    Blob, Dims, Failure, FailureKind, Geometry, Interpolation, Region, Sample, Stats, Vec3, failure,
};

/// A volume; values are in the modality's units (HU for CT). Operations give new volumes and cost nothing until read.
#[derive(Debug)]
pub struct Volume(pub(crate) host_imaging::Volume);

impl Volume {
    /// How its grid lies in the patient.
    #[must_use]
    pub fn geometry(&self) -> Geometry {
        self.0.geometry()
    }

    /// The type of its samples.
    #[must_use]
    pub fn sample(&self) -> Sample {
        self.0.sample()
    }

    /// Samples of the region as little-endian bytes in the volume's sample type, x fastest.
    ///
    /// # Errors
    /// If the region is not inside, or larger than [`Job::max_read`](crate::Job::max_read).
    pub fn read(&self, region: Region) -> Result<Vec<u8>, Failure> {
        self.0.read(region)
    }

    /// Values of the region as numbers, x fastest.
    ///
    /// # Errors
    /// As [`Volume::read`].
    pub fn read_values(&self, region: Region) -> Result<Vec<f32>, Failure> {
        let bytes = self.read(region)?;
        Ok(match self.sample() {
            Sample::Uint8 => bytes.iter().map(|&b| f32::from(b)).collect(),
            Sample::Uint16 => values(&bytes, |b| f32::from(u16::from_le_bytes(b))),
            Sample::Int16 => values(&bytes, |b| f32::from(i16::from_le_bytes(b))),
            Sample::Float32 => values(&bytes, f32::from_le_bytes),
        })
    }

    /// Least, greatest, mean, standard deviation and number of the values of the region.
    ///
    /// # Errors
    /// If the region is not inside.
    pub fn stats(&self, region: Region) -> Result<Stats, Failure> {
        self.0.stats(region)
    }

    /// The part of it in the region.
    ///
    /// # Errors
    /// If the region is not inside.
    pub fn crop(&self, region: Region) -> Result<Self, Failure> {
        self.0.crop(region).map(Self)
    }

    /// On voxels of about `spacing_mm`; the outer faces stay where they are, coarser targets take the mean.
    ///
    /// # Errors
    /// If the spacing is not positive or the result would be too large.
    pub fn resample(&self, spacing_mm: Vec3, how: Interpolation) -> Result<Self, Failure> {
        self.0.resample(spacing_mm, how).map(Self)
    }

    /// On a grid of `size` voxels over the same space.
    ///
    /// # Errors
    /// If the size is 0 or too large.
    pub fn resize(&self, size: Dims, how: Interpolation) -> Result<Self, Failure> {
        self.0.resize(size, how).map(Self)
    }

    /// Turned and flipped so that x, y, z run along three letters, e.g. `"LPH"`: to the left, the back, the head.
    ///
    /// # Errors
    /// If the letters do not name three axes of a right-handed system.
    pub fn reorient(&self, axes: &str) -> Result<Self, Failure> {
        self.0.reorient(axes).map(Self)
    }

    /// Clamps to `low..high`, then `(value - sub) / div`; float32.
    ///
    /// # Errors
    /// If the numbers are not finite, `low > high` or `div` is 0.
    pub fn rescale(&self, low: f32, high: f32, sub: f32, div: f32) -> Result<Self, Failure> {
        self.0.rescale(low, high, sub, div).map(Self)
    }

    /// 1 where `low <= value <= high`, else 0; uint8.
    ///
    /// # Errors
    /// If the numbers are not finite or `low > high`.
    pub fn threshold(&self, low: f32, high: f32) -> Result<Self, Failure> {
        self.0.threshold(low, high).map(Self)
    }

    /// Voxel by voxel times `by`, which lies on the same grid; float32.
    ///
    /// # Errors
    /// If the grids differ.
    pub fn multiply(&self, by: &Self) -> Result<Self, Failure> {
        self.0.multiply(&by.0).map(Self)
    }

    /// Connected components of the voxels above 0, the largest first; `values` gives their mean and maximum.
    ///
    /// # Errors
    /// If `values` lies on another grid.
    pub fn blobs(
        &self,
        values: Option<&Self>,
        min_voxels: u64,
        max_count: u32,
    ) -> Result<Vec<Blob>, Failure> {
        self.0
            .blobs(values.map(|volume| &volume.0), min_voxels, max_count)
    }
}

/// A set of voxels on a series' grid, to be kept for a mark.
#[derive(Debug)]
pub struct Mask(pub(crate) host_imaging::Mask);

impl Mask {
    /// No voxels of the series.
    ///
    /// # Errors
    /// If there is no such series.
    pub fn blank(series: u32) -> Result<Self, Failure> {
        host_imaging::Mask::blank(series).map(Self)
    }

    /// The voxels of the series whose nearest voxel of `labels` is above 0.
    ///
    /// # Errors
    /// If there is no such series.
    pub fn of_volume(series: u32, labels: &Volume) -> Result<Self, Failure> {
        host_imaging::Mask::of_volume(series, &labels.0).map(Self)
    }

    /// Sets the voxels of the region, one byte each; 0 is outside.
    ///
    /// # Errors
    /// If the region is not inside or the bytes are not as many.
    pub fn write(&self, region: Region, labels: &[u8]) -> Result<(), Failure> {
        self.0.write(region, labels)
    }

    /// Keeps it; the id goes into `Shape::Mask`.
    ///
    /// # Errors
    /// If too many masks were kept.
    pub fn keep(&self, name: &str) -> Result<u32, Failure> {
        self.0.keep(name)
    }
}

fn values<const N: usize>(bytes: &[u8], read: fn([u8; N]) -> f32) -> Vec<f32> {
    bytes
        .as_chunks::<N>()
        .0
        .iter()
        .map(|&chunk| read(chunk))
        .collect()
}

/// The numbers of little-endian bytes; how outputs of a model are read.
pub(crate) fn floats(bytes: &[u8]) -> Result<Vec<f32>, Failure> {
    if !bytes.len().is_multiple_of(4) {
        return Err(failure(
            FailureKind::Model,
            "a tensor of float32 has bytes left over",
        ));
    }
    Ok(values(bytes, f32::from_le_bytes))
}
