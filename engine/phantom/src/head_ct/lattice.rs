//! The fields of a head on a lattice along the axes of the patient, interpolated to any place. No HU.
//!
//! Everything on the lattice is smooth over its step; creases (falx, septum, sulci) are cut from its values later.

use crate::head_ct::anatomy::Head;
use crate::head_ct::field::{self, FIELDS, Fields};
use crate::head_ct::lesion::LesionSet;
use crate::num::{P3, floor_i32, index_in, lerp, p3};

/// Distance between nodes, mm; wider where pixels are coarser than this, as in quick tests.
const STEP_MM: f32 = 3.0;

/// Fields at regular places of patient space.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lattice {
    origin: P3,
    step: f32,
    size: [usize; 3],
    nodes: Vec<Fields>,
}

impl Lattice {
    /// Evaluates a head, with what lesions push aside, over a box of patient mm.
    pub(crate) fn new(head: &Head, lesions: &LesionSet, low: P3, high: P3, pixel_mm: f32) -> Self {
        let step = pixel_mm.clamp(STEP_MM, 12.0);
        let count = |low: f32, high: f32| index_in((high - low) / step + 2.0, 256);
        let size = [
            count(low.x, high.x),
            count(low.y, high.y),
            count(low.z, high.z),
        ];
        let mut nodes = Vec::with_capacity(size[0] * size[1] * size[2]);
        for iz in 0..size[2] {
            for iy in 0..size[1] {
                for ix in 0..size[0] {
                    let at = low + p3(ix as f32, iy as f32, iz as f32) * step;
                    nodes.push(head.fields(lesions.displace(head.to_head(at))));
                }
            }
        }
        let mut lattice = Self {
            origin: low,
            step,
            size,
            nodes,
        };
        lattice.add_slopes();
        lattice
    }

    /// How steeply the skull runs: planes through a slice must blur by it.
    fn add_slopes(&mut self) {
        let layer = self.size[0] * self.size[1];
        let last = self.nodes.len();
        for i in 0..last {
            let (low, high) = (i.saturating_sub(layer), (i + layer).min(last - 1));
            let inner = |i: usize| self.nodes[i][field::INNER];
            let slope = (inner(high) - inner(low)).abs() * (0.5 / self.step);
            self.nodes[i][field::SLOPE] = slope.min(1.0);
        }
    }

    /// How many nodes a row has.
    pub(crate) fn row_len(&self) -> usize {
        self.size[0]
    }

    /// Where a node of a row lies along x, and how far apart nodes are.
    pub(crate) fn x_of(&self, node: usize) -> f32 {
        self.origin.x + node as f32 * self.step
    }

    /// The fields along x at a height and depth; `false` where the row lies outside the head.
    pub(crate) fn row(&self, y: f32, z: f32, out: &mut Vec<Fields>) -> bool {
        out.clear();
        let [nx, ny, nz] = self.size;
        let axis = |v: f32, n: usize| {
            let t = (v / self.step).clamp(0.0, n as f32 - 1.001);
            let i = index_in(t, n.saturating_sub(2));
            (i, t - i as f32)
        };
        let (iy, ty) = axis(y - self.origin.y, ny);
        let (iz, tz) = axis(z - self.origin.z, nz);
        let row = |iz: usize, iy: usize| &self.nodes[(iz * ny + iy) * nx..][..nx];
        let (a, b) = (row(iz, iy), row(iz, iy + 1));
        let (c, d) = (row(iz + 1, iy), row(iz + 1, iy + 1));
        let mut touches = false;
        for i in 0..nx {
            let (a, b, c, d) = (&a[i], &b[i], &c[i], &d[i]);
            let mut f = [0.0f32; FIELDS];
            for k in 0..FIELDS {
                f[k] = lerp(lerp(a[k], b[k], ty), lerp(c[k], d[k], ty), tz);
            }
            touches |= f[field::SKIN] < 3.0;
            out.push(f);
        }
        touches
    }

    /// The fields between two nodes of a row.
    pub(crate) fn between(row: &[Fields], x_nodes: f32) -> Fields {
        let last = row.len().saturating_sub(2);
        let cell = usize::try_from(floor_i32(x_nodes)).unwrap_or(0).min(last);
        let t = (x_nodes - cell as f32).clamp(0.0, 1.0);
        let (a, b) = (&row[cell], &row[cell + 1]);
        let mut f = [0.0f32; FIELDS];
        for k in 0..FIELDS {
            f[k] = lerp(a[k], b[k], t);
        }
        f
    }

    /// A position along x in nodes of a row.
    pub(crate) fn in_nodes(&self, x: f32) -> f32 {
        (x - self.origin.x) / self.step
    }
}
