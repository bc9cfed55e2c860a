//! A map of numbers on the detector, and how it is made finer, coarser and smooth. No anatomy.

use crate::num::{floor_i32, index_in};

/// Numbers on a regular grid; place (0, 0) lies at `start`, mm from the detector's middle.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Map {
    pub(crate) nx: usize,
    pub(crate) ny: usize,
    pub(crate) step: f32,
    pub(crate) start: [f32; 2],
    pub(crate) cells: Vec<f32>,
}

impl Map {
    pub(crate) fn new(nx: usize, ny: usize, step: f32, start: [f32; 2]) -> Self {
        Self {
            nx,
            ny,
            step,
            start,
            cells: vec![0.0; nx * ny],
        }
    }

    /// A grid that covers a box with a cell to spare on each side.
    pub(crate) fn over(low: [f32; 2], high: [f32; 2], step: f32) -> Self {
        let n = |axis: usize| index_in((high[axis] - low[axis]) / step, 4096) + 4;
        Self::new(n(0), n(1), step, [low[0] - step, low[1] - step])
    }

    /// An empty map with the grid of another.
    pub(crate) fn like(other: &Self) -> Self {
        Self::new(other.nx, other.ny, other.step, other.start)
    }

    pub(crate) fn u(&self, x: usize) -> f32 {
        self.start[0] + x as f32 * self.step
    }

    pub(crate) fn v(&self, y: usize) -> f32 {
        self.start[1] + y as f32 * self.step
    }

    /// Fills each cell with the value at its place.
    pub(crate) fn fill(&mut self, value: impl Fn(f32, f32) -> f32) {
        for y in 0..self.ny {
            let v = self.v(y);
            for x in 0..self.nx {
                self.cells[y * self.nx + x] = value(self.u(x), v);
            }
        }
    }

    pub(crate) fn greatest(&self) -> f32 {
        self.cells.iter().copied().fold(0.0, f32::max)
    }

    /// The value at a place, bilinear, 0 outside.
    pub(crate) fn at(&self, u: f32, v: f32) -> f32 {
        let (x, y) = (
            (u - self.start[0]) / self.step,
            (v - self.start[1]) / self.step,
        );
        if x < 0.0 || y < 0.0 || x >= (self.nx - 1) as f32 || y >= (self.ny - 1) as f32 {
            return 0.0;
        }
        let (ix, iy) = (index_in(x, self.nx - 2), index_in(y, self.ny - 2));
        let (fx, fy) = (x - ix as f32, y - iy as f32);
        let at = iy * self.nx + ix;
        let top = self.cells[at] * (1.0 - fx) + self.cells[at + 1] * fx;
        let low = self.cells[at + self.nx] * (1.0 - fx) + self.cells[at + self.nx + 1] * fx;
        top * (1.0 - fy) + low * fy
    }

    /// Adds `factor` times another map, interpolated by cubics, where it lies.
    pub(crate) fn add(&mut self, other: &Self, factor: f32) {
        let columns = taps(
            self.nx,
            self.start[0],
            self.step,
            other.nx,
            other.start[0],
            other.step,
        );
        let rows = taps(
            self.ny,
            self.start[1],
            self.step,
            other.ny,
            other.start[1],
            other.step,
        );
        let Some((x0, x1)) = span(&columns) else {
            return;
        };
        // Rows of the other map, made as fine as this one's, kept while they are needed.
        let mut kept: [(usize, Vec<f32>); 4] =
            std::array::from_fn(|_| (usize::MAX, vec![0.0f32; self.nx]));
        for (y, row) in rows.iter().enumerate() {
            let Some((at, weights)) = row else { continue };
            for k in 0..4 {
                let source = (at + k).min(other.ny - 1);
                let slot = &mut kept[source % 4];
                if slot.0 != source {
                    slot.0 = source;
                    stretch(
                        &other.cells[source * other.nx..][..other.nx],
                        &columns,
                        &mut slot.1,
                    );
                }
            }
            let line = |k: usize| &kept[(at + k).min(other.ny - 1) % 4].1;
            let (a, b, c, d) = (line(0), line(1), line(2), line(3));
            let out = &mut self.cells[y * self.nx..][..self.nx];
            for x in x0..x1 {
                out[x] += factor
                    * (weights[0] * a[x]
                        + weights[1] * b[x]
                        + weights[2] * c[x]
                        + weights[3] * d[x]);
            }
        }
    }

    /// The mean over blocks of `by` cells a side.
    pub(crate) fn coarser(&self, by: usize) -> Self {
        let (nx, ny) = ((self.nx / by).max(1), (self.ny / by).max(1));
        let (wide, high) = (by.min(self.nx), by.min(self.ny));
        let shift = 0.5 * (by as f32 - 1.0) * self.step;
        let mut out = Self::new(
            nx,
            ny,
            self.step * by as f32,
            [self.start[0] + shift, self.start[1] + shift],
        );
        for y in 0..ny {
            for x in 0..nx {
                let sum: f32 = (0..high)
                    .map(|j| {
                        let at = (y * by + j) * self.nx + x * by;
                        self.cells[at..at + wide].iter().sum::<f32>()
                    })
                    .sum();
                out.cells[y * nx + x] = sum / (wide * high) as f32;
            }
        }
        out
    }

    /// A Gaussian blur of SD `sigma` mm, edges repeated.
    pub(crate) fn blurred(&self, sigma_mm: f32) -> Self {
        let sigma = (sigma_mm / self.step).max(0.05);
        let radius = index_in(3.0 * sigma + 1.0, 96);
        let mut weights: Vec<f32> = (0..=radius)
            .map(|i| libm::expf(-0.5 * (i as f32 / sigma) * (i as f32 / sigma)))
            .collect();
        let total = weights[0] + 2.0 * weights[1..].iter().sum::<f32>();
        weights.iter_mut().for_each(|w| *w /= total);
        self.filtered(&weights)
    }

    /// Filters rows and columns by a symmetric kernel, its middle first.
    pub(crate) fn filtered(&self, weights: &[f32]) -> Self {
        let mut rows = self.clone();
        let radius = weights.len() - 1;
        let mut line = vec![0.0f32; self.nx + 2 * radius];
        for row in rows.cells.chunks_exact_mut(self.nx) {
            line[..radius].fill(row[0]);
            line[radius..radius + self.nx].copy_from_slice(row);
            line[radius + self.nx..].fill(row[self.nx - 1]);
            for (out, middle) in row.iter_mut().zip(radius..) {
                *out = weights[1..]
                    .iter()
                    .zip(1..)
                    .fold(weights[0] * line[middle], |sum, (w, i)| {
                        sum + w * (line[middle - i] + line[middle + i])
                    });
            }
        }
        rows.filtered_down(weights)
    }

    /// Filters columns alone.
    pub(crate) fn filtered_down(&self, weights: &[f32]) -> Self {
        let mut out = Self::like(self);
        let row = |y: usize| &self.cells[y * self.nx..][..self.nx];
        for (y, line) in out.cells.chunks_exact_mut(self.nx).enumerate() {
            for (o, s) in line.iter_mut().zip(row(y)) {
                *o = weights[0] * s;
            }
            for (i, w) in weights.iter().enumerate().skip(1) {
                let (up, down) = (row(y.saturating_sub(i)), row((y + i).min(self.ny - 1)));
                for ((o, a), b) in line.iter_mut().zip(up).zip(down) {
                    *o += w * (a + b);
                }
            }
        }
        out
    }
}

/// Of each fine place: the first of four coarse cells and their weights (Catmull-Rom); `None` outside.
type Taps = Vec<Option<(usize, [f32; 4])>>;

fn taps(n: usize, start: f32, step: f32, from_n: usize, from_start: f32, from_step: f32) -> Taps {
    (0..n)
        .map(|i| {
            let at = (start + i as f32 * step - from_start) / from_step;
            // Half a cell beyond the first and last one still belongs to the map.
            if at < -0.5 || at > from_n as f32 - 0.5 {
                return None;
            }
            let whole = floor_i32(at);
            let t = at - whole as f32;
            let (t2, t3) = (t * t, t * t * t);
            let weights = [
                -0.5 * t + t2 - 0.5 * t3,
                1.0 - 2.5 * t2 + 1.5 * t3,
                0.5 * t + 2.0 * t2 - 1.5 * t3,
                0.5 * (t3 - t2),
            ];
            // At the rim the missing cells are those of the rim itself.
            let last = from_n.saturating_sub(4);
            let first = usize::try_from(whole - 1).unwrap_or(0).min(last);
            let mut out = [0.0f32; 4];
            for (k, w) in (0i32..4).zip(weights) {
                let cell = usize::try_from(whole - 1 + k).unwrap_or(0).min(from_n - 1);
                out[(cell - first.min(cell)).min(3)] += w;
            }
            Some((first, out))
        })
        .collect()
}

fn span(taps: &Taps) -> Option<(usize, usize)> {
    let first = taps.iter().position(Option::is_some)?;
    let last = taps.iter().rposition(Option::is_some)?;
    Some((first, last + 1))
}

fn stretch(row: &[f32], columns: &Taps, out: &mut [f32]) {
    for (o, tap) in out.iter_mut().zip(columns) {
        if let Some((at, w)) = tap {
            *o = (0..4)
                .map(|k| w[k] * row[(at + k).min(row.len() - 1)])
                .sum();
        }
    }
}
