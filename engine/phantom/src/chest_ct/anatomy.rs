//! One patient's chest: proportions, the mapping between canonical and patient space, and all distances at a place.
//!
//! The shapes stand by region in `lungs`, `heart`, `wall`, `abdomen`; what is drawn piece by piece in `tubes`, `bones`.
//! Positions are canonical unless a name says otherwise: patient mm turned, straightened and divided by the patient's
//! scale. The carina lies at the origin's height.

use overread_base::{Seed, Vec3};

use crate::chest_ct::alteration::Alteration;
use crate::chest_ct::coronary::{self, Coronary};
use crate::chest_ct::field::{self, FIELDS};
use crate::chest_ct::pose::{Arms, Pose};
use crate::chest_ct::profile;
use crate::chest_ct::spine::{self, Spine};
use crate::chest_ct::tubes::{self, Tube};
use crate::num::{P3, ellipsoid, p3, round_cone, rounded_ellipse, smooth_max, smooth_min, to_f32};
use crate::patient::SyntheticPatient;
use crate::texture::Texture;

/// One patient's proportions.
#[derive(Debug, Clone)]
pub(crate) struct Anatomy {
    /// Patient mm per canonical mm.
    pub(crate) scale: P3,
    inverse: P3,
    /// The mean of the three scales: canonical distances become mm.
    pub(crate) mean_scale: f32,
    pub(crate) patient: SyntheticPatient,
    pub(crate) female: bool,
    pub(crate) age: f32,
    pub(crate) pose: Pose,
    /// Greatest diameter of the ascending aorta, patient mm.
    pub(crate) aorta_mm: f32,
    /// Greatest diameter of the pulmonary trunk, patient mm.
    pub(crate) trunk_mm: f32,
    pub(crate) spine: Spine,
    /// HU of blood without contrast medium: 1.1 times the haematocrit.
    pub(crate) blood_hu: f32,
    /// HU of the liver without contrast medium.
    pub(crate) liver_hu: f32,
    /// y above which the stomach holds gas, patient mm.
    pub(crate) meal: f32,
    /// Relative size of the heart.
    pub(super) heart: f32,
    /// How much wider than drawn the heart is, about its right border; 1 in a CT.
    pub(crate) heart_stretch: f32,
    /// Thickness of the fat under the skin, canonical mm.
    pub(crate) fat: f32,
    /// Relative bulk of the muscles.
    pub(super) muscle: f32,
    /// Relative size of the breasts, and the share of gland in them.
    pub(super) breast: f32,
    pub(crate) gland: f32,
    pub(crate) dome_right: f32,
    pub(crate) dome_left: f32,
    /// Turn about the long axis: cosine and sine.
    turn: (f32, f32),
    /// Sideways bend of the spine and place across the couch, mm.
    sway: (f32, f32),
    /// Where in the texture this patient's slow noise starts.
    phase: P3,
    pub(crate) texture: Texture,
    /// Great vessels and central airways, for the border of the mediastinum; canonical.
    pub(crate) central: Vec<Tube>,
}

impl Anatomy {
    /// Draws a patient who lies as most do; what is not altered follows from the seed alone.
    pub(crate) fn new(seed: Seed, alteration: &Alteration, pose: Pose) -> Self {
        let mut rng = seed.child("patient").rng();
        let female = rng.unit() < 0.5;
        let age = to_f32(rng.normal_within_2sd(60.0, 17.5))
            .clamp(20.0, 95.0)
            .floor();
        let patient = SyntheticPatient::draw(seed, female, age);
        let height = f32::from(patient.height_cm) / 172.0;
        let height_m = f32::from(patient.height_cm) * 0.01;
        let index = f32::from(patient.weight_kg) / (height_m * height_m).max(0.5);
        let mut near_one = |sd: f64| to_f32(rng.normal_within_2sd(1.0, sd));
        let sex = if female { 0.965 } else { 1.01 };
        let heavy = 1.0 + 0.004 * (index - 26.0);
        let scale = p3(
            near_one(0.025) * sex * heavy * (0.55 + 0.45 * height),
            // The chest grows deeper with age.
            near_one(0.035) * sex * heavy * (0.6 + 0.4 * height) * (1.0 + 0.0012 * (age - 60.0)),
            near_one(0.025) * (0.25 + 0.75 * height),
        );
        let heart = near_one(0.045) * (1.0 + 0.0012 * (age - 60.0));
        let muscle = near_one(0.12)
            * if female { 0.82 } else { 1.08 }
            * (1.0 - 0.004 * (age - 60.0).max(0.0));
        let fat = (5.0 + (index - 18.0).max(0.0) * 0.95)
            * near_one(0.12)
            * if female { 1.15 } else { 0.95 };
        let breast = near_one(0.14) * (0.82 + 0.012 * (index - 24.0));
        let gland = (0.75 - 0.011 * (age - 40.0)).clamp(0.08, 0.8) * near_one(0.3);
        let raised = 24.0 * pose.expiration;
        let dome_right = to_f32(rng.range(-107.0, -96.0)) + raised;
        let dome_left = dome_right - to_f32(rng.range(8.0, 17.0));
        let turn = to_f32(rng.normal_within_2sd(0.0, 0.024));
        let sway = (
            to_f32(rng.normal_within_2sd(0.0, 3.2)),
            to_f32(rng.normal_within_2sd(0.0, 4.0)),
        );
        let mut cell = || to_f32(rng.range(0.0, 64.0));
        let phase = p3(cell(), cell(), cell());
        let blood_hu = 1.1 * to_f32(rng.normal_within_2sd(if female { 38.5 } else { 42.0 }, 2.6));
        let liver_hu = to_f32(rng.normal_within_2sd(56.0, 3.5));
        let meal = to_f32(rng.range(-70.0, 5.0));
        let (aorta_mm, trunk_mm) = great_vessels_mm(seed.child("vessels"), female, age);
        let aorta_mm = alteration.aorta_mm.unwrap_or(aorta_mm);
        let trunk_mm = alteration.trunk_mm.unwrap_or(trunk_mm);
        Self {
            scale,
            inverse: p3(1.0 / scale.x, 1.0 / scale.y, 1.0 / scale.z),
            mean_scale: (scale.x + scale.y + scale.z) / 3.0,
            patient,
            female,
            age,
            pose,
            aorta_mm,
            trunk_mm,
            spine: spine::draw(seed.child("spine"), age, alteration),
            blood_hu,
            liver_hu,
            meal,
            heart,
            heart_stretch: 1.0,
            fat: fat.clamp(3.5, 34.0),
            muscle,
            breast: breast.clamp(0.6, 1.25),
            gland,
            dome_right,
            dome_left,
            turn: (libm::cosf(turn), libm::sinf(turn)),
            sway,
            phase,
            texture: Texture::new(seed.child("texture"), 0.6),
            central: tubes::central(seed.child("central"), aorta_mm, trunk_mm),
        }
    }

    /// How far a height of the patient is moved sideways, mm.
    fn sway_at(&self, z: f32) -> f32 {
        let t = (z / 150.0).clamp(-1.4, 1.4);
        self.sway.1 + self.sway.0 * (2.0 * t * t - 0.7 + 0.6 * t)
    }

    /// The canonical position of a patient position.
    pub(crate) fn canonical(&self, patient: P3) -> P3 {
        let x = patient.x - self.sway_at(patient.z);
        let (c, s) = self.turn;
        p3(
            (x * c + patient.y * s) * self.inverse.x,
            (patient.y * c - x * s) * self.inverse.y,
            patient.z * self.inverse.z,
        )
    }

    /// The patient position of a canonical position.
    pub(crate) fn patient(&self, canonical: P3) -> P3 {
        let p = canonical.scaled(self.scale);
        let (c, s) = self.turn;
        p3(
            p.x * c - p.y * s + self.sway_at(p.z),
            p.y * c + p.x * s,
            p.z,
        )
    }

    /// Slow noise of variance 1 with bumps about `period` mm long.
    pub(super) fn slow(&self, q: P3, period: f32) -> f32 {
        self.texture.at(q * (16.0 / period) + self.phase)
    }

    /// Half width, half depth and middle (y) of the inner rib cage at a height.
    pub(crate) fn cage(z: f32) -> (f32, f32, f32) {
        let p = profile::at(z);
        (p.cage_x, p.cage_y, p.cage_middle)
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
        // The sternum flattens the front.
        let front = -(q.y - (middle - half_y + 5.0));
        smooth_max(cage, front, 14.0)
    }

    /// Relative size of the breasts.
    pub(crate) fn breast_size(&self) -> f32 {
        self.breast
    }

    /// Indices of the central tubes that matter near a canonical height.
    pub(crate) fn tubes_near(&self, z: f32) -> Vec<usize> {
        (0..self.central.len())
            .filter(|&idx| {
                let tube = &self.central[idx];
                let reach = tube.ra.max(tube.rb) + 14.0;
                tube.a.z.min(tube.b.z) - reach < z && z < tube.a.z.max(tube.b.z) + reach
            })
            .collect()
    }

    /// The coronary arteries: left main with left anterior descending, left circumflex, right; patient mm.
    pub(crate) fn coronaries(&self) -> Vec<Coronary> {
        coronary::lines(self)
    }

    /// Distance to the lungs of a patient position, mm, negative inside.
    pub(crate) fn lung_patient(&self, at: Vec3) -> f32 {
        let q = self.canonical(P3::from_vec3(at));
        // Far outside the tubes do not matter.
        let tubes = if Self::cavity(q.z, q) > 12.0 {
            Vec::new()
        } else {
            self.tubes_near(q.z)
        };
        self.lung(q, &tubes) * self.mean_scale
    }

    /// All distances at a canonical position, in patient mm; what each is: `field`.
    ///
    /// `tubes` are those of [`Self::tubes_near`] for the height. Far outside the body all are 60.
    pub(crate) fn fields(&self, q: P3, tubes: &[usize]) -> [f32; FIELDS] {
        let mut f = [60.0f32; FIELDS];
        let (trunk, arms) = (self.body(q), self.arms(q));
        let body = trunk.min(arms);
        f[field::BODY] = body;
        if body > 12.0 {
            return f;
        }
        let cavity = Self::cavity(q.z, q);
        f[field::CAVITY] = cavity;
        self.wall(q, trunk, arms, cavity, &mut f);
        if cavity < 8.0 {
            let below = (self.diaphragm_z(q) - q.z) * -0.75;
            f[field::ABDOMEN] = smooth_max(below, cavity + 2.0, 4.0);
            let hull = self.heart_fields(q, &mut f);
            f[field::LUNG] = self.lung_of(q, cavity, hull, -below, tubes);
            (f[field::MAJOR_FISSURE], f[field::MINOR_FISSURE]) = self.fissures(q);
            (f[field::SOFT], f[field::GULLET_AIR]) = self.soft(q);
            if f[field::ABDOMEN] < 6.0 {
                self.abdomen(q, &mut f);
            }
        }
        for d in &mut f {
            *d *= self.mean_scale;
        }
        f
    }

    /// The outline of the trunk.
    fn body(&self, q: P3) -> f32 {
        let p = profile::at(q.z);
        let half_x = p.body_x + self.fat - 10.0 + 8.0 * (self.muscle - 1.0);
        let half_y = p.body_y + 4.0 + 0.62 * (self.fat - 10.0);
        let middle = p.cage_middle + p.body_middle;
        let mut d = rounded_ellipse(q.x, q.y - middle, half_x, half_y, 0.42);
        d -= 3.6 * self.slow(p3(q.x, q.y, q.z * 0.6), 150.0)
            + 1.3 * self.slow(p3(q.x + 40.0, q.y, q.z * 0.8), 60.0);
        // The back lies flat on the couch, with a groove over the spine.
        let groove = 5.0 * gauss(q.x / 13.0);
        d = smooth_max(d, q.y - (middle + half_y - 6.0 - groove), 30.0);
        if self.female {
            // Lying on the back a breast spreads to the side.
            let b = self.breast;
            let side = if q.x < 0.0 { 1.0 } else { 1.05 };
            let at = p3(q.x.abs() - 76.0, q.y - (middle - half_y + 13.0), q.z + 50.0);
            let spread = ellipsoid(at, p3(64.0 * b * side, 30.0 * b + 4.0, 62.0 * b));
            let (nipple, _) = round_cone(
                at,
                p3(6.0, -26.0 * b - 2.0, -6.0),
                p3(6.0, -30.0 * b - 5.5, -6.0),
                5.5,
                3.5,
            );
            d = smooth_min(smooth_min(d, spread, 30.0), nipple, 6.0);
        }
        d
    }

    /// The outline of arms that lie beside the trunk.
    pub(crate) fn arms(&self, q: P3) -> f32 {
        if self.pose.arms == Arms::Raised {
            return 60.0;
        }
        let x = q.x.abs() - 168.0 - 0.9 * self.fat;
        let (upper, _) = round_cone(
            p3(x, q.y, q.z),
            p3(0.0, 14.0, 100.0),
            p3(26.0, 34.0, -90.0),
            40.0 + 0.5 * self.fat,
            33.0 + 0.4 * self.fat,
        );
        let (lower, _) = round_cone(
            p3(x, q.y, q.z),
            p3(26.0, 34.0, -90.0),
            p3(14.0, 10.0, -300.0),
            36.0,
            26.0,
        );
        smooth_min(upper, lower, 8.0) - 1.5 * self.slow(q, 60.0)
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

#[cfg(test)]
mod tests;
