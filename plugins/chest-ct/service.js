//! A service that looks for ten conditions in a chest CT: networks find organs and lesions, the host measures them.
//!
//! Of the study only labels on voxels of 3 mm come here; resampling, inference and statistics of HU are the host's.

import { FindingBuilder, notRun, patientFromVoxel, ReportBuilder, vec3 } from '../../sdk/javascript/index.js';

import { agatston, isEnhanced, lowAttenuation, meanInside, spongyBone } from './density.js';
import { heightLoss, middleColumn, only, segment } from './look.js';
import { LIMITS } from './limits.js';
import { bySide, diameter, IN_LUNG, LABEL, minorAxis, sections } from './shapes.js';
import { chestFault, chestSeries } from './scope.js';
import { calciumCategory, FACTS, genant, scoreOf, TARGETS, THRESHOLD } from './targets.js';
import * as wording from './wording.js';

/** Further apart than this, spots of calcium and broken vertebrae are missed. */
const THICK_MM = 5;
/** Less lung after segmentation is no chest that the networks understood, ml. */
const LEAST_LUNG_ML = 600;
/** An aorta so wide is read at once, mm: most guidelines discuss surgery from here on. */
const URGENT_AORTA_MM = 55;

/** The service. */
export class ChestCt {
  profile() {
    return { name: 'Chest CT, many findings', version: '1.0.0', modalities: ['CT'] };
  }

  analyze(job) {
    job.progress(0.02, 'series');
    const { series, refusal } = chestSeries(job.series());
    if (refusal) return notRun(refusal.reason, refusal.message);
    const scan = job.openSeries(series.id).use((opened) => opened.reorient('LPH'));
    const fault = chestFault(scan);
    if (fault) return notRun(fault.reason, fault.message);
    job.progress(0.15, 'organs');
    const seen = segment(job, scan);
    const lungMl = IN_LUNG.reduce((sum, label) => sum + millilitres(seen, seen.labels.count(label)), 0);
    if (lungMl < LEAST_LUNG_ML) {
      return notRun('out-of-scope', `lungs of ${LEAST_LUNG_ML} ml or more expected, found ${lungMl.toFixed(0)} ml`);
    }
    job.progress(0.6, 'measures');
    const found = measured(job, scan, seen, lungMl);
    job.progress(0.95, 'report');
    return report(job, series, seen, found);
  }
}

function millilitres({ grid: { spacing } }, voxels) {
  return (voxels * spacing.x * spacing.y * spacing.z) / 1000;
}

/** All amounts and places; null is not known. */
function measured(job, scan, seen, lungMl) {
  const { coarse, map, labels, grid } = seen;
  const middle = middleColumn(labels);
  const sides = (label, unit) => {
    const found = bySide(labels, label, middle);
    return ['right', 'left'].map((side) => {
      const one = found[side];
      return { side, amount: one ? unit(millilitres(seen, one.voxels)) : 0, at: one && patientFromVoxel(grid, vec3(...one.at)) };
    });
  };
  const share = (ml) => (100 * ml) / lungMl;
  const vessel = (label, factor) => {
    const mm = diameter(labels, label, grid.spacing);
    return { mm: mm === null ? null : mm * factor, at: widest(labels, label, grid), hu: meanInside(coarse, map, label) };
  };
  const [aorta, trunk] = [vessel(LABEL.aorta, LIMITS.aortaFactor), vessel(LABEL.trunk, LIMITS.trunkFactor)];
  const enhanced = isEnhanced(aorta.hu, trunk.hu, meanInside(coarse, map, LABEL.heart));
  job.progress(0.7, 'calcium');
  const calcium = enhanced ? null : agatston(scan, map);
  job.progress(0.8, 'vertebrae');
  return {
    middle, lungMl, enhanced, aorta, trunk, calcium,
    effusion: sides(LABEL.effusion, (ml) => ml),
    pneumothorax: sides(LABEL.pneumothorax, (ml) => ml),
    infiltrates: sides(LABEL.infiltrates, share),
    consolidation: sides(LABEL.consolidation, share),
    emphysema: lowAttenuation(scan, map),
    bone: spongyBone(scan, labels, grid),
    fracture: heightLoss(job, coarse, grid, labels),
  };
}

/** The middle of a vessel's widest section in the patient; null without one. */
function widest(labels, label, grid) {
  let best = null;
  sections(labels, label).forEach((one, z) => {
    if (one.n < 25) return;
    const mm = minorAxis(one, grid.spacing);
    if (!best || mm > best.mm) best = { mm, voxel: vec3(one.sx / one.n, one.sy / one.n, z) };
  });
  return best && patientFromVoxel(grid, best.voxel);
}

const total = (sides) => sides.reduce((sum, { amount }) => sum + amount, 0);
const most = (sides) => Math.max(...sides.map(({ amount }) => amount));

/** The amount of each target that its score is made of; null is not known. */
export function amounts(found) {
  return {
    effusion: most(found.effusion),
    emphysema: found.emphysema.percent,
    infiltrates: total(found.infiltrates),
    consolidation: most(found.consolidation),
    pneumothorax: most(found.pneumothorax),
    aorta: found.aorta.mm,
    trunk: found.trunk.mm,
    calcium: found.calcium?.score ?? null,
    fracture: found.fracture?.percent ?? null,
    bone: found.bone?.hu ?? null,
  };
}

/** The values of the study's facts; null is not known. */
export function factsOf(found) {
  return {
    'aorta-diameter': found.aorta.mm,
    'trunk-diameter': found.trunk.mm,
    agatston: found.calcium?.score ?? null,
    'laa-950': found.emphysema.percent,
    'infiltrate-share': Math.min(100, total(found.infiltrates) + total(found.consolidation)),
    'lung-volume': found.lungMl,
    'effusion-volume': total(found.effusion),
    'vertebral-attenuation': found.bone?.hu ?? null,
    'vertebral-height-loss': found.fracture?.percent ?? null,
  };
}

function report(job, series, seen, found) {
  const builder = new ReportBuilder();
  const byTarget = amounts(found);
  const scores = Object.entries(byTarget).map(([target, amount]) => [target, scoreOf(target, amount)]);
  for (const [target, score] of scores) {
    if (score === null) continue;
    const { scheme, value } = TARGETS[target];
    builder.assessed(TARGETS[target], series.id).extra(`score.${scheme}.${value}`, score.toFixed(4));
  }
  for (const [name, value] of Object.entries(factsOf(found))) {
    if (value !== null) builder.extra(`fact.${name}`, value.toFixed(2));
  }
  if (found.calcium) builder.extra('category.cac-drs-2018', calciumCategory(found.calcium.score));
  const findings = findingsOf(job, series.id, seen, found);
  findings.forEach((finding) => builder.finding(finding));
  const reached = scores.filter(([, score]) => score !== null && score >= THRESHOLD).map(([target]) => target);
  const isUrgent = most(found.pneumothorax) >= LIMITS.pneumothoraxMl || (found.aorta.mm ?? 0) >= URGENT_AORTA_MM;
  builder
    .probability(Math.max(...scores.map(([, score]) => score ?? 0)), THRESHOLD)
    .draft('findings', wording.findings(found, factsOf(found)))
    .draft('impression', wording.impression(reached, byTarget))
    .priority(isUrgent ? 'urgent' : 'routine');
  if (found.enhanced) builder.warning(wording.enhanced());
  const unknown = scores.filter(([target, score]) => score === null && !(target === 'calcium' && found.enhanced));
  if (unknown.length > 0) builder.warning(wording.notSeen(unknown.map(([target]) => target)));
  if (series.geometry.spacing.z > THICK_MM) builder.warning(wording.thickSlices(series.geometry.spacing.z));
  return builder.done();
}

/** One finding for each target and side that reached its limit. */
function findingsOf(job, series, seen, found) {
  const out = [];
  const add = (target, id, amount, { at, side, fact, note, keep, category }) => {
    const score = scoreOf(target, amount);
    if (score === null || score < THRESHOLD) return;
    const finding = new FindingBuilder(id, TARGETS[target]).laterality(side).probability(score).certainty('probable');
    // A place inside the lesion comes first: the middle of what follows may lie beside a crescent.
    if (at) finding.point(series, at);
    const kept = keep?.();
    if (kept !== undefined) finding.mark(series, { tag: 'mask', val: kept });
    if (fact) finding.measure(...[FACTS[fact][0], amount, FACTS[fact][1]]);
    if (category) finding.category(...category);
    out.push(finding.note(note));
  };
  const keepMask = (label, name, side) => () =>
    ofSide(seen, found.middle, side).use((part) => only(part, label).use((labels) =>
      job.maskOfVolume(series, labels).use((mask) => mask.keep(name))));
  for (const [target, label, fact] of [
    ['effusion', LABEL.effusion, 'effusion-volume'],
    ['pneumothorax', LABEL.pneumothorax, null],
    ['consolidation', LABEL.consolidation, null],
  ]) {
    for (const { side, amount, at } of found[target]) {
      const [id, note] = [`${target}-${side}`, wording.sided(target, side, amount)];
      add(target, id, amount, { at, side, fact, note, keep: keepMask(label, id, side) });
    }
  }
  const larger = found.infiltrates.reduce((a, b) => (b.amount > a.amount ? b : a));
  const other = found.infiltrates.find((one) => one !== larger);
  add('infiltrates', 'infiltrates', total(found.infiltrates), {
    at: larger.at, side: other.amount > 0.1 * larger.amount ? 'bilateral' : larger.side, fact: 'infiltrate-share',
    note: wording.whole('infiltrates', total(found.infiltrates)), keep: keepMask(LABEL.infiltrates, 'infiltrates', null),
  });
  const { percent, hole, low } = found.emphysema;
  add('emphysema', 'emphysema', percent, {
    at: hole?.centroid, side: 'bilateral', fact: 'laa-950', note: wording.whole('emphysema', percent),
    keep: () => job.maskOfVolume(series, low).use((mask) => mask.keep('emphysema')),
  });
  for (const [target, label, fact] of [['aorta', LABEL.aorta, 'aorta-diameter'], ['trunk', LABEL.trunk, 'trunk-diameter']]) {
    const { mm, at } = found[target];
    add(target, target, mm, { at, side: 'midline', fact, note: mm && wording.whole(target, mm), keep: keepMask(label, target, null) });
  }
  const { calcium, fracture, bone } = found;
  const grade = fracture && genant(fracture.percent);
  add('calcium', 'calcium', calcium?.score ?? null, {
    at: calcium?.at, side: 'midline', fact: 'agatston', note: calcium && wording.whole('calcium', calcium.score),
    category: calcium && ['cac-drs-2018', calciumCategory(calcium.score)],
  });
  add('fracture', 'fracture', fracture?.percent ?? null, {
    at: fracture?.at, side: 'midline', fact: 'vertebral-height-loss', note: fracture && wording.whole('fracture', fracture.percent),
    category: grade && ['genant-1993', grade],
  });
  add('bone', 'bone', bone?.hu ?? null, {
    at: bone?.at, side: 'midline', fact: 'vertebral-attenuation', note: bone && wording.whole('bone', bone.hu),
  });
  return out;
}

/** The labels of one side, or all of them. */
function ofSide({ map, grid: { size } }, middle, side) {
  const column = Math.min(Math.max(Math.ceil(middle), 1), size.x - 1);
  const [first, end] = { right: [0, column], left: [column, size.x] }[side] ?? [0, size.x];
  return map.crop({ origin: vec3(first, 0, 0), size: vec3(end - first, size.y, size.z) });
}
