//! A nodule as an implicit surface with its attenuation, and its share of a voxel. Where nodules may lie: `plan`.

use overread_base::{NoduleType, Seed, Vec3};

use crate::chest_ct::params::NoduleSpec;
use crate::num::{P3, coverage, ellipsoid, p3, round_cone, smooth_min, smooth_step, to_f32};
use crate::texture::Texture;

/// A nodule in patient mm.
#[derive(Debug, Clone)]
pub(crate) struct Nodule {
    pub(crate) centre: P3,
    pub(crate) radius: f32,
    pub(crate) kind: NoduleType,
    pub(crate) hu: f32,
    /// HU of the ground glass of a part-solid nodule.
    haze_hu: f32,
    axes: [P3; 3],
    half: P3,
    second: (P3, P3),
    /// Depth of lobulation, as a share of the radius.
    lobulation: f32,
    phase: P3,
    spicules: Vec<(P3, f32)>,
    /// The solid core: offset and radius as shares of the radius.
    core: (P3, f32),
    /// mm that the surface is moved outwards so that the volume is the wanted one.
    level: f32,
    /// The middle of its volume.
    pub(crate) middle: P3,
    /// No part lies further from the centre.
    pub(crate) reach: f32,
}

impl Nodule {
    /// Draws the shape of a nodule at `centre`.
    pub(crate) fn new(spec: &NoduleSpec, centre: P3, seed: Seed, texture: &Texture) -> Self {
        let mut rng = seed.rng();
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        let radius = to_f32(spec.diameter_mm) * 0.5;
        let irregularity = spec.irregularity.map_or_else(|| draw(0.05, 0.85), to_f32);
        let first =
            p3(draw(-1.0, 1.0), draw(-1.0, 1.0), draw(-1.0, 1.0)).unit_or(p3(1.0, 0.0, 0.0));
        let across = first.cross(p3(0.31, 0.87, 0.38)).unit_or(p3(0.0, 1.0, 0.0));
        let half = p3(1.0, draw(0.84, 1.0), draw(0.72, 0.95)) * radius;
        let second = (
            p3(draw(-0.4, 0.4), draw(-0.4, 0.4), draw(-0.3, 0.3)) * radius,
            p3(0.78, 0.7, 0.72) * radius,
        );
        let spiculated =
            irregularity > 0.4 && radius > 3.0 && spec.nodule_type != NoduleType::GroundGlass;
        let wanted = if spiculated {
            6 + crate::num::index_in(irregularity * 14.0, 14)
        } else {
            0
        };
        let spicules = (0..wanted)
            .map(|_| {
                let dir = p3(draw(-1.0, 1.0), draw(-1.0, 1.0), draw(-1.0, 1.0)).unit_or(first);
                (dir, radius * (1.1 + draw(0.1, 0.75) * irregularity))
            })
            .collect();
        let (usual, haze) = match spec.nodule_type {
            NoduleType::Solid => (draw(20.0, 55.0), 0.0),
            NoduleType::PartSolid => (draw(0.0, 40.0), draw(-680.0, -600.0)),
            NoduleType::GroundGlass => (draw(-690.0, -560.0), 0.0),
        };
        let core_radius = draw(0.36, 0.58);
        let core_at = p3(draw(-0.3, 0.3), draw(-0.3, 0.3), draw(-0.3, 0.3)) * radius;
        let mut nodule = Self {
            centre,
            radius,
            kind: spec.nodule_type,
            hu: spec.attenuation_hu.map_or(usual, to_f32),
            haze_hu: haze,
            axes: [first, across, first.cross(across)],
            half,
            second,
            lobulation: 0.03 + 0.11 * irregularity,
            phase: p3(draw(0.0, 64.0), draw(0.0, 64.0), draw(0.0, 64.0)),
            spicules,
            core: (core_at, core_radius * radius),
            level: 0.0,
            middle: centre,
            reach: 2.1 * radius + 1.0,
        };
        nodule.fit_volume(texture);
        nodule
    }

    /// Distance to the surface, mm, negative inside.
    pub(crate) fn distance(&self, at: P3, texture: &Texture) -> f32 {
        let off = at - self.centre;
        let local = p3(
            off.dot(self.axes[0]),
            off.dot(self.axes[1]),
            off.dot(self.axes[2]),
        );
        let mut d = smooth_min(
            ellipsoid(local, self.half),
            ellipsoid(local - self.second.0, self.second.1),
            0.3 * self.radius,
        );
        d -= self.lobulation
            * self.radius
            * texture.at(off * (9.0 / self.radius.max(1.0)) + self.phase);
        // Deep inside and on the far side spicules change nothing.
        if d < -0.4 * self.radius {
            return d - self.level;
        }
        let far = off.length() - 0.22 * self.radius > d + 0.12 * self.radius;
        for &(dir, length) in &self.spicules {
            if far && off.dot(dir) < 0.0 {
                continue;
            }
            let (spike, _) = round_cone(off, P3::default(), dir * length, 0.22 * self.radius, 0.15);
            d = smooth_min(d, spike, 0.12 * self.radius);
        }
        d - self.level
    }

    /// Moves the surface until the volume is that of the sphere of the wanted diameter; finds its middle.
    fn fit_volume(&mut self, texture: &Texture) {
        const STEPS: i16 = 16;
        let step = self.reach / f32::from(STEPS);
        let mut samples = Vec::new();
        for z in -STEPS..=STEPS {
            for y in -STEPS..=STEPS {
                for x in -STEPS..=STEPS {
                    let off = p3(f32::from(x), f32::from(y), f32::from(z)) * step;
                    if off.dot(off) < self.reach * self.reach {
                        samples.push((off, self.distance(self.centre + off, texture)));
                    }
                }
            }
        }
        let wanted = 4.0 / 3.0 * std::f32::consts::PI * self.radius * self.radius * self.radius;
        let cell = step * step * step;
        let (mut low, mut high) = (-0.6 * self.radius, 0.6 * self.radius);
        for _ in 0..16 {
            let middle = 0.5 * (low + high);
            let shares = samples.iter().map(|&(_, d)| coverage(d - middle, step));
            if shares.sum::<f32>() * cell < wanted {
                low = middle
            } else {
                high = middle
            }
        }
        self.level = 0.5 * (low + high);
        let (mut sum, mut n) = (P3::default(), 0.0f32);
        for &(off, d) in &samples {
            let share = coverage(d - self.level, step);
            sum = sum + off * share;
            n += share;
        }
        self.middle = self.centre + sum * (1.0 / n.max(1e-6));
    }

    /// The share of a voxel inside the surface: 4 x 4 x 4 samples where the surface may cross it.
    pub(crate) fn share(&self, at: P3, voxel: P3, texture: &Texture) -> f32 {
        let half_diagonal = 0.5 * voxel.length();
        if (at - self.centre).length() > self.reach + half_diagonal {
            return 0.0;
        }
        let d = self.distance(at, texture);
        // The distance is of first order only: a wide margin keeps its errors out.
        if d > 1.6 * half_diagonal + 0.1 * self.radius {
            return 0.0;
        }
        if d < -1.6 * half_diagonal - 0.1 * self.radius {
            return 1.0;
        }
        let mut inside = 0u8;
        for z in 0..4u8 {
            for y in 0..4u8 {
                for x in 0..4u8 {
                    let part = |i: u8| (f32::from(i) - 1.5) * 0.25;
                    let sample = at + p3(part(x), part(y), part(z)).scaled(voxel);
                    inside += u8::from(self.distance(sample, texture) < 0.0);
                }
            }
        }
        f32::from(inside) / 64.0
    }

    /// The object's HU with this nodule in it, where `hu` was without and `share` of the voxel is nodule.
    pub(crate) fn blend(&self, hu: f32, at: P3, share: f32, texture: &Texture) -> f32 {
        let grain = texture.at(at * 1.4 + self.phase);
        match self.kind {
            NoduleType::Solid => hu + share * (self.hu + 4.0 * grain - hu),
            NoduleType::GroundGlass => hu + share * haze(hu, self.hu + 26.0 * grain),
            NoduleType::PartSolid => {
                let misty = hu + share * haze(hu, self.haze_hu + 26.0 * grain);
                let off = at - self.centre - self.core.0;
                let core = off.length()
                    - self.core.1
                        * (1.0
                            + 0.32 * texture.at(off * (8.0 / self.radius.max(1.0)) + self.phase));
                misty + share * smooth_step(1.2, -1.0, core) * (self.hu + 4.0 * grain - misty)
            }
        }
    }

    /// The box that holds the nodule.
    pub(crate) fn bounds(&self) -> (Vec3, Vec3) {
        let reach = p3(self.reach, self.reach, self.reach);
        (
            (self.centre - reach).to_vec3(),
            (self.centre + reach).to_vec3(),
        )
    }
}

/// HU added where haze replaces air: full in lung tissue, nothing in a vessel.
fn haze(hu: f32, haze_hu: f32) -> f32 {
    const AERATED: f32 = -865.0;
    const TISSUE: f32 = 45.0;
    let fraction = (haze_hu - AERATED) / (TISSUE - AERATED);
    fraction * (TISSUE - hu).max(0.0)
}
