//! The Grayscale Standard Display Function (PS3.14) and a table that brings an ordinary display close to it. No screen.

use libm::{log, pow};

/// The least and the greatest JND index of the function.
pub const JND_RANGE: (f64, f64) = (1.0, 1023.0);

/// The luminance of a JND index, cd/m²; the index is held within 1 to 1023.
///
/// Source: PS3.14 7.1, a rational function of the index's natural logarithm.
#[must_use]
pub fn luminance_of_jnd(index: f64) -> f64 {
    const NUMERATOR: [f64; 5] = [
        -1.301_187_7,
        8.024_263_6e-2,
        1.364_669_9e-1,
        -2.546_840_4e-2,
        1.363_533_4e-3,
    ];
    const DENOMINATOR: [f64; 6] = [
        1.0,
        -2.584_019_1e-2,
        -1.032_022_9e-1,
        2.874_562_0e-2,
        -3.197_897_7e-3,
        1.299_263_4e-4,
    ];
    let x = log(index.clamp(JND_RANGE.0, JND_RANGE.1));
    let polynomial = |factors: &[f64]| factors.iter().rev().fold(0.0, |sum, f| sum * x + f);
    pow(10.0, polynomial(&NUMERATOR) / polynomial(&DENOMINATOR))
}

/// The JND index of a luminance in cd/m², by halving the range of the function, which rises throughout.
///
/// Luminances outside 0.05 to 3993 cd/m² give the ends.
#[must_use]
pub fn jnd_of_luminance(luminance: f64) -> f64 {
    let (mut low, mut high) = JND_RANGE;
    // 60 halvings leave less than a double can tell.
    for _ in 0..60 {
        let middle = (low + high) * 0.5;
        if luminance_of_jnd(middle) < luminance {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) * 0.5
}

/// What is known of a display, as a person states it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DisplayModel {
    /// Luminance of black without ambient light, cd/m².
    pub black: f64,
    /// Luminance of white without ambient light, cd/m².
    pub white: f64,
    /// Luminance that the room's light adds by reflection, cd/m².
    pub ambient: f64,
    /// The exponent from driving level to luminance; sRGB is close to 2.2.
    pub gamma: f64,
}

/// Why a display cannot be modelled.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("display model: {what} must be {needed}, found {found}")]
pub struct DisplayModelError {
    what: &'static str,
    needed: &'static str,
    found: f64,
}

impl DisplayModel {
    /// What an office display does by default; a guess until somebody measures.
    pub const ORDINARY: Self = Self {
        black: 0.3,
        white: 250.0,
        ambient: 0.5,
        gamma: 2.2,
    };

    /// The luminance of a driving level of 0 to 1, cd/m².
    #[must_use]
    pub fn luminance(&self, level: f64) -> f64 {
        self.ambient + self.black + (self.white - self.black) * pow(level, self.gamma)
    }

    /// Whether the numbers can be those of a display.
    ///
    /// # Errors
    /// [`DisplayModelError`] names the number that cannot.
    pub fn check(&self) -> Result<(), DisplayModelError> {
        let checks = [
            (
                "black",
                self.black,
                (0.0..100.0).contains(&self.black),
                "0 to 100 cd/m²",
            ),
            (
                "white",
                self.white,
                self.white > self.black && self.white <= 4000.0,
                "above black and at most 4000 cd/m²",
            ),
            (
                "ambient",
                self.ambient,
                (0.0..100.0).contains(&self.ambient),
                "0 to 100 cd/m²",
            ),
            (
                "gamma",
                self.gamma,
                (1.0..=3.0).contains(&self.gamma),
                "1 to 3",
            ),
        ];
        match checks.into_iter().find(|(_, _, is_right, _)| !is_right) {
            Some((what, found, _, needed)) => Err(DisplayModelError {
                what,
                needed,
                found,
            }),
            None => Ok(()),
        }
    }
}

/// From P-values to driving levels, both 0 to 255, so that equal steps look equal on the display of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayLut {
    levels: [u8; 256],
}

impl DisplayLut {
    /// The table for a display: P-value p gets the driving level whose luminance is nearest to the one that lies
    /// p/255 of the way from black to white in JND indices (PS3.14 annex D).
    ///
    /// # Errors
    /// [`DisplayModelError`] if the model cannot be a display.
    pub fn new(model: &DisplayModel) -> Result<Self, DisplayModelError> {
        model.check()?;
        let (low, high) = (
            jnd_of_luminance(model.luminance(0.0)),
            jnd_of_luminance(model.luminance(1.0)),
        );
        let mut levels = [0; 256];
        for (p_value, level) in (0..=u8::MAX).zip(&mut levels) {
            let jnd = low + (high - low) * f64::from(p_value) / 255.0;
            let above = luminance_of_jnd(jnd) - model.ambient - model.black;
            let share = (above / (model.white - model.black)).clamp(0.0, 1.0);
            *level = nearest_byte(pow(share, 1.0 / model.gamma));
        }
        Ok(Self { levels })
    }

    /// The driving level of a P-value.
    #[must_use]
    pub fn level(&self, p_value: u8) -> u8 {
        self.levels[usize::from(p_value)]
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of 0 to 1 becomes 0 to 255"
)]
fn nearest_byte(share: f64) -> u8 {
    (share * 255.0 + 0.5) as u8
}

/// The contrast step of a display at a P-value against the standard's, as a factor; 1 is conformant.
///
/// Source: the contrast response of quality control, (dL/L) of a step of the display over that of the function.
#[must_use]
pub fn contrast_ratio(model: &DisplayModel, lut: Option<&DisplayLut>, p_value: u8) -> f64 {
    let p_value = p_value.min(254);
    let level = |p: u8| f64::from(lut.map_or(p, |lut| lut.level(p))) / 255.0;
    let relative_step = |a: f64, b: f64| 2.0 * (b - a) / (a + b);
    let shown = relative_step(
        model.luminance(level(p_value)),
        model.luminance(level(p_value + 1)),
    );
    let (low, high) = (
        jnd_of_luminance(model.luminance(0.0)),
        jnd_of_luminance(model.luminance(1.0)),
    );
    let wanted_at = |p: u8| luminance_of_jnd(low + (high - low) * f64::from(p) / 255.0);
    shown / relative_step(wanted_at(p_value), wanted_at(p_value + 1))
}

#[cfg(test)]
mod tests;
