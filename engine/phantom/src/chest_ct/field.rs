//! Which number of `Anatomy::fields` is what: distances in mm, negative inside. Their shapes: `anatomy`.

/// Number of distances.
pub(crate) const FIELDS: usize = 13;

pub(crate) const BODY: usize = 0;
/// The inner surface of the rib cage.
pub(crate) const CAVITY: usize = 1;
pub(crate) const LUNG: usize = 2;
pub(crate) const HEART: usize = 3;
/// Below the diaphragm.
pub(crate) const ABDOMEN: usize = 4;
pub(crate) const LIVER: usize = 5;
pub(crate) const SPLEEN: usize = 6;
pub(crate) const STOMACH: usize = 7;
/// The outer border of the muscle layer.
pub(crate) const MUSCLE: usize = 8;
/// Fat between muscles.
pub(crate) const FAT_PLANE: usize = 9;
pub(crate) const MAJOR_FISSURE: usize = 10;
pub(crate) const MINOR_FISSURE: usize = 11;
/// Soft tissue of the mediastinum that is no vessel: thymus, oesophagus, nodes.
pub(crate) const SOFT: usize = 12;
