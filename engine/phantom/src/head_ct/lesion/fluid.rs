//! Blood in the spaces of the cerebrospinal fluid: subarachnoid and intraventricular haemorrhage.

use crate::head_ct::anatomy::Head;
use crate::head_ct::tissue::Tissue;
use crate::num::{P3, coverage, lerp, p3, round_cone, to_f32};
use crate::texture::Texture;

use super::artery;
use super::cap::{middle_of, vault_distance};
use super::extra_axial::no_room;
use super::mass_effect::MassEffect;
use super::region::{Fit, Region, Where, step_for};
use super::wish::Wanted;

/// What fluid attenuates without blood, HU.
const FLUID_HU: f32 = 9.0;

/// Which fluid the blood has mixed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Cisterns and sulci.
    Subarachnoid,
    /// Ventricles.
    Ventricles,
}

/// Blood mixed with fluid.
#[derive(Debug, Clone)]
pub(super) struct FluidBlood {
    pub(super) wanted: Wanted,
    pub(super) region: Region,
    space: Space,
    /// Attenuation where it fills the space, HU.
    hu: f32,
}

impl FluidBlood {
    /// HU of the object at `p` with this blood in its fluid.
    pub(super) fn blend(&self, hu: f32, p: P3, tissue: &Tissue, grain: &Texture) -> f32 {
        let fluid = match self.space {
            Space::Subarachnoid => (tissue.csf - tissue.ventricle).max(0.0),
            Space::Ventricles => tissue.ventricle,
        };
        if fluid <= 0.0 {
            return hu;
        }
        // The region's own border is the fluid's, coarser: here only where the blood ends within the fluid counts.
        let reach = self
            .region
            .shape_distance(p)
            .map_or(0.0, |d| coverage(d, 2.0));
        if reach <= 0.0 {
            return hu;
        }
        let blood = self.hu + 3.0 * grain.at(p * 0.4);
        // Vessels that run in the fluid stay what they are.
        (hu + fluid * reach * (blood - FLUID_HU)).min(hu.max(blood))
    }
}

/// Draws a subarachnoid haemorrhage; `Err` says why there is none.
pub(super) fn subarachnoid(
    head: &Head,
    wanted: &Wanted,
    effect: &MassEffect,
    grain: &Texture,
) -> Result<FluidBlood, String> {
    let mut rng = wanted.seed.child("shape").rng();
    let in_cisterns = match wanted.wish.place {
        Some(place) => place == "cistern",
        None => rng.unit() < 0.7,
    };
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let phase = p3(draw(0.0, 64.0), draw(0.0, 64.0), draw(0.0, 64.0));
    // How much later the other side fills, mm.
    let later = if wanted.is_side_wished {
        14.0
    } else {
        draw(0.0, 10.0)
    };
    let spread = if in_cisterns {
        Spread::Cisterns {
            chains: artery::cistern_paths(head),
            side: wanted.side,
            later,
        }
    } else {
        let towards = p3(wanted.side, draw(-0.5, 0.5), draw(0.2, 0.9)).unit_or(p3(1.0, 0.0, 0.0));
        let origin = middle_of(head);
        let at = origin + towards * (vault_distance(head, towards) - 7.0);
        Spread::Convexity { at }
    };
    let (low, high) = wanted.by((0.88, 1.0), (0.72, 0.86), (0.62, 0.74));
    let share = draw(low, high);
    let volume = wanted.amount * 1000.0;
    let score = |p: P3| spread.score(head, p) + 3.5 * grain.at(p * 0.35 + phase);
    let fluid = |p: P3| {
        let tissue = head.tissue(effect.source(p), 0.8);
        tissue.cavity * (tissue.csf - tissue.ventricle) * (1.0 - tissue.dura)
    };
    let (bounds, first) = estimate(head, &spread, volume, score, fluid)?;
    // Blood swells the thin spaces that it fills: half of a place is enough to call it blood.
    let fit = Fit {
        bounds,
        step: step_for(volume).clamp(1.1, 1.6),
        volume_mm3: volume,
        slack: 4.0,
    };
    let region = Region::fit(fit, |p| {
        let shape = score(p) - first;
        let border = if shape > 4.0 {
            4.0
        } else {
            2.5 * (0.42 - fluid(p))
        };
        Where { shape, border }
    })
    .map_err(no_room)?;
    Ok(FluidBlood {
        wanted: wanted.clone(),
        region,
        space: Space::Subarachnoid,
        hu: lerp(FLUID_HU, 62.0, share),
    })
}

/// From where blood spreads, and how far it has come at a place.
enum Spread {
    Cisterns {
        chains: Vec<(P3, P3, f32)>,
        side: f32,
        later: f32,
    },
    Convexity {
        at: P3,
    },
}

impl Spread {
    /// mm that blood has come to a place, about.
    fn score(&self, head: &Head, p: P3) -> f32 {
        match self {
            Self::Cisterns {
                chains,
                side,
                later,
            } => {
                let near = chains
                    .iter()
                    .map(|&(a, b, start)| {
                        let (d, t) = round_cone(p, a, b, 0.0, 0.0);
                        d + start + 0.3 * t * (b - a).length()
                    })
                    .fold(f32::MAX, f32::min);
                let off = (-side * head.midline_x(p)).clamp(0.0, 12.0) / 12.0;
                near + later * off
            }
            Self::Convexity { at } => (p - *at).length(),
        }
    }

    fn middle(&self, head: &Head) -> (P3, P3) {
        match self {
            Self::Cisterns { .. } => (
                head.from_canonical(p3(0.0, -12.0, -12.0)),
                p3(62.0, 62.0, 42.0),
            ),
            Self::Convexity { at } => (*at, p3(60.0, 60.0, 60.0)),
        }
    }
}

/// The box to look at, and the score up to which about the volume lies: from points spread evenly by a lattice rule.
fn estimate(
    head: &Head,
    spread: &Spread,
    volume_mm3: f32,
    score: impl Fn(P3) -> f32,
    fluid: impl Fn(P3) -> f32,
) -> Result<((P3, P3), f32), String> {
    const POINTS: u16 = 6000;
    let (middle, half) = spread.middle(head);
    let mut scores = Vec::new();
    for i in 0..POINTS {
        // The R3 sequence: the powers of the inverse of 1.2207, root of x^4 = x + 1.
        let part = |step: f32| {
            let v = f32::from(i) * step;
            v - libm::floorf(v)
        };
        let unit = p3(part(0.819_172_5), part(0.671_043_6), part(0.549_700_5));
        let p = middle + (unit * 2.0 - p3(1.0, 1.0, 1.0)).scaled(half);
        if head.inner_skull(p) < -0.5 && fluid(p) > 0.42 {
            scores.push(score(p));
        }
    }
    let each = 8.0 * half.x * half.y * half.z / f32::from(POINTS);
    let wanted = crate::num::index_in(volume_mm3 / each, usize::from(POINTS));
    if scores.len() <= wanted {
        return Err(no_room(scores.len() as f32 * each));
    }
    let (_, &mut first, _) = scores.select_nth_unstable_by(wanted, f32::total_cmp);
    // Nothing of the shape's surface lies further off than its score and the noise on it.
    let reach = first + 12.0;
    let out = |h: f32| h.min(reach + 45.0);
    let half = match spread {
        Spread::Cisterns { .. } => half,
        Spread::Convexity { .. } => p3(out(reach), out(reach), out(reach)),
    };
    Ok(((middle - half, middle + half), first))
}

/// Draws an intraventricular haemorrhage: it settles in the parts that lie lowest in the supine patient.
pub(super) fn intraventricular(
    head: &Head,
    wanted: &Wanted,
    effect: &MassEffect,
    grain: &Texture,
) -> Result<FluidBlood, String> {
    let mut rng = wanted.seed.child("shape").rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let phase = p3(draw(0.0, 64.0), draw(0.0, 64.0), draw(0.0, 64.0));
    let later = if wanted.is_side_wished {
        30.0
    } else {
        draw(2.0, 16.0)
    };
    // Clots stand up from the level.
    let lumpy = draw(1.5, 4.5);
    let side = wanted.side;
    let half = p3(44.0, 62.0, 46.0).scaled(head.scale);
    let middle = head.from_canonical(p3(0.0, 4.0, -4.0));
    let back = head.from_canonical(p3(0.0, 66.0, 0.0)).y;
    let (low, high) = wanted.by((54.0, 64.0), (47.0, 56.0), (42.0, 50.0));
    let hu = draw(low, high);
    let volume = wanted.amount * 1000.0;
    let level = |p: P3| {
        let other = (-side * head.midline_x(p)).clamp(0.0, 4.0) / 4.0;
        // Below the ventricles proper lies the fourth, filled through the third.
        (back - p.y) + later * other + lumpy * grain.at(p * 0.5 + phase)
    };
    // Two passes: where the level stands, then the shape with room to fit it.
    let border = |p: P3| ventricles(head, effect.source(p));
    let levels = ventricular_levels(middle, half, level, border);
    let room = levels.len() as f32 * LEVEL_STEP_MM * LEVEL_STEP_MM * LEVEL_STEP_MM;
    // What the seed chose must fit the ventricles of any age; what was wished for is held to.
    let volume = if wanted.is_amount_wished {
        volume
    } else {
        volume.min(0.7 * room)
    };
    let first = level_at(levels, volume);
    let fit = Fit {
        bounds: (middle - half, middle + half),
        step: 1.2,
        volume_mm3: volume,
        slack: 8.0,
    };
    let region = Region::fit(fit, |p| Where {
        shape: level(p) - first,
        border: border(p),
    })
    .map_err(no_room)?;
    Ok(FluidBlood {
        wanted: wanted.clone(),
        region,
        space: Space::Ventricles,
        hu,
    })
}

/// Distance to the ventricles but the third, mm.
fn ventricles(head: &Head, p: P3) -> f32 {
    let septum = 0.8 - head.midline_x(p).abs();
    let c = head.canonical(p);
    let d = head.ventricles(c);
    if c.z > -16.0 { d.max(septum) } else { d }
}

/// Distance between the points at which the level is looked for, mm.
const LEVEL_STEP_MM: f32 = 3.0;

/// The level of every point in the ventricles.
fn ventricular_levels(
    middle: P3,
    half: P3,
    level: impl Fn(P3) -> f32,
    border: impl Fn(P3) -> f32,
) -> Vec<f32> {
    let mut levels = Vec::new();
    let count = |h: f32| crate::num::index_in(2.0 * h / LEVEL_STEP_MM, 64);
    for z in 0..=count(half.z) {
        for y in 0..=count(half.y) {
            for x in 0..=count(half.x) {
                let p = middle - half + p3(x as f32, y as f32, z as f32) * LEVEL_STEP_MM;
                if border(p) < 0.0 {
                    levels.push(level(p));
                }
            }
        }
    }
    levels
}

/// The level at which a volume stands.
fn level_at(mut levels: Vec<f32>, volume_mm3: f32) -> f32 {
    let each = LEVEL_STEP_MM * LEVEL_STEP_MM * LEVEL_STEP_MM;
    let last = levels.len().saturating_sub(1);
    if levels.is_empty() {
        return 0.0;
    }
    let wanted = crate::num::index_in(volume_mm3 / each, last);
    *levels.select_nth_unstable_by(wanted, f32::total_cmp).1
}
