//! Slices of a planned head, from distances to stored samples. Pure; shapes, tissues and noise stand elsewhere.

use std::ops::Range;

use crate::head_ct::bone;
use crate::head_ct::case::Plan;
use crate::head_ct::field::{self, Fields};
use crate::head_ct::lattice::Lattice;
use crate::head_ct::tissue::{self, Tissue};
use crate::num::{P3, coverage, floor_i32, index_in, lerp, p3};
use crate::physics::{blur, kernel};

/// Parallel planes that a slice is averaged from lie this far apart at most, mm.
const PLANE_MM: f32 = 1.26;

/// One plane through the head.
#[derive(Debug, Clone, Copy)]
struct Plane {
    /// The first pixel's centre, patient mm.
    origin: P3,
    pixel: f32,
    side: usize,
}

impl Plane {
    fn at(&self, x: usize, y: usize) -> P3 {
        p3(
            self.origin.x + x as f32 * self.pixel,
            self.origin.y + y as f32 * self.pixel,
            self.origin.z,
        )
    }
}

/// Renders a slice: HU, x fastest; empty past the last slice. Equal bits whatever the thread.
pub(crate) fn slice(plan: &Plan, z: u32) -> Vec<i16> {
    let Some((mut hu, map)) = clean(plan, z) else {
        return Vec::new();
    };
    plan.noise.add(z, &map, &mut hu);
    hu.into_iter().map(to_stored).collect()
}

/// HU before noise, and the map of the noise's strength on a coarse grid.
pub(crate) fn clean(plan: &Plan, z: u32) -> Option<(Vec<f32>, Vec<f32>)> {
    if z >= plan.slices() {
        return None;
    }
    let side = plan.side();
    let thickness = plan.thickness_mm();
    let planes = index_in(thickness / PLANE_MM + 0.999, 8).max(1);
    let around = surroundings(plan, z);
    let mut sum = vec![0.0f32; side * side];
    let has_lesions = plan.lesions.bounds().is_some();
    let mut with = vec![0.0f32; if has_lesions { side * side } else { 0 }];
    let weight = 1.0 / planes as f32;
    for k in 0..planes {
        let off = ((k as f32 + 0.5) * weight - 0.5) * thickness;
        let plane = Plane {
            origin: plan.voxel_at(0, 0, z) + p3(0.0, 0.0, off),
            pixel: plan.pixel_mm(),
            side,
        };
        let mut one = around.clone();
        tissues(plan, plane, thickness * weight, &mut one);
        paint_parts(plan, plane, &mut one);
        for (s, o) in sum.iter_mut().zip(&one) {
            *s += weight * o;
        }
        if has_lesions {
            lesions(plan, plane, &mut one);
        }
        for (s, o) in with.iter_mut().zip(&one) {
            *s += weight * o;
        }
    }
    // Both follow from the head without its lesions: twins share them.
    let map = plan.noise.map(&sum);
    let residual = plan.beam.residual(&sum, side, plan.pixel_mm());
    if !has_lesions {
        with = sum;
    }
    for y in 0..side {
        for x in 0..side {
            // Air shows next to nothing of it.
            let value = with[y * side + x];
            let share = ((value + 900.0) * 0.002).clamp(0.0, 1.0);
            with[y * side + x] += share * plan.beam_share * residual.at(x, y, side);
        }
    }
    plan.motion
        .blur(z, plan.slices(), plan.pixel_mm(), &mut with);
    let sigma = kernel::psf_sigma_mm(plan.kernel) / (plan.sharpness * plan.pixel_mm());
    blur::gaussian(&mut with, side, sigma);
    Some((with, map))
}

/// The air about the patient and the head rest.
fn surroundings(plan: &Plan, z: u32) -> Vec<f32> {
    let side = plan.side();
    let pixel = plan.pixel_mm();
    let mut hu = vec![-1000.0f32; side * side];
    let back = plan.back_mm;
    for y in 0..side {
        let first = plan.voxel_at(0, y, z);
        if first.y < back - 75.0 {
            continue;
        }
        for x in 0..side {
            let px = first.x + x as f32 * pixel;
            // A cradle: foam in a thin shell.
            let r = (px * px + (first.y - back + 96.0) * (first.y - back + 96.0)).sqrt();
            let is_low = first.y > back - 62.0;
            if is_low {
                let pad = coverage((r - 103.0).abs() - 6.0, pixel);
                let shell = coverage((r - 110.5).abs() - 0.9, pixel);
                let value = lerp(-1000.0, -955.0, pad);
                hu[y * side + x] = lerp(value, -250.0, shell);
            }
        }
    }
    hu
}

/// Calls `draw(index, patient position, fields)` for the pixels of a row that lie in or near the head.
fn each_pixel(
    plan: &Plan,
    plane: Plane,
    y: usize,
    row: &[Fields],
    mut draw: impl FnMut(usize, P3, &Fields),
) {
    let first = plane.at(0, y);
    let lattice = &plan.lattice;
    let per_pixel = plane.pixel / (lattice.x_of(1) - lattice.x_of(0));
    let start = lattice.in_nodes(first.x);
    for x in 0..plane.side {
        let at = start + x as f32 * per_pixel;
        if at < 0.0 {
            continue;
        }
        let cell = index_in(at, lattice.row_len() - 2);
        if row[cell][field::SKIN] > 3.0 && row[cell + 1][field::SKIN] > 3.0 {
            continue;
        }
        let f = Lattice::between(row, at);
        draw(y * plane.side + x, plane.at(x, y), &f);
    }
}

/// `apart` is how far the planes of a slice lie from each other, mm.
fn tissues(plan: &Plan, plane: Plane, apart: f32, hu: &mut [f32]) {
    let fine = plane.pixel * 1.15;
    let head = &plan.head;
    let mut row = Vec::new();
    for y in 0..plane.side {
        let first = plane.at(0, y);
        if !plan.lattice.row(first.y, first.z, &mut row) {
            continue;
        }
        each_pixel(plan, plane, y, &row, |idx, patient, f| {
            let width = fine + apart * f[field::SLOPE];
            if f[field::SKIN] > width {
                return;
            }
            let at = head.to_head(patient);
            let mut inside = 0.0;
            if f[field::INNER] < width {
                let tissue = tissue::of(f, width);
                let grain = head.texture.at(at * 0.8);
                inside = tissue::brain_hu(head, &tissue, f, grain, width);
            }
            hu[idx] = if f[field::INNER] < -width {
                inside
            } else {
                bone::hu(head, f, at, width, inside, hu[idx])
            };
        });
    }
}

/// Pixels of a row or column between two places.
fn span(low: f32, high: f32, origin: f32, plane: Plane) -> Range<usize> {
    let last = plane.side as f32;
    let low = ((low - origin) / plane.pixel).clamp(0.0, last);
    let high = ((high - origin) / plane.pixel + 1.0).clamp(0.0, last);
    index_in(low, plane.side)..index_in(high, plane.side)
}

fn paint_parts(plan: &Plan, plane: Plane, hu: &mut [f32]) {
    let head = &plan.head;
    let is_pushed = plan.lesions.bounds().is_some();
    for part in &plan.parts {
        let (a, b, reach) = part.axis();
        // What lesions push aside lies elsewhere than it was made.
        let (a, b, slack) = if is_pushed {
            (pushed(plan, a), pushed(plan, b), 3.0)
        } else {
            (a, b, 0.0)
        };
        let (a, b) = (head.to_patient(a), head.to_patient(b));
        let reach = reach + plane.pixel + slack;
        if plane.origin.z < a.z.min(b.z) - reach || plane.origin.z > a.z.max(b.z) + reach {
            continue;
        }
        for y in span(
            a.y.min(b.y) - reach,
            a.y.max(b.y) + reach,
            plane.origin.y,
            plane,
        ) {
            for x in span(
                a.x.min(b.x) - reach,
                a.x.max(b.x) + reach,
                plane.origin.x,
                plane,
            ) {
                let at = plan.lesions.displace(head.to_head(plane.at(x, y)));
                let (d, thin) = part.distance(head, at, 0.5 * plane.pixel);
                let share = coverage(d, plane.pixel) * thin;
                if share > 0.0 {
                    let idx = y * plane.side + x;
                    let uneven = if part.rough > 0.0 {
                        1.0 + 0.6 * part.rough * head.texture.at(at * 4.0)
                    } else {
                        1.0
                    };
                    hu[idx] = lerp(hu[idx], part.hu * uneven, share);
                }
            }
        }
    }
}

/// Where a place of the head without lesions lies with them: the inverse of what moves the other way.
fn pushed(plan: &Plan, at: P3) -> P3 {
    (0..4).fold(at, |now, _| at - (plan.lesions.displace(now) - now))
}

fn lesions(plan: &Plan, plane: Plane, hu: &mut [f32]) {
    let Some((low, high)) = plan.lesions.bounds() else {
        return;
    };
    let head = &plan.head;
    let width = plane.pixel * 1.15;
    let (mut least, mut most) = (p3(1e9, 1e9, 1e9), p3(-1e9, -1e9, -1e9));
    for corner in 0..8u8 {
        let pick = |bit: u8, low: f32, high: f32| if corner & bit == 0 { low } else { high };
        let at = head.to_patient(p3(
            pick(1, low.x, high.x),
            pick(2, low.y, high.y),
            pick(4, low.z, high.z),
        ));
        least = p3(least.x.min(at.x), least.y.min(at.y), least.z.min(at.z));
        most = p3(most.x.max(at.x), most.y.max(at.y), most.z.max(at.z));
    }
    if plane.origin.z < least.z || plane.origin.z > most.z {
        return;
    }
    let columns = span(least.x, most.x, plane.origin.x, plane);
    let mut row = Vec::new();
    for y in span(least.y, most.y, plane.origin.y, plane) {
        let first = plane.at(0, y);
        if !plan.lattice.row(first.y, first.z, &mut row) {
            continue;
        }
        for x in columns.clone() {
            let patient = plane.at(x, y);
            let at = head.to_head(patient);
            if !plan.lesions.concerns(at) {
                continue;
            }
            let f = Lattice::between(&row, plan.lattice.in_nodes(patient.x));
            let tissue = if f[field::INNER] < width {
                tissue::of(&f, width)
            } else {
                Tissue::default()
            };
            let idx = y * plane.side + x;
            hu[idx] = plan.lesions.blend(head, hu[idx], at, &tissue);
        }
    }
}

/// A stored sample: HU rounded to the nearest, within what CT stores.
fn to_stored(hu: f32) -> i16 {
    let rounded = floor_i32(hu.clamp(-1024.0, 3071.0) + 0.5);
    i16::try_from(rounded).unwrap_or(0)
}
