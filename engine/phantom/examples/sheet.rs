//! Draws synthetic cases as pictures: one sheet a case, CT slices or projections in their first window.
//!
//! `cargo run -p overread-phantom --example sheet -- FOLDER KIND DIFFICULTY FIRST-SEED COUNT [normal | WORD[=AMOUNT]...]`

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use overread_base::{Difficulty, LesionKind, LesionWish, PhantomKind, Seed};
use overread_phantom::{CaseRequest, Phantom, draw_lesions};
use rayon::prelude::*;

type Error = Box<dyn std::error::Error>;

/// The greatest width of a tile of a sheet, pixels.
const TILE: usize = 512;

fn main() -> Result<(), Error> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, kind, difficulty, first, count, wishes @ ..] = &args[..] else {
        return Err("FOLDER KIND DIFFICULTY FIRST-SEED COUNT [normal | WORD[=AMOUNT]...]".into());
    };
    let kind = find(PhantomKind::ALL, |k| k.word() == kind)?;
    let difficulty = find(Difficulty::ALL, |d| d.word() == difficulty)?;
    let (first, count): (u64, u64) = (first.parse()?, count.parse()?);
    for seed in (first..first + count).map(Seed) {
        let lesions = match wishes {
            [] => draw_lesions(kind, seed, difficulty, true, &[]),
            [word] if word == "normal" => draw_lesions(kind, seed, difficulty, false, &[]),
            _ => wishes
                .iter()
                .map(|text| wish(kind, text))
                .collect::<Result<_, _>>()?,
        };
        let request = CaseRequest {
            difficulty,
            lesions,
            ..CaseRequest::new(kind, seed)
        };
        draw(Path::new(folder), &request)?;
    }
    Ok(())
}

fn find<T: Copy, const N: usize>(all: [T; N], is_it: impl Fn(&T) -> bool) -> Result<T, Error> {
    all.into_iter()
        .find(is_it)
        .ok_or_else(|| "unknown word".into())
}

fn wish(kind: PhantomKind, text: &str) -> Result<LesionWish, Error> {
    let (word, amount) = match text.split_once('=') {
        Some((word, amount)) => (word, Some(amount.parse()?)),
        None => (text, None),
    };
    let kind = LesionKind::named(kind, word).ok_or_else(|| format!("unknown lesion {word}"))?;
    Ok(LesionWish {
        amount,
        ..LesionWish::any(kind)
    })
}

fn draw(folder: &Path, request: &CaseRequest) -> Result<(), Error> {
    let start = std::time::Instant::now();
    let phantom = Phantom::plan(request)?;
    let planned = start.elapsed();
    let study = phantom.study();
    let slices: Vec<(usize, u32)> = study
        .series
        .iter()
        .enumerate()
        .flat_map(|(idx, series)| (0..series.geometry.size[2]).map(move |z| (idx, z)))
        .collect();
    let rendered: Vec<Vec<i16>> = slices
        .par_iter()
        .map(|&(series, z)| phantom.render(series, z))
        .collect();
    let mut log = std::io::stderr();
    writeln!(
        log,
        "seed {}: planned {planned:?}, rendered {:?}",
        request.seed.0,
        start.elapsed()
    )?;
    writeln!(log, "  {:?}", study.patient)?;
    for lesion in &study.truth.lesions {
        let voxels = lesion.mask.as_ref().map(|mask| mask.voxel_count());
        writeln!(
            log,
            "  {} at {:?}, r {:.1} mm, {voxels:?} voxels",
            lesion.code, lesion.centre, lesion.radius_mm
        )?;
    }
    for fact in &study.truth.facts {
        writeln!(log, "  {} = {:?}", fact.code, fact.value)?;
    }
    // Of a CT twelve slices, evenly; a projection whole.
    let n = rendered.len();
    let shown: Vec<usize> = if n > 12 {
        (0..12).map(|i| (2 * i + 1) * n / 24).collect()
    } else {
        (0..n).collect()
    };
    for window in 0..study.series.first().map_or(0, |s| s.windows.len().min(2)) {
        let tiles: Vec<Tile> = shown
            .iter()
            .map(|&i| {
                let series = &study.series[slices[i].0];
                let (_, centre, width) = series.windows[window.min(series.windows.len() - 1)];
                let [nx, ny, _] = series.geometry.size.map(|v| v as usize);
                tile(&rendered[i], [nx, ny], (centre, width), series.is_inverted)
            })
            .collect();
        let name = format!("{}-{}-{window}.png", request.kind.word(), request.seed.0);
        sheet(&folder.join(name), &tiles)?;
    }
    Ok(())
}

/// A picture of a slice, reduced to the width of a tile at most by the mean of its pixels.
struct Tile {
    grey: Vec<u8>,
    width: usize,
    height: usize,
}

fn tile(
    samples: &[i16],
    [nx, ny]: [usize; 2],
    (centre, width): (f32, f32),
    inverted: bool,
) -> Tile {
    let step = nx.div_ceil(TILE).max(1);
    let (w, h) = (nx / step, ny / step);
    let mut grey = Vec::with_capacity(w * h);
    for y in 0..h {
        for x in 0..w {
            let rows =
                (y * step..(y + 1) * step).map(|row| &samples[row * nx + x * step..][..step]);
            let sum: f32 = rows.flatten().map(|&sample| f32::from(sample)).sum();
            let mean = sum / (step * step) as f32;
            let share = ((mean - centre) / width + 0.5).clamp(0.0, 1.0);
            grey.push(to_grey(if inverted { 1.0 - share } else { share }));
        }
    }
    Tile {
        grey,
        width: w,
        height: h,
    }
}

/// Writes tiles four in a row.
fn sheet(path: &Path, tiles: &[Tile]) -> Result<(), Error> {
    let columns = tiles.len().clamp(1, 4);
    let height = tiles.iter().map(|tile| tile.height).max().unwrap_or(1);
    let width = tiles.iter().map(|tile| tile.width).max().unwrap_or(1);
    let (w, h) = (columns * width, tiles.len().div_ceil(columns) * height);
    let mut grey = vec![0u8; w * h];
    for (i, tile) in tiles.iter().enumerate() {
        for (y, row) in tile.grey.chunks_exact(tile.width.max(1)).enumerate() {
            let at = ((i / columns) * height + y) * w + (i % columns) * width;
            grey[at..at + row.len()].copy_from_slice(row);
        }
    }
    let mut encoder = png::Encoder::new(
        BufWriter::new(File::create(path)?),
        u32::try_from(w)?,
        u32::try_from(h)?,
    );
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
