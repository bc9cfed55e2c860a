//! What pathology changes in the anatomy itself, before anything is drawn. Lesions that are added on top: `lesion`.

/// Changes to one patient's anatomy; `None` and empty leave what the seed drew.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Alteration {
    /// Greatest diameter of the ascending aorta, patient mm.
    pub(crate) aorta_mm: Option<f32>,
    /// Greatest diameter of the pulmonary trunk, patient mm.
    pub(crate) trunk_mm: Option<f32>,
    /// Mean trabecular HU of the tenth to twelfth thoracic vertebra.
    pub(crate) trabecular_hu: Option<f32>,
    /// Broken vertebrae: number (1 to 12 thoracic, 13 and 14 lumbar) and the share of the height in front that is left.
    pub(crate) wedges: Vec<(usize, f32)>,
}
