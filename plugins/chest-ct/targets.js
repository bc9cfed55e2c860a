//! What is looked for: codes, from which amount on it is reported, scores and categories. No pixels.

import { code } from '../../sdk/javascript/index.js';

import { LIMITS } from './limits.js';

const own = (value, meaning) => code('99OVERREAD', value, meaning);

/** Codes of the targets, by the names that this service uses for them. */
export const TARGETS = {
  effusion: code('SCT', '60046008', 'Pleural effusion'),
  emphysema: code('SCT', '87433001', 'Pulmonary emphysema'),
  infiltrates: code('DCM', '112121', 'Infiltrate'),
  consolidation: code('SCT', '9656002', 'Consolidation'),
  pneumothorax: code('SCT', '36118008', 'Pneumothorax'),
  aorta: own('aortic-dilatation', 'Dilatation of the ascending aorta'),
  trunk: own('trunk-dilatation', 'Dilatation of the pulmonary trunk'),
  calcium: own('coronary-calcium', 'Coronary artery calcium'),
  fracture: own('vertebral-fracture', 'Compression fracture of a vertebra'),
  bone: own('low-bone-density', 'Low attenuation of vertebral bone'),
};

/** Codes and UCUM units of what is measured, by the names of the facts. */
export const FACTS = {
  'aorta-diameter': [own('aorta-diameter', 'Diameter of the ascending aorta'), 'mm'],
  'trunk-diameter': [own('trunk-diameter', 'Diameter of the pulmonary trunk'), 'mm'],
  agatston: [own('agatston', 'Agatston score'), '1'],
  'laa-950': [own('laa-950', 'Lung at or below -950 HU'), '%'],
  'infiltrate-share': [own('infiltrate-share', 'Lung taken by infiltrates'), '%'],
  'lung-volume': [own('lung-volume', 'Volume of the lungs'), 'mL'],
  'effusion-volume': [own('effusion-volume', 'Volume of pleural fluid'), 'mL'],
  'vertebral-attenuation': [own('vertebral-attenuation', 'Trabecular attenuation of vertebrae'), "[hnsf'U]"],
  'vertebral-height-loss': [own('vertebral-height-loss', 'Greatest loss of anterior vertebral height'), '%'],
};

/**
 * From where on a target is reported, and the width over which its score rises around it.
 *
 * Emphysema: 5 % of the lung at or below -950 HU is usual. Aorta: 40 mm is the usual alarm, and flags a third of screened
 * people. Trunk: 29 mm is the upper limit in men, 27 mm in women; the sex is not asked for. Bone: at 100 HU and below
 * most vertebrae are porotic. Calcium: below 10 noise and calcium cannot be told apart without a triggered scan
 * (own choice). Limits of the networks' targets were chosen in training.
 */
const RULES = {
  effusion: { limit: LIMITS.effusionMl, isRatio: true },
  emphysema: { limit: 5, isRatio: true },
  infiltrates: { limit: LIMITS.infiltratesPercent, isRatio: true },
  consolidation: { limit: LIMITS.consolidationPercent, isRatio: true },
  pneumothorax: { limit: LIMITS.pneumothoraxMl, isRatio: true },
  aorta: { limit: 40, width: 1.5 },
  trunk: { limit: 29, width: 1.2 },
  calcium: { limit: 10, isRatio: true },
  fracture: { limit: LIMITS.heightLossPercent, width: 4 },
  bone: { limit: 100, width: -10 },
};

/** A study counts as positive from here on: a target reached its limit. */
export const THRESHOLD = 0.5;

export const limitOf = (target) => RULES[target].limit;

/** 0 to 1 by the amount, 0.5 at the limit; null for an amount that is not known. */
export function scoreOf(target, amount) {
  if (amount === null) return null;
  const { limit, width, isRatio } = RULES[target];
  const score = isRatio ? amount / (amount + limit) : 1 / (1 + Math.exp((limit - amount) / width));
  return Math.min(Math.max(score, 0), 1);
}

/** Severity of calcium by the score, CAC-DRS 2018: A0 0, A1 1 to 99, A2 100 to 299, A3 300 and more. */
export function calciumCategory(score) {
  if (score < 1) return 'A0';
  return score < 100 ? 'A1' : score < 300 ? 'A2' : 'A3';
}

/** A smaller loss of height is no fracture after Genant. */
export const LEAST_FRACTURE_PERCENT = 20;

/** Grade of a fracture by the loss of height after Genant: 1 from 20, 2 from 25, 3 from 40 %; null below. */
export function genant(percent) {
  if (percent < LEAST_FRACTURE_PERCENT) return null;
  return percent < 25 ? '1' : percent < 40 ? '2' : '3';
}
