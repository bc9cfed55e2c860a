//! The outline of a mask on planes of its own grid: the edges between voxels that are set and voxels that are not.

use overread_base::{MaskRle, Vec3, VolumeGeometry};
use overread_image::Viewport;

use super::{Section, SectionShape, depth};

/// A mask whose box holds more voxels is shown by the box: outlines are made anew for each frame.
const MAX_CELLS: u64 = 1 << 22;
/// Planes turned further against the grid have no voxels of their own: cosine of the angle.
const LEAST_ALIGNMENT: f64 = 0.999;

/// The part of a mask's grid that holds all its set voxels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MaskCells {
    geometry: VolumeGeometry,
    /// The first voxel of the part.
    first: [usize; 3],
    size: [usize; 3],
    /// Whether each voxel is set, x fastest.
    set: Vec<bool>,
}

impl MaskCells {
    /// The cells of a mask; `None` for one that is empty, too large, or does not fit its grid.
    #[must_use]
    pub(crate) fn of(mask: &MaskRle) -> Option<Self> {
        let grid = mask.geometry.size.map(|n| n as usize);
        let rows = rows(&mask.runs, grid[0]);
        let (mut low, mut high) = ([usize::MAX; 3], [0; 3]);
        for row in rows.clone() {
            let (y, z) = (row.row % grid[1], row.row / grid[1]);
            for (axis, (a, b)) in [(row.from, row.to - 1), (y, y), (z, z)]
                .into_iter()
                .enumerate()
            {
                low[axis] = low[axis].min(a);
                high[axis] = high[axis].max(b);
            }
        }
        if low[0] == usize::MAX || high[2] >= grid[2] {
            return None;
        }
        let size = [0, 1, 2].map(|axis| high[axis] - low[axis] + 1);
        let n_cells: u64 = size.iter().map(|&n| n as u64).product();
        if n_cells > MAX_CELLS {
            return None;
        }
        let mut set = vec![false; size.iter().product()];
        for row in rows {
            let (y, z) = (row.row % grid[1] - low[1], row.row / grid[1] - low[2]);
            let start = (z * size[1] + y) * size[0];
            let cells = start + row.from - low[0]..start + row.to - low[0];
            set.get_mut(cells)?.fill(true);
        }
        Some(Self {
            geometry: mask.geometry.clone(),
            first: low,
            size,
            set,
        })
    }

    /// The least and greatest corner of the box around it, LPS mm.
    #[must_use]
    pub(crate) fn bounds(&self) -> (Vec3, Vec3) {
        let corner = |idx: usize| {
            let at = [0, 1, 2].map(|axis| {
                let edge = self.first[axis] + (idx >> axis & 1) * self.size[axis];
                whole(edge) - 0.5
            });
            self.geometry
                .patient_from_voxel(Vec3::new(at[0], at[1], at[2]))
        };
        (1..8)
            .map(corner)
            .fold((corner(0), corner(0)), |(low, high), at| {
                (low.min(at), high.max(at))
            })
    }

    /// The same mask elsewhere.
    #[must_use]
    pub(crate) fn moved(&self, way: Vec3) -> Self {
        let mut moved = self.clone();
        moved.geometry.origin = moved.geometry.origin + way;
        moved
    }

    /// Its outline on a plane of its grid; `None` where it is not on the plane or near it.
    ///
    /// `Err` for a plane that is turned against the grid.
    pub(crate) fn section(
        &self,
        viewport: &Viewport,
        half_slice_mm: f64,
    ) -> Result<Option<Section>, TurnedPlane> {
        let normal = viewport.right.cross(viewport.down);
        let dirs = [
            self.geometry.row_dir,
            self.geometry.col_dir,
            self.geometry.slice_dir,
        ];
        let axis = dirs
            .iter()
            .position(|dir| dir.dot(normal).abs() >= LEAST_ALIGNMENT)
            .ok_or(TurnedPlane)?;
        let at = self.geometry.voxel_from_patient(viewport.centre).to_array()[axis];
        let spacing_mm = self.geometry.spacing.to_array()[axis];
        let (first, last) = (self.first[axis], self.first[axis] + self.size[axis] - 1);
        let [least, greatest] = [whole(first) - at, whole(last) - at].map(|n| n * spacing_mm);
        let Some(depth) = depth(least, greatest, half_slice_mm.max(spacing_mm * 0.5)) else {
            return Ok(None);
        };
        let slice = nearest(at, first, last) - first;
        let edges = self.edges(axis, slice);
        if edges.is_empty() {
            return Ok(None);
        }
        let on_screen = |at: Vec3| {
            let (x, y, _) = viewport.screen_from_patient(self.geometry.patient_from_voxel(at));
            [x, y]
        };
        let shape = SectionShape::Edges(edges.iter().map(|edge| edge.map(on_screen)).collect());
        Ok(Some(Section { shape, depth }))
    }

    fn is_set(&self, at: [usize; 3]) -> bool {
        let is_inside = at.iter().zip(self.size).all(|(&n, size)| n < size);
        is_inside && self.set[(at[2] * self.size[1] + at[1]) * self.size[0] + at[0]]
    }

    /// The edges of the set voxels of a slice across `axis`, straight runs as one, in voxel coordinates of the grid.
    fn edges(&self, axis: usize, slice: usize) -> Vec<[Vec3; 2]> {
        let mut edges = Vec::new();
        for (along, across) in [
            ((axis + 1) % 3, (axis + 2) % 3),
            ((axis + 2) % 3, (axis + 1) % 3),
        ] {
            let cell = |u: usize, v: usize| {
                let mut at = [slice; 3];
                (at[along], at[across]) = (u, v);
                self.is_set(at)
            };
            let corner = |u: usize, v: usize| {
                let mut at = self.first.map(whole);
                at[axis] += whole(slice);
                at[along] += whole(u) - 0.5;
                at[across] += whole(v) - 0.5;
                Vec3::new(at[0], at[1], at[2])
            };
            for v in 0..=self.size[across] {
                let mut start = None;
                for u in 0..=self.size[along] {
                    let is_edge = u < self.size[along] && cell(u, v) != (v > 0 && cell(u, v - 1));
                    match (is_edge, start) {
                        (true, None) => start = Some(u),
                        (false, Some(from)) => {
                            edges.push([corner(from, v), corner(u, v)]);
                            start = None;
                        }
                        (true, Some(_)) | (false, None) => {}
                    }
                }
            }
        }
        edges
    }
}

/// A plane that is turned against the mask's grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TurnedPlane;

/// Voxels of one row of the grid.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// Rows are counted through all slices.
    row: usize,
    from: usize,
    to: usize,
}

/// The set voxels row by row; a run that goes on in the next row is cut.
fn rows(runs: &[u32], row_voxels: usize) -> impl Iterator<Item = Row> + Clone {
    let mut at = 0;
    let spans = runs.iter().enumerate().filter_map(move |(idx, &run)| {
        let start = at;
        at += run as usize;
        (idx % 2 == 1 && run > 0 && row_voxels > 0).then_some((start, at))
    });
    spans.flat_map(move |(start, end)| {
        (start / row_voxels..=(end - 1) / row_voxels).map(move |row| {
            let begin = row * row_voxels;
            Row {
                row,
                from: start.max(begin) - begin,
                to: end.min(begin + row_voxels) - begin,
            }
        })
    })
}

/// Grids have at most 16,384 voxels a side.
fn whole(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// The voxel between `first` and `last` that a place lies in or is nearest to.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to voxel numbers before the cast"
)]
fn nearest(at: f64, first: usize, last: usize) -> usize {
    at.round().clamp(whole(first), whole(last)) as usize
}
