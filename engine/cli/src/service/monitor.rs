//! `overread service monitor`: rows of evaluations as control charts.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use overread_evaluation::{MonitorOptions, Monitoring, Row};

use super::{ANSWER_IS_NO, gate, text_of};
use crate::EndsWith;

/// The largest file of rows.
const MAX_ROWS_BYTES: usize = 2 << 30;

#[derive(Debug, Args)]
pub(crate) struct Monitor {
    /// Files of rows (rows.jsonl of evaluations), in the order of time; where all rows have the day of their study, days
    /// decide.
    #[arg(long, required = true, num_args = 1..)]
    rows: Vec<PathBuf>,
    /// The service whose rows are watched, where the files hold several.
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    /// Studies of a sample.
    #[arg(long, default_value_t = 80, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    sample: u32,
    /// How many first samples say what is usual.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    baseline: u32,
    /// The share of studies with a defect that was agreed on, between 0 and 1; that of the first samples if not given.
    #[arg(long, value_name = "SHARE")]
    defect_share: Option<f64>,
    /// Which defects count and what is late (TOML); the gate of `service evaluate --print-gate` if not given.
    #[arg(long, value_name = "TOML")]
    gate: Option<PathBuf>,
    /// A folder for monitor.html, monitor.md, monitor.json and a picture of each chart.
    #[arg(long)]
    out: Option<PathBuf>,
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(super) fn run(wanted: &Monitor) -> anyhow::Result<()> {
    let gate = gate::of(wanted.gate.as_deref())?;
    if let Some(share) = wanted.defect_share
        && !(0.0 < share && share < 1.0)
    {
        bail!("--defect-share: expected more than 0 and less than 1, found {share}");
    }
    let mut rows = Vec::new();
    for path in &wanted.rows {
        let read = Row::read_all(&text_of(path, MAX_ROWS_BYTES)?)
            .with_context(|| path.display().to_string())?;
        rows.extend(read);
    }
    if let Some(service) = &wanted.service {
        rows.retain(|row| row.service == *service);
    }
    let options = MonitorOptions {
        sample: usize::try_from(wanted.sample)?,
        baseline: usize::try_from(wanted.baseline)?,
        defect_share: wanted.defect_share,
    };
    let monitoring = Monitoring::of(&rows, &gate, options);
    if monitoring.services.len() > 1 {
        bail!(
            "rows of several services: {}; name one with --service",
            monitoring.services.join(", ")
        );
    }
    if let Some(out) = &wanted.out {
        std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
        let json = serde_json::to_string_pretty(&monitoring.json())?;
        let mut files = vec![
            ("monitor.html".to_owned(), monitoring.html()),
            ("monitor.md".to_owned(), monitoring.markdown()),
            ("monitor.json".to_owned(), format!("{json}\n")),
        ];
        let pictures = monitoring.pictures().into_iter();
        files.extend(pictures.map(|(name, picture)| (format!("{name}.svg"), picture)));
        for (name, text) in files {
            let path = out.join(name);
            std::fs::write(&path, text)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    print!("{}", monitoring.text());
    match monitoring.drift().count() {
        0 => Ok(()),
        n => Err(EndsWith {
            code: ANSWER_IS_NO,
            said: format!("drift is flagged: {n} signals"),
        }
        .into()),
    }
}
