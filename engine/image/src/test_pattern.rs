//! A picture to check a display with: steps, faint patches, ramps, line pairs, an even border. Greys only, no words.

/// What a part of the pattern is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PatternPart {
    /// 18 even steps from black to white, each with a fainter and a brighter square in it.
    Steps,
    /// A square of 5 % on black.
    NearBlack,
    /// A square of 95 % on white.
    NearWhite,
    /// A ramp over all 256 greys.
    Ramp,
    /// Line pairs of one and two pixels, across and along, at full contrast.
    Lines,
    /// The same at a contrast of a tenth around mid grey.
    FaintLines,
}

/// Where a part lies: left, top, width, height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatternArea {
    /// What lies there.
    pub part: PatternPart,
    /// Left, top, width, height in pixels.
    pub rect: [u32; 4],
}

/// A rendered test pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestPattern {
    /// Columns and rows.
    pub size: [u32; 2],
    /// P-values, row by row.
    pub greys: Vec<u8>,
    /// Where its parts lie.
    pub areas: Vec<PatternArea>,
}

/// The steps of the wedge.
const N_STEPS: u32 = 18;
/// The grey around everything.
const GROUND: u8 = 128;
/// The least side that all parts fit into, pixels.
const LEAST_SIDE: u32 = 320;

impl TestPattern {
    /// The pattern in `size` pixels; `None` if a side is below 320 or above 16,384.
    #[must_use]
    pub fn new(size: [u32; 2]) -> Option<Self> {
        let [width, height] = size;
        if size
            .iter()
            .any(|side| !(LEAST_SIDE..=16_384).contains(side))
        {
            return None;
        }
        let n = usize::try_from(u64::from(width) * u64::from(height)).ok()?;
        let mut pattern = Self {
            size,
            greys: vec![GROUND; n],
            areas: Vec::new(),
        };
        pattern.border();
        let margin = (width.min(height) / 24).max(18);
        let inner = width - 2 * margin;
        let band = (height - 6 * margin) * 2 / 7;
        pattern.steps([margin, margin, inner, band]);
        pattern.ramp([margin, 2 * margin + band, inner, band / 2]);
        let half = (inner - margin) / 2;
        let top = 3 * margin + band + band / 2;
        pattern.near([margin, top, half, band], PatternPart::NearBlack);
        pattern.near(
            [margin + half + margin, top, half, band],
            PatternPart::NearWhite,
        );
        let top = top + band + margin;
        pattern.lines([margin, top, half, band], PatternPart::Lines, [0, 255]);
        pattern.lines(
            [margin + half + margin, top, half, band],
            PatternPart::FaintLines,
            [115, 141],
        );
        Some(pattern)
    }

    /// The grey at a pixel; 0 outside.
    #[must_use]
    pub fn grey_at(&self, x: u32, y: u32) -> u8 {
        self.index(x, y).map_or(0, |idx| self.greys[idx])
    }

    fn index(&self, x: u32, y: u32) -> Option<usize> {
        let [width, height] = self.size.map(|n| n as usize);
        let (x, y) = (x as usize, y as usize);
        (x < width && y < height).then(|| y * width + x)
    }

    fn fill(&mut self, [left, top, width, height]: [u32; 4], grey: impl Fn(u32, u32) -> u8) {
        for y in 0..height {
            for x in 0..width {
                if let Some(idx) = self.index(left + x, top + y) {
                    self.greys[idx] = grey(x, y);
                }
            }
        }
    }

    fn area(&mut self, part: PatternPart, rect: [u32; 4]) {
        self.areas.push(PatternArea { part, rect });
    }

    /// A white line around all, one pixel wide: a side that is cut off is seen.
    fn border(&mut self) {
        let [width, height] = self.size;
        for rect in [
            [0, 0, width, 1],
            [0, height - 1, width, 1],
            [0, 0, 1, height],
            [width - 1, 0, 1, height],
        ] {
            self.fill(rect, |_, _| u8::MAX);
        }
    }

    fn steps(&mut self, rect @ [left, top, width, height]: [u32; 4]) {
        self.area(PatternPart::Steps, rect);
        let step = width / N_STEPS;
        for number in 0..N_STEPS {
            let grey = byte(number * 255 / (N_STEPS - 1));
            let place = [left + number * step, top, step, height];
            self.fill(place, |_, _| grey);
            let side = step / 3;
            let within = |share: u32| [place[0] + side, top + height * share / 8, side, height / 4];
            // Two greys off the step's own: seen as squares where the display resolves them.
            self.fill(within(1), |_, _| grey.saturating_sub(5));
            self.fill(within(5), |_, _| grey.saturating_add(5));
        }
    }

    fn ramp(&mut self, rect @ [_, _, width, _]: [u32; 4]) {
        self.area(PatternPart::Ramp, rect);
        self.fill(rect, |x, _| byte(x * 255 / (width - 1)));
    }

    fn near(&mut self, rect @ [left, top, width, height]: [u32; 4], part: PatternPart) {
        self.area(part, rect);
        let (ground, patch) = if part == PatternPart::NearBlack {
            (0, 13)
        } else {
            (255, 242)
        };
        self.fill(rect, |_, _| ground);
        let square = [left + width / 4, top + height / 4, width / 2, height / 2];
        self.fill(square, |_, _| patch);
    }

    fn lines(
        &mut self,
        rect @ [left, top, width, height]: [u32; 4],
        part: PatternPart,
        [dark, bright]: [u8; 2],
    ) {
        self.area(part, rect);
        let quarter = width / 4;
        let pick = |is_bright: bool| if is_bright { bright } else { dark };
        for (number, period) in (0..4).zip([1, 2, 1, 2]) {
            let place = [left + number * quarter, top, quarter, height];
            let is_across = number < 2;
            self.fill(place, |x, y| {
                let along = if is_across { x } else { y };
                pick(along / period % 2 == 1)
            });
        }
    }
}

/// Callers keep within a byte.
fn byte(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests;
