//! Renders one view: tissue on a coarse grid, fine detail, lesions, then film and display.

use crate::mammography::film::{self, Path};
use crate::mammography::lesion::Lesions;
use crate::mammography::patch::Patch;
use crate::mammography::show::{self, Depths};
use crate::mammography::strands::{self, Vessel};
use crate::mammography::tile::{Frame, Tile};
use crate::mammography::tissue::Tissue;
use crate::mammography::view::View;
use crate::num::{index_in, p3, smooth_step};

/// All that an image is made of.
pub(super) struct Scene<'a> {
    pub(super) view: &'a View,
    pub(super) tissue: &'a Tissue,
    pub(super) tile: &'a Tile,
    pub(super) vessels: &'a [Vessel],
    pub(super) lesions: Lesions,
}

/// The stored samples.
pub(super) fn render(scene: &Scene<'_>) -> Vec<i16> {
    let view = scene.view;
    let depths = Depths::of(view);
    let mut gland = gland(scene);
    let mut thin = Patch::whole(view.columns, view.rows);
    strands::draw_strands(view, &mut thin);
    strands::draw_vessels(scene.vessels, view, &mut thin);
    for (g, t) in gland.iter_mut().zip(&thin.values) {
        *g += t;
    }
    detail(scene, &mut gland);
    let log = film::exposed(view, primary(scene, &depths, &gland));
    show::presented(view, &depths, log)
}

/// Gland in mm for each pixel: columns on a grid of about 0.4 mm, smooth between.
fn gland(scene: &Scene<'_>) -> Vec<f32> {
    let view = scene.view;
    let block = index_in(0.4 / view.pixel_mm + 0.01, 16).max(1);
    let (w, h) = (
        view.columns.div_ceil(block) + 4,
        view.rows.div_ceil(block) + 4,
    );
    let mut coarse = Vec::with_capacity(w * h);
    for iy in 0..h {
        for ix in 0..w {
            let middle = |i: usize| (i as f32 - 1.5) * block as f32 - 0.5;
            let place = view.plane(middle(ix), middle(iy));
            let depth = view.outline.depth(place.0, place.1);
            let column =
                scene
                    .tissue
                    .column(view, scene.tile, place, depth, &scene.lesions.changes);
            coarse.push(column.gland);
        }
    }
    let weights: Vec<[f32; 4]> = (0..2 * block)
        .map(|i| cubic(i as f32 / (2 * block) as f32))
        .collect();
    let mut out = Vec::with_capacity(view.columns * view.rows);
    let mut line = vec![0.0f32; w];
    for y in 0..view.rows {
        let (first, part) = cell(y, block);
        for (x, value) in line.iter_mut().enumerate() {
            let at = |k: usize| coarse[(first + k).min(h - 1) * w + x];
            *value = weighted(&weights[part], at);
        }
        for x in 0..view.columns {
            let (first, part) = cell(x, block);
            let at = |k: usize| line[(first + k).min(w - 1)];
            out.push(weighted(&weights[part], at).max(0.0));
        }
    }
    out
}

/// The first of the four nodes about a pixel, and the pixel's part of the way from the second to the third, in halves of
/// a pixel. Node `i` lies at pixel `(i - 1.5) block - 0.5`.
fn cell(x: usize, block: usize) -> (usize, usize) {
    let halves = 2 * x + 1 + 3 * block;
    (halves / (2 * block) - 1, halves % (2 * block))
}

fn weighted(weights: &[f32; 4], at: impl Fn(usize) -> f32) -> f32 {
    weights[0] * at(0) + weights[1] * at(1) + weights[2] * at(2) + weights[3] * at(3)
}

/// The uniform cubic B-spline: smooth to the second derivative, so that no cell shows.
fn cubic(t: f32) -> [f32; 4] {
    let u = 1.0 - t;
    let (t2, t3) = (t * t, t * t * t);
    [
        u * u * u / 6.0,
        (3.0 * t3 - 6.0 * t2 + 4.0) / 6.0,
        (-3.0 * t3 + 3.0 * t2 + 3.0 * t + 1.0) / 6.0,
        t3 / 6.0,
    ]
}

/// Detail finer than the columns: gland is more or less packed, fat has fine septa.
fn detail(scene: &Scene<'_>, gland: &mut [f32]) {
    let view = scene.view;
    let frame = Frame::new(view.seed.child("detail"), 0.19);
    let reach = view.breast.depth_mm;
    for (y, row) in gland.chunks_exact_mut(view.columns).enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            let (a, v) = view.plane(x as f32, y as f32);
            if *value <= 0.0 {
                continue;
            }
            // Along the way to the nipple it is longer than across.
            let narrow = 40.0 / (24.0 + 0.45 * (reach - a).max(0.0));
            let field = scene.tile.at(frame.cell(p3(a * 0.6, v * narrow, 0.0)));
            *value += field[0] * (0.06 * *value + 0.25) + 0.5 * (0.5 - field[2].abs().min(1.0));
        }
    }
}

/// The share of the open beam behind each pixel.
fn primary(scene: &Scene<'_>, depths: &Depths, gland: &[f32]) -> Vec<f32> {
    let view = scene.view;
    let (width, height) = (view.columns, view.rows);
    let mut tissue = vec![0.0f32; width * height];
    let mut displaced = vec![0.0f32; width * height];
    let mut calcium = vec![0.0f32; width * height];
    for layer in &scene.lesions.layers {
        layer.body.add_to(&mut tissue, width, layer.density);
        layer.body.add_to(&mut displaced, width, 1.0);
        layer.lines.add_to(&mut tissue, width, 1.0);
        layer.calcium.add_to(&mut calcium, width, 1.0);
    }
    let fibres = Frame::new(view.seed.child("fibres"), 0.55);
    let mut primary = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let at = y * width + x;
            let depth = depths.at(x, y);
            if depth <= 0.0 {
                primary.push(1.0);
                continue;
            }
            let (a, v) = view.plane(x as f32, y as f32);
            let (outer, inner) = view.thickness(depth);
            let moved = (1.0 - displaced[at] / inner.max(1.0)).clamp(0.0, 1.0);
            let mut dense = gland[at] * moved + tissue[at];
            let muscle = match &view.muscle {
                Some(muscle) if muscle.depth(a, v) > -2.0 => {
                    // Bundles run along the edge.
                    let along = p3(a * 0.8 - v * 0.26, (v + a * 0.3) * 0.16, 7.0);
                    let bundle = scene.tile.at(fibres.cell(along));
                    let share = muscle.share(a, v);
                    (share * (1.0 + 0.05 * bundle[0] + 0.03 * bundle[2])).clamp(0.0, 0.97)
                }
                _ => 0.0,
            };
            dense = (dense * (1.0 - muscle) + nipple(view, a, v)).max(0.0);
            let muscle = muscle * inner;
            let path = Path {
                fat: (inner - muscle - dense).max(0.0),
                gland: dense,
                skin: outer - inner,
                muscle,
                calcium: calcium[at],
            };
            primary.push(path.transmission());
        }
    }
    primary
}

/// Dense tissue of the nipple and behind it, mm.
fn nipple(view: &View, a: f32, v: f32) -> f32 {
    let nipple = view.outline.nipple();
    let depth = nipple.depth(a, v);
    if depth <= -3.0 {
        return 0.0;
    }
    // Fades into the breast behind it.
    let fade = smooth_step(nipple.base_mm - 14.0, nipple.base_mm, a);
    6.5 * smooth_step(-2.0, 4.0, depth) * fade
}
