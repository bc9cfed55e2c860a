//! What is really in a case. Never shown and never passed to a service before the answer it concerns is locked.

use crate::{Category, Code, Laterality, LesionId, MaskRle, Vec3};

/// The truth of one case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaseTruth {
    /// The target lesions; none means a normal case.
    pub lesions: Vec<Lesion>,
}

impl CaseTruth {
    /// Whether the case holds a target lesion.
    #[must_use]
    pub fn is_abnormal(&self) -> bool {
        !self.lesions.is_empty()
    }
}

/// One lesion of the truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesion {
    /// Unique in the case.
    pub id: LesionId,
    /// What it is.
    pub code: Code,
    /// Its centre: patient LPS mm, or detector-plane mm for projections.
    pub centre: Vec3,
    /// Radius of the sphere of equal volume, mm.
    pub radius_mm: f64,
    /// Nodules: their type.
    pub nodule_type: Option<NoduleType>,
    /// The patient's side.
    pub laterality: Option<Laterality>,
    /// The value on a classification scale, if the author gave one.
    pub category: Option<Category>,
    /// The lesion's share of the case in weighted figures; the shares of a case sum to 1.
    pub weight: f64,
    /// Its voxels, where known.
    pub mask: Option<MaskRle>,
}

/// The type of a pulmonary nodule by attenuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoduleType {
    /// Soft-tissue attenuation throughout.
    Solid,
    /// Ground glass with a solid part.
    PartSolid,
    /// Ground glass only: vessels stay visible.
    GroundGlass,
}
