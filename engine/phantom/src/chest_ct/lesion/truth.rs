//! The truth of pathology: lesions with their voxels, and the facts of every study of a chest.

use overread_base::{Laterality, Lesion, LesionId, LesionRole, StudyFact, TruthFact, Vec3};

use crate::case::Imitation;
use crate::chest_ct::lesion::grid::Voxels;
use crate::chest_ct::lesion::lungs::Site;
use crate::chest_ct::lesion::solid::{self, Vessel};
use crate::chest_ct::lesion::wanted::nodule_type;
use crate::chest_ct::lesion::{Pathology, Present, What};
use crate::chest_ct::plan::ChestCtPlan;
use crate::chest_ct::spine;
use crate::num::P3;

impl Pathology {
    /// Whether the study was made from wishes and not from nodules alone.
    pub(crate) fn is_of_wishes(&self) -> bool {
        !self.present.is_empty()
    }

    /// One lesion per finding that is there.
    pub(crate) fn lesions(&self, plan: &ChestCtPlan) -> Vec<Lesion> {
        let findings: Vec<&Present> = self
            .present
            .iter()
            .filter(|present| present.kind.role == LesionRole::Finding)
            .collect();
        let weight = 1.0 / findings.len().max(1) as f64;
        findings
            .iter()
            .filter_map(|present| {
                let found = self.found(plan, present.what)?;
                let number = 1 + self.asked.iter().position(|&l| l == present.lesion)?;
                Some(Lesion {
                    id: LesionId::new(format!("l{number}")).ok()?,
                    code: present.kind.code(),
                    centre: found.centre,
                    radius_mm: found.radius_mm,
                    nodule_type: nodule_type(present.kind),
                    laterality: present.side.or(found.side),
                    category: None,
                    weight,
                    mask: found.mask,
                    views: Vec::new(),
                })
            })
            .collect()
    }

    /// What looks like a finding, and where.
    pub(crate) fn imitations(&self) -> Vec<Imitation> {
        let placed = self.present.iter().filter_map(|present| {
            let What::Imitator(idx) = present.what else {
                return None;
            };
            let imitator = self.imitators.get(idx)?;
            Some(Imitation {
                kind: present.kind,
                centre: imitator.centre().to_vec3(),
                radius_mm: f64::from(imitator.radius()),
            })
        });
        placed.collect()
    }

    fn found(&self, plan: &ChestCtPlan, what: What) -> Option<Found> {
        let (anatomy, geometry) = (&plan.anatomy, &plan.geometry);
        let texture = &anatomy.texture;
        let painted = |holds: &dyn Fn(&Site) -> bool| {
            self.map.paint(
                geometry,
                |p| anatomy.canonical(p),
                |a, b| a[0].min(b[0]) < 0.0,
                |at, n| holds(&Site::of_map(anatomy, at, n)),
            )
        };
        Some(match what {
            What::Nodule(idx) => {
                let nodule = plan.nodules.get(idx)?;
                let (mask, centre) = plan.mask(nodule);
                Found {
                    centre,
                    radius_mm: f64::from(nodule.radius),
                    side: None,
                    mask: Some(mask),
                }
            }
            What::Imitator(_) => return None,
            What::Effusion(idx) => {
                let effusion = self.effusions.get(idx)?;
                let voxels = painted(&|site| effusion.holds(site, texture));
                Found::of(&voxels, effusion.volume_ml, Some(effusion.side))
            }
            What::Pneumothorax(idx) => {
                let air = self.pneumothoraces.get(idx)?;
                let voxels = painted(&|site| air.holds(site, texture));
                Found::of(&voxels, air.volume_ml, Some(air.side))
            }
            What::Filling(idx) => {
                let filling = self.fillings.get(idx)?;
                let voxels = filling.voxels(anatomy, geometry);
                let side = filling.lobe.is_none().then_some(Laterality::Bilateral);
                Found::of(&voxels, filling.volume_ml, side)
            }
            What::Emphysema => {
                let emphysema = self.emphysema.as_ref()?;
                let voxels = emphysema.voxels(anatomy, &self.map, geometry);
                Found::of(&voxels, emphysema.volume_ml, Some(Laterality::Bilateral))
            }
            What::Calcium => {
                let calcium = self.calcium.as_ref()?;
                let voxels = calcium.voxels(geometry, plan.voxel_extent());
                let found = Found::of(&voxels, calcium.volume_mm3 * 1e-3, None);
                found.at(calcium.centre())
            }
            What::Aorta | What::Trunk => {
                let vessel = if what == What::Aorta {
                    Vessel::Aorta
                } else {
                    Vessel::Trunk
                };
                let pieces = solid::wide_part(anatomy, vessel);
                let (volume_ml, centre) = solid::vessel_size(&pieces);
                let voxels = solid::vessel_voxels(&pieces, geometry);
                Found::of(&voxels, volume_ml, Some(Laterality::Midline)).at(centre)
            }
            What::Vertebra(level) => Self::vertebrae(plan, level..=level),
            What::Density => Self::vertebrae(plan, solid::MEASURED),
        })
    }

    fn vertebrae(plan: &ChestCtPlan, levels: std::ops::RangeInclusive<usize>) -> Found {
        let (volume_ml, centre) = solid::vertebra_size(&plan.anatomy, levels.clone());
        let voxels = solid::vertebra_voxels(&plan.anatomy, levels, &plan.geometry);
        Found::of(&voxels, volume_ml, Some(Laterality::Midline)).at(centre)
    }

    /// What is true of the study as a whole, of every study.
    pub(crate) fn facts(&self, plan: &ChestCtPlan) -> Vec<TruthFact> {
        let anatomy = &plan.anatomy;
        let infiltrated: f32 = self.fillings.iter().map(|f| f.lung_share).sum();
        let fluid: f32 = self.effusions.iter().map(|e| e.volume_ml).sum();
        let lowest = anatomy
            .spine
            .iter()
            .map(|vertebra| vertebra.anterior)
            .fold(1.0, f32::min);
        let low = self.emphysema.as_ref().map_or(0.0, |e| e.share) + self.low_share;
        let agatston = self.calcium.as_ref().map_or(0.0, |c| c.agatston);
        [
            (StudyFact::AortaDiameter, anatomy.aorta_mm),
            (StudyFact::TrunkDiameter, anatomy.trunk_mm),
            (StudyFact::Agatston, agatston),
            (StudyFact::LowAttenuationArea, 100.0 * low),
            (StudyFact::InfiltrateShare, 100.0 * infiltrated.min(1.0)),
            (StudyFact::LungVolume, self.lung_ml),
            (StudyFact::EffusionVolume, fluid),
            (
                StudyFact::VertebralAttenuation,
                spine::trabecular_hu(&anatomy.spine),
            ),
            (StudyFact::VertebralHeightLoss, 100.0 * (1.0 - lowest)),
        ]
        .map(|(fact, value)| fact.number(rounded(value)))
        .to_vec()
    }
}

/// To two decimals: more is not measured. Adding zero makes a negative zero positive.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0 + 0.0
}

/// A lesion's place, size and voxels.
struct Found {
    centre: Vec3,
    radius_mm: f64,
    side: Option<Laterality>,
    mask: Option<overread_base::MaskRle>,
}

impl Found {
    /// Of voxels, with the volume of the implicit function. Voxels so coarse that none is half inside leave no mask.
    fn of(voxels: &Voxels, volume_ml: f32, side: Option<Laterality>) -> Self {
        let middle = voxels.centroid();
        let volume_mm3 = f64::from(volume_ml) * 1e3;
        Self {
            centre: middle.unwrap_or(Vec3::new(0.0, 0.0, 0.0)),
            // V = 4/3 π r³.
            radius_mm: libm::cbrt(volume_mm3 * 0.75 / std::f64::consts::PI),
            side,
            mask: middle.map(|_| voxels.mask()),
        }
    }

    fn at(self, centre: P3) -> Self {
        Self {
            centre: centre.to_vec3(),
            ..self
        }
    }
}
