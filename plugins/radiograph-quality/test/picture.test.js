//! The picture against hand cases, and against the numbers that models/radiograph-quality/frame.py gives.

import assert from 'node:assert/strict';
import test from 'node:test';

import { vec3 } from '../../../sdk/javascript/index.js';
import { FakeVolume } from '../../../sdk/javascript/testing.js';

import { relative, scores } from '../faults.js';
import { COLUMNS, fieldMm, greyOfLungs, picture, ROWS, strongest } from '../picture.js';
import { THRESHOLDS } from '../thresholds.js';
import { chestValues, grid, SIZE } from '../testing.js';

const image = (values, spacingMm = 1.75, size = SIZE) => new TestVolume(new FakeVolume(grid(spacingMm, size), values));

/** A fake volume as the SDK hands it out: `use`, and `read` as numbers. */
class TestVolume {
  constructor(fake) {
    this.fake = fake;
  }

  geometry() {
    return this.fake.geometry();
  }

  resize(size, how) {
    return new TestVolume(this.fake.resize(size, how));
  }

  read() {
    return Float32Array.from(this.fake.values);
  }

  use(work) {
    return work(this);
  }
}

test('lungs are dark, the mediastinum is bright, what lies beside the image is empty', () => {
  const seen = picture(image(chestValues()), false);
  const { left, middle, right } = greyOfLungs(seen);
  // 900 and 3000 of at most 3004.
  assert.ok(Math.abs(left - 0.3) < 0.02 && Math.abs(right - 0.3) < 0.02 && middle > 0.98, JSON.stringify({ left, middle, right }));
  // 420 mm are 230 of 240 cells: five rows above are empty.
  assert.equal(seen.values[2 * COLUMNS + 96], 0);
  assert.equal(seen.values[ROWS * COLUMNS + 2 * COLUMNS + 96], -0.5);
});

test('detail along rows and along columns is told apart', () => {
  const stripes = (isAcross) => {
    const values = Array.from({ length: SIZE.x * SIZE.y }, (_, idx) => {
      const at = isAcross ? idx % SIZE.x : Math.floor(idx / SIZE.x);
      return at % 8 < 4 ? 1000 : 2000;
    });
    const { values: found } = picture(image(values), false);
    const cell = 120 * COLUMNS + 96;
    const mean = (channel) => {
      let total = 0;
      for (let idx = cell - 8; idx < cell + 8; idx += 1) for (let row = -8; row < 8; row += 1) total += found[channel * ROWS * COLUMNS + idx + row * COLUMNS];
      return total / 256;
    };
    return [mean(1), mean(2)];
  };
  const [across, down] = [stripes(true), stripes(false)];
  assert.ok(across[0] > across[1] + 0.3, String(across));
  assert.ok(down[1] > down[0] + 0.3, String(down));
});

test('the picture is that of the training', () => {
  // Channel, row, column and value by frame.py, on the drawn chest; and its means of the three channels.
  const expected = [
    [0, 60, 40, 0.3001], [0, 43, 90, 0.9997], [0, 120, 30, 0.3002], [0, 200, 100, 0.9995], [0, 41, 60, 0.2999],
    [1, 60, 40, -0.2849], [1, 43, 90, -0.3021], [1, 120, 30, -0.2634], [1, 200, 100, -0.2615], [1, 41, 60, -0.2809],
    [2, 60, 40, -0.2714], [2, 43, 90, -0.3027], [2, 120, 30, -0.2617], [2, 200, 100, -0.2781], [2, 41, 60, -0.3015],
  ];
  const { values } = picture(image(chestValues()), false);
  for (const [channel, row, column, value] of expected) {
    const found = values[(channel * ROWS + row) * COLUMNS + column];
    assert.ok(Math.abs(found - value) < 1e-3, `channel ${channel}, row ${row}, column ${column}: ${found}, expected ${value}`);
  }
  [0.67151, -0.24049, -0.28139].forEach((mean, channel) => {
    const own = values.subarray(channel * ROWS * COLUMNS, (channel + 1) * ROWS * COLUMNS);
    const found = own.reduce((sum, value) => sum + value, 0) / own.length;
    assert.ok(Math.abs(found - mean) < 1e-3, `${found}, expected ${mean}`);
  });
});

test('a field that cannot be right is assumed', () => {
  assert.deepEqual(fieldMm(grid(1.75)), { width: 350, height: 420, isKnown: true });
  assert.deepEqual(fieldMm(grid(10)), { width: 350, height: 420, isKnown: false });
  assert.deepEqual(fieldMm(grid(0.1, vec3(2000, 1000, 1))), { width: 350, height: 175, isKnown: false });
});

test('an image of one grey has no picture', () => {
  assert.equal(picture(image(Array(SIZE.x * SIZE.y).fill(5)), false), null);
});

test('the strongest place is told in the image, at its rim at the latest', () => {
  const { place } = picture(image(chestValues()), false);
  const map = new Float32Array(2 * 30 * 24);
  map[720] = 0.7;
  const { value, at, isLeft } = strongest(map, 1, place);
  assert.ok(Math.abs(value - 0.7) < 1e-6 && isLeft);
  assert.ok(at.x >= 0 && at.x < 20 && at.y >= 0 && at.y < 10, JSON.stringify(at));
});

test('a score is half at the threshold, and grows on both sides of it', () => {
  assert.equal(relative(0.2, 0.2), 0.5);
  assert.equal(relative(0.1, 0.2), 0.25);
  assert.equal(relative(0.6, 0.2), 0.75);
  const answers = Object.values(THRESHOLDS);
  for (const value of Object.values(scores(answers))) assert.equal(value, 0.5);
  assert.deepEqual([scores(answers, 6).overexposure, scores(answers, 6).underexposure], [1, 0]);
});
