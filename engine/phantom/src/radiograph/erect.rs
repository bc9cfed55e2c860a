//! One patient as he stands or lies for a radiograph: the chest's own shapes, breathed in, bent and turned.
//!
//! Places are patient mm. The chest's shapes are asked in their canonical mm; bones do not follow the breath, so there
//! are two ways in: [`Erect::soft`] for all that the breath moves, [`Erect::bony`] for the cage.

use overread_base::Seed;

use crate::chest_ct::alteration::Alteration;
use crate::chest_ct::anatomy::{Anatomy, gauss};
use crate::chest_ct::pose::Pose;
use crate::num::{
    P3, ellipsoid, p3, round_cone, rounded_ellipse, smooth_max, smooth_min, smooth_step, table,
    to_f32,
};

/// Heights of the list of vessels near a height, canonical mm.
const BUCKET_MM: f32 = 8.0;
const LOWEST_MM: f32 = -260.0;

/// A patient before the detector.
#[derive(Debug, Clone)]
pub(crate) struct Erect {
    pub(crate) anatomy: Anatomy,
    /// Length of the lungs below the hinge against full inspiration on CT.
    breath: f32,
    /// Above this height the breath moves nothing, canonical mm.
    hinge: f32,
    /// How far the spine bends aside, mm, and at what height.
    bend: f32,
    bend_z: f32,
    pub(crate) is_supine: bool,
    /// Relative size of the breasts.
    breast: f32,
    /// Middle and half axes of the gas in the stomach, canonical mm before the breath.
    gas: (P3, P3),
    /// Height of the fluid in the stomach.
    fluid: f32,
    buckets: Vec<Vec<usize>>,
}

/// What a patient's posture is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Posture {
    pub(crate) is_supine: bool,
    /// Posterior ribs above the right dome.
    pub(crate) ribs: f32,
}

impl Erect {
    pub(crate) fn new(seed: Seed, posture: Posture) -> Self {
        let mut rng = seed.child("erect").rng();
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        let anatomy = Anatomy::new(seed, &Alteration::default(), Pose::default());
        let hinge = 34.0;
        // Where the posterior rib of this number crosses the middle of the lung: see `skeleton`.
        let dome = rib_crossing_z(posture.ribs) + 4.0;
        let breath = ((dome - hinge) / (anatomy.dome_right - hinge)).clamp(0.4, 1.25);
        let bend = draw(-4.0, 4.0);
        let bend_z = draw(-90.0, -10.0);
        let breast = draw(0.7, 1.25);
        let gas_size = draw(0.55, 1.15);
        let gas = (
            p3(
                draw(48.0, 66.0),
                if posture.is_supine { -40.0 } else { -14.0 },
                anatomy.dome_left - draw(24.0, 30.0) * gas_size,
            ),
            p3(draw(28.0, 40.0), draw(24.0, 34.0), draw(17.0, 24.0)) * gas_size,
        );
        let fluid = if posture.is_supine {
            -400.0
        } else {
            gas.0.z - gas.1.z * draw(-0.1, 0.7)
        };
        let n = 60u8;
        let buckets = (0..n)
            .map(|i| {
                let z = LOWEST_MM + f32::from(i) * BUCKET_MM;
                let mut near: Vec<usize> = [-0.5f32, 0.0, 0.5]
                    .iter()
                    .flat_map(|at| anatomy.tubes_near(z + at * BUCKET_MM))
                    .collect();
                near.sort_unstable();
                near.dedup();
                near
            })
            .collect();
        Self {
            anatomy,
            breath,
            hinge,
            bend,
            bend_z,
            is_supine: posture.is_supine,
            breast,
            gas,
            fluid,
            buckets,
        }
    }

    /// How far aside a height stands, mm.
    fn aside(&self, z: f32) -> f32 {
        let t = (z - self.bend_z) / 110.0;
        self.bend * (1.0 - t * t).max(-1.0)
    }

    /// Canonical place of a patient place in the cage.
    pub(crate) fn bony(&self, p: P3) -> P3 {
        self.anatomy.canonical(p3(p.x - self.aside(p.z), p.y, p.z))
    }

    /// Patient place of a canonical place in the cage.
    pub(crate) fn of_bony(&self, q: P3) -> P3 {
        let p = self.anatomy.patient(q);
        p3(p.x + self.aside(p.z), p.y, p.z)
    }

    /// Canonical place of a patient place in all that breathes.
    pub(crate) fn soft(&self, p: P3) -> P3 {
        let q = self.bony(p);
        let q = p3(q.x, q.y, self.exhaled(q.z));
        // No border in a chest is drawn with a ruler.
        p3(q.x + 1.9 * self.anatomy.texture.at(q * 0.24), q.y, q.z)
    }

    /// Patient place of a canonical place in all that breathes.
    pub(crate) fn of_soft(&self, q: P3) -> P3 {
        self.of_bony(p3(q.x, q.y, self.inhaled(q.z)))
    }

    fn exhaled(&self, z: f32) -> f32 {
        if z < self.hinge {
            self.hinge + (z - self.hinge) / self.breath
        } else {
            z
        }
    }

    fn inhaled(&self, z: f32) -> f32 {
        if z < self.hinge {
            self.hinge + (z - self.hinge) * self.breath
        } else {
            z
        }
    }

    /// Half width, half depth and middle of the inner cage at a height of the bones.
    pub(crate) fn cage(&self, z: f32) -> (f32, f32, f32) {
        Anatomy::cage(self.exhaled(z))
    }

    fn tubes(&self, z: f32) -> &[usize] {
        let at = crate::num::index_in((z - LOWEST_MM) / BUCKET_MM + 0.5, self.buckets.len() - 1);
        &self.buckets[at]
    }

    /// Distance to the lungs' surface, mm, negative inside.
    pub(crate) fn lung(&self, p: P3) -> f32 {
        let q = self.soft(p);
        self.anatomy.lung(q, self.tubes(q.z)) * self.anatomy.mean_scale
    }

    /// Distance to the heart with the fat on it, mm.
    pub(crate) fn heart(&self, p: P3) -> f32 {
        (self.anatomy.heart(self.soft(p)) - 4.0) * self.anatomy.mean_scale
    }

    /// Distance above the diaphragm, mm.
    pub(crate) fn above_diaphragm(&self, p: P3) -> f32 {
        let q = self.soft(p);
        (q.z - self.anatomy.diaphragm_z(q)) * self.breath * self.anatomy.scale.z
    }

    /// Distance to the gas in stomach and bowel, mm, negative inside.
    pub(crate) fn gas(&self, p: P3) -> f32 {
        let q = self.soft(p);
        let (middle, half) = self.gas;
        let wobble =
            2.6 * self.anatomy.texture.at(q * 0.35) + 4.0 * self.anatomy.texture.at(q * 0.9);
        let fundus = smooth_max(ellipsoid(q - middle, half) + wobble, self.fluid - q.z, 1.5);
        let under = smooth_max(fundus, q.z - self.anatomy.diaphragm_z(q) + 6.0, 3.0);
        let bowel = |x: f32, y: f32, drop: f32, size: f32| {
            ellipsoid(
                q - p3(x, y, self.anatomy.dome_left - drop),
                p3(22.0, 17.0, 13.0) * size,
            )
        };
        let colon = bowel(96.0, 4.0, 74.0, 1.0)
            .min(bowel(70.0, -8.0, 92.0, 0.9))
            .min(bowel(-84.0, -14.0, 118.0, 1.1));
        under.min(colon + wobble + 2.0 * (self.breast - 0.9))
    }

    /// Share of soft tissue in the lung at a height: the blood falls.
    pub(crate) fn lung_share(&self, p: P3) -> f32 {
        if self.is_supine {
            0.235 + 0.0005 * p.y
        } else {
            0.225 - 0.0005 * p.z
        }
    }

    /// Distance to the skin, mm; the arms hang at a frontal exposure and are raised at a lateral one.
    pub(crate) fn body(&self, p: P3, are_arms_down: bool) -> f32 {
        let q = self.bony(p);
        let fat = self.anatomy.fat - 10.0;
        let (_, _, cage_middle) = Anatomy::cage(q.z);
        let (half_x, half_y) = (
            table(HALF_WIDTH, q.z) + fat,
            table(HALF_DEPTH, q.z) + 0.6 * fat,
        );
        let middle = cage_middle + table(MIDDLE, q.z);
        let mut d = rounded_ellipse(q.x, q.y - middle, half_x, half_y, 0.35);
        d -= 2.4
            * self
                .anatomy
                .texture
                .at(p3(q.x, q.y, q.z * 0.6) * (16.0 / 150.0));
        let x = q.x.abs();
        // One shoulder stands higher than the other.
        let tilt = 0.02 * self.bend * q.x.signum();
        let raise = if self.is_supine { 10.0 } else { 0.0 };
        let side = p3(
            x,
            q.y,
            q.z - raise * smooth_step(60.0, 150.0, x) - 4.0 * tilt,
        );
        let (trapezius, _) = round_cone(
            side,
            p3(20.0, 26.0, 128.0),
            p3(146.0, 16.0, 80.0),
            44.0,
            33.0,
        );
        d = smooth_min(d, trapezius - 0.5 * fat, 48.0);
        if are_arms_down {
            let (arm, _) = round_cone(
                side,
                p3(164.0, 8.0, 62.0),
                p3(236.0, -6.0, -150.0),
                44.0,
                42.0,
            );
            d = smooth_min(d, arm - 0.6 * fat, 18.0);
        } else {
            let (arm, _) = round_cone(
                side,
                p3(120.0, -10.0, 92.0),
                p3(110.0, -120.0, 240.0),
                46.0,
                40.0,
            );
            d = smooth_min(d, arm - 0.5 * fat, 18.0);
        }
        if self.anatomy.female {
            d -= self.breasts(q);
        }
        d * self.anatomy.mean_scale
    }

    /// How far the skin over a breast stands out, canonical mm.
    fn breasts(&self, q: P3) -> f32 {
        let front = smooth_step(10.0, -60.0, q.y);
        if front <= 0.0 {
            return 0.0;
        }
        let size = self.breast * self.anatomy.breast_size();
        // The left one hangs a little lower.
        let drop = if q.x > 0.0 { 4.0 } else { 0.0 };
        let (x, z) = (q.x.abs() - 82.0, q.z + 90.0 + 14.0 * (size - 0.7) + drop);
        // Steep below, fading above and to the side.
        let half_z = if z < 0.0 { 23.0 } else { 62.0 };
        let half_x = if x < 0.0 { 46.0 } else { 60.0 };
        33.0 * size * front * gauss(x / half_x) * gauss(z / half_z)
    }

    /// Where a nipple stands on the front of the chest, patient mm; `side` -1 the right one.
    pub(crate) fn nipple(&self, side: f32) -> P3 {
        let low = if self.anatomy.female { -104.0 } else { -62.0 };
        let at = p3(side * 88.0, 0.0, low + side * 3.0);
        let mut y = -230.0f32;
        // From the front to the skin.
        for _ in 0..40 {
            let d = self.body(self.of_bony(p3(at.x, y, at.z)), true);
            if d < 0.5 {
                break;
            }
            y += 0.8 * d;
        }
        self.of_bony(p3(at.x, y, at.z))
    }

    /// Thickness of the fat under the skin, mm.
    pub(crate) fn fat_mm(&self) -> f32 {
        self.anatomy.fat * if self.anatomy.female { 1.25 } else { 0.9 }
    }
}

/// Canonical height at which a posterior rib crosses the middle of the lung.
pub(crate) fn rib_crossing_z(rib: f32) -> f32 {
    // Vertebra 8 at -68, 10 at -117; a rib leaves 9 mm above its vertebra's middle and falls some 25 mm until there.
    let middle = table(
        &[
            (4.0, 23.0),
            (6.0, -21.5),
            (8.0, -68.0),
            (10.0, -117.0),
            (12.0, -170.0),
        ],
        rib,
    );
    middle - 10.0
}

const HALF_WIDTH: &[(f32, f32)] = &[
    (-260.0, 150.0),
    (-200.0, 153.0),
    (-140.0, 157.0),
    (-80.0, 160.0),
    (-30.0, 161.0),
    (10.0, 156.0),
    (45.0, 138.0),
    (75.0, 112.0),
    (100.0, 84.0),
    (125.0, 64.0),
    (160.0, 56.0),
    (240.0, 58.0),
];
const HALF_DEPTH: &[(f32, f32)] = &[
    (-260.0, 101.0),
    (-200.0, 103.0),
    (-120.0, 106.0),
    (-60.0, 105.0),
    (0.0, 100.0),
    (40.0, 91.0),
    (80.0, 80.0),
    (110.0, 64.0),
    (140.0, 58.0),
    (240.0, 60.0),
];
const MIDDLE: &[(f32, f32)] = &[
    (-260.0, 2.0),
    (0.0, 5.0),
    (60.0, 8.0),
    (110.0, 2.0),
    (240.0, -6.0),
];
