//! A chest CT measured: organs in labels whose borders are left out, noise against the noise-free slice, a nodule.

use overread_base::{LesionKind, LesionWish, PhantomKind, Seed};

use super::spectrum::{Taper, patch, peak_per_mm, radial_power, sd};
use super::{Found, facts};
use crate::case::{Acquisition, CaseRequest};
use crate::chest_ct::{
    self, ChestCtPlan, Organ, realised_contrast_hu, render_labels, render_slice,
    render_slice_without_noise,
};
use crate::error::PhantomError;
use crate::physics::kernel::Kernel;

/// Slices that are looked at.
const LOOKS: u32 = 6;
/// Pixels a side of a patch of noise.
const SIDE: usize = 128;
/// Pixels that are left out at the border of a label.
const BORDER: usize = 4;

/// Organs that are measured, by the rows of the table.
const ORGANS: [(&str, &[Organ]); 5] = [
    ("lung", &[Organ::LeftLung, Organ::RightLung]),
    ("fat", &[Organ::SubcutaneousFat]),
    ("liver", &[Organ::Liver]),
    ("spleen", &[Organ::Spleen]),
    (
        "blood",
        &[
            Organ::GreatVessel,
            Organ::AscendingAorta,
            Organ::PulmonaryTrunk,
        ],
    ),
];

pub(super) fn measure(seed: Seed) -> Result<Found, PhantomError> {
    let kind = PhantomKind::ChestCt;
    let request = CaseRequest {
        acquisition: Acquisition {
            thickness_mm: Some(2.5),
            kernel: Some(Kernel::Standard),
            is_enhanced: Some(false),
            ..Acquisition::default()
        },
        ..CaseRequest::new(kind, seed)
    };
    let plan = chest_ct::case::plan(&request)?;
    let mut found = facts(&chest_ct::case::study(seed, &plan)?);
    tissues(&plan, &mut found);
    if let Some(solid) = LesionKind::named(kind, "solid-nodule") {
        let wish = LesionWish {
            amount: Some(10.0),
            ..LesionWish::any(solid)
        };
        let with = chest_ct::case::plan(&CaseRequest {
            lesions: vec![wish],
            ..request
        })?;
        if let Some(contrast) = realised_contrast_hu(&with, 0) {
            found.push(("nodule-contrast", contrast));
        }
    }
    Ok(found)
}

fn tissues(plan: &ChestCtPlan, found: &mut Found) {
    let [side, _, slices] = plan.geometry().size;
    let width = side as usize;
    let pixel_mm = plan.geometry().spacing.x;
    let mut sums = [(0.0f64, 0u32); ORGANS.len()];
    let mut spread = Vec::new();
    let mut power = vec![0.0f64; SIDE / 2];
    for look in 0..LOOKS {
        let z = slices * (look + 1) / (LOOKS + 1);
        let noisy: Vec<f32> = render_slice(plan, z).into_iter().map(f32::from).collect();
        let clean = render_slice_without_noise(plan, z);
        let labels = render_labels(plan, z);
        for ((_, organs), sum) in ORGANS.iter().zip(&mut sums) {
            add(&noisy, &labels, width, organs, sum);
        }
        let noise: Vec<f32> = noisy.iter().zip(&clean).map(|(a, b)| a - b).collect();
        let corner = (width.saturating_sub(SIDE)) / 2;
        if let Some(middle) = patch(&noise, width, [corner; 2], SIDE) {
            spread.push(sd(&middle));
            let here = radial_power(&middle, SIDE, Taper::None);
            power.iter_mut().zip(here).for_each(|(sum, p)| *sum += p);
        }
    }
    for ((what, _), (sum, n)) in ORGANS.iter().zip(sums) {
        if n > 50 {
            found.push((what, sum / f64::from(n)));
        }
    }
    if !spread.is_empty() {
        found.push(("noise", spread.iter().sum::<f64>() / spread.len() as f64));
        if let Some(peak) = peak_per_mm(&power, SIDE, pixel_mm) {
            found.push(("noise-peak", peak));
        }
    }
}

/// Adds up the pixels of organs all of whose neighbours are of them too.
fn add(hu: &[f32], labels: &[Organ], width: usize, organs: &[Organ], sum: &mut (f64, u32)) {
    let is_it = |x: usize, y: usize| organs.contains(&labels[y * width + x]);
    let height = labels.len() / width.max(1);
    for y in (BORDER..height.saturating_sub(BORDER)).step_by(2) {
        for x in (BORDER..width.saturating_sub(BORDER)).step_by(2) {
            let is_deep = is_it(x, y)
                && is_it(x - BORDER, y)
                && is_it(x + BORDER, y)
                && is_it(x, y - BORDER)
                && is_it(x, y + BORDER);
            if is_deep {
                *sum = (sum.0 + f64::from(hu[y * width + x]), sum.1 + 1);
            }
        }
    }
}
