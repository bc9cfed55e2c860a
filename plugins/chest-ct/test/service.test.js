//! The service on chests in memory.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { run } from '../../../sdk/javascript/index.js';

import { LIMITS } from '../limits.js';
import { ChestCt } from '../service.js';
import { genant, scoreOf, TARGETS, THRESHOLD } from '../targets.js';
import { chest, HU } from '../testing/chest.js';
import { whole } from '../wording.js';

function reportOn(study) {
  const outcome = run(new ChestCt(), study.job());
  assert.equal(outcome.tag, 'done', JSON.stringify(outcome.val));
  return outcome.val;
}

const extra = (report, name) => report.extra.find((one) => one.name === name)?.value ?? null;
const textOf = (report, section, locale) => report.draft.find((one) => one.section === section).text.find((one) => one.locale === locale).value;
const finding = (report, target) => report.findings.filter((one) => one.code.value === TARGETS[target].value);
const near = (found, expected, by) => assert.ok(Math.abs(found - expected) <= by, `${expected} expected, found ${found}`);

test('a healthy chest: all is assessed, nothing is found, every fact is measured', () => {
  const report = reportOn(chest());
  assert.deepEqual(report.findings.map((one) => one.trackingId), []);
  assert.equal(report.assessed.length, 10);
  assert.ok(report.probability.value < THRESHOLD);
  // Diameters are told after the factors that the training chose.
  near(Number(extra(report, 'fact.aorta-diameter')), 32 * LIMITS.aortaFactor, 1.5);
  near(Number(extra(report, 'fact.trunk-diameter')), 24 * LIMITS.trunkFactor, 1.5);
  assert.equal(extra(report, 'fact.agatston'), '0.00');
  near(Number(extra(report, 'fact.vertebral-attenuation')), 150, 1);
  assert.equal(extra(report, 'fact.effusion-volume'), '0.00');
  // Two boxes of 73 x 132 x 126 mm.
  near(Number(extra(report, 'fact.lung-volume')), 2428, 120);
  for (const { scheme, value } of Object.values(TARGETS)) {
    const score = Number(extra(report, `score.${scheme}.${value}`));
    assert.ok(score >= 0 && score < THRESHOLD, `${value}: ${score}`);
  }
  assert.equal(report.priority, 'routine');
  assert.match(textOf(report, 'impression', 'ru'), /^Ни один из десяти/);
});

test('fluid of one side is found there, with a place inside it and its mask', () => {
  const study = chest({ extra: (x, y, z) => (x > 34 && x < 100 && y > 46 && y < 65 && Math.abs(z) < 40 ? HU.effusion : null) });
  const report = reportOn(study);
  const [fluid] = finding(report, 'effusion');
  assert.equal(fluid.laterality, 'left');
  // 22 x 7 x 27 voxels of 27 mm³.
  near(fluid.measures[0].value, 112.3, 0.1);
  assert.equal(fluid.measures[0].ucum, 'mL');
  const { at } = fluid.marks[0].shape.val;
  assert.ok(at.x > 34 && at.x < 100 && at.y > 46 && at.y < 65 && Math.abs(at.z) < 40);
  const kept = study.masks[fluid.marks[1].shape.val];
  near(kept.mask.labels.reduce((sum, one) => sum + one, 0) * 0.027, 112.3, 0.1);
  assert.match(fluid.notes[0].value, /^Pleural effusion on the left, about \d+ ml\.$/);
  assert.match(textOf(report, 'impression', 'en'), /pleural effusion/);
  assert.match(textOf(report, 'impression', 'ru'), /плевральный выпот/);
});

test('air in a pleural space is urgent', () => {
  const study = chest({ extra: (x, y, z) => (x < -34 && x > -100 && y < -40 && y > -65 && Math.abs(z) < 40 ? HU.pneumothorax : null) });
  const report = reportOn(study);
  assert.equal(finding(report, 'pneumothorax')[0].laterality, 'right');
  assert.equal(report.priority, 'urgent');
});

test('a wide aorta, porous bone and a broken vertebra are found and graded', () => {
  const report = reportOn(chest({ aortaMm: 47, boneHu: 80, loss: 0.45 }));
  near(finding(report, 'aorta')[0].measures[0].value, 47 * LIMITS.aortaFactor, 2);
  near(finding(report, 'bone')[0].measures[0].value, 80, 1);
  const [broken] = finding(report, 'fracture');
  assert.deepEqual(broken.category, { scale: 'genant-1993', value: '3' });
  near(broken.measures[0].value, 45, 0.1);
  assert.match(textOf(report, 'impression', 'en'), /compression fracture of a vertebra/);
  assert.equal(finding(report, 'trunk').length, 0);
});

test('a loss of height below the first grade is found without a grade and not called a fracture', () => {
  const report = reportOn(chest({ loss: 0.12 }));
  const [slight] = finding(report, 'fracture');
  assert.equal(slight.category, null);
  near(slight.measures[0].value, 12, 0.1);
  assert.deepEqual(slight.notes.map((one) => one.value), [
    'Loss of anterior vertebral height about 12 %, below the 20 % of a Genant grade 1 fracture.',
    'Снижение передней высоты тела позвонка около 12 %, меньше 20 %: критерию перелома 1-й степени по Genant не соответствует.',
  ]);
  assert.equal(textOf(report, 'impression', 'en'), 'Found by the service: slight loss of vertebral height.');
  assert.equal(textOf(report, 'impression', 'ru'), 'Найдено сервисом: незначительное снижение высоты тела позвонка.');
  assert.deepEqual([19.9, 20, 25, 40].map(genant), [null, '1', '2', '3']);
  assert.match(whole('fracture', 19.9).en, /about 19 %, below/);
});

test('emphysema is the share of dark lung', () => {
  const report = reportOn(chest({ extra: (x, y, z) => (Math.hypot(x - 70, y, z) < 38 ? HU.pneumothorax : null) }));
  // The fake network calls it air in the pleural space: for the share it is lung all the same. 230 of 2,428 ml.
  near(Number(extra(report, 'fact.laa-950')), 9.5, 1.5);
  assert.equal(finding(report, 'emphysema').length, 1);
});

test('calcium in the heart is scored by area and peak; contrast medium forbids it', () => {
  const spot = (x, y, z) => (Math.abs(x - 10) < 4 && Math.abs(y + 20) < 4 && Math.abs(z + 30) < 4 ? 450 : null);
  const heart = (x, y, z) => spot(x, y, z);
  const report = reportOn(chest({ extra: heart }));
  const score = Number(extra(report, 'fact.agatston'));
  // 2 or 3 voxels a side of 9 mm² on 2 or 3 slices, weight 4.
  assert.ok(score >= 4 * 9 * 4 * 2 && score <= 9 * 9 * 4 * 3, `${score}`);
  assert.equal(extra(report, 'category.cac-drs-2018'), score < 300 ? 'A2' : 'A3');
  assert.match(finding(report, 'calcium')[0].notes[0].value, /; read as a scan without ECG gating\.$/);
  const enhanced = reportOn(chest({ extra: heart, bloodHu: 220 }));
  assert.equal(extra(enhanced, 'fact.agatston'), null);
  assert.equal(extra(enhanced, 'score.99OVERREAD.coronary-calcium'), null);
  assert.equal(enhanced.assessed.length, 9);
  assert.match(enhanced.warnings.find((one) => one.locale === 'en').value, /Contrast medium/);
});

test('thick slices bring a warning, and the draft says what is not judged', () => {
  const report = reportOn(chest({ spacingZ: 6 }));
  assert.match(report.warnings.find((one) => one.locale === 'ru').value, /6,0 мм/);
  assert.match(textOf(report, 'findings', 'en'), /nodules, lymph nodes, emboli, airways, ribs and the abdomen are not judged/);
  assert.match(textOf(report, 'findings', 'ru'), /очаги, лимфоузлы/);
});

test('a score is a half at the limit and rises with the amount, for bone with less of it', () => {
  for (const [target, limit, more] of [['aorta', 40, 45], ['emphysema', 5, 9], ['bone', 100, 70], ['calcium', 10, 200]]) {
    near(scoreOf(target, limit), 0.5, 1e-9);
    assert.ok(scoreOf(target, more) > 0.6, target);
  }
  assert.equal(scoreOf('aorta', null), null);
});

test('the manifest names the codes of all targets', () => {
  const manifest = readFileSync(new URL('../plugin.toml', import.meta.url), 'utf8');
  for (const { scheme, value } of Object.values(TARGETS)) assert.ok(manifest.includes(`"${scheme}:${value}"`), value);
});
