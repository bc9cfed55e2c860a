//! Rubric v2: every reading mode, by v1's rules for marks and calls, with points, questions, AI states and planted errors.
//!
//! Frozen once released, as v1. One pure function of the session and what is known beside it makes the one score. The hit
//! rule, the final answer and reliance are v1's, view by view where a study has several projections; what is new is told in [`crate::Assessment`].

use overread_base::{CaseId, CaseTruth, Millis};
use overread_scenario::ReadingMode;
use overread_stats::{Reliance, Trial};

use crate::case_state::CaseState;
use crate::hit::{ai_score, of_final, of_marks, read_score, verdict_counts};
use crate::mode_rules::AiTiming;
use crate::rubric_v1::{accuracy, call, count, median_time, switches};
use crate::score::assessment::{AiState, Assessment, CaseAssessment, Closing};
use crate::{
    Accuracy, AiScore, Call, CaseGrade, CaseScore, CaseTimes, CertificateBar, LesionSwitches,
    Percent, ReadScore, ReaderMark, Rubric, Score, ScoreInput, Session, SessionEnd, SessionState,
    TotalScore, Ungraded, VerdictCounts, rules,
};

mod advice;
pub(crate) mod ai_state;
mod autonomous;
pub(crate) mod branch;
mod calibration;
mod double;
mod draft;
pub(crate) mod expert;
mod planted;
mod points;
mod question;
mod service;
#[cfg(test)]
mod tests;
pub(crate) mod trace;

/// The score of a session by the rubric that its plan names.
#[must_use]
pub fn score_session(session: &Session, input: &ScoreInput) -> Score {
    match session.plan.rubric {
        Rubric::V1 => crate::score(session, &input.truths),
        Rubric::V2 => score(session, input),
    }
}

/// One case with all that is known about it.
pub(crate) struct Judged<'a> {
    pub(crate) id: &'a CaseId,
    pub(crate) mode: ReadingMode,
    pub(crate) state: Option<&'a CaseState>,
    pub(crate) truth: Option<&'a CaseTruth>,
    pub(crate) closing: Closing,
    pub(crate) score: CaseScore,
    pub(crate) ai_state: Option<AiState>,
    /// Whether the first answer was given without an AI result on screen.
    pub(crate) is_first_own: bool,
}

/// The reads of a graded case.
pub(crate) struct Reads<'a> {
    pub(crate) first: &'a ReadScore,
    pub(crate) last: &'a ReadScore,
    /// The service's, where the job was done.
    pub(crate) ai: Option<&'a ReadScore>,
    pub(crate) is_abnormal: bool,
}

impl Judged<'_> {
    pub(crate) fn reads(&self) -> Option<Reads<'_>> {
        match &self.score.grade {
            CaseGrade::Graded {
                first, last, ai, ..
            } => Some(Reads {
                first,
                last,
                ai: ai.read.as_ref(),
                is_abnormal: self.truth.is_some_and(CaseTruth::is_abnormal),
            }),
            CaseGrade::Ungraded(_) => None,
        }
    }

    /// Whether an AI result was on screen.
    pub(crate) fn is_ai_seen(&self) -> bool {
        self.state.is_some_and(|state| state.revealed().is_some())
    }

    /// Whether the case has an answer that can be looked at.
    pub(crate) fn is_answered(&self) -> bool {
        matches!(self.closing, Closing::Signed | Closing::TimedOut)
    }

    /// What a decision with advice was, where the first answer was the reader's own.
    fn trial(&self) -> Option<Trial> {
        let reads = self.reads()?;
        let ai = reads
            .ai
            .filter(|_| self.is_ai_seen() && self.is_first_own)?;
        let says = |read: &ReadScore| read.call == Call::Positive;
        Some(Trial {
            truth: reads.is_abnormal,
            ai: says(ai),
            first: says(reads.first),
            last: says(reads.last),
        })
    }
}

fn score(session: &Session, input: &ScoreInput) -> Score {
    let cases: Vec<Judged<'_>> = session
        .scored_cases()
        .map(|id| judged(session, id, input.truths.get(id)))
        .collect();
    let trials: Vec<Trial> = cases.iter().filter_map(Judged::trial).collect();
    let assessment = assessment(session, input, &cases, &trials);
    let total = total(session, &cases, &trials);
    Score {
        rubric: Rubric::V2,
        cases: cases.into_iter().map(|case| case.score).collect(),
        total,
        bars: bars(session),
        assessment: Some(Box::new(assessment)),
    }
}

/// What forbids a certificate for the session, whatever its figures.
fn bars(session: &Session) -> Vec<CertificateBar> {
    let mut bars = CertificateBar::of_plan(&session.plan);
    let is_closed = |id: &CaseId| {
        let state = session.cases.get(id);
        state.is_some_and(|state| state.closed_at().is_some())
    };
    let is_complete = match session.trace.ended {
        None | Some(SessionEnd::Abandoned) => false,
        // An examination whose time is over stands as it is.
        Some(SessionEnd::Complete | SessionEnd::TimeUp) => true,
        Some(SessionEnd::Sealed) => session.scored_cases().all(is_closed),
    };
    if !is_complete {
        bars.push(CertificateBar::NotComplete);
    }
    bars
}

fn judged<'a>(session: &'a Session, id: &'a CaseId, truth: Option<&'a CaseTruth>) -> Judged<'a> {
    let state = session.cases.get(id);
    let mode = session.plan.mode_of(id);
    let closing = closing(session, state);
    let own_first = state.and_then(|state| own_first(mode, state));
    let grade = match (closing, state, truth) {
        (Closing::NoImages, _, _) => CaseGrade::Ungraded(Ungraded::NoImages),
        (Closing::DecidedByAi, _, _) => CaseGrade::Ungraded(Ungraded::DecidedByAi),
        (Closing::NotClosed, _, _) | (_, None, _) => CaseGrade::Ungraded(Ungraded::NotSigned),
        (Closing::Signed | Closing::TimedOut, Some(_), None) => {
            CaseGrade::Ungraded(Ungraded::NoTruth)
        }
        (Closing::Signed | Closing::TimedOut, Some(state), Some(truth)) => {
            graded(session, state, truth)
        }
    };
    let score = CaseScore {
        case: id.clone(),
        grade,
        times: state.map_or_else(CaseTimes::default, |state| times(session, state)),
        slice_coverage: state.and_then(CaseState::slice_coverage),
        n_hints: state.map_or(0, |state| state.hints.n_given()),
    };
    let mut judged = Judged {
        id,
        mode,
        state,
        truth,
        closing,
        score,
        ai_state: None,
        is_first_own: own_first.unwrap_or(false),
    };
    judged.ai_state = ai_state::of(&judged);
    judged
}

/// How a case was closed.
pub(crate) fn closing(session: &Session, state: Option<&CaseState>) -> Closing {
    let Some(state) = state else {
        return Closing::NotClosed;
    };
    if state.images_failed.is_some() {
        Closing::NoImages
    } else if state.decided_by_ai.is_some() {
        Closing::DecidedByAi
    } else if state.signed_at.is_some() {
        Closing::Signed
    } else if state.timed_out_at.is_some() || is_cut_off(session) {
        Closing::TimedOut
    } else {
        Closing::NotClosed
    }
}

/// Whether the session ended around an open case: it is graded as it stands.
fn is_cut_off(session: &Session) -> bool {
    match session.trace.ended {
        None | Some(SessionEnd::Complete | SessionEnd::Abandoned) => false,
        Some(SessionEnd::TimeUp | SessionEnd::Sealed) => true,
    }
}

/// Whether there is a first answer that no AI result had touched; `None` for a case that says nothing.
fn own_first(mode: ReadingMode, state: &CaseState) -> Option<bool> {
    if state.revealed().is_none() {
        return Some(true);
    }
    let first = state.first.as_ref()?;
    let is_before = rules(mode).timing != AiTiming::FromStart;
    Some(is_before && said(first.rating, &first.marks, 50).is_some())
}

/// What an answer says about the case as a whole: by its rating, else a mark stands for a positive call; `None` where
/// nothing was said.
fn said(rating: Option<Percent>, marks: &[ReaderMark], positive_from: u8) -> Option<Call> {
    match rating {
        Some(rating) => Some(call(rating.value() >= positive_from)),
        None => (!marks.is_empty()).then_some(Call::Positive),
    }
}

fn times(session: &Session, case: &CaseState) -> CaseTimes {
    let (start, closed) = (case.start(), case.closed_at());
    let whole = closed.map(|closed| case.time_between(start, closed));
    let to_reveal = case.revealed_at.map(|at| case.time_between(start, at));
    let after_reveal = case.revealed_at.zip(closed);
    let limit = session.plan.soft_limit;
    let over = whole.zip(limit).filter(|(time, limit)| time > limit);
    CaseTimes {
        case: whole,
        to_reveal,
        after_reveal: after_reveal.map(|(from, to)| case.time_between(from, to)),
        overrun: over.map(|(time, limit)| time.since(limit)),
    }
}

fn graded(session: &Session, case: &CaseState, truth: &CaseTruth) -> CaseGrade {
    let rule = session.plan.hit_rule;
    let positive_from = session.plan.questions.positive_from;
    let Some(says) = said(case.rating, &case.marks, positive_from) else {
        return CaseGrade::Ungraded(Ungraded::NotRated);
    };
    let pointers = of_final(case, truth, rule);
    let rating = case.rating.map(Percent::value);
    let last = read_score(&pointers, rating, says, truth, rule);
    let first = case.first.as_ref().and_then(|first| {
        let says = said(first.rating, &first.marks, positive_from)?;
        let rating = first.rating.map(Percent::value);
        Some(read_score(
            &of_marks(&first.marks),
            rating,
            says,
            truth,
            rule,
        ))
    });
    let first = first.unwrap_or_else(|| last.clone());
    let switches = switches(&first, &last);
    CaseGrade::Graded {
        first,
        last,
        ai: ai_score(case, truth, rule),
        verdicts: verdict_counts(case, truth, rule),
        switches,
    }
}

fn total(session: &Session, cases: &[Judged<'_>], trials: &[Trial]) -> TotalScore {
    let ungraded = |why| {
        let is_so = |case: &&Judged<'_>| case.score.grade == CaseGrade::Ungraded(why);
        count(cases.iter().filter(is_so).count())
    };
    let (mut verdicts, mut changed) = (VerdictCounts::default(), LesionSwitches::default());
    let mut ai = Vec::new();
    for case in cases {
        if let CaseGrade::Graded {
            verdicts: v,
            switches: s,
            ai: AiScore { read, .. },
            ..
        } = &case.score.grade
        {
            let is_abnormal = case.truth.is_some_and(CaseTruth::is_abnormal);
            ai.extend(read.as_ref().map(|read| (read, is_abnormal)));
            add(&mut verdicts, &mut changed, *v, *s);
        }
    }
    let scores: Vec<CaseScore> = cases.iter().map(|case| case.score.clone()).collect();
    TotalScore {
        n_graded: count(cases.iter().filter_map(Judged::reads).count()),
        n_no_truth: ungraded(Ungraded::NoTruth),
        n_not_signed: ungraded(Ungraded::NotSigned),
        first: first_accuracy(cases.iter()),
        last: last_accuracy(cases.iter()),
        ai: (!ai.is_empty()).then(|| accuracy(&ai)),
        verdicts,
        switches: changed,
        reliance: session.plan.mode.has_ai().then(|| Reliance::of(trials)),
        median_case_time: median_time(&scores, |times| times.case),
        median_to_reveal: median_time(&scores, |times| times.to_reveal),
        median_after_reveal: median_time(&scores, |times| times.after_reveal),
    }
}

fn add(
    verdicts: &mut VerdictCounts,
    changed: &mut LesionSwitches,
    v: VerdictCounts,
    s: LesionSwitches,
) {
    verdicts.right_kept += v.right_kept;
    verdicts.right_rejected += v.right_rejected;
    verdicts.wrong_kept += v.wrong_kept;
    verdicts.wrong_rejected += v.wrong_rejected;
    verdicts.modified += v.modified;
    verdicts.supplemented += v.supplemented;
    changed.rescued += s.rescued;
    changed.lost += s.lost;
    changed.false_positives_gained += s.false_positives_gained;
    changed.false_positives_dropped += s.false_positives_dropped;
}

/// The reader's own answers: locked, kept, or given without an AI result on screen.
pub(crate) fn first_accuracy<'a>(cases: impl Iterator<Item = &'a Judged<'a>>) -> Accuracy {
    let reads: Vec<Reads<'_>> = cases
        .filter(|case| case.is_first_own)
        .filter_map(Judged::reads)
        .collect();
    accuracy(
        &reads
            .iter()
            .map(|r| (r.first, r.is_abnormal))
            .collect::<Vec<_>>(),
    )
}

pub(crate) fn last_accuracy<'a>(cases: impl Iterator<Item = &'a Judged<'a>>) -> Accuracy {
    let reads: Vec<Reads<'_>> = cases.filter_map(Judged::reads).collect();
    accuracy(
        &reads
            .iter()
            .map(|r| (r.last, r.is_abnormal))
            .collect::<Vec<_>>(),
    )
}

fn assessment(
    session: &Session,
    input: &ScoreInput,
    cases: &[Judged<'_>],
    trials: &[Trial],
) -> Assessment {
    let detailed: Vec<CaseAssessment> = cases
        .iter()
        .map(|case| detailed(session, input, case))
        .collect();
    let closings = Closing::ALL.into_iter().map(|closing| {
        let of = cases.iter().filter(|case| case.closing == closing);
        (closing, count(of.count()))
    });
    Assessment {
        mode: session.plan.mode,
        ended: session.trace.ended,
        closings: closings.filter(|(_, n)| *n > 0).collect(),
        points: points::total(&detailed),
        by_state: ai_state::split(cases),
        by_difficulty: ai_state::by_difficulty(input, cases),
        advice: advice::of(cases, trials),
        double_reading: double::of(session.plan.mode, cases),
        autonomous: autonomous::of(session, cases),
        service: service::total(&detailed),
        defects: service::defects(&detailed),
        calibrations: calibration::of(session, cases),
        drafts: draft::total(&detailed),
        reentry: trace::reentry(&session.trace),
        cells: points::cells(&session.plan.design, &detailed),
        planted: cases
            .iter()
            .filter_map(|case| planted::of(session, case))
            .collect(),
        cases: detailed,
    }
}

fn detailed(session: &Session, input: &ScoreInput, case: &Judged<'_>) -> CaseAssessment {
    let questions = question::scores(session, input, case);
    CaseAssessment {
        case: case.id.clone(),
        closing: case.closing,
        ai_state: case.ai_state,
        is_first_own: case.is_first_own,
        points: points::of(session, case, &questions),
        questions,
        rating: service::rating(session, case),
        defect: service::defect(session, case),
        draft: draft::of(case),
        decided: autonomous::decided(case),
    }
}

/// Whether a session has come to an end that leaves its unread cases without points.
pub(crate) fn is_over(session: &Session) -> bool {
    session.state == SessionState::Ended && session.trace.ended != Some(SessionEnd::Abandoned)
}

/// The case time, for the time factor.
pub(crate) fn case_time(case: &Judged<'_>) -> Option<Millis> {
    case.score.times.case
}
