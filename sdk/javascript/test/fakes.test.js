//! The host's operations in memory give what the contract says of the host's.

import assert from 'node:assert/strict';
import test from 'node:test';

import { vec3, Volume } from '../index.js';
import { FakeModel, FakeStudy, FakeVolume } from '../testing.js';

const grid = (nx, ny, nz) => ({
  size: vec3(nx, ny, nz), spacing: vec3(1, 1, 1), origin: vec3(0, 0, 0), rowDir: vec3(1, 0, 0), colDir: vec3(0, 1, 0),
});
const counted = (n) => Array.from({ length: n }, (_, idx) => idx);
const volume = (nx, ny, nz, values = counted(nx * ny * nz)) => new Volume(new FakeVolume(grid(nx, ny, nz), values));
const region = (x, y, z, nx, ny, nz) => ({ origin: vec3(x, y, z), size: vec3(nx, ny, nz) });
const kind = (kind) => (error) => error.name === 'Failure' && error.kind === kind;

test('x runs fastest', () => {
  const samples = volume(3, 2, 2).read(region(1, 0, 1, 2, 2, 1));
  assert.ok(samples instanceof Int16Array);
  assert.deepEqual([...samples], [7, 8, 10, 11]);
});

test('bytes are little-endian', () => {
  assert.deepEqual([...volume(1, 1, 1, [258]).readBytes(region(0, 0, 0, 1, 1, 1))], [2, 1]);
});

test('what is outside is refused', () => {
  for (const outside of [region(2, 0, 0, 2, 1, 1), region(0, 0, 0, 0, 1, 1)]) {
    assert.throws(() => volume(3, 2, 2).read(outside), kind('bad-input'));
    assert.throws(() => volume(3, 2, 2).crop(outside), kind('bad-input'));
  }
});

test('statistics are those of the population', () => {
  const { min, max, mean, sd, count } = volume(2, 2, 1, [1, 2, 3, 4]).stats();
  assert.deepEqual([min, max, mean, count], [1, 4, 2.5, 4]);
  assert.ok(Math.abs(sd - Math.sqrt(1.25)) < 1e-12);
});

test('a closed volume is refused', () => {
  const closed = volume(2, 2, 2);
  assert.equal(closed.use((open) => open.stats().count), 8);
  assert.throws(() => closed.stats(), /closed/);
});

test('a coarser grid takes the mean and keeps the faces', () => {
  const coarse = volume(4, 2, 2).resample(vec3(2, 2, 2));
  const { size, spacing, origin } = coarse.geometry();
  assert.deepEqual({ size, spacing, origin }, { size: vec3(2, 1, 1), spacing: vec3(2, 2, 2), origin: vec3(0.5, 0.5, 0.5) });
  assert.deepEqual([...coarse.read()], [6.5, 8.5]);
  assert.equal(coarse.sample(), 'float32');
});

test('a finer grid is interpolated and its edge repeated', () => {
  assert.deepEqual([...volume(2, 1, 1, [0, 100]).resize(vec3(4, 1, 1)).read()], [0, 25, 75, 100]);
  const nearest = volume(2, 1, 1, [0, 100]).resize(vec3(4, 1, 1), 'nearest');
  assert.deepEqual([[...nearest.read()], nearest.sample()], [[0, 0, 100, 100], 'int16']);
});

test('turning keeps every voxel where it is', () => {
  const turned = volume(2, 3, 4).reorient('PLF');
  assert.deepEqual(turned.geometry().size, vec3(3, 2, 4));
  // Voxel 0, 0, 0 of the turned grid: first of y, first of x, last of z.
  assert.deepEqual(turned.geometry().origin, vec3(0, 0, 3));
  assert.deepEqual([...turned.read()].slice(0, 3), [18, 20, 22]);
  assert.deepEqual([...turned.reorient('LPH').read()], counted(24));
  for (const axes of ['LPF', 'LL', 'XYZ']) assert.throws(() => volume(2, 3, 4).reorient(axes), kind('bad-input'));
});

test('values one by one', () => {
  const source = volume(5, 1, 1, [-10, 0, 5, 10, 20]);
  assert.deepEqual([...source.rescale(0, 10, 5, 5).read()], [-1, -1, 0, 1, 1]);
  const inside = source.threshold(0, 10);
  assert.deepEqual([[...inside.read()], inside.sample()], [[0, 1, 1, 1, 0], 'uint8']);
  assert.deepEqual([...source.multiply(inside).read()].map((v) => v + 0), [0, 0, 5, 10, 0]);
  assert.throws(() => source.threshold(1, 0), kind('bad-input'));
  assert.throws(() => source.rescale(0, 1, 0, 0), kind('bad-input'));
  assert.throws(() => source.multiply(volume(4, 1, 1)), kind('bad-input'));
});

test('components touch by corners and come largest first', () => {
  const values = Array(20).fill(0);
  for (const [x, y] of [[0, 0], [3, 0], [4, 1], [3, 2]]) values[y * 5 + x] = 100;
  const spots = volume(5, 4, 1, values);
  const [large, small] = spots.threshold(50, 200).blobs({ values: spots });
  assert.deepEqual([large.label, large.voxels, large.mean, large.max], [1, 3, 100, 100]);
  assert.deepEqual([large.low, large.high], [vec3(2.5, -0.5, -0.5), vec3(4.5, 2.5, 0.5)]);
  assert.deepEqual([small.voxels, small.centroid], [1, vec3(0, 0, 0)]);
  assert.equal(spots.blobs({ minVoxels: 2 }).length, 1);
  assert.equal(spots.blobs({ maxCount: 1 }).length, 1);
});

const study = () => new FakeStudy().withSeries('CT', grid(4, 4, 2), (at) => at.x * 10, { attributes: { KVP: '120' } });

test('series are listed and opened', () => {
  const [series] = study().job().series();
  assert.deepEqual([series.id, series.frames, series.attributes], [0, 2, [{ name: 'KVP', value: '120' }]]);
  assert.deepEqual([...study().job().openSeries(0).read()].slice(0, 4), [0, 10, 20, 30]);
  assert.throws(() => study().job().openSeries(1), kind('bad-input'));
});

test('progress says stop', () => {
  const job = study().stoppingAfter(2).job();
  job.progress(0.1, 'first');
  assert.throws(() => job.progress(0.2, 'second'), kind('cancelled'));
});

test('settings that are no numbers do not count', () => {
  const job = study().withSetting('cut', '0.5').withSetting('odd', 'NaN').withSetting('word', 'x').withSetting('blank', ' ').job();
  const numbers = ['cut', 'odd', 'word', 'blank', 'none'].map((name) => job.settingNumber(name, 7));
  assert.deepEqual(numbers, [0.5, 7, 7, 7, 7]);
});

test('models are functions', () => {
  const job = study().withModel('m', new FakeModel({ tiled: (source) => source.map((hu) => hu / 30) })).job();
  assert.throws(() => job.openModel('n'), kind('model-missing'));
  const source = job.openSeries(0);
  assert.equal(job.openModel('m').runTiled(source, { patch: vec3(2, 2, 1) }).stats().max, 1);
  assert.throws(() => job.openModel('m').runTiled(source, { patch: vec3(0, 2, 1) }), kind('bad-input'));
});

test('tensors follow their layout', () => {
  const job = study().job();
  const source = job.openSeries(0);
  const tensor = job.tensorOfVolume(source, 'nczyx');
  assert.deepEqual(tensor.shape(), [1, 1, 2, 4, 4]);
  assert.deepEqual([...tensor.floats()].slice(0, 4), [0, 10, 20, 30]);
  assert.deepEqual([...tensor.toVolume(source).read()], [...source.read()]);
  assert.deepEqual([...job.tensorOfVolume(source, 'xzy', 'uint8').readBytes(8, 2)], [10, 10]);
  assert.deepEqual([...job.tensor([2, 2], [1, 2, 3, 4]).floats()], [1, 2, 3, 4]);
  assert.throws(() => job.tensor([2, 2], [1]), kind('bad-input'));
});

test('masks and maps are kept', () => {
  const fake = study();
  const job = fake.job();
  const mask = job.maskOfVolume(0, job.openSeries(0).threshold(20, 30));
  mask.write(region(0, 0, 0, 2, 1, 1), Uint8Array.of(1, 0));
  assert.equal(mask.keep('spot'), 0);
  assert.deepEqual([...fake.masks[0].mask.labels].slice(0, 4), [1, 0, 1, 1]);
  assert.throws(() => {
    for (let n = 0; n < 17; n += 1) job.keepMap(0, job.openSeries(0).rescale(0, 30, 0, 30));
  }, kind('limit'));
});
