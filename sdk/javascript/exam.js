//! Helps for exams: the plan's items, facts, chance from a seed, and an answer against the truth. No points, no pass.

/** The items of the plan as `[item id, case id]`, in order, if this is the event that tells of them; else null. */
export function plannedItems(event) {
  if (event.tag !== 'other' || event.val.kind !== 'planned') return null;
  return event.val.fields.map(({ name, value }) => [name, value]);
}

/** A fact of a case by its name; null if it has none. */
export const fact = (entry, name) => entry.facts.find((one) => one.name === name)?.value ?? null;

/** Chance from a seed (SplitMix64): the same numbers everywhere, and in every language of the SDK. Not for secrets. */
export class Dice {
  #state;

  constructor(seed) {
    this.#state = BigInt.asUintN(64, BigInt(seed));
  }

  /** A whole number below `n`. */
  below(n) {
    this.#state = BigInt.asUintN(64, this.#state + 0x9e3779b97f4a7c15n);
    let z = this.#state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    z ^= z >> 31n;
    return Number((z * BigInt(n)) >> 64n);
  }

  /** The items in another order. */
  shuffled(items) {
    const out = [...items];
    for (let idx = out.length - 1; idx > 0; idx -= 1) {
      const other = this.below(idx + 1);
      [out[idx], out[other]] = [out[other], out[idx]];
    }
    return out;
  }
}

/**
 * An answer against the truth of its case, by the scenario's rule, which the host states among the facts of the case:
 * `{ lesions, hit, falseMarks, isCallRight }`.
 */
export function marking(entry, truth, answer) {
  const number = (name, fallback) => {
    const value = Number(fact(entry, name) ?? Number.NaN);
    return Number.isFinite(value) ? value : fallback;
  };
  const [least, margin] = [number('hit-least-radius-mm', 0), number('hit-margin-mm', 0)];
  const lesions = truth.findings.map(sphere).filter(Boolean);
  const hit = new Set();
  let falseMarks = 0;
  for (const mark of answer.report.findings.map(sphere).filter(Boolean)) {
    const near = lesions
      .map(({ at, radius }, idx) => ({ idx, distance: distance(mark.at, at), reach: Math.max(radius, least) + margin }))
      .filter(({ distance, reach }) => distance <= reach)
      .sort((a, b) => a.distance - b.distance || a.idx - b.idx);
    if (near.length > 0) hit.add(near[0].idx);
    else falseMarks += 1;
  }
  const isSick = truth.findings.length > 0;
  const isCallRight = answer.confidence !== null && answer.confidence >= number('positive-from', 50) === isSick;
  return { lesions: truth.findings.length, hit: hit.size, falseMarks, isCallRight };
}

/** Whether the call is right, every lesion hit, and no mark false. */
export const isRight = ({ lesions, hit, falseMarks, isCallRight }) => isCallRight && hit === lesions && falseMarks === 0;

const distance = (a, b) => Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2);

/** Where a finding is and how large, by its first mark; null for masks. */
function sphere({ marks }) {
  const shape = marks[0]?.shape;
  if (!shape) return null;
  const { at, centre, low, high, points } = shape.val ?? {};
  if (at || centre) return { at: at ?? centre, radius: 0 };
  const of = low ? [low, high] : points;
  if (!of || of.length === 0) return null;
  const bound = (axis, pick) => of.reduce((best, point) => pick(best, point[axis]), of[0][axis]);
  const sides = ['x', 'y', 'z'].map((axis) => [bound(axis, Math.min), bound(axis, Math.max)]);
  const [x, y, z] = sides.map(([a, b]) => (a + b) / 2);
  return { at: { x, y, z }, radius: Math.max(...sides.map(([a, b]) => b - a)) / 2 };
}
