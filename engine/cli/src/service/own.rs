//! A service over the user's own studies beside the truth that the user wrote.

use std::num::NonZeroUsize;
use std::path::Path;

use overread_evaluation::{Gate, MAX_TRUTH_BYTES, Report, Row, TruthTable};
use overread_workstation::{EvaluationFile, OwnStudies, Services, StudyList, evaluate_own};

use super::{named, refused, text_of};
use crate::progress;

/// More studies at a time need more memory than most machines have, unless asked for.
const MOST_JOBS: usize = 8;

/// What is to be evaluated.
pub(super) struct Asked<'a> {
    pub(super) plugin: &'a str,
    pub(super) studies: &'a Path,
    pub(super) truth: &'a Path,
    pub(super) jobs: Option<u16>,
}

/// Runs it, and reports on the rows of the list.
#[expect(clippy::print_stderr, reason = "remarks belong on the terminal")]
pub(super) fn report(
    asked: &Asked<'_>,
    services: &Services,
    gate: &Gate,
    file: &mut EvaluationFile,
) -> anyhow::Result<Report> {
    let truth = asked.truth.display().to_string();
    let table = match TruthTable::read(&text_of(asked.truth, MAX_TRUTH_BYTES)?) {
        (Some(table), _) => table,
        (None, faults) => return refused(&truth, &faults),
    };
    let list = match StudyList::read(asked.studies) {
        Ok(list) => list,
        Err(faults) => return refused("the list of studies", &faults),
    };
    let service = named(services, asked.plugin)?;
    let own = match OwnStudies::matched(list, &table, service.targets()) {
        Ok(own) => own,
        Err(faults) => return refused(&truth, &faults),
    };
    for remark in own.remarks() {
        eprintln!("{remark}");
    }
    let jobs = asked.jobs.map_or_else(processors, usize::from);
    let jobs = NonZeroUsize::new(jobs).unwrap_or(NonZeroUsize::MIN);
    let identity = service.identity();
    let bar = progress::bar(&format!(
        "{}: {} studies, {jobs} at a time",
        identity.id,
        own.count()
    ));
    let hear = |done: usize| progress::set(&bar, done as f32 / own.count().max(1) as f32);
    let result = evaluate_own(&service, &own, jobs, file, &hear);
    bar.finish_and_clear();
    result?;
    let rows = file.rows().iter().filter(|row| {
        row.service == identity.id.as_str()
            && row.digest == identity.bundle_digest
            && own.holds(row)
    });
    let mut remarks = own.remarks().to_vec();
    remarks.push(format!("Times were taken with {jobs} studies at a time."));
    Ok(Report::of(&rows.collect::<Vec<&Row>>(), gate, &remarks))
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get().min(MOST_JOBS))
}
