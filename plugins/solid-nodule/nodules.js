//! Solid nodules: compact, as dense as soft tissue, with lung all around. What touches a vessel or a wall is not seen apart.

import { regionOfBox, voxelCount } from '../../sdk/javascript/index.js';

/** Solid tissue, HU. The level lies below that of water because a small nodule is averaged with the air around it. */
const SOLID_HU = -250;
const MAX_HU = 3000;
/** Smaller components, below 5 mm on the grid of 2 mm, are pieces of vessels. */
const MIN_VOXELS = 9;
const MAX_BLOBS = 5000;
const MAX_DIAMETER_MM = 30;
/** The longest side of the box by the shortest. */
const MAX_ELONGATION = 1.7;
/** How much of its box it fills; a ball fills 0.52. */
const MIN_FILL = 0.45;
/** The mean of what lies around its box, so wide: lung. */
const RING_MM = 4;
const MAX_RING_HU = -600;

/** Half way between lung and solid tissue, HU: where the border of a nodule lies under blur. */
const BORDER_HU = -400;
/** The border lies at most so far outside the box of what is denser than the level above. */
const BORDER_MM = 2;

/** All of at least `leastMm`, the largest first: centre, low, high, volumeMm3, diameterMm (of a ball of that volume). */
export function findNodules(scan, lungs, leastMm) {
  const grid = scan.geometry();
  const blobs = scan
    .threshold(SOLID_HU, MAX_HU)
    .use((solid) => solid.blobs({ minVoxels: MIN_VOXELS, maxCount: MAX_BLOBS }));
  const within = scan.threshold(BORDER_HU, MAX_HU);
  return blobs
    .map((blob) => shaped(blob, lungs))
    .filter((nodule) => nodule !== null && ringHu(scan, grid, nodule) <= MAX_RING_HU)
    .map((nodule) => measured(within, grid, nodule))
    .filter(({ diameterMm }) => diameterMm >= leastMm && diameterMm <= MAX_DIAMETER_MM)
    .sort((a, b) => b.volumeMm3 - a.volumeMm3);
}

/** What a component is by its size and shape; null if it is no nodule. */
function shaped({ centroid, low, high, volumeMm3 }, lungs) {
  const sides = [high.x - low.x, high.y - low.y, high.z - low.z];
  const isNodule =
    Math.max(...sides) <= MAX_DIAMETER_MM && Math.max(...sides) <= MAX_ELONGATION * Math.min(...sides) &&
    volumeMm3 >= MIN_FILL * sides[0] * sides[1] * sides[2] && lungs.hold(centroid);
  return isNodule ? { centre: centroid, low, high } : null;
}

/** The nodule with its volume: the voxels within its border. A vessel that runs past so closely counts in part. */
function measured(within, grid, nodule) {
  const region = regionOfBox(grid, nodule.low, nodule.high, BORDER_MM);
  const { x, y, z } = grid.spacing;
  const volumeMm3 = within.stats(region).mean * voxelCount(region.size) * x * y * z;
  return { ...nodule, volumeMm3, diameterMm: Math.cbrt((6 * volumeMm3) / Math.PI) };
}

/** The mean of the voxels around a nodule's box; that of the box where the scan ends with it. */
function ringHu(scan, grid, { low, high }) {
  const [inner, outer] = [regionOfBox(grid, low, high), regionOfBox(grid, low, high, RING_MM)];
  const [nInner, nOuter] = [voxelCount(inner.size), voxelCount(outer.size)];
  const [within, whole] = [scan.stats(inner).mean, scan.stats(outer).mean];
  return nOuter === nInner ? within : (whole * nOuter - within * nInner) / (nOuter - nInner);
}
