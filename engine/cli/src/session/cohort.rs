//! `overread session cohort`: many simulated readers on one scenario, and what comes out of it.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use clap::Args as ArgGroup;
use overread_base::Seed;
use overread_exam::{Order, PassOutcome, SignedOrder};
use overread_seal::SecretKey;
use overread_stats::Estimate;
use overread_workstation::{
    Cohort, CohortSession, Folders, read_scenario, simulate_cohort, studies_beside,
};

use super::simulate::signed;

#[derive(Debug, ArgGroup)]
pub(crate) struct CohortArgs {
    /// The scenario (TOML).
    scenario: PathBuf,
    /// How many readers.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    readers: u32,
    /// How they read: as for `session simulate`.
    #[arg(
        long,
        default_value = "model:sensitivity=0.8,specificity=0.8,follows=0.5"
    )]
    reader: crate::reader::Reader,
    /// The seed of all.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder that their sessions are kept in.
    #[arg(long)]
    sessions: PathBuf,
    /// The secret key that seals each session.
    #[arg(long)]
    seal_key: Option<PathBuf>,
    /// The secret key of the supervisor who starts each session.
    #[arg(long)]
    supervisor_key: Option<PathBuf>,
}

/// What is kept of a reader.
struct Kept {
    figures: [Option<Estimate>; 6],
    points: Option<f64>,
    outcome: Option<PassOutcome>,
}

const NAMES: [&str; 6] = [
    "first sensitivity",
    "first specificity",
    "final sensitivity",
    "final specificity",
    "RAIR",
    "RSR",
];

impl Kept {
    fn of(session: CohortSession) -> Self {
        let debrief = session.debrief;
        let total = &debrief.score.total;
        let reliance = total.reliance.as_ref();
        let points = debrief.score.assessment.as_ref().map(|a| &a.points);
        Self {
            figures: [
                total.first.case_sensitivity,
                total.first.case_specificity,
                total.last.case_sensitivity,
                total.last.case_specificity,
                reliance.and_then(|r| r.relative_ai_reliance),
                reliance.and_then(|r| r.relative_self_reliance),
            ],
            points: points
                .filter(|points| points.possible > 0.0)
                .map(|points| points.earned / points.possible),
            outcome: debrief.pass.map(|pass| pass.outcome),
        }
    }
}

/// Simulates and prints the figures over all readers.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
pub(super) fn run(wanted: &CohortArgs) -> anyhow::Result<()> {
    let mut folders = Folders::of_user(None);
    folders.sessions.clone_from(&wanted.sessions);
    let read = |path: &PathBuf| {
        SecretKey::read(path).with_context(|| format!("cannot read {}", path.display()))
    };
    let seal = wanted.seal_key.as_ref().map(read).transpose()?;
    let supervisor = wanted.supervisor_key.as_ref().map(read).transpose()?;
    let order = supervisor.as_ref().map(|key| {
        move |session: &str, number: u32, order: Order| -> SignedOrder {
            signed(key, session, number, order)
        }
    });
    let text = read_scenario(&wanted.scenario)?;
    let cohort = Cohort {
        scenario_text: &text,
        studies: studies_beside(&wanted.scenario),
        n_readers: wanted.readers.try_into()?,
        policy: wanted.reader.policy,
        seed: Seed(wanted.seed),
        seal: seal.as_ref(),
        supervisor: order.as_ref().map(|order| order as _),
    };
    let begun = Instant::now();
    let step = (wanted.readers / 20).max(1);
    let told = |n: usize| {
        if u32::try_from(n).is_ok_and(|n| n % step == 0) {
            eprintln!("{n} of {} readers", wanted.readers);
        }
    };
    let kept = simulate_cohort(&cohort, &folders, Kept::of, &told)?;
    let took = begun.elapsed();
    println!("{} readers in {:.1} s", kept.len(), took.as_secs_f64());
    for (idx, name) in NAMES.iter().enumerate() {
        let values = kept.iter().filter_map(|one| one.figures[idx]);
        let values: Vec<f64> = values.map(|estimate| estimate.value).collect();
        println!("{}", line(name, &values));
    }
    let points: Vec<f64> = kept.iter().filter_map(|one| one.points).collect();
    println!("{}", line("points", &points));
    for outcome in [
        PassOutcome::Passed,
        PassOutcome::Failed,
        PassOutcome::NotDecidable,
    ] {
        let n = kept.iter().filter(|one| one.outcome == Some(outcome));
        println!("{:<18} {:>6}", outcome.word(), n.count());
    }
    Ok(())
}

/// Mean and spread over the readers who had an opportunity.
fn line(name: &str, values: &[f64]) -> String {
    if values.is_empty() {
        return format!("{name:<18} no opportunity");
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let spread = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    format!(
        "{name:<18} {mean:>6.3} mean, {:>5.3} standard deviation, {} readers",
        spread.sqrt(),
        values.len()
    )
}
