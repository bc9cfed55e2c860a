//! What pathology does to the HU of a slice, before point spread and noise.

use crate::chest_ct::field;
use crate::chest_ct::lattice::{LUNG_HU, LUNG_WIDTH, Node};
use crate::chest_ct::lesion::Pathology;
use crate::chest_ct::lesion::emphysema::HOLE_HU;
use crate::chest_ct::lesion::lungs::Site;
use crate::chest_ct::plan::ChestCtPlan;
use crate::chest_ct::raster::{AIRWAY, BONE, CARTILAGE, LUNG_ARTERY, LUNG_VEIN, Layers};
use crate::num::{P3, coverage, lerp, smooth_step};

/// HU of airless lung without contrast medium.
const TISSUE_HU: f32 = 42.0;

/// Pathology of one slice.
pub(crate) struct Effect<'a> {
    plan: &'a ChestCtPlan,
    pathology: &'a Pathology,
    layers: &'a Layers,
    /// The share of each pixel that is a hole of emphysema; empty without.
    holes: Vec<f32>,
}

impl<'a> Effect<'a> {
    /// Of a slice whose first pixel lies at `origin`; `None` if nothing in it changes pixel by pixel.
    pub(crate) fn of(plan: &'a ChestCtPlan, origin: P3, layers: &'a Layers) -> Option<Self> {
        let pathology = &plan.pathology;
        let is_still = pathology.effusions.is_empty()
            && pathology.pneumothoraces.is_empty()
            && pathology.fillings.is_empty()
            && pathology.emphysema.is_none();
        if is_still {
            return None;
        }
        let extent = plan.voxel_extent();
        let side = plan.params.size as usize;
        let holes = pathology.emphysema.as_ref().map_or_else(Vec::new, |e| {
            e.draw((origin, extent.x, side), extent.z, &plan.anatomy.texture)
        });
        Some(Self {
            plan,
            pathology,
            layers,
            holes,
        })
    }

    /// HU of a pixel with all of it, where `hu` was without.
    pub(crate) fn change(&self, idx: usize, at: P3, f: &Node, hu: f32) -> f32 {
        let of = |which: usize| self.layers.share(idx, which);
        let bone = of(BONE) + of(CARTILAGE);
        let share = coverage(f[field::LUNG], f[LUNG_WIDTH]) * (1.0 - bone).max(0.0);
        if share <= 0.0 {
            return hu;
        }
        let anatomy = &self.plan.anatomy;
        let texture = &anatomy.texture;
        let site = Site::of_fields(anatomy, at, f);
        let width = self.plan.voxel_extent().x;
        let lung = Lung {
            share,
            hu: f[LUNG_HU],
        };
        let mut hu = hu;
        if let Some(&hole) = self.holes.get(idx) {
            let vessel = (1.6 * of(LUNG_ARTERY).max(of(LUNG_VEIN))).min(1.0);
            hu = lung.replaced(hu, hole * (1.0 - vessel), HOLE_HU);
        }
        let tissue = TISSUE_HU + 0.6 * self.plan.contrast.muscle_of_heart;
        let (mut airless, mut bronchi) = (0.0f32, 0.0f32);
        for filling in &self.pathology.fillings {
            let fraction = filling.fraction(&site, texture);
            airless = airless.max(fraction);
            bronchi = bronchi.max(fraction * filling.bronchi(&site, texture));
        }
        let mut fluid = (0.0f32, 0.0f32);
        for effusion in &self.pathology.effusions {
            let (share, pressed) = effusion.shares(&site, width, texture);
            airless = airless.max(pressed);
            if share > fluid.0 {
                fluid = (share, effusion.hu);
            }
        }
        let mut air = 0.0f32;
        let mut line = 0.0f32;
        for pneumothorax in &self.pathology.pneumothoraces {
            let d = pneumothorax.distance(&site, texture);
            air = air.max(coverage(d, width.max(1.0)));
            line = line.max(coverage((d - 0.3).abs() - 0.45, width.max(0.8)));
            if d.is_finite() {
                // The lung that has fallen back holds less air.
                airless = airless.max(pneumothorax.collapse());
            }
        }
        if airless > 0.0 {
            hu = lung.filled(hu, airless, tissue);
            // Bronchi stay open in it.
            let airway = of(AIRWAY);
            hu = lerp(hu, hu.min(-960.0), airway * (1.0 - 0.85 * fluid.0));
            let open = bronchi * smooth_step(0.3, 0.85, of(LUNG_ARTERY));
            hu = lerp(hu, hu.min(-940.0), open);
        }
        if line > 0.0 {
            hu = lung.filled(hu, 0.75 * line, 30.0);
        }
        if fluid.0 > 0.0 {
            let grain = 2.0 * texture.at(site.q * 0.8);
            hu = lung.replaced(hu, fluid.0, fluid.1 + grain);
        }
        if air > 0.0 {
            hu = lung.replaced(hu, air, -998.0);
        }
        hu
    }

    /// Draws what stands out of single pixels: imitators and calcium.
    pub(crate) fn spots(plan: &ChestCtPlan, z: usize, origin: P3, hu: &mut [f32]) {
        let side = plan.params.size as usize;
        let extent = plan.voxel_extent();
        for imitator in &plan.pathology.imitators {
            let (first, last) = imitator.slices(&plan.geometry);
            if !(first..=last).contains(&(z as f64)) {
                continue;
            }
            for (idx, hu) in hu.iter_mut().enumerate() {
                let at = plan.voxel_at(idx % side, idx / side, z);
                *hu = imitator.blend(*hu, at, extent, &plan.anatomy.texture);
            }
        }
        if let Some(calcium) = &plan.pathology.calcium {
            calcium.draw(origin, extent.x, side, extent.z, hu);
        }
    }
}

/// The lung in a voxel.
struct Lung {
    /// Its share of the voxel.
    share: f32,
    /// HU of its tissue without vessels.
    hu: f32,
}

impl Lung {
    /// The voxel with `part` of its lung replaced. What is not lung stays, so no dark rim is left along the wall.
    fn replaced(&self, hu: f32, part: f32, value: f32) -> f32 {
        if self.share >= 0.99 {
            return lerp(hu, value, part);
        }
        let changed = hu + part * self.share * (value - self.hu);
        changed.clamp(hu.min(value), hu.max(value))
    }

    /// The voxel with `fraction` of the air of its lung replaced by tissue; vessels stay what they are.
    fn filled(&self, hu: f32, fraction: f32, tissue: f32) -> f32 {
        let room = (tissue - hu).max(0.0);
        hu + fraction * room.min(self.share * (tissue - self.hu))
    }
}
