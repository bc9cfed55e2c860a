//! The conditions of a session on its certificate.

use overread_certificate::{Conditions, Disclosure, Language, Measure};
use overread_exam::{AiState, Event, Order, ProctorFact, Score, StampedEvent};
use overread_scenario::ReadingMode;
use overread_stats::Estimate;

use super::{Certified, share_of, small};

/// In which mode, how long, under whose eyes, and how often something happened.
pub(in crate::certify) fn conditions(session: &Certified<'_>, is_locked_down: bool) -> Conditions {
    let facts = || {
        session.events.iter().filter_map(|stamped| {
            if let Event::Proctor(fact) = &stamped.event {
                Some(fact)
            } else {
                None
            }
        })
    };
    let is_start = |fact: &ProctorFact| matches!(fact, ProctorFact::Ordered(order) if order.order == Order::Start);
    let minutes = session.events.last().map(|last| last.at.0.div_ceil(60_000));
    Conditions {
        mode: mode_words(session.plan.mode, session.language).to_owned(),
        n_cases: small(session.plan.cases.len() as u64),
        minutes: minutes.map(small),
        is_supervised: facts().any(is_start),
        is_locked_down,
        n_incidents: small(n_incidents(session.events) as u64),
        wrong_ai: wrong_ai(session.score),
        disclosure: Disclosure::AfterTheEnd,
        prevalence: prevalence(session.score),
    }
}

/// Times that the window was left, something was reported, or the program was closed outside a pause.
fn n_incidents(events: &[StampedEvent]) -> usize {
    let before = std::iter::once(None).chain(events.iter().map(Some));
    before
        .zip(events)
        .filter(|(before, stamped)| {
            let Event::Proctor(fact) = &stamped.event else {
                return false;
            };
            // A program that was closed in a pause that the terms allow is none.
            let is_paused = before.is_some_and(|before| before.event == Event::Paused);
            match fact {
                ProctorFact::FocusLost | ProctorFact::Incident(_) => true,
                ProctorFact::ClockJumped { .. } => !is_paused,
                ProctorFact::Ordered(_)
                | ProctorFact::FocusGained
                | ProctorFact::Interrupted { .. }
                | ProctorFact::TurnedBack { .. }
                | ProctorFact::TimeLeft(_)
                | ProctorFact::TimeUp => false,
            }
        })
        .count()
}

/// The share of all cases in which what was on screen was wrong, or defective; `None` where the AI had no say.
fn wrong_ai(score: &Score) -> Option<Measure> {
    let cases = &score.assessment.as_ref()?.cases;
    let states: Vec<AiState> = cases.iter().filter_map(|case| case.ai_state).collect();
    let n_shown = states
        .iter()
        .filter(|state| **state != AiState::Without)
        .count();
    if n_shown == 0 {
        return None;
    }
    let is_wrong = |state: &&AiState| match state {
        AiState::FalsePositive | AiState::FalseNegative | AiState::OtherError | AiState::Defect => {
            true
        }
        AiState::Without | AiState::Right | AiState::VersionChanged => false,
    };
    let n_wrong = states.iter().filter(is_wrong).count();
    share_of(n_wrong as u64, cases.len() as u64)
}

/// The share of abnormal cases among the graded ones.
fn prevalence(score: &Score) -> Option<Measure> {
    let n = |estimate: Option<Estimate>| estimate.map_or(0, |estimate| estimate.n);
    let n_abnormal = n(score.total.last.case_sensitivity);
    let n_normal = n(score.total.last.case_specificity);
    share_of(n_abnormal, n_abnormal + n_normal)
}

fn mode_words(mode: ReadingMode, language: Language) -> &'static str {
    let (en, ru) = match mode {
        ReadingMode::Unaided => ("without AI", "без ИИ"),
        ReadingMode::Sequential => (
            "AI after the locked first answer",
            "ИИ после зафиксированного первого ответа",
        ),
        ReadingMode::Concurrent => ("AI from the start", "ИИ с самого начала"),
        ReadingMode::OnRequest => ("AI on request", "ИИ по запросу"),
        ReadingMode::Triage => ("worklist in the AI's order", "список в порядке ИИ"),
        ReadingMode::AutonomousAudit => (
            "AI signs what it holds normal, with audit",
            "ИИ сам подписывает норму, с аудитом",
        ),
        ReadingMode::AiFirstReader => (
            "AI as first reader, with arbitration",
            "первое чтение за ИИ, с арбитражем",
        ),
        ReadingMode::AiSecondReader => (
            "AI as second reader, with arbitration",
            "второе чтение за ИИ, с арбитражем",
        ),
        ReadingMode::BandPass => ("AI decides outside a band", "ИИ решает вне полосы порогов"),
        ReadingMode::AiExpert => ("expert rating of the AI", "экспертная оценка ИИ"),
    };
    match language {
        Language::En => en,
        Language::Ru => ru,
    }
}

#[cfg(test)]
mod tests;
