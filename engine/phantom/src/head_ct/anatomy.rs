//! A head as implicit functions: what it is at a place. Shapes of the skull: `skull`; of the brain: `brain`.
//!
//! Head mm: patient mm turned and moved into the head's own frame, lengths unchanged. x grows to the left of the
//! midline, y to the back, z to the vertex; the commissures lie near z = 0, the anterior one near y = -16, the middle
//! of the falx near x = 0. Unless said otherwise every position here is in head mm and every distance in mm.

use overread_base::Seed;

use crate::head_ct::field::{self, Fields};
use crate::head_ct::tissue::{self, Tissue};
use crate::num::{P3, lerp, p3, smooth_step, to_f32};
use crate::texture::Texture;

/// One plane wave of the noise that folds the cortex.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wave {
    /// Radians a canonical mm.
    pub(crate) k: P3,
    /// Radians.
    pub(crate) phase: f32,
    /// Its amplitude.
    pub(crate) weight: f32,
}

/// A patient's head.
#[derive(Debug, Clone)]
pub(crate) struct Head {
    /// Years.
    pub(crate) age: f32,
    /// Sex.
    pub(crate) female: bool,
    /// True mm per canonical mm.
    pub(crate) scale: P3,
    /// Slow and fine random numbers of this head.
    pub(crate) texture: Texture,
    /// 0 for a young brain, 1 for the atrophy of great age.
    pub(crate) atrophy: f32,
    /// Packed-cell volume of the blood, %.
    pub(crate) haematocrit: f32,
    pub(crate) waves: [Vec<Wave>; 2],
    pub(crate) petalia: f32,
    pub(crate) squareness: f32,
    pub(crate) bone_share: f32,
    pub(crate) scalp_mm: f32,
    pub(crate) ear_lean: f32,
    pub(crate) tilt_of_base: f32,
    /// Sizes of the left and right frontal sinus; small ones are not there.
    pub(crate) frontal_sinus: [f32; 2],
    pub(crate) mastoid: f32,
    pub(crate) cistern_share: f32,
    pub(crate) sulcus_mm: f32,
    pub(crate) third_mm: f32,
    /// How far the nuclei stand apart for wide ventricles, mm.
    pub(crate) spread: f32,
    pub(crate) brain_level: f32,
    pub(crate) leucoaraiosis: f32,
    /// Lengths of the right and left occipital horn, mm.
    pub(crate) occipital_horn: [f32; 2],
    /// Widening of the right and left lateral ventricle, mm.
    pub(crate) ventricle_level: [f32; 2],
    evans: f32,
    /// Rows of the turn from head to patient, and where the head's origin lies in the patient.
    pose: ([P3; 3], P3),
}

impl Head {
    /// Draws a head.
    pub(crate) fn new(seed: Seed) -> Self {
        let own = seed.child("head");
        let mut rng = own.child("person").rng();
        let female = rng.unit() < 0.5;
        let age = to_f32(rng.range(19.0, 90.0));
        let texture = Texture::new(own.child("texture"), 0.5);
        let mut rng = own.child("size").rng();
        let size = if female { 0.97 } else { 1.01 };
        let mut axis =
            |mean: f64, sd: f64| to_f32(mean * size * (1.0 + rng.normal_within_2sd(0.0, sd)));
        let scale = p3(axis(1.0, 0.032), axis(1.0, 0.032), axis(1.0, 0.03));
        let mut rng = own.child("shape").rng();
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        let wear = smooth_step(35.0, 92.0, age);
        let atrophy = (wear * draw(0.75, 1.15) + draw(-0.05, 0.1)).clamp(0.0, 1.15);
        let tall = |rng_value: f32, gate: f32| if rng_value < gate { 0.0 } else { rng_value };
        let white = (smooth_step(48.0, 88.0, age) * draw(0.25, 1.3)).clamp(0.0, 1.0);
        let mut head = Self {
            age,
            female,
            scale,
            texture,
            atrophy,
            haematocrit: if female {
                draw(35.0, 44.0)
            } else {
                draw(38.0, 49.0)
            },
            waves: [
                waves(own.child("folds/right")),
                waves(own.child("folds/left")),
            ],
            petalia: draw(0.004, 0.03),
            squareness: draw(0.12, 0.34),
            bone_share: draw(0.86, 1.18),
            scalp_mm: draw(4.2, 7.5),
            ear_lean: draw(0.1, 0.45),
            tilt_of_base: draw(-1.5, 1.5),
            frontal_sinus: [tall(draw(0.3, 1.3), 0.5), tall(draw(0.3, 1.3), 0.5)],
            mastoid: draw(0.75, 1.15),
            cistern_share: lerp(0.9, 1.22, atrophy) * draw(0.94, 1.06),
            sulcus_mm: lerp(0.9, 3.0, atrophy) * draw(0.85, 1.2),
            third_mm: lerp(3.2, 8.0, atrophy) * draw(0.85, 1.15),
            spread: 0.0,
            brain_level: 0.0,
            leucoaraiosis: white,
            occipital_horn: [draw(8.0, 26.0), draw(10.0, 30.0)],
            ventricle_level: [0.0; 2],
            evans: 0.0,
            pose: pose(own.child("pose")),
        };
        // Evans index by age: 0.25 young, 0.28 at 71 years (reference 2.1).
        let wanted = (lerp(0.235, 0.295, wear) + draw(-0.028, 0.028)).clamp(0.20, 0.36);
        let uneven = draw(-0.35, 0.55);
        head.fit_ventricles(wanted, uneven);
        head
    }

    /// Widens the ventricles until the Evans index is the wanted one.
    fn fit_ventricles(&mut self, wanted: f32, uneven: f32) {
        let inner = self.inner_width();
        let (mut low, mut high) = (-2.5f32, 6.5f32);
        for _ in 0..10 {
            let level = 0.5 * (low + high);
            // Wide horns push the nuclei apart.
            self.spread = level.clamp(-0.5, 6.0) * 0.8;
            self.brain_level = level.clamp(0.0, 6.0) * 0.8;
            self.ventricle_level = [level - uneven, level + uneven];
            if self.horn_width() / inner < wanted {
                low = level;
            } else {
                high = level;
            }
        }
        self.evans = self.horn_width() / inner;
    }

    /// Greatest inner width of the skull, canonical mm.
    fn inner_width(&self) -> f32 {
        let mut widest = 0.0f32;
        for (y, z) in [
            (0.0, 8.0),
            (10.0, 12.0),
            (20.0, 8.0),
            (20.0, 18.0),
            (30.0, 12.0),
        ] {
            let edge = |sign: f32| march(55.0, 85.0, |x| self.skull(p3(sign * x, y, z)).inner);
            widest = widest.max(edge(1.0) + edge(-1.0));
        }
        widest
    }

    /// Greatest distance between the outer walls of the frontal horns, canonical mm.
    fn horn_width(&self) -> f32 {
        let mut widest = 0.0f32;
        for z in [3.0f32, 6.0, 9.0, 12.0] {
            for y in [-47.0f32, -44.0, -41.0, -38.0, -34.0, -30.0] {
                let edge = |sign: f32| march(9.0, 34.0, |x| self.ventricles(p3(sign * x, y, z)));
                widest = widest.max(edge(1.0) + edge(-1.0));
            }
        }
        widest
    }

    /// Evans index: greatest width of the frontal horns over the inner width of the skull, before any lesion.
    pub(crate) fn evans_index(&self) -> f32 {
        self.evans
    }

    /// A slow random number of variance 1; `fine` 1 has most of its power at 30 mm.
    pub(crate) fn slow(&self, c: P3, fine: f32) -> f32 {
        self.texture.at(c * fine)
    }

    /// Head mm of a patient position.
    pub(crate) fn to_head(&self, patient: P3) -> P3 {
        let (rows, origin) = &self.pose;
        let d = patient - *origin;
        rows[0] * d.x + rows[1] * d.y + rows[2] * d.z
    }

    /// Patient mm of a head position.
    pub(crate) fn to_patient(&self, at: P3) -> P3 {
        let (rows, origin) = &self.pose;
        p3(rows[0].dot(at), rows[1].dot(at), rows[2].dot(at)) + *origin
    }

    /// Canonical mm: the average head, in which shapes are written.
    pub(crate) fn canonical(&self, at: P3) -> P3 {
        p3(
            at.x / self.scale.x,
            at.y / self.scale.y,
            at.z / self.scale.z,
        )
    }

    /// Head mm of a canonical position.
    #[expect(
        clippy::wrong_self_convention,
        reason = "the head maps the place; it is not what is made"
    )]
    pub(crate) fn from_canonical(&self, c: P3) -> P3 {
        c.scaled(self.scale)
    }

    /// All fields at a place.
    pub(crate) fn fields(&self, at: P3) -> Fields {
        self.canonical_fields(self.canonical(at))
    }

    /// What is at a place, at a resolution of `width` mm.
    pub(crate) fn tissue(&self, at: P3, width: f32) -> Tissue {
        tissue::of(&self.fields(at), width)
    }

    /// Distance to the inner table, negative inside the cranial cavity.
    pub(crate) fn inner_skull(&self, at: P3) -> f32 {
        self.skull(self.canonical(at)).inner
    }

    /// Distance to the outer surface of the braincase, negative inside.
    pub(crate) fn outer_skull(&self, at: P3) -> f32 {
        let skull = self.skull(self.canonical(at));
        skull.inner - skull.thickness
    }

    /// Thickness of the braincase nearest to a place.
    pub(crate) fn bone_thickness(&self, at: P3) -> f32 {
        self.skull(self.canonical(at)).thickness
    }

    /// Signed distance from the plane of the falx, positive on the patient's left.
    pub(crate) fn midline_x(&self, at: P3) -> f32 {
        let c = self.canonical(at);
        (c.x - self.bend(c)) * self.scale.x
    }

    /// Signed height above the sheet of the tentorium, positive above; the sheet need not exist there.
    pub(crate) fn tentorium(&self, at: P3) -> f32 {
        self.tent(self.canonical(at))
    }

    /// Distance from the free edge of the tentorium, positive where the sheet exists.
    pub(crate) fn tentorium_edge(&self, at: P3) -> f32 {
        self.fields(at)[field::TENTORIUM_EDGE]
    }

    /// HU of unclotted blood (reference 1.1: 1.1 x haematocrit).
    pub(crate) fn blood_hu(&self) -> f32 {
        1.1 * self.haematocrit
    }
}

/// Where a function turns positive between `low` and `high`, to a quarter of a mm.
fn march(low: f32, high: f32, f: impl Fn(f32) -> f32) -> f32 {
    let (mut low, mut high) = (low, high);
    while high - low > 0.2 {
        let middle = 0.5 * (low + high);
        if f(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Waves of 21 to 32 mm in all directions, and weaker ones of half that length.
fn waves(seed: Seed) -> Vec<Wave> {
    let mut rng = seed.rng();
    (0..18)
        .map(|i| {
            let dir = loop {
                let v = p3(
                    to_f32(rng.range(-1.0, 1.0)),
                    to_f32(rng.range(-1.0, 1.0)),
                    to_f32(rng.range(-1.0, 1.0)),
                );
                let length = v.length();
                if (0.2..=1.0).contains(&length) {
                    // Most sulci of the convexity run up and down.
                    break p3(v.x, v.y, 0.6 * v.z) * (1.0 / length);
                }
            };
            let (length, weight) = if i < 14 {
                (rng.range(21.0, 32.0), 1.0)
            } else {
                (rng.range(11.0, 16.0), 0.4)
            };
            Wave {
                k: dir * (std::f32::consts::TAU / to_f32(length)),
                phase: to_f32(rng.range(0.0, std::f64::consts::TAU)),
                weight,
            }
        })
        .collect()
}

/// How the head lies: turned by a few degrees, its origin near that of the patient.
fn pose(seed: Seed) -> ([P3; 3], P3) {
    let mut rng = seed.rng();
    let mut angle = |sd: f64| to_f32(rng.normal_within_2sd(0.0, sd).to_radians());
    let (nod, roll, turn) = (angle(4.0), angle(2.0), angle(3.0));
    let ((sa, ca), (sb, cb), (sc, cc)) =
        (libm::sincosf(nod), libm::sincosf(roll), libm::sincosf(turn));
    // Turn about z, then roll about y, then nod about x; rows of the product.
    let turned = [p3(cc, -sc, 0.0), p3(sc, cc, 0.0), p3(0.0, 0.0, 1.0)];
    let rolled = [
        turned[0] * cb + turned[2] * sb,
        turned[1],
        turned[2] * cb - turned[0] * sb,
    ];
    let rows = [
        rolled[0],
        rolled[1] * ca - rolled[2] * sa,
        rolled[1] * sa + rolled[2] * ca,
    ];
    let mut shift = |range: f64| to_f32(rng.range(-range, range));
    (rows, p3(shift(3.0), shift(3.0), shift(2.0)))
}

#[cfg(test)]
mod tests;
