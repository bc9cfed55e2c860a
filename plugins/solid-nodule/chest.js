//! Which series is read, and where its lungs lie. Finds no nodule.

import { patientFromVoxel, vec3 } from '../../sdk/javascript/index.js';

/** Further apart than this, small nodules are missed. */
export const THICK_MM = 5;
/** Slices further apart are not a volume for this purpose. */
const MAX_SLICE_SPACING_MM = 10;
/** A shorter stack shows too little of the lungs. */
const MIN_SLICES = 5;
const MIN_LENGTH_MM = 60;
/** Air and lung, HU. */
const AIR_HU = [-1100, -500];
/** Smaller pockets of air are bowel or trachea: 100 ml on the grid of 2 mm. */
const MIN_POCKET_VOXELS = 12_500;
/** Both lungs of an adult hold 3 to 7 litres; a part of them in a short scan still this. */
const MIN_LITRES = 0.5;
/** Air that comes so close to a side of the picture lies around the body. */
const EDGE_MM = 3;

const lengthMm = ({ geometry: { size, spacing } }) => size.z * spacing.z;

/** The CT series of the study that covers the most, of equals the thinner: `{ series }`, or `{ refusal }`. */
export function chestSeries(all) {
  const refused = (reason, message) => ({ refusal: { reason, message } });
  if (all.length === 0) return refused('missing-series', 'the study has no series');
  const ct = all.filter(({ study, modality }) => study === 0 && modality === 'CT');
  if (ct.length === 0) return refused('out-of-scope', 'the study has no CT series');
  const longEnough = ct.filter((series) => series.frames >= MIN_SLICES && lengthMm(series) >= MIN_LENGTH_MM);
  if (longEnough.length === 0) {
    const longest = Math.max(...ct.map(lengthMm));
    return refused('out-of-scope', `no CT series is at least ${MIN_LENGTH_MM} mm long; found ${longest.toFixed(0)} mm`);
  }
  const dense = longEnough.filter(({ geometry }) => geometry.spacing.z <= MAX_SLICE_SPACING_MM);
  if (dense.length === 0) {
    const least = Math.min(...longEnough.map(({ geometry }) => geometry.spacing.z));
    return refused('bad-input', `slices may be ${MAX_SLICE_SPACING_MM} mm apart, found ${least.toFixed(1)} mm`);
  }
  const isBetter = (one, other) => {
    const longer = Math.round(lengthMm(one)) - Math.round(lengthMm(other));
    return longer > 0 || (longer === 0 && one.geometry.spacing.z < other.geometry.spacing.z);
  };
  return { series: dense.reduce((best, one) => (isBetter(one, best) ? one : best)) };
}

/** The box around both lungs, patient mm. */
class Lungs {
  constructor(low, high) {
    this.low = low;
    this.high = high;
  }

  /** Whether a position lies in the box. */
  hold(at) {
    return ['x', 'y', 'z'].every((axis) => this.low[axis] <= at[axis] && at[axis] <= this.high[axis]);
  }

  /** The patient's side of a position: x grows to the left. */
  side(at) {
    return at.x > (this.low.x + this.high.x) * 0.5 ? 'left' : 'right';
  }
}

/** Air inside the body: `{ lungs }`, or `{ message }` that says how it shows that there are none. */
export function findLungs(scan) {
  const grid = scan.geometry();
  const pockets = scan.threshold(...AIR_HU).use((air) => air.blobs({ minVoxels: MIN_POCKET_VOXELS, maxCount: 16 }));
  const inside = pockets.filter((pocket) => !touchesASide(pocket, grid));
  const litres = inside.reduce((sum, { volumeMm3 }) => sum + volumeMm3, 0) / 1e6;
  if (litres < MIN_LITRES) {
    const expected = `at least ${MIN_LITRES.toFixed(2)} l expected`;
    return { message: `no lungs: ${litres.toFixed(2)} l of air inside the body, ${expected}` };
  }
  const corner = (name, of) => vec3(...['x', 'y', 'z'].map((axis) => of(...inside.map((pocket) => pocket[name][axis]))));
  return { lungs: new Lungs(corner('low', Math.min), corner('high', Math.max)) };
}

/** Lungs may leave the scan at the top and the bottom, never at the sides. */
function touchesASide({ low, high }, grid) {
  const first = patientFromVoxel(grid, vec3(-0.5, -0.5, -0.5));
  const last = patientFromVoxel(grid, vec3(grid.size.x - 0.5, grid.size.y - 0.5, -0.5));
  return (
    low.x < first.x + EDGE_MM || low.y < first.y + EDGE_MM || high.x > last.x - EDGE_MM || high.y > last.y - EDGE_MM
  );
}
