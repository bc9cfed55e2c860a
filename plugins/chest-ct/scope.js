//! Which series is read, and whether it shows the whole chest of an adult. Finds no disease.

import { patientFromVoxel, vec3 } from '../../sdk/javascript/index.js';

/** The networks were made for adults. */
const LEAST_AGE = 18;
/** Slices further apart are no volume for these measures. */
const MAX_SLICE_SPACING_MM = 10;
/** A shorter stack shows too little of the lungs. */
const MIN_SLICES = 20;
const MIN_LENGTH_MM = 150;
/** Larger pixels and smaller pictures show no chest of an adult. */
const PIXEL_MM = [0.2, 4];
const LEAST_FIELD_MM = 200;
/** The grids on which the lungs are looked for: the finer one where the coarser one joins them with the room. */
const COARSE_MM = [4, 2];
/** Air and lung, HU. */
const AIR_HU = [-1100, -500];
/** Smaller pockets of air are bowel or trachea, ml. */
const LEAST_POCKET_ML = 100;
/** Air in both lungs of an adult; fluid and collapse may leave half a litre. */
const LEAST_LITRES = 0.6;
/** Air that comes so close to a side of the picture lies around the body. */
const EDGE_MM = 3;
/** The lungs are cut off where their section in the first or last slice is above this share of the largest one. */
const CUT_SHARE = 0.35;
/** Of a real CT air has about -1000 HU and the body about 0; values on another scale have no such two. */
const AIR_BELOW_HU = -700;

const lengthMm = ({ geometry: { size, spacing } }) => size.z * spacing.z;
const refused = (reason, message) => ({ refusal: { reason, message } });
const attribute = (series, name) => series.attributes?.find((one) => one.name === name)?.value ?? null;

/** Age in years by DICOM's age string, e.g. "062Y", "011M"; null if it is not known. */
export function ageYears(text) {
  const found = /^(\d{3})([DWMY])$/.exec(text?.trim() ?? '');
  if (!found) return null;
  return Number(found[1]) / { D: 365.25, W: 52.18, M: 12, Y: 1 }[found[2]];
}

/** The CT series of the study that covers the most, of about equals the thinner: `{ series }`, or `{ refusal }`. */
export function chestSeries(all) {
  const own = all.filter(({ study }) => study === 0);
  if (own.length === 0) return refused('missing-series', 'the study has no series; a chest CT expected');
  const ct = own.filter(({ modality }) => modality === 'CT');
  if (ct.length === 0) {
    const found = [...new Set(own.map(({ modality }) => modality))].join(', ');
    return refused('out-of-scope', `a chest CT expected, found ${found}`);
  }
  for (const series of ct) {
    const age = ageYears(attribute(series, 'PatientAge'));
    if (age !== null && age < LEAST_AGE) {
      return refused('unsupported-age', `a patient of ${LEAST_AGE} years or more expected, found ${age.toFixed(0)}`);
    }
  }
  const faults = ct.map((series) => ({ series, fault: gridFault(series) }));
  const fit = faults.filter(({ fault }) => fault === null).map(({ series }) => series);
  if (fit.length === 0) return { refusal: faults[0].fault };
  const isBetter = (one, other) => {
    const ratio = lengthMm(one) / lengthMm(other);
    return ratio > 1.2 || (ratio > 1 / 1.2 && one.geometry.spacing.z < other.geometry.spacing.z);
  };
  return { series: fit.reduce((best, one) => (isBetter(one, best) ? one : best)) };
}

/** Why a series is no volume for this service; null if it is one. */
function gridFault(series) {
  const { size, spacing } = series.geometry;
  const fault = (reason, message) => ({ reason, message });
  const sides = [spacing.x, spacing.y, spacing.z];
  if (!sides.every((side) => Number.isFinite(side) && side > 0) || spacing.x < PIXEL_MM[0] || spacing.x > PIXEL_MM[1]) {
    return fault('bad-input', `pixels of ${PIXEL_MM[0]} to ${PIXEL_MM[1]} mm expected, found ${spacing.x} mm`);
  }
  if (series.frames < MIN_SLICES || size.z < MIN_SLICES) {
    return fault('out-of-scope', `${MIN_SLICES} slices or more expected, found ${series.frames}`);
  }
  if (spacing.z > MAX_SLICE_SPACING_MM) {
    return fault('bad-input', `slices at most ${MAX_SLICE_SPACING_MM} mm apart expected, found ${spacing.z.toFixed(1)} mm`);
  }
  if (lengthMm(series) < MIN_LENGTH_MM) {
    return fault('out-of-scope', `${MIN_LENGTH_MM} mm of the body or more expected, found ${lengthMm(series).toFixed(0)} mm`);
  }
  const field = Math.min(size.x * spacing.x, size.y * spacing.y);
  if (field < LEAST_FIELD_MM) {
    return fault('out-of-scope', `a picture of ${LEAST_FIELD_MM} mm or more expected, found ${field.toFixed(0)} mm`);
  }
  return null;
}

/** Whether the pixels show a whole chest: null, or `{ reason, message }`. `scan` is axial, x to the left, z to the head. */
export function chestFault(scan) {
  let fault = null;
  for (const mm of COARSE_MM) {
    fault = chestFaultOn(scan, mm);
    if (!fault?.mayLeak) break;
  }
  return fault && { reason: fault.reason, message: fault.message };
}

/** The same on one grid; `mayLeak` where too little air was found inside the body, as if its wall had a gap. */
function chestFaultOn(scan, mm) {
  const out = (message) => ({ reason: 'out-of-scope', message });
  return scan.resample(vec3(mm, mm, mm)).use((coarse) => {
    const grid = coarse.geometry();
    const all = coarse.stats();
    if (all.min > AIR_BELOW_HU) {
      return { reason: 'bad-input', message: `values in HU with air below ${AIR_BELOW_HU} expected, found ${all.min.toFixed(0)} at least` };
    }
    return coarse.threshold(...AIR_HU).use((air) => {
      const least = Math.ceil((LEAST_POCKET_ML * 1000) / (grid.spacing.x * grid.spacing.y * grid.spacing.z));
      const inside = air.blobs({ minVoxels: least, maxCount: 16 }).filter((pocket) => !touchesASide(pocket, grid));
      const litres = inside.reduce((sum, { volumeMm3 }) => sum + volumeMm3, 0) / 1e6;
      if (litres < LEAST_LITRES) {
        const message = `a chest expected: ${LEAST_LITRES.toFixed(1)} l of air inside the body or more, found ${litres.toFixed(2)} l`;
        return { ...out(message), mayLeak: true };
      }
      const end = cutEnd(air, grid);
      return end && out(`whole lungs expected, found them cut off at the ${end} of the scan`);
    });
  });
}

/** The end of the scan at which the lungs are cut off: "head", "feet" or null. */
function cutEnd(air, grid) {
  const pixels = (z) => air
    .crop({ origin: vec3(0, 0, z), size: vec3(grid.size.x, grid.size.y, 1) })
    .use((slice) => slice.blobs({ minVoxels: 4, maxCount: 64 }))
    .filter((pocket) => !touchesASide(pocket, grid))
    .reduce((sum, { voxels }) => sum + voxels, 0);
  const areas = Array.from({ length: grid.size.z }, (_, z) => pixels(z));
  const limit = CUT_SHARE * Math.max(...areas);
  if (areas[0] > limit) return 'feet';
  if (areas[areas.length - 1] > limit) return 'head';
  return null;
}

/** Lungs may reach the top and the bottom of the scan, never its sides. */
function touchesASide({ low, high }, grid) {
  const first = patientFromVoxel(grid, vec3(-0.5, -0.5, -0.5));
  const last = patientFromVoxel(grid, vec3(grid.size.x - 0.5, grid.size.y - 0.5, -0.5));
  return (
    low.x < first.x + EDGE_MM || low.y < first.y + EDGE_MM || high.x > last.x - EDGE_MM || high.y > last.y - EDGE_MM
  );
}
