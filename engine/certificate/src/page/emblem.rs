//! The emblem: a reading lens with a tick in it.

use super::canvas::{Canvas, Colour, GOLD, NAVY, TEAL};

const WHITE: Colour = Colour(1.0, 1.0, 1.0);

/// Draws it around `(x, y)` with the radius `radius`.
pub(super) fn draw(canvas: &mut Canvas, (x, y): (f32, f32), radius: f32) {
    let at = |dx: f32, dy: f32| (x + dx * radius, y + dy * radius);
    canvas.circle((x, y), radius, None, NAVY);
    canvas.circle((x, y), radius * 0.91, Some(radius * 0.03), GOLD);
    // The handle, then the glass over its end.
    canvas.polygon(
        &[
            at(0.26, -0.40),
            at(0.40, -0.26),
            at(0.72, -0.58),
            at(0.58, -0.72),
        ],
        GOLD,
    );
    let glass = at(-0.05, 0.08);
    canvas.circle(glass, radius * 0.52, None, WHITE);
    canvas.circle(glass, radius * 0.52, Some(radius * 0.07), GOLD);
    canvas.polygon(
        &[
            at(-0.33, 0.06),
            at(-0.24, 0.15),
            at(-0.10, 0.01),
            at(0.16, 0.31),
            at(0.26, 0.23),
            at(-0.09, -0.19),
        ],
        TEAL,
    );
}
