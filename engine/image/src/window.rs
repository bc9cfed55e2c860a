//! The VOI transform: from values (HU) to display grey, by window or table of the file. No colour.

use std::ops::RangeInclusive;

use libm::exp;

use crate::{DisplayLut, Rescale, Voi, Volume};

/// Why two numbers are not a window.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WindowError {
    /// A width that the function cannot use.
    #[error("window width must be {needed}, found {found}")]
    Width {
        /// What the function asks for.
        needed: &'static str,
        /// The width found.
        found: f32,
    },
    /// A centre that is not finite.
    #[error("window centre must be finite, found {found}")]
    Centre {
        /// The centre found.
        found: f32,
    },
}

/// The shape of the VOI transform (DICOM VOI LUT Function, 0028,1056).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum VoiFunction {
    /// The default, with its half-unit offsets for integer values.
    #[default]
    Linear,
    /// Linear without the offsets.
    LinearExact,
    /// A soft S-curve.
    Sigmoid,
}

/// A window: which values become black, which white, and what is between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    centre: f32,
    width: f32,
    function: VoiFunction,
}

impl Window {
    /// A window of the default function, in the units of the values (HU for CT).
    ///
    /// # Errors
    /// [`WindowError`] if the width is below 1 or a number is not finite.
    pub fn linear(centre: f32, width: f32) -> Result<Self, WindowError> {
        Self::new(centre, width, VoiFunction::Linear)
    }

    /// A window of any function.
    ///
    /// # Errors
    /// [`WindowError`] if the width is below 1 (linear) or not above 0 (the others), or a number is not finite.
    pub fn new(centre: f32, width: f32, function: VoiFunction) -> Result<Self, WindowError> {
        if !centre.is_finite() {
            return Err(WindowError::Centre { found: centre });
        }
        let needed = match function {
            VoiFunction::Linear => (width < 1.0).then_some("1 or more"),
            VoiFunction::LinearExact | VoiFunction::Sigmoid => (width <= 0.0).then_some("above 0"),
        };
        match needed {
            Some(needed) => Err(WindowError::Width {
                needed,
                found: width,
            }),
            None if !width.is_finite() => Err(WindowError::Width {
                needed: "finite",
                found: width,
            }),
            None => Ok(Self {
                centre,
                width,
                function,
            }),
        }
    }

    /// The window moved by a drag: `centre` and `width` grow by the steps; the width stops at 1.
    #[must_use]
    pub fn moved(self, centre_step: f32, width_step: f32) -> Self {
        let moved = Self::new(
            self.centre + centre_step,
            (self.width + width_step).max(1.0),
            self.function,
        );
        moved.unwrap_or(self)
    }

    /// The value in the middle of the greys.
    #[must_use]
    pub fn centre(self) -> f32 {
        self.centre
    }

    /// The span of values from black to white.
    #[must_use]
    pub fn width(self) -> f32 {
        self.width
    }

    /// The shape of the transform.
    #[must_use]
    pub fn function(self) -> VoiFunction {
        self.function
    }

    /// The display grey of a value, 0.0 (black) to 1.0 (white).
    ///
    /// Source: DICOM PS3.3 C.11.2.1.2 and C.11.2.1.3, with the output range 0 to 1.
    #[must_use]
    pub fn grey(self, value: f32) -> f32 {
        match self.function {
            VoiFunction::Linear => {
                // Width 1 is a step at centre - 0.5, as the standard's comparisons give it.
                let from_middle = value - (self.centre - 0.5);
                if self.width <= 1.0 {
                    f32::from(from_middle > 0.0)
                } else {
                    from_middle / (self.width - 1.0) + 0.5
                }
            }
            VoiFunction::LinearExact => (value - self.centre) / self.width + 0.5,
            VoiFunction::Sigmoid => {
                let slope = -4.0 * f64::from(value - self.centre) / f64::from(self.width);
                narrow(1.0 / (1.0 + exp(slope)))
            }
        }
        .clamp(0.0, 1.0)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a grey of 0 to 1 keeps more digits as f32 than any display shows"
)]
fn narrow(grey: f64) -> f32 {
    grey as f32
}

/// A table from every stored sample to its display grey: modality rescale, VOI and inversion in one look-up.
#[derive(Clone)]
pub struct VoiLut {
    greys: Box<[u8; 65_536]>,
}

impl VoiLut {
    /// The table for samples of `rescale` under a window or table of the file; `is_inverted` for `MONOCHROME1` or the
    /// reader's wish.
    #[must_use]
    pub fn new(voi: impl Into<Voi>, rescale: Rescale, is_inverted: bool) -> Self {
        let greys = match voi.into() {
            Voi::Window(window) => window_greys(window, rescale),
            Voi::Table(table) => greys_by(rescale, |value| table.grey(value)),
        };
        let mut lut = Self { greys };
        if is_inverted {
            lut.greys.iter_mut().for_each(|grey| *grey = 255 - *grey);
        }
        lut
    }

    /// The table for a volume's samples; its padding is black.
    #[must_use]
    pub fn of(volume: &Volume, voi: impl Into<Voi>, is_inverted: bool) -> Self {
        Self::new(voi, volume.rescale(), is_inverted).with_padding(volume.padding())
    }

    /// The table with samples of `padding` black: they stand for no value, so that neither VOI nor inversion applies.
    #[must_use]
    pub fn with_padding(mut self, padding: Option<RangeInclusive<i16>>) -> Self {
        for stored in padding.into_iter().flatten() {
            self.greys[index(stored)] = 0;
        }
        self
    }

    /// The same table followed by that of a display.
    #[must_use]
    pub fn evened(mut self, display: &DisplayLut) -> Self {
        self.greys
            .iter_mut()
            .for_each(|grey| *grey = display.level(*grey));
        self
    }

    /// The greys of all stored samples, by their bits taken as unsigned: first 0 to 32,767, then -32,768 to -1.
    #[must_use]
    pub fn greys(&self) -> &[u8; 65_536] {
        &self.greys
    }

    /// The grey of a stored sample.
    #[must_use]
    pub fn grey(&self, stored: i16) -> u8 {
        self.greys[index(stored)]
    }
}

impl std::fmt::Debug for VoiLut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VoiLut").finish_non_exhaustive()
    }
}

/// The greys by a formula of the value, in the order of the table.
fn greys_by(rescale: Rescale, grey: impl Fn(f32) -> f32) -> Box<[u8; 65_536]> {
    let mut greys = Box::new([0; 65_536]);
    for stored in i16::MIN..=i16::MAX {
        greys[index(stored)] = to_byte(grey(rescale.value(stored)));
    }
    greys
}

/// The greys of a window. The exponential of a sigmoid is taken only where its grey is not yet 0 or 1.
fn window_greys(window: Window, rescale: Rescale) -> Box<[u8; 65_536]> {
    match window.function {
        VoiFunction::Linear | VoiFunction::LinearExact => {
            greys_by(rescale, |value| window.grey(value))
        }
        // At 8 half widths from the centre the curve is 1e-7 from its end, a ten-thousandth of a byte.
        VoiFunction::Sigmoid => greys_by(rescale, |value| {
            let from_centre = (value - window.centre) / window.width;
            if from_centre.abs() > 4.0 {
                f32::from(from_centre > 0.0)
            } else {
                window.grey(value)
            }
        }),
    }
}

/// The place of a sample in the table: its bits, so that no sign has to be shifted.
#[expect(
    clippy::cast_sign_loss,
    reason = "the bit pattern is the index; every pattern has its entry"
)]
fn index(stored: i16) -> usize {
    usize::from(stored as u16)
}

/// Nearest byte of a grey of 0 to 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the grey is clamped to 0..=1, so this is 0..=255"
)]
fn to_byte(grey: f32) -> u8 {
    (grey * 255.0 + 0.5) as u8
}

/// A named window of the number keys.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WindowPreset {
    /// Stable id; the desk shows its translation.
    pub id: &'static str,
    /// The window, in HU.
    pub window: Window,
}

const fn preset(id: &'static str, width: f32, centre: f32) -> WindowPreset {
    WindowPreset {
        id,
        window: Window {
            centre,
            width,
            function: VoiFunction::Linear,
        },
    }
}

/// Presets of chest CT in key order.
const CHEST_CT: [WindowPreset; 5] = [
    preset("mediastinum", 400.0, 40.0),
    preset("lung", 1500.0, -600.0),
    preset("bone", 2500.0, 480.0),
    preset("angio", 700.0, 100.0),
    preset("liver", 150.0, 90.0),
];

/// Presets of head CT in key order.
const HEAD_CT: [WindowPreset; 5] = [
    preset("brain", 80.0, 40.0),
    preset("stroke", 40.0, 40.0),
    preset("subdural", 200.0, 75.0),
    preset("bone", 2500.0, 480.0),
    preset("soft-tissue", 400.0, 40.0),
];

/// The preset of an id, whatever the modality.
#[must_use]
pub fn preset_named(id: &str) -> Option<&'static WindowPreset> {
    CHEST_CT
        .iter()
        .chain(&HEAD_CT)
        .find(|preset| preset.id == id)
}

/// Presets in key order 1, 2, 3 ... for a modality and body part (DICOM terms); empty where only the file's windows count.
///
/// Widths and centres are the common teaching values (workstations differ by some 10 %).
#[must_use]
pub fn presets_for(modality: &str, body_part: Option<&str>) -> &'static [WindowPreset] {
    match (modality, body_part) {
        ("CT", Some("HEAD" | "BRAIN" | "SKULL")) => &HEAD_CT,
        ("CT", _) => &CHEST_CT,
        _ => &[],
    }
}

#[cfg(test)]
mod tests;
