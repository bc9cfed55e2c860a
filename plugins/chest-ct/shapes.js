//! Measures on arrays of labels and probabilities: sections of vessels, sides, the spine. The same steps stand in
//! models/chest-ct/measure.py. No host, no words.

/** The labels of the network `organs`. */
export const LABEL = {
  lung: 1, effusion: 2, infiltrates: 3, consolidation: 4, pneumothorax: 5, aorta: 6, trunk: 7, vertebra: 8, heart: 9,
};
/** The labels that together make up the lungs with all that is in them. */
export const IN_LUNG = [LABEL.lung, LABEL.effusion, LABEL.infiltrates, LABEL.consolidation, LABEL.pneumothorax];

/** Half the width of the slab around the spine, and how far its picture reaches to the front and to the back, mm. */
const SLAB_MM = 6;
const FRONT_MM = 36;
const BACK_MM = 24;
/** Height over which the loss of height is averaged, mm, and the least body in it, mm². */
const BODY_MM = 15;
const LEAST_BODY_MM2 = 150;
/** A section of a vessel of fewer pixels is its end. */
const LEAST_SECTION = 25;
/** Fewer voxels are no spine. */
const LEAST_SPINE = 200;

/** Labels on a grid along the patient's axes: x to the left fastest, then y to the back, then z to the head. */
export class Labels {
  constructor(values, { x, y, z }) {
    this.values = values;
    this.size = { x, y, z };
  }

  /** Calls `visit(x, y, z)` for each voxel of a label. */
  each(label, visit) {
    const { x: nx, y: ny } = this.size;
    const { values } = this;
    for (let idx = values.indexOf(label); idx >= 0; idx = values.indexOf(label, idx + 1)) {
      const row = Math.floor(idx / nx);
      visit(idx % nx, row % ny, Math.floor(row / ny));
    }
  }

  count(label) {
    let n = 0;
    const { values } = this;
    for (let idx = 0; idx < values.length; idx += 1) n += values[idx] === label ? 1 : 0;
    return n;
  }

  at(x, y, z) {
    return this.values[(z * this.size.y + y) * this.size.x + x];
  }
}

/** For each slice the sums of a label's voxels: n, sx, sy, sxx, syy, sxy in voxels. */
export function sections(labels, label) {
  const out = Array.from({ length: labels.size.z }, () => ({ n: 0, sx: 0, sy: 0, sxx: 0, syy: 0, sxy: 0 }));
  labels.each(label, (x, y, z) => {
    const one = out[z];
    one.n += 1;
    one.sx += x;
    one.sy += y;
    one.sxx += x * x;
    one.syy += y * y;
    one.sxy += x * y;
  });
  return out;
}

/** The short axis of a section as that of an ellipse of the same moments, mm. */
export function minorAxis({ n, sx, sy, sxx, syy, sxy }, spacing) {
  const [mx, my] = [sx / n, sy / n];
  // A pixel is no point: its own variance is a twelfth of its square.
  const xx = (sxx / n - mx * mx + 1 / 12) * spacing.x ** 2;
  const yy = (syy / n - my * my + 1 / 12) * spacing.y ** 2;
  const xy = (sxy / n - mx * my) * spacing.x * spacing.y;
  const least = (xx + yy) / 2 - Math.sqrt(((xx - yy) / 2) ** 2 + xy ** 2);
  return 4 * Math.sqrt(Math.max(least, 0));
}

/** The diameter of a vessel, mm: the mean of the upper third of its sections' short axes without the largest tenth. */
export function diameter(labels, label, spacing) {
  const axes = sections(labels, label)
    .filter(({ n }) => n >= LEAST_SECTION)
    .map((one) => minorAxis(one, spacing))
    .sort((a, b) => b - a);
  if (axes.length === 0) return null;
  const first = Math.floor(axes.length / 10);
  const end = Math.max(first + 1, Math.ceil(axes.length / 3));
  const taken = axes.slice(first, end);
  return taken.reduce((sum, one) => sum + one, 0) / taken.length;
}

/** The slab around the spine: columns `[first, end)`, rows `[first, end)`; null without a spine. */
export function spinePlace(labels, spacing) {
  let [n, sum] = [0, 0];
  const rows = new Array(labels.size.y).fill(0);
  labels.each(LABEL.vertebra, (x, y) => {
    n += 1;
    sum += x;
    rows[y] += 1;
  });
  if (n < LEAST_SPINE) return null;
  const middle = sum / n;
  const cut = ([first, end], limit) => [Math.max(first, 0), Math.min(end, limit)];
  return {
    columns: cut(
      [Math.floor(middle - SLAB_MM / spacing.x + 0.5), Math.floor(middle + SLAB_MM / spacing.x + 0.5) + 1],
      labels.size.x,
    ),
    rows: cut(
      [
        Math.floor(percentile(rows, n, 0.05) - FRONT_MM / spacing.y),
        Math.ceil(percentile(rows, n, 0.95) + BACK_MM / spacing.y) + 1,
      ],
      labels.size.y,
    ),
  };
}

/** The value below which a share of `n` values lies, of counts by value. */
function percentile(counts, n, share) {
  let seen = 0;
  for (let value = 0; value < counts.length; value += 1) {
    seen += counts[value];
    if (seen > share * (n - 1)) return value;
  }
  return counts.length - 1;
}

/**
 * The greatest loss of height over a window of the spine: `{ percent, row, column }`, row to the head, column to the back.
 * `body` and `loss` are probabilities of a sagittal image of `width` columns; `spacing` is that of columns and rows.
 */
export function greatestLoss(body, loss, width, spacing) {
  const height = body.length / width;
  const rows = Array.from({ length: height }, (_, row) => {
    let [bone, lost, place] = [0, 0, 0];
    for (let column = 0; column < width; column += 1) {
      const idx = row * width + column;
      bone += body[idx];
      lost += body[idx] * loss[idx];
      place += body[idx] * column;
    }
    return { bone, lost, place };
  });
  const n = Math.max(1, Math.round(BODY_MM / spacing.row));
  const least = LEAST_BODY_MM2 / (spacing.row * spacing.column);
  let best = { percent: 0, row: null, column: null };
  for (let first = 0; first + n <= height; first += 1) {
    const sum = (name) => rows.slice(first, first + n).reduce((total, row) => total + row[name], 0);
    const bone = sum('bone');
    const percent = bone < least ? 0 : (100 * sum('lost')) / bone;
    if (percent > best.percent) {
      best = { percent, row: first + Math.floor(n / 2), column: Math.round(sum('place') / bone) };
    }
  }
  return best;
}

/**
 * What lies on each side of a column: `{ right, left }`, each null or `{ voxels, at }`, where `at` is the voxel of the
 * label that is nearest to the middle of its largest section: a point inside, also of a crescent.
 */
export function bySide(labels, label, middleX) {
  const sides = { right: [], left: [] };
  labels.each(label, (x, y, z) => sides[x < middleX ? 'right' : 'left'].push([x, y, z]));
  const summary = (voxels) => (voxels.length === 0 ? null : { voxels: voxels.length, at: inner(voxels) });
  return { right: summary(sides.right), left: summary(sides.left) };
}

/** The voxel of a list that is nearest to the middle of the largest section. */
export function inner(voxels) {
  const counts = new Map();
  for (const [, , z] of voxels) counts.set(z, (counts.get(z) ?? 0) + 1);
  const [level] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  const here = voxels.filter(([, , z]) => z === level);
  const [mx, my] = [0, 1].map((axis) => here.reduce((sum, voxel) => sum + voxel[axis], 0) / here.length);
  return here.reduce((best, voxel) => {
    const away = (voxel[0] - mx) ** 2 + (voxel[1] - my) ** 2;
    return away < best.away ? { voxel, away } : best;
  }, { voxel: here[0], away: Infinity }).voxel;
}
