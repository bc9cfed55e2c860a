//! Renders chest phantoms by seed on the grids of the networks: raw int16 HU and the truth as JSON. Trains nothing.
//!
//! `lung-nodule-phantoms FOLDER train|test FIRST COUNT` writes for each seed `SEED_SCALE.raw` (HU, little-endian, x
//! fastest) for each grid and `SEED.json` (grids and nodules). Files that are there already are kept.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use overread_base::{CaseTruth, NoduleType, Rng, Seed, Vec3};
use overread_image::{Interpolation, Rescale, Volume, resample};
use overread_phantom::Kernel;
use overread_phantom::chest_ct::{
    ChestCtParams, ChestCtPlan, NoduleSpec, plan, render_slice, render_slice_without_noise,
};

/// The grids of the two networks, fine and coarse, mm.
const SCALES_MM: [f64; 4] = [2.0, 1.25, 5.0, 3.125];
/// Voxels of a part-solid nodule above this are its solid part, HU: half way from haze to soft tissue.
const SOLID_HU: f32 = -300.0;

#[derive(Clone, Copy, PartialEq)]
enum Purpose {
    /// Many nodules of all sizes, all kinds of scans.
    Train,
    /// As a case of a scenario: 0 to 3 nodules in a scan of 2.5 mm.
    Test,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, purpose, first, count] = &arguments[..] else {
        return Err("usage: lung-nodule-phantoms FOLDER train|test FIRST COUNT".into());
    };
    let purpose = match purpose.as_str() {
        "train" => Purpose::Train,
        "test" => Purpose::Test,
        other => return Err(format!("train or test expected, found {other}").into()),
    };
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder)?;
    let first: u64 = first.parse()?;
    for seed in first..first + count.parse::<u64>()? {
        if !folder.join(format!("{seed}.json")).is_file() {
            write(&folder, purpose, seed)?;
        }
    }
    Ok(())
}

fn write(folder: &Path, purpose: Purpose, seed: u64) -> Result<(), Box<dyn std::error::Error>> {
    let mut rng = Seed(seed).child("lung-nodule-network").rng();
    let params = match purpose {
        Purpose::Train => varied(&mut rng),
        Purpose::Test => ChestCtParams::default(),
    };
    let plan = planned(purpose, seed, &params, &mut rng)?;
    let truth = plan.truth();
    let solid = solid_parts(&plan, &truth);
    let volume = rendered(&plan)?;
    // Grids of other sizes than the networks' own make them see other sizes of patients.
    let zoom = match purpose {
        Purpose::Train => rng.range(0.85, 1.18),
        Purpose::Test => 1.0,
    };
    let mut grids = String::new();
    for scale_mm in SCALES_MM {
        let spacing = scale_mm * zoom;
        let scaled = resample(
            &volume,
            Vec3::new(spacing, spacing, spacing),
            Interpolation::Linear,
        )?;
        let bytes: Vec<u8> = scaled
            .samples()
            .iter()
            .flat_map(|v| v.to_le_bytes())
            .collect();
        fs::write(folder.join(format!("{seed}_{scale_mm}.raw")), bytes)?;
        let grid = scaled.geometry();
        let comma = if grids.is_empty() { "" } else { "," };
        write!(
            grids,
            "{comma}\n  \"{scale_mm}\": {{\"size\": {:?}, \"spacing\": {:?}, \"origin\": {:?}}}",
            grid.size,
            grid.spacing.to_array(),
            grid.origin.to_array()
        )?;
    }
    let nodules: Vec<String> = truth
        .lesions
        .iter()
        .zip(solid)
        .map(|(lesion, solid)| {
            let kind = lesion.nodule_type.map_or(0, |kind| match kind {
                NoduleType::Solid => 0,
                NoduleType::PartSolid => 1,
                NoduleType::GroundGlass => 2,
            });
            format!(
                "\n  {{\"centre\": {:?}, \"diameter_mm\": {}, \"kind\": {kind}, \"solid_part\": {solid}}}",
                lesion.centre.to_array(),
                lesion.radius_mm * 2.0
            )
        })
        .collect();
    let text = format!(
        "{{\"seed\": {seed}, \"thickness_mm\": {}, \"grids\": {{{grids}}},\n \"nodules\": [{}]}}\n",
        params.slice_thickness_mm,
        nodules.join(",")
    );
    fs::write(folder.join(format!("{seed}.json")), text)?;
    println!(
        "{seed}: {} nodules, slices of {} mm",
        truth.lesions.len(),
        params.slice_thickness_mm
    );
    Ok(())
}

/// Kernels, doses, contrast media and thicknesses of daily work; the thick ones less often.
fn varied(rng: &mut Rng) -> ChestCtParams {
    let thickness = [1.25, 2.5, 2.5, 2.5, 2.5, 5.0, 5.0, 8.0][index(rng, 8)];
    let length_mm = 320.0;
    ChestCtParams {
        slices: (length_mm / thickness) as u32,
        slice_thickness_mm: thickness,
        increment_mm: thickness,
        fov_mm: rng.range(340.0, 440.0),
        kernel: [Kernel::Soft, Kernel::Standard, Kernel::Lung][index(rng, 3)],
        dose_mas: rng.range(30.0, 200.0),
        enhancement_hu: if rng.unit() < 0.4 {
            rng.range(60.0, 220.0)
        } else {
            0.0
        },
        ..ChestCtParams::default()
    }
}

fn index(rng: &mut Rng, n: u64) -> usize {
    usize::try_from(rng.below(n)).unwrap_or(0)
}

/// A plan with as many of the wished nodules as find room.
fn planned(
    purpose: Purpose,
    seed: u64,
    params: &ChestCtParams,
    rng: &mut Rng,
) -> Result<ChestCtPlan, Box<dyn std::error::Error>> {
    let wished: Vec<NoduleSpec> = match purpose {
        Purpose::Train => {
            let n = 8 + index(rng, 5);
            let masses = index(rng, 2);
            let one = |rng: &mut Rng| nodule(rng, 4.0, 25.0);
            let mut all: Vec<NoduleSpec> = (0..masses).map(|_| nodule(rng, 25.0, 55.0)).collect();
            all.extend((0..n).map(|_| one(rng)));
            all
        }
        Purpose::Test => (0..index(rng, 4)).map(|_| nodule(rng, 4.0, 25.0)).collect(),
    };
    for n in (0..=wished.len()).rev() {
        // Large nodules come first: dropping from the end keeps them where there is little room.
        match plan(Seed(seed), params, &wished[..n]) {
            Ok(plan) => return Ok(plan),
            Err(error) if n == 0 => return Err(error.into()),
            Err(_) => {}
        }
    }
    Err("no nodules were wished for".into())
}

/// Sizes of a log-uniform distribution: small ones are the most.
fn nodule(rng: &mut Rng, least_mm: f64, most_mm: f64) -> NoduleSpec {
    let diameter = least_mm * (most_mm / least_mm).powf(rng.unit());
    let kind = match rng.below(10) {
        0..6 => NoduleType::Solid,
        6..8 => NoduleType::PartSolid,
        _ => NoduleType::GroundGlass,
    };
    let diameter = if kind == NoduleType::Solid {
        diameter
    } else {
        diameter.max(6.0)
    };
    NoduleSpec::anywhere(diameter, kind)
}

fn rendered(plan: &ChestCtPlan) -> Result<Volume, Box<dyn std::error::Error>> {
    let [nx, ny, nz] = plan.geometry().size;
    let slice_len = nx as usize * ny as usize;
    let mut samples = vec![0i16; slice_len * nz as usize];
    let n_threads = thread::available_parallelism().map_or(1, usize::from);
    let share = (nz as usize).div_ceil(n_threads);
    thread::scope(|scope| {
        for (part, slices) in samples.chunks_mut(slice_len * share).enumerate() {
            scope.spawn(move || {
                for (idx, slice) in slices.chunks_mut(slice_len).enumerate() {
                    let z = u32::try_from(part * share + idx).unwrap_or(u32::MAX);
                    slice.copy_from_slice(&render_slice(plan, z));
                }
            });
        }
    });
    Ok(Volume::new(
        plan.geometry().clone(),
        samples,
        Rescale::IDENTITY,
    )?)
}

/// The diameter of each nodule's solid part as a part of its whole diameter, by volume, before the noise.
fn solid_parts(plan: &ChestCtPlan, truth: &CaseTruth) -> Vec<f64> {
    let [nx, ny, _] = plan.geometry().size.map(|n| n as usize);
    truth
        .lesions
        .iter()
        .map(|lesion| match (lesion.nodule_type, &lesion.mask) {
            (Some(NoduleType::PartSolid), Some(mask)) => {
                let mut slice = (usize::MAX, Vec::new());
                let (mut n_all, mut n_solid, mut at) = (0u32, 0u32, 0usize);
                for (idx, &run) in mask.runs.iter().enumerate() {
                    let end = at + run as usize;
                    for voxel in at..if idx % 2 == 1 { end } else { at } {
                        let z = voxel / (nx * ny);
                        if slice.0 != z {
                            let z_number = u32::try_from(z).unwrap_or(u32::MAX);
                            slice = (z, render_slice_without_noise(plan, z_number));
                        }
                        n_all += 1;
                        n_solid += u32::from(slice.1[voxel % (nx * ny)] > SOLID_HU);
                    }
                    at = end;
                }
                (f64::from(n_solid) / f64::from(n_all.max(1))).cbrt()
            }
            (Some(NoduleType::GroundGlass), _) => 0.0,
            _ => 1.0,
        })
        .collect()
}
