//! The frames of a segmentation on a voxel grid, placed by their geometry and not by their order, as run lengths.

use std::collections::BTreeMap;

use overread_base::{MaskRle, Vec3, VolumeGeometry};

use crate::model::{Series, SeriesGeometry};

/// The most runs of one mask.
const MAX_RUNS: usize = 4_000_000;

/// Where one frame lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Plane {
    /// Centre of the first pixel, patient LPS mm.
    pub(crate) position: Vec3,
    pub(crate) row_dir: Vec3,
    pub(crate) col_dir: Vec3,
    pub(crate) column_mm: f64,
    pub(crate) row_mm: f64,
}

/// A grid and where the frames lie on it.
pub(crate) struct Placed {
    pub(crate) grid: VolumeGeometry,
    /// For each frame its slice; all frames have the same corner in the plane.
    pub(crate) slices: Vec<u32>,
    /// The column and row of the grid at which the first pixel of a frame lies.
    pub(crate) corner: [i64; 2],
    /// What was rounded.
    pub(crate) remark: Option<String>,
}

/// The grid that the frames make by themselves. `spacing_mm` is the stated distance of slices.
pub(crate) fn own_grid(
    planes: &[Plane],
    size: [u32; 2],
    spacing_mm: Option<f64>,
) -> Result<Placed, String> {
    let first = planes.first().ok_or("no frame has a position")?;
    let normal = first.row_dir.cross(first.col_dir);
    for plane in planes {
        let is_parallel = plane.row_dir.distance(first.row_dir) < 1e-3
            && plane.col_dir.distance(first.col_dir) < 1e-3;
        if !is_parallel {
            return Err("frames of several orientations".to_owned());
        }
        let between = plane.position - first.position;
        let sideways = between - normal * between.dot(normal);
        if sideways.length() > 0.1 * first.column_mm.min(first.row_mm) {
            return Err("frames that are shifted in their plane, as tiles are".to_owned());
        }
    }
    let depth = |plane: &Plane| plane.position.dot(normal);
    let mut depths: Vec<f64> = planes.iter().map(depth).collect();
    depths.sort_by(f64::total_cmp);
    depths.dedup_by(|a, b| (*a - *b).abs() < 1e-3);
    let gap = depths
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .fold(f64::INFINITY, f64::min);
    let step = match spacing_mm {
        Some(stated) if stated > 1e-3 && stated <= gap * 1.01 => stated,
        _ if gap.is_finite() => gap,
        stated => stated.filter(|&s| s > 1e-3).unwrap_or(1.0),
    };
    let (lowest, highest) = (depths[0], depths[depths.len() - 1]);
    let n_slices = whole_slice((highest - lowest) / step)
        .map(|last| last + 1)
        .ok_or("slices too far apart for a grid")?;
    let origin = first.position + normal * (lowest - depth(first));
    let grid = VolumeGeometry::new(
        [size[0], size[1], n_slices],
        Vec3::new(first.column_mm, first.row_mm, step),
        origin,
        first.row_dir,
        first.col_dir,
    )
    .map_err(|error| error.to_string())?;
    let mut worst_mm = 0.0_f64;
    let mut slices = Vec::with_capacity(planes.len());
    for plane in planes {
        let at = (depth(plane) - lowest) / step;
        worst_mm = worst_mm.max((at - at.round()).abs() * step);
        slices.push(whole_slice(at).ok_or("a frame outside its own grid")?);
    }
    let remark = (worst_mm > 0.1 * step).then(|| {
        format!(
            "uneven slices: frames are moved by up to {worst_mm:.2} mm to a grid of {step:.2} mm"
        )
    });
    Ok(Placed {
        grid,
        slices,
        corner: [0, 0],
        remark,
    })
}

/// The frames on the grid of the series that they were drawn on, if they fit its voxels.
pub(crate) fn on_series(planes: &[Plane], size: [u32; 2], series: &Series) -> Option<Placed> {
    let SeriesGeometry::Regular(grid) = &series.geometry else {
        return None;
    };
    let first = planes.first()?;
    let is_alike = first.row_dir.distance(grid.row_dir) < 1e-3
        && first.col_dir.distance(grid.col_dir) < 1e-3
        && (first.column_mm / grid.spacing.x - 1.0).abs() < 1e-3
        && (first.row_mm / grid.spacing.y - 1.0).abs() < 1e-3;
    if !is_alike {
        return None;
    }
    let mut corner = None;
    let mut slices = Vec::with_capacity(planes.len());
    for plane in planes {
        let [x, y, z] = grid.voxel_from_patient(plane.position).to_array();
        let is_on_voxel = [x, y, z].iter().all(|v| (v - v.round()).abs() < 0.1);
        let at = [whole(x)?, whole(y)?];
        let slice = whole_slice(z)?;
        if !is_on_voxel || slice >= grid.size[2] || *corner.get_or_insert(at) != at {
            return None;
        }
        slices.push(slice);
    }
    let corner = corner?;
    let fits = (0..2).all(|axis| {
        0 <= corner[axis] && corner[axis] + i64::from(size[axis]) <= i64::from(grid.size[axis])
    });
    fits.then(|| Placed {
        grid: grid.clone(),
        slices,
        corner,
        remark: None,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "checked to lie within 32 bits"
)]
fn whole(value: f64) -> Option<i64> {
    (value.abs() < 2e9).then(|| value.round() as i64)
}

fn whole_slice(value: f64) -> Option<u32> {
    u32::try_from(whole(value)?).ok().filter(|&n| n < 16_384)
}

/// Collects the set pixels of one segment, frame by frame.
#[derive(Default)]
pub(crate) struct Runs {
    /// Start and length along the voxels of the grid, by frame in any order.
    found: Vec<(u64, u32)>,
}

impl Runs {
    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }
    /// Takes the set pixels of one frame; `is_set` is asked for each pixel in turn, row by row.
    pub(crate) fn take(
        &mut self,
        placed: &Placed,
        slice: u32,
        size: [u32; 2],
        mut is_set: impl FnMut(usize) -> bool,
    ) -> Result<(), String> {
        let [columns, rows] = size.map(u64::from);
        let [nx, ny] = [0, 1].map(|axis| u64::from(placed.grid.size[axis]));
        let [left, top] = placed
            .corner
            .map(|at| u64::try_from(at).unwrap_or_default());
        let mut pixel = 0;
        for row in 0..rows {
            let start = (u64::from(slice) * ny + top + row) * nx + left;
            let mut run: Option<(u64, u32)> = None;
            for column in 0..columns {
                let set = is_set(pixel);
                pixel += 1;
                match (&mut run, set) {
                    (Some((_, len)), true) => *len += 1,
                    (None, true) => run = Some((start + column, 1)),
                    (Some(done), false) => {
                        self.found.push(*done);
                        run = None;
                    }
                    (None, false) => {}
                }
            }
            self.found.extend(run);
            if self.found.len() > MAX_RUNS {
                return Err(format!("a mask of more than {MAX_RUNS} runs"));
            }
        }
        Ok(())
    }

    /// The mask; runs of several frames on one slice are joined. `None` if nothing is set.
    pub(crate) fn finish(mut self, grid: &VolumeGeometry) -> Result<Option<MaskRle>, String> {
        let n_voxels = grid.voxel_count();
        if u32::try_from(n_voxels).is_err() {
            return Err(format!("a mask on a grid of {n_voxels} voxels"));
        }
        self.found.sort_unstable();
        let mut runs: Vec<u32> = Vec::with_capacity(self.found.len() * 2 + 1);
        let mut end = 0_u64;
        for (start, len) in self.found {
            let after = start + u64::from(len);
            if let Some(last) = runs.last_mut()
                && start <= end
            {
                // Overlaps or touches the run before.
                *last += narrow(after.saturating_sub(end))?;
                end = end.max(after);
                continue;
            }
            runs.push(narrow(start - end)?);
            runs.push(len);
            end = after;
        }
        if runs.is_empty() {
            return Ok(None);
        }
        runs.push(narrow(n_voxels.saturating_sub(end))?);
        Ok(Some(MaskRle {
            geometry: grid.clone(),
            runs,
        }))
    }
}

fn narrow(n: u64) -> Result<u32, String> {
    u32::try_from(n).map_err(|error| error.to_string())
}

/// The pixels of frames as fractions on the grid that the frames make: 0 to 255, x fastest.
pub(crate) fn heat(placed: &Placed, size: [u32; 2], frames: &BTreeMap<u32, Vec<u8>>) -> Vec<u8> {
    let n_slice = size[0] as usize * size[1] as usize;
    let mut values = vec![0; n_slice * placed.grid.size[2] as usize];
    for (&slice, pixels) in frames {
        let start = slice as usize * n_slice;
        if let Some(target) = values.get_mut(start..start + n_slice) {
            for (to, from) in target.iter_mut().zip(pixels) {
                *to = (*to).max(*from);
            }
        }
    }
    values
}
