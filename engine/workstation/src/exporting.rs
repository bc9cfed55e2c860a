//! Sessions on the disk become an export: their answers against the truth, ready for statistics programs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use overread_base::CaseId;
use overread_exam::{Event, Session, SessionState};
use overread_store::{Export, ExportSession, JournalReader, SessionFolder, StoreError};

use crate::ground::Grounds;
use crate::runner::RunError;
use crate::sitting::{SittingError, checked};

/// Why sessions cannot be exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A journal or scenario cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The scenario beside a journal has faults.
    #[error("{fault} ({})", .path.display())]
    Scenario {
        /// What is wrong with it.
        fault: Box<SittingError>,
        /// The session.
        path: PathBuf,
    },
    /// The scenario beside a journal is not the one that was read.
    #[error("the scenario beside the journal is not the one that was read ({})", .0.display())]
    OtherScenario(PathBuf),
    /// The session has not ended: an export would tell the reader what is in the cases.
    #[error("the session has not ended ({})", .0.display())]
    NotEnded(PathBuf),
    /// A session cannot be replayed, or its truth cannot be made.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// Reads ended sessions for an export; what they have in common is worked out once.
///
/// # Errors
/// [`ExportError`] of the first session that cannot be exported.
pub fn export_of(folders: &[SessionFolder]) -> Result<Export, ExportError> {
    let mut export = Export::default();
    // Scenarios of one hash have equal cases: their truths are made once.
    let mut known: BTreeMap<[u8; 32], Grounds> = BTreeMap::new();
    for folder in folders {
        let at = || folder.path().to_owned();
        let journal = JournalReader::read(&folder.journal_path())?;
        let text = folder.scenario_text()?;
        let scenario = checked(&text).map_err(|fault| ExportError::Scenario {
            fault: Box::new(fault),
            path: at(),
        })?;
        if scenario.hash != journal.plan.scenario_hash {
            return Err(ExportError::OtherScenario(at()));
        }
        let grounds = known.entry(scenario.hash.0).or_default();
        let all: Vec<CaseId> = journal.plan.cases.clone();
        let truths = grounds.truths(&scenario, &all).map_err(RunError::from)?;
        let is_end = |event: &overread_exam::StampedEvent| matches!(event.event, Event::Ended(_));
        let session =
            Session::replay(journal.plan.clone(), &journal.events).map_err(RunError::from)?;
        if session.state() != SessionState::Ended || !journal.events.iter().any(is_end) {
            return Err(ExportError::NotEnded(at()));
        }
        export.sessions.push(ExportSession {
            observations: session.observations(&truths),
            plan: journal.plan,
            started_unix_s: journal.started_unix_s,
        });
        export.truths.extend(truths);
    }
    Ok(export)
}
