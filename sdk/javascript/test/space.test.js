//! Voxels and places on straight and oblique grids.

import assert from 'node:assert/strict';
import test from 'node:test';

import { distanceMm, patientFromVoxel, regionAround, regionOfBox, vec3, voxelFromPatient } from '../index.js';

const straight = {
  size: vec3(10, 20, 30), spacing: vec3(0.5, 0.5, 2), origin: vec3(-100, -50, 7), rowDir: vec3(1, 0, 0), colDir: vec3(0, 1, 0),
};
// Turned about z by a right angle: x of the grid runs to the back, y to the right.
const turned = {
  size: vec3(4, 4, 4), spacing: vec3(1, 2, 3), origin: vec3(1, 2, 3), rowDir: vec3(0, 1, 0), colDir: vec3(-1, 0, 0),
};

test('a voxel lies at origin plus steps', () => {
  assert.deepEqual(patientFromVoxel(straight, vec3(2, 4, 1)), vec3(-99, -48, 9));
  assert.deepEqual(patientFromVoxel(turned, vec3(1, 1, 1)), vec3(-1, 3, 6));
});

test('there and back', () => {
  for (const grid of [straight, turned]) {
    for (const voxel of [vec3(0, 0, 0), vec3(1.5, -2, 3.25)]) {
      assert.ok(distanceMm(voxelFromPatient(grid, patientFromVoxel(grid, voxel)), voxel) < 1e-9);
    }
  }
});

test('regions stay inside', () => {
  const corner = patientFromVoxel(straight, vec3(0, 0, 0));
  assert.deepEqual(regionAround(straight, corner, vec3(4, 4, 99)), { origin: vec3(0, 0, 0), size: vec3(4, 4, 30) });
  const middle = patientFromVoxel(straight, vec3(5, 5, 5));
  assert.deepEqual(regionAround(straight, middle, vec3(3, 3, 3)), { origin: vec3(4, 4, 4), size: vec3(3, 3, 3) });
});

test('a box takes the voxels whose centres it holds', () => {
  const [low, high] = [vec3(-99.6, -49.1, 8), vec3(-98.4, -48.9, 12)];
  assert.deepEqual(regionOfBox(straight, low, high), { origin: vec3(1, 2, 1), size: vec3(3, 1, 2) });
  assert.deepEqual(regionOfBox(straight, low, high, 1000), { origin: vec3(0, 0, 0), size: straight.size });
});
