//! {{name}}: an AI service that finds isolated dense spots in the lungs of a chest CT. No model, a stated rule.
//!
//! All work on voxels is the host's: the service asks for a coarser grid, for thresholds and for connected components,
//! and judges the components by their size, their shape and what surrounds them.

import { code, FindingBuilder, isotropic, notRun, ReportBuilder } from './sdk/index.js';

import { findLungs, MIN_LITRES } from './lungs.js';
import { findSpots } from './spots.js';

/** Spots at or above this probability are reported, where the user sets nothing else. */
const DEFAULT_THRESHOLD = 0.3;
/** The most findings of one report. */
const MAX_FINDINGS = 20;
/** The grid on which the lungs and the spots are looked for. */
const GRID_MM = 2;
/** A shorter scan shows too little of the lungs. */
const MIN_SLICES = 10;
const MIN_LENGTH_MM = 60;
/** Slices further apart hide small spots. */
const THICK_MM = 5;

const NODULE = code('SCT', '27925004', 'Nodule');

/** The service. */
export class Spots {
  profile() {
    return { name: '{{name}}', version: '{{version}}', modalities: ['CT'] };
  }

  analyze(job) {
    const threshold = Math.min(Math.max(job.settingNumber('threshold', DEFAULT_THRESHOLD), 0.05), 0.95);
    const ofStudy = job.series().filter(({ study, modality }) => study === 0 && modality === 'CT');
    if (ofStudy.length === 0) return notRun('missing-series', 'no CT series');
    const longEnough = ofStudy.filter(isLongEnough);
    if (longEnough.length === 0) return notRun('out-of-scope', 'no CT series is at least 10 slices and 60 mm long');
    const series = longEnough.reduce((best, one) => (one.frames > best.frames ? one : best));

    job.progress(0.1, 'lungs');
    const volume = job.openSeries(series.id).reorient('LPH').resample(isotropic(GRID_MM), 'linear');
    const { lungs, litres } = findLungs(volume);
    if (!lungs) {
      const expected = `at least ${MIN_LITRES.toFixed(2)} l expected`;
      return notRun('out-of-scope', `no lungs: ${litres.toFixed(2)} l of air inside the body, ${expected}`);
    }

    job.progress(0.4, 'spots');
    const spots = findSpots(volume, lungs);
    job.log(`${spots.length} spots before the threshold`);
    return report(series, lungs, spots, threshold);
  }
}

/** Whether a series shows enough of a chest to be read. */
function isLongEnough({ frames, geometry: { size, spacing } }) {
  return frames >= MIN_SLICES && size.z * spacing.z >= MIN_LENGTH_MM;
}

/** The report on the spots, the most probable first. */
function report(series, lungs, spots, threshold) {
  const shown = spots.filter((spot) => spot.probability >= threshold).slice(0, MAX_FINDINGS);
  const counted = shown.length === 1 ? '1 dense spot' : `${shown.length} dense spots`;
  const builder = new ReportBuilder()
    .assessed(NODULE, series.id)
    .probability(spots[0]?.probability ?? 0, threshold)
    .draft('findings', { en: `${shown.length === 0 ? 'No dense spot' : counted} of 4 to 30 mm.` });
  const apartMm = series.geometry.spacing.z;
  if (apartMm > THICK_MM) {
    builder.warning({ en: `Slices are ${apartMm.toFixed(1)} mm apart: small spots may be missed.` });
  }
  shown.forEach((spot, idx) => {
    // Positions are millimetres in the patient's LPS system, as the host gave them.
    builder.finding(
      new FindingBuilder(`spot-${idx + 1}`, NODULE)
        .site(code('SCT', '39607008', 'Lung'))
        .laterality(lungs.side(spot.centre))
        .probability(spot.probability)
        .cuboid(series.id, spot.low, spot.high)
        .point(series.id, spot.centre)
        .measure(code('SCT', '81827009', 'Diameter'), spot.diameterMm, 'mm'),
    );
  });
  return builder.done();
}
