//! Measures on labels by cases that can be worked out by hand.

import assert from 'node:assert/strict';
import test from 'node:test';

import { bySide, diameter, greatestLoss, inner, LABEL, Labels, minorAxis, sections, spinePlace } from '../shapes.js';

const spacing = { x: 3, y: 3, z: 3 };
const near = (found, expected, by) => assert.ok(Math.abs(found - expected) <= by, `${expected} expected, found ${found}`);

/** Labels of 40 x 40 x `nz` voxels of 3 mm by a function of the place in mm. */
function labels(nz, of) {
  const values = new Uint8Array(40 * 40 * nz);
  values.forEach((_, idx) => {
    values[idx] = of((idx % 40) * 3, (Math.floor(idx / 40) % 40) * 3, Math.floor(idx / 1600) * 3);
  });
  return new Labels(values, { x: 40, y: 40, z: nz });
}

test('the short axis of a disc is its diameter, that of an oval its width', () => {
  const disc = labels(1, (x, y) => (Math.hypot(x - 60, y - 60) < 20 ? LABEL.aorta : 0));
  near(minorAxis(sections(disc, LABEL.aorta)[0], spacing), 40, 1);
  const oval = labels(1, (x, y) => (Math.hypot((x - 60) / 15, (y - 60) / 30) < 1 ? LABEL.trunk : 0));
  near(minorAxis(sections(oval, LABEL.trunk)[0], spacing), 30, 2);
});

test('a vessel is measured where it is wide, without its ends', () => {
  const cone = labels(20, (x, y, z) => (Math.hypot(x - 60, y - 60) < 10 + z / 6 ? LABEL.aorta : 0));
  // Radius 10 to 19.5 mm: the third of the sections below the largest tenth has 13 to 19 mm, 35 mm in the mean.
  near(diameter(cone, LABEL.aorta, spacing), 35.8, 1.5);
  assert.equal(diameter(cone, LABEL.trunk, spacing), null);
});

test('a point of a crescent lies in the crescent', () => {
  const crescent = labels(3, (x, y) => (Math.hypot(x - 30, y - 60) < 27 && Math.hypot(x - 30, y - 45) > 27 ? LABEL.effusion : 0));
  const { right, left } = bySide(crescent, LABEL.effusion, 20);
  assert.equal(left, null);
  assert.ok(right.voxels > 50);
  assert.equal(crescent.at(...right.at), LABEL.effusion);
});

test('the nearest voxel to the middle of the largest section is taken', () => {
  assert.deepEqual(inner([[0, 0, 0], [4, 0, 1], [5, 0, 1], [6, 0, 1]]), [5, 0, 1]);
});

test('the slab around the spine is 12 mm wide and reaches further to the front than to the back', () => {
  const spine = labels(20, (x, y) => (Math.hypot(x - 60, y - 60) < 15 ? LABEL.vertebra : 0));
  const { columns, rows } = spinePlace(spine, spacing);
  assert.deepEqual(columns, [18, 23]);
  assert.ok(rows[0] <= 5 && rows[1] >= 30);
  assert.equal(spinePlace(labels(20, () => 0), spacing), null);
});

test('the loss of height is that of the worst window', () => {
  const [width, height] = [10, 30];
  const body = new Float32Array(width * height).fill(1);
  const loss = new Float32Array(width * height).fill(0.05);
  loss.fill(0.4, 12 * width, 17 * width);
  const found = greatestLoss(body, loss, width, { column: 3, row: 3 });
  near(found.percent, 40, 0.01);
  assert.equal(found.row, 14);
  const none = greatestLoss(new Float32Array(width * height), loss, width, { column: 3, row: 3 });
  assert.deepEqual(none, { percent: 0, row: null, column: null });
});

test('models/chest-ct/measure.py gives the same numbers for the same labels', () => {
  const cone = labels(20, (x, y, z) => (Math.hypot(x - 60, y - 60) < 10 + z / 6 ? LABEL.aorta : 0));
  near(diameter(cone, LABEL.aorta, spacing), 35.21437536186154, 1e-9);
  const spine = labels(20, (x, y, z) => (Math.hypot(x - 60, y - 60 - z / 6) < 15 ? LABEL.vertebra : 0));
  assert.deepEqual(spinePlace(spine, spacing), { columns: [18, 23], rows: [5, 35] });
  const cells = Array.from({ length: 300 }, (_, idx) => [Math.floor(idx / 10), idx % 10]);
  const body = cells.map(([row, column]) => ((row * 7 + column * 3) % 11) / 10);
  const loss = cells.map(([row, column]) => ((row * row + column) % 7) / 10);
  const found = greatestLoss(body, loss, 10, { column: 3, row: 3 });
  near(found.percent, 33.51020408163266, 1e-9);
  assert.equal(found.row, 17);
});
