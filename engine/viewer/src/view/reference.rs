//! Lines of other planes: where a viewport's plane cuts another one's. No state, no drawing.

use overread_base::VolumeGeometry;
use overread_image::Viewport;

use crate::pane::extent_mm;

/// Where the plane of another viewport cuts this one, in pixels of this one; `None` if they are parallel or do not meet.
///
/// `other` is the plane that is drawn as a line, as far as its volume reaches.
#[must_use]
pub fn reference_line(
    on: &Viewport,
    other: &Viewport,
    other_geometry: &VolumeGeometry,
) -> Option<[[f64; 2]; 2]> {
    let middle = other_geometry.centre();
    let other_normal = other.right.cross(other.down);
    let centre = middle + other_normal * (other.centre - middle).dot(other_normal);
    let half = [other.right, other.down].map(|way| way * (extent_mm(other_geometry, way) * 0.5));
    let corners = [
        centre - half[0] - half[1],
        centre + half[0] - half[1],
        centre + half[0] + half[1],
        centre - half[0] + half[1],
    ];
    let normal = on.right.cross(on.down);
    if normal.cross(other_normal).length() < 0.1 {
        return None;
    }
    let mut ends = Vec::new();
    for side in 0..4 {
        let (a, b) = (corners[side], corners[(side + 1) % 4]);
        let [da, db] = [a, b].map(|corner| (corner - on.centre).dot(normal));
        if (da < 0.0) != (db < 0.0) {
            let (x, y, _) = on.screen_from_patient(a + (b - a) * (da / (da - db)));
            ends.push([x, y]);
        }
    }
    match ends[..] {
        [a, b] => Some([a, b]),
        _ => None,
    }
}
