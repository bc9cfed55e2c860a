//! One patient's vertebrae: how dense their spongy bone is and how high they stand in front. Their shapes: `bones`.

use overread_base::Seed;

use crate::chest_ct::alteration::Alteration;
use crate::num::to_f32;

/// Vertebrae drawn: the seventh cervical (0), twelve thoracic (1 to 12), two lumbar (13, 14).
pub(crate) const VERTEBRAE: usize = 15;

/// The vertebrae that the stated density is the mean of: the tenth to twelfth thoracic.
const MEASURED: std::ops::RangeInclusive<usize> = 10..=12;

/// Nobody has less who is not asked to have low density: a normal case is normal in this too. Reported at 100 HU and
/// below; the margin is for what a measurement errs by.
const USUAL_FROM_HU: f32 = 106.0;

/// One vertebra.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Vertebra {
    /// Mean HU of its spongy bone at 120 kVp without contrast medium.
    pub(crate) trabecular_hu: f32,
    /// Height in front as a share of what is usual for it: 1 unless broken.
    pub(crate) anterior: f32,
    /// Length of the bony spurs at its end plates, mm.
    pub(crate) spur_mm: f32,
}

/// All vertebrae from the seventh cervical down.
pub(crate) type Spine = [Vertebra; VERTEBRAE];

/// Draws the vertebrae of a patient of this age, with the changes asked for.
pub(crate) fn draw(seed: Seed, age: f32, alteration: &Alteration) -> Spine {
    let mut rng = seed.rng();
    // 226 ± 44 HU below 30 years, 2.5 HU less each year, 89 ± 38 from 90 years (Jang 2019, 20,374 adults).
    let mean = 226.0 - 2.5 * (age.clamp(30.0, 85.0) - 30.0);
    let own = (mean + to_f32(rng.normal_within_2sd(0.0, 38.0))).max(28.0);
    let spurs = ((age - 45.0) * 0.09).clamp(0.0, 3.5);
    let mut spine: Spine = std::array::from_fn(|level| Vertebra {
        // The upper vertebrae are denser (about 3 HU a level, unverified).
        trabecular_hu: own + 3.0 * (11.0 - level as f32) + to_f32(rng.range(-6.0, 6.0)),
        anterior: to_f32(rng.range(0.97, 1.0)),
        spur_mm: spurs * to_f32(rng.unit() * rng.unit()),
    });
    let found = trabecular_hu(&spine);
    // Half of what is missing is added above: many of the old would else have one and the same density.
    let usual = (found < USUAL_FROM_HU).then_some(1.5 * USUAL_FROM_HU - 0.5 * found);
    if let Some(wanted) = alteration.trabecular_hu.or(usual) {
        let shift = wanted - found;
        for vertebra in &mut spine {
            vertebra.trabecular_hu += shift;
        }
    }
    for &(level, left) in &alteration.wedges {
        if let Some(vertebra) = spine.get_mut(level) {
            vertebra.anterior = left;
        }
    }
    spine
}

/// Mean trabecular HU of the tenth to twelfth thoracic vertebra.
pub(crate) fn trabecular_hu(spine: &Spine) -> f32 {
    let sum: f32 = MEASURED.map(|level| spine[level].trabecular_hu).sum();
    sum / 3.0
}

#[cfg(test)]
mod tests;
