//! Parts as triangles: points fine enough to carry light, with normals and texture coordinates. No light here.

use std::f32::consts::TAU;

use bevy::math::{Vec2, Vec3};

use super::part::{Ends, Part, Shape};

/// The surface of one part, in the room.
#[derive(Debug, Clone, Default)]
pub(super) struct Surface {
    /// Points, metres.
    pub(super) positions_m: Vec<Vec3>,
    /// Outward directions at the points.
    pub(super) normals: Vec<Vec3>,
    /// Metres along and across the grain.
    pub(super) uvs_m: Vec<Vec2>,
    /// Three points each, counter-clockwise from outside.
    pub(super) triangles: Vec<[u32; 3]>,
    /// For blocks: the grids of the faces +x, -x, +y, -y, +z, -z.
    pub(super) faces: Vec<FaceGrid>,
}

/// The points of one face of a block: rows of `across` along the axis after the face's own, `down` along the next.
#[derive(Debug, Clone, Default)]
pub(super) struct FaceGrid {
    first: usize,
    across_m: Vec<f32>,
    down_m: Vec<f32>,
}

impl FaceGrid {
    /// The point of the grid that is nearest to a place on the face, in the part's own frame.
    pub(super) fn nearest(&self, u_m: f32, v_m: f32) -> usize {
        let column = nearest(&self.across_m, u_m);
        let row = nearest(&self.down_m, v_m);
        self.first + row * self.across_m.len() + column
    }
}

/// Index of the nearest of ascending lines.
fn nearest(lines: &[f32], at: f32) -> usize {
    let above = lines.partition_point(|line| *line < at);
    match (above.checked_sub(1), lines.get(above)) {
        (Some(below), Some(line)) if at - lines[below] < line - at => below,
        (_, Some(_)) => above,
        (below, None) => below.unwrap_or(0),
    }
}

/// Cuts a part into triangles.
pub(super) fn surface(part: &Part) -> Surface {
    let mut surface = Surface::default();
    match part.shape {
        Shape::Block { half_m, bevel_m } => add_block(part, half_m, bevel_m, &mut surface),
        Shape::Cone {
            half_height_m,
            lower_radius_m,
            upper_radius_m,
            ends,
        } => add_cone(
            part,
            half_height_m,
            [lower_radius_m, upper_radius_m],
            ends,
            &mut surface,
        ),
    }
    surface
}

fn add_block(part: &Part, half_m: Vec3, bevel_m: f32, out: &mut Surface) {
    for axis in 0..3 {
        let (u, v) = ((axis + 1) % 3, (axis + 2) % 3);
        let across_m = lines(half_m[u], bevel_m, part.step_m);
        let down_m = lines(half_m[v], bevel_m, part.step_m);
        for (side, sign) in [(0, 1.0), (1, -1.0)] {
            let first = out.positions_m.len();
            // Kept in the list, so that faces keep their numbers.
            if part.only_face.is_some_and(|only| only != 2 * axis + side) {
                out.faces.push(FaceGrid::default());
                continue;
            }
            for down in &down_m {
                for across in &across_m {
                    let mut on_box = Vec3::ZERO;
                    (on_box[axis], on_box[u], on_box[v]) = (sign * half_m[axis], *across, *down);
                    let (point, normal) = rounded(on_box, half_m, bevel_m, axis);
                    // The grain runs along the longer side.
                    let uv = if half_m[u] >= half_m[v] {
                        Vec2::new(*across, *down)
                    } else {
                        Vec2::new(*down, *across)
                    };
                    push(part, point, normal, uv, out);
                }
            }
            let grid = FaceGrid {
                first,
                across_m: across_m.clone(),
                down_m: down_m.clone(),
            };
            add_grid(
                first,
                grid.across_m.len(),
                grid.down_m.len(),
                sign > 0.0,
                out,
            );
            out.faces.push(grid);
        }
    }
}

/// A point of a sharp box on the box with edges taken off, and the normal there.
fn rounded(on_box: Vec3, half_m: Vec3, bevel_m: f32, axis: usize) -> (Vec3, Vec3) {
    let inner = half_m - bevel_m;
    let core = on_box.clamp(-inner, inner);
    let mut straight = Vec3::ZERO;
    straight[axis] = on_box[axis].signum();
    let normal = (on_box - core).normalize_or(straight);
    (core + normal * bevel_m, normal)
}

/// Places along one side: its ends, where the bevel begins, and steps between.
fn lines(half_m: f32, bevel_m: f32, step_m: f32) -> Vec<f32> {
    let inner_m = half_m - bevel_m;
    let n_steps = steps(2.0 * inner_m, step_m);
    let mut lines = Vec::new();
    if bevel_m > 0.0 {
        lines.push(-half_m);
    }
    lines.extend((0..=n_steps).map(|idx| inner_m * (2.0 * share(idx, n_steps) - 1.0)));
    if bevel_m > 0.0 {
        lines.push(half_m);
    }
    lines
}

/// How many steps of at most `step_m` a length takes: one to 200.
fn steps(length_m: f32, step_m: f32) -> u16 {
    (1..200)
        .find(|n| length_m <= f32::from(*n) * step_m)
        .unwrap_or(200)
}

fn share(idx: u16, of: u16) -> f32 {
    f32::from(idx) / f32::from(of)
}

fn add_cone(part: &Part, half_height_m: f32, radius_m: [f32; 2], ends: Ends, out: &mut Surface) {
    /// Length of a side of the many-sided rod.
    const SIDE_M: f32 = 0.007;
    let [lower, upper] = radius_m;
    let around = steps(lower.max(upper) * TAU, SIDE_M).clamp(8, 40);
    let n_rings = steps(2.0 * half_height_m, part.step_m.max(half_height_m / 20.0));
    let slope = (lower - upper) / (2.0 * half_height_m).max(1e-6);
    let sides: &[f32] = match ends {
        Ends::Closed => &[1.0],
        Ends::Open => &[1.0, -1.0],
    };
    for side in sides {
        let first = out.positions_m.len();
        for ring in 0..=n_rings {
            let up = share(ring, n_rings);
            let radius = lower + (upper - lower) * up;
            let y = half_height_m * (2.0 * up - 1.0);
            for step in 0..=around {
                let (sin, cos) = (share(step, around) * TAU).sin_cos();
                let normal = Vec3::new(sin, slope, cos).normalize() * *side;
                let uv = Vec2::new(y, share(step, around) * TAU * lower.max(upper));
                push(
                    part,
                    Vec3::new(radius * sin, y, radius * cos),
                    normal,
                    uv,
                    out,
                );
            }
        }
        add_grid(
            first,
            usize::from(around) + 1,
            usize::from(n_rings) + 1,
            *side > 0.0,
            out,
        );
    }
    if ends == Ends::Closed {
        add_lid(part, -half_height_m, lower, around, out);
        add_lid(part, half_height_m, upper, around, out);
    }
}

fn add_lid(part: &Part, y: f32, radius_m: f32, around: u16, out: &mut Surface) {
    let normal = Vec3::new(0.0, y.signum(), 0.0);
    let middle = out.positions_m.len();
    push(part, Vec3::new(0.0, y, 0.0), normal, Vec2::ZERO, out);
    for step in 0..=around {
        let (sin, cos) = (share(step, around) * TAU).sin_cos();
        let at = Vec2::new(sin, cos) * radius_m;
        push(part, Vec3::new(at.x, y, at.y), normal, at, out);
    }
    for step in 0..usize::from(around) {
        let (a, b) = (middle + 1 + step, middle + 2 + step);
        push_triangle(middle, a, b, y > 0.0, out);
    }
}

fn push(part: &Part, local_m: Vec3, normal: Vec3, uv_m: Vec2, out: &mut Surface) {
    out.positions_m.push(part.centre_m + part.turn * local_m);
    out.normals.push(part.turn * normal);
    out.uvs_m.push(uv_m);
}

fn add_grid(
    first: usize,
    n_across: usize,
    n_down: usize,
    is_right_handed: bool,
    out: &mut Surface,
) {
    for row in 1..n_down {
        for column in 1..n_across {
            let corner = first + (row - 1) * n_across + column - 1;
            let (b, c, d) = (corner + 1, corner + n_across + 1, corner + n_across);
            push_triangle(corner, b, c, is_right_handed, out);
            push_triangle(corner, c, d, is_right_handed, out);
        }
    }
}

fn push_triangle(a: usize, b: usize, c: usize, is_right_handed: bool, out: &mut Surface) {
    let index = |vertex: usize| u32::try_from(vertex).unwrap_or(u32::MAX);
    let (b, c) = if is_right_handed { (b, c) } else { (c, b) };
    out.triangles.push([index(a), index(b), index(c)]);
}

#[cfg(test)]
mod tests;
