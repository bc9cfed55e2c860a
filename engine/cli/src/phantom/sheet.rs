//! `overread phantom sheet`: many synthetic studies on one picture.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context as _;
use overread_base::Seed;
use overread_phantom::{
    Outlines, Phantom, PhantomError, Picture, Recipe, contact_sheet, study_picture,
};
use rayon::prelude::*;

use super::Wanted;
use crate::progress;

#[derive(Debug, clap::Args)]
pub(crate) struct Sheet {
    #[command(flatten)]
    wanted: Wanted,
    /// How many studies.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=400))]
    count: u32,
    /// Studies in a row.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=40))]
    columns: u8,
    /// Pixels of a study's picture, across and down.
    #[arg(long, default_value_t = 320, value_parser = clap::value_parser!(u16).range(64..=1024))]
    side: u16,
    /// Outlines the lesions of the truth.
    #[arg(long)]
    truth: bool,
    /// The file to write (PNG).
    #[arg(long)]
    out: PathBuf,
}

/// Draws the studies side by side, each with the number of its seed.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn run(sheet: &Sheet) -> anyhow::Result<()> {
    let recipe = sheet.wanted.recipe(&[])?;
    let seeds = sheet.wanted.seeds(sheet.count)?;
    let bar = progress::bar(&format!("{} studies", seeds.len()));
    let done = AtomicUsize::new(0);
    let outlines = if sheet.truth {
        Outlines::Truth
    } else {
        Outlines::None
    };
    let draw = |&seed: &Seed| {
        let picture = picture(&recipe, seed, usize::from(sheet.side), outlines)
            .with_context(|| format!("phantom of seed {}", seed.0))?;
        let n_done = done.fetch_add(1, Ordering::Relaxed) + 1;
        progress::set(&bar, n_done as f32 / seeds.len() as f32);
        Ok(picture)
    };
    let pictures: Vec<Picture> = seeds.par_iter().map(draw).collect::<anyhow::Result<_>>()?;
    bar.finish_and_clear();
    let whole = contact_sheet(&pictures, usize::from(sheet.columns));
    write_png(&sheet.out, &whole)
        .with_context(|| format!("cannot write {}", sheet.out.display()))?;
    println!("{}", sheet.out.display());
    Ok(())
}

fn picture(
    recipe: &Recipe,
    seed: Seed,
    side: usize,
    outlines: Outlines,
) -> Result<Picture, PhantomError> {
    let requests = recipe.requests(seed);
    let phantom = Phantom::plan(&requests[0])?;
    Ok(study_picture(recipe.kind, &phantom, side, seed.0, outlines))
}

fn write_png(path: &Path, picture: &Picture) -> anyhow::Result<()> {
    let (width, height) = (
        u32::try_from(picture.width)?,
        u32::try_from(picture.height)?,
    );
    let file = BufWriter::new(File::create(path)?);
    let mut encoder = png::Encoder::new(file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&picture.rgb)?;
    Ok(())
}
