//! What becomes of a service's answers and errors, and that the builders fill every field.

import assert from 'node:assert/strict';
import test from 'node:test';

import { code, Failure, FAILURE_KINDS, FindingBuilder, notRun, ReportBuilder, run, vec3 } from '../index.js';
import { lowered } from '../seal.js';
import { profileOf } from '../service.js';
import { FakeStudy } from '../testing.js';

const nodule = code('SCT', '27925004', 'Nodule');
const scripted = (analyze) => ({ profile: () => ({ name: 'Scripted', version: '1.0.0' }), analyze });
const failing = (error) => scripted(() => {
  throw error;
});
const job = () => new FakeStudy().job();

test('answers pass', () => {
  const done = new ReportBuilder().done();
  assert.deepEqual(run(scripted(() => done), job()), done);
  const declined = notRun('missing-series', 'no CT series');
  assert.deepEqual(run(scripted(() => declined), job()), {
    tag: 'not-run', val: { reason: 'missing-series', message: 'no CT series' },
  });
});

test('failures keep their kind', () => {
  for (const kind of FAILURE_KINDS) {
    assert.throws(() => run(failing(new Failure(kind, 'why')), job()), (error) => error.kind === kind);
  }
  assert.throws(() => new Failure('bad luck', 'why'), TypeError);
});

test('other errors are logged with their place', () => {
  const study = new FakeStudy();
  assert.throws(() => run(failing(new RangeError('liver')), study.job()), (error) => error.kind === 'internal');
  const [{ level, message }] = study.logged;
  assert.equal(level, 'error');
  assert.match(message, /^RangeError: liver \(service\.test\.js:\d+/);
});

test('what is thrown need not be an error', () => {
  assert.throws(() => run(failing('liver'), job()), (error) => error.kind === 'internal' && error.message === 'liver');
});

test('no answer is a fault', () => {
  assert.throws(() => run(scripted(() => undefined), job()), /outcome\.tag: one of done, not-run expected, found undefined/);
  assert.throws(() => run(scripted(() => ({ findings: [] })), job()), /outcome\.tag/);
});

test('an answer of another shape is refused with its place', () => {
  const about = (change) => () => {
    const outcome = new ReportBuilder().finding(new FindingBuilder('n', nodule).point(0, vec3(1, 2, 3))).done();
    change(outcome.val, outcome.val.findings[0]);
    return outcome;
  };
  for (const [change, message] of [
    [(report) => report.assessed.push({ series: 0 }), /outcome\.val\.assessed\[0\]\.code: an object expected, found undefined/],
    [(_, finding) => { finding.marks[0].series = -1; }, /findings\[0\]\.marks\[0\]\.series: a whole number/],
    [(_, finding) => { finding.marks[0].shape.tag = 'dot'; }, /shape\.tag: one of point/],
    [(_, finding) => { finding.laterality = 'LEFT'; }, /laterality: one of right/],
    [(_, finding) => { finding.probability = '0.5'; }, /probability: a number expected, found 0\.5/],
    [(report) => { report.draft = null; }, /draft: an array expected, found null/],
  ]) {
    assert.throws(() => run(scripted(about(change)), job()), message);
  }
});

test('arguments of another shape are refused', () => {
  const volume = () => new FakeStudy()
    .withSeries('CT', { size: vec3(1, 1, 1), spacing: vec3(1, 1, 1), origin: vec3(0, 0, 0), rowDir: vec3(1, 0, 0), colDir: vec3(0, 1, 0) }, [0])
    .job().openSeries(0);
  for (const call of [
    () => volume().crop({ origin: vec3(0, 0, 0) }), () => volume().read({ origin: vec3(0.5, 0, 0), size: vec3(1, 1, 1) }),
    () => volume().threshold(0), () => volume().resample(2), () => volume().resize(vec3(1, 1, 1), 'best'),
    () => volume().blobs({ minVoxels: 1n }), () => volume().multiply([1]), () => job().openSeries('0'),
  ]) {
    assert.throws(call, TypeError);
  }
});

test('a failure leaves as the record of the contract', () => {
  const thrown = () => lowered(() => run(failing(new Failure('cancelled', 'stop')), job()));
  assert.throws(thrown, (record) => record.kind === 'cancelled' && record.message === 'stop' && !(record instanceof Error));
});

test('a profile has all parts', () => {
  assert.deepEqual(profileOf(scripted()), { name: 'Scripted', version: '1.0.0', modalities: [], notes: [] });
  assert.throws(() => profileOf({ profile: () => ({ name: 'x' }) }), TypeError);
});

test('builders fill every field', () => {
  const finding = new FindingBuilder('nodule-1', nodule)
    .site(code('SCT', '39607008', 'Lung')).laterality('left').probability(0.5).certainty('possible')
    .category('lung-rads-v2022', '3').point(0, vec3(1, 2, 3)).cuboid(0, vec3(0, 0, 0), vec3(2, 4, 6))
    .measure(code('SCT', '81827009', 'Diameter'), 7, 'mm').note({ en: 'Nodule', ru: 'Очаг' }).extra('rule', 'size');
  const { tag, val: report } = new ReportBuilder()
    .assessed(nodule, 0).probability(0.5, 0.4).finding(finding).draft('findings', { en: 'One.' }).priority('urgent')
    .warning({ en: 'Thick.' }).heatMap('nodule', 0, 0).extra('a', 'b').done();
  assert.equal(tag, 'done');
  const isEmpty = ([, value]) => value === null || value.length === 0;
  assert.deepEqual(Object.entries(report).filter(isEmpty), []);
  assert.deepEqual(Object.entries(report.findings[0]).filter(isEmpty), []);
  assert.deepEqual(report.findings[0].notes.map(({ locale }) => locale), ['en', 'ru']);
});
