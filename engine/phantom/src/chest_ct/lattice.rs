//! One slice's distances on a lattice of a few millimetres, interpolated to its pixels. What they become: `tissue`.

use crate::chest_ct::field::{self, FIELDS};
use crate::chest_ct::plan::ChestCtPlan;
use crate::chest_ct::raster::Plane;
use crate::num::{index_in, lerp, p3, to_f32};

/// Numbers per node: the distances, then what follows here.
pub(crate) const NODE: usize = FIELDS + 3;
/// The width over which the lungs' border lies in this slice, mm.
pub(crate) const LUNG_WIDTH: usize = FIELDS;
/// Slow noise of variance 1.
pub(crate) const MOTTLE: usize = FIELDS + 1;
/// HU of lung tissue without vessels and fine texture.
pub(crate) const LUNG_HU: usize = FIELDS + 2;

/// Distances of a node or a pixel.
pub(crate) type Node = [f32; NODE];

/// From node to node, mm.
const STEP_MM: f32 = 3.05;

/// A slice before anything is drawn.
pub(crate) struct Lattice {
    pub(crate) plane: Plane,
    pub(crate) z: f32,
    step: usize,
    side: usize,
    nodes: Vec<Node>,
}

impl Lattice {
    /// The lattice of a slice; nothing past the last slice.
    pub(crate) fn new(plan: &ChestCtPlan, z: u32) -> Option<Self> {
        if z >= plan.params.slices {
            return None;
        }
        let pixels = plan.params.size as usize;
        let origin = plan.voxel_at(0, 0, z as usize);
        let pixel = to_f32(plan.params.pixel_mm());
        let step = index_in(STEP_MM / pixel + 0.5, 8).max(1);
        let side = pixels.div_ceil(step) + 1;
        let anatomy = &plan.anatomy;
        let quarter = 0.25 * plan.voxel_extent().z;
        let tubes = [-quarter, 0.0, quarter]
            .map(|up| anatomy.tubes_near((origin.z + up) / anatomy.scale.z));
        let mut nodes = Vec::with_capacity(side * side);
        for iy in 0..side {
            for ix in 0..side {
                let at = p3(
                    origin.x + (ix * step) as f32 * pixel,
                    origin.y + (iy * step) as f32 * pixel,
                    origin.z,
                );
                let q = anatomy.canonical(at);
                let fields = anatomy.fields(q, &tubes[1]);
                let mut node = [0.0f32; NODE];
                node[..FIELDS].copy_from_slice(&fields);
                node[LUNG_WIDTH] = pixel;
                if fields[field::BODY] < 12.0 {
                    node[MOTTLE] = anatomy.mottle(q);
                    node[LUNG_HU] = anatomy.lung_hu(q);
                }
                // Where its border may cross the slice, the lung is looked at above and below the middle too.
                if fields[field::LUNG].abs() < 8.0 {
                    let beside = |up: f32, tubes: &[usize]| {
                        anatomy.lung(anatomy.canonical(at + p3(0.0, 0.0, up)), tubes)
                            * anatomy.mean_scale
                    };
                    let (low, high) = (beside(-quarter, &tubes[0]), beside(quarter, &tubes[2]));
                    node[field::LUNG] = 0.5 * (low + high);
                    node[LUNG_WIDTH] += 2.0 * (high - low).abs().min(4.0 * quarter + 1.5);
                }
                nodes.push(node);
            }
        }
        Some(Self {
            plane: Plane {
                origin,
                pixel,
                side: pixels,
            },
            z: origin.z,
            step,
            side,
            nodes,
        })
    }

    /// Calls `draw(index, position, node)` for every pixel in or near the body.
    pub(crate) fn each_pixel(&self, mut draw: impl FnMut(usize, crate::num::P3, &Node)) {
        let step = self.step as f32;
        let mut row = vec![[0.0f32; NODE]; self.side];
        let mut pixel: Node = [0.0; NODE];
        for y in 0..self.plane.side {
            let (iy, ty) = (y / self.step, (y % self.step) as f32 / step);
            let (upper, lower) = (
                &self.nodes[iy * self.side..][..self.side],
                &self.nodes[(iy + 1) * self.side..][..self.side],
            );
            for ((out, a), b) in row.iter_mut().zip(upper).zip(lower) {
                for i in 0..NODE {
                    out[i] = lerp(a[i], b[i], ty);
                }
            }
            let py = self.plane.origin.y + y as f32 * self.plane.pixel;
            for cell in 0..self.side - 1 {
                let (a, b) = (&row[cell], &row[cell + 1]);
                if a[field::BODY] > 4.0 && b[field::BODY] > 4.0 {
                    continue;
                }
                let first = cell * self.step;
                for x in first..(first + self.step).min(self.plane.side) {
                    let t = (x - first) as f32 / step;
                    for i in 0..NODE {
                        pixel[i] = lerp(a[i], b[i], t);
                    }
                    let px = self.plane.origin.x + x as f32 * self.plane.pixel;
                    draw(y * self.plane.side + x, p3(px, py, self.z), &pixel);
                }
            }
        }
    }
}
