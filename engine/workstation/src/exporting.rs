//! Sessions on the disk become an export: their answers against the truth, ready for statistics programs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use overread_base::{CaseId, CaseTruth};
use overread_exam::{Event, Score, Session, SessionState};
use overread_scenario::{QuestionId, Scenario};
use overread_store::{
    Export, ExportSession, JournalReader, MarkedAnswer, SessionFolder, StoreError,
};

use crate::grades::{GradeError, grades_beside};
use crate::ground::Grounds;
use crate::runner::{RunError, debrief_knowing};
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
    /// The grades beside a journal cannot be read.
    #[error(transparent)]
    Grades(#[from] GradeError),
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
        let (session, truths) = export_one(folder, &mut known)?;
        let of_scenario = export.truths.entry(session.plan.scenario_hash.0);
        of_scenario.or_default().extend(truths);
        export.sessions.push(session);
    }
    Ok(export)
}

/// One ended session, with the truth of its cases. `known` keeps what is known of cases by the hash of their scenario.
pub(crate) fn export_one(
    folder: &SessionFolder,
    known: &mut BTreeMap<[u8; 32], Grounds>,
) -> Result<(ExportSession, BTreeMap<CaseId, CaseTruth>), ExportError> {
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
    let session = Session::replay(journal.plan.clone(), &journal.events).map_err(RunError::from)?;
    if session.state() != SessionState::Ended || !journal.events.iter().any(is_end) {
        return Err(ExportError::NotEnded(at()));
    }
    let design = &journal.plan.design;
    let asks = !design.questions.is_empty() || !design.case_questions.is_empty();
    let marked = if asks {
        let grades = grades_beside(&folder.journal_path(), &journal.plan)?;
        let debrief = debrief_knowing(&journal.plan, &scenario, &journal.events, grades, grounds)?;
        marked(&scenario, &debrief.score)
    } else {
        BTreeMap::new()
    };
    let found = ExportSession {
        observations: session.observations(&truths),
        marked,
        plan: journal.plan,
        started_unix_s: journal.started_unix_s,
    };
    Ok((found, truths))
}

/// What the answers to scored questions are worth, with their keys.
fn marked(scenario: &Scenario, score: &Score) -> BTreeMap<(CaseId, QuestionId), MarkedAnswer> {
    let mut marked = BTreeMap::new();
    let assessed = score.assessment.iter().flat_map(|of| &of.cases);
    for case in assessed {
        let key_of = |question: &QuestionId| {
            let known = scenario.cases.iter().find(|known| known.id == case.case)?;
            let found = known.key.iter().find(|(id, _)| id == question)?;
            Some(found.1.clone())
        };
        for of in &case.questions {
            let answer = MarkedAnswer {
                key: key_of(&of.question),
                first: of.first,
                last: of.share,
            };
            marked.insert((case.case.clone(), of.question.clone()), answer);
        }
    }
    marked
}

#[cfg(test)]
mod tests;
