//! A volume and a mask in memory, with the host's operations in plain JavaScript. Part of `testing.js`.

import { badInput, Failure } from './failure.js';
import { patientFromVoxel, sliceDir, vec3, voxelCount, whole } from './space.js';

export const MAX_READ = 16 * 1024 * 1024;

const AXES = ['x', 'y', 'z'];
const LETTERS = { L: vec3(1, 0, 0), R: vec3(-1, 0, 0), P: vec3(0, 1, 0), A: vec3(0, -1, 0), H: vec3(0, 0, 1), F: vec3(0, 0, -1) };
const STORED = {
  uint8: { array: Uint8Array, low: 0, high: 255 },
  uint16: { array: Uint16Array, low: 0, high: 65535 },
  int16: { array: Int16Array, low: -32768, high: 32767 },
  float32: { array: Float32Array, low: -Infinity, high: Infinity },
};

/** Values on a grid, x fastest. Its operations are carried out at once. Services see it as a `Volume`. */
export class FakeVolume {
  #geometry;
  #sample;

  constructor(geometry, values, sample = 'int16') {
    this.values = Float64Array.from(values);
    const wanted = voxelCount(geometry.size);
    if (this.values.length !== wanted) throw new RangeError(`${wanted} values expected, found ${this.values.length}`);
    this.#geometry = geometry;
    this.#sample = sample;
  }

  geometry() {
    return this.#geometry;
  }

  sample() {
    return this.#sample;
  }

  read(region) {
    const { array, low, high } = STORED[this.#sample];
    if (voxelCount(region.size) * array.BYTES_PER_ELEMENT > MAX_READ) {
      throw new Failure('limit', `at most ${MAX_READ} bytes a read`);
    }
    const round = this.#sample === 'float32' ? (v) => v : (v) => Math.floor(v + 0.5);
    const stored = array.from(this.#of(region), (v) => Math.min(Math.max(round(v), low), high));
    return new Uint8Array(stored.buffer);
  }

  stats(region = whole(this.#geometry)) {
    const found = this.#of(region).filter(Number.isFinite);
    if (found.length === 0) throw badInput('the region has no finite value');
    const mean = found.reduce((sum, v) => sum + v, 0) / found.length;
    const variance = found.reduce((sum, v) => sum + (v - mean) ** 2, 0) / found.length;
    const min = found.reduce((a, b) => Math.min(a, b));
    const max = found.reduce((a, b) => Math.max(a, b));
    return { min, max, mean, sd: Math.sqrt(variance), count: found.length };
  }

  crop(region) {
    const values = this.#of(region);
    return this.#like(values, this.#sample, { size: region.size, origin: patientFromVoxel(this.#geometry, region.origin) });
  }

  resample(spacingMm, how) {
    if (!AXES.every((axis) => spacingMm[axis] > 0 && Number.isFinite(spacingMm[axis]))) {
      throw badInput('spacing must be positive');
    }
    const { size, spacing } = this.#geometry;
    const [x, y, z] = AXES.map((axis) => Math.max(1, Math.floor((size[axis] * spacing[axis]) / spacingMm[axis] + 0.5)));
    return this.resize(vec3(x, y, z), how);
  }

  resize(size, how) {
    if (!AXES.every((axis) => size[axis] >= 1)) throw badInput('a size must not be 0');
    const grid = this.#geometry;
    const sides = AXES.map((axis) => grid.size[axis]);
    let values = this.values;
    AXES.forEach((axis, idx) => {
      values = along(values, sides, idx, weights(sides[idx], size[axis], how));
      sides[idx] = size[axis];
    });
    const ratio = AXES.map((axis) => grid.size[axis] / size[axis]);
    const [sx, sy, sz] = AXES.map((axis, idx) => grid.spacing[axis] * ratio[idx]);
    const origin = patientFromVoxel(grid, vec3(...ratio.map((r) => (r - 1) / 2)));
    return this.#like(values, how === 'nearest' ? this.#sample : 'float32', { size, spacing: vec3(sx, sy, sz), origin });
  }

  reorient(axes) {
    const wanted = [...axes].map((letter) => LETTERS[letter]);
    const isRight = wanted.length === 3 && wanted.every(Boolean) && dot(cross(wanted[0], wanted[1]), wanted[2]) === 1;
    if (!isRight) throw badInput(`three letters that form a right-handed system expected, found "${axes}"`);
    const grid = this.#geometry;
    const dirs = [grid.rowDir, grid.colDir, sliceDir(grid)];
    // For each new axis: the old one that lies nearest to it, and whether it runs the other way.
    const source = wanted.map((letter) => {
      const share = dirs.map((dir) => dot(dir, letter));
      const idx = share.reduce((best, v, axis) => (Math.abs(v) > Math.abs(share[best]) ? axis : best), 0);
      return { idx, isFlipped: share[idx] < 0 };
    });
    const old = AXES.map((axis) => grid.size[axis]);
    const size = source.map(({ idx }) => old[idx]);
    const values = new Float64Array(this.values.length);
    for (let to = 0; to < values.length; to += 1) {
      const place = [to % size[0], Math.floor(to / size[0]) % size[1], Math.floor(to / size[0] / size[1])];
      const at = [0, 0, 0];
      source.forEach(({ idx, isFlipped }, axis) => {
        at[idx] = isFlipped ? old[idx] - 1 - place[axis] : place[axis];
      });
      values[to] = this.values[(at[2] * old[1] + at[1]) * old[0] + at[0]];
    }
    const first = [0, 0, 0];
    for (const { idx, isFlipped } of source) first[idx] = isFlipped ? old[idx] - 1 : 0;
    const turned = source.map(({ idx, isFlipped }) => (isFlipped ? negated(dirs[idx]) : dirs[idx]));
    return this.#like(values, this.#sample, {
      size: vec3(...size), spacing: vec3(...source.map(({ idx }) => grid.spacing[AXES[idx]])),
      origin: patientFromVoxel(grid, vec3(...first)), rowDir: turned[0], colDir: turned[1],
    });
  }

  rescale(low, high, sub, div) {
    if (!(low <= high && Number.isFinite(sub) && Number.isFinite(div) && div !== 0)) {
      throw badInput('rescale wants low <= high and a divisor');
    }
    return this.map((v) => ((Number.isNaN(v) ? low : Math.min(Math.max(v, low), high)) - sub) / div);
  }

  threshold(low, high) {
    if (!(low <= high)) throw badInput('threshold wants low <= high');
    return this.map((v) => (low <= v && v <= high ? 1 : 0), 'uint8');
  }

  multiply(by) {
    const other = this.#onSameGrid(by);
    return this.#like(this.values.map((v, idx) => v * other.values[idx]), 'float32');
  }

  blobs(values, minVoxels, maxCount) {
    if (typeof minVoxels !== 'number' || typeof maxCount !== 'number') throw new TypeError('numbers expected');
    const of = values === null ? this : this.#onSameGrid(values);
    const isOpen = Uint8Array.from(this.values, (v) => (v > 0 ? 1 : 0));
    const found = [];
    for (let seed = isOpen.indexOf(1); seed >= 0; seed = isOpen.indexOf(1, seed)) {
      const voxels = this.#flood(seed, isOpen);
      if (voxels.length >= minVoxels) found.push(voxels);
    }
    found.sort((a, b) => b.length - a.length);
    return found.slice(0, maxCount).map((voxels, idx) => this.#blob(idx + 1, voxels, of));
  }

  /** Each value by itself, for models of tests. */
  map(valueOf, sample = 'float32') {
    return this.#like(this.values.map(valueOf), sample);
  }

  #like(values, sample, changed = {}) {
    return new FakeVolume({ ...this.#geometry, ...changed }, values, sample);
  }

  #of({ origin, size }) {
    const all = this.#geometry.size;
    if (!AXES.every((axis) => origin[axis] >= 0 && size[axis] >= 1 && origin[axis] + size[axis] <= all[axis])) {
      throw badInput('the region is empty or not inside the volume');
    }
    const found = new Float64Array(voxelCount(size));
    let idx = 0;
    for (let z = origin.z; z < origin.z + size.z; z += 1) {
      for (let y = origin.y; y < origin.y + size.y; y += 1) {
        const start = (z * all.y + y) * all.x + origin.x;
        found.set(this.values.subarray(start, start + size.x), idx);
        idx += size.x;
      }
    }
    return found;
  }

  #onSameGrid(other) {
    if (JSON.stringify(other.geometry()) !== JSON.stringify(this.#geometry)) {
      throw badInput('the volumes lie on different grids');
    }
    return other;
  }

  #flood(seed, isOpen) {
    const { x: nx, y: ny, z: nz } = this.#geometry.size;
    isOpen[seed] = 0;
    const found = [seed];
    for (const idx of found) {
      const [x, y, z] = [idx % nx, Math.floor(idx / nx) % ny, Math.floor(idx / nx / ny)];
      for (let k = Math.max(z - 1, 0); k < Math.min(z + 2, nz); k += 1) {
        for (let j = Math.max(y - 1, 0); j < Math.min(y + 2, ny); j += 1) {
          for (let i = Math.max(x - 1, 0); i < Math.min(x + 2, nx); i += 1) {
            const neighbour = (k * ny + j) * nx + i;
            if (isOpen[neighbour]) {
              isOpen[neighbour] = 0;
              found.push(neighbour);
            }
          }
        }
      }
    }
    return found;
  }

  #blob(label, voxels, of) {
    const grid = this.#geometry;
    const { x: nx, y: ny } = grid.size;
    const sum = [0, 0, 0];
    const first = [Infinity, Infinity, Infinity];
    const last = [-Infinity, -Infinity, -Infinity];
    let total = 0;
    let max = -Infinity;
    for (const idx of voxels) {
      [idx % nx, Math.floor(idx / nx) % ny, Math.floor(idx / nx / ny)].forEach((v, axis) => {
        sum[axis] += v;
        first[axis] = Math.min(first[axis], v);
        last[axis] = Math.max(last[axis], v);
      });
      total += of.values[idx];
      max = Math.max(max, of.values[idx]);
    }
    const n = voxels.length;
    const a = patientFromVoxel(grid, vec3(...first.map((v) => v - 0.5)));
    const b = patientFromVoxel(grid, vec3(...last.map((v) => v + 0.5)));
    const { spacing } = grid;
    return {
      label, voxels: n, volumeMm3: n * spacing.x * spacing.y * spacing.z,
      centroid: patientFromVoxel(grid, vec3(...sum.map((v) => v / n))),
      low: vec3(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.min(a.z, b.z)),
      high: vec3(Math.max(a.x, b.x), Math.max(a.y, b.y), Math.max(a.z, b.z)),
      mean: total / n, max,
    };
  }
}

/** One byte a voxel of a series' grid; the study holds what was kept. Services see it as a `Mask`. */
export class FakeMask {
  #keep;

  constructor(geometry, keep) {
    this.geometry = geometry;
    this.labels = new Uint8Array(voxelCount(geometry.size));
    this.#keep = keep;
  }

  write({ origin, size }, labels) {
    const all = this.geometry.size;
    if (!AXES.every((axis) => origin[axis] >= 0 && size[axis] >= 1 && origin[axis] + size[axis] <= all[axis])) {
      throw badInput('the region is empty or not inside the grid');
    }
    if (labels.length !== voxelCount(size)) {
      throw badInput(`${voxelCount(size)} bytes expected, found ${labels.length}`);
    }
    for (let z = 0; z < size.z; z += 1) {
      for (let y = 0; y < size.y; y += 1) {
        const row = (z * size.y + y) * size.x;
        const start = ((z + origin.z) * all.y + y + origin.y) * all.x + origin.x;
        this.labels.set(labels.subarray(row, row + size.x), start);
      }
    }
  }

  keep(name) {
    return this.#keep(name, this);
  }
}

const dot = (a, b) => a.x * b.x + a.y * b.y + a.z * b.z;
const cross = (a, b) => vec3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
const negated = ({ x, y, z }) => vec3(-x, -y, -z);

/** For each target voxel of an axis the source voxels that it takes, and how much of each. */
function weights(n, wanted, how) {
  const ratio = n / wanted;
  return Array.from({ length: wanted }, (_, idx) => {
    const middle = (idx + 0.5) * ratio - 0.5;
    if (how === 'nearest') return [[Math.min(Math.max(Math.ceil(middle - 0.5), 0), n - 1), 1]];
    if (wanted < n) {
      const [low, high] = [idx * ratio, (idx + 1) * ratio];
      const row = [];
      for (let j = Math.floor(low); j < Math.min(n, Math.ceil(high)); j += 1) {
        const share = Math.min(high, j + 1) - Math.max(low, j);
        if (share > 0) row.push([j, share / ratio]);
      }
      return row;
    }
    const place = Math.min(Math.max(middle, 0), n - 1);
    const low = Math.floor(place);
    return [[low, 1 - (place - low)], [Math.min(low + 1, n - 1), place - low]];
  });
}

/** The values with one axis resampled. */
function along(values, sides, axis, rows) {
  const step = sides.slice(0, axis).reduce((product, side) => product * side, 1);
  const n = sides[axis];
  const out = new Float64Array((values.length / n) * rows.length);
  let to = 0;
  for (let block = 0; block < values.length; block += step * n) {
    for (const row of rows) {
      for (let inner = 0; inner < step; inner += 1) {
        let sum = 0;
        for (const [j, share] of row) sum += values[block + j * step + inner] * share;
        out[to] = sum;
        to += 1;
      }
    }
  }
  return out;
}
