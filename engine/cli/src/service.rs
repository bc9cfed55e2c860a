//! `overread service`: what AI services are worth on studies of known truth, at once and over time.

mod evaluate;
mod gate;
mod monitor;
mod own;
mod phantoms;

use std::path::Path;

use anyhow::{Context as _, bail};
use clap::Subcommand;
use overread_base::{Diagnostics, ServiceId};
use overread_workstation::{Service, Services};

/// Exit code of a gate that is not passed and of a drift that is flagged: the work was done, its answer is no.
const ANSWER_IS_NO: i32 = 3;
/// Exit code of a gate that cannot be decided.
const NOT_DECIDABLE: i32 = 4;

#[derive(Debug, Subcommand)]
pub(crate) enum ServiceCommand {
    /// Runs a service over studies of known truth, and reports what it is worth: your own studies beside a table of their
    /// truth, or synthetic ones.
    ///
    /// Each study done is a line of rows.jsonl in the folder OUT: a run cut short goes on where it stopped, and a study that
    /// cannot be opened costs only its line. The report is written to OUT as report.txt, report.md and report.json; of
    /// several services each has a folder of its name there.
    ///
    /// Exit codes: 0 done, and the gate is passed; 3 the gate is failed; 4 the gate is not decidable; 1 refused.
    Evaluate(evaluate::Evaluate),
    /// Watches a service over time: control charts over samples of the rows of evaluations, and what has drifted.
    ///
    /// Exit codes: 0 no drift is flagged; 3 drift is flagged; 1 refused.
    Monitor(monitor::Monitor),
}

/// Does what was asked for.
pub(crate) fn run(command: &ServiceCommand) -> anyhow::Result<()> {
    match command {
        ServiceCommand::Evaluate(wanted) => evaluate::run(wanted),
        ServiceCommand::Monitor(wanted) => monitor::run(wanted),
    }
}

/// The service of a bundle folder, a packed plugin, or the id of an installed one.
fn named(services: &Services, plugin: &str) -> anyhow::Result<Service> {
    let path = Path::new(plugin);
    ready(if path.exists() {
        services.open_bundle(path)?
    } else {
        services.find(&ServiceId::new(plugin)?)?
    })
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

/// The text of a file of at most `most` bytes.
fn text_of(path: &Path, most: usize) -> anyhow::Result<String> {
    let name = path.display();
    let size = std::fs::metadata(path)
        .with_context(|| format!("cannot read {name}"))?
        .len();
    if size > most as u64 {
        bail!("{name}: expected at most {most} bytes, found {size}");
    }
    std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))
}

/// Names all faults of a file, and ends with their number.
#[expect(clippy::print_stderr, reason = "each fault has its line")]
fn refused<T>(what: &str, faults: &Diagnostics) -> anyhow::Result<T> {
    for fault in faults.all() {
        eprintln!("{what}: {fault}");
    }
    bail!("{what} is refused: {} faults", faults.all().len())
}
