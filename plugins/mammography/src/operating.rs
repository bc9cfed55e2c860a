//! The numbers that the training chose on its tuning seeds. Written by `models/mammography/train.py`.

/// Findings at or above are reported, where the user sets nothing else.
pub(crate) const THRESHOLD: f64 = 0.265;

/// Offset and slope that make a probability of a score's log odds: mass, calcifications, distortion, asymmetry.
pub(crate) const CALIBRATION: [(f64, f64); 4] = [
    (-2.585, 0.651),
    (-8.69, 1.433),
    (-3.615, 0.567),
    (-6.026, 1.032),
];

/// From these shares of glandular tissue the density is b, c, d.
pub(crate) const DENSITY_CUTS: [f64; 3] = [0.09, 0.183, 0.368];
