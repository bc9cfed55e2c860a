//! What is too fine for the lattice: vessels, eyes with nerves and muscles, calcium. Each part is painted on its own.

use overread_base::{Laterality, Seed};

use crate::head_ct::anatomy::Head;
use crate::num::{P3, ellipsoid, p3, round_cone, to_f32};

/// A painted part, head mm.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) shape: Shape,
    pub(crate) hu: f32,
    /// How uneven it is: noise displacement as a share of its size, and as much in HU.
    pub(crate) rough: f32,
}

/// The shape of a part.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// A round cone: ends and their radii.
    Cone(P3, P3, f32, f32),
    /// An ellipsoid: centre and half axes.
    Ball(P3, P3),
}

impl Part {
    /// Ends of its axis, and how far from it the part may reach.
    pub(crate) fn axis(&self) -> (P3, P3, f32) {
        match &self.shape {
            Shape::Cone(a, b, ra, rb) => (*a, *b, ra.max(*rb) + 1.0),
            Shape::Ball(centre, half) => {
                let size = half.x.max(half.y).max(half.z);
                (*centre, *centre, size * (1.0 + self.rough) + 1.0)
            }
        }
    }

    /// Distance to its surface. A part thinner than `least` is drawn that thick, and its mass share is the second.
    pub(crate) fn distance(&self, head: &Head, at: P3, least: f32) -> (f32, f32) {
        match &self.shape {
            Shape::Cone(a, b, ra, rb) => {
                let (wide_a, wide_b) = (ra.max(least), rb.max(least));
                let (d, t) = round_cone(at, *a, *b, wide_a, wide_b);
                let share = (ra + (rb - ra) * t) / (wide_a + (wide_b - wide_a) * t);
                (d, share * share)
            }
            Shape::Ball(centre, half) => {
                let size = half.x.min(half.y).min(half.z);
                let noise = if self.rough > 0.0 {
                    self.rough * size * head.texture.at(at * (7.0 / size.max(0.8)))
                } else {
                    0.0
                };
                (ellipsoid(at - *centre, *half) - noise, 1.0)
            }
        }
    }
}

/// Middle cerebral artery of a side: polylines of places in head mm, the stem first, then two branches.
pub(crate) fn middle_cerebral(head: &Head, side: Laterality) -> Vec<Vec<P3>> {
    let sign = if side == Laterality::Left { 1.0 } else { -1.0 };
    let wave = |i: f32| head.slow(p3(sign * 9.0, 7.0 * i, 3.0), 1.0);
    let at = |x: f32, y: f32, z: f32| head.from_canonical(p3(sign * x, y, z));
    let on = |y: f32, z: f32| {
        let c = p3(sign * 40.0, y, z);
        let (insula, _, _) = head.sylvian(c);
        head.from_canonical(p3(c.x - sign * (insula - 0.6), y, z))
    };
    let w = [0.0, 1.0, 2.0, 3.0].map(wave);
    let stem = vec![
        at(8.5, -15.0, -18.0),
        at(14.0, -16.5 + w[0], -17.0 + w[1]),
        at(21.0, -17.5 + w[2], -17.5 + w[3]),
        at(29.0, -20.0 + w[1], -14.5 + w[2]),
    ];
    let upper = vec![
        stem[3],
        on(-25.0, -9.0),
        on(-24.0 + w[0], -1.0),
        on(-19.0 + w[2], 8.0),
        on(-10.0, 15.0),
    ];
    let lower = vec![
        stem[3],
        on(-16.0, -9.0),
        on(-7.0 + w[1], -3.0),
        on(3.0, 3.0 + w[3]),
        on(12.0, 12.0),
    ];
    vec![stem, upper, lower]
}

/// All parts of a head that every head has.
pub(crate) fn all(head: &Head, seed: Seed) -> Vec<Part> {
    let mut parts = Vec::new();
    vessels(head, &mut parts);
    orbits(head, &mut parts);
    calcium(head, seed, &mut parts);
    parts
}

fn tube(parts: &mut Vec<Part>, points: &[P3], radius: f32, thinner: f32, hu: f32) {
    let n = points.len().saturating_sub(1).max(1) as f32;
    for (i, pair) in points.windows(2).enumerate() {
        let r = |i: usize| radius * (1.0 + (thinner - 1.0) * i as f32 / n);
        parts.push(Part {
            shape: Shape::Cone(pair[0], pair[1], r(i), r(i + 1)),
            hu,
            rough: 0.0,
        });
    }
}

fn vessels(head: &Head, parts: &mut Vec<Part>) {
    let hu = head.blood_hu();
    let at = |x: f32, y: f32, z: f32| head.from_canonical(p3(x, y, z));
    for side in [Laterality::Right, Laterality::Left] {
        let s = if side == Laterality::Left { 1.0 } else { -1.0 };
        for (i, line) in middle_cerebral(head, side).iter().enumerate() {
            let (r, end) = if i == 0 { (1.45, 0.9) } else { (1.15, 0.6) };
            tube(parts, line, r, end, hu);
        }
        let carotid = [
            at(s * 14.0, -8.0, -44.0),
            at(s * 12.5, -16.0, -32.0),
            at(s * 11.0, -22.0, -27.0),
            at(s * 10.0, -17.0, -22.0),
            at(s * 8.5, -15.0, -18.0),
        ];
        tube(parts, &carotid, 2.3, 0.8, hu);
        let anterior = [
            at(s * 8.5, -15.0, -18.0),
            at(s * 2.5, -22.0, -15.5),
            at(s * 1.8, -40.0, -6.0),
            at(s * 1.8, -54.0, 6.0),
            at(s * 1.8, -46.0, 24.0),
            at(s * 1.8, -20.0, 36.0),
        ];
        tube(parts, &anterior, 1.2, 0.65, hu);
        let posterior = [
            at(0.0, -3.0, -21.0),
            at(s * 9.0, -4.0, -18.0),
            at(s * 18.0, 6.0, -14.0),
            at(s * 17.0, 22.0, -8.0),
            at(s * 14.0, 44.0, -2.0),
        ];
        tube(parts, &posterior, 1.25, 0.6, hu);
        let vertebral = [
            at(s * 9.0, 18.0, -72.0),
            at(s * 5.0, 6.0, -58.0),
            at(0.0, 0.0, -47.0),
        ];
        tube(parts, &vertebral, 1.7, 0.8, hu);
    }
    let basilar = [
        at(0.0, 0.0, -47.0),
        at(1.2, -4.5, -34.0),
        at(0.0, -3.0, -21.0),
    ];
    tube(parts, &basilar, 1.7, 0.9, hu);
    let galen = [at(0.0, 17.0, 4.0), at(0.0, 24.0, 3.0), at(0.0, 31.0, 6.0)];
    tube(parts, &galen, 1.4, 1.5, hu);
}

fn orbits(head: &Head, parts: &mut Vec<Part>) {
    let at = |x: f32, y: f32, z: f32| head.from_canonical(p3(x, y, z));
    let ball = |centre: P3, r: f32, hu: f32| Part {
        shape: Shape::Ball(centre, p3(r, r, r)),
        hu,
        rough: 0.0,
    };
    for s in [-1.0f32, 1.0] {
        let eye = at(s * 32.5, -78.5, -38.5);
        let apex = at(s * 14.5, -36.0, -33.0);
        for (dx, dz) in [(11.5, 0.0), (-11.0, 0.0), (0.0, 11.0), (0.0, -11.0)] {
            let front = eye + p3(s * dx * 1.06, 4.0, dz * 1.06);
            let belly = front * 0.55 + apex * 0.45 + p3(s * dx * 0.3, 0.0, dz * 0.3);
            for (a, b, ra, rb) in [(front, belly, 1.2, 2.6), (belly, apex, 2.6, 1.3)] {
                parts.push(Part {
                    shape: Shape::Cone(a, b, ra, rb),
                    hu: 48.0,
                    rough: 0.0,
                });
            }
        }
        let bend = (eye + apex) * 0.5 + p3(s * 1.5, 0.0, -1.0);
        tube(
            parts,
            &[eye + p3(0.0, 11.0, 0.0), bend, apex],
            2.1,
            0.95,
            38.0,
        );
        parts.push(ball(eye, 12.2, 55.0));
        parts.push(ball(eye, 11.0, 9.0));
        parts.push(Part {
            shape: Shape::Ball(eye + p3(0.0, -7.8, 0.0), p3(4.5, 1.9, 4.5)),
            hu: 95.0,
            rough: 0.0,
        });
        // The lacrimal gland.
        parts.push(Part {
            shape: Shape::Ball(eye + p3(s * 12.5, 2.0, 9.0), p3(2.6, 6.0, 5.0)),
            hu: 38.0,
            rough: 0.15,
        });
    }
}

/// Calcium that many adults have: pineal gland in 60-70 %, plexus in 50-60 % (reference 2.1).
fn calcium(head: &Head, seed: Seed, parts: &mut Vec<Part>) {
    let mut rng = seed.child("calcium").rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let pineal = head.from_canonical(p3(0.0, 15.0, 1.5));
    let has_pineal = draw(0.0, 1.0) < 0.65;
    let size = draw(1.2, 2.9);
    let dense = draw(120.0, 420.0);
    parts.push(Part {
        shape: Shape::Ball(pineal, p3(3.2, 4.0, 2.6)),
        hu: 38.0,
        rough: 0.1,
    });
    if has_pineal {
        parts.push(Part {
            shape: Shape::Ball(
                pineal + p3(draw(-0.8, 0.8), draw(-0.8, 0.8), 0.0),
                p3(size, 1.1 * size, 0.9 * size),
            ),
            hu: dense,
            rough: 0.35,
        });
    }
    let has_plexus = draw(0.0, 1.0) < 0.55;
    for s in [-1.0f32, 1.0] {
        let place = head.from_canonical(p3(
            s * (25.0 + 0.4 * head.spread + draw(-1.0, 1.0)),
            34.0 + draw(-1.5, 1.5),
            11.0 + draw(-1.0, 1.0),
        ));
        let half = p3(2.6, 4.6, 5.0) * draw(0.8, 1.1);
        parts.push(Part {
            shape: Shape::Ball(place, half),
            hu: 41.0,
            rough: 0.25,
        });
        let grain = draw(0.9, 2.4);
        let dense = draw(90.0, 260.0);
        if has_plexus && draw(0.0, 1.0) < 0.85 {
            parts.push(Part {
                shape: Shape::Ball(
                    place + p3(0.0, 0.5, -0.5),
                    p3(0.8 * grain, 1.3 * grain, grain),
                ),
                hu: dense,
                rough: 0.4,
            });
        }
    }
}
