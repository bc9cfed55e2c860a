//! The service on studies in memory.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { distanceMm, run, vec3 } from '../../../sdk/javascript/index.js';
import { FakeStudy } from '../../../sdk/javascript/testing.js';

import { SolidNodule } from '../service.js';

const grid = (size, spacingZ = 4) => ({
  size, spacing: vec3(4, 4, spacingZ), origin: vec3(-88, -68, 0), rowDir: vec3(1, 0, 0), colDir: vec3(0, 1, 0),
});

/** A body with two boxes of lung, 4 mm a voxel, and a box of voxels of `hu` from `first`, `sides` voxels a side. */
function chest(first, sides, { hu = 35, spacingZ = 4 } = {}) {
  const size = vec3(44, 34, 24);
  const values = [];
  for (let z = 0; z < size.z; z += 1) {
    for (let y = 0; y < size.y; y += 1) {
      for (let x = 0; x < size.x; x += 1) {
        const at = [x, y, z];
        const isSpot = first && at.every((v, axis) => v >= first[axis] && v < first[axis] + sides[axis]);
        const isLung = y >= 6 && y < 28 && ((x >= 6 && x < 20) || (x >= 24 && x < 38));
        const isBody = x >= 2 && x < 42 && y >= 3 && y < 31;
        values.push(isSpot ? hu : isLung ? -850 : isBody ? 40 : -1000);
      }
    }
  }
  return new FakeStudy().withSeries('CT', grid(size, spacingZ), values);
}

function reportOn(study) {
  const outcome = run(new SolidNodule(), study.job());
  assert.equal(outcome.tag, 'done', JSON.stringify(outcome.val));
  return outcome.val;
}

test('a solid nodule is measured in the patient', () => {
  const { findings, draft } = reportOn(chest([30, 16, 11], [3, 3, 3]));
  assert.equal(findings.length, 1);
  const [finding] = findings;
  const point = finding.marks.find(({ shape }) => shape.tag === 'point').shape.val.at;
  // The middle of voxels 30 to 32 at 4 mm from -88 mm is 36 mm, to the patient's left.
  assert.ok(distanceMm(point, vec3(36, 0, 48)) < 2);
  assert.equal(finding.laterality, 'left');
  // A cube of 12 mm; its border is blurred by interpolation.
  const volume = finding.measures.find(({ ucum }) => ucum === 'mm3').value;
  assert.ok(Math.abs(volume - 1728) < 200, `${volume} mm3`);
  assert.deepEqual(draft[0].text.map(({ locale }) => locale), ['en', 'ru']);
  assert.match(draft[0].text[1].value, /^1\. .*\nБолее мелкие, субсолидные и прилежащие/);
  assert.equal(draft[1].text[0].value, 'Solid nodules of 6 mm and more found by the service: 1.');
});

test('it is silent on what is faint, small, long or at the wall, and says what it looked for', () => {
  for (const [first, sides, how] of [
    [[30, 16, 11], [3, 3, 3], { hu: -600 }],
    [[30, 16, 11], [1, 1, 1]],
    [[30, 16, 6], [2, 2, 10]],
    [[35, 16, 11], [3, 3, 3]],
  ]) {
    const { findings, assessed, draft } = reportOn(chest(first, sides, how));
    assert.deepEqual(findings, [], String(first));
    assert.deepEqual(assessed.map(({ code }) => code.value), ['SOLID-NODULE']);
    for (const { text: [english, russian] } of draft) {
      assert.match(english.value, /nodules touching a vessel or the pleura were not assessed\.$/);
      assert.match(russian.value, /прилежащие к сосуду или плевре очаги не оценивались\.$/);
    }
  }
});

test('smaller nodules than the user wants stay out', () => {
  assert.equal(reportOn(chest([30, 16, 11], [2, 2, 2])).findings.length, 1);
  assert.deepEqual(reportOn(chest([30, 16, 11], [2, 2, 2]).withSetting('least-diameter-mm', 12)).findings, []);
});

test('thick slices are read with a warning', () => {
  const { warnings } = reportOn(chest([30, 16, 11], [3, 3, 2], { spacingZ: 6 }));
  assert.equal(warnings.length, 2);
  assert.match(warnings[1].value, /^Расстояние между срезами 6,0 мм/);
});

test('other studies are not read', () => {
  const reason = (study) => {
    const { tag, val } = run(new SolidNodule(), study.job());
    assert.equal(tag, 'not-run');
    return val.reason;
  };
  const water = Array(8 * 8 * 30).fill(0);
  const size = vec3(8, 8, 30);
  assert.equal(reason(new FakeStudy()), 'missing-series');
  assert.equal(reason(new FakeStudy().withSeries('MR', grid(size), water)), 'out-of-scope');
  assert.equal(reason(new FakeStudy().withSeries('CT', grid(size), water)), 'out-of-scope');
  assert.equal(reason(new FakeStudy().withSeries('CT', grid(size, 1), water)), 'out-of-scope');
  assert.equal(reason(new FakeStudy().withSeries('CT', grid(size, 12), water)), 'bad-input');
});

test('it stops when it is asked to', () => {
  for (const n of [1, 3]) {
    assert.throws(() => run(new SolidNodule(), chest().stoppingAfter(n).job()), (error) => error.kind === 'cancelled');
  }
});

test('the manifest names the same numbers', () => {
  const manifest = readFileSync(new URL('../plugin.toml', import.meta.url), 'utf8');
  assert.match(manifest, /default = 6\.0/);
  assert.match(manifest, new RegExp(`version = "${new SolidNodule().profile().version.replaceAll('.', '\\.')}"`));
});
