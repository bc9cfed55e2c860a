//! A picture of an AI result: the slice through each finding with its mark and size. Writes PNG; makes no judgement.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use anyhow::Context as _;
use font8x8::UnicodeFonts as _;
use overread_base::{Finding, Mark, Shape, Vec3};
use overread_image::{Plane, Viewport, VoiLut, Volume};

/// Side of one panel in pixels.
const PANEL_PX: u32 = 420;
/// Height of the line of text under a panel.
const CAPTION_PX: u32 = 20;
/// Width of a letter.
const GLYPH_PX: i64 = 8;
/// What is left free beside text.
const MARGIN_PX: i64 = 4;
/// Panels side by side.
const COLUMNS: u32 = 3;
/// The findings shown at most; the list in the JSON is always whole.
const MAX_PANELS: usize = 9;

const CYAN: [u8; 3] = [90, 220, 255];
const HALO: [u8; 3] = [0, 0, 0];
const TEXT: [u8; 3] = [225, 230, 235];

/// Draws the slices of up to nine findings, the surest first, each with its mark; one slice in the middle of the
/// volume if there are none. The lines of `notice` stand below.
///
/// # Errors
/// If the file cannot be written.
pub(crate) fn draw_findings(
    path: &Path,
    volume: &Volume,
    lut: &VoiLut,
    findings: &[&Finding],
    notice: &[String],
) -> anyhow::Result<()> {
    composed(volume, lut, findings, notice).write(path)
}

fn composed(volume: &Volume, lut: &VoiLut, findings: &[&Finding], notice: &[String]) -> Canvas {
    let probability = |finding: &Finding| finding.probability.unwrap_or(0.0);
    let mut order: Vec<(usize, &Finding)> = findings.iter().copied().enumerate().collect();
    order.sort_by(|a, b| probability(b.1).total_cmp(&probability(a.1)));
    order.truncate(MAX_PANELS);
    let n_panels = u32::try_from(order.len().max(1)).unwrap_or(1);
    let columns = n_panels.min(COLUMNS);
    let rows = n_panels.div_ceil(COLUMNS);
    let panels_px = rows * (PANEL_PX + CAPTION_PX);
    let notice: Vec<String> = notice
        .iter()
        .flat_map(|text| wrapped(text, columns * PANEL_PX))
        .collect();
    let n_lines = u32::try_from(notice.len()).unwrap_or(0);
    let mut canvas = Canvas::new([columns * PANEL_PX, panels_px + n_lines * CAPTION_PX]);
    for (line, text) in (0i64..).zip(&notice) {
        let y = i64::from(panels_px) + line * i64::from(CAPTION_PX) + 6;
        canvas.text([MARGIN_PX, y], text, TEXT);
    }
    let middle = volume.geometry().centre();
    if order.is_empty() {
        panel(&mut canvas, [0, 0], volume, lut, middle, None);
        canvas.caption([0, 0], "no findings: middle slice");
    }
    for (place, (idx, finding)) in (0u32..).zip(order) {
        let corner = [
            place % COLUMNS * PANEL_PX,
            place / COLUMNS * (PANEL_PX + CAPTION_PX),
        ];
        let centre = finding.marks.iter().find_map(|mark| mark.shape.centre());
        let shown = centre.unwrap_or(middle);
        panel(&mut canvas, corner, volume, lut, shown, Some(finding));
        canvas.caption(corner, &caption(idx + 1, finding, centre));
    }
    canvas
}

/// The lines of a text that are not wider than this, parted between words; a longer word has a line of its own.
fn wrapped(text: &str, width_px: u32) -> Vec<String> {
    let room = usize::try_from((i64::from(width_px) - 2 * MARGIN_PX) / GLYPH_PX).unwrap_or(0);
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= room => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// What stands under a panel: number, probability, diameter, position.
fn caption(number: usize, finding: &Finding, centre: Option<Vec3>) -> String {
    let mut parts = vec![format!("{number}")];
    parts.extend(finding.probability.map(|p| format!("p {p:.2}")));
    parts.extend(
        finding
            .measures
            .iter()
            .find(|m| m.ucum == "mm")
            .map(|m| format!("{:.1} mm", m.value)),
    );
    parts.extend(finding.category.as_ref().map(|c| c.value.clone()));
    parts.extend(centre.map(place));
    parts.join("  ")
}

/// A place as the letters of the patient's sides and millimetres: left or right, back or front, head or feet.
fn place(at: Vec3) -> String {
    let side = |mm: f64, plus: char, minus: char| {
        let letter = if mm < 0.0 { minus } else { plus };
        format!("{letter}{:.0}", mm.abs())
    };
    let [x, y, z] = [(at.x, 'L', 'R'), (at.y, 'P', 'A'), (at.z, 'H', 'F')]
        .map(|(mm, plus, minus)| side(mm, plus, minus));
    format!("{x} {y} {z} mm")
}

/// One axial slice through `centre` with the marks of `finding`.
fn panel(
    canvas: &mut Canvas,
    corner: [u32; 2],
    volume: &Volume,
    lut: &VoiLut,
    centre: Vec3,
    finding: Option<&Finding>,
) {
    let viewport = Viewport::fitted(
        volume.geometry(),
        Plane::Axial,
        centre,
        [PANEL_PX, PANEL_PX],
    );
    let mut greys = Vec::new();
    viewport.render(volume, lut, &mut greys);
    canvas.grey_block(corner, [PANEL_PX, PANEL_PX], &greys);
    // A point beside an outline is its middle: framing it would only cover what is framed already.
    let is_point = |mark: &Mark| matches!(mark.shape, Shape::Point(_));
    let marks = finding.map_or(&[][..], |finding| &finding.marks);
    let has_outline = marks.iter().any(|mark| !is_point(mark));
    for mark in marks.iter().filter(|mark| !(has_outline && is_point(mark))) {
        if let Some((low, high)) = outline_px(&viewport, &mark.shape) {
            let at = |p: [f64; 2]| [f64::from(corner[0]) + p[0], f64::from(corner[1]) + p[1]];
            canvas.frame(at(low), at(high));
        }
    }
}

/// The box on screen around a shape, with a margin so that the lesion's own border stays visible.
fn outline_px(viewport: &Viewport, shape: &Shape) -> Option<([f64; 2], [f64; 2])> {
    const MARGIN_PX: f64 = 4.0;
    const LEAST_HALF_PX: f64 = 8.0;
    let (low, high) = shape.bounds()?;
    let (ax, ay, _) = viewport.screen_from_patient(low);
    let (bx, by, _) = viewport.screen_from_patient(high);
    let centre = [(ax + bx) * 0.5, (ay + by) * 0.5];
    let half = [
        ((ax - bx).abs() * 0.5 + MARGIN_PX).max(LEAST_HALF_PX),
        ((ay - by).abs() * 0.5 + MARGIN_PX).max(LEAST_HALF_PX),
    ];
    Some((
        [centre[0] - half[0], centre[1] - half[1]],
        [centre[0] + half[0], centre[1] + half[1]],
    ))
}

/// An RGB picture, row-major.
struct Canvas {
    size: [u32; 2],
    rgb: Vec<u8>,
}

impl Canvas {
    fn new(size: [u32; 2]) -> Self {
        Self {
            size,
            rgb: vec![0; size[0] as usize * size[1] as usize * 3],
        }
    }

    /// Sets one pixel; outside the picture nothing happens.
    fn set(&mut self, x: i64, y: i64, colour: [u8; 3]) {
        let inside = |v: i64, n: u32| usize::try_from(v).ok().filter(|&v| v < n as usize);
        if let (Some(x), Some(y)) = (inside(x, self.size[0]), inside(y, self.size[1])) {
            let at = (y * self.size[0] as usize + x) * 3;
            self.rgb[at..at + 3].copy_from_slice(&colour);
        }
    }

    fn grey_block(&mut self, corner: [u32; 2], size: [u32; 2], greys: &[u8]) {
        for (y, line) in (0i64..).zip(greys.chunks_exact(size[0].max(1) as usize)) {
            for (x, &grey) in (0i64..).zip(line) {
                self.set(
                    i64::from(corner[0]) + x,
                    i64::from(corner[1]) + y,
                    [grey; 3],
                );
            }
        }
    }

    /// A cyan frame with a dark line on either side, so that it is seen on black and on white.
    fn frame(&mut self, low: [f64; 2], high: [f64; 2]) {
        for (grow, colour) in [(-1, HALO), (1, HALO), (0, CYAN)] {
            let [x0, y0] = low.map(|v| whole(v) - grow);
            let [x1, y1] = high.map(|v| whole(v) + grow);
            (x0..=x1).for_each(|x| [y0, y1].into_iter().for_each(|y| self.set(x, y, colour)));
            (y0..=y1).for_each(|y| [x0, x1].into_iter().for_each(|x| self.set(x, y, colour)));
        }
    }

    /// A line of text under the panel at `corner`.
    fn caption(&mut self, corner: [u32; 2], text: &str) {
        let [x, y] = corner.map(i64::from);
        self.text([x + MARGIN_PX, y + i64::from(PANEL_PX) + 6], text, TEXT);
    }

    fn text(&mut self, corner: [i64; 2], text: &str, colour: [u8; 3]) {
        for (place, glyph) in (0i64..).zip(
            text.chars()
                .map(|c| font8x8::BASIC_FONTS.get(c).unwrap_or([0; 8])),
        ) {
            for (y, row) in (0i64..).zip(glyph) {
                for x in (0..GLYPH_PX).filter(|x| row >> x & 1 == 1) {
                    self.set(corner[0] + place * GLYPH_PX + x, corner[1] + y, colour);
                }
            }
        }
    }

    fn write(&self, path: &Path) -> anyhow::Result<()> {
        let file =
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut encoder = png::Encoder::new(BufWriter::new(file), self.size[0], self.size[1]);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.rgb)?;
        writer
            .finish()
            .with_context(|| format!("cannot write {}", path.display()))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a screen position; far outside saturates and is not drawn"
)]
fn whole(px: f64) -> i64 {
    (px.round() as i64).clamp(-100_000, 100_000)
}

#[cfg(test)]
mod tests;
