//! HU of a voxel from its distances and the shares of what is drawn into it. No noise.

use crate::chest_ct::anatomy::{Anatomy, gauss};
use crate::chest_ct::blood::{BLOODS, Contrast};
use crate::chest_ct::bones;
use crate::chest_ct::field;
use crate::chest_ct::lattice::{LUNG_HU, LUNG_WIDTH, MOTTLE, Node};
use crate::chest_ct::plan::ChestCtPlan;
use crate::chest_ct::raster::{
    AIRWAY, AIRWAY_WALL, BONE, CARTILAGE, LUNG_ARTERY, LUNG_VEIN, MARROW, Shares,
};
use crate::num::{P3, coverage, lerp, p3, smooth_step};

/// What the tissues of one study are made of.
pub(crate) struct Tissue<'a> {
    anatomy: &'a Anatomy,
    contrast: Contrast,
    pixel: f32,
    /// Width of a border between soft tissues, mm.
    soft: f32,
}

impl Anatomy {
    /// Slow noise that mottles all tissues.
    pub(crate) fn mottle(&self, q: P3) -> f32 {
        self.texture
            .at(p3(q.y * 0.37 + 9.0, q.x * 0.33, q.z * 0.35))
    }

    /// HU of lung tissue without vessels and fine texture at a canonical position.
    pub(crate) fn lung_hu(&self, q: P3) -> f32 {
        let broad = self
            .texture
            .at(p3(q.y * 0.23, q.x * 0.21 + 19.0, q.z * 0.22));
        self.lung_base_hu(Self::lung_height(q)) + 12.0 * broad
    }
}

impl<'a> Tissue<'a> {
    pub(crate) fn new(plan: &'a ChestCtPlan) -> Self {
        let pixel = plan.voxel_extent().x;
        Self {
            anatomy: &plan.anatomy,
            contrast: plan.contrast,
            pixel,
            soft: pixel * 1.3,
        }
    }

    /// HU of a voxel; `outside` is that of air and couch.
    pub(crate) fn hu(&self, at: P3, n: &Node, shares: Option<&Shares>, outside: f32) -> f32 {
        let anatomy = self.anatomy;
        let q = anatomy.canonical(at);
        let mut hu = if n[field::LUNG] < -3.0 {
            self.lung(q, n)
        } else {
            self.around_lung(at, q, n)
        };
        if let Some(shares) = shares {
            hu = self.drawn(q, n, shares, hu);
        }
        lerp(hu, outside, coverage(-n[field::BODY], self.pixel))
    }

    /// Lung tissue with its fissures.
    fn lung(&self, q: P3, n: &Node) -> f32 {
        let fine = self
            .anatomy
            .texture
            .at(p3(q.x * 1.31 + 5.0, q.y * 1.27, q.z * 1.33));
        // Air spaces and the smallest vessels: skewed to the dense side.
        let mut lung = n[LUNG_HU] + 15.0 * fine + 6.0 * (fine * fine - 1.0);
        let sheet = |d: f32| 105.0 * gauss(d / 0.8);
        lung += sheet(n[field::MAJOR_FISSURE]);
        if q.x < 0.0 && n[field::MAJOR_FISSURE] > 0.0 {
            lung += sheet(n[field::MINOR_FISSURE]);
        }
        lung
    }

    fn around_lung(&self, at: P3, q: P3, n: &Node) -> f32 {
        let grain = self.anatomy.texture.at(p3(q.x * 0.9, q.y * 0.9, q.z * 0.8));
        let cavity = n[field::CAVITY];
        let mut hu = -1000.0;
        if cavity > -1.5 {
            hu = self.wall(q, n, grain);
        }
        if cavity < 4.0 {
            let inner = self.inner(at, q, n, grain);
            hu = lerp(hu, inner, coverage(cavity - 0.6, self.soft));
        }
        if n[field::LUNG] < 12.0 {
            let share = coverage(n[field::LUNG], n[LUNG_WIDTH]);
            if share > 0.0 {
                hu = lerp(hu, self.lung(q, n), share);
            }
        }
        self.axial_bone(q, hu, grain)
    }

    /// Skin, fat, muscle and breast outside the rib cage.
    fn wall(&self, q: P3, n: &Node, grain: f32) -> f32 {
        let mottle = n[MOTTLE];
        let fat = -106.0 + 5.0 * grain;
        let muscle = 52.0 + 3.5 * grain + 3.0 * mottle + 0.1 * self.contrast.muscle_of_heart;
        let mut hu = lerp(fat, muscle, coverage(n[field::MUSCLE], self.soft));
        hu = lerp(hu, fat + 12.0, 0.9 * coverage(n[field::FAT_PLANE], 1.6));
        // Septa in the fat under the skin.
        hu += 24.0 * smooth_step(0.25, 0.0, mottle.abs()) * smooth_step(1.0, 4.0, n[field::MUSCLE]);
        if self.anatomy.female {
            hu = self.gland(q, n, hu);
        }
        lerp(hu, 25.0, coverage(-n[field::BODY] - 1.7, self.soft))
    }

    /// Glandular tissue in the fat of a breast: strands that gather behind the nipple.
    fn gland(&self, q: P3, n: &Node, hu: f32) -> f32 {
        let b = self.anatomy.breast_size();
        let off = p3(
            (q.x.abs() - 79.0) / (42.0 * b),
            (q.y + 97.0) / (20.0 * b + 4.0),
            (q.z + 53.0) / (42.0 * b),
        );
        let inside = 1.0 - off.dot(off);
        if inside <= 0.0 || n[field::MUSCLE] < 2.0 || n[field::BODY] > -4.0 {
            return hu;
        }
        let texture = self
            .anatomy
            .texture
            .at(p3(q.x * 0.6, q.y * 0.6 + 21.0, q.z * 0.6));
        let level = 1.5 - 2.6 * self.anatomy.gland - 0.5 * inside;
        let share = smooth_step(level, level + 0.9, texture + 0.5 * n[MOTTLE]);
        lerp(hu, 34.0, 0.85 * share * smooth_step(0.0, 0.35, inside))
    }

    /// What fills the rib cage where there is no lung.
    fn inner(&self, at: P3, q: P3, n: &Node, grain: f32) -> f32 {
        let mottle = n[MOTTLE];
        let soft = self.soft;
        // Mediastinal fat holds strands and small nodes.
        let mut hu = -98.0 + 7.0 * grain + 26.0 * (mottle - 0.6).max(0.0);
        hu = lerp(hu, 38.0 + 2.0 * grain, coverage(n[field::SOFT], soft));
        hu = lerp(hu, -880.0, coverage(n[field::GULLET_AIR], soft));
        // A rim of muscle and pleura along the wall.
        hu = lerp(hu, 20.0, {
            let low = lerp(-2.2, -5.0, smooth_step(4.0, 0.0, n[field::ABDOMEN]));
            smooth_step(low, low + 1.4, n[field::CAVITY])
        });
        if n[field::PERICARDIUM] < 6.0 {
            hu = self.heart(q, n, hu, grain);
        }
        let below = coverage(n[field::ABDOMEN], 2.2);
        if below > 0.0 {
            let under = self.abdomen(at, q, n, grain);
            let muscle = smooth_step(-3.4, -2.6, n[field::ABDOMEN]);
            hu = lerp(hu, lerp(under, 48.0, muscle), below);
        }
        hu
    }

    /// Muscle and blood of the heart in its fat and its sac.
    fn heart(&self, q: P3, n: &Node, hu: f32, grain: f32) -> f32 {
        let soft = self.soft;
        let sac = (n[field::PERICARDIUM] - 1.6).abs() - 0.7;
        let mut hu = lerp(hu, 22.0, 0.4 * coverage(sac, 1.2));
        // The beat draws the left border twice.
        let beat = self.anatomy.pose.beat_mm * smooth_step(10.0, 45.0, q.x);
        let twice = |d: f32| 0.5 * (coverage(d, soft) + coverage(d + beat, soft));
        let muscle = 47.0 + 2.0 * grain + self.contrast.muscle_of_heart;
        hu = lerp(hu, muscle, twice(n[field::HEART]));
        let blood = self.anatomy.blood_hu + grain;
        hu = lerp(
            hu,
            blood + self.contrast.left_heart,
            twice(n[field::HEART_LEFT]),
        );
        lerp(
            hu,
            blood + self.contrast.right_heart,
            coverage(n[field::HEART_RIGHT], soft),
        )
    }

    fn abdomen(&self, at: P3, q: P3, n: &Node, grain: f32) -> f32 {
        let (soft, mottle) = (self.soft, n[MOTTLE]);
        let c = &self.contrast;
        let mut hu = -102.0 + 6.0 * grain + 24.0 * (mottle - 0.8).max(0.0);
        // Hollow organs: a wall, contents with what was eaten, gas on top as the patient lies on the back.
        let mut hollow = |d: f32, level: f32, contents: f32| {
            let gas = coverage(at.y - level, 1.0) * coverage(d + 4.0, soft);
            let held = lerp(contents, -960.0, gas);
            let filled = lerp(42.0 + 0.4 * c.liver, held, coverage(d + 3.2, 1.6));
            hu = lerp(hu, filled, coverage(d, soft));
        };
        let meal = self.anatomy.meal;
        hollow(n[field::STOMACH], meal, 20.0 + 12.0 * grain + 9.0 * mottle);
        hollow(
            n[field::BOWEL],
            meal + 16.0,
            10.0 + 60.0 * (grain - 0.4).min(0.0) + 30.0 * mottle,
        );
        hu = lerp(
            hu,
            33.0 + 2.0 * grain + c.kidney,
            coverage(n[field::KIDNEY], soft),
        );
        hu = lerp(
            hu,
            49.0 + 2.5 * grain + c.spleen * (1.0 + 0.12 * mottle),
            coverage(n[field::SPLEEN], soft),
        );
        let liver = coverage(n[field::LIVER], soft);
        if liver > 0.0 {
            let mut held = self.anatomy.liver_hu + 3.0 * grain + c.liver;
            // Where two noises vanish together a vein runs.
            let noise = |off: f32| {
                self.anatomy
                    .texture
                    .at(p3(q.x * 0.3 + off, q.y * 0.3, q.z * 0.3 + off))
            };
            let (a, b) = (noise(0.0), noise(27.0));
            let vein = smooth_step(0.2, 0.1, (a * a + b * b).sqrt())
                * smooth_step(-5.0, -12.0, n[field::LIVER]);
            held += vein * (c.liver_veins - 0.7 * (self.anatomy.liver_hu - self.anatomy.blood_hu));
            hu = lerp(hu, held, liver);
        }
        hu
    }

    /// Spine and sternum over what is there.
    fn axial_bone(&self, q: P3, hu: f32, grain: f32) -> f32 {
        if q.x.abs() > 50.0 {
            return hu;
        }
        let (anatomy, soft) = (self.anatomy, self.soft);
        let axial = bones::axial(anatomy, q);
        let mut hu = lerp(hu, 78.0, coverage(axial.disc, soft));
        if axial.bone < 3.0 {
            let marrow = anatomy.spine[axial.level].trabecular_hu
                + 26.0 * anatomy.texture.at(q * 2.1)
                + 8.0 * grain;
            let cortex = 620.0 + 70.0 * anatomy.texture.at(q * 0.7);
            let bone = lerp(cortex, marrow, coverage(axial.bone + 1.1, 1.2));
            hu = lerp(hu, bone, coverage(axial.bone, soft));
        }
        if axial.canal < 4.0 {
            // Fluid and cord behind a rim of fat.
            let cord = lerp(16.0, 34.0, coverage(axial.canal + 4.2, 1.5));
            let canal = lerp(-25.0, cord, coverage(axial.canal + 0.9, 1.2));
            hu = lerp(hu, canal, coverage(axial.canal, soft));
        }
        hu
    }

    /// Bones, vessels and airways that are drawn piece by piece, over what is there.
    fn drawn(&self, q: P3, n: &Node, shares: &Shares, hu: f32) -> f32 {
        let mottle = n[MOTTLE];
        let anatomy = self.anatomy;
        let mut hu = hu;
        if shares[CARTILAGE] > 0.0 {
            // Cartilage calcifies with age.
            let lime = (anatomy.texture.at(q * 1.9) - 2.4 + 0.022 * anatomy.age).max(0.0);
            hu = lerp(hu, 85.0 + 190.0 * lime, shares[CARTILAGE]);
        }
        if shares[BONE] > 0.0 {
            let spongy = 0.6 * anatomy.spine[6].trabecular_hu + 40.0 + 40.0 * mottle;
            hu = lerp(hu, 840.0 + 60.0 * mottle, shares[BONE]);
            hu = lerp(hu, spongy, shares[MARROW]);
        }
        let blood = anatomy.blood_hu;
        for (&share, &contrast) in shares[..BLOODS].iter().zip(&self.contrast.blood) {
            if share > 0.0 {
                hu = lerp(hu, blood + contrast, share);
            }
        }
        // Vessels of the lungs end where the mediastinum begins.
        let in_lung = coverage(n[field::LUNG] - 8.0, 4.0);
        for (which, blood_idx) in [(LUNG_ARTERY, 1), (LUNG_VEIN, 2)] {
            if shares[which] > 0.0 {
                let full = blood + self.contrast.blood[blood_idx];
                hu = hu.max(lerp(hu, full, shares[which] * in_lung));
            }
        }
        // Bronchi do not run through the heart.
        let free = smooth_step(-6.0, -4.0, n[field::PERICARDIUM]);
        hu = lerp(hu, 25.0, shares[AIRWAY_WALL] * free);
        lerp(hu, -985.0, shares[AIRWAY] * free)
    }
}
