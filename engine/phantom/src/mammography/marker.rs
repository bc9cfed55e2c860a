//! The lead letters beside the breast: side and view.

use crate::mammography::patch::Patch;
use crate::mammography::view::{Projection, View};
use crate::num::to_f32;

/// Strokes of a letter in a box 0.7 wide and 1 high, y down.
fn strokes(letter: char) -> Vec<Vec<(f32, f32)>> {
    let arc = |cx: f32, cy: f32, rx: f32, ry: f32, from: f32, to: f32| {
        (0..=14u8)
            .map(|i| {
                let t = from + (to - from) * f32::from(i) / 14.0;
                (cx + rx * libm::cosf(t), cy + ry * libm::sinf(t))
            })
            .collect::<Vec<_>>()
    };
    match letter {
        'R' => vec![
            vec![(0.0, 1.0), (0.0, 0.0), (0.35, 0.0)],
            arc(0.35, 0.26, 0.28, 0.26, -1.57, 1.57),
            vec![(0.35, 0.52), (0.0, 0.52)],
            vec![(0.33, 0.52), (0.68, 1.0)],
        ],
        'L' => vec![vec![(0.0, 0.0), (0.0, 1.0), (0.6, 1.0)]],
        'C' => vec![arc(0.36, 0.5, 0.34, 0.5, 0.85, 5.43)],
        'M' => vec![vec![
            (0.0, 1.0),
            (0.0, 0.0),
            (0.36, 0.62),
            (0.72, 0.0),
            (0.72, 1.0),
        ]],
        'O' => vec![arc(0.36, 0.5, 0.36, 0.5, 0.0, 6.3)],
        _ => Vec::new(),
    }
}

/// How much of each pixel the letters cover, for a part of the image.
pub(super) fn cover(view: &View) -> Patch {
    let side = if view.side == overread_base::Laterality::Right {
        'R'
    } else {
        'L'
    };
    let text: String = [side]
        .into_iter()
        .chain(view.projection.name().chars())
        .collect();
    let mut rng = view.seed.child("marker").rng();
    let tilt = to_f32(rng.range(-0.06, 0.06));
    let height_mm = 8.0;
    let pitch_mm = 0.98 * height_mm;
    let half_mm = 0.5 * pitch_mm * text.len() as f32;
    let (_, high) = view.range_mm();
    let (a, v) = match view.projection {
        Projection::Craniocaudal => (
            172.0 - half_mm - to_f32(rng.range(0.0, 6.0)),
            high - to_f32(rng.range(40.0, 54.0)),
        ),
        Projection::Oblique => (
            172.0 - half_mm - to_f32(rng.range(0.0, 6.0)),
            high - to_f32(rng.range(44.0, 62.0)),
        ),
    };
    let middle = view.pixel(a, v);
    let scale = 1.0 / view.pixel_mm;
    let mut patch = Patch::around(middle, (half_mm + height_mm) * scale);
    for (i, letter) in text.chars().enumerate() {
        for stroke in strokes(letter) {
            let points: Vec<(f32, f32)> = stroke
                .iter()
                .map(|&(x, y)| {
                    let dx = x * height_mm + i as f32 * pitch_mm - half_mm;
                    let dy = (y - 0.5) * height_mm;
                    (
                        middle.0 + (dx - tilt * dy) * scale,
                        middle.1 + (dy + tilt * dx) * scale,
                    )
                })
                .collect();
            patch.stroke(&points, 0.75 * scale);
        }
    }
    patch
}
