//! A part of an image that a lesion adds to, and drawing into it: discs, tubes, strokes.

use crate::num::{floor_i32, lerp};

/// A rectangle of pixels with what is added there, mm of thickness.
#[derive(Debug, Clone, Default)]
pub(super) struct Patch {
    /// Column and row of its first pixel; may lie outside the image.
    pub(super) first: (i32, i32),
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: Vec<f32>,
}

impl Patch {
    /// All pixels within `reach` pixels of a pixel position, empty.
    pub(super) fn around((x, y): (f32, f32), reach: f32) -> Self {
        let (x0, y0) = (floor_i32(x - reach), floor_i32(y - reach));
        let side = crate::num::index_in(2.0 * reach + 3.0, 4000);
        Self {
            first: (x0, y0),
            width: side,
            height: side,
            values: vec![0.0; side * side],
        }
    }

    /// A whole image.
    pub(super) fn whole(width: usize, height: usize) -> Self {
        Self {
            first: (0, 0),
            width,
            height,
            values: vec![0.0; width * height],
        }
    }

    /// Calls `change` with value and pixel position of every pixel.
    pub(super) fn each(&mut self, mut change: impl FnMut(&mut f32, f32, f32)) {
        let (x0, y0) = self.first;
        for (row, y) in self.values.chunks_exact_mut(self.width.max(1)).zip(y0..) {
            for (value, x) in row.iter_mut().zip(x0..) {
                change(value, x as f32, y as f32);
            }
        }
    }

    /// Columns and rows of a box of pixel positions that lie in the patch.
    fn clipped(&self, low: (f32, f32), high: (f32, f32)) -> [(usize, usize); 2] {
        let axis = |low: f32, high: f32, first: i32, n: usize| {
            let from = |x: i32| usize::try_from(x.max(0)).unwrap_or(0).min(n);
            let (a, b) = (floor_i32(low) - first, floor_i32(high) + 2 - first);
            (from(a), from(b))
        };
        [
            axis(low.0, high.0, self.first.0, self.width),
            axis(low.1, high.1, self.first.1, self.height),
        ]
    }

    /// Adds an ellipsoid: half axes along the drawn direction and across, thickness in the middle.
    pub(super) fn add_ellipsoid(
        &mut self,
        (x, y): (f32, f32),
        (along, across): (f32, f32),
        (c, s): (f32, f32),
        thickness: f32,
    ) {
        let reach = along.max(across) + 1.0;
        let [(x0, x1), (y0, y1)] = self.clipped((x - reach, y - reach), (x + reach, y + reach));
        // A grain smaller than a pixel keeps its volume: nine rays a pixel.
        for iy in y0..y1 {
            for ix in x0..x1 {
                let mut sum = 0.0;
                for sub in 0..9u8 {
                    let off = |n: u8| (f32::from(n) - 1.0) / 3.0;
                    let dx = (ix as f32 + self.first.0 as f32) - x + off(sub % 3);
                    let dy = (iy as f32 + self.first.1 as f32) - y + off(sub / 3);
                    let (u, w) = ((dx * c + dy * s) / along, (dy * c - dx * s) / across);
                    sum += (1.0 - u * u - w * w).max(0.0).sqrt();
                }
                self.values[iy * self.width + ix] += thickness * sum / 9.0;
            }
        }
    }

    /// Adds a tube along a chain of pixel positions: radius in pixels and thickness in the middle, both from the first
    /// to the last point. A tube thinner than a pixel keeps its mass.
    pub(super) fn add_tube(
        &mut self,
        points: &[(f32, f32)],
        radius: (f32, f32),
        thickness: (f32, f32),
    ) {
        let n = points.len().saturating_sub(1);
        for (i, pair) in points.windows(2).enumerate() {
            let (t0, t1) = (i as f32 / n as f32, (i + 1) as f32 / n as f32);
            let (r0, r1) = (lerp(radius.0, radius.1, t0), lerp(radius.0, radius.1, t1));
            let (h0, h1) = (
                lerp(thickness.0, thickness.1, t0),
                lerp(thickness.0, thickness.1, t1),
            );
            self.add_piece(pair[0], pair[1], (r0, r1), (h0, h1));
        }
    }

    fn add_piece(
        &mut self,
        p: (f32, f32),
        q: (f32, f32),
        radius: (f32, f32),
        thickness: (f32, f32),
    ) {
        let (dx, dy) = (q.0 - p.0, q.1 - p.1);
        let square = dx * dx + dy * dy;
        if square < 1e-6 {
            return;
        }
        let length = square.sqrt();
        let reach = radius.0.max(radius.1).max(0.5) + 1.0;
        let low = (p.0.min(q.0) - reach, p.1.min(q.1) - reach);
        let high = (p.0.max(q.0) + reach, p.1.max(q.1) + reach);
        let [(x0, x1), (y0, y1)] = self.clipped(low, high);
        for iy in y0..y1 {
            let py = iy as f32 + self.first.1 as f32 - p.1;
            for ix in x0..x1 {
                let px = ix as f32 + self.first.0 as f32 - p.0;
                let t = (px * dx + py * dy) / square;
                if !(0.0..1.0).contains(&t) {
                    continue;
                }
                let off = (px * dy - py * dx).abs() / length;
                let r = lerp(radius.0, radius.1, t);
                // Below a pixel: as wide as a pixel and thinner by as much.
                let drawn = r.max(0.7);
                let u = off / drawn;
                if u < 1.0 {
                    let h = lerp(thickness.0, thickness.1, t) * (r / drawn);
                    self.values[iy * self.width + ix] += h * (1.0 - u * u).sqrt();
                }
            }
        }
    }

    /// Sets the greater of what is there and the cover of a round stroke `radius` pixels wide to each side.
    pub(super) fn stroke(&mut self, points: &[(f32, f32)], radius: f32) {
        for pair in points.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            let reach = radius + 1.5;
            let low = (ax.min(bx) - reach, ay.min(by) - reach);
            let high = (ax.max(bx) + reach, ay.max(by) + reach);
            let [(x0, x1), (y0, y1)] = self.clipped(low, high);
            let (dx, dy) = (bx - ax, by - ay);
            let square = (dx * dx + dy * dy).max(1e-6);
            for iy in y0..y1 {
                for ix in x0..x1 {
                    let px = ix as f32 + self.first.0 as f32 - ax;
                    let py = iy as f32 + self.first.1 as f32 - ay;
                    let t = ((px * dx + py * dy) / square).clamp(0.0, 1.0);
                    let (ex, ey) = (px - t * dx, py - t * dy);
                    let cover = (radius - (ex * ex + ey * ey).sqrt() + 0.5).clamp(0.0, 1.0);
                    let value = &mut self.values[iy * self.width + ix];
                    *value = value.max(cover);
                }
            }
        }
    }

    /// Adds all of it, times `factor`, to an image as wide as `width`.
    pub(super) fn add_to(&self, image: &mut [f32], width: usize, factor: f32) {
        for (row, y) in self
            .values
            .chunks_exact(self.width.max(1))
            .zip(self.first.1..)
        {
            let Ok(y) = usize::try_from(y) else { continue };
            let Some(out) = image.get_mut(y * width..(y + 1) * width) else {
                continue;
            };
            for (value, x) in row.iter().zip(self.first.0..) {
                if let Some(pixel) = usize::try_from(x).ok().and_then(|x| out.get_mut(x)) {
                    *pixel += value * factor;
                }
            }
        }
    }
}
