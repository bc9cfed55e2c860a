//! Calcifications: grains by morphology and distribution, benign forms, calcified vessels.

use overread_base::{Difficulty, Seed};

use crate::mammography::lesion::{Layer, Placed};
use crate::mammography::patch::Patch;
use crate::mammography::strands::Vessel;
use crate::mammography::tile::pick;
use crate::mammography::tissue;
use crate::mammography::view::View;
use crate::num::{P3, p3, to_f32};

/// One calcification.
#[derive(Debug, Clone, Copy)]
pub(in crate::mammography) struct Grain {
    /// Its middle in the breast at rest.
    pub(super) at: P3,
    /// Half length and half width, mm.
    half: (f32, f32),
    /// Its direction in the breast at rest.
    along: P3,
    /// Thickness in the middle, mm of calcium oxalate.
    thickness: f32,
    /// Half width of a lucent middle, in parts of its own.
    hollow: f32,
}

impl Grain {
    /// Half its length, mm.
    pub(super) fn reach_mm(&self) -> f32 {
        self.half.0
    }
}

/// How the grains of a finding look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Morphology {
    Amorphous,
    Pleomorphic,
    FineLinear,
}

/// How they lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Distribution {
    Grouped,
    Segmental,
    Linear,
    Regional,
}

/// The grains of suspicious calcifications `extent` mm long about a site.
pub(super) fn suspicious(
    seed: Seed,
    difficulty: Difficulty,
    site: P3,
    depth_mm: f32,
    extent: f32,
) -> Vec<Grain> {
    let mut rng = seed.child("form").rng();
    let morphology = match rng.unit() {
        u if u < 0.3 => Morphology::Amorphous,
        u if u < 0.75 => Morphology::Pleomorphic,
        _ => Morphology::FineLinear,
    };
    // Grouped: within 20 mm. Farther apart they are segmental, linear or regional.
    let distribution = if extent <= 20.0 && rng.unit() < 0.7 {
        Distribution::Grouped
    } else {
        [
            Distribution::Segmental,
            Distribution::Linear,
            Distribution::Regional,
        ][pick(rng.unit(), 3)]
    };
    let (least, most, scale) = match difficulty {
        Difficulty::Easy => (16.0, 30.0, 1.3),
        Difficulty::Medium => (9.0, 17.0, 1.12),
        Difficulty::Hard => (6.0, 10.0, 0.98),
    };
    let more = (extent / 12.0).clamp(1.0, 3.0)
        * if morphology == Morphology::Amorphous {
            1.5
        } else {
            1.0
        };
    let n = crate::num::index_in(to_f32(rng.range(least, most)) * more, 120);
    let axis = tissue::to_nipple(depth_mm, site);
    (0..n)
        .map(|i| {
            let seed = seed.index(i as u64);
            // The first two lie at the ends, so that the extent is what was asked.
            let end = match i {
                0 => Some(-0.5),
                1 => Some(0.5),
                _ => None,
            };
            let off = offset(seed, distribution, axis, extent, end);
            grain(seed.child("grain"), morphology, site + off, axis, scale)
        })
        .collect()
}

fn offset(seed: Seed, distribution: Distribution, axis: P3, extent: f32, end: Option<f32>) -> P3 {
    let mut rng = seed.rng();
    let mut any = |low: f64, high: f64| to_f32(rng.range(low, high));
    let across = axis.cross(p3(0.3, 0.5, 0.8)).unit_or(p3(0.0, 1.0, 0.0));
    let third = axis.cross(across);
    let t = end.unwrap_or(0.98 * (any(0.0, 1.0) - 0.5));
    match distribution {
        Distribution::Grouped | Distribution::Regional => {
            // Denser in the middle of a group; a region is evenly filled.
            let power = if distribution == Distribution::Grouped {
                0.9
            } else {
                0.5
            };
            let direction = p3(any(-1.0, 1.0), any(-1.0, 1.0), any(-1.0, 1.0)).unit_or(axis);
            let r = 0.5 * extent * libm::powf(any(0.0, 1.0), power);
            match end {
                Some(t) => axis * (t * extent),
                None => direction.scaled(p3(1.0, 0.8, 0.8)) * r,
            }
        }
        Distribution::Segmental => {
            let wide = 0.22 * extent * (0.6 - t) * if end.is_some() { 0.0 } else { 1.0 };
            axis * (t * extent) + across * (wide * any(-1.0, 1.0)) + third * (wide * any(-1.0, 1.0))
        }
        Distribution::Linear => {
            let bow = 0.06 * extent * libm::sinf(5.0 * t);
            axis * (t * extent) + across * (bow + any(-0.5, 0.5)) + third * any(-0.5, 0.5)
        }
    }
}

fn grain(seed: Seed, morphology: Morphology, at: P3, axis: P3, scale: f32) -> Grain {
    let mut rng = seed.rng();
    let skew = to_f32(rng.normal() * 0.35);
    let mut any = |low: f64, high: f64| to_f32(rng.range(low, high));
    let free = p3(any(-1.0, 1.0), any(-1.0, 1.0), any(-1.0, 1.0)).unit_or(axis);
    let spread = libm::expf(skew);
    match morphology {
        Morphology::Amorphous => {
            let half = (0.10 * spread * scale).clamp(0.06, 0.3);
            Grain {
                at,
                half: (half * 1.5, half * 1.2),
                along: free,
                thickness: 1.5 * half,
                hollow: 0.0,
            }
        }
        Morphology::Pleomorphic => {
            let half = (0.155 * spread * scale).clamp(0.08, 0.5);
            Grain {
                at,
                half: (half * any(0.9, 1.5), half * any(0.6, 1.0)),
                along: free,
                thickness: 1.7 * half,
                hollow: 0.0,
            }
        }
        Morphology::FineLinear => {
            let half = (0.10 * scale).clamp(0.06, 0.2) * any(0.8, 1.2);
            Grain {
                at,
                half: (
                    half * (1.5 + 7.0 * any(0.0, 1.0) * any(0.0, 1.0)),
                    half * any(0.7, 1.1),
                ),
                along: (axis + free * 0.9).unit_or(axis),
                thickness: 2.2 * half * any(0.5, 1.1),
                hollow: 0.0,
            }
        }
    }
}

/// One benign calcification: round, with a rim, rod-like, or a popcorn of many.
pub(super) fn benign(seed: Seed, at: P3, depth_mm: f32, is_popcorn: bool) -> Vec<Grain> {
    let mut rng = seed.rng();
    let form = rng.unit();
    let mut any = |low: f64, high: f64| to_f32(rng.range(low, high));
    let axis = tissue::to_nipple(depth_mm, at);
    let one = |half: (f32, f32), along: P3, thickness: f32, hollow: f32| Grain {
        at,
        half,
        along,
        thickness,
        hollow,
    };
    if is_popcorn {
        let size = any(2.5, 5.5);
        return (0..22)
            .map(|_| {
                let off = p3(any(-1.0, 1.0), any(-1.0, 1.0), any(-1.0, 1.0)) * (0.62 * size);
                let half = any(0.35, 1.1);
                Grain {
                    at: at + off,
                    half: (half * 1.3, half),
                    along: off.unit_or(axis),
                    thickness: 0.7 * half,
                    hollow: 0.0,
                }
            })
            .collect();
    }
    vec![match form {
        u if u < 0.4 => {
            let half = any(0.25, 0.7);
            one((half, half * any(0.85, 1.0)), axis, 1.3 * half, 0.0)
        }
        u if u < 0.75 => {
            let half = any(0.5, 1.5);
            one(
                (half, half * any(0.85, 1.0)),
                axis,
                0.9 * half,
                any(0.7, 0.82),
            )
        }
        _ => {
            let half = any(0.22, 0.4);
            one((half * any(5.0, 12.0), half), axis, 1.4 * half, 0.0)
        }
    }]
}

/// Broken double lines along vessels, `length` mm of them; `None` where the vessels are too short.
pub(super) fn vascular(seed: Seed, vessels: &[Vessel], length: f32) -> Option<Vec<Grain>> {
    let mut grains = Vec::new();
    let mut left = length;
    for (number, vessel) in (0u64..).zip(vessels) {
        let mut rng = seed.index(number).rng();
        let n = vessel.points.len();
        for (i, pair) in vessel.points.windows(2).enumerate() {
            let t = i as f32 / n as f32;
            let radius = vessel.radius_mm.0 + (vessel.radius_mm.1 - vessel.radius_mm.0) * t;
            let step = pair[1] - pair[0];
            let long = step.length();
            let along = step.unit_or(p3(1.0, 0.0, 0.0));
            let across = along.cross(p3(0.2, -0.6, 0.77)).unit_or(p3(0.0, 1.0, 0.0));
            let parts = crate::num::index_in(long / 0.9, 20) + 1;
            for part in 0..parts {
                if left <= 0.0 {
                    return Some(grains);
                }
                left -= long / parts as f32;
                for wall in [-1.0f32, 1.0] {
                    let mut any = |low: f64, high: f64| to_f32(rng.range(low, high));
                    if any(0.0, 1.0) < 0.28 {
                        continue;
                    }
                    let half = any(0.10, 0.2);
                    let on = (part as f32 + any(0.2, 0.8)) / parts as f32;
                    let off = across * (wall * radius + any(-0.1, 0.1));
                    grains.push(Grain {
                        at: pair[0] + step * on + off,
                        half: (any(0.3, 0.8), half),
                        along,
                        thickness: 1.6 * half,
                        hollow: 0.0,
                    });
                }
            }
        }
    }
    (left <= 0.0).then_some(grains)
}

/// The grains in a view.
pub(super) fn layer(placed: &Placed, grains: &[Grain], view: &View) -> Layer {
    let (low, high) = bounds(grains, view);
    let middle = ((low.0 + high.0) * 0.5, (low.1 + high.1) * 0.5);
    let reach = 0.5 * (high.0 - low.0).max(high.1 - low.1);
    let longest = grains.iter().map(Grain::reach_mm).fold(0.0, f32::max);
    let mut calcium = Patch::around(middle, reach + longest / view.pixel_mm + 3.0);
    for grain in grains {
        let (a, v, w) = view.project(grain.at);
        let (ea, ev, ew) = view.project(grain.at + grain.along);
        let (x, y) = view.pixel(a, v);
        let (ex, ey) = view.pixel(ea, ev);
        let (dx, dy) = ((ex - x) * view.pixel_mm, (ey - y) * view.pixel_mm);
        // A grain is stiff: its length in the plane is that of its direction, not that of the tissue around it.
        let flat = (dx * dx + dy * dy).sqrt().max(1e-3);
        let tilt = flat / (flat * flat + (ew - w) * (ew - w)).sqrt();
        let (half, wide) = grain.half;
        let long = half * tilt + wide * (1.0 - tilt);
        let axes = (long / view.pixel_mm, wide / view.pixel_mm);
        let direction = (dx / flat, dy / flat);
        calcium.add_ellipsoid((x, y), axes, direction, grain.thickness);
        if grain.hollow > 0.0 {
            let inner = (axes.0 * grain.hollow, axes.1 * grain.hollow);
            let cut = -0.92 * grain.thickness * grain.hollow;
            calcium.add_ellipsoid((x, y), inner, direction, cut);
        }
    }
    debug_assert!(placed.amount > 0.0, "a lesion has an amount");
    Layer {
        calcium,
        ..Layer::default()
    }
}

/// The box of pixel positions that holds the middles of all grains.
fn bounds(grains: &[Grain], view: &View) -> ((f32, f32), (f32, f32)) {
    let mut low = (f32::MAX, f32::MAX);
    let mut high = (f32::MIN, f32::MIN);
    for grain in grains {
        let (a, v, _) = view.project(grain.at);
        let (x, y) = view.pixel(a, v);
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    (low, high)
}
