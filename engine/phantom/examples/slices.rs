//! Draws a phantom as pictures: a sheet of axial slices in the lung and the mediastinal window, and coronal planes.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use overread_base::{NoduleType, Seed};
use overread_phantom::{ChestCtParams, NoduleSpec, plan, render_slice};
use rayon::prelude::*;

type Error = Box<dyn std::error::Error>;

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
    let mut out = std::io::stderr();
    std::io::Write::write_fmt(
        &mut out,
        format_args!(
            "plan {planned:?}, all {:?}, {:?}\n",
            start.elapsed(),
            plan.patient()
        ),
    )?;
    let side = params.size as usize;
    let shown = [6usize, 30, 44, 56, 66, 76, 90, 106];
    for (name, width, centre) in [("lung", 1500.0, -600.0), ("mediastinum", 400.0, 40.0)] {
        for half in 0..2 {
            let tiles: Vec<&[i16]> = shown[half * 4..][..4]
                .iter()
                .map(|&z| slices[z].as_slice())
                .collect();
            sheet(
                &Path::new(&folder).join(format!("{name}{half}.png")),
                &tiles,
                side,
                side,
                width,
                centre,
            )?;
        }
        let coronal: Vec<Vec<i16>> = [200usize, 250, 290, 330]
            .iter()
            .map(|&y| {
                (0..slices.len() * 3)
                    .flat_map(|r| slices[slices.len() - 1 - r / 3][y * side..][..side].to_vec())
                    .collect()
            })
            .collect();
        let tiles: Vec<&[i16]> = coronal.iter().map(Vec::as_slice).collect();
        sheet(
            &Path::new(&folder).join(format!("{name}_coronal.png")),
            &tiles,
            side,
            slices.len() * 3,
            width,
            centre,
        )?;
        for (i, lesion) in plan.truth().lesions.iter().enumerate() {
            let v = plan.geometry().voxel_from_patient(lesion.centre);
            let z = (0..slices.len())
                .min_by_key(|&z| ((v.z - z as f64).abs() * 100.0) as u64)
                .unwrap_or(0);
            sheet(
                &Path::new(&folder).join(format!("nodule{i}_{name}.png")),
                &[&slices[z]],
                side,
                side,
                width,
                centre,
            )?;
        }
    }
    Ok(())
}

/// Writes tiles two in a row.
fn sheet(
    path: &Path,
    tiles: &[&[i16]],
    width: usize,
    height: usize,
    window: f32,
    centre: f32,
) -> Result<(), Error> {
    let columns = tiles.len().min(2);
    let rows = tiles.len().div_ceil(2);
    let mut grey = vec![0u8; columns * width * rows * height];
    for (i, tile) in tiles.iter().enumerate() {
        for (y, row) in tile.chunks_exact(width).enumerate() {
            for (x, &hu) in row.iter().enumerate() {
                let share = ((f32::from(hu) - centre) / window + 0.5).clamp(0.0, 1.0);
                grey[((i / 2) * height + y) * columns * width + (i % 2) * width + x] =
                    (share * 255.0) as u8;
            }
        }
    }
    let mut encoder = png::Encoder::new(
        BufWriter::new(File::create(path)?),
        u32::try_from(columns * width)?,
        u32::try_from(rows * height)?,
    );
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&grey)?;
    Ok(())
}
