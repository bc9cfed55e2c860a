// The types of the fakes.
import type {
  Casebook, Element, Geometry, Job, Level, Region, Report, Sample, Series, Slot, Stats, Vec3,
} from './index.js';

declare class Fake {
  readonly logged: { level: Level; message: string }[];
  readonly stages: { fraction: number; stage: string }[];
  withSetting(name: string, value: string | number): this;
  withLocale(locale: string, texts?: Record<string, string>): this;
  stoppingAfter(n: number): this;
}
/** A study in memory. */
export class FakeStudy extends Fake {
  maps: FakeVolume[];
  masks: { name: string; mask: FakeMask }[];
  withSeries(
    modality: string, geometry: Geometry, values: ArrayLike<number> | ((patientMm: Vec3) => number),
    how?: { attributes?: Record<string, string>; sample?: Sample },
  ): this;
  withModel(name: string, model: FakeModel): this;
  job(): Job;
}
/** The casebook of an exam in memory. */
export class FakeCasebook extends Fake {
  withCase(id: string, about?: {
    truth?: Report | null; modality?: string; tags?: string[]; facts?: Record<string, string>;
    services?: Record<string, Report>;
  }): this;
  book(): Casebook;
}
/** Values on a grid, x fastest. */
export class FakeVolume {
  constructor(geometry: Geometry, values: ArrayLike<number>, sample?: Sample);
  readonly values: Float64Array;
  geometry(): Geometry;
  sample(): Sample;
  stats(region?: Region): Stats;
  map(valueOf: (value: number) => number, sample?: Sample): FakeVolume;
}
export class FakeMask {
  readonly geometry: Geometry;
  readonly labels: Uint8Array;
}
export class FakeTensor {
  constructor(shape: number[], values: ArrayLike<number>, element?: Element);
  readonly values: Float64Array;
}
/** A model that answers by functions. */
export class FakeModel {
  constructor(how?: {
    tiled?: ((source: FakeVolume) => FakeVolume) | null;
    runBy?: ((inputs: Record<string, FakeTensor>) => Record<string, FakeTensor>) | null;
    inputs?: Slot[]; outputs?: Slot[];
  });
}
export type { Series };
