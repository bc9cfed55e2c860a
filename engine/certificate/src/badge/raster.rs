//! Filled shapes on a small picture: outlines become straight lines, lines become coverage, four rows a pixel.

use skrifa::outline::OutlinePen;

/// Lines a curve is cut into.
const STEPS: u8 = 32;
/// Rows a pixel.
const ROWS: usize = 4;

/// Closed outlines, y downwards.
#[derive(Debug, Clone, Default)]
pub(super) struct Path {
    /// Where a glyph's origin lies; a glyph's y goes upwards.
    origin: (f32, f32),
    contours: Vec<Vec<(f32, f32)>>,
}

impl Path {
    /// An empty path for a glyph whose origin is `origin`.
    pub(super) fn at(origin: (f32, f32)) -> Self {
        Self {
            origin,
            contours: Vec::new(),
        }
    }

    pub(super) fn polygon(points: impl Iterator<Item = (f32, f32)>) -> Self {
        Self {
            origin: (0.0, 0.0),
            contours: vec![points.collect()],
        }
    }

    /// Four cubic curves, within 0.03 % of the radius.
    pub(super) fn circle(centre: (f32, f32), radius: f32) -> Self {
        let mut path = Self::at(centre);
        let reach = radius * 0.552_285;
        path.move_to(radius, 0.0);
        path.curve_to(radius, reach, reach, radius, 0.0, radius);
        path.curve_to(-reach, radius, -radius, reach, -radius, 0.0);
        path.curve_to(-radius, -reach, -reach, -radius, 0.0, -radius);
        path.curve_to(reach, -radius, radius, -reach, radius, 0.0);
        path.close();
        path
    }

    /// The other way round, so that what is inside of `hole` is not filled.
    pub(super) fn add_hole(&mut self, hole: &Self) {
        for contour in &hole.contours {
            self.contours.push(contour.iter().rev().copied().collect());
        }
    }

    fn last(&self) -> (f32, f32) {
        self.contours
            .last()
            .and_then(|contour| contour.last())
            .copied()
            .unwrap_or_default()
    }

    fn push(&mut self, point: (f32, f32)) {
        if let Some(contour) = self.contours.last_mut() {
            contour.push(point);
        }
    }

    fn placed(&self, x: f32, y: f32) -> (f32, f32) {
        (self.origin.0 + x, self.origin.1 - y)
    }
}

impl OutlinePen for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        let point = self.placed(x, y);
        self.contours.push(vec![point]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let point = self.placed(x, y);
        self.push(point);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (from, control, to) = (self.last(), self.placed(cx0, cy0), self.placed(x, y));
        for step in 1..=STEPS {
            let t = f32::from(step) / f32::from(STEPS);
            let at = |a: f32, b: f32, c: f32| {
                (1.0 - t) * (1.0 - t) * a + 2.0 * (1.0 - t) * t * b + t * t * c
            };
            self.push((at(from.0, control.0, to.0), at(from.1, control.1, to.1)));
        }
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let from = self.last();
        let (first, second, to) = (
            self.placed(cx0, cy0),
            self.placed(cx1, cy1),
            self.placed(x, y),
        );
        for step in 1..=STEPS {
            let t = f32::from(step) / f32::from(STEPS);
            let u = 1.0 - t;
            let at = |a: f32, b: f32, c: f32, d: f32| {
                u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
            };
            self.push((
                at(from.0, first.0, second.0, to.0),
                at(from.1, first.1, second.1, to.1),
            ));
        }
    }

    fn close(&mut self) {}
}

/// RGBA pixels.
pub(super) struct Picture {
    side: usize,
    pixels: Vec<u8>,
}

impl Picture {
    pub(super) fn new(side: usize) -> Self {
        Self {
            side,
            pixels: vec![0; side * side * 4],
        }
    }

    /// Fills `path` by the non-zero rule.
    pub(super) fn fill(&mut self, path: &Path, colour: [u8; 3]) {
        let heights = || path.contours.iter().flatten().map(|point| point.1);
        let top = heights().fold(f32::INFINITY, f32::min);
        let bottom = heights().fold(f32::NEG_INFINITY, f32::max);
        let mut coverage = vec![0.0_f32; self.side];
        for row in 0..self.side {
            if index(row) + 1.0 < top || bottom < index(row) {
                continue;
            }
            coverage.fill(0.0);
            let mut is_touched = false;
            for part in 0..ROWS {
                let y = index(row) + (index(part) + 0.5) / index(ROWS);
                for (from, to) in spans(path, y) {
                    is_touched = true;
                    add_span(&mut coverage, from, to);
                }
            }
            if is_touched {
                self.blend(row, &coverage, colour);
            }
        }
    }

    fn blend(&mut self, row: usize, coverage: &[f32], colour: [u8; 3]) {
        let start = row * self.side * 4;
        let pixels = self.pixels[start..].chunks_exact_mut(4);
        for (pixel, &covered) in pixels.zip(coverage) {
            let over = covered.clamp(0.0, 1.0);
            if over <= 0.0 {
                continue;
            }
            let under = f32::from(pixel[3]) / 255.0 * (1.0 - over);
            let alpha = over + under;
            for (channel, new) in pixel.iter_mut().zip(colour) {
                let mixed = (f32::from(new) * over + f32::from(*channel) * under) / alpha;
                *channel = byte(mixed);
            }
            pixel[3] = byte(alpha * 255.0);
        }
    }

    pub(super) fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let side = u32::try_from(self.side).unwrap_or(u32::MAX);
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, side, side);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(bytes)
    }
}

/// Where the horizontal line at `y` is inside of `path`, from left to right.
fn spans(path: &Path, y: f32) -> Vec<(f32, f32)> {
    let mut crossings: Vec<(f32, i32)> = Vec::new();
    for contour in &path.contours {
        let next = contour.iter().cycle().skip(1);
        for (&(x0, y0), &(x1, y1)) in contour.iter().zip(next) {
            let direction = if y0 <= y && y < y1 {
                1
            } else if y1 <= y && y < y0 {
                -1
            } else {
                continue;
            };
            crossings.push((x0 + (y - y0) / (y1 - y0) * (x1 - x0), direction));
        }
    }
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut spans = Vec::new();
    let mut winding = 0;
    let mut start = 0.0;
    for (x, direction) in crossings {
        if winding == 0 {
            start = x;
        }
        winding += direction;
        if winding == 0 {
            spans.push((start, x));
        }
    }
    spans
}

/// Adds the part of each pixel that lies between `from` and `to`.
fn add_span(coverage: &mut [f32], from: f32, to: f32) {
    for (idx, covered) in coverage.iter_mut().enumerate() {
        let left = index(idx);
        if left >= to {
            break;
        }
        let part = to.min(left + 1.0) - from.max(left);
        if part > 0.0 {
            *covered += part / index(ROWS);
        }
    }
}

fn index(value: usize) -> f32 {
    u16::try_from(value).map_or(f32::from(u16::MAX), f32::from)
}

fn byte(value: f32) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held to 0..=255"
    )]
    let byte = value.round().clamp(0.0, 255.0) as u8;
    byte
}
