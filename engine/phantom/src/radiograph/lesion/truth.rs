//! Where lesions are seen: masks, centres and radii on the detector.

use overread_base::{
    Lesion, LesionId, LesionRole, LesionView, MaskRle, SeriesUid, Vec3, VolumeGeometry,
};

use crate::radiograph::erect::Erect;
use crate::radiograph::exposure::Exposure;
use crate::radiograph::lesion::Lesion3;
use crate::radiograph::map::Map;

/// Share of its greatest thickness at which a lesion still counts as seen.
const SEEN: f32 = 0.1;

/// The lesions that make a study abnormal, as they are seen in each series.
pub(crate) fn truth(
    lesions: &[Lesion3],
    erect: &Erect,
    exposures: &[Exposure],
    series: &[(SeriesUid, VolumeGeometry)],
) -> Vec<Lesion> {
    let mut out: Vec<Lesion> = Vec::new();
    for lesion in lesions {
        if lesion.item.kind.role != LesionRole::Finding {
            continue;
        }
        let views: Vec<LesionView> = exposures
            .iter()
            .zip(series)
            .filter_map(|(exposure, (uid, geometry))| {
                view(&lesion.thickness(erect, exposure), exposure, uid, geometry)
            })
            .collect();
        let Some(first) = views.first().cloned() else {
            continue;
        };
        let Ok(id) = LesionId::new(format!("l{}", out.len() + 1)) else {
            continue;
        };
        out.push(Lesion {
            id,
            code: lesion.item.kind.code(),
            centre: first.centre,
            radius_mm: first.radius_mm,
            nodule_type: None,
            laterality: Some(lesion.side()),
            category: None,
            weight: 1.0,
            mask: first.mask,
            views,
        });
    }
    let weight = 1.0 / out.len().max(1) as f64;
    for lesion in &mut out {
        lesion.weight = weight;
    }
    out
}

/// A lesion in one image; `None` where it lies outside the collimated field.
fn view(
    map: &Map,
    exposure: &Exposure,
    uid: &SeriesUid,
    geometry: &VolumeGeometry,
) -> Option<LesionView> {
    let threshold = SEEN * map.greatest();
    if threshold <= 0.0 {
        return None;
    }
    let pixel = exposure.pixel_mm;
    let start = exposure.start();
    let half = [
        0.5 * exposure.view.size_mm[0],
        0.5 * exposure.view.size_mm[1],
    ];
    let [left, right, top, bottom] = exposure.borders;
    let low = [
        (-half[0] + left).max(map.start[0]),
        (-half[1] + top).max(map.start[1]),
    ];
    let high = [
        (half[0] - right).min(map.u(map.nx - 1)),
        (half[1] - bottom).min(map.v(map.ny - 1)),
    ];
    let n = [exposure.nx as usize, exposure.ny as usize];
    let range = |k: usize| {
        let first = crate::num::index_in((low[k] - start[k]) / pixel, n[k] - 1);
        let last = crate::num::index_in((high[k] - start[k]) / pixel + 1.0, n[k] - 1);
        (first, last)
    };
    let ((x0, x1), (y0, y1)) = (range(0), range(1));
    let mut runs: Vec<u32> = Vec::new();
    let mut end = 0u64;
    let (mut sum_x, mut sum_y, mut area) = (0.0f64, 0.0f64, 0.0f64);
    for y in y0..=y1 {
        let v = start[1] + y as f32 * pixel;
        for x in x0..=x1 {
            let u = start[0] + x as f32 * pixel;
            if u < low[0] || u > high[0] || v < low[1] || v > high[1] || map.at(u, v) < threshold {
                continue;
            }
            let at = y as u64 * u64::from(exposure.nx) + x as u64;
            match runs.last_mut() {
                Some(last) if at == end => *last += 1,
                _ => {
                    runs.push(u32::try_from(at - end).unwrap_or(u32::MAX));
                    runs.push(1);
                }
            }
            end = at + 1;
            sum_x += x as f64;
            sum_y += y as f64;
            area += 1.0;
        }
    }
    if area < 1.0 {
        return None;
    }
    runs.push(u32::try_from(geometry.voxel_count() - end).unwrap_or(u32::MAX));
    let spacing = geometry.spacing;
    Some(LesionView {
        series: uid.clone(),
        centre: geometry.patient_from_voxel(Vec3::new(sum_x / area, sum_y / area, 0.0)),
        radius_mm: (area * spacing.x * spacing.y / std::f64::consts::PI).sqrt(),
        mask: Some(MaskRle {
            geometry: geometry.clone(),
            runs,
        }),
    })
}
