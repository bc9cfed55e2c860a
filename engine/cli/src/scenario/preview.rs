//! `overread scenario preview`: what a reader will be told and asked, without a screen.

use std::path::PathBuf;

use clap::Args;
use overread_base::Seed;
use overread_scenario::case_order;

use super::{print, read};

#[derive(Debug, Args)]
pub(crate) struct Preview {
    /// A scenario file (TOML).
    file: PathBuf,
    /// The seed of the session, where it decides on the order of the cases.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The language of the scenario's texts.
    #[arg(long, default_value = "en")]
    locale: String,
    /// Shows keys, difficulty, tags and whether a case is abnormal.
    #[arg(long)]
    keys: bool,
}

pub(crate) fn run(wanted: &Preview) -> anyhow::Result<()> {
    let scenario = read(&wanted.file)?;
    let order = case_order(&scenario, Seed(wanted.seed));
    let shown = overread_scenario::Preview {
        locale: &wanted.locale,
        has_keys: wanted.keys,
    };
    print(&overread_scenario::preview(&scenario, &order, &shown));
    Ok(())
}
