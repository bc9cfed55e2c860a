//! Findings as truth: where each is seen in both views.

use overread_base::{Laterality, Lesion, LesionId, LesionView, MaskRle, SeriesUid, Vec3};

use crate::mammography::lesion::{Look, Placed};
use crate::mammography::patch::Patch;
use crate::mammography::view::View;

/// The findings among the lesions, with a view in each image of their breast.
///
/// `views` are all images in the order of the series, of the right and the left breast in turn.
pub(in crate::mammography) fn lesions(
    placed: &[Placed],
    views: &[View],
    uids: &[SeriesUid],
) -> Vec<Lesion> {
    let findings: Vec<&Placed> = placed.iter().filter(|lesion| lesion.is_finding()).collect();
    let weight = 1.0 / findings.len().max(1) as f64;
    let one = |(idx, lesion): (usize, &&Placed)| {
        let seen: Vec<LesionView> = views
            .iter()
            .zip(uids)
            .skip(lesion.breast)
            .step_by(2)
            .filter_map(|(view, uid)| seen(lesion, view, uid))
            .collect();
        let first = seen.first()?;
        Some(Lesion {
            id: LesionId::new(format!("l{}", idx + 1)).ok()?,
            code: lesion.kind.code(),
            centre: first.centre,
            radius_mm: first.radius_mm,
            nodule_type: None,
            laterality: Some(if lesion.breast == 0 {
                Laterality::Right
            } else {
                Laterality::Left
            }),
            category: None,
            weight,
            mask: first.mask.clone(),
            views: seen,
        })
    };
    findings.iter().enumerate().filter_map(one).collect()
}

fn seen(lesion: &Placed, view: &View, uid: &SeriesUid) -> Option<LesionView> {
    let area = area(lesion, view);
    let (mut sum, mut n) = ((0.0f64, 0.0f64), 0.0f64);
    let mut runs: Vec<u32> = Vec::new();
    let mut end = 0u64;
    let (x0, y0) = area.first;
    for (row, y) in area.values.chunks_exact(area.width.max(1)).zip(y0..) {
        for (value, x) in row.iter().zip(x0..) {
            let (Ok(px), Ok(py)) = (usize::try_from(x), usize::try_from(y)) else {
                continue;
            };
            if *value < 0.5 || px >= view.columns || py >= view.rows {
                continue;
            }
            let at = (py * view.columns + px) as u64;
            match runs.last_mut().filter(|_| at == end && end > 0) {
                Some(last) => *last += 1,
                None => {
                    runs.push(u32::try_from(at - end).unwrap_or(u32::MAX));
                    runs.push(1);
                }
            }
            end = at + 1;
            sum = (sum.0 + f64::from(x), sum.1 + f64::from(y));
            n += 1.0;
        }
    }
    if n == 0.0 {
        return None;
    }
    runs.push(u32::try_from(view.geometry.voxel_count() - end).unwrap_or(u32::MAX));
    let pixel = f64::from(view.pixel_mm);
    Some(LesionView {
        series: uid.clone(),
        centre: Vec3::new(sum.0 / n * pixel, sum.1 / n * pixel, 0.0),
        radius_mm: (n / std::f64::consts::PI).sqrt() * pixel,
        mask: Some(MaskRle {
            geometry: view.geometry.clone(),
            runs,
        }),
    })
}

/// 1 in the pixels that a lesion takes: for a mass where it is at least a tenth as thick as in its middle, for grains
/// the surroundings of each, for changes of the tissue the disc that they change.
fn area(lesion: &Placed, view: &View) -> Patch {
    let (a, v, _) = view.project(lesion.site);
    let middle = view.pixel(a, v);
    match &lesion.look {
        Look::Mass(_) => {
            let mut body = lesion.layer(view).body;
            let greatest = body.values.iter().copied().fold(0.0, f32::max);
            let nearest = (libm::floorf(middle.0 + 0.5), libm::floorf(middle.1 + 0.5));
            body.each(|value, x, y| {
                let is_middle = x == nearest.0 && y == nearest.1;
                let is_in = *value >= 0.1 * greatest && *value > 0.0;
                *value = f32::from(u8::from(is_in || is_middle));
            });
            body
        }
        Look::Grains(grains) => {
            let about = (0.09 * lesion.amount).clamp(1.0, 3.0) / view.pixel_mm;
            let reach = (0.75 * lesion.amount + 6.0) / view.pixel_mm;
            let mut area = Patch::around(middle, reach + about);
            for grain in grains {
                let (a, v, _) = view.project(grain.at);
                let at = view.pixel(a, v);
                area.stroke(&[at, at], about.max(0.75));
            }
            area
        }
        Look::Distortion | Look::Asymmetry => {
            let radius = (0.9 * lesion.radius_mm() / view.pixel_mm).max(0.75);
            let mut area = Patch::around(middle, radius + 1.0);
            area.stroke(&[middle, middle], radius);
            area
        }
    }
}
