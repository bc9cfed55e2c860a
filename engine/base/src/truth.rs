//! What is really in a case. Never shown and never passed to a service before the answer it concerns is locked.

use crate::{Category, Code, Laterality, LesionId, MaskRle, SeriesUid, Vec3};

/// The truth of one case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaseTruth {
    /// The target lesions; none means a normal case.
    pub lesions: Vec<Lesion>,
    /// What is true of the study as a whole, e.g. a diameter of the aorta or the density of the breasts.
    pub facts: Vec<TruthFact>,
}

impl CaseTruth {
    /// Whether the case holds a target lesion.
    #[must_use]
    pub fn is_abnormal(&self) -> bool {
        !self.lesions.is_empty()
    }

    /// The fact of this concept.
    #[must_use]
    pub fn fact(&self, code: &Code) -> Option<&FactValue> {
        let mut facts = self.facts.iter();
        facts
            .find(|fact| fact.code.is_same_concept(code))
            .map(|fact| &fact.value)
    }
}

/// One fact about a study as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct TruthFact {
    /// What it is about.
    pub code: Code,
    /// What is true of it.
    pub value: FactValue,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum FactValue {
    /// Whether it is there.
    Present(bool),
    /// A measured value.
    Number {
        /// How much.
        value: f64,
        /// The UCUM unit.
        ucum: String,
    },
    /// A level of a classification.
    Category(Category),
    /// Parts that are concerned, by their codes' values, e.g. the ASPECTS regions.
    Parts(Vec<String>),
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
    /// Where it is seen in each image of a study of several projections; empty where one space holds the whole study.
    ///
    /// `centre`, `radius_mm` and `mask` above are then those of the first view.
    pub views: Vec<LesionView>,
}

/// Where a lesion is seen in one projection.
#[derive(Debug, Clone, PartialEq)]
pub struct LesionView {
    /// The image's series.
    pub series: SeriesUid,
    /// Its middle on the detector, mm: x right, y down, z 0.
    pub centre: Vec3,
    /// Radius of the disc of equal area, mm.
    pub radius_mm: f64,
    /// Its pixels, where known.
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
