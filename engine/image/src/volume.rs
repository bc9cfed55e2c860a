//! A voxel volume: samples, how they become values, and where they lie in the patient. No decoding, no display.

use std::ops::RangeInclusive;
use std::sync::Arc;

use overread_base::VolumeGeometry;

/// How a stored sample becomes a value: `value = slope x stored + intercept` (the modality LUT's linear form).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rescale {
    /// Value units per stored unit.
    pub slope: f32,
    /// The value of stored 0.
    pub intercept: f32,
}

impl Rescale {
    /// Stored samples are the values.
    pub const IDENTITY: Self = Self {
        slope: 1.0,
        intercept: 0.0,
    };

    /// The value of a stored sample (HU for CT).
    #[must_use]
    pub fn value(self, stored: i16) -> f32 {
        self.slope * f32::from(stored) + self.intercept
    }
}

/// Why samples and geometry do not make a volume.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum VolumeError {
    /// The number of samples is not that of the grid.
    #[error("volume holds {found} samples, expected {expected}")]
    SampleCount {
        /// Voxels of the grid.
        expected: u64,
        /// Samples given.
        found: u64,
    },
    /// More voxels than an operation may make.
    #[error("volume would have {found:?} voxels a side, at most 16384 a side and 2^31 in all")]
    TooLarge {
        /// Voxels along x, y, z.
        found: [f64; 3],
    },
    /// A wanted spacing that is not a positive finite number.
    #[error("voxel spacing must be > 0 mm and finite, found {found:?}")]
    Spacing {
        /// The spacing asked for, in mm.
        found: [f64; 3],
    },
}

/// A volume of 16-bit samples; cheap to clone, never changed after it is made.
///
/// Samples are ordered x fastest, then y, then z, as [`VolumeGeometry`] names the axes. Unsigned 16-bit sources are
/// stored minus 32,768, with the difference in the rescale intercept. A radiograph is a volume of one slice.
#[derive(Debug, Clone)]
pub struct Volume {
    geometry: VolumeGeometry,
    samples: Arc<Vec<i16>>,
    rescale: Rescale,
    padding: Option<(i16, i16)>,
}

impl Volume {
    /// Joins samples and their grid.
    ///
    /// # Errors
    /// [`VolumeError::SampleCount`] if there are not as many samples as voxels.
    pub fn new(
        geometry: VolumeGeometry,
        samples: Vec<i16>,
        rescale: Rescale,
    ) -> Result<Self, VolumeError> {
        let (expected, found) = (geometry.voxel_count(), samples.len() as u64);
        if expected != found {
            return Err(VolumeError::SampleCount { expected, found });
        }
        Ok(Self {
            geometry,
            samples: Arc::new(samples),
            rescale,
            padding: None,
        })
    }

    /// The volume with stored samples of `padding` that stand for no value (Pixel Padding Value, 0028,0120/0121): they
    /// are black whatever the VOI, inverted or not. An empty range is no padding.
    #[must_use]
    pub fn with_padding(mut self, padding: Option<RangeInclusive<i16>>) -> Self {
        self.padding = padding
            .filter(|range| !range.is_empty())
            .map(RangeInclusive::into_inner);
        self
    }

    /// The stored samples that stand for no value, if the file names any.
    #[must_use]
    pub fn padding(&self) -> Option<RangeInclusive<i16>> {
        self.padding.map(|(low, high)| low..=high)
    }

    /// Whether a stored sample stands for no value.
    pub(crate) fn is_padding(&self, stored: i16) -> bool {
        self.padding
            .is_some_and(|(low, high)| low <= stored && stored <= high)
    }

    /// Where the grid lies.
    #[must_use]
    pub fn geometry(&self) -> &VolumeGeometry {
        &self.geometry
    }

    /// The stored samples, x fastest.
    #[must_use]
    pub fn samples(&self) -> &[i16] {
        &self.samples
    }

    /// How stored samples become values.
    #[must_use]
    pub fn rescale(&self) -> Rescale {
        self.rescale
    }

    /// One slice's stored samples, x fastest; `None` past the last slice.
    #[must_use]
    pub fn slice(&self, z: u32) -> Option<&[i16]> {
        let [nx, ny, nz] = self.geometry.size;
        let len = nx as usize * ny as usize;
        (z < nz).then(|| &self.samples[z as usize * len..][..len])
    }

    /// The value (HU for CT) at a voxel; `None` outside the grid.
    #[must_use]
    pub fn value_at(&self, x: u32, y: u32, z: u32) -> Option<f32> {
        let [nx, ny, nz] = self.geometry.size;
        (x < nx && y < ny && z < nz).then(|| {
            let idx = (z as usize * ny as usize + y as usize) * nx as usize + x as usize;
            self.rescale.value(self.samples[idx])
        })
    }
}
