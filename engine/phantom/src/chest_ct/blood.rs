//! What contrast medium adds to blood and organs in each phase. Which tube holds which blood: `tubes`.

use overread_base::Seed;

/// A part of the circulation with its own concentration of contrast medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blood {
    /// Aorta and its branches.
    Artery,
    /// Pulmonary trunk and arteries.
    LungArtery,
    /// Pulmonary veins.
    LungVein,
    /// Veins of arms and head, upper caval vein: the medium comes this way.
    UpperVein,
    /// Lower caval and azygos vein.
    LowerVein,
}

/// Parts of the circulation.
pub(crate) const BLOODS: usize = 5;

impl Blood {
    /// Its index.
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

/// When after the injection a scan is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The medium fills the pulmonary arteries.
    PulmonaryArterial,
    /// The medium fills the aorta.
    Arterial,
    /// The medium is evenly spread, liver and spleen take it up.
    Venous,
}

/// HU that contrast medium adds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Contrast {
    pub(crate) blood: [f32; BLOODS],
    pub(crate) left_heart: f32,
    pub(crate) right_heart: f32,
    pub(crate) muscle_of_heart: f32,
    pub(crate) liver: f32,
    pub(crate) liver_veins: f32,
    pub(crate) spleen: f32,
    pub(crate) kidney: f32,
}

impl Phase {
    /// Which phase an enhanced scan of this patient is made in: chest scans are mostly venous (shares unverified).
    pub(crate) fn draw(seed: Seed) -> Self {
        match seed.rng().below(10) {
            0..3 => Self::PulmonaryArterial,
            3..6 => Self::Arterial,
            _ => Self::Venous,
        }
    }

    /// What a dose adds that gives 120 HU in the venous phase when `dose` is 150.
    ///
    /// Aorta 300 to 336 in the arterial and 117 to 125 in the venous phase, liver 15 to 25 and 59 to 63, spleen 73 to 82
    /// (Goshima 2006, n = 171); pulmonary trunk 250 to 450 (Bayrak 2020).
    pub(crate) fn contrast(self, dose: f32) -> Contrast {
        let [
            artery,
            lung_artery,
            lung_vein,
            upper,
            lower,
            muscle,
            liver,
            veins,
            spleen,
            kidney,
        ] = match self {
            Self::PulmonaryArterial => [0.95, 2.25, 1.7, 4.2, 0.25, 0.2, 0.03, 0.0, 0.12, 0.2],
            Self::Arterial => [2.1, 1.35, 1.9, 2.2, 0.4, 0.5, 0.13, 0.05, 0.42, 0.7],
            Self::Venous => [0.8, 0.78, 0.8, 0.82, 0.72, 0.42, 0.4, 0.72, 0.52, 0.95],
        }
        .map(|share: f32| share * dose);
        Contrast {
            blood: [artery, lung_artery, lung_vein, upper, lower],
            left_heart: artery,
            right_heart: 0.9 * lung_artery,
            muscle_of_heart: muscle,
            liver,
            liver_veins: veins - liver,
            spleen,
            kidney,
        }
    }
}

#[cfg(test)]
mod tests;
