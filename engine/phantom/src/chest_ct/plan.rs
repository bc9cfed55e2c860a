//! A planned chest CT: all shapes, nodules and noise of a study, ready to render slice by slice. No pixels yet.

use overread_base::{
    CaseTruth, Code, GeometryError, Laterality, Lesion, LesionId, MaskRle, Seed, Vec3,
    VolumeGeometry,
};
use overread_image::{Rescale, Volume, VolumeError};

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::blood::{Blood, Contrast, Phase};
use crate::chest_ct::bones::BonePiece;
use crate::chest_ct::lesion::wanted::Wanted;
use crate::chest_ct::lesion::{self, Pathology};
use crate::chest_ct::nodule::Nodule;
use crate::chest_ct::params::{ChestCtParams, Lobe, NoduleSpec};
use crate::chest_ct::placement;
use crate::chest_ct::pose::Pose;
use crate::chest_ct::raster;
use crate::chest_ct::spine;
use crate::chest_ct::tubes::{Tube, TubeKind};
use crate::error::PhantomError;
use crate::num::{P3, p3, to_f32};
use crate::patient::SyntheticPatient;
use crate::physics::ct_noise::{CtNoise, NoiseAnchor};

/// A chest CT that only needs rendering; [`crate::render_slice`] may run on any number of threads.
#[derive(Debug, Clone)]
pub struct ChestCtPlan {
    pub(crate) params: ChestCtParams,
    pub(crate) geometry: VolumeGeometry,
    pub(crate) anatomy: Anatomy,
    /// Great vessels, trees and airways, patient mm.
    pub(crate) tubes: Vec<Tube>,
    pub(crate) bones: Vec<BonePiece>,
    pub(crate) nodules: Vec<Nodule>,
    pub(crate) pathology: Pathology,
    pub(crate) noise: CtNoise,
    /// For each slice the tubes that reach into it.
    pub(crate) tubes_of: Vec<Vec<u32>>,
    /// What contrast medium adds.
    pub(crate) contrast: Contrast,
    lobes: Vec<Lobe>,
    patient: SyntheticPatient,
}

/// Plans a chest CT: equal seed, parameters and nodules give equal bits everywhere.
///
/// The anatomy and the noise depend on the seed alone, so a study with and one without nodules are twins.
///
/// # Errors
/// [`PhantomError`] lists all faults: numbers out of range, nodules outside the lung or the scan, too large, touching.
pub fn plan(
    seed: Seed,
    params: &ChestCtParams,
    nodules: &[NoduleSpec],
) -> Result<ChestCtPlan, PhantomError> {
    plan_with(seed, params, nodules, &Wanted::default())
}

/// As [`plan`], with other pathology; `nodules` are those of `wanted`, if it has any.
pub(crate) fn plan_with(
    seed: Seed,
    params: &ChestCtParams,
    nodules: &[NoduleSpec],
    wanted: &Wanted,
) -> Result<ChestCtPlan, PhantomError> {
    let bare = bare_with(seed, params, nodules, wanted)?;
    let anatomy = &bare.anatomy;
    let mut tubes: Vec<Tube> = anatomy
        .central
        .iter()
        .map(|tube| Tube {
            a: anatomy.patient(tube.a),
            b: anatomy.patient(tube.b),
            ..*tube
        })
        .collect();
    for artery in anatomy.coronaries() {
        let last = artery.line.len().saturating_sub(1).max(1) as f32;
        tubes.extend(artery.line.windows(2).enumerate().map(|(i, pair)| {
            let radius = |i: usize| artery.radius_mm * (1.0 - 0.55 * i as f32 / last);
            Tube {
                a: pair[0],
                b: pair[1],
                ra: radius(i),
                rb: radius(i + 1),
                kind: TubeKind::GreatVessel,
                blood: Blood::Artery,
            }
        }));
    }
    tubes.extend(crate::chest_ct::tree::grow(anatomy, seed.child("tree")));
    let bones = crate::chest_ct::bones::pieces(anatomy, seed.child("bones"));
    let mut plan = ChestCtPlan {
        tubes,
        bones,
        noise: bare.noise.ready(),
        ..bare
    };
    plan.tubes_of = raster::tubes_of_slices(&plan);
    Ok(plan)
}

/// The truth of a chest CT and the grid of its voxels, equal to those of [`plan`] and made in a small part of its time.
///
/// # Errors
/// As [`plan`].
pub fn ground(
    seed: Seed,
    params: &ChestCtParams,
    nodules: &[NoduleSpec],
) -> Result<(CaseTruth, VolumeGeometry), PhantomError> {
    let bare = bare(seed, params, nodules)?;
    Ok((bare.truth(), bare.geometry))
}

/// A plan with its nodules, without vessels, bones and noise.
pub(crate) fn bare(
    seed: Seed,
    params: &ChestCtParams,
    nodules: &[NoduleSpec],
) -> Result<ChestCtPlan, PhantomError> {
    bare_with(seed, params, nodules, &Wanted::default())
}

/// As [`bare`], with other pathology.
pub(crate) fn bare_with(
    seed: Seed,
    params: &ChestCtParams,
    nodules: &[NoduleSpec],
    wanted: &Wanted,
) -> Result<ChestCtPlan, PhantomError> {
    let mut faults = params.faults();
    placement::number_faults(nodules, &mut faults);
    let geometry = geometry(params).map_err(|e| faults.push(e.into()));
    let Ok(geometry) = geometry else {
        return Err(PhantomError { faults });
    };
    if !faults.is_empty() {
        return Err(PhantomError { faults });
    }
    let pose = Pose::draw(seed.child("pose"));
    let anatomy = Anatomy::new(seed, &lesion::alteration(wanted), pose);
    let mut pathology = Pathology::new(&anatomy, &geometry, wanted)?;
    let placed = placement::place_all(seed, &anatomy, &geometry, nodules, &pathology)?;
    let placed = pathology.with_focal(seed, &anatomy, &geometry, wanted, (nodules, placed))?;
    let lobes = placed
        .iter()
        .map(|n| anatomy.lobe(anatomy.canonical(n.centre)))
        .collect();
    let patient = anatomy.patient.clone();
    let contrast = Phase::draw(seed.child("phase")).contrast(to_f32(params.enhancement_hu));
    let noise = CtNoise {
        fov_mm: params.fov_mm,
        thickness_mm: params.slice_thickness_mm,
        increment_mm: params.increment_mm,
        dose_mas: params.dose_mas,
        ..CtNoise::new(
            crate::case::day(seed, wanted.days_before).child("noise"),
            params.size as usize,
            params.kernel,
            NoiseAnchor::CHEST,
        )
    };
    Ok(ChestCtPlan {
        params: params.clone(),
        geometry,
        anatomy,
        tubes: Vec::new(),
        bones: Vec::new(),
        nodules: placed,
        pathology,
        noise,
        tubes_of: Vec::new(),
        contrast,
        lobes,
        patient,
    })
}

impl ChestCtPlan {
    /// Where the voxels lie: x to the left, y to the back, slices from the feet to the head.
    #[must_use]
    pub fn geometry(&self) -> &VolumeGeometry {
        &self.geometry
    }

    /// How the study is acquired.
    #[must_use]
    pub fn params(&self) -> &ChestCtParams {
        &self.params
    }

    /// The person, who does not exist.
    #[must_use]
    pub fn patient(&self) -> &SyntheticPatient {
        &self.patient
    }

    /// Greatest diameter of the ascending aorta, mm.
    #[must_use]
    pub fn aorta_mm(&self) -> f64 {
        f64::from(self.anatomy.aorta_mm)
    }

    /// Greatest diameter of the pulmonary trunk, mm.
    #[must_use]
    pub fn trunk_mm(&self) -> f64 {
        f64::from(self.anatomy.trunk_mm)
    }

    /// Mean HU of the spongy bone of the tenth to twelfth thoracic vertebra.
    #[must_use]
    pub fn trabecular_hu(&self) -> f64 {
        f64::from(spine::trabecular_hu(&self.anatomy.spine))
    }

    /// Joins rendered slices, in order, to a volume of HU.
    ///
    /// # Errors
    /// [`VolumeError::SampleCount`] if there are not as many samples as voxels.
    pub fn volume(&self, samples: Vec<i16>) -> Result<Volume, VolumeError> {
        Volume::new(self.geometry.clone(), samples, Rescale::IDENTITY)
    }

    /// The lobe of each nodule, in the order of the request.
    #[must_use]
    pub fn lobes(&self) -> &[Lobe] {
        &self.lobes
    }

    /// What is in the study: one lesion per nodule, in the order of the request, with its voxels (half or more inside).
    #[must_use]
    pub fn truth(&self) -> CaseTruth {
        let facts = self.pathology.facts(self);
        if self.pathology.is_of_wishes() {
            return CaseTruth {
                lesions: self.pathology.lesions(self),
                facts,
            };
        }
        let weight = 1.0 / self.nodules.len().max(1) as f64;
        let lesions = self.nodules.iter().enumerate().filter_map(|(idx, nodule)| {
            let (mask, centre) = self.mask(nodule);
            Some(Lesion {
                id: LesionId::new(format!("n{}", idx + 1)).ok()?,
                code: Code::nodule(),
                centre,
                radius_mm: f64::from(nodule.radius),
                nodule_type: Some(nodule.kind),
                laterality: Some(if self.lobes[idx].index() < 3 {
                    Laterality::Right
                } else {
                    Laterality::Left
                }),
                category: None,
                weight,
                mask: Some(mask),
                views: Vec::new(),
            })
        });
        CaseTruth {
            lesions: lesions.collect(),
            facts,
        }
    }

    /// The box of voxels that a nodule may touch: first and last index per axis.
    pub(crate) fn voxel_box(&self, nodule: &Nodule) -> [(usize, usize); 3] {
        let (low, high) = nodule.bounds();
        let (low, high) = (
            self.geometry.voxel_from_patient(low),
            self.geometry.voxel_from_patient(high),
        );
        let axis = |low: f64, high: f64, n: u32| {
            let last = n as usize - 1;
            (
                crate::num::index_in(to_f32(low.floor()), last),
                crate::num::index_in(to_f32(high.ceil()), last),
            )
        };
        let [nx, ny, nz] = self.geometry.size;
        [
            axis(low.x, high.x, nx),
            axis(low.y, high.y, ny),
            axis(low.z, high.z, nz),
        ]
    }

    /// Size of a voxel as it is averaged over: pixel, pixel, slice thickness.
    pub(crate) fn voxel_extent(&self) -> P3 {
        let pixel = to_f32(self.params.pixel_mm());
        p3(pixel, pixel, to_f32(self.params.slice_thickness_mm))
    }

    pub(crate) fn voxel_at(&self, x: usize, y: usize, z: usize) -> P3 {
        P3::from_vec3(
            self.geometry
                .patient_from_voxel(Vec3::new(x as f64, y as f64, z as f64)),
        )
    }

    /// A nodule's voxels and the middle of its object.
    pub(crate) fn mask(&self, nodule: &Nodule) -> (MaskRle, Vec3) {
        let [nx, ny, _] = self.geometry.size.map(u64::from);
        let [(x0, x1), (y0, y1), (z0, z1)] = self.voxel_box(nodule);
        let extent = self.voxel_extent();
        let mut runs: Vec<u32> = Vec::new();
        let mut end = 0u64;
        for z in z0..=z1 {
            for y in y0..=y1 {
                for x in x0..=x1 {
                    if nodule.share(self.voxel_at(x, y, z), extent, &self.anatomy.texture) < 0.5 {
                        continue;
                    }
                    let at = (z as u64 * ny + y as u64) * nx + x as u64;
                    if at == end && !runs.is_empty() {
                        if let Some(last) = runs.last_mut() {
                            *last += 1;
                        }
                    } else {
                        runs.push(u32::try_from(at - end).unwrap_or(u32::MAX));
                        runs.push(1);
                    }
                    end = at + 1;
                }
            }
        }
        runs.push(u32::try_from(self.geometry.voxel_count() - end).unwrap_or(u32::MAX));
        let centre = nodule.middle.to_vec3();
        (
            MaskRle {
                geometry: self.geometry.clone(),
                runs,
            },
            centre,
        )
    }
}

fn geometry(params: &ChestCtParams) -> Result<VolumeGeometry, GeometryError> {
    let pixel = params.pixel_mm();
    let half = 0.5 * (params.fov_mm - pixel);
    let half_z = 0.5 * (f64::from(params.slices) - 1.0) * params.increment_mm;
    VolumeGeometry::new(
        [params.size, params.size, params.slices],
        Vec3::new(pixel, pixel, params.increment_mm),
        Vec3::new(-half, -half + 12.0, params.centre_z_mm - half_z),
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, 1.0, 0.0),
    )
}

#[cfg(test)]
mod tests;
