//! What rubric v2 says beyond v1 as JSON: blocks beside those of version 1, which stay as they are.

use overread_exam::{
    Advice, Assessment, Audit, Autonomous, AxisRating, Call, CaseAssessment, CellScore,
    ComponentResult, DifficultyAccuracy, DoubleReading, Flagged, PassDecision, PlantedOutcome,
    QuestionScore, SessionEnd, StateAccuracy,
};
use overread_stats::{Calibration, Difference};
use serde_json::{Value, json};

use super::{accuracy, estimate, ms};

/// The blocks of a whole session.
pub(super) fn assessment(of: &Assessment) -> Value {
    let points = &of.points;
    json!({
        "mode": of.mode.word(),
        "ended": of.ended.map(end_word),
        "closings": of
            .closings
            .iter()
            .map(|(closing, n)| (closing.word().to_owned(), json!(n)))
            .collect::<serde_json::Map<_, _>>(),
        "points": {
            "earned": points.earned,
            "possible": points.possible,
            "share": estimate(points.share),
            "n_cases": points.n_cases,
            "n_awaiting_grades": points.n_awaited,
        },
        "by_ai_state": of.by_state.iter().map(state).collect::<Vec<_>>(),
        "by_difficulty": of.by_difficulty.iter().map(difficulty).collect::<Vec<_>>(),
        "advice": advice(&of.advice),
        "double_reading": of.double_reading.as_ref().map(double_reading),
        "autonomous": of.autonomous.as_ref().map(autonomous),
        "service": of.service.as_ref().map(|total| json!({
            "n": total.n,
            "said": total.said,
            "is": total.is,
            "interpretation": estimate(total.interpretation),
            "localisation": estimate(total.localisation),
        })),
        "defects": {
            "named": estimate(of.defects.named),
            "class_named": estimate(of.defects.class_named),
            "false_alarms": estimate(of.defects.false_alarms),
        },
        "calibration": {
            "first_rating": of.calibrations.first.as_ref().map(calibration),
            "final_rating": of.calibrations.last.as_ref().map(calibration),
            "ai_forecast": of.calibrations.forecast.as_ref().map(calibration),
        },
        "drafts": {
            "taken": estimate(of.drafts.taken),
            "planted_taken": estimate(of.drafts.planted_taken),
        },
        "reentry": { "n": of.reentry.n, "median_ms": ms(of.reentry.median) },
        "cells": of.cells.iter().map(cell).collect::<Vec<_>>(),
        "planted": of.planted.iter().map(planted).collect::<Vec<_>>(),
    })
}

/// What rubric v2 adds to one case.
pub(super) fn case(of: &CaseAssessment) -> Value {
    json!({
        "closing": of.closing.word(),
        "ai_state": of.ai_state.map(overread_exam::AiState::word),
        "is_first_own": of.is_first_own,
        "points": of.points.map(|points| json!({
            "earned": points.earned,
            "possible": points.possible,
            "time_factor": points.time_factor,
            "n_awaiting_grades": points.n_awaited,
        })),
        "questions": of.questions.iter().map(question).collect::<Vec<_>>(),
        "service_rating": of.rating.map(|rating| json!({
            "interpretation": rating.interpretation.map(axis),
            "localisation": rating.localisation.map(axis),
        })),
        "defect": of.defect.as_ref().map(|defect| json!({
            "said": defect.said,
            "is": defect.is,
            "share": defect.share,
        })),
        "draft": of.draft.map(|draft| json!({
            "n_sentences": draft.n_sentences,
            "n_taken": draft.n_taken,
            "is_planted_taken": draft.is_planted_taken,
        })),
        "decided_by_ai": of.decided.map(|(call, is_right)| json!({
            "call": call_word(call),
            "is_right": is_right,
        })),
    })
}

/// What the pass rule says, with every component.
pub(super) fn pass(decision: &PassDecision) -> Value {
    let component = |result: &ComponentResult| {
        json!({
            "metric": result.metric.word(),
            "share": result.share,
            "interval": result.interval.map(|(lower, upper)| [lower, upper]),
            "n": result.n,
            "least_opportunities": result.least,
            "cut": result.cut,
            "status": result.status.word(),
        })
    };
    json!({
        "outcome": decision.outcome.word(),
        "certifiable": decision.is_certifiable(),
        "components": decision.components.iter().map(component).collect::<Vec<_>>(),
        "not_certifiable_because": decision.bars.iter().map(|bar| bar.word()).collect::<Vec<_>>(),
    })
}

fn end_word(end: SessionEnd) -> &'static str {
    match end {
        SessionEnd::Complete => "complete",
        SessionEnd::Abandoned => "abandoned",
        SessionEnd::TimeUp => "time-up",
        SessionEnd::Sealed => "sealed",
    }
}

fn call_word(call: Call) -> &'static str {
    match call {
        Call::Positive => "positive",
        Call::Negative => "negative",
    }
}

fn state(of: &StateAccuracy) -> Value {
    json!({
        "state": of.state.word(),
        "first": accuracy(&of.first),
        "final": accuracy(&of.last),
        "median_case_ms": ms(of.median_case_time),
    })
}

fn difficulty(of: &DifficultyAccuracy) -> Value {
    json!({
        "difficulty": of.difficulty.word(),
        "first": accuracy(&of.first),
        "final": accuracy(&of.last),
    })
}

fn advice(of: &Advice) -> Value {
    json!({
        "n": of.n,
        "commission": estimate(of.commission),
        "omission": estimate(of.omission),
        "agreement": estimate(of.agreement),
        "delta_commission": of.delta_commission.as_ref().map(difference),
        "delta_omission": of.delta_omission.as_ref().map(difference),
        "mcnemar": of.mcnemar.map(|test| json!({
            "p_exact": test.p_exact,
            "p_mid": test.p_mid,
        })),
    })
}

/// With AI less without.
fn difference(of: &Difference) -> Value {
    json!({
        "value": of.value,
        "lower": of.lower,
        "upper": of.upper,
        "method": of.method.word(),
        "with_ai": estimate(Some(of.first)),
        "without_ai": estimate(Some(of.second)),
    })
}

fn double_reading(of: &DoubleReading) -> Value {
    let flagged = |of: &Flagged| {
        json!({
            "recalled": estimate(of.recalled),
            "ppv": estimate(of.ppv),
        })
    };
    json!({
        "n": of.n,
        "discordance": estimate(of.discordance),
        "arbitration": estimate(of.arbitration),
        "overturned": estimate(of.overturned),
        "ai_only": flagged(&of.ai_only),
        "reader_only": flagged(&of.reader_only),
    })
}

fn autonomous(of: &Autonomous) -> Value {
    let audit = |of: &Audit| {
        json!({
            "n": of.n,
            "sensitivity": estimate(of.sensitivity),
            "false_recalls": estimate(of.false_recalls),
            "time_ms": of.time.0,
        })
    };
    json!({
        "n": of.n,
        "signed_normal_right": estimate(of.signed_normal_right),
        "recalled_right": estimate(of.recalled_right),
        "audit": of.audit.as_ref().map(audit),
    })
}

fn calibration(of: &Calibration) -> Value {
    json!({
        "n": of.n,
        "brier": of.brier,
        "log_loss": of.log_loss,
        "ece": of.ece,
        "mce": of.mce,
    })
}

fn cell(of: &CellScore) -> Value {
    json!({ "name": of.name, "n": of.n, "share": estimate(of.share) })
}

fn planted(of: &PlantedOutcome) -> Value {
    json!({
        "case": of.case.as_str(),
        "kind": of.kind.word(),
        "severity": of.severity.word(),
        "is_void": of.is_void,
        "is_misled": of.is_misled,
        "is_noticed": of.is_noticed,
        "was_first_right": of.was_first_right,
    })
}

fn question(of: &QuestionScore) -> Value {
    json!({
        "question": of.question.as_str(),
        "weight": of.weight,
        "first": of.first,
        "share": of.share,
        "status": of.status.word(),
    })
}

fn axis(of: AxisRating) -> Value {
    json!({ "said": of.said.word(), "is": of.is.word() })
}
