//! Arteries, veins and bronchi that fill the lobes, grown by dividing the lobes' volume. The central ones: `tubes`.
//!
//! Method: Kitaoka, Takaki, Suki, "A three-dimensional model of the human airway tree", J Appl Physiol 1999:
//! a branch heads for the middle of its share of the volume, the share is cut in two, until the shares are points.

use overread_base::{Rng, Seed};

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::blood::Blood;
use crate::chest_ct::params::Lobe;
use crate::chest_ct::tubes::{Tube, TubeKind, wall_mm};
use crate::num::{P3, lerp, p3, to_f32};

/// Distance of the points that share out the volume, canonical mm.
const GRID_MM: f32 = 6.6;

/// Radius of a last twig, mm.
const TWIG_MM: f32 = 0.27;

/// Where a lobe's trees begin: artery, vein, and the direction into the lobe.
fn roots(lobe: Lobe) -> (P3, P3, P3) {
    match lobe {
        Lobe::RightUpper => (
            p3(-47.0, 8.0, -3.0),
            p3(-48.0, -6.0, -28.0),
            p3(-0.6, -0.1, 0.8),
        ),
        Lobe::RightMiddle => (
            p3(-46.0, 16.0, -38.0),
            p3(-46.0, -2.0, -34.0),
            p3(-0.5, -0.7, -0.4),
        ),
        Lobe::RightLower => (
            p3(-47.0, 22.0, -48.0),
            p3(-50.0, 40.0, -72.0),
            p3(-0.3, 0.4, -0.85),
        ),
        Lobe::LeftUpper => (
            p3(43.0, 24.0, -11.0),
            p3(50.0, -8.0, -24.0),
            p3(0.6, -0.35, 0.7),
        ),
        Lobe::LeftLower => (
            p3(46.0, 38.0, -42.0),
            p3(50.0, 42.0, -70.0),
            p3(0.3, 0.35, -0.85),
        ),
    }
}

/// Grows all trees, in patient mm.
pub(crate) fn grow(anatomy: &Anatomy, seed: Seed) -> Vec<Tube> {
    let mut tubes = Vec::new();
    let artery_points = lobe_points(anatomy, seed.child("artery"));
    let vein_points = lobe_points(anatomy, seed.child("vein"));
    for lobe in Lobe::ALL {
        let (artery, vein, dir) = roots(lobe);
        let mut grower = Grower {
            rng: seed.child("grow").index(lobe.index() as u64).rng(),
            out: &mut tubes,
            airways: true,
            blood: Blood::LungArtery,
        };
        grower.grow(artery, dir, artery_points[lobe.index()].clone());
        grower.airways = false;
        grower.blood = Blood::LungVein;
        grower.grow(vein, dir, vein_points[lobe.index()].clone());
    }
    for tube in &mut tubes {
        tube.a = anatomy.patient(tube.a);
        tube.b = anatomy.patient(tube.b);
    }
    tubes
}

/// Points on a jittered grid inside each lobe, away from its surface.
fn lobe_points(anatomy: &Anatomy, seed: Seed) -> [Vec<P3>; 5] {
    let mut points: [Vec<P3>; 5] = Default::default();
    let mut rng = seed.rng();
    for iz in 0..48u8 {
        let z = f32::from(iz) * GRID_MM - 192.0;
        let tubes = anatomy.tubes_near(z);
        for iy in 0..34u8 {
            for ix in 0..46u8 {
                let mut jitter = || to_f32(rng.range(-0.42, 0.42)) * GRID_MM;
                let q = p3(
                    f32::from(ix) * GRID_MM - 148.0 + jitter(),
                    f32::from(iy) * GRID_MM - 108.0 + jitter(),
                    z + jitter(),
                );
                // Vessels end short of the pleura.
                if Anatomy::cavity(q.z, q) < -4.0 && anatomy.lung(q, &tubes) < -3.2 {
                    points[anatomy.lobe(q).index()].push(q);
                }
            }
        }
    }
    points
}

/// A branch still to be grown.
struct Tip {
    at: P3,
    dir: P3,
    points: Vec<P3>,
    /// Where the bronchus beside the artery stands from its middle.
    beside: P3,
    radius: f32,
}

struct Grower<'a> {
    rng: Rng,
    out: &'a mut Vec<Tube>,
    airways: bool,
    blood: Blood,
}

/// The radius of a vessel that feeds `n` twigs: Murray's law, its exponent within what arteries show in vivo.
fn radius_of(n: usize) -> f32 {
    TWIG_MM * libm::powf(n as f32, 1.0 / 2.65)
}

impl Grower<'_> {
    fn grow(&mut self, root: P3, dir: P3, points: Vec<P3>) {
        if points.is_empty() {
            return;
        }
        let radius = radius_of(points.len());
        let mut tips = vec![Tip {
            at: root,
            dir,
            points,
            beside: p3(0.0, 0.6, 0.8),
            radius,
        }];
        while let Some(tip) = tips.pop() {
            self.divide(tip, &mut tips);
        }
    }

    /// Splits a tip's points in two and grows a branch towards each half.
    fn divide(&mut self, tip: Tip, tips: &mut Vec<Tip>) {
        let normal = spread(&tip.points, tip.dir, &mut self.rng);
        let middle = centroid(&tip.points);
        let (near, far): (Vec<P3>, Vec<P3>) = tip
            .points
            .iter()
            .partition(|&&p| (p - middle).dot(normal) < 0.0);
        for half in [near, far] {
            if half.is_empty() {
                continue;
            }
            let to = centroid(&half) - tip.at;
            let share = if half.len() < 4 {
                0.75
            } else {
                to_f32(self.rng.range(0.32, 0.46))
            };
            let aim = to.unit_or(tip.dir);
            // A branch bends by 60 degrees at most.
            let dir = if aim.dot(tip.dir) < 0.5 {
                let aside = (aim - tip.dir * aim.dot(tip.dir)).unit_or(normal);
                tip.dir * 0.5 + aside * 0.866
            } else {
                aim
            };
            let length = (to.length() * share).clamp(2.0, 60.0);
            let end = tip.at + dir * length;
            let radius = radius_of(half.len());
            let beside = self.branch(&tip, (end, length), radius, half.len() == 1);
            if half.len() > 1 {
                tips.push(Tip {
                    at: end,
                    dir: (end - tip.at).unit_or(dir) * 0.7 + dir * 0.3,
                    points: half,
                    beside,
                    radius,
                });
            }
        }
    }

    /// Draws a branch as a curve that leaves in the parent's direction; gives the bronchus' new place beside it.
    fn branch(&mut self, tip: &Tip, (end, length): (P3, f32), radius: f32, is_last: bool) -> P3 {
        let mut jitter = || to_f32(self.rng.range(-0.09, 0.09)) * length;
        let wobble = p3(jitter(), jitter(), jitter());
        let control = tip.at + tip.dir * (0.42 * length) + wobble;
        let steps = if length > 14.0 {
            5u8
        } else if length > 5.0 {
            3
        } else {
            2
        };
        let forward = (end - tip.at).unit_or(tip.dir);
        let beside = (tip.beside - forward * tip.beside.dot(forward)).unit_or(p3(0.0, 0.6, 0.8));
        let start_radius = lerp(tip.radius.min(radius * 1.25), radius, 0.4);
        let mut from = (tip.at, start_radius, tip.beside);
        for step in 1..=steps {
            let t = f32::from(step) / f32::from(steps);
            let u = 1.0 - t;
            let at = tip.at * (u * u) + control * (2.0 * u * t) + end * (t * t);
            // A last twig thins out.
            let r = lerp(
                start_radius,
                if is_last { 0.45 * radius } else { radius },
                t,
            );
            let side = lerp_dir(tip.beside, beside, t);
            self.out.push(Tube {
                a: from.0,
                b: at,
                ra: from.1,
                rb: r,
                kind: TubeKind::LungVessel,
                blood: self.blood,
            });
            if self.airways && radius > 1.4 {
                let lumen = |r: f32| 0.68 * r;
                let gap = |r: f32| r + lumen(r) + wall_mm(lumen(r)) + 0.2;
                self.out.push(Tube {
                    a: from.0 + from.2 * gap(from.1),
                    b: at + side * gap(r),
                    ra: lumen(from.1),
                    rb: lumen(r),
                    kind: TubeKind::Airway,
                    blood: self.blood,
                });
            }
            from = (at, r, side);
        }
        beside
    }
}

fn lerp_dir(a: P3, b: P3, t: f32) -> P3 {
    (a * (1.0 - t) + b * t).unit_or(b)
}

fn centroid(points: &[P3]) -> P3 {
    let sum = points.iter().fold(P3::default(), |sum, &p| sum + p);
    sum * (1.0 / points.len().max(1) as f32)
}

/// The direction across `dir` in which the points spread widest, by power iteration on their covariance.
fn spread(points: &[P3], dir: P3, rng: &mut Rng) -> P3 {
    let middle = centroid(points);
    let mut axis = p3(
        to_f32(rng.range(-1.0, 1.0)),
        to_f32(rng.range(-1.0, 1.0)),
        to_f32(rng.range(-1.0, 1.0)),
    );
    for _ in 0..4 {
        axis = (axis - dir * axis.dot(dir)).unit_or(p3(1.0, 0.0, 0.0));
        axis = points.iter().fold(P3::default(), |sum, &p| {
            let q = p - middle;
            sum + q * q.dot(axis)
        });
    }
    (axis - dir * axis.dot(dir)).unit_or(dir.cross(p3(0.3, 0.5, 0.8)).unit_or(p3(1.0, 0.0, 0.0)))
}

#[cfg(test)]
mod tests;
