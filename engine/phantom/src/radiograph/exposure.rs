//! How one radiograph is taken: geometry, detector, dose, collimation, marker, look. Drawn from the seed.

use overread_base::{PhantomKind, Rng, Seed};

use crate::num::{index_in, to_f32};
use crate::patient::Scanner;
use crate::radiograph::view::{Projection, Setup, View};
use crate::study::Modality;

/// One exposure.
#[derive(Debug, Clone)]
pub(crate) struct Exposure {
    pub(crate) projection: Projection,
    pub(crate) view: View,
    pub(crate) nx: u32,
    pub(crate) ny: u32,
    pub(crate) pixel_mm: f32,
    /// Air kerma at the detector behind the lung, µGy.
    pub(crate) dose: f32,
    /// Dose against the usual one.
    pub(crate) dose_share: f32,
    /// Scatter that reaches the detector, against none kept back.
    pub(crate) scatter: f32,
    /// Weight of the neighbours at 0.35 mm: the detector's blur.
    pub(crate) blur: f32,
    /// Noise against the usual one.
    pub(crate) noise_factor: f32,
    /// Path of motion during the exposure, mm.
    pub(crate) motion_mm: f32,
    /// Collimated borders: left, right, top, bottom, mm.
    pub(crate) borders: [f32; 4],
    /// The side marker's letter and middle on the detector.
    pub(crate) marker: Option<(char, [f32; 2])>,
    pub(crate) noise: Seed,
    /// Strength of contrast, shift of brightness.
    pub(crate) contrast: f32,
    pub(crate) brightness: f32,
}

/// The machine and the habits of a department.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Machine {
    pub(crate) modality: Modality,
    pub(crate) is_inverted: bool,
    pub(crate) bits: u8,
    dose: f32,
    contrast: f32,
    pub(crate) scanner: Scanner,
}

impl Machine {
    pub(crate) fn draw(seed: Seed, is_supine: bool) -> Self {
        let mut rng = seed.child("machine").rng();
        // Bedside films are mostly made with storage phosphors.
        let is_cr = rng.unit() < if is_supine { 0.65 } else { 0.3 };
        let is_inverted = rng.unit() < 0.2;
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        Self {
            modality: if is_cr { Modality::Cr } else { Modality::Dx },
            is_inverted,
            bits: if is_cr { 12 } else { 14 },
            dose: if is_cr {
                draw(4.5, 7.5)
            } else {
                draw(2.6, 4.6)
            },
            contrast: draw(0.92, 1.1),
            scanner: Scanner::of(PhantomKind::ChestRadiograph, seed),
        }
    }
}

/// Faults of the exposure, each with its amount.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mishaps {
    pub(crate) turn_deg: f32,
    pub(crate) cut_off_mm: f32,
    /// Exposure against the usual one, 0 for the usual one.
    pub(crate) dose_share: f32,
    pub(crate) motion_mm: f32,
    pub(crate) is_marker_missing: bool,
}

/// Where the chest is that is to be centred on, mm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chest {
    /// x of its middle.
    pub(crate) middle: f32,
    /// z of the lungs' ends.
    pub(crate) bottom: f32,
    pub(crate) top: f32,
}

/// Width and height of the detector, mm.
const DETECTOR_MM: [f32; 2] = [350.0, 420.0];
const COLUMNS: u32 = 2000;

impl Exposure {
    pub(crate) fn draw(
        seed: Seed,
        projection: Projection,
        machine: Machine,
        size: Option<u32>,
        chest: &Chest,
        mishaps: &Mishaps,
    ) -> Self {
        let mut rng = seed.child("exposure").rng();
        let nx = size.unwrap_or(COLUMNS);
        let pixel_mm = DETECTOR_MM[0] / nx.max(1) as f32;
        let ny = u32::try_from(index_in(DETECTOR_MM[1] / pixel_mm + 0.5, 16_384)).unwrap_or(1);
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        let bed = projection == Projection::Ap;
        let turn = draw(-1.6, 1.6);
        let middle_z = 0.5 * (chest.bottom + chest.top) + draw(-2.0, 8.0);
        let mut setup = Setup {
            projection,
            source_mm: if bed { draw(1000.0, 1200.0) } else { 1800.0 },
            axis_mm: match projection {
                Projection::Pa => draw(125.0, 140.0),
                Projection::Ap => draw(140.0, 155.0),
                Projection::Lateral => draw(185.0, 200.0),
            },
            across_mm: draw(-4.0, 4.0)
                + if projection == Projection::Lateral {
                    0.0
                } else {
                    chest.middle
                },
            z_mm: middle_z,
            turn_deg: turn + mishaps.turn_deg,
            size_mm: DETECTOR_MM,
        };
        let mut borders = [
            draw(0.0, 7.0),
            draw(0.0, 7.0),
            draw(0.0, 12.0),
            draw(0.0, 12.0),
        ];
        if projection == Projection::Lateral {
            setup.across_mm += 6.0;
        }
        if mishaps.cut_off_mm > 0.0 {
            cut_off(
                &mut rng,
                &setup,
                (chest.bottom, chest.top),
                mishaps.cut_off_mm,
                &mut borders,
            );
        }
        let view = View::new(&setup);
        let share = if mishaps.dose_share > 0.0 {
            mishaps.dose_share
        } else {
            to_f32(rng.range(0.8, 1.25))
        };
        let is_cr = machine.modality == Modality::Cr;
        Self {
            projection,
            view,
            nx,
            ny,
            pixel_mm,
            dose: machine.dose * share,
            dose_share: share,
            // Bedside grids are weak or absent.
            scatter: if bed { 1.7 } else { 1.0 },
            blur: if is_cr { 0.11 } else { 0.053 } / machine.scanner.sharpness,
            noise_factor: machine.scanner.noise_factor,
            motion_mm: mishaps.motion_mm,
            borders,
            marker: (!mishaps.is_marker_missing).then(|| marker(&mut rng, projection, &borders)),
            noise: seed.child("noise"),
            contrast: machine.contrast,
            brightness: to_f32(rng.range(-0.03, 0.03)),
        }
    }

    /// Where the image's first pixel lies on the detector, mm from its middle.
    pub(crate) fn start(&self) -> [f32; 2] {
        [
            -0.5 * (self.nx as f32 - 1.0) * self.pixel_mm,
            -0.5 * (self.ny as f32 - 1.0) * self.pixel_mm,
        ]
    }
}

/// Moves a border in until `missing` mm of lung are lost: below, above or at a side.
fn cut_off(
    rng: &mut Rng,
    setup: &Setup,
    lungs_z: (f32, f32),
    missing: f32,
    borders: &mut [f32; 4],
) {
    let magnification = setup.source_mm / (setup.source_mm - setup.axis_mm);
    let edge = |z: f32| 0.5 * DETECTOR_MM[1] - (z - setup.z_mm).abs() * magnification;
    match rng.below(3) {
        0 => borders[3] = edge(lungs_z.0) + missing,
        1 => borders[2] = edge(lungs_z.1) + missing,
        _ => {
            let at = 0.5 * DETECTOR_MM[0] - 138.0 * magnification + missing;
            borders[index_in(to_f32(rng.range(0.0, 2.0)), 1)] = at.max(12.0);
        }
    }
}

fn marker(rng: &mut Rng, projection: Projection, borders: &[f32; 4]) -> (char, [f32; 2]) {
    let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
    let top = -0.5 * DETECTOR_MM[1] + borders[2] + draw(10.0, 26.0);
    let inset = draw(14.0, 24.0);
    let left = [-0.5 * DETECTOR_MM[0] + borders[0] + inset, top];
    let right = [0.5 * DETECTOR_MM[0] - borders[1] - inset, top];
    match (projection, rng.unit() < 0.6) {
        (Projection::Lateral, _) => ('L', left),
        (_, true) => ('R', left),
        (_, false) => ('L', right),
    }
}
