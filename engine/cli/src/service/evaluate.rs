//! `overread service evaluate`: its arguments, and where they lead.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{ArgGroup, Args};
use overread_evaluation::{DEFAULT_GATE, Gate, Report, Row};
use overread_workstation::{EvaluationFile, Folders, Services};

use super::{gate, own, phantoms};
use crate::phantom::Kind;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source").args(["kind", "studies"]))]
pub(crate) struct Evaluate {
    /// A file that names services and their synthetic studies (models/evaluation.toml is one).
    #[arg(long, conflicts_with_all = ["plugin", "kind", "studies"], required_unless_present_any = ["plugin", "print_gate"])]
    pub(super) plan: Option<PathBuf>,
    /// Only these services of the plan, by their ids.
    #[arg(long, value_name = "ID", value_delimiter = ',', requires = "plan")]
    pub(super) only: Vec<String>,
    /// A bundle folder, a packed plugin, or the id of an installed service.
    #[arg(long, requires = "source")]
    pub(super) plugin: Option<String>,
    /// Your studies: a folder with a folder for each, or a text file with the folder of one a line.
    #[arg(long, value_name = "LIST", requires_all = ["truth", "plugin"])]
    pub(super) studies: Option<PathBuf>,
    /// What is in them: a CSV with a line for each study, target or lesion. Columns: study, present (1, 0, or nothing for
    /// unknown); if wanted target (SCHEME:VALUE), x_mm, y_mm, z_mm, size_mm, series, date; all others make subgroups.
    #[arg(long, value_name = "CSV", requires = "studies")]
    pub(super) truth: Option<PathBuf>,
    /// How many of your studies at a time; as many as there are processors, at most 8, if not given.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=256), requires = "studies")]
    pub(super) jobs: Option<u16>,
    /// What the service must reach (TOML); the one of --print-gate if not given. With synthetic studies there is a gate only
    /// where one is given.
    #[arg(long, value_name = "TOML")]
    pub(super) gate: Option<PathBuf>,
    /// Prints the gate that is built in, to be edited, and ends.
    #[arg(long)]
    print_gate: bool,
    /// The kind of synthetic studies.
    #[arg(long, value_enum)]
    pub(super) kind: Option<Kind>,
    /// How hard they are; several may be named.
    #[arg(long, value_delimiter = ',', default_value = "medium")]
    pub(super) difficulty: Vec<String>,
    /// The seed of the first one; further ones count up.
    #[arg(long, default_value_t = 900_000)]
    pub(super) seed: u64,
    /// How many of each difficulty.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) count: u32,
    /// How probable it is that one holds what the service looks for, 0 to 1.
    #[arg(long, default_value_t = 0.5)]
    pub(super) prevalence: f64,
    /// Slices of a CT.
    #[arg(long, value_parser = clap::value_parser!(u32).range(16..=1024))]
    pub(super) slices: Option<u32>,
    /// The folder of rows and report.
    #[arg(long, required_unless_present = "print_gate")]
    out: Option<PathBuf>,
    /// A document whose tables between "<!-- evaluation: begin -->" and "<!-- evaluation: end -->" are written anew for the
    /// services that were evaluated; what they say of others stays.
    #[arg(long, conflicts_with = "studies")]
    pub(super) table: Option<PathBuf>,
    /// Where sessions and the library are kept; the user's data folder if not given.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(super) fn run(wanted: &Evaluate) -> anyhow::Result<()> {
    if wanted.print_gate {
        print!("{DEFAULT_GATE}");
        return Ok(());
    }
    let Some(out) = &wanted.out else {
        bail!("expected --out");
    };
    // A gate that cannot be read is told before hours of work, not after them.
    let gate = gate::of(wanted.gate.as_deref())?;
    let services = Services::open(&Folders::of_user(wanted.data.as_deref()))?;
    let mut file = EvaluationFile::open(&out.join("rows.jsonl"))?;
    let report = match (&wanted.studies, &wanted.truth, &wanted.plugin) {
        (Some(studies), Some(truth), Some(plugin)) => {
            let asked = own::Asked {
                plugin,
                studies,
                truth,
                jobs: wanted.jobs,
            };
            own::report(&asked, &services, &gate, &mut file)?
        }
        _ => {
            let rows = phantoms::run(wanted, &services, &mut file)?;
            if wanted.gate.is_none() {
                return write_each(out, &rows);
            }
            phantoms::check_one_service(&rows)?;
            Report::of(&rows.iter().collect::<Vec<&Row>>(), &gate, &[])
        }
    };
    write(out, &report)?;
    print!("{}", report.text());
    gate::end(report.outcome())
}

/// A report without a gate for each service, in OUT itself where there is one, else in a folder of its name.
fn write_each(out: &Path, rows: &[Row]) -> anyhow::Result<()> {
    let services: BTreeSet<&str> = rows.iter().map(|row| row.service.as_str()).collect();
    for service in &services {
        let own: Vec<&Row> = rows.iter().filter(|row| row.service == *service).collect();
        let folder = match services.len() {
            1 => out.to_owned(),
            _ => out.join(service),
        };
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        write(&folder, &Report::of(&own, &Gate::none(), &[]))?;
    }
    Ok(())
}

/// The report in its three forms.
fn write(out: &Path, report: &Report) -> anyhow::Result<()> {
    let json = serde_json::to_string_pretty(&report.json())?;
    let forms = [
        ("report.txt", report.text()),
        ("report.md", report.markdown()),
        ("report.json", format!("{json}\n")),
    ];
    for (name, text) in forms {
        let path = out.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
