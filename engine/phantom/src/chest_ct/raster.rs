//! Tubes and flat bones drawn into the plane of a slice as shares of voxels. What they are made of: `render`.

use crate::chest_ct::bones::BonePiece;
use crate::chest_ct::plan::ChestCtPlan;
use crate::chest_ct::tubes::{TubeKind, wall_mm};
use crate::num::{P3, coverage, index_in, p3, round_cone};

/// Heights in a slice that are averaged, as shares of its thickness.
const SUB_SLICES: [f32; 3] = [-1.0 / 3.0, 0.0, 1.0 / 3.0];

/// Shares of voxels of one slice.
pub(crate) struct Layers {
    pub(crate) great_vessel: Vec<f32>,
    pub(crate) lung_vessel: Vec<f32>,
    pub(crate) airway_wall: Vec<f32>,
    pub(crate) airway: Vec<f32>,
    pub(crate) bone: Vec<f32>,
    pub(crate) marrow: Vec<f32>,
    pub(crate) cartilage: Vec<f32>,
}

/// The plane that a slice is drawn in.
#[derive(Clone, Copy)]
pub(crate) struct Plane {
    pub(crate) origin: P3,
    pub(crate) pixel: f32,
    pub(crate) side: usize,
}

impl Plane {
    /// Calls `draw(index, position)` for the pixels within `reach` of the box of two points.
    fn each(&self, z: f32, a: P3, b: P3, reach: f32, mut draw: impl FnMut(usize, P3)) {
        let last = self.side - 1;
        let column = |x: f32| (x - self.origin.x) / self.pixel;
        let row = |y: f32| (y - self.origin.y) / self.pixel;
        let (left, right) = (column(a.x.min(b.x) - reach), column(a.x.max(b.x) + reach));
        let (top, bottom) = (row(a.y.min(b.y) - reach), row(a.y.max(b.y) + reach));
        if right < 0.0 || bottom < 0.0 || left > last as f32 || top > last as f32 {
            return;
        }
        for iy in index_in(top + 0.999, last)..=index_in(bottom, last) {
            for ix in index_in(left + 0.999, last)..=index_in(right, last) {
                let at = p3(
                    self.origin.x + ix as f32 * self.pixel,
                    self.origin.y + iy as f32 * self.pixel,
                    z,
                );
                draw(iy * self.side + ix, at);
            }
        }
    }
}

/// Draws all tubes and flat bones of a slice.
pub(crate) fn draw(plan: &ChestCtPlan, plane: Plane, z: f32) -> Layers {
    let n = plane.side * plane.side;
    let empty = || vec![0.0f32; n];
    let mut sum = Layers {
        great_vessel: empty(),
        lung_vessel: empty(),
        airway_wall: empty(),
        airway: empty(),
        bone: empty(),
        marrow: empty(),
        cartilage: empty(),
    };
    let mut one = Layers {
        great_vessel: empty(),
        lung_vessel: empty(),
        airway_wall: empty(),
        airway: empty(),
        bone: empty(),
        marrow: empty(),
        cartilage: empty(),
    };
    for sub in SUB_SLICES {
        let at = z + sub * plan.voxel_extent().z;
        tubes(plan, plane, at, &mut one);
        for piece in &plan.bones {
            bone(piece, plane, at, &mut one);
        }
        for (sum, one) in sum.all().into_iter().zip(one.all()) {
            for (s, o) in sum.iter_mut().zip(one.iter_mut()) {
                *s += *o * (1.0 / 3.0);
                *o = 0.0;
            }
        }
    }
    sum
}

impl Layers {
    fn all(&mut self) -> [&mut Vec<f32>; 7] {
        [
            &mut self.great_vessel,
            &mut self.lung_vessel,
            &mut self.airway_wall,
            &mut self.airway,
            &mut self.bone,
            &mut self.marrow,
            &mut self.cartilage,
        ]
    }
}

fn tubes(plan: &ChestCtPlan, plane: Plane, z: f32, out: &mut Layers) {
    let width = plane.pixel;
    for tube in &plan.tubes {
        let thickest = tube.ra.max(tube.rb);
        let wall = if tube.kind == TubeKind::Airway {
            wall_mm(thickest)
        } else {
            0.0
        };
        let reach = thickest + wall + width;
        if z < tube.a.z.min(tube.b.z) - reach || z > tube.a.z.max(tube.b.z) + reach {
            continue;
        }
        // A tube thinner than a pixel is drawn a pixel thick with the mass that it has.
        let widen = |r: f32| r.max(0.5 * width);
        let thin = (thickest / widen(thickest)) * (thickest / widen(thickest));
        plane.each(z, tube.a, tube.b, reach, |idx, at| {
            let (d, _) = round_cone(at, tube.a, tube.b, widen(tube.ra), widen(tube.rb));
            let share = coverage(d, width) * thin;
            match tube.kind {
                TubeKind::GreatVessel => out.great_vessel[idx] = out.great_vessel[idx].max(share),
                TubeKind::LungVessel => out.lung_vessel[idx] = out.lung_vessel[idx].max(share),
                TubeKind::Airway => {
                    out.airway[idx] = out.airway[idx].max(share);
                    out.airway_wall[idx] = out.airway_wall[idx].max(coverage(d - wall, width));
                }
            }
        });
    }
}

fn bone(piece: &BonePiece, plane: Plane, z: f32, out: &mut Layers) {
    let reach = piece.half_thick.max(piece.half_wide) + plane.pixel;
    if z < piece.a.z.min(piece.b.z) - reach || z > piece.a.z.max(piece.b.z) + reach {
        return;
    }
    let cortex = (0.32 * piece.half_thick).clamp(0.7, 1.3);
    plane.each(z, piece.a, piece.b, reach, |idx, at| {
        let d = piece.distance(at);
        let share = coverage(d, plane.pixel);
        if piece.cartilage {
            out.cartilage[idx] = out.cartilage[idx].max(share);
        } else {
            out.bone[idx] = out.bone[idx].max(share);
            out.marrow[idx] = out.marrow[idx].max(coverage(d + cortex, plane.pixel));
        }
    });
}
