//! Numbers on a coarse canonical grid over the lungs, linear between its nodes, and the voxels that a test picks. No
//! anatomy: what the numbers are is the caller's business.

use overread_base::{MaskRle, Vec3, VolumeGeometry};

use crate::num::{P3, index_in, lerp, p3, to_f32};

/// The canonical box that holds the lungs of every patient.
const LOW: P3 = p3(-152.0, -116.0, -212.0);
const HIGH: P3 = p3(152.0, 116.0, 124.0);

/// `N` numbers a node.
#[derive(Debug, Clone)]
pub(crate) struct Grid<const N: usize> {
    step: f32,
    size: [usize; 3],
    nodes: Vec<[f32; N]>,
    /// The heights that are sampled, canonical.
    heights: (f32, f32),
}

impl<const N: usize> Grid<N> {
    /// Calls `node` for every node, x fastest; nodes stand `step` canonical mm apart.
    pub(crate) fn new(step: f32, mut node: impl FnMut(P3) -> [f32; N]) -> Self {
        let count = |low: f32, high: f32| index_in((high - low) / step, 400) + 2;
        let size = [
            count(LOW.x, HIGH.x),
            count(LOW.y, HIGH.y),
            count(LOW.z, HIGH.z),
        ];
        let mut nodes = Vec::with_capacity(size[0] * size[1] * size[2]);
        for z in 0..size[2] {
            for y in 0..size[1] {
                for x in 0..size[0] {
                    nodes.push(node(LOW + p3(x as f32, y as f32, z as f32) * step));
                }
            }
        }
        Self {
            step,
            size,
            nodes,
            heights: (LOW.z, HIGH.z),
        }
    }

    /// Sampled between two canonical heights only.
    pub(crate) fn between(self, heights: (f32, f32)) -> Self {
        Self { heights, ..self }
    }

    /// The numbers at a canonical position; those of the nearest border outside the grid.
    pub(crate) fn at(&self, q: P3) -> [f32; N] {
        let axis = |x: f32, low: f32, n: usize| {
            let cells = ((x - low) / self.step).clamp(0.0, n as f32 - 1.001);
            let cell = index_in(cells, n - 2);
            (cell, cells - cell as f32)
        };
        let (x, tx) = axis(q.x, LOW.x, self.size[0]);
        let (y, ty) = axis(q.y, LOW.y, self.size[1]);
        let (z, tz) = axis(q.z, LOW.z, self.size[2]);
        let row = (z * self.size[1] + y) * self.size[0] + x;
        let layer = self.size[0] * self.size[1];
        let along = |at: usize| mix(&self.nodes[at], &self.nodes[at + 1], tx);
        let plane = |at: usize| mix(&along(at), &along(at + self.size[0]), ty);
        mix(&plane(row), &plane(row + layer), tz)
    }

    /// The numbers at the node nearest to a canonical position.
    pub(crate) fn nearest(&self, q: P3) -> &[f32; N] {
        let axis = |x: f32, low: f32, n: usize| index_in((x - low) / self.step + 0.5, n - 1);
        let x = axis(q.x, LOW.x, self.size[0]);
        let y = axis(q.y, LOW.y, self.size[1]);
        let z = axis(q.z, LOW.z, self.size[2]);
        &self.nodes[(z * self.size[1] + y) * self.size[0] + x]
    }

    /// Calls `each` with positions spread evenly over the box, about one to `step`³ canonical mm³, and their numbers.
    ///
    /// Every second one is set aside by half a step on each axis, so that no surface runs along a whole layer.
    /// Positions whose nearest node `may_hold` refuses are left out.
    pub(crate) fn sample(
        &self,
        step: f32,
        may_hold: impl Fn(&[f32; N]) -> bool,
        mut each: impl FnMut(P3, &[f32; N]),
    ) {
        let count = |low: f32, high: f32| index_in((high - low) / step, 400);
        let (nx, ny, nz) = (
            count(LOW.x, HIGH.x),
            count(LOW.y, HIGH.y),
            count(LOW.z, HIGH.z),
        );
        for z in 0..nz {
            for y in 0..ny {
                for x in 0..nx {
                    let aside = |a: usize, b: usize| 0.17 * (((a * 7 + b * 3) % 5) as f32 - 2.0);
                    let q = p3(
                        x as f32 + aside(y, z),
                        y as f32 + aside(z, x),
                        z as f32 + aside(x, y),
                    );
                    let q = LOW + (q + p3(0.5, 0.5, 0.5)) * step;
                    if (self.heights.0..self.heights.1).contains(&q.z) && may_hold(self.nearest(q))
                    {
                        each(q, &self.at(q));
                    }
                }
            }
        }
    }

    /// The voxels of a volume for which `is_inside` holds, looked at only in cells that `may_hold` lets pass.
    ///
    /// `canonical` gives the canonical position of a patient position. `may_hold` gets the numbers at two neighbouring
    /// places of a row, about as far apart as the nodes.
    pub(crate) fn paint(
        &self,
        geometry: &VolumeGeometry,
        canonical: impl Fn(P3) -> P3,
        may_hold: impl Fn(&[f32; N], &[f32; N]) -> bool,
        is_inside: impl Fn(P3, &[f32; N]) -> bool,
    ) -> Voxels {
        let mut out = Voxels::new(geometry);
        let [nx, ny, nz] = geometry.size.map(|n| n as usize);
        let origin = P3::from_vec3(geometry.patient_from_voxel(Vec3::new(0.0, 0.0, 0.0)));
        let (px, py) = (to_f32(geometry.spacing.x), to_f32(geometry.spacing.y));
        let step = index_in(self.step / px, 64).max(1);
        // The grid is turned against the voxels: each slice first gets a lattice of its own.
        let (gx, gy) = ((nx - 1).div_ceil(step) + 1, (ny - 1).div_ceil(step) + 1);
        let mut plane = vec![[0.0f32; N]; gx * gy];
        let mut row = vec![[0.0f32; N]; gx];
        for z in 0..nz {
            let at_z = P3::from_vec3(geometry.patient_from_voxel(Vec3::new(0.0, 0.0, z as f64))).z;
            let place =
                |x: usize, y: usize| p3(origin.x + x as f32 * px, origin.y + y as f32 * py, at_z);
            if !(LOW.z..HIGH.z).contains(&canonical(place(nx / 2, ny / 2)).z) {
                continue;
            }
            for (idx, node) in plane.iter_mut().enumerate() {
                *node = self.at(canonical(place(idx % gx * step, idx / gx * step)));
            }
            for y in 0..ny {
                let (cell, t) = (y / step, (y % step) as f32 / step as f32);
                let (a, b) = (
                    &plane[cell * gx..][..gx],
                    &plane[(cell + 1).min(gy - 1) * gx..][..gx],
                );
                for ((out, a), b) in row.iter_mut().zip(a).zip(b) {
                    *out = mix(a, b, t);
                }
                for (cell, pair) in row.windows(2).enumerate() {
                    if !may_hold(&pair[0], &pair[1]) {
                        continue;
                    }
                    let first = cell * step;
                    for x in first..(first + step).min(nx) {
                        let t = (x - first) as f32 / step as f32;
                        if is_inside(place(x, y), &mix(&pair[0], &pair[1], t)) {
                            out.set(x, y, z);
                        }
                    }
                }
            }
        }
        out
    }
}

fn mix<const N: usize>(a: &[f32; N], b: &[f32; N], t: f32) -> [f32; N] {
    let mut out = [0.0; N];
    for i in 0..N {
        out[i] = lerp(a[i], b[i], t);
    }
    out
}

/// A set of voxels of a volume.
#[derive(Debug, Clone)]
pub(crate) struct Voxels {
    geometry: VolumeGeometry,
    words: Vec<u64>,
}

impl Voxels {
    pub(crate) fn new(geometry: &VolumeGeometry) -> Self {
        let words = usize::try_from(geometry.voxel_count().div_ceil(64)).unwrap_or(0);
        Self {
            geometry: geometry.clone(),
            words: vec![0; words],
        }
    }

    /// Adds a voxel of the volume.
    pub(crate) fn set(&mut self, x: usize, y: usize, z: usize) {
        let [nx, ny, _] = self.geometry.size.map(|n| n as usize);
        let at = (z * ny + y) * nx + x;
        if let Some(word) = self.words.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    /// Whether a voxel of the volume is in the set.
    pub(crate) fn has(&self, x: usize, y: usize, z: usize) -> bool {
        let [nx, ny, _] = self.geometry.size.map(|n| n as usize);
        let at = (z * ny + y) * nx + x;
        self.words
            .get(at / 64)
            .is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// The set as runs.
    pub(crate) fn mask(&self) -> MaskRle {
        let (mut runs, mut is_set, mut length) = (Vec::new(), false, 0u32);
        let total = self.geometry.voxel_count();
        let mut left = total;
        for &word in &self.words {
            let bits = u32::try_from(left.min(64)).unwrap_or(64);
            left -= u64::from(bits);
            if (word == 0 && !is_set) || (word == u64::MAX && is_set) {
                length += bits;
                continue;
            }
            for bit in 0..bits {
                if (word >> bit & 1 == 1) != is_set {
                    runs.push(length);
                    (length, is_set) = (0, !is_set);
                }
                length += 1;
            }
        }
        runs.push(length);
        MaskRle {
            geometry: self.geometry.clone(),
            runs,
        }
    }

    /// The middle of the set, patient mm; `None` for an empty one.
    pub(crate) fn centroid(&self) -> Option<Vec3> {
        let [nx, ny, _] = self.geometry.size.map(|n| n as usize);
        let (mut sum, mut n) = ([0.0f64; 3], 0.0f64);
        for (idx, &word) in self.words.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                let at = idx * 64 + rest.trailing_zeros() as usize;
                rest &= rest - 1;
                for (sum, at) in sum.iter_mut().zip([at % nx, at / nx % ny, at / nx / ny]) {
                    *sum += at as f64;
                }
                n += 1.0;
            }
        }
        (n > 0.0).then(|| {
            self.geometry
                .patient_from_voxel(Vec3::new(sum[0] / n, sum[1] / n, sum[2] / n))
        })
    }
}
