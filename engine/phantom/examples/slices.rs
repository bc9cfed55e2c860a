//! Draws a phantom as pictures: axial slices in the lung and the mediastinal window, coronal planes, its nodules.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use overread_base::{NoduleType, Seed};
use overread_phantom::chest_ct::{ChestCtParams, ChestCtPlan, NoduleSpec, plan, render_slice};
use rayon::prelude::*;

type Error = Box<dyn std::error::Error>;

/// Name, width and centre of a window, HU.
const WINDOWS: [(&str, f32, f32); 2] = [("lung", 1500.0, -600.0), ("mediastinum", 400.0, 40.0)];

fn main() -> Result<(), Error> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| ".".to_owned());
    let seed = args.next().and_then(|s| s.parse().ok()).unwrap_or(1);
    let params = ChestCtParams::default();
    let nodules = [
        NoduleSpec::anywhere(14.0, NoduleType::Solid),
        NoduleSpec::anywhere(18.0, NoduleType::PartSolid),
        NoduleSpec::anywhere(16.0, NoduleType::GroundGlass),
        NoduleSpec::anywhere(7.0, NoduleType::Solid),
    ];
    let start = std::time::Instant::now();
    let plan = plan(Seed(seed), &params, &nodules)?;
    let planned = start.elapsed();
    let slices: Vec<Vec<i16>> = (0..params.slices)
        .into_par_iter()
        .map(|z| render_slice(&plan, z))
        .collect();
    let (all, patient) = (start.elapsed(), plan.patient());
    writeln!(
        std::io::stderr(),
        "planned in {planned:?}, rendered by {all:?}: {patient:?}"
    )?;
    draw_all(Path::new(&folder), &plan, &slices)
}

fn draw_all(folder: &Path, plan: &ChestCtPlan, slices: &[Vec<i16>]) -> Result<(), Error> {
    let side = plan.params().size as usize;
    let shown = [6usize, 30, 44, 56, 66, 76, 90, 106];
    // Each slice three rows high, so that a coronal plane has about square pixels.
    let rows = slices.len() * 3;
    let coronal: Vec<Vec<i16>> = [200usize, 250, 290, 330]
        .iter()
        .map(|&y| {
            (0..rows)
                .flat_map(|r| slices[slices.len() - 1 - r / 3][y * side..][..side].to_vec())
                .collect()
        })
        .collect();
    let coronal: Vec<&[i16]> = coronal.iter().map(Vec::as_slice).collect();
    for window in WINDOWS {
        let name = window.0;
        for (half, at) in shown.chunks(4).enumerate() {
            let tiles: Vec<&[i16]> = at.iter().map(|&z| slices[z].as_slice()).collect();
            sheet(
                &folder.join(format!("{name}{half}.png")),
                &tiles,
                [side, side],
                window,
            )?;
        }
        sheet(
            &folder.join(format!("{name}_coronal.png")),
            &coronal,
            [side, rows],
            window,
        )?;
        for (i, lesion) in plan.truth().lesions.iter().enumerate() {
            let at = plan.geometry().voxel_from_patient(lesion.centre).z;
            let nearest = (0..slices.len())
                .min_by(|&a, &b| (a as f64 - at).abs().total_cmp(&(b as f64 - at).abs()));
            let slice = &slices[nearest.unwrap_or(0)];
            sheet(
                &folder.join(format!("nodule{i}_{name}.png")),
                &[slice],
                [side, side],
                window,
            )?;
        }
    }
    Ok(())
}

/// Writes tiles two in a row.
fn sheet(
    path: &Path,
    tiles: &[&[i16]],
    [width, height]: [usize; 2],
    (_, span, centre): (&str, f32, f32),
) -> Result<(), Error> {
    let columns = tiles.len().min(2);
    let rows = tiles.len().div_ceil(2);
    let mut grey = vec![0u8; columns * width * rows * height];
    for (i, tile) in tiles.iter().enumerate() {
        for (y, row) in tile.chunks_exact(width).enumerate() {
            let at = ((i / 2) * height + y) * columns * width + (i % 2) * width;
            for (out, &hu) in grey[at..].iter_mut().zip(row) {
                *out = to_grey(((f32::from(hu) - centre) / span + 0.5).clamp(0.0, 1.0));
            }
        }
    }
    let (width, height) = (
        u32::try_from(columns * width)?,
        u32::try_from(rows * height)?,
    );
    let mut encoder = png::Encoder::new(BufWriter::new(File::create(path)?), width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&grey)?;
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the share lies in 0..=1"
)]
fn to_grey(share: f32) -> u8 {
    (share * 255.0) as u8
}
