//! The lungs: air inside the body.

import { patientFromVoxel, vec3 } from './sdk/index.js';

/** Both lungs of an adult hold 3 to 7 litres; what a short scan shows of them still this. */
export const MIN_LITRES = 0.5;
/** Air and lung, HU. */
const AIR_HU = [-1100, -500];
/** Smaller pockets of air are bowel: 100 ml on the grid of 2 mm. */
const MIN_VOXELS = 12_500;
const MAX_POCKETS = 16;
/** Air that comes so close to a side of the picture lies around the body. */
const EDGE_MM = 3;

/** The box around both lungs, patient mm. */
export class Lungs {
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

/** The lungs, or null if there are none; and how many litres of air there are inside the body. */
export function findLungs(volume) {
  const grid = volume.geometry();
  const pockets = volume
    .threshold(...AIR_HU)
    .use((air) => air.blobs({ minVoxels: MIN_VOXELS, maxCount: MAX_POCKETS }));
  const inside = pockets.filter((pocket) => !touchesASide(pocket, grid));
  const litres = inside.reduce((sum, { volumeMm3 }) => sum + volumeMm3, 0) / 1e6;
  if (litres < MIN_LITRES) return { lungs: null, litres };
  const corner = (name, of) => vec3(...['x', 'y', 'z'].map((axis) => of(...inside.map((pocket) => pocket[name][axis]))));
  return { lungs: new Lungs(corner('low', Math.min), corner('high', Math.max)), litres };
}

/** Lungs may leave the scan at the top and the bottom, never at the sides. */
function touchesASide({ low, high }, grid) {
  const first = patientFromVoxel(grid, vec3(-0.5, -0.5, -0.5));
  const last = patientFromVoxel(grid, vec3(grid.size.x - 0.5, grid.size.y - 0.5, -0.5));
  return (
    low.x < first.x + EDGE_MM || low.y < first.y + EDGE_MM || high.x > last.x - EDGE_MM || high.y > last.y - EDGE_MM
  );
}
