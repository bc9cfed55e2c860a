//! `overread service`: what AI services are worth on studies of known truth.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use overread_base::{Difficulty, PhantomKind, ServiceId};
use overread_phantom::Acquisition;
use overread_workstation::{
    EvaluationFile, EvaluationPlan, Folders, PhantomSet, Service, Services, evaluate,
};

use crate::phantom::Kind;
use crate::progress;

/// Where a table begins and ends in a document.
const MARKS: [&str; 2] = ["<!-- evaluation: begin -->", "<!-- evaluation: end -->"];

#[derive(Debug, Subcommand)]
pub(crate) enum ServiceCommand {
    /// Runs a service over synthetic studies of known truth, and prints its figures as Markdown.
    ///
    /// Each study done is a line of rows.jsonl in the folder OUT: a run cut short goes on where it stopped.
    Evaluate(Evaluate),
}

#[derive(Debug, Args)]
pub(crate) struct Evaluate {
    /// A file that names services and their studies (models/evaluation.toml is one).
    #[arg(long, conflicts_with_all = ["plugin", "kind"], required_unless_present = "plugin")]
    plan: Option<PathBuf>,
    /// A bundle folder, a packed plugin, or the id of an installed service.
    #[arg(long, requires = "kind")]
    plugin: Option<String>,
    /// The kind of the studies.
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// How hard they are; several may be named.
    #[arg(long, value_delimiter = ',', default_value = "medium")]
    difficulty: Vec<String>,
    /// The seed of the first study; further ones count up.
    #[arg(long, default_value_t = 900_000)]
    seed: u64,
    /// How many studies of each difficulty.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    count: u32,
    /// How probable it is that a study holds what the service looks for, 0 to 1.
    #[arg(long, default_value_t = 0.5)]
    prevalence: f64,
    /// Slices of a CT.
    #[arg(long, value_parser = clap::value_parser!(u32).range(16..=1024))]
    slices: Option<u32>,
    /// The folder of the rows.
    #[arg(long)]
    out: PathBuf,
    /// A document whose table between "<!-- evaluation: begin -->" and "<!-- evaluation: end -->" is written anew.
    #[arg(long)]
    table: Option<PathBuf>,
    /// Where sessions and the library are kept; the user's data folder if not given.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// Does what was asked for.
pub(crate) fn run(command: &ServiceCommand) -> anyhow::Result<()> {
    match command {
        ServiceCommand::Evaluate(wanted) => evaluate_all(wanted),
    }
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
fn evaluate_all(wanted: &Evaluate) -> anyhow::Result<()> {
    let services = Services::open(&Folders::of_user(wanted.data.as_deref()))?;
    let sets = sets(wanted, &services)?;
    let mut file = EvaluationFile::open(&wanted.out.join("rows.jsonl"))?;
    for (service, set) in &sets {
        let name = format!(
            "{}: {} {} {}",
            service.identity().id,
            set.count,
            set.difficulty.word(),
            set.kind.word()
        );
        let bar = progress::bar(&name);
        let hear = |done: usize| progress::set(&bar, done as f32 / set.count.max(1) as f32);
        let result = evaluate(service, service.targets(), set, &mut file, &hear);
        bar.finish_and_clear();
        result?;
    }
    let shown: Vec<_> = file
        .rows()
        .iter()
        .filter(|row| {
            sets.iter()
                .any(|(service, set)| set.holds(row, service.identity()))
        })
        .cloned()
        .collect();
    let text = overread_evaluation::tables(&shown);
    if let Some(document) = &wanted.table {
        write_table(document, &text)?;
    }
    println!("{text}");
    Ok(())
}

/// The services with their studies, services opened once each.
fn sets(wanted: &Evaluate, services: &Services) -> anyhow::Result<Vec<(Service, PhantomSet)>> {
    if let Some(plan) = &wanted.plan {
        let plan = EvaluationPlan::read(plan)?;
        let opened = plan
            .sets
            .into_iter()
            .map(|(id, set)| Ok((ready(services.find(&id)?)?, set)));
        return opened.collect();
    }
    let (Some(plugin), Some(kind)) = (&wanted.plugin, wanted.kind) else {
        bail!("expected --plan, or --plugin with --kind");
    };
    let path = Path::new(plugin);
    let service = if path.exists() {
        services.open_bundle(path)?
    } else {
        services.find(&ServiceId::new(plugin.as_str())?)?
    };
    let service = ready(service)?;
    if !(0.0..=1.0).contains(&wanted.prevalence) {
        bail!("--prevalence: expected 0 to 1, found {}", wanted.prevalence);
    }
    let difficulties = wanted.difficulty.iter().map(|word| {
        let known = Difficulty::ALL
            .into_iter()
            .find(|difficulty| difficulty.word() == word);
        let difficulty = known.with_context(|| {
            format!("--difficulty: expected easy, medium or hard, found {word:?}")
        })?;
        let set = PhantomSet {
            kind: PhantomKind::from(kind),
            difficulty,
            first_seed: wanted.seed,
            count: wanted.count,
            prevalence: wanted.prevalence,
            acquisition: Acquisition {
                slices: wanted.slices,
                ..Acquisition::default()
            },
        };
        Ok((service.clone(), set))
    });
    difficulties.collect()
}

/// A service that can be run; one that cannot is an error, not a table of failures.
fn ready(service: Service) -> anyhow::Result<Service> {
    match service {
        Service::Broken {
            identity,
            kind,
            message,
        } => bail!(
            "{} cannot be started, {}: {message}",
            identity.id,
            kind.name()
        ),
        Service::Ready(..) | Service::Recorded { .. } | Service::Simulated { .. } => Ok(service),
    }
}

/// Replaces what stands between the marks of a document.
fn write_table(document: &Path, table: &str) -> anyhow::Result<()> {
    let name = document.display();
    let text = std::fs::read_to_string(document).with_context(|| format!("cannot read {name}"))?;
    let [begin, end] = MARKS;
    let (before, rest) = text
        .split_once(begin)
        .with_context(|| format!("{name} has no line {begin}"))?;
    let (_, after) = rest
        .split_once(end)
        .with_context(|| format!("{name} has no line {end} after {begin}"))?;
    let text = format!("{before}{begin}\n{table}{end}{after}");
    std::fs::write(document, text).with_context(|| format!("cannot write {name}"))
}
