//! Studies in memory for the tests: a drawn chest, and a network that is a function. Tests nothing itself.

import { vec3 } from '../../sdk/javascript/index.js';
import { FakeModel, FakeStudy, FakeTensor } from '../../sdk/javascript/testing.js';

/** Columns and rows of the drawn chest: pixels of 1.75 mm on a field of 350 by 420 mm. */
export const SIZE = vec3(200, 240, 1);
export const SPACING_MM = 1.75;

export const grid = (spacingMm = SPACING_MM, size = SIZE) => ({
  size, spacing: vec3(spacingMm, spacingMm, 1), origin: vec3(0, 0, 0), rowDir: vec3(1, 0, 0), colDir: vec3(0, 1, 0),
});

/** Bright body, two dark lungs, stored as 12 bits; `top` less the value where it is inverted. */
export function chestValues({ size = SIZE, isInverted = false, hasLungs = true } = {}) {
  const values = [];
  for (let y = 0; y < size.y; y += 1) {
    for (let x = 0; x < size.x; x += 1) {
      const [u, v] = [x / size.x, y / size.y];
      const isLung = v > 0.15 && v < 0.7 && ((u > 0.12 && u < 0.42) || (u > 0.6 && u < 0.88));
      const isBody = u > 0.04 && u < 0.96;
      const value = (isLung && hasLungs ? 900 : isBody ? 3000 : 0) + ((x * 7 + y * 13) % 5);
      values.push(isInverted ? 4095 - value : value);
    }
  }
  return values;
}

/** The answers of a network: probabilities by the order of its outputs, and one spot in each map of places. */
export function network({ scores = {}, frontal = 0.99, object = [12, 10], marker = [2, 3], saw = () => {} } = {}) {
  const order = ['rotation', 'poor-inspiration', 'cut-off', 'underexposure', 'overexposure', 'motion', 'scapulae', 'foreign-object', 'missing-marker'];
  return new FakeModel({
    runBy: ({ image, numbers }) => {
      saw(image, numbers);
      const places = new Float32Array(2 * 30 * 24);
      [object, marker].forEach(([x, y], channel) => {
        places[(channel * 30 + y) * 24 + x] = 0.9;
      });
      return {
        score: new FakeTensor([1, 10], [...order.map((word) => scores[word] ?? 0.001), frontal]),
        places: new FakeTensor([1, 2, 30, 24], places),
      };
    },
  });
}

/** A study of one radiograph. */
export function radiograph({
  modality = 'DX', attributes = {}, spacingMm = SPACING_MM, size = SIZE, sample = 'int16', answers = {}, ...drawn
} = {}) {
  return new FakeStudy()
    .withSeries(modality, grid(spacingMm, size), chestValues({ size, ...drawn }), {
      attributes: { BodyPartExamined: 'CHEST', ViewPosition: 'PA', PhotometricInterpretation: 'MONOCHROME2', ...attributes },
      sample,
    })
    .withModel('quality', network(answers));
}
