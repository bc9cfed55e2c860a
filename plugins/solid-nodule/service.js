//! A service that measures solid nodules of 6 mm and more that lie free in the lungs. It is silent on all others: that is
//! its lesson.
//!
//! No voxel of the study comes here: resampling, thresholds, components and statistics are the host's.

import { code, FindingBuilder, isotropic, notRun, ReportBuilder } from '../../sdk/javascript/index.js';

import { chestSeries, findLungs, THICK_MM } from './chest.js';
import { findNodules } from './nodules.js';
import * as wording from './wording.js';

/** Smaller nodules are not reported, where the user sets nothing else. */
const DEFAULT_LEAST_MM = 6;
/** The grid of all rules. */
const GRID_MM = 2;
/** A scan counts as positive from here on; with a mark it has been right in all of the scans that it was measured on. */
const THRESHOLD = 0.5;
const PROBABILITY_WITH_A_MARK = 0.95;
/** The most findings of one report, the largest first. */
const MAX_FINDINGS = 20;

const SOLID_NODULE = code('99OVERREAD', 'SOLID-NODULE', 'Solid pulmonary nodule');
const NODULE = code('SCT', '27925004', 'Nodule');
const LUNG = code('SCT', '39607008', 'Lung');
const DIAMETER = code('SCT', '81827009', 'Diameter');
const VOLUME = code('SCT', '118565006', 'Volume');

/** The service. */
export class SolidNodule {
  profile() {
    return { name: 'Solid nodule', version: '1.0.0', modalities: ['CT'] };
  }

  analyze(job) {
    const leastMm = Math.min(Math.max(job.settingNumber('least-diameter-mm', DEFAULT_LEAST_MM), 4), 30);
    job.progress(0.02, 'series');
    const { series, refusal } = chestSeries(job.series());
    if (refusal) return notRun(refusal.reason, refusal.message);
    const scan = job
      .openSeries(series.id)
      .use((opened) => opened.reorient('LPH').use((turned) => turned.resample(isotropic(GRID_MM))));
    job.progress(0.2, 'lungs');
    const { lungs, message } = findLungs(scan);
    if (!lungs) return notRun('out-of-scope', message);
    job.progress(0.5, 'nodules');
    const nodules = findNodules(scan, lungs, leastMm);
    job.log(`${nodules.length} nodules of ${leastMm} mm and more`);
    return report(series, lungs, nodules.slice(0, MAX_FINDINGS), leastMm);
  }
}

/** The report; what was looked for is stated, so that silence on a faint nodule is no word on it. */
function report(series, lungs, nodules, leastMm) {
  const builder = new ReportBuilder()
    .assessed(SOLID_NODULE, series.id)
    .draft('findings', wording.findings(nodules, lungs, leastMm))
    .draft('impression', wording.impression(nodules, leastMm))
    .priority('routine');
  if (nodules.length > 0) builder.probability(PROBABILITY_WITH_A_MARK, THRESHOLD);
  const apartMm = series.geometry.spacing.z;
  if (apartMm > THICK_MM) builder.warning(wording.thickSlices(apartMm));
  nodules.forEach((nodule, idx) => {
    builder.finding(
      new FindingBuilder(`nodule-${idx + 1}`, NODULE)
        .site(LUNG)
        .laterality(lungs.side(nodule.centre))
        .certainty('probable')
        .cuboid(series.id, nodule.low, nodule.high)
        .point(series.id, nodule.centre)
        .measure(DIAMETER, nodule.diameterMm, 'mm')
        .measure(VOLUME, nodule.volumeMm3, 'mm3')
        .note(wording.nodule(nodule, lungs)),
    );
  });
  return builder.done();
}
