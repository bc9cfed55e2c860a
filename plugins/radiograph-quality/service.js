//! A service that judges the quality of a frontal chest radiograph: nine faults, each with what to do, and a verdict.
//!
//! The host resamples the image and runs the network; only a small picture of it comes here.

import { FindingBuilder, notRun, ReportBuilder } from '../../sdk/javascript/index.js';

import { FAULTS, reported, scores, THRESHOLD, verdict } from './faults.js';
import { COLUMNS, fieldMm, greyOfLungs, picture, ROWS, strongest } from './picture.js';
import { attribute, frontalImage, view } from './scope.js';
import * as wording from './wording.js';

/** The network must take the image for a frontal chest at least so surely. */
const LEAST_FRONTAL = 0.5;
/** The mediastinum is brighter than both lungs by at least this part of the grey scale; in phantoms by 0.38 and more, in heads by up to 0.25. */
const LEAST_STEP = 0.1;
/** Coarser pixels show neither blur nor noise: those that the network measures them on are of 0.6 mm. */
const COARSE_MM = 1;
/** How sure a score is called. */
const PRESENT = 0.8;
/** The channels of the network's map of places. */
const FOREIGN_OBJECT = 0;
const MARKER = 1;

/** The service. */
export class RadiographQuality {
  profile() {
    return { name: 'Quality of chest radiographs', version: '1.0.0', modalities: ['CR', 'DX'] };
  }

  analyze(job) {
    job.progress(0.02, 'images');
    const { series, refusal, isAlone } = frontalImage(job.series());
    if (refusal) return notRun(refusal.reason, refusal.message);
    const isInverted = attribute(series, 'PhotometricInterpretation') === 'MONOCHROME1';
    const seen = job.openSeries(series.id).use((image) => picture(image, isInverted));
    if (!seen) return notRun('bad-input', 'an image with contrast expected, found one grey');
    const grey = greyOfLungs(seen);
    if (!(grey.middle - Math.max(grey.left, grey.right) >= LEAST_STEP)) return notRun('out-of-scope', notTwoLungs(grey));
    job.progress(0.4, 'network');
    const { answers, places } = judged(job, seen, series);
    const frontal = answers[FAULTS.length];
    if (frontal < LEAST_FRONTAL) {
      const expected = `at least ${LEAST_FRONTAL.toFixed(2)} expected, found ${frontal.toFixed(2)}`;
      return notRun('out-of-scope', `the image does not look like an upright frontal chest: ${expected}`);
    }
    return report(series, scores(answers, deviation(series)), {
      isAlone,
      object: strongest(places, FOREIGN_OBJECT, seen.place),
      marker: strongest(places, MARKER, seen.place),
    });
  }
}

function notTwoLungs({ left, middle, right }) {
  const [a, b, c] = [left, middle, right].map((value) => value.toFixed(2));
  return `two lungs darker than what lies between them expected, found the grey ${a}, ${b} and ${c} from left to right`;
}

/** The network's answers, and its maps of places. */
function judged(job, { values }, series) {
  const isFromFront = { AP: 1, PA: 0 }[view(series)] ?? 0.5;
  const image = job.tensor([1, 3, ROWS, COLUMNS], values);
  const numbers = job.tensor([1, 2], Float32Array.of(isFromFront, series.modality === 'CR' ? 1 : 0));
  const { score, places } = job.openModel('quality').run({ image, numbers });
  return { answers: score.floats(), places: places.floats() };
}

/** The detector's deviation index, where the user lets the service see it; null if there is none. */
function deviation(series) {
  const text = attribute(series, 'DeviationIndex');
  const value = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

function report(series, byWord, { isAlone, object, marker }) {
  const found = reported(byWord);
  const decided = verdict(found);
  const isMarked = byWord['missing-marker'] < THRESHOLD;
  const builder = new ReportBuilder()
    .probability(Math.max(...Object.values(byWord)), THRESHOLD)
    .draft('findings', wording.findings(found, view(series), isMarked ? marker : null))
    .draft('impression', wording.impression(found, decided))
    .priority('routine')
    .extra('fact.quality-faults', found.map(({ word }) => word).join(', '))
    .extra('verdict', decided)
    .extra('marker', isMarked ? (marker.isLeft ? 'left of the image' : 'right of the image') : 'none');
  for (const { word, code } of FAULTS) {
    builder.assessed(code, series.id).extra(`score.${code.scheme}.${code.value}`, byWord[word].toFixed(4));
  }
  for (const one of found) builder.finding(finding(one, byWord[one.word], series, object));
  warn(builder, series, isAlone);
  return builder.done();
}

function finding(fault, score, series, object) {
  const builder = new FindingBuilder(fault.word, fault.code)
    .probability(score)
    .certainty(score >= PRESENT ? 'present' : 'probable')
    .note(wording.fault(fault))
    .extra('action', fault.action);
  // All other faults are of the image as a whole.
  return fault.word === 'foreign-object' ? builder.point(series.id, object.at) : builder;
}

function warn(builder, series, isAlone) {
  const { width, isKnown } = fieldMm(series.geometry);
  const pixelMm = width / series.geometry.size.x;
  if (!isKnown) builder.warning(wording.unknownSize(width));
  if (pixelMm > COARSE_MM) builder.warning(wording.coarse(pixelMm));
  if (!isAlone) builder.warning(wording.others);
}
