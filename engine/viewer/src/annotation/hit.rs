//! Which part of a drawing the pointer is at. Distances are those of the screen.

use overread_base::Vec3;

use crate::annotation::Drawing;

/// What of a drawing is dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// One of [`Drawing::handles`].
    Handle(usize),
    /// All of it.
    Whole,
}

/// The part of a drawing within `reach_px` of the pointer: the nearest handle, else the whole by one of its lines.
///
/// `on_screen` places a position of the drawing on the screen; `pointer` is in the same pixels.
#[must_use]
pub fn hit(
    drawing: &Drawing,
    on_screen: impl Fn(Vec3) -> [f64; 2],
    pointer: [f64; 2],
    reach_px: f64,
) -> Option<Part> {
    let far = |place: [f64; 2]| libm::hypot(place[0] - pointer[0], place[1] - pointer[1]);
    let handles = drawing.handles().into_iter().enumerate();
    let nearest = handles
        .map(|(idx, place)| (far(on_screen(place)), idx))
        .filter(|(distance, _)| *distance <= reach_px)
        .min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((_, idx)) = nearest {
        return Some(Part::Handle(idx));
    }
    let is_on = |chain: Vec<Vec3>| {
        let places: Vec<[f64; 2]> = chain.into_iter().map(&on_screen).collect();
        places
            .windows(2)
            .any(|ends| distance_to_line(pointer, ends[0], ends[1]) <= reach_px)
    };
    drawing
        .lines()
        .into_iter()
        .any(is_on)
        .then_some(Part::Whole)
}

/// The distance of a place to a line between two ends, all in pixels.
fn distance_to_line(at: [f64; 2], from: [f64; 2], to: [f64; 2]) -> f64 {
    let way = [to[0] - from[0], to[1] - from[1]];
    let rest = [at[0] - from[0], at[1] - from[1]];
    let square = way[0] * way[0] + way[1] * way[1];
    let part = if square > 0.0 {
        ((rest[0] * way[0] + rest[1] * way[1]) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    libm::hypot(rest[0] - way[0] * part, rest[1] - way[1] * part)
}

#[cfg(test)]
mod tests;
