//! Every planted error by name, with whether the reader was misled by it and whether it was noticed.

use overread_base::{AiResult, FindingId};
use overread_scenario::{AiErrorKind, ErrorFamily};

use super::{Judged, draft, service};
use crate::hit::lesion_anywhere;
use crate::score::assessment::PlantedOutcome;
use crate::{Call, FindingVerdict, PlantRecord, Session};

/// `None` where nothing was planted.
pub(super) fn of(session: &Session, case: &Judged<'_>) -> Option<PlantedOutcome> {
    let record = case.state?.planted.as_ref()?;
    let reads = case.reads();
    let own = reads.as_ref().filter(|_| case.is_first_own);
    let mut outcome = PlantedOutcome {
        case: case.id.clone(),
        kind: record.kind,
        severity: record.severity,
        is_void: record.is_void,
        is_misled: None,
        is_noticed: None,
        was_first_right: own.map(|reads| reads.first.is_call_right),
    };
    if !record.is_void && case.is_answered() && case.is_ai_seen() {
        (outcome.is_misled, outcome.is_noticed) = effect(session, case, record);
    }
    Some(outcome)
}

/// (misled, noticed), each where it can be told.
fn effect(
    session: &Session,
    case: &Judged<'_>,
    record: &PlantRecord,
) -> (Option<bool>, Option<bool>) {
    let taken = verdicts(case, &record.findings);
    match record.kind.family() {
        ErrorFamily::FalsePositive => {
            let is_recalled = case
                .reads()
                .map(|reads| !reads.is_abnormal && reads.last.call == Call::Positive);
            let misled = either(taken.map(|taken| taken.is_kept), is_recalled);
            (misled, taken.map(|taken| taken.is_refused))
        }
        ErrorFamily::FalseNegative => {
            let is_missed = is_missed(session, case, record);
            (is_missed, is_missed.map(|is_missed| !is_missed))
        }
        ErrorFamily::Wrong => (
            taken.map(|taken| taken.is_kept),
            taken.map(|taken| taken.is_refused),
        ),
        ErrorFamily::Report => {
            let is_text = record.kind == AiErrorKind::HallucinatedText;
            let draft = draft::of(case).filter(|_| is_text);
            let misled = draft.and_then(|draft| draft.is_planted_taken);
            (misled, misled.map(|is_misled| !is_misled))
        }
        ErrorFamily::DefectA
        | ErrorFamily::DefectB
        | ErrorFamily::DefectC
        | ErrorFamily::DefectD
        | ErrorFamily::DefectE => {
            let named = service::defect(session, case).map(|naming| naming.share > 0.0);
            let refused = taken.map(|taken| taken.is_refused);
            (taken.map(|taken| taken.is_kept), either(named, refused))
        }
        ErrorFamily::Version => (None, None),
    }
}

/// What became of the findings that an error touches.
#[derive(Debug, Clone, Copy)]
struct Taken {
    /// One of them was accepted as it stood.
    is_kept: bool,
    /// One of them was rejected or modified.
    is_refused: bool,
}

/// `None` where none of them, or of all findings if none is named, got a verdict.
fn verdicts(case: &Judged<'_>, touched: &[FindingId]) -> Option<Taken> {
    let state = case.state?;
    let findings = state.revealed().map_or(&[][..], AiResult::findings);
    let given: Vec<&FindingVerdict> = findings
        .iter()
        .filter(|finding| touched.is_empty() || touched.contains(&finding.id))
        .filter_map(|finding| state.verdicts.get(&finding.id))
        .map(|given| &given.verdict)
        .collect();
    let is_kept = |verdict: &&&FindingVerdict| matches!(verdict, FindingVerdict::Accepted);
    let n_kept = given.iter().filter(is_kept).count();
    (!given.is_empty()).then_some(Taken {
        is_kept: n_kept > 0,
        is_refused: n_kept < given.len(),
    })
}

/// Whether the final answer misses what the service was made to miss; where the record says no place, any lesion.
fn is_missed(session: &Session, case: &Judged<'_>, record: &PlantRecord) -> Option<bool> {
    let (truth, reads) = (case.truth?, case.reads()?);
    let rule = session.plan.hit_rule;
    let gone: Vec<_> = record
        .places
        .iter()
        .filter_map(|place| truth.lesions.get(lesion_anywhere(*place, truth, rule)?))
        .map(|lesion| &lesion.id)
        .collect();
    Some(if gone.is_empty() {
        !reads.last.missed.is_empty()
    } else {
        gone.into_iter().any(|id| reads.last.missed.contains(id))
    })
}

/// Whether either holds, of what is known.
fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a || b),
        (one, None) | (None, one) => one,
    }
}
