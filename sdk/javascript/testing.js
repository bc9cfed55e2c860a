//! A study and an exam in memory, so that plain `node --test` runs a plugin. Nothing of a host, no inference runtime.
//!
//! The host's operations work on typed arrays: use small grids. They give what the host gives, but for two
//! simplifications: `cubic` is taken as `linear`, and a model is a function that the test gives.

import { badInput, Failure } from './failure.js';
import { FakeMask, FakeVolume, MAX_READ } from './testing-volume.js';
import { FakeModel, FakeTensor } from './testing-model.js';
import { Casebook, Job } from './job.js';
import { patientFromVoxel, voxelFromPatient } from './space.js';

export { FakeMask, FakeModel, FakeTensor, FakeVolume };

const MAX_MAPS = 16;

/** The host's small services in memory. */
class FakeHost {
  logged = [];
  stages = [];
  settings = new Map();
  texts = new Map();
  tag = 'en';
  stopsAfter = Infinity;
  #elapsedMs = 0;
  #state = 1;

  log(level, message) {
    this.logged.push({ level, message });
  }

  progress(fraction, stage) {
    this.stages.push({ fraction, stage });
    return this.stages.length < this.stopsAfter;
  }

  elapsedMs() {
    this.#elapsedMs += 1;
    return this.#elapsedMs;
  }

  random(count) {
    // xorshift32: equal jobs get equal bytes.
    return Uint8Array.from({ length: count }, () => {
      this.#state ^= this.#state << 13;
      this.#state ^= this.#state >>> 17;
      this.#state ^= this.#state << 5;
      return this.#state & 255;
    });
  }

  locale() {
    return this.tag;
  }

  translate(key, args) {
    return args.reduce((text, { name, value }) => text.replaceAll(`{${name}}`, value), this.texts.get(key) ?? key);
  }

  setting(name) {
    return this.settings.get(name) ?? null;
  }
}

/** Setters that a fake study and a fake exam share; each gives the fake back. */
class Fake {
  host = new FakeHost();

  /** What was logged: `{ level, message }`. */
  get logged() {
    return this.host.logged;
  }

  /** What was said of progress: `{ fraction, stage }`. */
  get stages() {
    return this.host.stages;
  }

  /** Sets a setting. */
  withSetting(name, value) {
    this.host.settings.set(name, String(value));
    return this;
  }

  /** The reader's language, and texts of the bundle in it by key; `{name}` stands for an argument. */
  withLocale(locale, texts = {}) {
    this.host.tag = locale;
    for (const [key, text] of Object.entries(texts)) this.host.texts.set(key, text);
    return this;
  }

  /** The host asks to stop at the `n`th report of progress. */
  stoppingAfter(n) {
    this.host.stopsAfter = n;
    return this;
  }
}

/** A study in memory: `run(new MyService(), new FakeStudy().withSeries('CT', geometry, values).job())`. */
export class FakeStudy extends Fake {
  /** Volumes that the service kept for display. */
  maps = [];
  /** Masks that it kept: `{ name, mask }`. */
  masks = [];
  #series = [];
  #volumes = [];
  #models = new Map();

  /** Adds a series; ids count from 0. `values` are numbers, x fastest, or a function of the place in patient mm. */
  withSeries(modality, geometry, values, { attributes = {}, sample = 'int16' } = {}) {
    const volume = new FakeVolume(geometry, typeof values === 'function' ? sampled(geometry, values) : values, sample);
    this.#series.push({
      id: this.#series.length, study: 0, daysBefore: null, modality, geometry, frames: geometry.size.z, sample,
      attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })),
    });
    this.#volumes.push(volume);
    return this;
  }

  /** Adds a model under a name. */
  withModel(name, model) {
    this.#models.set(name, model);
    return this;
  }

  /** The job on this study. */
  job() {
    const study = this;
    const open = (id) => {
      const volume = study.#volumes[id];
      if (!volume) throw badInput(`no series ${id}`);
      return new FakeVolume(volume.geometry(), volume.values, volume.sample());
    };
    const keepMask = (name, mask) => study.masks.push({ name, mask }) - 1;
    const imaging = {
      listSeries: () => study.#series.map((series) => ({ ...series })),
      openSeries: open,
      maxRead: () => MAX_READ,
      keepMap(series, probabilities) {
        open(series);
        if (study.maps.length === MAX_MAPS) throw new Failure('limit', `at most ${MAX_MAPS} maps a job`);
        return study.maps.push(probabilities) - 1;
      },
      Mask: {
        blank: (series) => new FakeMask(open(series).geometry(), keepMask),
        ofVolume: (series, labels) => maskOf(open(series).geometry(), labels, keepMask),
      },
    };
    const inference = {
      openModel(name) {
        const model = study.#models.get(name);
        if (!model) throw new Failure('model-missing', `no model "${name}"`);
        return model;
      },
      Tensor: {
        ofBytes: (shape, element, bytes) => FakeTensor.ofBytes(shape, element, bytes),
        ofVolume: (source, layout, element) => FakeTensor.ofVolume(source, layout, element),
      },
    };
    return new Job({ host: this.host, imaging: imaging, inference: inference });
  }
}

/** The casebook of an exam in memory. */
export class FakeCasebook extends Fake {
  #cases = [];
  #truth = new Map();
  #services = new Map();

  /** Adds a case, what is true of it (a report), and what services say of it (reports by id). */
  withCase(id, { truth = null, modality = 'CT', tags = [], facts = {}, services = {} } = {}) {
    this.#cases.push({ id, modality, tags, facts: Object.entries(facts).map(([name, value]) => ({ name, value })) });
    if (truth) this.#truth.set(id, truth);
    for (const [service, report] of Object.entries(services)) this.#services.set(`${id}\n${service}`, report);
    return this;
  }

  /** The casebook of these cases. */
  book() {
    const casebook = {
      cases: () => [...this.#cases],
      truth: (id) => this.#truth.get(id) ?? null,
      serviceReport: (id, service) => this.#services.get(`${id}\n${service}`) ?? null,
    };
    return new Casebook({ host: this.host, casebook });
  }
}

function sampled(geometry, valueAt) {
  const { x: nx, y: ny, z: nz } = geometry.size;
  const values = new Float64Array(nx * ny * nz);
  for (let idx = 0; idx < values.length; idx += 1) values[idx] = valueAt(patientFromVoxel(geometry, voxelOf(geometry, idx)));
  return values;
}

function maskOf(geometry, labels, keep) {
  const mask = new FakeMask(geometry, keep);
  const { size } = labels.geometry();
  for (let idx = 0; idx < mask.labels.length; idx += 1) {
    const place = voxelFromPatient(labels.geometry(), patientFromVoxel(geometry, voxelOf(geometry, idx)));
    const [x, y, z] = [place.x, place.y, place.z].map(Math.round);
    const isInside = x >= 0 && x < size.x && y >= 0 && y < size.y && z >= 0 && z < size.z;
    if (isInside && labels.values[(z * size.y + y) * size.x + x] > 0) mask.labels[idx] = 1;
  }
  return mask;
}

function voxelOf({ size }, idx) {
  return { x: idx % size.x, y: Math.floor(idx / size.x) % size.y, z: Math.floor(idx / size.x / size.y) };
}
