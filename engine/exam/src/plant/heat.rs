//! Probability maps changed along with the findings: spots wiped out or painted, whole maps moved, mirrored and cut.

use overread_base::{HeatMap, SeriesUid, Vec3, VolumeGeometry};

use super::place::Bounds;

/// Whether a map has one value a voxel; others are left alone.
fn is_whole(map: &HeatMap) -> bool {
    map.values.len() as u64 == map.geometry.voxel_count()
}

/// Changes the values of all voxels within `radius_mm` of a centre: `change` gets the distance and the value.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the grid"
)]
fn around(map: &mut HeatMap, centre: Vec3, radius_mm: f64, change: impl Fn(f64, u8) -> u8) {
    if !is_whole(map) || !centre.is_finite() || !radius_mm.is_finite() {
        return;
    }
    let geometry = &map.geometry;
    let middle = geometry.voxel_from_patient(centre).to_array();
    let spacing = geometry.spacing.to_array();
    let range = |axis: usize| {
        let (reach, last) = (
            radius_mm / spacing[axis],
            f64::from(geometry.size[axis]) - 1.0,
        );
        let from = (middle[axis] - reach).ceil().clamp(0.0, last + 1.0) as usize;
        let to = ((middle[axis] + reach).floor().clamp(-1.0, last) + 1.0) as usize;
        from..to
    };
    let [nx, ny, _] = geometry.size.map(|n| n as usize);
    for z in range(2) {
        for y in range(1) {
            for x in range(0) {
                let voxel = Vec3::new(x as f64, y as f64, z as f64);
                let distance = geometry.patient_from_voxel(voxel).distance(centre);
                if distance <= radius_mm {
                    let value = &mut map.values[x + nx * (y + ny * z)];
                    *value = change(distance, *value);
                }
            }
        }
    }
}

/// The maps in whose space a place of that series lies: of projections its own, of volumes all.
pub(super) fn of<'m>(
    maps: &'m mut [HeatMap],
    series: &SeriesUid,
    bounds: Bounds,
) -> impl Iterator<Item = &'m mut HeatMap> {
    let is_here = move |map: &&mut HeatMap| !bounds.is_plane() || map.series == *series;
    maps.iter_mut().filter(is_here)
}

/// Wipes a spot out.
pub(super) fn erase<'m>(
    maps: impl IntoIterator<Item = &'m mut HeatMap>,
    centre: Vec3,
    radius_mm: f64,
) {
    for map in maps {
        around(map, centre, radius_mm, |_, _| 0);
    }
}

/// Paints a spot of that probability, less towards its edge.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates"
)]
pub(super) fn paint<'m>(
    maps: impl IntoIterator<Item = &'m mut HeatMap>,
    centre: Vec3,
    radius_mm: f64,
    probability: f64,
) {
    if radius_mm <= 0.0 {
        return;
    }
    for map in maps {
        around(map, centre, radius_mm, |distance, value| {
            let share = 1.0 - distance / radius_mm;
            value.max((255.0 * probability * share.sqrt()).round() as u8)
        });
    }
}

/// Moves whole maps.
pub(super) fn translate(maps: &mut [HeatMap], by: Vec3) {
    for map in maps {
        map.geometry.origin = map.geometry.origin + by;
    }
}

/// Mirrors whole maps across the plane of that x.
///
/// A mirrored grid is left-handed; counting its slices from the other end makes it right-handed again.
pub(super) fn mirror(maps: &mut [HeatMap], middle_x: f64) {
    let flip = |v: Vec3| Vec3::new(-v.x, v.y, v.z);
    for map in maps.iter_mut().filter(|map| is_whole(map)) {
        let geometry = &map.geometry;
        let last = Vec3::new(0.0, 0.0, f64::from(geometry.size[2]) - 1.0);
        let corner = geometry.patient_from_voxel(last);
        let origin = Vec3::new(2.0 * middle_x - corner.x, corner.y, corner.z);
        let (row, column) = (flip(geometry.row_dir), flip(geometry.col_dir));
        let Ok(mirrored) =
            VolumeGeometry::new(geometry.size, geometry.spacing, origin, row, column)
        else {
            continue;
        };
        let n_slice = geometry.size[0] as usize * geometry.size[1] as usize;
        map.values = map.values.rchunks(n_slice).flatten().copied().collect();
        map.geometry = mirrored;
    }
}

/// Wipes out what lies outside a box.
pub(super) fn cut(maps: &mut [HeatMap], to: Bounds) {
    for map in maps.iter_mut().filter(|map| is_whole(map)) {
        let geometry = &map.geometry;
        let [nx, ny, nz] = geometry.size;
        let voxels =
            (0..nz).flat_map(|z| (0..ny).flat_map(move |y| (0..nx).map(move |x| [x, y, z])));
        for ([x, y, z], value) in voxels.zip(&mut map.values) {
            let voxel = Vec3::new(f64::from(x), f64::from(y), f64::from(z));
            if *value > 0 && !to.contains(geometry.patient_from_voxel(voxel)) {
                *value = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests;
