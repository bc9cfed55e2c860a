//! The job, its volumes, models and exams, over whatever carries them out: the host or the fakes. No pixels of its own.

import * as check from './check.js';
import { Failure, FAILURE_KINDS } from './failure.js';
import { whole } from './space.js';

const ARRAYS = { uint8: Uint8Array, uint16: Uint16Array, int16: Int16Array, float32: Float32Array };

/** Asks the host; its failures are thrown as `Failure`. */
function ask(call) {
  try {
    return call();
  } catch (error) {
    const payload = error?.payload;
    if (payload && FAILURE_KINDS.includes(payload.kind)) throw new Failure(payload.kind, payload.message);
    throw error;
  }
}

/** Something that lives on the host. `close()` drops it early; else it goes with the job. */
class Handle {
  #raw;

  constructor(raw) {
    this.#raw = raw;
  }

  /** What carries it out. An error once it was closed: asking the host then would end the plugin. */
  get raw() {
    if (this.#raw === null) throw new Error('it was closed');
    return this.#raw;
  }

  /** Lets the host forget it. */
  close() {
    this.#raw?.[Symbol.dispose]?.();
    this.#raw = null;
  }

  /** Gives `work` the handle and closes it afterwards. */
  use(work) {
    try {
      return work(this);
    } finally {
      this.close();
    }
  }
}

/** The host's side of a handle of a class; something else would end the plugin. */
function rawOf(handle, Kind) {
  if (!(handle instanceof Kind)) throw new TypeError(`a ${Kind.name} expected, found ${String(handle)}`);
  return handle.raw;
}

/** A lazy volume. Values are in the modality's units: HU for CT. Methods throw a `Failure`. */
export class Volume extends Handle {
  /** How the grid lies in the patient. */
  geometry() {
    return this.raw.geometry();
  }

  /** The type of the samples that `read` gives: `uint8`, `uint16`, `int16` or `float32`. */
  sample() {
    return this.raw.sample();
  }

  /**
   * Samples of the region, or of all voxels, as a typed array, x fastest: the sample at x, y, z of a region of nx by ny
   * by nz voxels stands at `(z * ny + y) * nx + x`. At most `Job.maxRead()` bytes.
   */
  read(region = whole(this.geometry())) {
    const bytes = this.readBytes(region);
    const array = ARRAYS[this.sample()];
    const isAligned = bytes.byteOffset % array.BYTES_PER_ELEMENT === 0;
    const { buffer, byteOffset } = isAligned ? bytes : bytes.slice();
    return new array(buffer, byteOffset, bytes.length / array.BYTES_PER_ELEMENT);
  }

  /** The same as little-endian bytes. */
  readBytes(region) {
    return ask(() => this.raw.read(check.region(region, 'region')));
  }

  /** Statistics of the region, or of all voxels: min, max, mean, sd (of the population) and count. */
  stats(region = whole(this.geometry())) {
    return ask(() => this.raw.stats(check.region(region, 'region')));
  }

  /** The part in the region, where it lies in the patient. */
  crop(region) {
    return this.#of((raw) => raw.crop(check.region(region, 'region')));
  }

  /** On voxels of about this size, mm; the outer faces stay where they are. Coarser targets take the mean. */
  resample(spacingMm, how = 'linear') {
    return this.#of((raw) => raw.resample(check.vec3(spacingMm, 'spacing'), check.interpolation(how, 'interpolation')));
  }

  /** As `resample`, to so many voxels. */
  resize(size, how = 'linear') {
    return this.#of((raw) => raw.resize(check.dims(size, 'size'), check.interpolation(how, 'interpolation')));
  }

  /** Turned and flipped so that x, y, z run along the letters, e.g. "LPH": left, posterior, head. */
  reorient(axes) {
    return this.#of((raw) => raw.reorient(check.string(axes, 'axes')));
  }

  /** Clamped to `low..high`, then `(value - sub) / div`; float32. */
  rescale(low, high, sub, div) {
    const bounds = [low, high, sub, div].map((value) => check.number(value, 'rescale'));
    return this.#of((raw) => raw.rescale(...bounds));
  }

  /** 1 where `low <= value <= high`, else 0; uint8. */
  threshold(low, high) {
    return this.#of((raw) => raw.threshold(check.number(low, 'low'), check.number(high, 'high')));
  }

  /** The voxel-wise product with a volume on the same grid; float32. */
  multiply(by) {
    return this.#of((raw) => raw.multiply(rawOf(by, Volume)));
  }

  /**
   * Connected components (26 neighbours) of the voxels above 0, the largest first. Mean and maximum are those of
   * `values`, which lies on the same grid, or of the volume itself.
   */
  blobs({ values = null, minVoxels = 1, maxCount = 1000 } = {}) {
    const of = values === null ? null : rawOf(values, Volume);
    return ask(() => this.raw.blobs(of, check.u64(minVoxels, 'minVoxels'), check.u32(maxCount, 'maxCount')));
  }

  #of(make) {
    return new Volume(ask(() => make(this.raw)));
  }
}

/** A set of voxels on a series' grid, for a mark of the report. */
export class Mask extends Handle {
  /** Overwrites the region: one byte a voxel, x fastest, 0 is outside. */
  write(region, labels) {
    ask(() => this.raw.write(check.region(region, 'region'), check.bytes(labels, 'labels')));
  }

  /** Keeps it; the id goes into a mark: `{ tag: 'mask', val: id }`. */
  keep(name) {
    return ask(() => this.raw.keep(check.string(name, 'name')));
  }
}

/** An array of numbers, row-major: the last axis runs fastest. */
export class Tensor extends Handle {
  /** Sizes of its axes. */
  shape() {
    return [...this.raw.shape()];
  }

  /** The type of its elements. */
  element() {
    return this.raw.element();
  }

  /** `count` elements from the element `first`, little-endian. */
  readBytes(first, count) {
    return ask(() => this.raw.read(check.u64(first, 'first'), check.u32(count, 'count')));
  }

  /** All elements of a float32 tensor. */
  floats() {
    if (this.element() !== 'float32') throw new TypeError(`a float32 tensor expected, found ${this.element()}`);
    const bytes = this.readBytes(0, this.shape().reduce((n, side) => n * side, 1)).slice();
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  }

  /** One channel of a (1, channel, z, y, x) or (1, channel, y, x) tensor on the grid of `like`. */
  toVolume(like, channel = 0) {
    return new Volume(ask(() => this.raw.toVolume(rawOf(like, Volume), check.u32(channel, 'channel'))));
  }
}

/** An open model. */
export class Model extends Handle {
  /** What a run takes; -1 in a shape stands for a size that the model leaves open. */
  inputs() {
    return this.raw.inputs();
  }

  /** What a run gives. */
  outputs() {
    return this.raw.outputs();
  }

  /** One run on tensors by name; gives the outputs by name. */
  run(inputs) {
    const named = Object.entries(inputs).map(([name, tensor]) => [name, rawOf(tensor, Tensor)]);
    const outputs = ask(() => this.raw.run(named));
    return Object.fromEntries(outputs.map(([name, raw]) => [name, new Tensor(raw)]));
  }

  /** Sliding-window inference on the host: a float32 volume on the grid of `source`. */
  runTiled(source, { patch, overlap = 0.25, batch = 1, channel = 0 }) {
    const how = check.tiling({ patch, overlap, batch, channel }, 'tiling');
    return new Volume(ask(() => this.raw.runTiled(rawOf(source, Volume), how)));
  }
}

/** What every plugin may ask for. Equal jobs get equal answers. */
class HostServices {
  #host;

  constructor(host) {
    this.#host = host;
  }

  /** A line in the host's log, at most 4 KiB. No patient data. */
  log(message, level = 'info') {
    this.#host.log(check.oneOf('debug', 'info', 'warn', 'error')(level, 'level'), String(message));
  }

  /** A setting of the manifest as the user set it, else its default; null if the manifest has none of this name. */
  setting(name) {
    return this.#host.setting(check.string(name, 'name')) ?? null;
  }

  /** A setting as a finite number, else `fallback`. */
  settingNumber(name, fallback) {
    const text = this.setting(name)?.trim();
    const value = text ? Number(text) : Number.NaN;
    return Number.isFinite(value) ? value : fallback;
  }

  /** The BCP 47 tag of the reader's language. */
  locale() {
    return this.#host.locale();
  }

  /** A text of the bundle's own locales by its key. */
  translate(key, args = {}) {
    return this.#host.translate(check.string(key, 'key'), Object.entries(args).map(([name, value]) => ({ name, value: String(value) })));
  }

  /** Bytes from the job's seed, at most 65,536 a call. `Math.random` is refused in a plugin. */
  random(count) {
    return this.#host.random(check.u32(count, 'count'));
  }

  /** A simulated clock: it goes on by 1 with each call. */
  elapsedMs() {
    return this.#host.elapsedMs();
  }

  /**
   * Says how far the work is: `fraction` is 0 to 1, `stage` a few words. Throws a `Failure` of the kind `cancelled` if
   * the host asks the service to stop: let it through.
   */
  progress(fraction, stage) {
    if (!this.#host.progress(check.number(fraction, 'fraction'), check.string(stage, 'stage'))) throw new Failure('cancelled', 'asked to stop');
  }
}

/** The job that a service was started for. Ids and handles are valid in it only. */
export class Job extends HostServices {
  #imaging;
  #inference;

  constructor({ host, imaging, inference }) {
    super(host);
    this.#imaging = imaging;
    this.#inference = inference;
  }

  /** The series of the study in its order, those of priors last. */
  series() {
    return this.#imaging.listSeries();
  }

  /** Opens a series as a volume; nothing is copied. `bad-input` if there is none of this id. */
  openSeries(id) {
    return new Volume(ask(() => this.#imaging.openSeries(check.u32(id, 'id'))));
  }

  /** Opens a model by its name in the manifest. `runtime-missing` or `model-missing` if it cannot be had. */
  openModel(name) {
    return new Model(ask(() => this.#inference.openModel(check.string(name, 'name'))));
  }

  /** Keeps probabilities of at most 2^24 voxels for display; the id goes into a heat map. At most 16 a job. */
  keepMap(series, probabilities) {
    return ask(() => this.#imaging.keepMap(check.u32(series, 'series'), rawOf(probabilities, Volume)));
  }

  /** A mask of no voxels on the grid of a series. */
  blankMask(series) {
    return new Mask(ask(() => this.#imaging.Mask.blank(check.u32(series, 'series'))));
  }

  /** The voxels above 0 of a volume, brought to the grid of a series by nearest voxel. */
  maskOfVolume(series, labels) {
    return new Mask(ask(() => this.#imaging.Mask.ofVolume(check.u32(series, 'series'), rawOf(labels, Volume))));
  }

  /** A tensor of a `Float32Array`, or of little-endian bytes of any element type. */
  tensor(shape, data, element = 'float32') {
    const bytes = data instanceof Uint8Array ? data : new Uint8Array(Float32Array.from(data).buffer);
    const sides = check.list(check.u32)(shape, 'shape');
    return new Tensor(ask(() => this.#inference.Tensor.ofBytes(sides, check.element(element, 'element'), bytes)));
  }

  /** The voxels of a volume; `layout` names the axes in order, e.g. "nczyx": n and c are 1. */
  tensorOfVolume(source, layout, element = 'float32') {
    const order = check.string(layout, 'layout');
    return new Tensor(
      ask(() => this.#inference.Tensor.ofVolume(rawOf(source, Volume), order, check.element(element, 'element'))),
    );
  }

  /** The most bytes that one read returns. */
  maxRead() {
    return this.#imaging.maxRead();
  }
}

/** The cases of an exam and the host's small services. No pixels, but the truth. */
export class Casebook extends HostServices {
  #casebook;

  constructor({ host, casebook }) {
    super(host);
    this.#casebook = casebook;
  }

  /** All cases that the exam may use. */
  cases() {
    return this.#casebook.cases();
  }

  /** What is true of a case; null if it is unknown. */
  truth(caseId) {
    return this.#casebook.truth(check.string(caseId, 'caseId')) ?? null;
  }

  /** What an AI service says of a case; null if it has no report. */
  serviceReport(caseId, service) {
    return this.#casebook.serviceReport(check.string(caseId, 'caseId'), check.string(service, 'service')) ?? null;
  }
}
