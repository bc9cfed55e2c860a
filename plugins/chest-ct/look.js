//! Runs the two networks and turns their answers into labels and the spine's loss of height. No clinical rules.

import { patientFromVoxel, vec3 } from '../../sdk/javascript/index.js';

import { greatestLoss, LABEL, Labels, spinePlace } from './shapes.js';

/** The voxels that both networks were trained on, mm. */
export const VOXEL_MM = 3;
/** Sides of the windows are multiples of this: the levels of the networks halve them. */
const STEP = 8;
/** Slices of one run. */
const BATCH = 4;

const upTo = (n) => Math.ceil(n / STEP) * STEP;

/** The scan on voxels of about 3 mm, and the label of each: `{ coarse, map, labels, grid }`. */
export function segment(job, scan) {
  const coarse = scan.resample(vec3(VOXEL_MM, VOXEL_MM, VOXEL_MM));
  const grid = coarse.geometry();
  const patch = vec3(upTo(grid.size.x), upTo(grid.size.y), 3);
  // One window holds the whole slice, so that labels are never blended.
  const map = job.openModel('organs').use((model) => model.runTiled(coarse, { patch, overlap: 0, batch: BATCH }));
  return { coarse, map, grid, labels: readLabels(map, grid, job.maxRead()) };
}

/** The labels as bytes; read by slices, as many at once as a read may return. */
function readLabels(map, { size }, maxBytes) {
  const values = new Uint8Array(size.x * size.y * size.z);
  const most = Math.max(1, Math.floor(maxBytes / (4 * size.x * size.y)));
  for (let z = 0; z < size.z; z += most) {
    const n = Math.min(most, size.z - z);
    const part = map.read({ origin: vec3(0, 0, z), size: vec3(size.x, size.y, n) });
    const start = z * size.x * size.y;
    for (let idx = 0; idx < part.length; idx += 1) values[start + idx] = part[idx] + 0.5;
  }
  return new Labels(values, size);
}

/** The voxels of one label as 1, all others as 0. */
export const only = (map, label) => map.threshold(label - 0.4, label + 0.4);

/** The greatest loss of height of a vertebra: `{ percent, at }` with a place in the patient; null without a spine. */
export function heightLoss(job, coarse, grid, labels) {
  const place = spinePlace(labels, grid.spacing);
  if (place === null) return null;
  const { columns: [x0, x1], rows: [y0, y1] } = place;
  const slab = coarse.crop({ origin: vec3(x0, y0, 0), size: vec3(x1 - x0, y1 - y0, grid.size.z) });
  // Columns to the back, rows to the head, and the slab as one slice: its mean.
  const image = slab.reorient('PHL').use((turned) => turned.resize(vec3(y1 - y0, grid.size.z, 1)));
  const patch = vec3(upTo(y1 - y0), upTo(grid.size.z), 1);
  const [body, loss] = job.openModel('spine').use((model) =>
    [0, 1].map((channel) => model.runTiled(image, { patch, overlap: 0, channel }).use((found) => found.read())),
  );
  const spacing = { column: grid.spacing.y, row: grid.spacing.z };
  const { percent, row, column } = greatestLoss(body, loss, y1 - y0, spacing);
  const at = row === null ? null : patientFromVoxel(grid, vec3((x0 + x1 - 1) / 2, y0 + column, row));
  return { percent, at };
}

/** The column, in voxels of the grid, where the right side becomes the left: the spine's middle, else that of the lungs. */
export function middleColumn(labels) {
  for (const label of [LABEL.vertebra, LABEL.lung]) {
    let [n, sum] = [0, 0];
    labels.each(label, (x) => {
      n += 1;
      sum += x;
    });
    if (n > 0) return sum / n;
  }
  return labels.size.x / 2;
}
