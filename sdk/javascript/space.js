//! Voxel and patient space: where a voxel lies, which voxel a place is in. No resampling.

/** A position or displacement, mm; or a spacing. */
export const vec3 = (x, y, z) => ({ x, y, z });

/** The same spacing along x, y and z. */
export const isotropic = (spacingMm) => vec3(spacingMm, spacingMm, spacingMm);

/** The direction in which z grows: the vector product of `rowDir` and `colDir`. */
export function sliceDir({ rowDir: a, colDir: b }) {
  return vec3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}

/** The place of voxel coordinates, mm; whole numbers are voxel centres. */
export function patientFromVoxel(grid, voxel) {
  const slice = sliceDir(grid);
  const along = (axis) =>
    grid.origin[axis] +
    grid.rowDir[axis] * voxel.x * grid.spacing.x +
    grid.colDir[axis] * voxel.y * grid.spacing.y +
    slice[axis] * voxel.z * grid.spacing.z;
  return vec3(along('x'), along('y'), along('z'));
}

/** Voxel coordinates of a place. */
export function voxelFromPatient(grid, patient) {
  const d = vec3(patient.x - grid.origin.x, patient.y - grid.origin.y, patient.z - grid.origin.z);
  const along = (dir, spacing) => (d.x * dir.x + d.y * dir.y + d.z * dir.z) / spacing;
  return vec3(
    along(grid.rowDir, grid.spacing.x),
    along(grid.colDir, grid.spacing.y),
    along(sliceDir(grid), grid.spacing.z),
  );
}

/** All voxels of a grid. */
export const whole = (grid) => ({ origin: vec3(0, 0, 0), size: grid.size });

/** About `size` voxels around a place, moved and cut so that they lie inside the grid. */
export function regionAround(grid, patient, size) {
  const voxel = voxelFromPatient(grid, patient);
  return regionBy((axis) => {
    const n = grid.size[axis];
    const count = Math.min(Math.max(size[axis], 1), n);
    const first = Math.floor(voxel[axis] - (count - 1) / 2 + 0.5);
    return [Math.min(Math.max(first, 0), n - count), count];
  });
}

/**
 * The voxels whose centres lie in a box in patient mm, widened by a margin, cut to the grid; at least one.
 *
 * For grids along the patient's axes (`volume.reorient('LPH')`); on others it is the box of two opposite corners.
 */
export function regionOfBox(grid, low, high, marginMm = 0) {
  const a = voxelFromPatient(grid, vec3(low.x - marginMm, low.y - marginMm, low.z - marginMm));
  const b = voxelFromPatient(grid, vec3(high.x + marginMm, high.y + marginMm, high.z + marginMm));
  return regionBy((axis) => {
    const last = grid.size[axis] - 1;
    const first = Math.min(Math.max(Math.ceil(Math.min(a[axis], b[axis]) - 1e-6), 0), last);
    const end = Math.min(Math.max(Math.floor(Math.max(a[axis], b[axis]) + 1e-6), first), last);
    return [first, end - first + 1];
  });
}

/** The distance of two places, mm. */
export const distanceMm = (a, b) => Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2);

/** The number of voxels of a grid or region size. */
export const voxelCount = ({ x, y, z }) => x * y * z;

function regionBy(span) {
  const [x, y, z] = ['x', 'y', 'z'].map(span);
  return { origin: vec3(x[0], y[0], z[0]), size: vec3(x[1], y[1], z[1]) };
}
