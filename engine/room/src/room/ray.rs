//! Rays among the parts: what a ray meets first, and whether two points see one another. No light here.

use bevy::math::Vec3;

use super::part::{Ends, Part, Shape};

/// Where a ray met a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hit {
    /// How far along the ray, metres.
    pub(super) distance_m: f32,
    /// Which part.
    pub(super) part: usize,
    /// The face of a block as `surface` counts them; `None` on a cone.
    pub(super) face: Option<usize>,
}

/// Parts sorted into boxes within boxes, so that a ray asks few of them.
#[derive(Debug)]
pub(super) struct Tracer<'a> {
    parts: &'a [Part],
    order: Vec<usize>,
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    low: Vec3,
    high: Vec3,
    /// A leaf's parts in `order`; empty for an inner node.
    from: usize,
    to: usize,
    /// The second child of an inner node; the first follows it at once.
    second: usize,
}

#[derive(Debug, Clone, Copy)]
struct Line {
    origin: Vec3,
    direction: Vec3,
    inverse: Vec3,
    longest: f32,
}

/// Parts in a leaf, at most.
const LEAF: usize = 4;

impl<'a> Tracer<'a> {
    /// Sorts the parts.
    pub(super) fn new(parts: &'a [Part]) -> Self {
        let bounds: Vec<_> = parts.iter().map(Part::bounds_m).collect();
        let mut tracer = Self {
            parts,
            order: (0..parts.len()).collect(),
            nodes: Vec::new(),
        };
        if !parts.is_empty() {
            tracer.split(&bounds, 0, parts.len());
        }
        tracer
    }

    fn split(&mut self, bounds: &[(Vec3, Vec3)], from: usize, to: usize) {
        let inside = &mut self.order[from..to];
        let (mut low, mut high) = (Vec3::INFINITY, Vec3::NEG_INFINITY);
        for part in inside.iter() {
            (low, high) = (low.min(bounds[*part].0), high.max(bounds[*part].1));
        }
        let node = self.nodes.len();
        self.nodes.push(Node {
            low,
            high,
            from,
            to,
            second: 0,
        });
        if to - from <= LEAF {
            return;
        }
        let size = high - low;
        let axis = if size.x >= size.y && size.x >= size.z {
            0
        } else if size.y >= size.z {
            1
        } else {
            2
        };
        inside.sort_by(|a, b| {
            let middle = |part: usize| bounds[part].0[axis] + bounds[part].1[axis];
            middle(*a).total_cmp(&middle(*b))
        });
        let middle = from + (to - from) / 2;
        self.split(bounds, from, middle);
        let second = self.nodes.len();
        self.split(bounds, middle, to);
        self.nodes[node].second = second;
        self.nodes[node].to = from;
    }

    /// The first part that a ray meets; `direction` has length 1.
    pub(super) fn first(&self, origin: Vec3, direction: Vec3) -> Option<Hit> {
        self.walk(origin, direction, f32::INFINITY, false)
    }

    /// Whether nothing stands between two points, apart from what touches them.
    pub(super) fn sees(&self, from_m: Vec3, to_m: Vec3) -> bool {
        /// What lies this near to the far end belongs to it.
        const SKIN_M: f32 = 0.004;
        let way = to_m - from_m;
        let distance = way.length();
        distance <= SKIN_M
            || self
                .walk(from_m, way / distance, distance - SKIN_M, true)
                .is_none()
    }

    fn walk(&self, origin: Vec3, direction: Vec3, longest: f32, any: bool) -> Option<Hit> {
        let mut line = Line {
            origin,
            direction,
            inverse: direction.recip(),
            longest,
        };
        let mut best = None;
        let mut stack = [0_usize; 32];
        let mut depth = usize::from(!self.nodes.is_empty());
        while let Some(top) = depth.checked_sub(1) {
            depth = top;
            let idx = stack[top];
            let node = self.nodes[idx];
            if !meets_box(&line, node.low, node.high) {
                continue;
            }
            for part in &self.order[node.from..node.to] {
                if let Some((distance_m, face)) = meets(&self.parts[*part], &line) {
                    line.longest = distance_m;
                    best = Some(Hit {
                        distance_m,
                        part: *part,
                        face,
                    });
                    if any {
                        return best;
                    }
                }
            }
            if node.second != 0 && depth + 2 <= stack.len() {
                stack[depth] = node.second;
                stack[depth + 1] = idx + 1;
                depth += 2;
            }
        }
        best
    }
}

fn meets_box(line: &Line, low: Vec3, high: Vec3) -> bool {
    let a = (low - line.origin) * line.inverse;
    let b = (high - line.origin) * line.inverse;
    let near = a.min(b).max_element().max(0.0);
    let far = a.max(b).min_element().min(line.longest);
    near <= far
}

/// The nearest meeting from outside or inside, before `line.longest`.
fn meets(part: &Part, line: &Line) -> Option<(f32, Option<usize>)> {
    let back = part.turn.inverse();
    let origin = back * (line.origin - part.centre_m);
    let direction = back * line.direction;
    match part.shape {
        Shape::Block { half_m, .. } => {
            let (distance, face) = meets_block(origin, direction, half_m)?;
            (distance < line.longest).then_some((distance, Some(face)))
        }
        Shape::Cone {
            half_height_m,
            lower_radius_m,
            upper_radius_m,
            ends,
        } => {
            let radius = [lower_radius_m, upper_radius_m];
            let distance = meets_cone(origin, direction, half_height_m, radius, ends)?;
            (distance < line.longest).then_some((distance, None))
        }
    }
}

/// Nothing nearer counts: it is the surface that the ray starts on.
const NEAREST_M: f32 = 1e-4;

fn meets_block(origin: Vec3, direction: Vec3, half: Vec3) -> Option<(f32, usize)> {
    let inverse = direction.recip();
    let a = (-half - origin) * inverse;
    let b = (half - origin) * inverse;
    let (near, far) = (a.min(b), a.max(b));
    let (enter, leave) = (near.max_element(), far.min_element());
    if enter > leave || leave < NEAREST_M {
        return None;
    }
    let (distance, faces) = if enter >= NEAREST_M {
        (enter, near)
    } else {
        (leave, far)
    };
    // One of the three is the distance itself.
    let axis = (0..3).find(|axis| faces[*axis].to_bits() == distance.to_bits())?;
    let is_low = (origin[axis] + direction[axis] * distance) < 0.0;
    Some((distance, 2 * axis + usize::from(is_low)))
}

fn meets_cone(
    origin: Vec3,
    direction: Vec3,
    half: f32,
    radius: [f32; 2],
    ends: Ends,
) -> Option<f32> {
    let slope = (radius[1] - radius[0]) / (2.0 * half);
    let at_middle = (radius[0] + radius[1]) / 2.0;
    // x^2 + z^2 = (at_middle + slope y)^2 along the ray.
    let (r0, r1) = (at_middle + slope * origin.y, slope * direction.y);
    let a = direction.x * direction.x + direction.z * direction.z - r1 * r1;
    let b = origin.x * direction.x + origin.z * direction.z - r0 * r1;
    let c = origin.x * origin.x + origin.z * origin.z - r0 * r0;
    let mut best: Option<f32> = None;
    let mut take = |distance: f32| {
        if distance >= NEAREST_M && best.is_none_or(|best| distance < best) {
            best = Some(distance);
        }
    };
    let inside = b * b - a * c;
    if inside >= 0.0 && a.abs() > 1e-9 {
        let root = inside.sqrt();
        for distance in [(-b - root) / a, (-b + root) / a] {
            if (origin.y + direction.y * distance).abs() <= half {
                take(distance);
            }
        }
    }
    if ends == Ends::Closed && direction.y.abs() > 1e-9 {
        for (y, radius) in [(-half, radius[0]), (half, radius[1])] {
            let distance = (y - origin.y) / direction.y;
            let (x, z) = (
                origin.x + direction.x * distance,
                origin.z + direction.z * distance,
            );
            if x * x + z * z <= radius * radius {
                take(distance);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests;
