//! Voxel and patient space: where a voxel lies, which voxel a place is in. No resampling.

use crate::{Dims, Geometry, Region, Vec3};

/// A position from its three coordinates.
#[must_use]
pub fn vec3(x: f64, y: f64, z: f64) -> Vec3 {
    Vec3 { x, y, z }
}

/// The same spacing along each axis, mm.
#[must_use]
pub fn isotropic(spacing_mm: f64) -> Vec3 {
    vec3(spacing_mm, spacing_mm, spacing_mm)
}

/// The patient position of a voxel coordinate, which may lie between voxels or outside the grid.
#[must_use]
pub fn patient_from_voxel(grid: &Geometry, voxel: Vec3) -> Vec3 {
    let slice_dir = cross(grid.row_dir, grid.col_dir);
    let along = |origin: f64, row: f64, column: f64, slice: f64| {
        origin
            + row * voxel.x * grid.spacing.x
            + column * voxel.y * grid.spacing.y
            + slice * voxel.z * grid.spacing.z
    };
    vec3(
        along(grid.origin.x, grid.row_dir.x, grid.col_dir.x, slice_dir.x),
        along(grid.origin.y, grid.row_dir.y, grid.col_dir.y, slice_dir.y),
        along(grid.origin.z, grid.row_dir.z, grid.col_dir.z, slice_dir.z),
    )
}

/// The voxel coordinate of a patient position, which may lie between voxels or outside the grid.
#[must_use]
pub fn voxel_from_patient(grid: &Geometry, patient: Vec3) -> Vec3 {
    let from_origin = vec3(
        patient.x - grid.origin.x,
        patient.y - grid.origin.y,
        patient.z - grid.origin.z,
    );
    vec3(
        dot(from_origin, grid.row_dir) / grid.spacing.x,
        dot(from_origin, grid.col_dir) / grid.spacing.y,
        dot(from_origin, cross(grid.row_dir, grid.col_dir)) / grid.spacing.z,
    )
}

/// The region of a whole grid.
#[must_use]
pub fn whole(grid: &Geometry) -> Region {
    Region {
        origin: Dims { x: 0, y: 0, z: 0 },
        size: grid.size,
    }
}

/// The region of `size` voxels whose middle is nearest to a patient position, moved so that it lies inside the grid;
/// where the grid is smaller, so is the region.
#[must_use]
pub fn region_around(grid: &Geometry, patient: Vec3, size: Dims) -> Region {
    let voxel = voxel_from_patient(grid, patient);
    let (x, nx) = span(voxel.x, size.x, grid.size.x);
    let (y, ny) = span(voxel.y, size.y, grid.size.y);
    let (z, nz) = span(voxel.z, size.z, grid.size.z);
    Region {
        origin: Dims { x, y, z },
        size: Dims {
            x: nx,
            y: ny,
            z: nz,
        },
    }
}

/// The distance between two positions, mm.
#[must_use]
pub fn distance_mm(a: Vec3, b: Vec3) -> f64 {
    let [x, y, z] = [a.x - b.x, a.y - b.y, a.z - b.z];
    (x * x + y * y + z * z).sqrt()
}

/// First voxel and number of voxels of a span of `length` around `middle` in an axis of `n` voxels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=n first; not a number becomes 0"
)]
fn span(middle: f64, length: u32, n: u32) -> (u32, u32) {
    let length = length.min(n);
    let first = (middle - (f64::from(length) - 1.0) * 0.5).round();
    (first.clamp(0.0, f64::from(n - length)) as u32, length)
}

fn dot(a: Vec3, b: Vec3) -> f64 {
    a.x * b.x + a.y * b.y + a.z * b.z
}

fn cross(a: Vec3, b: Vec3) -> Vec3 {
    vec3(
        a.y * b.z - a.z * b.y,
        a.z * b.x - a.x * b.z,
        a.x * b.y - a.y * b.x,
    )
}

#[cfg(test)]
mod tests;
