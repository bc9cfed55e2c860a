//! Patient space: LPS millimetres (DICOM's), and how a voxel grid lies in it. No pixels.
//!
//! LPS: x grows to the patient's left, y to the back (posterior), z to the head (superior).

use std::ops::{Add, Mul, Neg, Sub};

/// A position or a displacement in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Vec3 {
    /// To the patient's left.
    pub x: f64,
    /// To the patient's back.
    pub y: f64,
    /// To the patient's head.
    pub z: f64,
}

impl Vec3 {
    /// From components.
    #[must_use]
    pub const fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }

    /// `[x, y, z]`.
    #[must_use]
    pub const fn to_array(self) -> [f64; 3] {
        [self.x, self.y, self.z]
    }

    /// From `[x, y, z]`.
    #[must_use]
    pub const fn from_array([x, y, z]: [f64; 3]) -> Self {
        Self { x, y, z }
    }

    /// The scalar product.
    #[must_use]
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    /// The vector product.
    #[must_use]
    pub fn cross(self, other: Self) -> Self {
        Self::new(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    /// Length in millimetres.
    #[must_use]
    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    /// The unit vector of this direction; `None` for a vector without length or with a component that is not finite.
    #[must_use]
    pub fn normalized(self) -> Option<Self> {
        let length = self.length();
        (length.is_finite() && length > 1e-12).then(|| self * (1.0 / length))
    }

    /// Distance to `other` in millimetres.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        (self - other).length()
    }

    /// The least of each component.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Self::new(
            self.x.min(other.x),
            self.y.min(other.y),
            self.z.min(other.z),
        )
    }

    /// The greatest of each component.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self::new(
            self.x.max(other.x),
            self.y.max(other.y),
            self.z.max(other.z),
        )
    }

    /// Whether every component is a finite number.
    #[must_use]
    pub fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite() && self.z.is_finite()
    }
}

impl Add for Vec3 {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for Vec3 {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f64> for Vec3 {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor, self.z * factor)
    }
}

impl Neg for Vec3 {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

/// Why numbers do not describe a voxel grid.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GeometryError {
    /// A side without voxels, or more than 16,384 on a side.
    #[error("grid size must be 1 to 16384 voxels a side, found {found:?}")]
    Size {
        /// The size found.
        found: [u32; 3],
    },
    /// Spacing that is not a positive finite number.
    #[error("voxel spacing must be > 0 mm and finite, found {found:?}")]
    Spacing {
        /// The spacing found, in mm.
        found: [f64; 3],
    },
    /// Directions that are not unit vectors at right angles.
    #[error(
        "row and column direction must be unit vectors at right angles, found {row:?} and {column:?}"
    )]
    Directions {
        /// The row direction found.
        row: [f64; 3],
        /// The column direction found.
        column: [f64; 3],
    },
    /// An origin that is not finite.
    #[error("origin must be finite, found {found:?}")]
    Origin {
        /// The origin found, in mm.
        found: [f64; 3],
    },
}

/// The largest number of voxels on one side of a grid.
const MAX_SIDE: u32 = 16_384;

/// How a regular voxel grid lies in patient space.
///
/// Voxel coordinates name voxel centres: (0, 0, 0) is the centre of the first voxel, which lies at `origin`.
/// x runs along a row (`row_dir`, DICOM's first direction of Image Orientation Patient), y down a column (`col_dir`),
/// z from slice to slice along `slice_dir`.
#[derive(Debug, Clone, PartialEq)]
pub struct VolumeGeometry {
    /// Voxels along x, y, z.
    pub size: [u32; 3],
    /// Distance between voxel centres along x, y, z, in mm.
    pub spacing: Vec3,
    /// Centre of voxel (0, 0, 0), patient LPS mm.
    pub origin: Vec3,
    /// Unit vector along which x grows.
    pub row_dir: Vec3,
    /// Unit vector along which y grows.
    pub col_dir: Vec3,
    /// Unit vector along which z grows: `row_dir x col_dir`.
    pub slice_dir: Vec3,
}

impl VolumeGeometry {
    /// Checks the numbers and makes them a grid; `slice_dir` is `row_dir x col_dir`.
    ///
    /// # Errors
    /// [`GeometryError`] names the part that is wrong. Directions may be off by 0.001, as files round them.
    pub fn new(
        size: [u32; 3],
        spacing: Vec3,
        origin: Vec3,
        row_dir: Vec3,
        col_dir: Vec3,
    ) -> Result<Self, GeometryError> {
        if size.iter().any(|&n| n == 0 || n > MAX_SIDE) {
            return Err(GeometryError::Size { found: size });
        }
        if !spacing.is_finite() || spacing.to_array().iter().any(|&s| s <= 0.0) {
            return Err(GeometryError::Spacing {
                found: spacing.to_array(),
            });
        }
        if !origin.is_finite() {
            return Err(GeometryError::Origin {
                found: origin.to_array(),
            });
        }
        let directions_error = || GeometryError::Directions {
            row: row_dir.to_array(),
            column: col_dir.to_array(),
        };
        let is_unit = |v: Vec3| (v.length() - 1.0).abs() < 1e-3;
        // NaN fails each comparison, so it is refused here as well.
        if !(is_unit(row_dir) && is_unit(col_dir) && row_dir.dot(col_dir).abs() < 1e-3) {
            return Err(directions_error());
        }
        let row_dir = row_dir.normalized().ok_or_else(directions_error)?;
        let col_dir = (col_dir - row_dir * row_dir.dot(col_dir))
            .normalized()
            .ok_or_else(directions_error)?;
        Ok(Self {
            size,
            spacing,
            origin,
            row_dir,
            col_dir,
            slice_dir: row_dir.cross(col_dir),
        })
    }

    /// An axial grid without tilt: x to the left, y to the back, z to the head.
    ///
    /// # Errors
    /// As [`VolumeGeometry::new`].
    pub fn axial(size: [u32; 3], spacing: Vec3, origin: Vec3) -> Result<Self, GeometryError> {
        Self::new(
            size,
            spacing,
            origin,
            Vec3::new(1.0, 0.0, 0.0),
            Vec3::new(0.0, 1.0, 0.0),
        )
    }

    /// The number of voxels.
    #[must_use]
    pub fn voxel_count(&self) -> u64 {
        self.size.iter().map(|&n| u64::from(n)).product()
    }

    /// The patient position of a voxel coordinate, which may lie between voxels or outside the grid.
    #[must_use]
    pub fn patient_from_voxel(&self, voxel: Vec3) -> Vec3 {
        self.origin
            + self.row_dir * (voxel.x * self.spacing.x)
            + self.col_dir * (voxel.y * self.spacing.y)
            + self.slice_dir * (voxel.z * self.spacing.z)
    }

    /// The voxel coordinate of a patient position, which may lie between voxels or outside the grid.
    #[must_use]
    pub fn voxel_from_patient(&self, patient: Vec3) -> Vec3 {
        let from_origin = patient - self.origin;
        Vec3::new(
            from_origin.dot(self.row_dir) / self.spacing.x,
            from_origin.dot(self.col_dir) / self.spacing.y,
            from_origin.dot(self.slice_dir) / self.spacing.z,
        )
    }

    /// Whether a patient position lies in the grid, out to the outer faces of its voxels.
    #[must_use]
    pub fn contains(&self, patient: Vec3) -> bool {
        let voxel = self.voxel_from_patient(patient).to_array();
        voxel
            .iter()
            .zip(self.size)
            .all(|(&v, n)| -0.5 <= v && v <= f64::from(n) - 0.5)
    }

    /// The patient position of the middle of the grid.
    #[must_use]
    pub fn centre(&self) -> Vec3 {
        let [x, y, z] = self.size.map(|n| (f64::from(n) - 1.0) * 0.5);
        self.patient_from_voxel(Vec3::new(x, y, z))
    }
}

#[cfg(test)]
mod tests;
