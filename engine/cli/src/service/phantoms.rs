//! Services over synthetic studies of known truth.

use std::path::Path;

use anyhow::{Context as _, bail};
use overread_base::{Difficulty, PhantomKind};
use overread_evaluation::Row;
use overread_phantom::Acquisition;
use overread_workstation::{
    EvaluationFile, EvaluationPlan, PhantomSet, Service, Services, evaluate,
};

use super::evaluate::Evaluate;
use super::{named, ready};
use crate::progress;

/// Where a table begins and ends in a document.
const MARKS: [&str; 2] = ["<!-- evaluation: begin -->", "<!-- evaluation: end -->"];

/// Runs the services over their sets, and prints the figures as Markdown; the rows of what was asked for.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(super) fn run(
    wanted: &Evaluate,
    services: &Services,
    file: &mut EvaluationFile,
) -> anyhow::Result<Vec<Row>> {
    let sets = sets(wanted, services)?;
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
        let result = evaluate(service, service.targets(), set, file, &hear);
        bar.finish_and_clear();
        result?;
    }
    let rows = held(&sets, file);
    if let Some(document) = &wanted.table {
        write_table(document, &rows)?;
    }
    println!("{}", overread_evaluation::tables(&rows));
    Ok(rows)
}

/// Refuses rows of several services: a gate is that of one.
pub(super) fn check_one_service(rows: &[Row]) -> anyhow::Result<()> {
    let first = rows.first().map(|row| &row.service);
    if let Some(other) = rows.iter().find(|row| Some(&row.service) != first) {
        bail!(
            "a gate is that of one service, these are several: {} and {}",
            first.map_or("", String::as_str),
            other.service
        );
    }
    Ok(())
}

fn held(sets: &[(Service, PhantomSet)], file: &EvaluationFile) -> Vec<Row> {
    let rows = file.rows().iter().filter(|row| {
        sets.iter()
            .any(|(service, set)| set.holds(row, service.identity()))
    });
    rows.cloned().collect()
}

/// The services with their studies, services opened once each.
fn sets(wanted: &Evaluate, services: &Services) -> anyhow::Result<Vec<(Service, PhantomSet)>> {
    if let Some(plan) = &wanted.plan {
        let plan = EvaluationPlan::read(plan)?;
        if let Some(other) = wanted.only.iter().find(|only| {
            let mut services = plan.sets.iter().map(|(id, _)| id.as_str());
            !services.any(|id| id == only.as_str())
        }) {
            bail!("--only: the plan has no set of the service {other}");
        }
        let is_asked = |id: &str| wanted.only.is_empty() || wanted.only.iter().any(|o| o == id);
        let asked = plan
            .sets
            .into_iter()
            .filter(|(id, _)| is_asked(id.as_str()));
        let opened = asked.map(|(id, set)| Ok((ready(services.find(&id)?)?, set)));
        return opened.collect();
    }
    let (Some(plugin), Some(kind)) = (&wanted.plugin, wanted.kind) else {
        bail!("expected --plan, or --plugin with --kind or --studies");
    };
    let service = named(services, plugin)?;
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

/// Writes the tables between the marks of a document; what they say of services that are not in the rows stays.
fn write_table(document: &Path, rows: &[Row]) -> anyhow::Result<()> {
    let name = document.display();
    let text = std::fs::read_to_string(document).with_context(|| format!("cannot read {name}"))?;
    let [begin, end] = MARKS;
    let (before, rest) = text
        .split_once(begin)
        .with_context(|| format!("{name} has no line {begin}"))?;
    let (earlier, after) = rest
        .split_once(end)
        .with_context(|| format!("{name} has no line {end} after {begin}"))?;
    let table = overread_evaluation::merged_tables(earlier, rows);
    let text = format!("{before}{begin}\n{table}{end}{after}");
    std::fs::write(document, text).with_context(|| format!("cannot write {name}"))
}
