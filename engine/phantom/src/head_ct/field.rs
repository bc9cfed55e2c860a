//! Names of the distances and measures that the head's lattice holds at every node, in true mm unless said.

/// Distance to the skin.
pub(crate) const SKIN: usize = 0;
/// Distance to the outer surface of the braincase.
pub(crate) const OUTER: usize = 1;
/// Distance to the inner table, negative inside the cranial cavity.
pub(crate) const INNER: usize = 2;
/// Distance to the bones of base, face and neck.
pub(crate) const BASE: usize = 3;
/// Distance to air-filled spaces.
pub(crate) const AIR: usize = 4;
/// Distance to the region of mastoid and ethmoid cells.
pub(crate) const CELLS: usize = 5;
/// Distance to the contents of the orbits.
pub(crate) const ORBIT: usize = 6;
/// Distance to muscle outside the skull.
pub(crate) const MUSCLE: usize = 7;
/// Signed distance from the plane of the falx, positive on the left.
pub(crate) const MIDLINE: usize = 8;
/// Distance to the surface of the cerebrum, the two hemispheres taken as one.
pub(crate) const CEREBRUM: usize = 9;
/// Distance to what joins the hemispheres, and to the brain stem.
pub(crate) const CORE: usize = 10;
/// Distance to the cerebellum.
pub(crate) const CEREBELLUM: usize = 11;
/// How far out in the stack of folia, mm.
pub(crate) const FOLIA: usize = 12;
/// Signed distance to the nearest sulcal sheet.
pub(crate) const FOLD: usize = 13;
/// Half the width of a sulcus at the surface.
pub(crate) const SULCUS: usize = 14;
/// How deep sulci reach.
pub(crate) const DEPTH: usize = 15;
/// Signed distance to the surface of the insula, positive outside.
pub(crate) const INSULA: usize = 16;
/// Signed distance to the sheet of the Sylvian fissure, positive above.
pub(crate) const SYLVIAN: usize = 17;
/// Distance to the region of insula and Sylvian fissure.
pub(crate) const SYLVIAN_REGION: usize = 18;
/// Distance to the ventricles but the third.
pub(crate) const VENTRICLE: usize = 19;
/// Distance to the outline of the third ventricle in the sagittal plane.
pub(crate) const THIRD: usize = 20;
/// Distance to the basal ganglia and thalami.
pub(crate) const DEEP_GREY: usize = 21;
/// Signed height above the tentorium.
pub(crate) const TENTORIUM: usize = 22;
/// Positive where the tentorium exists: distance from its free edge.
pub(crate) const TENTORIUM_EDGE: usize = 23;
/// How much the white matter is darkened, HU.
pub(crate) const LOW: usize = 24;
/// Half the width of the third ventricle.
pub(crate) const THIRD_HALF: usize = 25;
/// How fast the distance to the inner table changes along z, per mm; only on the lattice.
pub(crate) const SLOPE: usize = 26;
/// How many there are.
pub(crate) const FIELDS: usize = 27;

/// All fields at one place.
pub(crate) type Fields = [f32; FIELDS];
