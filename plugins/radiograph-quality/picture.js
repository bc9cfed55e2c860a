//! The picture that the network sees, made of a radiograph: the same steps and numbers as
//! models/radiograph-quality/frame.py. Finds no fault.

import { patientFromVoxel, vec3 } from '../../sdk/javascript/index.js';

/** Cells of the picture, and the least side of one: a detector of 346 by 432 mm fits at that size. */
export const COLUMNS = 192;
export const ROWS = 240;
const LEAST_CELL_MM = 1.8;
/** Pixels a side of a cell in the grid on which fine detail is measured. */
const FINE = 3;
/** Shares of the cells that are darker than the grey 0, and than the grey 1. */
const DARK = 0.005;
const BRIGHT = 0.995;
/** Beyond this the field of view is not that of an adult's chest: the pixels' size is missing or wrong. Then it is taken as so wide. */
const FIELD_MM = [250, 600];
const ASSUMED_WIDTH_MM = 350;
/** Cells of the picture to one of the network's maps of places, a side. */
export const PLACE_STEP = 8;
/** Parts of the field, of its width and height: where both lungs and the mediastinum between them lie. */
const LUNG_ROWS = [0.25, 0.6];
const LUNG_COLUMNS = { left: [0.15, 0.38], middle: [0.44, 0.58], right: [0.62, 0.85] };

/** Width and height of the field; assumed where the pixels' size cannot be right. */
export function fieldMm({ size, spacing }) {
  const [width, height] = [size.x * spacing.x, size.y * spacing.y];
  const isKnown = [width, height].every((side) => FIELD_MM[0] <= side && side <= FIELD_MM[1]);
  if (isKnown) return { width, height, isKnown };
  return { width: ASSUMED_WIDTH_MM, height: (ASSUMED_WIDTH_MM * size.y) / size.x, isKnown };
}

/** Channels (3, ROWS, COLUMNS) and where the image lies in them; null if it has no contrast. */
export function picture(image, isInverted) {
  const grid = image.geometry();
  const { width, height } = fieldMm(grid);
  const cellMm = Math.max(LEAST_CELL_MM, width / COLUMNS, height / ROWS);
  const [nx, ny] = [width, height].map((side) => Math.max(1, Math.floor((side * FINE) / cellMm + 0.5)));
  const place = {
    nx, ny, left: Math.floor((FINE * COLUMNS - nx) / 2), top: Math.floor((FINE * ROWS - ny) / 2), grid, cellMm,
  };
  const fine = image.resize(vec3(nx, ny, 1), 'linear').use((small) => Float32Array.from(small.read()));
  if (isInverted) for (let idx = 0; idx < fine.length; idx += 1) fine[idx] = -fine[idx];
  const { count, sum, across, down } = sums(fine, place);
  const inside = [];
  for (let cell = 0; cell < count.length; cell += 1) if (count[cell] > 0) inside.push(sum[cell] / count[cell]);
  const ranked = Float32Array.from(inside).sort();
  const [low, high] = [DARK, BRIGHT].map((share) => ranked[Math.floor(share * (ranked.length - 1))]);
  if (!(high > low)) return null;
  const n = ROWS * COLUMNS;
  const values = new Float32Array(3 * n);
  const detail = (squares, cell) => (Math.log10(Math.sqrt(squares[cell] / count[cell]) / (high - low) + 1e-4) + 3) * 0.5;
  for (let cell = 0; cell < n; cell += 1) {
    const isInside = count[cell] > 0;
    values[cell] = isInside ? Math.min(Math.max((sum[cell] / count[cell] - low) / (high - low), 0), 1.25) : 0;
    values[n + cell] = isInside ? detail(across, cell) : -0.5;
    values[2 * n + cell] = isInside ? detail(down, cell) : -0.5;
  }
  return { values, place };
}

/** Of each cell: how many fine pixels, their sum, and the sums of squared differences along rows and columns. */
function sums(fine, { nx, ny, left, top }) {
  const [count, sum, across, down] = [0, 1, 2, 3].map(() => new Float64Array(ROWS * COLUMNS));
  for (let y = 0; y < ny; y += 1) {
    const row = Math.floor((y + top) / FINE) * COLUMNS;
    const isLast = y === ny - 1;
    for (let x = 0; x < nx; x += 1) {
      const cell = row + Math.floor((x + left) / FINE);
      const at = y * nx + x;
      const value = fine[at];
      count[cell] += 1;
      sum[cell] += value;
      if (x < nx - 1) across[cell] += (fine[at + 1] - value) ** 2;
      if (!isLast) down[cell] += (fine[at + nx] - value) ** 2;
    }
  }
  return { count, sum, across, down };
}

/** Mean grey where the lungs and the mediastinum of a frontal chest lie. */
export function greyOfLungs({ values, place: { nx, ny, left, top } }) {
  const cell = (share, n, before) => Math.floor((before + share * n) / FINE);
  const [first, last] = LUNG_ROWS.map((share) => cell(share, ny, top));
  const mean = ([from, to]) => {
    let [total, n] = [0, 0];
    for (let y = first; y < last; y += 1) {
      for (let x = cell(from, nx, left); x < cell(to, nx, left); x += 1) {
        total += values[y * COLUMNS + x];
        n += 1;
      }
    }
    return total / n;
  };
  return { left: mean(LUNG_COLUMNS.left), middle: mean(LUNG_COLUMNS.middle), right: mean(LUNG_COLUMNS.right) };
}

/** The strongest place of a map of places: its value, its middle in mm, and whether it lies in the image's left half. */
export function strongest(map, channel, { nx, ny, left, top, grid }) {
  const [columns, rows] = [COLUMNS / PLACE_STEP, ROWS / PLACE_STEP];
  const own = map.subarray(channel * columns * rows, (channel + 1) * columns * rows);
  let best = 0;
  for (let idx = 1; idx < own.length; idx += 1) if (own[idx] > own[best]) best = idx;
  const share = (at, before, n) => Math.min(Math.max(((at + 0.5) * PLACE_STEP * FINE - before) / n, 0), 1);
  const [x, y] = [share(best % columns, left, nx), share(Math.floor(best / columns), top, ny)];
  const voxel = vec3(within(x * grid.size.x - 0.5, grid.size.x), within(y * grid.size.y - 0.5, grid.size.y), 0);
  return { value: own[best], at: patientFromVoxel(grid, voxel), isLeft: x < 0.5 };
}

const within = (at, n) => Math.min(Math.max(at, 0), n - 1);
