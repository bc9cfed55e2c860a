//! What a chest CT is asked to be. No drawing.

use overread_base::{NoduleType, Vec3};

use crate::error::Fault;
use crate::physics::kernel::Kernel;

/// How a chest CT is acquired and reconstructed.
#[derive(Debug, Clone, PartialEq)]
pub struct ChestCtParams {
    /// Columns and rows of a slice.
    pub size: u32,
    /// Number of slices.
    pub slices: u32,
    /// Side of the square field of view, mm.
    pub fov_mm: f64,
    /// Slice thickness, mm: what a slice averages over.
    pub slice_thickness_mm: f64,
    /// Distance from slice to slice, mm.
    pub increment_mm: f64,
    /// Middle of the scan along z, mm; the carina lies near 0.
    pub centre_z_mm: f64,
    /// The reconstruction kernel.
    pub kernel: Kernel,
    /// Tube charge of a rotation, mAs: noise falls with its square root.
    pub dose_mas: f64,
    /// HU that intravenous contrast medium adds to blood; 0 for an unenhanced scan.
    pub enhancement_hu: f64,
}

impl Default for ChestCtParams {
    /// 128 slices of 2.5 mm in 512 x 512: the whole chest of an adult, unenhanced.
    fn default() -> Self {
        Self {
            size: 512,
            slices: 128,
            fov_mm: 390.0,
            slice_thickness_mm: 2.5,
            increment_mm: 2.5,
            centre_z_mm: -34.0,
            kernel: Kernel::Standard,
            dose_mas: 100.0,
            enhancement_hu: 0.0,
        }
    }
}

impl ChestCtParams {
    /// A coarse scan of the whole chest, for quick tests: 64 x 64 x 8.
    #[must_use]
    pub fn small() -> Self {
        Self {
            size: 64,
            slices: 8,
            increment_mm: 30.0,
            ..Self::default()
        }
    }

    /// Distance between pixel centres, mm.
    #[must_use]
    pub fn pixel_mm(&self) -> f64 {
        self.fov_mm / f64::from(self.size.max(1))
    }

    /// All faults of the numbers.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut check = |name: &'static str, found: f64, low: f64, high: f64| {
            // NaN fails the comparison and is refused.
            if !(low..=high).contains(&found) {
                faults.push(Fault::Parameter {
                    name,
                    low,
                    high,
                    found,
                });
            }
        };
        check("size", f64::from(self.size), 16.0, 1024.0);
        check("slices", f64::from(self.slices), 1.0, 1024.0);
        check("fov_mm", self.fov_mm, 100.0, 700.0);
        check("slice_thickness_mm", self.slice_thickness_mm, 0.3, 10.0);
        check("increment_mm", self.increment_mm, 0.3, 100.0);
        check("centre_z_mm", self.centre_z_mm, -300.0, 300.0);
        check("dose_mas", self.dose_mas, 5.0, 2000.0);
        check("enhancement_hu", self.enhancement_hu, 0.0, 600.0);
        faults
    }
}

/// A nodule to put into the lung.
#[derive(Debug, Clone, PartialEq)]
pub struct NoduleSpec {
    /// Where.
    pub place: Place,
    /// Diameter of the sphere of equal volume, mm: 2 to 60.
    pub diameter_mm: f64,
    /// Its type by attenuation.
    pub nodule_type: NoduleType,
    /// HU of the nodule's object; `None` draws a usual value for the type.
    ///
    /// Ground glass: HU of the haze, -780 to -400. Solid and part-solid: HU of the solid part, -100 to 300.
    pub attenuation_hu: Option<f64>,
    /// How lobulated and spiculated its border is, 0 smooth to 1 stellate; `None` draws one.
    pub irregularity: Option<f64>,
}

impl NoduleSpec {
    /// A nodule anywhere in the lungs with the usual attenuation and border of its type.
    #[must_use]
    pub fn anywhere(diameter_mm: f64, nodule_type: NoduleType) -> Self {
        Self {
            place: Place::Anywhere,
            diameter_mm,
            nodule_type,
            attenuation_hu: None,
            irregularity: None,
        }
    }
}

/// Where a nodule goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// Anywhere in the lungs, drawn by the seed.
    Anywhere,
    /// Anywhere in a lobe, drawn by the seed.
    Lobe(Lobe),
    /// Centred at this position, patient LPS mm.
    At(Vec3),
}

/// A lobe of the lungs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lobe {
    /// Right upper lobe.
    RightUpper,
    /// Right middle lobe.
    RightMiddle,
    /// Right lower lobe.
    RightLower,
    /// Left upper lobe with the lingula.
    LeftUpper,
    /// Left lower lobe.
    LeftLower,
}

impl Lobe {
    /// All five.
    pub const ALL: [Self; 5] = [
        Self::RightUpper,
        Self::RightMiddle,
        Self::RightLower,
        Self::LeftUpper,
        Self::LeftLower,
    ];

    /// Its index in [`Self::ALL`].
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}
