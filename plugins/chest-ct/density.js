//! Measures of attenuation: emphysema, spongy bone, contrast medium, coronary calcium. On the host's volumes; no words.

import { patientFromVoxel, regionOfBox, vec3 } from '../../sdk/javascript/index.js';

import { only } from './look.js';
import { IN_LUNG, LABEL, sections } from './shapes.js';

/** The limit of the low attenuation area, HU, and the pixels it is measured on: their mean lowers the noise. */
const LOW_HU = -950;
const LOW_PIXEL_MM = 1.5;
/** Blood in the aorta or the trunk above this holds contrast medium; without it blood has 30 to 60 HU. */
const ENHANCED_HU = 90;
/** Agatston: limit, least area and slice. */
const CALCIUM_HU = 130;
const CALCIUM_MM2 = 1;
const CALCIUM_SLICE_MM = 3;
const MAX_HU = 3071;
/** How near to the heart's label calcium counts: a share of the voxels of 3 mm around. */
const NEAR_HEART = 0.05;
/** Half sides of the box in a vertebra's spongy bone, mm. */
const SPONGY_MM = { x: 9, y: 6 };
/** The share of the sections that is kept: end plates are denser than spongy bone. */
const SPONGY_SHARE = 0.75;
/** The tenth to twelfth thoracic vertebra lie so far below the middle of the pulmonary trunk, mm. */
const LOWEST_THORACIC_MM = [75, 160];
const LEAST_SECTION = 25;

/** The lungs at or below -950 HU: `{ percent, hole, low }`: the largest hole, and the volume that is 1 there. */
export function lowAttenuation(scan, map) {
  const { size, spacing } = scan.geometry();
  const pixels = (axis) => Math.max(1, Math.min(size[axis], Math.round((size[axis] * spacing[axis]) / LOW_PIXEL_MM)));
  const grid = vec3(pixels('x'), pixels('y'), size.z);
  const lungs = map
    .threshold(Math.min(...IN_LUNG) - 0.4, Math.max(...IN_LUNG) + 0.4)
    .use((inside) => inside.resize(grid, 'nearest'));
  const low = scan.resize(grid).use((fine) => fine.threshold(-Infinity, LOW_HU)).use((dark) => dark.multiply(lungs));
  const whole = lungs.stats().mean;
  const percent = whole > 0 ? (100 * low.stats().mean) / whole : 0;
  const [hole] = low.blobs({ minVoxels: 1, maxCount: 1 });
  return { percent, hole: hole ?? null, low };
}

/** The mean of the largest part of a label, HU; null where there is too little. */
export function meanInside(coarse, map, label) {
  return only(map, label).use((organ) => {
    const blob = organ.blobs({ values: coarse, minVoxels: LEAST_SECTION, maxCount: 1 })[0];
    return blob ? blob.mean : null;
  });
}

/** Whether one of the means, each null where the organ was not found, is that of enhanced blood. */
export const isEnhanced = (...meansHu) => meansHu.some((hu) => hu !== null && hu > ENHANCED_HU);

/** Mean of the spongy bone of the lowest thoracic vertebrae: `{ hu, at }`; null without a spine. */
export function spongyBone(scan, labels, grid) {
  const trunk = middleHeight(labels, LABEL.trunk, grid) ?? middleHeight(labels, LABEL.heart, grid);
  const found = [];
  sections(labels, LABEL.vertebra).forEach((one, z) => {
    if (one.n < LEAST_SECTION) return;
    const at = patientFromVoxel(grid, vec3(one.sx / one.n, one.sy / one.n, z));
    const below = trunk === null ? LOWEST_THORACIC_MM[0] : trunk - at.z;
    if (below >= LOWEST_THORACIC_MM[0] && below <= LOWEST_THORACIC_MM[1]) found.push(at);
  });
  if (found.length < 5) return null;
  const half = grid.spacing.z / 2;
  const means = found.map((at) => {
    const box = [-1, 1].map((sign) => vec3(at.x + sign * SPONGY_MM.x, at.y + sign * SPONGY_MM.y, at.z + sign * half));
    return { at, hu: scan.stats(regionOfBox(scan.geometry(), ...box)).mean };
  });
  means.sort((a, b) => a.hu - b.hu);
  const kept = means.slice(0, Math.max(1, Math.floor(SPONGY_SHARE * means.length)));
  const hu = kept.reduce((sum, one) => sum + one.hu, 0) / kept.length;
  return { hu, at: kept[Math.floor(kept.length / 2)].at };
}

function middleHeight(labels, label, grid) {
  let [n, sum] = [0, 0];
  labels.each(label, (x, y, z) => {
    n += 1;
    sum += z;
  });
  return n < LEAST_SECTION ? null : patientFromVoxel(grid, vec3(0, 0, sum / n)).z;
}

/** The weight of a spot by its peak (Agatston 1990). */
export const weight = (peakHu) => (peakHu >= 400 ? 4 : peakHu >= 300 ? 3 : peakHu >= 200 ? 2 : 1);

/** The Agatston score: `{ score, at, spots }`, `at` in the largest spot; null without a heart. */
export function agatston(scan, map) {
  const grid = scan.geometry();
  const heart = only(map, LABEL.heart);
  const [hull] = heart.blobs({ minVoxels: 200, maxCount: 1 });
  if (!hull) return null;
  const region = regionOfBox(grid, hull.low, hull.high, 4);
  const slices = Math.max(1, Math.round((region.size.z * grid.spacing.z) / CALCIUM_SLICE_MM));
  const size = vec3(region.size.x, region.size.y, slices);
  const values = scan.crop(region).resize(size);
  const near = heart.resize(grid.size).crop(region).resize(size).threshold(NEAR_HEART, 2);
  const dense = values.threshold(CALCIUM_HU, MAX_HU).multiply(near);
  const { spacing } = dense.geometry();
  const pixelMm2 = spacing.x * spacing.y;
  let [score, spots, largest] = [0, 0, null];
  for (let z = 0; z < slices; z += 1) {
    const slice = { origin: vec3(0, 0, z), size: vec3(size.x, size.y, 1) };
    const hu = values.crop(slice);
    const found = dense.crop(slice).use((here) => here.blobs({ values: hu, minVoxels: 1, maxCount: 100 }));
    hu.close();
    for (const spot of found) {
      const area = spot.voxels * pixelMm2;
      if (area < CALCIUM_MM2) continue;
      score += area * weight(spot.max);
      spots += 1;
      if (!largest || area * weight(spot.max) > largest.part) largest = { part: area * weight(spot.max), at: spot.centroid };
    }
  }
  return { score, spots, at: largest?.at ?? null };
}
