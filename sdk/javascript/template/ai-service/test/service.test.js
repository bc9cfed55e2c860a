//! The service on studies in memory: no host is needed, `node --test` is enough.

import assert from 'node:assert/strict';
import test from 'node:test';

import { distanceMm, run, vec3 } from '../sdk/index.js';
import { FakeStudy } from '../sdk/testing.js';

import { Spots } from '../service.js';

const grid = (size) => ({
  size, spacing: vec3(4, 4, 4), origin: vec3(-88, -68, 0), rowDir: vec3(1, 0, 0), colDir: vec3(0, 1, 0),
});

/** A body with two boxes of lung, 4 mm a voxel, and a cube of `nodule` voxels a side in the left lung. */
function chest(nodule) {
  const size = vec3(44, 34, 24);
  const values = [];
  for (let z = 0; z < size.z; z += 1) {
    for (let y = 0; y < size.y; y += 1) {
      for (let x = 0; x < size.x; x += 1) {
        const isNodule = [[x, 30], [y, 16], [z, 11]].every(([at, first]) => at >= first && at < first + nodule);
        const isLung = y >= 6 && y < 28 && ((x >= 6 && x < 20) || (x >= 24 && x < 38));
        const isBody = x >= 2 && x < 42 && y >= 3 && y < 31;
        values.push(isNodule ? 60 : isLung ? -850 : isBody ? 40 : -1000);
      }
    }
  }
  return new FakeStudy().withSeries('CT', grid(size), values);
}

function reportOn(study) {
  const outcome = run(new Spots(), study.job());
  assert.equal(outcome.tag, 'done', JSON.stringify(outcome.val));
  return outcome.val;
}

function notRunBecause(study, reason) {
  const outcome = run(new Spots(), study.job());
  assert.equal(outcome.tag, 'not-run');
  assert.equal(outcome.val.reason, reason, outcome.val.message);
}

test('a spot is found where it lies', () => {
  const { findings } = reportOn(chest(3));
  assert.equal(findings.length, 1);
  const [finding] = findings;
  const point = finding.marks.find(({ shape }) => shape.tag === 'point').shape.val.at;
  // The middle of voxels 30 to 32 at 4 mm from -88 mm is 36 mm, to the patient's left.
  assert.ok(distanceMm(point, vec3(36, 0, 48)) < 2);
  assert.equal(finding.laterality, 'left');
  assert.ok(finding.probability > 0.5);
});

test('lungs without a spot are said to have none', () => {
  const report = reportOn(chest(0));
  assert.deepEqual([report.findings.length, report.assessed.length], [0, 1]);
});

test('a spot below the threshold is not reported', () => {
  assert.deepEqual(reportOn(chest(1).withSetting('threshold', 0.95)).findings, []);
});

test('what is no chest is not read', () => {
  const water = (n) => Array(n).fill(0);
  notRunBecause(new FakeStudy(), 'missing-series');
  notRunBecause(new FakeStudy().withSeries('MR', grid(vec3(20, 20, 30)), water(12_000)), 'missing-series');
  notRunBecause(new FakeStudy().withSeries('CT', grid(vec3(20, 20, 30)), water(12_000)), 'out-of-scope');
  notRunBecause(new FakeStudy().withSeries('CT', grid(vec3(20, 20, 5)), water(2000)), 'out-of-scope');
});

test('it stops when it is asked to', () => {
  assert.throws(() => run(new Spots(), chest(3).stoppingAfter(1).job()), (error) => error.kind === 'cancelled');
});
