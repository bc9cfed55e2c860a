//! Volumes and masks in memory, with the host's operations done at once. No laziness, no limits.

use std::rc::Rc;

use crate::space::{patient_from_voxel, vec3, whole};
use crate::{
    Blob, Dims, Failure, FailureKind, Geometry, Interpolation, Region, Sample, Stats, Vec3, failure,
};

/// A volume for tests.
#[derive(Debug, Clone)]
pub struct FakeVolume {
    geometry: Geometry,
    sample: Sample,
    values: Rc<Vec<f32>>,
}

impl FakeVolume {
    /// Values on a grid, x fastest.
    ///
    /// # Panics
    /// If there are not as many values as voxels.
    #[must_use]
    pub fn new(geometry: Geometry, sample: Sample, values: Vec<f32>) -> Self {
        let Dims { x, y, z } = geometry.size;
        let expected = x as usize * y as usize * z as usize;
        assert_eq!(values.len(), expected, "values of a volume");
        Self {
            geometry,
            sample,
            values: Rc::new(values),
        }
    }

    /// Its values, x fastest.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// The same grid with other values.
    #[must_use]
    pub fn map(&self, sample: Sample, change: impl Fn(f32) -> f32) -> Self {
        let values = self.values.iter().map(|&v| change(v)).collect();
        Self::new(self.geometry, sample, values)
    }

    pub(crate) fn geometry(&self) -> Geometry {
        self.geometry
    }

    pub(crate) fn sample(&self) -> Sample {
        self.sample
    }

    pub(crate) fn read(&self, region: Region) -> Result<Vec<u8>, Failure> {
        let part = self.crop(region)?;
        let bytes: Vec<u8> = match self.sample {
            Sample::Uint8 => part
                .values
                .iter()
                .map(|&v| to_integer(v).to_le_bytes()[0])
                .collect(),
            Sample::Uint16 | Sample::Int16 => part
                .values
                .iter()
                .flat_map(|&v| {
                    let [low, high, ..] = to_integer(v).to_le_bytes();
                    [low, high]
                })
                .collect(),
            Sample::Float32 => part.values.iter().flat_map(|v| v.to_le_bytes()).collect(),
        };
        if bytes.len() > super::MAX_READ as usize {
            return Err(failure(
                FailureKind::Limit,
                "more bytes than one read returns",
            ));
        }
        Ok(bytes)
    }

    pub(crate) fn stats(&self, region: Region) -> Result<Stats, Failure> {
        let part = self.crop(region)?;
        let n = part.values.len() as f64;
        let values = || part.values.iter().map(|&v| f64::from(v));
        let mean = values().sum::<f64>() / n;
        let variance = values().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
        Ok(Stats {
            min: values().fold(f64::INFINITY, f64::min),
            max: values().fold(f64::NEG_INFINITY, f64::max),
            mean,
            sd: variance.sqrt(),
            count: part.values.len() as u64,
        })
    }

    pub(crate) fn crop(&self, region: Region) -> Result<Self, Failure> {
        let grid = self.geometry.size;
        let inside = |first: u32, n: u32, all: u32| {
            n > 0 && first.checked_add(n).is_some_and(|end| end <= all)
        };
        let (first, size) = (region.origin, region.size);
        if !(inside(first.x, size.x, grid.x)
            && inside(first.y, size.y, grid.y)
            && inside(first.z, size.z, grid.z))
        {
            return Err(failure(FailureKind::BadInput, "region outside the volume"));
        }
        let mut values = Vec::new();
        for z in first.z..first.z + size.z {
            for y in first.y..first.y + size.y {
                let row = self.index(first.x, y, z);
                values.extend_from_slice(&self.values[row..row + size.x as usize]);
            }
        }
        let corner = vec3(f64::from(first.x), f64::from(first.y), f64::from(first.z));
        let geometry = Geometry {
            size,
            origin: patient_from_voxel(&self.geometry, corner),
            ..self.geometry
        };
        Ok(Self::new(geometry, self.sample, values))
    }

    pub(crate) fn resample(&self, spacing: Vec3, how: Interpolation) -> Result<Self, Failure> {
        let (grid, old) = (self.geometry.size, self.geometry.spacing);
        let count = |n: u32, old: f64, new: f64| to_count(f64::from(n) * old / new);
        if ![spacing.x, spacing.y, spacing.z].iter().all(|&s| s > 0.0) {
            return Err(failure(FailureKind::BadInput, "spacing must be positive"));
        }
        let size = Dims {
            x: count(grid.x, old.x, spacing.x),
            y: count(grid.y, old.y, spacing.y),
            z: count(grid.z, old.z, spacing.z),
        };
        self.resize(size, how)
    }

    pub(crate) fn resize(&self, size: Dims, how: Interpolation) -> Result<Self, Failure> {
        let grid = self.geometry.size;
        if size.x == 0 || size.y == 0 || size.z == 0 {
            return Err(failure(FailureKind::BadInput, "a size must not be 0"));
        }
        let ratio = |old: u32, new: u32| f64::from(old) / f64::from(new);
        let scale = vec3(
            ratio(grid.x, size.x),
            ratio(grid.y, size.y),
            ratio(grid.z, size.z),
        );
        let at = |idx: u32, ratio: f64| (f64::from(idx) + 0.5) * ratio - 0.5;
        let mut values = Vec::new();
        for z in 0..size.z {
            for y in 0..size.y {
                for x in 0..size.x {
                    let voxel = vec3(at(x, scale.x), at(y, scale.y), at(z, scale.z));
                    values.push(self.value(voxel, how));
                }
            }
        }
        let corner = vec3(at(0, scale.x), at(0, scale.y), at(0, scale.z));
        let spacing = self.geometry.spacing;
        let geometry = Geometry {
            size,
            spacing: vec3(
                spacing.x * scale.x,
                spacing.y * scale.y,
                spacing.z * scale.z,
            ),
            origin: patient_from_voxel(&self.geometry, corner),
            ..self.geometry
        };
        Ok(Self::new(geometry, self.sample, values))
    }

    /// Only grids that lie that way already.
    pub(crate) fn reorient(&self, axes: &str) -> Result<Self, Failure> {
        let letter = |v: Vec3| match (v.x.round(), v.y.round(), v.z.round()) {
            (1.0, ..) => 'L',
            (-1.0, ..) => 'R',
            (_, 1.0, _) => 'P',
            (_, -1.0, _) => 'A',
            (.., 1.0) => 'H',
            _ => 'F',
        };
        let unit = Geometry {
            origin: vec3(0.0, 0.0, 0.0),
            spacing: vec3(1.0, 1.0, 1.0),
            ..self.geometry
        };
        let slice_dir = patient_from_voxel(&unit, vec3(0.0, 0.0, 1.0));
        let found: String = [unit.row_dir, unit.col_dir, slice_dir]
            .map(letter)
            .iter()
            .collect();
        if found == axes {
            Ok(self.clone())
        } else {
            Err(failure(
                FailureKind::Unsupported,
                format!("the fake grid lies {found}, not {axes}"),
            ))
        }
    }

    pub(crate) fn rescale(&self, low: f32, high: f32, sub: f32, div: f32) -> Result<Self, Failure> {
        if low > high || div == 0.0 || ![low, high, sub, div].iter().all(|v| v.is_finite()) {
            return Err(failure(
                FailureKind::BadInput,
                "rescale by impossible numbers",
            ));
        }
        Ok(self.map(Sample::Float32, |v| (v.clamp(low, high) - sub) / div))
    }

    pub(crate) fn threshold(&self, low: f32, high: f32) -> Result<Self, Failure> {
        if low > high || !(low.is_finite() && high.is_finite()) {
            return Err(failure(
                FailureKind::BadInput,
                "threshold by impossible numbers",
            ));
        }
        Ok(self.map(
            Sample::Uint8,
            |v| {
                if low <= v && v <= high { 1.0 } else { 0.0 }
            },
        ))
    }

    pub(crate) fn multiply(&self, by: &Self) -> Result<Self, Failure> {
        self.check_same_grid(by)?;
        let values = self.values.iter().zip(by.values.iter()).map(|(a, b)| a * b);
        Ok(Self::new(self.geometry, Sample::Float32, values.collect()))
    }

    pub(crate) fn blobs(
        &self,
        values: Option<&Self>,
        min_voxels: u64,
        max_count: u32,
    ) -> Result<Vec<Blob>, Failure> {
        let of = values.unwrap_or(self);
        self.check_same_grid(of)?;
        let mut is_open: Vec<bool> = self.values.iter().map(|&v| v > 0.0).collect();
        let mut blobs = Vec::new();
        for seed in 0..is_open.len() {
            if is_open[seed] {
                let voxels = self.flood(seed, &mut is_open);
                if voxels.len() as u64 >= min_voxels {
                    blobs.push(self.blob(&voxels, of));
                }
            }
        }
        blobs.sort_by_key(|blob| std::cmp::Reverse(blob.voxels));
        blobs.truncate(max_count as usize);
        for (label, blob) in (1..).zip(&mut blobs) {
            blob.label = label;
        }
        Ok(blobs)
    }

    fn check_same_grid(&self, other: &Self) -> Result<(), Failure> {
        if self.geometry == other.geometry {
            Ok(())
        } else {
            Err(failure(
                FailureKind::BadInput,
                "the volumes lie on different grids",
            ))
        }
    }

    fn index(&self, x: u32, y: u32, z: u32) -> usize {
        let size = self.geometry.size;
        (z as usize * size.y as usize + y as usize) * size.x as usize + x as usize
    }

    fn coordinates(&self, idx: usize) -> [u32; 3] {
        let size = self.geometry.size;
        let (nx, ny) = (size.x as usize, size.y as usize);
        [idx % nx, idx / nx % ny, idx / nx / ny].map(|n| u32::try_from(n).unwrap_or(u32::MAX))
    }

    /// Takes the component of `seed` (26 neighbours) out of the open voxels.
    fn flood(&self, seed: usize, is_open: &mut [bool]) -> Vec<usize> {
        let size = self.geometry.size;
        let near = |v: u32, n: u32| v.saturating_sub(1)..=(v + 1).min(n - 1);
        let mut found = vec![seed];
        is_open[seed] = false;
        let mut next = 0;
        while let Some(&idx) = found.get(next) {
            next += 1;
            let [x, y, z] = self.coordinates(idx);
            for z in near(z, size.z) {
                for y in near(y, size.y) {
                    for x in near(x, size.x) {
                        let neighbour = self.index(x, y, z);
                        if std::mem::take(&mut is_open[neighbour]) {
                            found.push(neighbour);
                        }
                    }
                }
            }
        }
        found
    }

    fn blob(&self, voxels: &[usize], of: &Self) -> Blob {
        let n = voxels.len() as f64;
        let mut sum = [0.0; 3];
        let (mut first, mut last) = ([u32::MAX; 3], [0; 3]);
        for &idx in voxels {
            for (axis, v) in self.coordinates(idx).into_iter().enumerate() {
                sum[axis] += f64::from(v);
                first[axis] = first[axis].min(v);
                last[axis] = last[axis].max(v);
            }
        }
        let place = |[x, y, z]: [f64; 3]| patient_from_voxel(&self.geometry, vec3(x, y, z));
        let a = place(first.map(|v| f64::from(v) - 0.5));
        let b = place(last.map(|v| f64::from(v) + 0.5));
        let spacing = self.geometry.spacing;
        let values = || voxels.iter().map(|&idx| f64::from(of.values[idx]));
        Blob {
            label: 0,
            voxels: voxels.len() as u64,
            volume_mm3: n * spacing.x * spacing.y * spacing.z,
            centroid: place(sum.map(|s| s / n)),
            low: vec3(a.x.min(b.x), a.y.min(b.y), a.z.min(b.z)),
            high: vec3(a.x.max(b.x), a.y.max(b.y), a.z.max(b.z)),
            mean: values().sum::<f64>() / n,
            max: values().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    /// The value between voxel centres; beyond the edge that of the edge.
    fn value(&self, voxel: Vec3, how: Interpolation) -> f32 {
        let size = self.geometry.size;
        let clamp = |v: f64, n: u32| v.clamp(0.0, f64::from(n - 1));
        let at = [
            clamp(voxel.x, size.x),
            clamp(voxel.y, size.y),
            clamp(voxel.z, size.z),
        ];
        let limits = [size.x - 1, size.y - 1, size.z - 1];
        if how == Interpolation::Nearest {
            let [x, y, z] = at.map(|v| to_index(v.round()));
            return self.values[self.index(x, y, z)];
        }
        let low = at.map(|v| to_index(v.floor()));
        let mut sum = 0.0;
        for corner in 0..8u32 {
            let mut weight = 1.0;
            let mut place = low;
            for axis in 0..3 {
                let share = at[axis] - f64::from(low[axis]);
                if corner >> axis & 1 == 1 {
                    weight *= share;
                    place[axis] = (low[axis] + 1).min(limits[axis]);
                } else {
                    weight *= 1.0 - share;
                }
            }
            sum += weight * f64::from(self.values[self.index(place[0], place[1], place[2])]);
        }
        to_f32(sum)
    }
}

/// A mask for tests.
#[derive(Debug)]
pub(crate) struct FakeMask;

impl FakeMask {
    pub(crate) fn blank(_series: u32) -> Result<Self, Failure> {
        Ok(Self)
    }

    pub(crate) fn of_volume(_series: u32, labels: &FakeVolume) -> Result<Self, Failure> {
        labels.stats(whole(&labels.geometry))?;
        Ok(Self)
    }

    pub(crate) fn write(&self, region: Region, labels: &[u8]) -> Result<(), Failure> {
        let Dims { x, y, z } = region.size;
        if labels.len() as u64 == u64::from(x) * u64::from(y) * u64::from(z) {
            Ok(())
        } else {
            Err(failure(FailureKind::BadInput, "one byte a voxel"))
        }
    }

    pub(crate) fn keep(&self, _name: &str) -> Result<u32, Failure> {
        Ok(0)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "samples are small whole numbers; others saturate"
)]
fn to_integer(value: f32) -> i32 {
    value.round() as i32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "callers pass rounded numbers within the grid"
)]
fn to_index(value: f64) -> u32 {
    value as u32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positive; a test that asks for more fails to allocate"
)]
fn to_count(value: f64) -> u32 {
    value.round().max(1.0) as u32
}

#[expect(clippy::cast_possible_truncation, reason = "a mean of f32 values")]
fn to_f32(value: f64) -> f32 {
    value as f32
}
