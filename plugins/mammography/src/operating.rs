//! The numbers that the training chose on its tuning seeds. Written by `models/mammography/train.py`.

/// Findings at or above are reported, where the user sets nothing else.
pub(crate) const THRESHOLD: f64 = 0.382;

/// Offset and slope that make a probability of a score's log odds: mass, calcifications, distortion, asymmetry.
pub(crate) const CALIBRATION: [(f64, f64); 4] = [
    (-1.854, 0.494),
    (-2.296, 0.378),
    (-2.137, 0.248),
    (-1.986, 0.2),
];

/// From these shares of glandular tissue the density is b, c, d.
pub(crate) const DENSITY_CUTS: [f64; 3] = [0.09, 0.183, 0.368];
