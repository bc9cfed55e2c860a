//! Dense spots in the lungs, judged by size, shape and surroundings.

import { regionAround, vec3 } from './sdk/index.js';

/** Soft tissue and denser, HU. */
const DENSE_HU = [-400, 3000];
/** Smaller ones are noise and vessels. */
const MIN_VOXELS = 4;
const MAX_BLOBS = 5000;
const DIAMETER_MM = { least: 4, most: 30 };
/** A vessel is longer than it is wide. */
const MIN_ROUNDNESS = 0.4;
/** How much of its box a spot fills; a ball fills 0.52. */
const MIN_FILL = 0.3;
/** How far around a spot one looks, voxels on both sides together. */
const SURROUNDINGS = 6;
/** Air-rich: the mean of the spot with its surroundings lies below, HU. */
const AIR_RICH_HU = -500;
/** Spots of this diameter and more are as probable as their shape says. */
const SURE_MM = 10;

/** All spots in the lungs, the most probable first: centre, low, high, diameterMm (of a ball of its volume), probability. */
export function findSpots(volume, lungs) {
  const grid = volume.geometry();
  const blobs = volume
    .threshold(...DENSE_HU)
    .use((dense) => dense.blobs({ values: volume, minVoxels: MIN_VOXELS, maxCount: MAX_BLOBS }));
  return blobs
    .map((blob) => judged(blob, lungs))
    .filter((spot) => spot !== null && isInAir(volume, grid, spot))
    .sort((a, b) => b.probability - a.probability || b.diameterMm - a.diameterMm);
}

/** The spot that a component is by its size and shape; null if it is none. */
function judged(blob, lungs) {
  const diameterMm = Math.cbrt((6 * blob.volumeMm3) / Math.PI);
  const sides = sidesMm(blob);
  const roundness = Math.min(...sides) / Math.max(...sides);
  const fill = blob.volumeMm3 / (sides[0] * sides[1] * sides[2]);
  const isSpot =
    diameterMm >= DIAMETER_MM.least && diameterMm <= DIAMETER_MM.most && roundness >= MIN_ROUNDNESS &&
    fill >= MIN_FILL && lungs.hold(blob.centroid);
  if (!isSpot) return null;
  const probability = roundness * Math.min(1, diameterMm / SURE_MM);
  return { centre: blob.centroid, low: blob.low, high: blob.high, diameterMm, probability };
}

/** Whether there is mostly air around: what hangs on a wall is not isolated. */
function isInAir(volume, grid, spot) {
  const [x, y, z] = sidesMm(spot);
  const voxels = (side, spacing) => Math.round(side / spacing) + SURROUNDINGS;
  const size = vec3(voxels(x, grid.spacing.x), voxels(y, grid.spacing.y), voxels(z, grid.spacing.z));
  return volume.stats(regionAround(grid, spot.centre, size)).mean < AIR_RICH_HU;
}

/** The sides of the box around something. */
function sidesMm({ low, high }) {
  return [high.x - low.x, high.y - low.y, high.z - low.z];
}
