//! The shapes of one patient's chest as distances: body, lungs, mediastinum, heart, upper abdomen, muscle, fat.
//! Tubes and bones that are drawn one by one stand in `tubes` and `bones`.
//!
//! Positions are canonical: patient millimetres divided by the patient's scale. The carina lies at the origin's height.

use overread_base::{Seed, Vec3};

use crate::chest_ct::alteration::Alteration;
use crate::chest_ct::coronary::{self, Coronary};
use crate::chest_ct::field::{self, FIELDS};
use crate::chest_ct::params::Lobe;
use crate::chest_ct::spine::{self, Spine};
use crate::chest_ct::tubes::{self, Tube};
use crate::num::{
    P3, ellipsoid, lerp, p3, round_cone, rounded_ellipse, smooth_max, smooth_min, smooth_step,
    table, to_f32,
};
use crate::texture::Texture;

/// One patient's proportions.
#[derive(Debug, Clone)]
pub(crate) struct Anatomy {
    /// Patient mm per canonical mm.
    pub(crate) scale: P3,
    /// The mean of the three scales: canonical distances become mm.
    pub(crate) mean_scale: f32,
    pub(crate) female: bool,
    pub(crate) age: f32,
    /// Greatest diameter of the ascending aorta, patient mm.
    pub(crate) aorta_mm: f32,
    /// Greatest diameter of the pulmonary trunk, patient mm.
    pub(crate) trunk_mm: f32,
    pub(crate) spine: Spine,
    /// Relative size of the heart.
    heart: f32,
    /// Thickness of the fat under the skin, mm.
    fat: f32,
    dome_right: f32,
    dome_left: f32,
    pub(crate) texture: Texture,
    /// Great vessels and central airways, for the border of the mediastinum.
    pub(crate) central: Vec<Tube>,
}

impl Anatomy {
    /// Draws a patient; what is not altered follows from the seed alone.
    pub(crate) fn new(seed: Seed, alteration: &Alteration) -> Self {
        let mut rng = seed.child("patient").rng();
        let female = rng.unit() < 0.5;
        let size = if female { 0.94 } else { 1.0 };
        let mut near_one = |sd: f64| to_f32(rng.normal_within_2sd(1.0, sd));
        let scale = p3(near_one(0.03), near_one(0.04), near_one(0.03)) * size;
        let heart = near_one(0.05);
        let fat = to_f32(rng.range(7.0, 19.0));
        let dome_right = to_f32(rng.range(-112.0, -103.0));
        let age = to_f32(rng.normal_within_2sd(60.0, 17.5))
            .clamp(20.0, 95.0)
            .floor();
        let dome_left = dome_right - to_f32(rng.range(9.0, 17.0));
        let (aorta_mm, trunk_mm) = great_vessels_mm(seed.child("vessels"), female, age);
        let aorta_mm = alteration.aorta_mm.unwrap_or(aorta_mm);
        let trunk_mm = alteration.trunk_mm.unwrap_or(trunk_mm);
        Self {
            scale,
            mean_scale: (scale.x + scale.y + scale.z) / 3.0,
            female,
            age,
            aorta_mm,
            trunk_mm,
            spine: spine::draw(seed.child("spine"), age, alteration),
            heart,
            fat,
            dome_right,
            dome_left,
            texture: Texture::new(seed.child("texture"), 0.6),
            central: tubes::central(seed.child("central"), aorta_mm, trunk_mm),
        }
    }

    pub(crate) fn canonical(&self, patient: P3) -> P3 {
        p3(
            patient.x / self.scale.x,
            patient.y / self.scale.y,
            patient.z / self.scale.z,
        )
    }

    pub(crate) fn patient(&self, canonical: P3) -> P3 {
        canonical.scaled(self.scale)
    }

    /// Slow noise with bumps about `period` mm long.
    fn slow(&self, q: P3, period: f32) -> f32 {
        self.texture.at(q * (16.0 / period))
    }

    /// Half width, half depth and middle (y) of the inner rib cage at a height.
    pub(crate) fn cage(z: f32) -> (f32, f32, f32) {
        let half_x = table(
            &[
                (-200.0, 136.0),
                (-130.0, 138.0),
                (-80.0, 136.0),
                (-40.0, 131.0),
                (0.0, 123.0),
                (30.0, 112.0),
                (60.0, 95.0),
                (90.0, 74.0),
                (110.0, 58.0),
                (140.0, 50.0),
            ],
            z,
        );
        let half_y = table(
            &[
                (-200.0, 94.0),
                (-130.0, 97.0),
                (-80.0, 96.0),
                (-40.0, 93.0),
                (0.0, 86.0),
                (30.0, 77.0),
                (60.0, 65.0),
                (90.0, 50.0),
                (110.0, 40.0),
                (140.0, 36.0),
            ],
            z,
        );
        let middle_y = table(
            &[
                (-200.0, -6.0),
                (-130.0, -5.0),
                (-80.0, -3.0),
                (0.0, 0.0),
                (30.0, 4.0),
                (60.0, 9.0),
                (90.0, 16.0),
                (110.0, 20.0),
                (140.0, 22.0),
            ],
            z,
        );
        (half_x, half_y, middle_y)
    }

    /// y of the middle of the vertebral bodies at a height.
    pub(crate) fn spine_y(z: f32) -> f32 {
        let (_, half_y, middle) = Self::cage(z);
        middle + half_y - 24.0
    }

    /// Distance to the inner surface of the rib cage.
    pub(crate) fn cavity(z: f32, q: P3) -> f32 {
        let (half_x, half_y, middle) = Self::cage(z);
        let cage = rounded_ellipse(q.x, q.y - middle, half_x, half_y, 0.36);
        // The spine stands in from behind; the sternum flattens the front.
        let front = -(q.y - (middle - half_y + 5.0));
        smooth_max(cage, front, 14.0)
    }

    /// The outline of the body.
    fn body(&self, q: P3) -> f32 {
        let z = q.z;
        let half_x = table(
            &[
                (-200.0, 158.0),
                (-140.0, 160.0),
                (-80.0, 161.0),
                (-30.0, 163.0),
                (10.0, 172.0),
                (50.0, 184.0),
                (85.0, 188.0),
                (110.0, 176.0),
                (140.0, 130.0),
            ],
            z,
        ) + self.fat
            - 10.0;
        let half_y = table(
            &[
                (-200.0, 112.0),
                (-120.0, 115.0),
                (-60.0, 114.0),
                (0.0, 110.0),
                (40.0, 101.0),
                (80.0, 86.0),
                (110.0, 75.0),
                (140.0, 64.0),
            ],
            z,
        ) + 4.0
            + 0.6 * (self.fat - 10.0);
        let (_, _, cage_middle) = Self::cage(z);
        let middle = cage_middle
            + table(
                &[(-200.0, 10.0), (0.0, 12.0), (60.0, 14.0), (110.0, 10.0)],
                z,
            );
        let mut d = rounded_ellipse(q.x, q.y - middle, half_x, half_y, 0.42);
        d -= 3.4 * self.slow(p3(q.x, q.y, q.z * 0.6), 150.0);
        // The back lies flat on the couch, with a groove over the spine.
        let groove = 5.0 * gauss(q.x / 13.0);
        d = smooth_max(d, q.y - (middle + half_y - 6.0 - groove), 30.0);
        if self.female {
            let side = p3(q.x.abs() - 78.0, q.y - (middle - half_y + 14.0), q.z + 52.0);
            d = smooth_min(d, ellipsoid(side, p3(62.0, 34.0, 60.0)), 26.0);
        }
        d
    }

    /// The two heights of the domes of the diaphragm join over the heart: z of the diaphragm at a place.
    fn diaphragm_z(&self, q: P3) -> f32 {
        let (half_x, half_y, middle) = Self::cage(-120.0);
        let dome = |cx: f32, cy: f32, top: f32| {
            let u = (q.x - cx) / (half_x - cx.abs() + 2.0);
            let inner = if (q.x - cx) * cx < 0.0 { 0.6 } else { 1.0 };
            let y = q.y - cy;
            let v = if y > 0.0 {
                y / (middle + half_y - cy)
            } else {
                y / (half_y + cy + 14.0)
            };
            let rho = u * u * inner * inner + v * v;
            // Gentle on top, steep at the wall; the sulcus is deepest behind.
            let deep = if y > 0.0 { 50.0 } else { 34.0 };
            top - 18.0 * rho - deep * rho * rho
        };
        let right = dome(-64.0, -10.0, self.dome_right);
        let left = dome(64.0, -12.0, self.dome_left);
        // The central tendon carries the heart.
        let (u, v) = ((q.x - 20.0) / 50.0, (q.y + 30.0) / 42.0);
        let under_heart = -109.0 - 14.0 * (u * u + v * v);
        -smooth_min(smooth_min(-right, -left, 10.0), -under_heart, 8.0)
            + 1.6 * self.slow(p3(q.x, q.y, 7.0), 90.0)
    }

    /// Distance to the heart, canonical mm.
    pub(crate) fn heart_distance(&self, q: P3) -> f32 {
        self.heart(q)
    }

    /// The coronary arteries: left main with left anterior descending, left circumflex, right.
    pub(crate) fn coronaries(&self) -> Vec<Coronary> {
        coronary::lines(self)
    }

    /// The heart with its chambers in one.
    fn heart(&self, q: P3) -> f32 {
        let h = self.heart;
        let right_atrium = ellipsoid(q - p3(-27.0, -12.0, -66.0), p3(25.0, 30.0, 33.0) * h);
        let right_ventricle = ellipsoid(q - p3(10.0, -52.0, -82.0), p3(40.0, 25.0, 34.0) * h);
        let (left_ventricle, _) = round_cone(
            q,
            p3(20.0, -10.0, -68.0),
            p3(52.0, -38.0, -96.0),
            32.0 * h,
            22.0 * h,
        );
        let left_atrium = ellipsoid(q - p3(1.0, 16.0, -52.0), p3(34.0, 18.0, 21.0) * h);
        let d = smooth_min(
            smooth_min(right_atrium, right_ventricle, 9.0),
            left_ventricle,
            15.0,
        );
        smooth_min(d, left_atrium, 6.0) + 1.4 * self.slow(q, 44.0)
    }

    /// The mediastinum with its fat, spine and great vessels: what the lungs wrap around.
    fn mediastinum(&self, q: P3, heart: f32, tubes: &[usize]) -> f32 {
        // Fat on the heart is thickest in front and at the apex.
        let (_, half_y, middle) = Self::cage(q.z);
        let spine_y = Self::spine_y(q.z);
        let mut d = heart - 3.2 - 1.6 * self.slow(q, 48.0).abs();
        if q.x.abs() < 110.0 {
            for &idx in tubes {
                let tube = &self.central[idx];
                let (t, _) = round_cone(q, tube.a, tube.b, tube.ra, tube.rb);
                d = smooth_min(d, t - 3.0, 9.0);
            }
        }
        let vertebra = rounded_ellipse(q.x, q.y - spine_y - 6.0, 19.0, 22.0, 0.3) - 1.5;
        d = smooth_min(d, vertebra, 9.0);
        // The septum between the lungs: thin behind the sternum, filled with fat above and in front of the heart.
        let lean = 5.0 + 0.05 * (q.z + 40.0);
        let t = ((q.y - (middle - half_y)) / (2.0 * half_y)).clamp(0.0, 1.0);
        let width = table(
            &[
                (0.0, 17.0),
                (0.08, 8.0),
                (0.2, 3.0),
                (0.45, 7.0),
                (0.6, 13.0),
                (0.85, 16.0),
                (1.0, 20.0),
            ],
            t,
        ) + 26.0 * smooth_step(45.0, 105.0, q.z)
            + 14.0 * smooth_step(-15.0, -70.0, q.z) * smooth_step(0.3, 0.05, t);
        d = smooth_min(d, (q.x - lean).abs() - width, 8.0);
        d + 1.1 * self.slow(q, 40.0)
    }

    /// The border of the lungs at their tips.
    fn apex(q: P3) -> f32 {
        if q.z < 44.0 {
            return -60.0;
        }
        ellipsoid(
            p3(q.x.abs() - 47.0, q.y - 14.0, q.z - 44.0),
            p3(52.0, 60.0, 55.0),
        )
    }

    /// Distances to the fissures: major (both lungs), minor (right lung, in front of the major); positive above.
    pub(crate) fn fissures(&self, q: P3) -> (f32, f32) {
        let bend = 8.0 * self.slow(q, 130.0) + 0.0036 * (q.x.abs() - 70.0) * (q.x.abs() - 70.0);
        let tilt = if q.x < 0.0 { 0.0 } else { 8.0 };
        // Falls from the fourth thoracic vertebra behind to the front third of the diaphragm.
        let z = -45.0 + tilt + 1.02 * (q.y - 8.0) + 0.0035 * q.y * q.y - bend;
        let major = (q.z - z) / 1.43;
        let minor_z = -40.0 + 0.0022 * (q.x + 75.0) * (q.x + 75.0) - 0.08 * q.y
            + 3.0 * self.slow(q + p3(90.0, 0.0, 0.0), 120.0);
        (major, q.z - minor_z)
    }

    /// The lobe that a canonical position in the lungs belongs to.
    pub(crate) fn lobe(&self, q: P3) -> Lobe {
        let (major, minor) = self.fissures(q);
        match (q.x < 0.0, major > 0.0) {
            (true, true) if minor > 0.0 => Lobe::RightUpper,
            (true, true) => Lobe::RightMiddle,
            (true, false) => Lobe::RightLower,
            (false, true) => Lobe::LeftUpper,
            (false, false) => Lobe::LeftLower,
        }
    }

    /// Indices of the central tubes that matter near a height.
    pub(crate) fn tubes_near(&self, z: f32) -> Vec<usize> {
        (0..self.central.len())
            .filter(|&idx| {
                let tube = &self.central[idx];
                let reach = tube.ra.max(tube.rb) + 14.0;
                tube.a.z.min(tube.b.z) - reach < z && z < tube.a.z.max(tube.b.z) + reach
            })
            .collect()
    }

    /// Distance to the lungs' surface in canonical mm, negative inside.
    pub(crate) fn lung(&self, q: P3, tubes: &[usize]) -> f32 {
        let cavity = Self::cavity(q.z, q);
        self.lung_of(
            q,
            cavity,
            self.heart(q),
            (self.diaphragm_z(q) - q.z) * 0.75,
            tubes,
        )
    }

    fn lung_of(&self, q: P3, cavity: f32, heart: f32, below: f32, tubes: &[usize]) -> f32 {
        let wall = smooth_max(cavity + 1.5 + 0.7 * self.slow(q, 26.0), Self::apex(q), 10.0);
        if wall > 12.0 || below > 14.0 {
            return wall.max(below);
        }
        let d = smooth_max(wall, -self.mediastinum(q, heart, tubes), 4.0);
        smooth_max(d, below + 1.5, 3.0)
    }

    /// Distance to the lungs of a patient position, mm, negative inside.
    pub(crate) fn lung_patient(&self, at: Vec3) -> f32 {
        let q = self.canonical(P3::from_vec3(at));
        self.lung(q, &self.tubes_near(q.z)) * self.mean_scale
    }

    /// All distances at a canonical position, in patient mm.
    pub(crate) fn fields(&self, q: P3, tubes: &[usize]) -> [f32; FIELDS] {
        let mut f = [60.0f32; FIELDS];
        let body = self.body(q);
        f[field::BODY] = body;
        if body > 12.0 {
            return f;
        }
        let cavity = Self::cavity(q.z, q);
        f[field::CAVITY] = cavity;
        self.wall(q, body, cavity, &mut f);
        if cavity < 8.0 {
            let below = (self.diaphragm_z(q) - q.z) * -0.75;
            let heart = self.heart(q);
            f[field::HEART] = heart;
            f[field::ABDOMEN] = smooth_max(below, cavity + 2.0, 4.0);
            f[field::LUNG] = self.lung_of(q, cavity, heart, -below, tubes);
            (f[field::MAJOR_FISSURE], f[field::MINOR_FISSURE]) = self.fissures(q);
            f[field::SOFT] = Self::soft(q);
            if f[field::ABDOMEN] < 6.0 {
                self.abdomen(q, &mut f);
            }
        }
        for d in &mut f {
            *d *= self.mean_scale;
        }
        f
    }

    /// Thymus and oesophagus.
    fn soft(q: P3) -> f32 {
        let oesophagus_y = Self::spine_y(q.z) - 22.0;
        let oesophagus = rounded_ellipse(q.x - 6.0, q.y - oesophagus_y, 8.5, 5.0, 0.0);
        let nodes = ellipsoid(q - p3(-4.0, 20.0, -17.0), p3(9.0, 6.0, 9.0));
        oesophagus.min(nodes)
    }

    /// The muscles of the chest wall and the fat in and over them.
    fn wall(&self, q: P3, body: f32, cavity: f32, f: &mut [f32; FIELDS]) {
        let z = q.z;
        let outward = (q.x.abs() / 130.0).min(1.4);
        let (_, half_y, middle) = Self::cage(z);
        let v = (q.y - middle) / (half_y + 20.0);
        // Fat under the skin: thin over the back, thick at the flanks and in a breast.
        let thick = self.fat
            * (0.75 + 0.35 * outward - 0.35 * smooth_step(0.2, 1.0, v)
                + 0.12 * self.slow(q, 120.0));
        let mut muscle = smooth_max(
            body + thick,
            cavity - (13.0 + 5.0 * smooth_step(-130.0, -60.0, z)) - bulk(q, v),
            6.0,
        );
        muscle += 1.2 * self.slow(q, 50.0);
        // The armpit: fat between the pectoral and the back muscles.
        let armpit = ellipsoid(
            p3(q.x.abs() - 131.0, q.y - 2.0, z - 48.0),
            p3(17.0, 30.0, 58.0),
        ) + 5.0 * self.slow(q, 34.0)
            + 6.0 * self.slow(q + p3(9.0, 0.0, 0.0), 80.0);
        // Sheets between the layers: over the ribs, and half way through the outer muscles.
        let over_ribs =
            (cavity - 11.5 - 0.8 * self.slow(q, 60.0)).abs() - (0.9 + 0.7 * self.slow(q, 35.0));
        let depth = -(body + thick);
        let share = depth / (depth + (cavity - 11.0).max(0.5));
        let half_way = if cavity > 15.0 {
            (share - 0.46 - 0.07 * self.slow(q, 70.0)).abs() * 30.0
                - (0.7 + 0.8 * self.slow(q + p3(31.0, 0.0, 0.0), 45.0))
        } else {
            20.0
        };
        let streak = (self
            .slow(p3(q.x, q.y, q.z * 0.5) + p3(0.0, 77.0, 0.0), 46.0)
            .abs()
            - 0.05)
            * 12.0
            + if cavity > 14.0 { 0.0 } else { 9.0 };
        f[field::MUSCLE] = muscle;
        f[field::FAT_PLANE] = over_ribs.min(half_way).min(armpit).min(streak);
    }

    /// Liver, spleen and stomach under the diaphragm.
    fn abdomen(&self, q: P3, f: &mut [f32; FIELDS]) {
        let under = f[field::ABDOMEN] + 0.8;
        let n = 3.0 * self.slow(q, 60.0);
        // The liver: all of the right side, thinning to the left in front of the stomach.
        let border =
            24.0 + 0.55 * (-q.y) + n - 0.25 * (q.z + 150.0) - 60.0 * smooth_step(20.0, 70.0, q.y);
        let mut liver = smooth_max(under, (q.x - border) * 0.8, 5.0);
        let spine_y = Self::spine_y(q.z);
        let crus = rounded_ellipse(q.x, q.y - spine_y + 6.0, 34.0, 34.0, 0.0);
        liver = smooth_max(liver, -(crus - 3.0), 8.0);
        let spleen = ellipsoid(
            q - p3(88.0, 38.0, self.dome_left - 46.0),
            p3(30.0, 44.0, 42.0),
        ) + 0.6 * n;
        let stomach = ellipsoid(
            q - p3(58.0, -22.0, self.dome_left - 44.0),
            p3(46.0, 46.0, 40.0),
        ) + n;
        f[field::LIVER] = liver;
        f[field::SPLEEN] = smooth_max(spleen, under, 6.0);
        f[field::STOMACH] = smooth_max(smooth_max(stomach, under + 2.0, 8.0), -(liver - 3.0), 4.0);
    }

    /// HU of lung tissue without vessels at a canonical position.
    pub(crate) fn lung_hu(&self, q: P3) -> f32 {
        let (_, half_y, middle) = Self::cage(q.z);
        let height = ((middle + half_y - q.y) / (2.0 * half_y)).clamp(0.0, 1.0);
        let fine = self
            .texture
            .at(p3(q.x * 1.31 + 5.0, q.y * 1.27, q.z * 1.33));
        let broad = self
            .texture
            .at(p3(q.y * 0.23, q.x * 0.21 + 19.0, q.z * 0.22));
        lerp(-838.0, -893.0, height) + 13.0 * fine + 8.0 * broad
    }
}

/// Diameters of ascending aorta and pulmonary trunk in mm.
///
/// Trunk over aorta 0.77 ± 0.09 (Truong 2012, n = 3171); the aorta 32.6 mm by that ratio, 0.12 mm wider a year and 2 mm
/// narrower in women (unverified).
fn great_vessels_mm(seed: Seed, female: bool, age: f32) -> (f32, f32) {
    let mut rng = seed.rng();
    let usual = 33.4 + 0.12 * (age - 60.0) - if female { 2.0 } else { 0.0 };
    let aorta = (usual + to_f32(rng.normal_within_2sd(0.0, 2.4))).clamp(24.0, 39.5);
    let trunk = aorta * to_f32(rng.normal_within_2sd(0.77, 0.055));
    (aorta, trunk.clamp(18.0, 28.5))
}

/// exp(-x²) nearly: equal bits everywhere and cheap.
pub(crate) fn gauss(x: f32) -> f32 {
    let t = 1.0 + x * x * 0.25;
    1.0 / (t * t * t * t)
}

/// Thickness of the outer muscles over the ribs at a place, canonical mm; `v` runs from -1 in front to 1 behind.
fn bulk(q: P3, v: f32) -> f32 {
    let up = smooth_step(-60.0, 40.0, q.z);
    let x = q.x.abs();
    let pectoral = 15.0
        * smooth_step(-30.0, 30.0, q.z)
        * smooth_step(0.1, -0.5, v)
        * smooth_step(12.0, 40.0, x);
    let back_column = 30.0 * smooth_step(0.55, 0.85, v) * smooth_step(74.0, 40.0, x);
    let shoulder_blade = 40.0 * up * smooth_step(0.0, 0.45, v) * smooth_step(40.0, 85.0, x);
    let flank = 10.0 * smooth_step(60.0, 120.0, x);
    let shoulder = 70.0 * smooth_step(45.0, 95.0, q.z) * smooth_step(50.0, 110.0, x);
    pectoral + back_column.max(shoulder_blade) + flank + shoulder
}
