// The types of the SDK. Positions are patient LPS mm; an unknown value is null, never zero.

export interface Vec3 { x: number; y: number; z: number }
/** Voxels along x, y, z. */
export type Dims = Vec3;
export interface Region { origin: Dims; size: Dims }
/** `origin` is the centre of the first voxel; z grows along the vector product of `rowDir` and `colDir`. */
export interface Geometry { size: Dims; spacing: Vec3; origin: Vec3; rowDir: Vec3; colDir: Vec3 }
export interface Param { name: string; value: string }
export type Sample = 'uint8' | 'uint16' | 'int16' | 'float32';
export type Interpolation = 'nearest' | 'linear' | 'cubic';
export type Element = 'float32' | 'float16' | 'uint8' | 'int8' | 'int32' | 'int64';
export type Samples = Uint8Array | Uint16Array | Int16Array | Float32Array;
/** `id` is valid in this job only; `study` is 0 for the study of the job, 1 for the most recent prior one. */
export interface Series {
  id: number; study: number; daysBefore: number | null; modality: string; geometry: Geometry; frames: number;
  sample: Sample; attributes: Param[];
}
export interface Stats { min: number; max: number; mean: number; sd: number; count: number }
/** `low` and `high` are the corners of the box around the outer faces of its voxels, mm. */
export interface Blob {
  label: number; voxels: number; volumeMm3: number; centroid: Vec3; low: Vec3; high: Vec3; mean: number; max: number;
}
export interface Slot { name: string; element: Element; shape: number[] }
export interface Tiling { patch: Dims; overlap?: number; batch?: number; channel?: number }

export interface Code { scheme: string; value: string; meaning: string }
export interface Text { locale: string; value: string }
/** Texts by BCP 47 language tag. */
export type Texts = Record<string, string>;
export type Laterality = 'right' | 'left' | 'bilateral' | 'midline';
export type Certainty = 'present' | 'probable' | 'possible' | 'absent';
export type Priority = 'routine' | 'urgent' | 'stat';
export type Level = 'debug' | 'info' | 'warn' | 'error';
export interface Category { scale: string; value: string }
export interface OtherData { kind: string; fields: Param[] }
export type Shape =
  | { tag: 'point'; val: { at: Vec3 } }
  | { tag: 'cuboid'; val: { low: Vec3; high: Vec3 } }
  | { tag: 'ellipse'; val: { centre: Vec3; halfAxisA: Vec3; halfAxisB: Vec3 } }
  | { tag: 'polyline'; val: { points: Vec3[] } }
  | { tag: 'polygon'; val: { points: Vec3[] } }
  | { tag: 'mask'; val: number }
  | { tag: 'other'; val: OtherData };
export interface Mark { series: number; shape: Shape }
export interface Measure { name: Code; value: number; ucum: string }
export interface Finding {
  trackingId: string; code: Code; site: Code | null; laterality: Laterality | null; probability: number | null;
  certainty: Certainty | null; category: Category | null; marks: Mark[]; measures: Measure[]; notes: Text[];
  extra: Param[];
}
export interface OperatingPoint {
  threshold: number; sensitivity: number | null; specificity: number | null; falsePositivesPerStudy: number | null;
  dataset: string;
}
export interface StudyProbability { value: number; threshold: number; claimed: OperatingPoint | null }
export interface Assessment { code: Code; series: number }
export interface ReportSection { section: string; text: Text[] }
export interface HeatMap { name: string; series: number; kept: number }
export interface Report {
  probability: StudyProbability | null; assessed: Assessment[]; findings: Finding[]; draft: ReportSection[];
  priority: Priority | null; warnings: Text[]; heatMaps: HeatMap[]; extra: Param[];
}
export type NotRunReason =
  'out-of-scope' | 'missing-series' | 'bad-input' | 'unsupported-age' | 'runtime-missing' | 'model-missing';
export interface NotRun { reason: NotRunReason; message: string }
export type Outcome = { tag: 'done'; val: Report } | { tag: 'not-run'; val: NotRun };
export interface Profile { name: string; version: string; modalities?: string[]; notes?: Param[] }

export type FailureKind =
  | 'unsupported' | 'unsupported-input' | 'bad-input' | 'runtime-missing' | 'model-missing' | 'model' | 'cancelled'
  | 'limit' | 'internal';
export const FAILURE_KINDS: readonly FailureKind[];
/** A failure of one of the contract's kinds: thrown by the SDK, and to be thrown to fail a job. */
export class Failure extends Error {
  constructor(kind: FailureKind, message: string);
  readonly kind: FailureKind;
}

/** An AI service. A new one is made for each job. */
export interface AiService {
  /** Asked for once, when the plugin is built: no study, no host. */
  profile(): Profile;
  /** A `Failure` ends the job with its kind; any other error is logged with its place and ends it as `internal`. */
  analyze(job: Job): Outcome;
}

export class Handle {
  /** Lets the host forget it; whatever is asked of it afterwards is an error. */
  close(): void;
  /** Gives `work` the handle and closes it afterwards. */
  use<T>(work: (handle: this) => T): T;
}
/** A lazy volume in the modality's units: HU for CT. Methods throw a `Failure`. */
export class Volume extends Handle {
  geometry(): Geometry;
  sample(): Sample;
  /** Samples, x fastest: that at x, y, z of nx by ny by nz voxels stands at `(z * ny + y) * nx + x`. */
  read(region?: Region): Samples;
  readBytes(region: Region): Uint8Array;
  stats(region?: Region): Stats;
  crop(region: Region): Volume;
  resample(spacingMm: Vec3, how?: Interpolation): Volume;
  resize(size: Dims, how?: Interpolation): Volume;
  reorient(axes: string): Volume;
  rescale(low: number, high: number, sub: number, div: number): Volume;
  threshold(low: number, high: number): Volume;
  multiply(by: Volume): Volume;
  blobs(how?: { values?: Volume | null; minVoxels?: number; maxCount?: number }): Blob[];
}
export class Mask extends Handle {
  write(region: Region, labels: Uint8Array): void;
  keep(name: string): number;
}
export class Tensor extends Handle {
  shape(): number[];
  element(): Element;
  readBytes(first: number, count: number): Uint8Array;
  floats(): Float32Array;
  toVolume(like: Volume, channel?: number): Volume;
}
export class Model extends Handle {
  inputs(): Slot[];
  outputs(): Slot[];
  run(inputs: Record<string, Tensor>): Record<string, Tensor>;
  runTiled(source: Volume, how: Tiling): Volume;
}
export class HostServices {
  log(message: string, level?: Level): void;
  setting(name: string): string | null;
  settingNumber(name: string, fallback: number): number;
  locale(): string;
  translate(key: string, args?: Record<string, string | number>): string;
  random(count: number): Uint8Array;
  elapsedMs(): number;
  progress(fraction: number, stage: string): void;
}
export class Job extends HostServices {
  series(): Series[];
  openSeries(id: number): Volume;
  openModel(name: string): Model;
  keepMap(series: number, probabilities: Volume): number;
  blankMask(series: number): Mask;
  maskOfVolume(series: number, labels: Volume): Mask;
  tensor(shape: number[], data: Uint8Array | ArrayLike<number>, element?: Element): Tensor;
  tensorOfVolume(source: Volume, layout: string, element?: Element): Tensor;
  maxRead(): number;
}

export interface CaseEntry { id: string; modality: string; tags: string[]; facts: Param[] }
export interface Item {
  id: string; caseId: string; service: string | null; timeLimitMs: number | null; hints: Param[];
}
export interface Plan { title: Text[]; items: Item[]; extra: Param[] }
export interface Decision { finding: string; verdict: 'accepted' | 'modified' | 'rejected' }
export interface Answer {
  item: string; report: Report; confidence: number | null; decisions: Decision[]; readingMs: number; aiVisibleMs: number;
}
export type ExamEvent =
  | { tag: 'started' } | { tag: 'finished' }
  | { tag: 'opened' | 'ai-shown' | 'ai-hidden' | 'timed-out'; val: string }
  | { tag: 'answered-first' | 'answered'; val: Answer }
  | { tag: 'other'; val: OtherData };
export interface Stamped { atMs: number; event: ExamEvent }
export type Action =
  | { tag: 'go-to' | 'show-ai' | 'hide-ai'; val: string }
  | { tag: 'message'; val: Text[] } | { tag: 'end-exam' } | { tag: 'other'; val: OtherData };
export interface Turn { state: Uint8Array; actions: Action[] }
export interface MarkRow { item: string; metric: string; value: number }
export interface Grade { passed: boolean; score: number; rows: MarkRow[]; feedback: Text[] }
/** The cases of an exam and the host's small services. */
export class Casebook extends HostServices {
  cases(): CaseEntry[];
  truth(caseId: string): Report | null;
  serviceReport(caseId: string, service: string): Report | null;
}
/** An exam. Every call gets a fresh instance; equal arguments must give equal answers. */
export interface ExamScenario {
  makePlan(book: Casebook, seed: number): Plan;
  step(book: Casebook, state: Uint8Array, event: Stamped): Turn;
  grade(book: Casebook, plan: Plan, events: Stamped[]): Grade;
}

/** The items of the plan as `[item id, case id]`, in order, if this is the event that tells of them; else null. */
export function plannedItems(event: ExamEvent): [string, string][] | null;
/** Chance from a seed: the same numbers everywhere. Not for secrets. */
export class Dice {
  constructor(seed: number | bigint);
  below(n: number): number;
  shuffled<T>(items: T[]): T[];
}
export interface Marking { lesions: number; hit: number; falseMarks: number; isCallRight: boolean }
/** An answer against the truth of its case, by the scenario's rule. */
export function marking(entry: CaseEntry, truth: Report, answer: Answer): Marking;
export function isRight(marking: Marking): boolean;
export function fact(entry: CaseEntry, name: string): string | null;

export function code(scheme: string, value: string, meaning: string): Code;
export function texts(byLocale: Texts): Text[];
export function notRun(reason: NotRunReason, message: string): Outcome;
export class FindingBuilder {
  constructor(trackingId: string, code: Code);
  site(site: Code): this;
  laterality(side: Laterality): this;
  probability(value: number): this;
  certainty(certainty: Certainty): this;
  category(scale: string, value: string): this;
  point(series: number, at: Vec3): this;
  cuboid(series: number, low: Vec3, high: Vec3): this;
  mark(series: number, shape: Shape): this;
  measure(name: Code, value: number, ucum: string): this;
  note(byLocale: Texts): this;
  extra(name: string, value: string | number): this;
  done(): Finding;
}
export class ReportBuilder {
  assessed(code: Code, series: number): this;
  probability(value: number, threshold: number, claimed?: OperatingPoint | null): this;
  finding(finding: Finding | FindingBuilder): this;
  draft(section: string, byLocale: Texts): this;
  priority(priority: Priority): this;
  warning(byLocale: Texts): this;
  heatMap(name: string, series: number, kept: number): this;
  extra(name: string, value: string | number): this;
  done(): Outcome;
}
/** The outcome of a service on a job, or a `Failure`; for tests. */
export function run(service: AiService, job: Job): Outcome;
/** Does the work; whatever is no `Failure` is logged and becomes one of the kind `internal`. */
export function guarded<T>(host: HostServices, work: () => T): T;

export function vec3(x: number, y: number, z: number): Vec3;
export function isotropic(spacingMm: number): Vec3;
export function sliceDir(grid: Geometry): Vec3;
export function patientFromVoxel(grid: Geometry, voxel: Vec3): Vec3;
export function voxelFromPatient(grid: Geometry, patient: Vec3): Vec3;
export function whole(grid: Geometry): Region;
export function regionAround(grid: Geometry, patient: Vec3, size: Dims): Region;
export function regionOfBox(grid: Geometry, low: Vec3, high: Vec3, marginMm?: number): Region;
export function distanceMm(a: Vec3, b: Vec3): number;
export function voxelCount(size: Dims): number;
