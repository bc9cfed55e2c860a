//! The devices that make the images: a few invented models that differ in noise and sharpness.

use overread_base::{PhantomKind, Seed};

/// A device of an invented model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scanner {
    /// Manufacturer's Model Name (0008,1090).
    pub model: &'static str,
    /// Device Serial Number (0018,1000): several devices of a model stand in the world.
    pub serial: u16,
    /// Noise (standard deviation) relative to the usual.
    pub noise_factor: f32,
    /// Spatial frequencies that are resolved relative to the usual: the width of the point spread is divided by it.
    pub sharpness: f32,
}

/// Models with their share of the market, noise and sharpness. Our own choice: one is usual, one older and noisier, one
/// smooth, as iterative reconstruction and strong processing look.
const MODELS: [(&str, f64, f32, f32); 3] = [
    ("Overread A", 0.5, 1.0, 1.0),
    ("Overread B", 0.3, 1.25, 1.1),
    ("Overread C", 0.2, 0.75, 0.88),
];

impl Scanner {
    /// The names of all models.
    pub const MODELS: [&str; 3] = [MODELS[0].0, MODELS[1].0, MODELS[2].0];

    /// The device that a case of this kind was made on.
    #[must_use]
    pub fn of(kind: PhantomKind, seed: Seed) -> Self {
        let mut rng = seed.child("scanner").child(kind.word()).rng();
        let mut at = rng.unit();
        let mut found = MODELS[0];
        for model in MODELS {
            found = model;
            at -= model.1;
            if at < 0.0 {
                break;
            }
        }
        let (model, _, noise_factor, sharpness) = found;
        Self {
            model,
            serial: 100 + u16::try_from(rng.below(20)).unwrap_or(0),
            noise_factor,
            sharpness,
        }
    }

    /// What the images say of it, by DICOM keyword.
    #[must_use]
    pub fn attributes(&self) -> Vec<(&'static str, String)> {
        vec![
            ("ManufacturerModelName", self.model.to_owned()),
            ("DeviceSerialNumber", self.serial.to_string()),
        ]
    }
}
