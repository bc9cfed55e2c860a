//! The numbers that the training chose on its tuning seeds. Written by `models/mammography/train.py`.

/// Findings at or above are reported, where the user sets nothing else.
pub(crate) const THRESHOLD: f64 = 0.377;

/// Offset and slope that make a probability of a score's log odds: mass, calcifications, distortion, asymmetry.
pub(crate) const CALIBRATION: [(f64, f64); 4] = [
    (-1.81, 0.263),
    (-2.204, 0.322),
    (-1.901, 0.2),
    (-1.377, 0.2),
];

/// From these shares of glandular tissue the density is b, c, d.
pub(crate) const DENSITY_CUTS: [f64; 3] = [0.09, 0.183, 0.368];
