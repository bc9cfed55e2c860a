//! A collection of blood as the object holds it: where it lies, how it attenuates, what surrounds it.

use crate::num::{P3, lerp, smooth_step};
use crate::texture::Texture;

use super::blood::Blood;
use super::region::Region;
use super::wish::Wanted;

/// Width over which the object changes from blood to its surroundings, mm.
const EDGE_MM: f32 = 0.9;

/// A rim of oedema.
#[derive(Debug, Clone, Copy)]
pub(super) struct Oedema {
    /// How far it reaches on the whole, mm.
    pub(super) width_mm: f32,
    /// What it attenuates, HU.
    pub(super) hu: f32,
}

/// A collection of blood.
#[derive(Debug, Clone)]
pub(super) struct Bleed {
    pub(super) wanted: Wanted,
    pub(super) region: Region,
    pub(super) blood: Blood,
    pub(super) oedema: Option<Oedema>,
}

impl Bleed {
    pub(super) fn new(wanted: &Wanted, region: Region, blood: Blood) -> Self {
        Self {
            wanted: wanted.clone(),
            region,
            blood,
            oedema: None,
        }
    }

    /// How far outside its surface it changes anything, mm.
    pub(super) fn reach_mm(&self) -> f32 {
        self.oedema.map_or(EDGE_MM, |oedema| 2.2 * oedema.width_mm)
    }

    /// HU of the object at `p` with this blood in it.
    pub(super) fn blend(&self, hu: f32, p: P3, grain: &Texture) -> f32 {
        let Some(distance) = self.region.distance(p) else {
            return hu;
        };
        let mut hu = hu;
        if let Some(oedema) = self.oedema {
            let width = oedema.width_mm * (1.0 + 0.35 * grain.at(p * 0.22)).clamp(0.3, 2.2);
            // Darkest next to the clot (Urday 2015); fluid spaces are no darker for it.
            let share = smooth_step(width, 0.35 * width, distance);
            if share > 0.0 && hu > oedema.hu {
                hu = lerp(hu, oedema.hu, 0.85 * share);
            }
        }
        let share = crate::num::coverage(distance, EDGE_MM);
        if share > 0.0 {
            hu = lerp(hu, self.blood.hu(p, grain), share);
        }
        hu
    }
}
