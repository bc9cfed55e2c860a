//! A head CT measured: tissues where all around is of the same, noise against the noise-free slice.

use overread_base::{PhantomKind, Seed};

use super::spectrum::{Taper, patch, peak_per_mm, radial_power, sd};
use super::{Found, facts};
use crate::case::CaseRequest;
use crate::error::PhantomError;
use crate::head_ct::{self, Plan, clean};
use crate::num::p3;

/// Slices that are looked at.
const LOOKS: u32 = 8;
/// Pixels a side of a patch of noise.
const SIDE: usize = 128;
/// Every how many pixels a tissue is looked at.
const STEP: usize = 3;

pub(super) fn measure(seed: Seed) -> Result<Found, PhantomError> {
    let request = CaseRequest::new(PhantomKind::HeadCt, seed);
    let plan = head_ct::plan(&request)?;
    let mut found = facts(plan.study());
    tissues(&plan, &mut found);
    Ok(found)
}

fn tissues(plan: &Plan, found: &mut Found) {
    let width = plan.side();
    let names = ["fluid", "white", "grey"];
    let mut sums = [(0.0f64, 0u32); 3];
    let mut spread = Vec::new();
    let mut power = vec![0.0f64; SIDE / 2];
    for look in 0..LOOKS {
        // From below the ventricles to the vertex.
        let z = plan.slices() * (look + 8) / (LOOKS + 12);
        let Some((exact, _)) = clean(plan, z) else {
            continue;
        };
        let noisy: Vec<f32> = plan.render(0, z).into_iter().map(f32::from).collect();
        add(plan, z, &noisy, &mut sums);
        let noise: Vec<f32> = noisy.iter().zip(&exact).map(|(a, b)| a - b).collect();
        let corner = width.saturating_sub(SIDE) / 2;
        if let Some(middle) = patch(&noise, width, [corner; 2], SIDE) {
            spread.push(sd(&middle));
            let here = radial_power(&middle, SIDE, Taper::None);
            power.iter_mut().zip(here).for_each(|(sum, p)| *sum += p);
        }
    }
    let mut means = [None; 3];
    for ((name, (sum, n)), mean) in names.into_iter().zip(sums).zip(&mut means) {
        if n > 30 {
            let value = sum / f64::from(n);
            *mean = Some(value);
            found.push((name, value));
        }
    }
    if let [_, Some(white), Some(grey)] = means {
        found.push(("grey-white", grey - white));
    }
    if !spread.is_empty() {
        found.push(("noise", spread.iter().sum::<f64>() / spread.len() as f64));
        let pixel_mm = f64::from(plan.pixel_mm());
        if let Some(peak) = peak_per_mm(&power, SIDE, pixel_mm) {
            found.push(("noise-peak", peak));
        }
    }
}

/// Adds up the pixels of a slice that lie deep in fluid, white and grey matter.
fn add(plan: &Plan, z: u32, hu: &[f32], sums: &mut [(f64, u32); 3]) {
    // Half a slice up and down, and nearly as far aside.
    let around = [
        p3(0.0, 0.0, 0.0),
        p3(0.0, 0.0, -2.2),
        p3(0.0, 0.0, 2.2),
        p3(1.6, 0.0, 0.0),
        p3(-1.6, 0.0, 0.0),
        p3(0.0, 1.6, 0.0),
        p3(0.0, -1.6, 0.0),
    ];
    for y in (0..plan.side()).step_by(STEP) {
        for x in (0..plan.side()).step_by(STEP) {
            let at = plan.head.to_head(plan.voxel_at(x, y, z));
            // Near bone the beam's hardening shows.
            if plan.head.inner_skull(at) > -10.0 {
                continue;
            }
            let mut is_all = [true; 3];
            for off in around {
                let tissue = plan.head.tissue(at + off, 0.8);
                let shares = [tissue.ventricle, tissue.white, tissue.grey];
                for (is_all, share) in is_all.iter_mut().zip(shares) {
                    *is_all = *is_all && share > 0.95;
                }
                if is_all == [false; 3] {
                    break;
                }
            }
            for (sum, is_it) in sums.iter_mut().zip(is_all) {
                if is_it {
                    *sum = (sum.0 + f64::from(hu[y * plan.side() + x]), sum.1 + 1);
                }
            }
        }
    }
}
