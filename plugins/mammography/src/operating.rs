//! The numbers that the training chose on its tuning seeds. Written by `models/mammography/train.py`.

/// Findings at or above are reported, where the user sets nothing else.
pub(crate) const THRESHOLD: f64 = 0.395;

/// Offset and slope that make a probability of a score's log odds: mass, calcifications, distortion, asymmetry.
pub(crate) const CALIBRATION: [(f64, f64); 4] = [
    (-1.943, 0.379),
    (-2.288, 0.365),
    (-2.318, 0.42),
    (-1.324, 0.2),
];

/// From these shares of glandular tissue the density is b, c, d.
pub(crate) const DENSITY_CUTS: [f64; 3] = [0.09, 0.185, 0.368];
