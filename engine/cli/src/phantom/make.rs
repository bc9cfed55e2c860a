//! `overread phantom make`: synthetic studies as DICOM, each with its truth beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use overread_base::{PhantomKind, Seed};
use overread_phantom::chest_ct::{ChestCtParams, random_nodules};
use overread_phantom::{CaseRequest, Phantom};
use overread_workstation::{StepProgress, masks_json, truth_json, write_phantom};

use super::Wanted;
use crate::progress;

#[derive(Debug, clap::Args)]
pub(crate) struct Make {
    #[command(flatten)]
    wanted: Wanted,
    /// How many studies.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    count: u32,
    /// A usual chest CT with this many nodules and nothing else; sizes, types and places follow from the seed. Three where
    /// nothing else is said.
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=20), conflicts_with_all = [
        "lesion", "prevalence", "difficulty", "slices", "thickness", "kernel", "contrast", "prior_days",
    ])]
    nodules: Option<u32>,
    /// Makes a prior study as well, this many days earlier, in a folder of its own; may be given several times.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_525))]
    prior_days: Vec<u32>,
    /// Writes the masks of the lesions beside the truth, as runs in masks.json.
    #[arg(long)]
    masks: bool,
    /// The folder to write to; each study gets a folder of its own in it.
    #[arg(long)]
    out: PathBuf,
}

/// Makes the studies one after another, slices in parallel, with a progress bar.
pub(crate) fn run(make: &Make) -> anyhow::Result<()> {
    let recipe = make.wanted.recipe(&make.prior_days)?;
    anyhow::ensure!(
        make.nodules.is_none() || recipe.kind == PhantomKind::ChestCt,
        "--nodules is for chest-ct alone; see --lesion"
    );
    let seeds = make.wanted.seeds(make.count)?;
    for (idx, &seed) in seeds.iter().enumerate() {
        for request in recipe.requests(seed) {
            let name = format!("phantom {} of {} (seed {})", idx + 1, seeds.len(), seed.0);
            one(make, &request, &name).with_context(|| format!("phantom of seed {}", seed.0))?;
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
fn one(make: &Make, request: &CaseRequest, name: &str) -> anyhow::Result<()> {
    let folder = make.out.join(folder_name(request));
    let step = StepProgress::default();
    let plan = || match nodules(make) {
        Some(n) => {
            let nodules = random_nodules(request.seed, n as usize);
            Phantom::chest_ct(request.seed, &ChestCtParams::default(), &nodules)
        }
        None => Phantom::plan(request),
    };
    let work = || write_phantom(&folder, request.days_before, plan, &step);
    let study = progress::followed(name, &step, work)?;
    write_json(&folder.join("truth.json"), &truth_json(request, &study))?;
    if make.masks {
        write_json(&folder.join("masks.json"), &masks_json(&study))?;
    }
    let n_lesions = study.truth.lesions.len();
    println!("{} ({n_lesions} lesions)", folder.display());
    Ok(())
}

/// How many nodules and nothing else a study gets; `None` where the recipe decides.
fn nodules(make: &Make) -> Option<u32> {
    if PhantomKind::from(make.wanted.kind) != PhantomKind::ChestCt {
        return None;
    }
    let is_left_open = make.wanted.is_left_open() && make.prior_days.is_empty();
    make.nodules.or(is_left_open.then_some(3))
}

fn folder_name(request: &CaseRequest) -> String {
    let (kind, Seed(seed)) = (request.kind.word(), request.seed);
    match request.days_before {
        0 => format!("{kind}-{seed}"),
        days => format!("{kind}-{seed}-prior-{days}"),
    }
}

fn write_json(file: &Path, value: &serde_json::Value) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
