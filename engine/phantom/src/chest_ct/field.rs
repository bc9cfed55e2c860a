//! Which number of `Anatomy::fields` is what: distances in mm, negative inside. Their shapes: `anatomy` and its regions.

/// Number of distances.
pub(crate) const FIELDS: usize = 19;

/// The patient with arms beside the trunk.
pub(crate) const BODY: usize = 0;
/// The inner surface of the rib cage.
pub(crate) const CAVITY: usize = 1;
pub(crate) const LUNG: usize = 2;
/// Heart muscle with what it holds; fat in its grooves is outside.
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
/// Soft tissue of the mediastinum that is no vessel: thymus, gullet, nodes.
pub(crate) const SOFT: usize = 12;
/// Air in the gullet.
pub(crate) const GULLET_AIR: usize = 13;
/// Blood in the left atrium and ventricle.
pub(crate) const HEART_LEFT: usize = 14;
/// Blood in the right atrium and ventricle.
pub(crate) const HEART_RIGHT: usize = 15;
/// The smooth outer surface of the heart, fat in its grooves included.
pub(crate) const PERICARDIUM: usize = 16;
pub(crate) const KIDNEY: usize = 17;
/// The left bend of the colon.
pub(crate) const BOWEL: usize = 18;
