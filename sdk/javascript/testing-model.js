//! Models and tensors in memory: a model is a function that the test gives. Part of `testing.js`.

import { badInput, Failure } from './failure.js';
import { FakeVolume } from './testing-volume.js';

const ELEMENTS = {
  float32: { bytes: 4, get: 'getFloat32', set: 'setFloat32' },
  uint8: { bytes: 1, get: 'getUint8', set: 'setUint8', low: 0, high: 255 },
  int8: { bytes: 1, get: 'getInt8', set: 'setInt8', low: -128, high: 127 },
  int32: { bytes: 4, get: 'getInt32', set: 'setInt32', low: -(2 ** 31), high: 2 ** 31 - 1 },
};

function kindOf(element) {
  const kind = ELEMENTS[element];
  if (!kind) throw new Failure('unsupported', `the fakes know no tensors of ${element}`);
  return kind;
}

const product = (shape) => shape.reduce((n, side) => n * side, 1);

/** Numbers and a shape. Services see it as a `Tensor`. */
export class FakeTensor {
  #shape;
  #element;

  constructor(shape, values, element = 'float32') {
    this.values = Float64Array.from(values);
    if (this.values.length !== product(shape)) {
      throw badInput(`${product(shape)} elements expected, found ${this.values.length}`);
    }
    this.#shape = [...shape];
    this.#element = element;
  }

  static ofBytes(shape, element, bytes) {
    const { bytes: size, get } = kindOf(element);
    if (bytes.length !== product(shape) * size) {
      throw badInput(`${product(shape) * size} bytes expected, found ${bytes.length}`);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return new FakeTensor(shape, Array.from({ length: product(shape) }, (_, idx) => view[get](idx * size, true)), element);
  }

  static ofVolume(source, layout, element) {
    const { low = -Infinity, high = Infinity } = kindOf(element);
    const { size } = source.geometry();
    const sizes = { n: 1, c: 1, ...size };
    const letters = [...layout];
    const isLayout = new Set(letters).size === letters.length && letters.every((letter) => letter in sizes);
    if (!isLayout || !letters.includes('x') || !letters.includes('y') || (!letters.includes('z') && size.z > 1)) {
      throw badInput(`a layout of n, c, z, y and x expected, found "${layout}"`);
    }
    const shape = letters.map((letter) => sizes[letter]);
    const round = element === 'float32' ? (v) => v : (v) => Math.min(Math.max(Math.floor(v + 0.5), low), high);
    const values = Array.from({ length: product(shape) }, (_, idx) => {
      const at = { x: 0, y: 0, z: 0 };
      let rest = idx;
      for (let axis = letters.length - 1; axis >= 0; axis -= 1) {
        at[letters[axis]] = rest % shape[axis];
        rest = Math.floor(rest / shape[axis]);
      }
      return round(source.values[(at.z * size.y + at.y) * size.x + at.x]);
    });
    return new FakeTensor(shape, values, element);
  }

  shape() {
    return this.#shape;
  }

  element() {
    return this.#element;
  }

  read(first, count) {
    if (first < 0 || first + count > this.values.length) {
      throw badInput(`${count} elements from ${first} of ${this.values.length}`);
    }
    const { bytes: size, set } = kindOf(this.#element);
    const view = new DataView(new ArrayBuffer(count * size));
    for (let idx = 0; idx < count; idx += 1) view[set](idx * size, this.values[first + idx], true);
    return new Uint8Array(view.buffer);
  }

  toVolume(like, channel) {
    const grid = like.geometry();
    const { x: nx, y: ny, z: nz } = grid.size;
    const [n, channels, ...rest] = this.#shape;
    const wanted = rest.length === 2 && nz === 1 ? [ny, nx] : [nz, ny, nx];
    if (n !== 1 || channel >= channels || String(rest) !== String(wanted)) {
      throw badInput(`channel ${channel} of [${this.#shape}] does not fit ${nx} x ${ny} x ${nz} voxels`);
    }
    const count = nx * ny * nz;
    return new FakeVolume(grid, this.values.subarray(channel * count, (channel + 1) * count), 'float32');
  }
}

/** A model that answers by functions: `tiled(volume)` for `runTiled`, `runBy(tensors by name)` for `run`. */
export class FakeModel {
  #of;

  constructor({ tiled = null, runBy = null, inputs = [], outputs = [] } = {}) {
    this.#of = { tiled, runBy, inputs, outputs };
  }

  inputs() {
    return this.#of.inputs;
  }

  outputs() {
    return this.#of.outputs;
  }

  run(inputs) {
    if (!this.#of.runBy) throw new Failure('model', 'the fake model has no function for run');
    return Object.entries(this.#of.runBy(Object.fromEntries(inputs)));
  }

  runTiled(source, { patch, overlap, batch }) {
    if (!this.#of.tiled) throw new Failure('model', 'the fake model has no function for runTiled');
    if (!(patch.x >= 1 && patch.y >= 1 && patch.z >= 1 && overlap >= 0 && overlap < 1 && batch >= 1)) {
      throw badInput('this tiling cannot be walked');
    }
    return this.#of.tiled(source);
  }
}
