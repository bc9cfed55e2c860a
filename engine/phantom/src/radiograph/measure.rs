//! The heart's width against the chest's, measured on the shadow and set by it.

use crate::num::p3;
use crate::radiograph::erect::Erect;
use crate::radiograph::exposure::Exposure;
use crate::radiograph::map::Map;
use crate::radiograph::view::chords;

/// Least length of a ray in the heart that still makes a border, mm.
const BORDER_MM: f32 = 2.0;

/// The shadow of the heart: lengths of rays in it.
pub(crate) fn heart_shadow(erect: &Erect, exposure: &Exposure, step: f32) -> Map {
    let view = &exposure.view;
    let (top, bottom) = (30.0, -150.0);
    let low = erect.of_soft(p3(0.0, 0.0, bottom)).z;
    let high = erect.of_soft(p3(0.0, 0.0, top)).z;
    let (_, v0, _) = view.project(p3(0.0, -30.0, high));
    let (_, v1, _) = view.project(p3(0.0, -30.0, low));
    let middle = view.project(p3(10.0, -20.0, -60.0)).0;
    let mut map = Map::over([middle - 170.0, v0], [middle + 170.0, v1], step);
    map.fill(|u, v| {
        let ray = view.ray(u, v, 150.0, 150.0);
        let [length] = chords(&ray, [0.0], [4.0, 30.0], |p| erect.heart(p));
        length
    });
    map
}

/// The cardiothoracic ratio of a frontal exposure: the distance between the heart's outermost borders over the greatest
/// inner width of the chest.
pub(crate) fn heart_share(erect: &Erect, exposure: &Exposure) -> f64 {
    const ROWS: u8 = 14;
    let view = &exposure.view;
    // Below the dome of the diaphragm no border is seen.
    let dome = erect.of_soft(p3(60.0, -10.0, erect.anatomy.dome_left - 4.0));
    let base = erect.of_soft(p3(0.0, -10.0, -10.0));
    let ((middle, lowest, _), (_, highest, _)) = (view.project(dome), view.project(base));
    let middle = middle - 60.0;
    let (mut left, mut right) = (0.0f32, 0.0f32);
    for row in 0..ROWS {
        let v = highest + (lowest - highest) * f32::from(row) / f32::from(ROWS - 1);
        left = left.max(border(erect, exposure, middle, v, 1.0));
        right = right.max(border(erect, exposure, middle, v, -1.0));
    }
    f64::from(left + right) / f64::from(chest_width(erect, exposure))
}

/// How far from the middle the heart reaches on one side of a row, mm; 0 where it does not.
fn border(erect: &Erect, exposure: &Exposure, middle: f32, v: f32, side: f32) -> f32 {
    let is_heart = |off: f32| {
        let ray = exposure.view.ray(middle + side * off, v, 120.0, 120.0);
        let [length] = chords(&ray, [0.0], [4.0, 30.0], |p| erect.heart(p));
        length > BORDER_MM
    };
    let (mut inside, mut outside) = (14.0f32, 190.0f32);
    if !is_heart(inside) {
        return 0.0;
    }
    while outside - inside > 0.2 {
        let between = 0.5 * (inside + outside);
        if is_heart(between) {
            inside = between;
        } else {
            outside = between;
        }
    }
    0.5 * (inside + outside)
}

/// The greatest inner width of the chest on the detector, mm.
fn chest_width(erect: &Erect, exposure: &Exposure) -> f32 {
    let mut greatest = 1.0f32;
    for i in 0..24u8 {
        let z = erect.anatomy.dome_left - 20.0 + 8.0 * f32::from(i);
        let (half, _, middle) = crate::chest_ct::anatomy::Anatomy::cage(z);
        let edge = |x: f32| exposure.view.project(erect.of_soft(p3(x, middle, z))).0;
        greatest = greatest.max(edge(half - 1.5) - edge(1.5 - half));
    }
    greatest
}

/// Makes the heart as wide as a share of the chest.
pub(crate) fn set_heart(erect: &mut Erect, exposure: &Exposure, share: f32) {
    let (mut low, mut high) = (0.6f32, 3.4f32);
    for _ in 0..11 {
        let middle = 0.5 * (low + high);
        erect.anatomy.heart_stretch = middle;
        if heart_share(erect, exposure) < f64::from(share) {
            low = middle;
        } else {
            high = middle;
        }
    }
    erect.anatomy.heart_stretch = 0.5 * (low + high);
}
