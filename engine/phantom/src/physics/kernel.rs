//! Reconstruction kernels of CT: sharpness, noise and its spectrum.

/// A reconstruction kernel: it sets sharpness and noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kernel {
    /// Smooth: little noise, soft edges.
    Soft,
    /// The all-round kernel.
    Standard,
    /// Sharp: fine lung detail, much noise.
    Lung,
}

impl Kernel {
    /// Convolution Kernel (0018,1210).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Soft => "SOFT",
            Self::Standard => "STANDARD",
            Self::Lung => "LUNG",
        }
    }
}

/// The apodisation H at 0, 1/4, 1/2, 3/4 and 1 of the Nyquist frequency of 0.95 per mm (XCIST).
pub(crate) fn apodisation(kernel: Kernel) -> [f32; 5] {
    match kernel {
        Kernel::Soft => [1.0, 0.815, 0.456, 0.164, 0.0],
        Kernel::Standard => [1.0, 0.934, 0.744, 0.443, 0.053],
        Kernel::Lung => [1.0, 1.049, 1.170, 1.220, 0.920],
    }
}

/// Noise of one pixel relative to the standard kernel.
pub(crate) fn relative_sigma(kernel: Kernel) -> f64 {
    match kernel {
        Kernel::Soft => 0.59,
        Kernel::Standard => 1.0,
        Kernel::Lung => 2.35,
    }
}

/// Width of the point spread, SD in mm.
pub(crate) fn psf_sigma_mm(kernel: Kernel) -> f32 {
    match kernel {
        Kernel::Soft => 0.49,
        Kernel::Standard => 0.38,
        Kernel::Lung => 0.23,
    }
}
