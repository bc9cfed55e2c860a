//! The shapes of what crosses to the host. A value of another shape would end the plugin there, so it is refused here.
//!
//! A check gives the value back, with unknown parts as null, or throws a `TypeError` that names the place.

const fail = (wanted, found, place) => {
  const what = found === null || typeof found !== 'object' ? String(found) : Array.isArray(found) ? 'an array' : 'an object';
  throw new TypeError(`${place}: ${wanted} expected, found ${what}`);
};

export const string = (value, place) => (typeof value === 'string' ? value : fail('a text', value, place));
export const number = (value, place) => (typeof value === 'number' ? value : fail('a number', value, place));
export const boolean = (value, place) => (typeof value === 'boolean' ? value : fail('true or false', value, place));
export const bytes = (value, place) => (value instanceof Uint8Array ? value : fail('a Uint8Array', value, place));

const whole = (limit) => (value, place) =>
  Number.isInteger(value) && value >= 0 && value <= limit ? value : fail(`a whole number of 0 to ${limit}`, value, place);
export const u32 = whole(2 ** 32 - 1);
export const u64 = whole(Number.MAX_SAFE_INTEGER);

export const optional = (of) => (value, place) => (value === null || value === undefined ? null : of(value, place));
export const list = (of) => (value, place) =>
  Array.isArray(value) ? value.map((one, idx) => of(one, `${place}[${idx}]`)) : fail('an array', value, place);
export const oneOf = (...cases) => (value, place) => (cases.includes(value) ? value : fail(`one of ${cases.join(', ')}`, value, place));
export const record = (fields) => (value, place) => {
  if (value === null || typeof value !== 'object') fail('an object', value, place);
  return Object.fromEntries(Object.entries(fields).map(([name, of]) => [name, of(value[name], `${place}.${name}`)]));
};
export const variant = (cases) => (value, place) => {
  const tag = oneOf(...Object.keys(cases))(value?.tag, `${place}.tag`);
  return cases[tag] === null ? { tag } : { tag, val: cases[tag](value.val, `${place}.val`) };
};

export const vec3 = record({ x: number, y: number, z: number });
export const dims = record({ x: u32, y: u32, z: u32 });
export const region = record({ origin: dims, size: dims });
export const interpolation = oneOf('nearest', 'linear', 'cubic');
export const element = oneOf('float32', 'float16', 'uint8', 'int8', 'int32', 'int64');
export const tiling = record({ patch: dims, overlap: number, batch: u32, channel: u32 });

const code = record({ scheme: string, value: string, meaning: string });
const text = record({ locale: string, value: string });
const param = record({ name: string, value: string });
const otherData = record({ kind: string, fields: list(param) });
const points = record({ points: list(vec3) });
const shape = variant({
  point: record({ at: vec3 }), cuboid: record({ low: vec3, high: vec3 }),
  ellipse: record({ centre: vec3, halfAxisA: vec3, halfAxisB: vec3 }), polyline: points, polygon: points, mask: u32,
  other: otherData,
});
const finding = record({
  trackingId: string, code, site: optional(code), laterality: optional(oneOf('right', 'left', 'bilateral', 'midline')),
  probability: optional(number), certainty: optional(oneOf('present', 'probable', 'possible', 'absent')),
  category: optional(record({ scale: string, value: string })), marks: list(record({ series: u32, shape })),
  measures: list(record({ name: code, value: number, ucum: string })), notes: list(text), extra: list(param),
});
const operatingPoint = record({
  threshold: number, sensitivity: optional(number), specificity: optional(number),
  falsePositivesPerStudy: optional(number), dataset: string,
});
const report = record({
  probability: optional(record({ value: number, threshold: number, claimed: optional(operatingPoint) })),
  assessed: list(record({ code, series: u32 })), findings: list(finding),
  draft: list(record({ section: string, text: list(text) })), priority: optional(oneOf('routine', 'urgent', 'stat')),
  warnings: list(text), heatMaps: list(record({ name: string, series: u32, kept: u32 })), extra: list(param),
});
const reasons = oneOf('out-of-scope', 'missing-series', 'bad-input', 'unsupported-age', 'runtime-missing', 'model-missing');

/** What `analyze` gives. */
export const outcome = variant({ done: report, 'not-run': record({ reason: reasons, message: string }) });
/** What `profile` gives. */
export const profile = record({ name: string, version: string, modalities: list(string), notes: list(param) });
/** What `makePlan` gives. */
export const plan = record({
  title: list(text),
  items: list(record({ id: string, caseId: string, service: optional(string), timeLimitMs: optional(u64), hints: list(param) })),
  extra: list(param),
});
/** What `step` gives. */
export const turn = record({
  state: bytes,
  actions: list(variant({
    'go-to': string, 'show-ai': string, 'hide-ai': string, message: list(text), 'end-exam': null, other: otherData,
  })),
});
/** What `grade` gives. */
export const grade = record({
  passed: boolean, score: number, rows: list(record({ item: string, metric: string, value: number })), feedback: list(text),
});
