//! Many simulated readers on one scenario, without images: to try a form, a pass rule or a study design before people sit it.
//!
//! Each reader is a whole session with a journal, a score and, with a key, a seal; only the flushing differs, once a
//! session. Equal cohorts give equal sessions but for their ids.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use overread_base::{CaseId, ReaderId, Seed};
use overread_exam::{Candidate, Policy, StampedEvent};
use overread_scenario::Scenario;
use overread_seal::{SealError, SecretKey, seal_folder};
use overread_store::Flush;
use rayon::prelude::*;

use crate::clock::{Clock as _, ManualClock};
use crate::folders::Folders;
use crate::ground::Grounds;
use crate::runner::{Debrief, ImagesMode, RunError, debrief_knowing};
use crate::scripted::{ScriptedReader, Supervisor};
use crate::sealing::seal_input;
use crate::sitting::{Past, Sitting, SittingError, SittingOptions, checked, sit_knowing};

/// Many simulated readers on one scenario.
pub struct Cohort<'a> {
    /// The scenario file's text.
    pub scenario_text: &'a str,
    /// What DICOM folders are relative to.
    pub studies: PathBuf,
    /// How many readers: they are called `reader-1`, `reader-2`, ...
    pub n_readers: usize,
    /// How each reads; its dice differ from reader to reader.
    pub policy: Policy,
    /// The seed of all.
    pub seed: Seed,
    /// The key that seals each session; without one none is sealed.
    pub seal: Option<&'a SecretKey>,
    /// Who starts an examination that begins with a signed order only.
    pub supervisor:
        Option<&'a (dyn Fn(&str, u32, overread_exam::Order) -> overread_exam::SignedOrder + Sync)>,
}

impl std::fmt::Debug for Cohort<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cohort")
            .field("n_readers", &self.n_readers)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// One reader of a cohort.
#[derive(Debug, Clone)]
pub struct CohortSession {
    /// Who read.
    pub reader: ReaderId,
    /// The folder of the session.
    pub folder: PathBuf,
    /// Score and what was planted.
    pub debrief: Debrief,
    /// What happened.
    pub events: Vec<StampedEvent>,
}

/// Why a cohort cannot be simulated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CohortError {
    /// A reader cannot sit down.
    #[error(transparent)]
    Sitting(#[from] SittingError),
    /// A session cannot go on.
    #[error(transparent)]
    Run(#[from] RunError),
    /// A session cannot be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Lets every reader of a cohort read; `done` hears how many have.
///
/// What a session leaves is kept by `keep`, so that thousands of them need not be.
///
/// # Errors
/// [`CohortError`] of the first reader who fails; sessions that were written stay.
pub fn simulate_cohort<T: Send>(
    cohort: &Cohort<'_>,
    folders: &Folders,
    keep: impl Fn(CohortSession) -> T + Sync,
    done: &(dyn Fn(usize) + Sync),
) -> Result<Vec<T>, CohortError> {
    let scenario = checked(cohort.scenario_text)?;
    let grounds = known(&scenario)?;
    let n_done = AtomicUsize::new(0);
    (1..=cohort.n_readers)
        .into_par_iter()
        .map(|number| {
            let session = read_one(cohort, folders, &scenario, number, grounds.clone())?;
            done(n_done.fetch_add(1, Ordering::Relaxed) + 1);
            Ok(keep(session))
        })
        .collect()
}

/// What is known of all cases of the scenario, found out once for all readers.
fn known(scenario: &Scenario) -> Result<Grounds, CohortError> {
    let all: Vec<CaseId> = scenario.cases.iter().map(|case| case.id.clone()).collect();
    let grounds = Grounds::default();
    grounds.truths(scenario, &all).map_err(SittingError::from)?;
    Ok(grounds)
}

fn read_one(
    cohort: &Cohort<'_>,
    folders: &Folders,
    scenario: &Scenario,
    number: usize,
    grounds: Grounds,
) -> Result<CohortSession, CohortError> {
    let reader = ReaderId::new(format!("reader-{number}"))
        .unwrap_or_else(|_| unreachable!("letters, a hyphen and digits"));
    let clock = Arc::new(ManualClock::default());
    let sitting = Sitting {
        scenario_text: cohort.scenario_text.to_owned(),
        studies: cohort.studies.clone(),
        reader: reader.clone(),
        seed: cohort.seed.index(number as u64),
        locale: "en".to_owned(),
        clock: Arc::<ManualClock>::clone(&clock),
        candidate: Some(Candidate {
            name: format!("Simulated reader {number}"),
            number: number.to_string(),
        }),
        options: SittingOptions {
            images: ImagesMode::None,
            flush: Flush::Once,
            past: Past::Ignored,
            ..SittingOptions::default()
        },
    };
    let mut runner = sit_knowing(sitting, folders, grounds.clone())?;
    let supervisor = cohort.supervisor.map(|order| order as Supervisor<'_>);
    let scripted = ScriptedReader {
        policy: cohort.policy,
        clock: &clock,
        supervisor,
    };
    scripted.read(&mut runner, &mut |_, _| {})?;
    runner.finish_record()?;
    let plan = runner.plan().clone();
    let events = runner.events().to_vec();
    let debrief = debrief_knowing(&plan, scenario, &events, Vec::new(), &grounds)?;
    let folder = runner.journal_path().parent().map(PathBuf::from);
    let folder = folder.unwrap_or_default();
    if let Some(key) = cohort.seal {
        let input = seal_input(&debrief, clock.wall_ms() / 1000)?;
        seal_folder(&folder, input, key)?;
    }
    Ok(CohortSession {
        reader,
        folder,
        debrief,
        events,
    })
}
