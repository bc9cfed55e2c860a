//! The nine faults: their codes, what is to be done, and the score of each from the network and from the detector's index.

import { code } from '../../sdk/javascript/index.js';

import { THRESHOLDS } from './thresholds.js';

/** Scores are told so that a fault is reported from here on. */
export const THRESHOLD = 0.5;
/** Where the exposure counts as too low or too high by the deviation index: half and twice the dose (AAPM report 116, unverified). */
const DEVIATION = 3;

const fault = (word, meaning, action) => ({ word, code: code('99OVERREAD', word, meaning), action });

/** In the order of the network's outputs. `action`: the image is to be repeated, or to be accepted with a remark. */
export const FAULTS = [
  fault('rotation', 'Rotated patient', 'remark'),
  fault('poor-inspiration', 'Poor inspiration', 'repeat'),
  fault('cut-off', 'Lung cut off', 'repeat'),
  fault('underexposure', 'Too low an exposure', 'repeat'),
  fault('overexposure', 'Too high an exposure', 'remark'),
  fault('motion', 'Motion blur', 'repeat'),
  fault('scapulae', 'Scapulae over the lungs', 'remark'),
  fault('foreign-object', 'Foreign object over the chest', 'repeat'),
  fault('missing-marker', 'No side marker', 'remark'),
];

/** The network's answer against its threshold: 0.5 is the threshold. */
export function relative(probability, threshold) {
  if (probability < threshold) return (0.5 * probability) / threshold;
  return 0.5 + (0.5 * (probability - threshold)) / (1 - threshold);
}

/** Scores by word, 0 to 1. Where the detector tells its deviation index, that decides on the exposure. */
export function scores(answers, deviation = null) {
  const found = Object.fromEntries(FAULTS.map(({ word }, idx) => [word, relative(answers[idx], THRESHOLDS[word])]));
  if (deviation !== null) {
    found.underexposure = share(-deviation);
    found.overexposure = share(deviation);
  }
  return found;
}

const share = (deviation) => Math.min(Math.max((0.5 * deviation) / DEVIATION, 0), 1);

/** The faults that are reported, the surest first. */
export function reported(byWord) {
  return FAULTS.filter(({ word }) => byWord[word] >= THRESHOLD).sort((a, b) => byWord[b.word] - byWord[a.word]);
}

/** What is to be done with the image: `good`, `remark` or `repeat`. */
export function verdict(found) {
  if (found.length === 0) return 'good';
  return found.some(({ action }) => action === 'repeat') ? 'repeat' : 'remark';
}
