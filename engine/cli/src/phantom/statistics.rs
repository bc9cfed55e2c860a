//! `overread phantom statistics`: what generated studies measure beside what is published.

use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context as _;
use overread_base::Seed;
use overread_phantom::{Measurement, figures, measure};
use rayon::prelude::*;

use super::Kind;
use crate::progress;

#[derive(Debug, clap::Args)]
pub(crate) struct Statistics {
    /// What to measure.
    #[arg(long, value_enum)]
    kind: Kind,
    /// The seed of the first study; further ones count up.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many normal studies.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    count: u32,
}

/// Measures the studies side by side and prints the table.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn run(wanted: &Statistics) -> anyhow::Result<()> {
    let kind = wanted.kind.into();
    let last = wanted
        .seed
        .checked_add(u64::from(wanted.count - 1))
        .context("seeds end at 2^64")?;
    let bar = progress::bar(&format!("{} studies", wanted.count));
    let done = AtomicUsize::new(0);
    let measured: Vec<Vec<Measurement>> = (wanted.seed..=last)
        .into_par_iter()
        .map(|seed| {
            let found =
                measure(kind, Seed(seed)).with_context(|| format!("phantom of seed {seed}"))?;
            let n_done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress::set(&bar, n_done as f32 / wanted.count as f32);
            Ok(found)
        })
        .collect::<anyhow::Result<_>>()?;
    bar.finish_and_clear();
    print!("{}", figures(kind, &measured));
    Ok(())
}
