//! Early ischaemia by the regions of ASPECTS, and the scar of an old infarct.

use std::collections::BTreeSet;

use crate::head_ct::anatomy::Head;
use crate::head_ct::region::Aspects;
use crate::head_ct::tissue::Tissue;
use crate::num::{P3, coverage, index_in, lerp, p3, to_f32};
use crate::texture::Texture;

use super::bleed::Bleed;
use super::blood::Blood;
use super::cap::{middle_of, vault_distance};
use super::extra_axial::no_room;
use super::lattice::Lattice;
use super::mass_effect::Push;
use super::region::{Fit, Region, Where, step_for};
use super::wish::Wanted;

/// mm of the region's distance that half a share of it stands for.
const FEATHER_MM: f32 = 4.0;

/// The orders in which regions are taken, by what closes the artery (clinical descriptions; shares unverified).
const ORDERS: [(&[Aspects], f64); 6] = {
    use Aspects::{Caudate, Insula, InternalCapsule, Lentiform, M1, M2, M3, M4, M5, M6};
    [
        // The stem before its perforators.
        (
            &[
                Lentiform,
                Insula,
                M2,
                Caudate,
                M5,
                M1,
                M4,
                M3,
                InternalCapsule,
                M6,
            ],
            0.34,
        ),
        // The stem after them.
        (
            &[
                Insula,
                M2,
                M5,
                M1,
                M4,
                M3,
                M6,
                Lentiform,
                Caudate,
                InternalCapsule,
            ],
            0.22,
        ),
        // The upper branch.
        (
            &[
                Insula,
                M1,
                M4,
                M5,
                M2,
                M3,
                M6,
                Lentiform,
                Caudate,
                InternalCapsule,
            ],
            0.14,
        ),
        // The lower branch.
        (
            &[
                M3,
                M2,
                M6,
                Insula,
                M5,
                M1,
                M4,
                Lentiform,
                Caudate,
                InternalCapsule,
            ],
            0.14,
        ),
        // Perforators only.
        (
            &[
                Lentiform,
                Caudate,
                InternalCapsule,
                Insula,
                M2,
                M5,
                M1,
                M4,
                M3,
                M6,
            ],
            0.12,
        ),
        // A branch to the cortex.
        (
            &[
                M5,
                M6,
                M4,
                M2,
                Insula,
                M3,
                M1,
                Lentiform,
                Caudate,
                InternalCapsule,
            ],
            0.04,
        ),
    ]
};

/// Early ischaemia.
#[derive(Debug, Clone)]
pub(super) struct Infarct {
    pub(super) wanted: Wanted,
    pub(super) regions: BTreeSet<Aspects>,
    /// Where the brain came from; head mm before mass effect.
    pub(super) space: Region,
    /// What grey matter loses, HU.
    drop_hu: f32,
    /// How far sulci within it are closed, 0 to 1.
    swelling: f32,
}

impl Infarct {
    /// Draws it; `Err` says why there is none.
    pub(super) fn new(head: &Head, wanted: &Wanted) -> Result<(Self, Vec<Push>), String> {
        let regions = regions(wanted);
        let mut rng = wanted.seed.child("shape").rng();
        let (low, high) = wanted.by((10.0, 15.0), (5.8, 8.5), (3.8, 5.5));
        let drop_hu = to_f32(rng.range(low, high));
        let (low, high) = wanted.by((0.6, 0.95), (0.35, 0.75), (0.15, 0.45));
        let swelling = to_f32(rng.range(low, high));
        let space = space(head, wanted.side, &regions)?;
        let mut pushes = Vec::new();
        // A territory that swells for half a day pushes the midline a little.
        if regions.len() >= 6 && drop_hu > 6.0 {
            let amount = wanted.side * to_f32(rng.range(0.5, 3.0)) * swelling;
            pushes.push(Push::Across {
                at: space.centroid,
                amount,
            });
        }
        let infarct = Self {
            wanted: wanted.clone(),
            regions,
            space,
            drop_hu,
            swelling,
        };
        Ok((infarct, pushes))
    }

    /// HU of the object with the ischaemia in it, where the anatomy came from `source`.
    pub(super) fn blend(&self, hu: f32, source: P3, tissue: &Tissue, grain: &Texture) -> f32 {
        let Some(distance) = self.space.distance(source) else {
            return hu;
        };
        let share = coverage(distance, 2.0 * FEATHER_MM);
        if share <= 0.0 {
            return hu;
        }
        let uneven = 1.0 + 0.15 * grain.at(source * 0.5);
        let fluid = (tissue.csf - tissue.ventricle).max(0.0);
        // Grey loses all of it, white matter half: first the difference between them is lost.
        let loss = self.drop_hu * uneven * (tissue.grey + 0.5 * tissue.white);
        let closed = self.swelling * fluid * 22.0;
        // Vessels in the sulci stay what they are.
        (hu + share * (closed - loss)).min(hu.max(32.0))
    }

    /// Its regions as facts name them.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        let side = if self.wanted.side > 0.0 { "L" } else { "R" };
        self.regions
            .iter()
            .map(move |region| format!("{side}:{}", region.word()))
    }
}

fn regions(wanted: &Wanted) -> BTreeSet<Aspects> {
    let mut rng = wanted.seed.child("regions").rng();
    let mut left = rng.unit();
    let mut order = ORDERS[0].0;
    for (regions, share) in ORDERS {
        order = regions;
        left -= share;
        if left <= 0.0 {
            break;
        }
    }
    let n = index_in(wanted.amount + 0.5, 10).max(1);
    order.iter().take(n).copied().collect()
}

/// The regions with softened borders. Their share is the mean of a place and its surroundings.
fn space(head: &Head, side: f32, regions: &BTreeSet<Aspects>) -> Result<Region, String> {
    const STEP_MM: f32 = 3.0;
    let low = head.from_canonical(p3(if side > 0.0 { 4.0 } else { -72.0 }, -80.0, -22.0));
    let high = head.from_canonical(p3(if side > 0.0 { 72.0 } else { -4.0 }, 62.0, 58.0));
    let share = Lattice::bake(low, high, STEP_MM, |p| {
        let inside = head.inner_skull(p) < -1.0
            && head
                .aspects(p)
                .is_some_and(|region| regions.contains(&region));
        if inside { 1.0f32 } else { 0.0 }
    })
    .smoothed(1);
    let space = Region::whole(share.map(|share| Where {
        // Well inside and well outside it is told to be so, or every voxel near would be looked at.
        shape: if share > 0.999 {
            -2.0 * FEATHER_MM
        } else if share < 0.001 {
            2.0 * FEATHER_MM
        } else {
            (0.5 - share) * 2.0 * FEATHER_MM
        },
        border: -20.0,
    }));
    if space.volume_mm3 > 0.0 {
        Ok(space)
    } else {
        Err("no room: none of its regions was found".to_owned())
    }
}

/// The scar of an old infarct: nearly fluid, with sharp and shrunken borders.
pub(super) fn scar(head: &Head, wanted: &Wanted, grain: &Texture) -> Result<Bleed, String> {
    let mut rng = wanted.seed.child("shape").rng();
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let volume = wanted.amount * 1000.0;
    let phase = p3(draw(0.0, 64.0), draw(0.0, 64.0), draw(0.0, 64.0));
    let towards = if draw(0.0, 1.0) < 0.7 {
        p3(wanted.side, draw(-0.3, 0.5), draw(-0.05, 0.6))
    } else {
        p3(0.32 * wanted.side, 1.0, draw(-0.08, 0.2))
    }
    .unit_or(p3(1.0, 0.0, 0.0));
    let radius = libm::cbrtf(volume * 0.75 / std::f32::consts::PI);
    let origin = middle_of(head);
    let surface = vault_distance(head, towards) - 3.5;
    let side = wanted.side;
    let reach = 2.6 * radius + 8.0;
    let middle = origin + towards * (surface - 0.8 * radius);
    let reach = p3(reach, reach, reach);
    let region = Region::fit(
        Fit {
            bounds: (middle - reach, middle + reach),
            step: step_for(volume),
            volume_mm3: volume,
            slack: 0.8 * radius,
        },
        |p| {
            let inner = head.inner_skull(p) + 2.0;
            let off = p - origin;
            let along = off.dot(towards);
            let across = (off - towards * along).length();
            // A wedge: broad at the surface, its tip towards the ventricle.
            let open = 1.25 * radius * ((along - surface) / (2.6 * radius) + 1.0).max(0.1);
            let noise = 0.34 * radius * grain.at(p * (6.5 / radius) + phase);
            Where {
                shape: (across - open) * 0.8 + noise,
                border: inner
                    .max(2.0 - side * head.midline_x(p))
                    .max(2.0 - head.tentorium(p))
                    .max(surface - 2.4 * radius - along + 1.5 * noise),
            }
        },
    )
    .map_err(no_room)?;
    let mut rng = wanted.seed.child("scar").rng();
    let hu = to_f32(rng.range(9.0, 16.0));
    Ok(Bleed::new(wanted, region, Blood::clot(hu, 2.5, &mut rng)))
}

/// HU of the object with a scar in it: what was fluid stays, tissue is lost but for strands.
pub(super) fn blend_scar(scar: &Bleed, hu: f32, source: P3, grain: &Texture) -> f32 {
    let share = scar.region.share(source, 2.5);
    if share <= 0.0 {
        return hu;
    }
    lerp(
        hu,
        scar.blood.hu(source, grain).min(hu.max(9.0)),
        0.93 * share,
    )
}
