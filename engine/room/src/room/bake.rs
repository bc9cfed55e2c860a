//! Light on the furniture, computed once: sources directly, then what the surfaces throw at one another.
//!
//! Nothing in the room moves but the reader's head, so the light can be worked out before the first frame: soft
//! shadows and reflected light then cost nothing while drawing, also where a CPU draws. Pure; draws nothing.

use std::f32::consts::TAU;

use bevy::math::Vec3;
use rayon::prelude::*;

use super::light::Light;
use super::part::Part;
use super::ray::{Hit, Tracer};
use super::surface::{Surface, surface};

/// A part with its surface and the colour of each point.
#[derive(Debug)]
pub(super) struct LitPart {
    /// Its triangles.
    pub(super) surface: Surface,
    /// Linear colour of each point, before the texture.
    pub(super) colours: Vec<Vec3>,
}

/// How much work is put in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    /// Directions in which each point looks for reflected light.
    pub(super) n_directions: u16,
    /// How often light is thrown on.
    pub(super) n_bounces: u16,
}

/// Light that reaches every corner: what more bounces would bring.
const REMAINDER: Vec3 = Vec3::new(0.016, 0.016, 0.018);
/// Rays start this far off the surface.
const LIFT_M: f32 = 0.0015;
/// No ray met anything.
const NOTHING: u32 = u32::MAX;

/// Works out the light on every part.
pub(super) fn light(parts: &[Part], lights: &[Light], effort: Effort) -> Vec<LitPart> {
    let tracer = Tracer::new(parts);
    let surfaces: Vec<Surface> = parts.par_iter().map(surface).collect();
    let starts: Vec<usize> = surfaces
        .iter()
        .scan(0, |next, surface| {
            let start = *next;
            *next += surface.positions_m.len();
            Some(start)
        })
        .collect();
    let points: Vec<(usize, Vec3, Vec3)> = surfaces
        .iter()
        .enumerate()
        .flat_map(|(part, surface)| {
            let lifted = surface.positions_m.iter().zip(&surface.normals);
            lifted.map(move |(position, normal)| (part, *position + *normal * LIFT_M, *normal))
        })
        .collect();

    let direct: Vec<Vec3> = points
        .par_iter()
        .map(|(part, at, normal)| {
            if parts[*part].glow == Vec3::ZERO {
                let from_all = lights.iter().map(|light| light.on(*at, *normal, &tracer));
                from_all.sum::<Vec3>() + REMAINDER
            } else {
                Vec3::ZERO
            }
        })
        .collect();

    let directions = hemisphere(effort.n_directions);
    let seen: Vec<Vec<u32>> = points
        .par_iter()
        .map(|(_, at, normal)| {
            let look = |local: &Vec3| {
                let hit = tracer.first(*at, around(*normal, *local));
                hit.map_or(NOTHING, |hit| {
                    point_at(&hit, *at, *normal, *local, parts, &surfaces, &starts)
                })
            };
            directions.iter().map(look).collect()
        })
        .collect();

    let given_back = |received: &[Vec3]| -> Vec<Vec3> {
        let lit = points.iter().zip(received);
        lit.map(|((part, ..), light)| parts[*part].albedo * *light)
            .collect()
    };
    let received = thrown_on(&direct, &seen, effort, given_back);
    coloured(parts, surfaces, &received)
}

/// The light on each point after every bounce: what came directly and the mean of what the points seen give back.
fn thrown_on(
    direct: &[Vec3],
    seen: &[Vec<u32>],
    effort: Effort,
    given_back: impl Fn(&[Vec3]) -> Vec<Vec3>,
) -> Vec<Vec3> {
    let share = 1.0 / f32::from(effort.n_directions.max(1));
    let mut received = direct.to_vec();
    for _ in 0..effort.n_bounces {
        let given = given_back(&received);
        received = direct
            .par_iter()
            .zip(seen)
            .map(|(direct, seen)| {
                let met = seen.iter().filter_map(|idx| given.get(*idx as usize));
                *direct + met.sum::<Vec3>() * share
            })
            .collect();
    }
    received
}

/// The parts with the colours of their points.
fn coloured(parts: &[Part], surfaces: Vec<Surface>, received: &[Vec3]) -> Vec<LitPart> {
    let mut rest = received;
    let mut lit = Vec::with_capacity(parts.len());
    for (part, surface) in parts.iter().zip(surfaces) {
        let (own, others) = rest.split_at(surface.positions_m.len());
        rest = others;
        let colours = own
            .iter()
            .map(|light| part.albedo * *light + part.glow)
            .collect();
        lit.push(LitPart { surface, colours });
    }
    lit
}

/// The number of the point that stands for where a ray ended; what shines by itself is counted as a light already.
fn point_at(
    hit: &Hit,
    at: Vec3,
    normal: Vec3,
    local: Vec3,
    parts: &[Part],
    surfaces: &[Surface],
    starts: &[usize],
) -> u32 {
    let part = &parts[hit.part];
    if part.glow != Vec3::ZERO {
        return NOTHING;
    }
    let surface = &surfaces[hit.part];
    let end = part.to_local(at + around(normal, local) * hit.distance_m);
    let nearest = match hit
        .face
        .and_then(|face| Some((face, surface.faces.get(face)?)))
    {
        Some((face, grid)) => {
            let axis = face / 2;
            grid.nearest(end[(axis + 1) % 3], end[(axis + 2) % 3])
        }
        // A cone is small: any point of its ring will do, taken by height.
        None => surface.positions_m.len() / 2,
    };
    u32::try_from(starts[hit.part] + nearest).unwrap_or(NOTHING)
}

/// Directions above a plane with +Z up, denser towards +Z by the cosine; a spiral, so that they are even.
fn hemisphere(n_directions: u16) -> Vec<Vec3> {
    const GOLDEN: f32 = 0.618_034;
    (0..n_directions)
        .map(|idx| {
            let outward = (f32::from(idx) + 0.5) / f32::from(n_directions);
            let (sin, cos) = (f32::from(idx) * GOLDEN * TAU).sin_cos();
            let radius = outward.sqrt();
            Vec3::new(radius * cos, radius * sin, (1.0 - outward).sqrt())
        })
        .collect()
}

/// A direction above the plane, above `normal` instead.
fn around(normal: Vec3, local: Vec3) -> Vec3 {
    let side = normal.any_orthonormal_vector();
    side * local.x + normal.cross(side) * local.y + normal * local.z
}

#[cfg(test)]
mod tests;
