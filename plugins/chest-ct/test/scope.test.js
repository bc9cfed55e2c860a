//! What the service refuses, and how it says so.

import assert from 'node:assert/strict';
import test from 'node:test';

import { run, vec3 } from '../../../sdk/javascript/index.js';

import { ageYears, chestFault, chestSeries } from '../scope.js';
import { ChestCt } from '../service.js';
import { chest, cutOff, FakeStudy, grid, HU, head } from '../testing/chest.js';

function refused(study, reason, words) {
  const outcome = run(new ChestCt(), study.job());
  assert.equal(outcome.tag, 'not-run', JSON.stringify(outcome.val).slice(0, 200));
  assert.equal(outcome.val.reason, reason);
  for (const word of words) assert.ok(outcome.val.message.includes(word), `${word} expected in: ${outcome.val.message}`);
}

test('an empty study, another modality and a short series are refused', () => {
  refused(new FakeStudy(), 'missing-series', ['chest CT']);
  refused(new FakeStudy().withSeries('MR', grid(3), () => 0), 'out-of-scope', ['chest CT', 'MR']);
  const one = { ...grid(3), size: vec3(96, 72, 1) };
  refused(new FakeStudy().withSeries('CT', one, () => 0), 'out-of-scope', ['20 slices', 'found 1']);
});

test('slices too far apart are refused', () => {
  const far = { ...grid(12), size: vec3(96, 72, 24) };
  refused(new FakeStudy().withSeries('CT', far, () => 0), 'bad-input', ['10 mm', '12.0 mm']);
});

test('pixels of no size are refused', () => {
  const series = { id: 0, study: 0, modality: 'CT', frames: 56, attributes: [], geometry: { ...grid(3), spacing: vec3(0, 0, 3) } };
  assert.equal(chestSeries([series]).refusal.reason, 'bad-input');
});

test('a head that is called a chest is refused by its pixels', () => {
  refused(head(), 'out-of-scope', ['chest expected', '0.00 l']);
});

test('a chest wall of 4 mm parts the lungs from the room', () => {
  const hu = ({ x, y, z }) => {
    const r = Math.hypot(x, y);
    if (r >= 104) return -1000;
    return r < 100 && Math.abs(x) > 32 && z > -60 && z < 66 ? HU.lung : 60;
  };
  const fine = { ...grid(3), size: vec3(192, 144, 56), spacing: vec3(1.5, 1.5, 3) };
  const job = new FakeStudy().withSeries('CT', fine, hu).job();
  const [series] = job.series();
  assert.equal(job.openSeries(series.id).use(chestFault), null);
});

test('values that are no HU are refused', () => {
  const raw = new FakeStudy().withSeries('CT', grid(3), ({ x, y }) => ((x / 135) ** 2 + (y / 100) ** 2 > 1 ? 24 : 1084), { sample: 'uint16' });
  refused(raw, 'bad-input', ['HU', 'found 24']);
});

test('lungs that the scan cuts off are refused', () => {
  refused(cutOff(), 'out-of-scope', ['whole lungs', 'feet']);
});

test('children are refused, an unknown age is not', () => {
  refused(chest({ attributes: { PatientAge: '012Y' } }), 'unsupported-age', ['18', 'found 12']);
  refused(chest({ attributes: { PatientAge: '008M' } }), 'unsupported-age', ['18', 'found 1']);
  for (const [text, years] of [['044Y', 44], ['', null], [null, null], ['44', null]]) assert.equal(ageYears(text), years);
  assert.equal(run(new ChestCt(), chest({ attributes: { PatientAge: '018Y' } }).job()).tag, 'done');
});

test('of several series the longest is read, of about equals the thinnest', () => {
  const series = (id, z, mm) => ({ id, study: 0, modality: 'CT', frames: z, attributes: [], geometry: { ...grid(3), size: vec3(96, 72, z), spacing: vec3(3, 3, mm) } });
  assert.equal(chestSeries([series(0, 40, 5), series(1, 100, 3), series(2, 60, 5)]).series.id, 1);
  assert.equal(chestSeries([series(0, 40, 5), series(1, 80, 5)]).series.id, 1);
});
