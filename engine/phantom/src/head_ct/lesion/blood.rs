//! The attenuation of extravasated blood: clot, unclotted swirls, layers. Where the blood lies stands elsewhere.

use overread_base::Rng;

use crate::num::{P3, lerp, p3, smooth_step, to_f32};
use crate::texture::Texture;

/// Unclotted blood at a haematocrit of 40 %, HU: 1.1 times the haematocrit (Lee 2013).
const UNCLOTTED_HU: f32 = 44.0;

/// How a collection of blood attenuates.
#[derive(Debug, Clone)]
pub(super) struct Blood {
    /// Mean of the clot, HU.
    pub(super) core_hu: f32,
    /// Standard deviation of the texture within, HU.
    grain_hu: f32,
    /// Where the texture value lies above this, the blood has not clotted; above 3 nowhere.
    swirl_above: f32,
    /// What unclotted parts attenuate, HU.
    swirl_hu: f32,
    /// The patient y of a level with plasma before and cells behind it, and the HU of the plasma.
    layer: Option<(f32, f32)>,
    phase: P3,
}

impl Blood {
    /// A clot of a mean attenuation.
    pub(super) fn clot(core_hu: f32, grain_hu: f32, rng: &mut Rng) -> Self {
        let mut phase = || to_f32(rng.range(0.0, 64.0));
        Self {
            core_hu,
            grain_hu,
            swirl_above: 4.0,
            swirl_hu: UNCLOTTED_HU,
            layer: None,
            phase: p3(phase(), phase(), phase()),
        }
    }

    /// With parts that still bleed: 0.5 takes a third of it, 1.5 a fifteenth.
    pub(super) fn with_swirl(mut self, above: f32) -> Self {
        self.swirl_above = above;
        self
    }

    /// With cells settled behind a level across the supine patient.
    pub(super) fn with_layer(mut self, level_y: f32, plasma_hu: f32) -> Self {
        self.layer = Some((level_y, plasma_hu));
        self
    }

    /// Attenuation at a position inside the blood, HU.
    pub(super) fn hu(&self, p: P3, grain: &Texture) -> f32 {
        let fine = grain.at(p * 0.55 + self.phase);
        let mut hu = self.core_hu + self.grain_hu * fine;
        if self.swirl_above < 3.0 {
            let coarse = grain.at(p3(p.x, p.y, p.z * 0.6) * 0.3 + self.phase * 1.7);
            let share = smooth_step(self.swirl_above - 0.25, self.swirl_above + 0.35, coarse);
            hu = lerp(hu, self.swirl_hu + 1.5 * fine, share);
        }
        if let Some((level, plasma)) = self.layer {
            // The border between plasma and cells is as fine as gravity makes it, and no finer than 2 mm.
            let cells = smooth_step(level - 1.2, level + 1.2, p.y);
            hu = lerp(plasma + 0.5 * self.grain_hu * fine, hu, cells);
        }
        hu
    }
}
