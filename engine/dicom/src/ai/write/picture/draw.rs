//! Lines and letters on a picture. No findings, no files.

use overread_image::RgbImage;

use super::super::place::Outline;
use super::letters::{HEIGHT, WIDTH, rows_of};

const MARK: [u8; 3] = [255, 214, 0];
const WORDS: [u8; 3] = [255, 255, 255];
/// The corners of an ellipse as it is drawn.
const ELLIPSE_CORNERS: u32 = 96;

/// A picture under construction.
pub(super) struct Canvas {
    size: [u32; 2],
    pixels: Vec<[u8; 3]>,
    /// Picture pixels a pixel of the image.
    factor: u32,
    /// Picture pixels a dot of a letter, and the width of lines.
    dot: u32,
}

impl Canvas {
    /// An image of `size`, enlarged.
    pub(super) fn new(size: [u32; 2], image: &[[u8; 3]], factor: u32) -> Self {
        let [columns, rows] = size.map(|n| n * factor);
        let mut pixels = Vec::with_capacity(columns as usize * rows as usize);
        for y in 0..rows {
            let row = (y / factor) as usize * size[0] as usize;
            pixels.extend((0..columns).map(|x| {
                let pixel = image.get(row + (x / factor) as usize);
                pixel.copied().unwrap_or_default()
            }));
        }
        Self {
            size: [columns, rows],
            pixels,
            factor,
            dot: (columns / 384).max(1),
        }
    }

    pub(super) fn outline(&mut self, outline: &Outline) {
        let points = match outline {
            Outline::Point(at) => return self.cross(*at),
            Outline::Polyline(_) | Outline::Polygon(_) => outline.points(),
            Outline::Ellipse([a, b, c, d]) => ellipse(*a, *b, *c, *d),
        };
        for pair in points.windows(2) {
            self.line(pair[0], pair[1]);
        }
    }

    /// Four strokes around a point, which itself stays free.
    fn cross(&mut self, [x, y]: [f64; 2]) {
        let reach = 8.0 * f64::from(self.dot) / f64::from(self.factor);
        for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            let at = |r: f64| [x + dx * r * reach, y + dy * r * reach];
            self.line(at(0.4), at(1.4));
        }
    }

    /// A line between two places of the image.
    fn line(&mut self, from: [f64; 2], to: [f64; 2]) {
        let scaled = |p: [f64; 2]| p.map(|v| v * f64::from(self.factor));
        let (from, to) = (scaled(from), scaled(to));
        let d = [to[0] - from[0], to[1] - from[1]];
        let steps = d[0].abs().max(d[1].abs()).ceil().clamp(1.0, 1e5);
        let mut step = 0.0;
        while step <= steps {
            let t = step / steps;
            self.block([from[0] + d[0] * t, from[1] + d[1] * t], self.dot, MARK);
            step += 1.0;
        }
    }

    /// A square of picture pixels around a place of the picture.
    fn block(&mut self, [x, y]: [f64; 2], side: u32, colour: [u8; 3]) {
        let half = f64::from(side) / 2.0;
        let (Some(x), Some(y)) = (whole(x - half + 0.5), whole(y - half + 0.5)) else {
            return;
        };
        self.square([x, y], side, colour);
    }

    fn square(&mut self, [x, y]: [u32; 2], side: u32, colour: [u8; 3]) {
        let [columns, rows] = self.size;
        for row in y..y.saturating_add(side).min(rows) {
            for column in x..x.saturating_add(side).min(columns) {
                self.pixels[row as usize * columns as usize + column as usize] = colour;
            }
        }
    }

    /// Words at the upper right of an outline, moved so that they are on the picture.
    pub(super) fn label(&mut self, words: &str, outline: &Outline) {
        let points = outline.points();
        let right = points.iter().map(|p| p[0]).fold(f64::MIN, f64::max);
        let top = points.iter().map(|p| p[1]).fold(f64::MAX, f64::min);
        let factor = f64::from(self.factor);
        let width = self.width_of(words);
        let height = HEIGHT * self.dot;
        let x = whole(right * factor).unwrap_or(0) + 3 * self.dot;
        let y = whole(top * factor).unwrap_or(0);
        let x = x.min(self.size[0].saturating_sub(width));
        let y = y.saturating_sub(height + 3 * self.dot);
        self.words(words, [x, y], MARK);
    }

    fn width_of(&self, words: &str) -> u32 {
        let n = u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
        n.saturating_mul(WIDTH + 1).saturating_mul(self.dot)
    }

    fn words(&mut self, words: &str, [x, y]: [u32; 2], colour: [u8; 3]) {
        let mut left = x;
        for letter in words.chars() {
            for (row, bits) in (0..).zip(rows_of(letter)) {
                for column in 0..WIDTH {
                    if bits >> (WIDTH - 1 - column) & 1 == 1 {
                        let at = [left + column * self.dot, y + row * self.dot];
                        self.square(at, self.dot, colour);
                    }
                }
            }
            left += (WIDTH + 1) * self.dot;
        }
    }

    /// The picture with a black strip below it, and words on the strip.
    pub(super) fn captioned(mut self, lines: &[&str]) -> RgbImage {
        let most = (self.size[0] / ((WIDTH + 1) * self.dot))
            .saturating_sub(1)
            .max(8) as usize;
        let lines: Vec<String> = lines.iter().flat_map(|line| wrapped(line, most)).collect();
        let step = (HEIGHT + 3) * self.dot;
        let n_lines = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        let [columns, rows] = self.size;
        let all_rows = rows + n_lines * step + 3 * self.dot;
        self.size = [columns, all_rows];
        self.pixels
            .resize(columns as usize * all_rows as usize, [0; 3]);
        for (n, line) in (0..).zip(&lines) {
            let y = rows + 3 * self.dot + n * step;
            self.words(line, [3 * self.dot, y], WORDS);
        }
        RgbImage::new(self.size, self.pixels).unwrap_or_else(|| {
            unreachable!("the pixels were resized to columns x rows in this function")
        })
    }
}

/// A closed chain of points along an ellipse, given by the ends of its axes.
fn ellipse(a: [f64; 2], b: [f64; 2], c: [f64; 2], d: [f64; 2]) -> Vec<[f64; 2]> {
    let centre = [a[0].midpoint(b[0]), a[1].midpoint(b[1])];
    let half = |p: [f64; 2], q: [f64; 2]| [(q[0] - p[0]) / 2.0, (q[1] - p[1]) / 2.0];
    let (major, minor) = (half(a, b), half(c, d));
    let corner = |i: u32| {
        let angle = std::f64::consts::TAU * f64::from(i) / f64::from(ELLIPSE_CORNERS);
        let (cos, sin) = (libm::cos(angle), libm::sin(angle));
        [0, 1].map(|axis| centre[axis] + major[axis] * cos + minor[axis] * sin)
    };
    (0..=ELLIPSE_CORNERS).map(corner).collect()
}

/// Lines of at most `most` letters, broken between words where that is possible.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for (n, piece) in letters.chunks(most).enumerate() {
            let Some(line) = lines.last_mut() else {
                continue;
            };
            let used = line.chars().count();
            if n > 0 || (used > 0 && used + 1 + piece.len() > most) {
                lines.push(piece.iter().collect());
            } else {
                if used > 0 {
                    line.push(' ');
                }
                line.extend(piece);
            }
        }
    }
    lines
}

/// The pixel of a coordinate; none left of or above the picture.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within 0 and 2^31"
)]
fn whole(number: f64) -> Option<u32> {
    (0.0..2e9).contains(&number).then_some(number as u32)
}

#[cfg(test)]
mod tests;
