//! The score as JSON, version 1: equal scores give equal bytes. What people read is made from it elsewhere.
//!
//! A score by rubric v1 has the bytes that it always had; v2 adds a block to the whole and one to each case.

mod assessment;

use overread_base::{LesionId, LocalText, Millis};
use overread_exam::{
    Accuracy, AiOutcome, AiScore, Call, CaseGrade, CaseScore, ExamFault, ExamGrade, LesionSwitches,
    MarkRow, ReadScore, Score, TotalScore, VerdictCounts,
};
use overread_stats::{Estimate, Reliance};
use serde_json::{Value, json};

use crate::exam_replay::ExamOutcome;
use crate::runner::Debrief;

/// A score as indented JSON; keys in alphabetical order, unknown numbers `null`, times in milliseconds.
///
/// `certifiable` is there only where something forbids a certificate, and is then `false`.
#[must_use]
pub fn score_json(score: &Score) -> String {
    format!("{:#}", score_value(score))
}

fn score_value(score: &Score) -> Value {
    let mut value = json!({
        "schema": 1,
        "rubric": score.rubric.word(),
        "notice": "for training and examination, not for diagnosis",
        "cases": score.cases.iter().map(case).collect::<Vec<_>>(),
        "total": total(&score.total),
    });
    if let Some(of) = &score.assessment {
        value["assessment"] = assessment::assessment(of);
        if let Some(cases) = value["cases"].as_array_mut() {
            for (case, of) in cases.iter_mut().zip(&of.cases) {
                case["assessment"] = assessment::case(of);
            }
        }
    }
    if !score.bars.is_empty() {
        let bars = score.bars.iter().map(|bar| bar.word());
        value["certifiable"] = json!(false);
        value["not_certifiable_because"] = bars.collect();
    }
    value
}

/// A score as [`score_json`]; what the pass rule says, in an examination for a certificate; and where the cases were read
/// for an exam, who conducted it, its faults and its grade.
#[must_use]
pub fn debrief_json(debrief: &Debrief) -> String {
    let mut value = score_value(&debrief.score);
    if let Some(decision) = &debrief.pass {
        value["pass"] = assessment::pass(decision);
    }
    if let Some(outcome) = &debrief.exam {
        value["exam"] = exam(outcome);
    }
    format!("{value:#}")
}

fn exam(outcome: &ExamOutcome) -> Value {
    let plugin = &outcome.seat.plugin;
    let items = outcome.seat.plan.items.iter();
    let fault = |fault: &ExamFault| {
        json!({
            "call": fault.call.word(),
            "kind": fault.kind.name(),
            "message": fault.message,
        })
    };
    json!({
        "plugin": plugin.id.as_str(),
        "version": plugin.version,
        "bundle_sha256": plugin.bundle_digest,
        "items": items
            .map(|item| json!({ "item": item.id.as_str(), "case": item.case.as_str() }))
            .collect::<Vec<_>>(),
        "turns": outcome.n_turns,
        "faults": outcome.faults.iter().map(fault).collect::<Vec<_>>(),
        "grade": outcome.grade.as_ref().map(grade),
    })
}

fn grade(grade: &ExamGrade) -> Value {
    let row = |row: &MarkRow| {
        json!({
            "item": row.item.as_ref().map(overread_base::ItemId::as_str),
            "metric": row.metric,
            "value": row.value,
        })
    };
    let text = |text: &LocalText| json!({ "locale": text.locale, "text": text.value });
    json!({
        "passed": grade.is_passed,
        "score": grade.score,
        "rows": grade.rows.iter().map(row).collect::<Vec<_>>(),
        "feedback": grade.feedback.iter().map(text).collect::<Vec<_>>(),
    })
}

fn case(score: &CaseScore) -> Value {
    let times = &score.times;
    let mut value = json!({
        "case": score.case.as_str(),
        "case_ms": ms(times.case),
        "to_reveal_ms": ms(times.to_reveal),
        "after_reveal_ms": ms(times.after_reveal),
        "overrun_ms": ms(times.overrun),
        "slice_coverage": score.slice_coverage,
    });
    // Left out where there were none: the scores of earlier sessions keep their bytes.
    if score.n_hints > 0 {
        value["hints"] = json!(score.n_hints);
    }
    match &score.grade {
        CaseGrade::Graded {
            first,
            last,
            ai,
            verdicts,
            switches,
        } => {
            value["grade"] = json!("graded");
            value["first"] = read(first);
            value["final"] = read(last);
            value["ai"] = ai_score(ai);
            value["verdicts"] = verdict_counts(verdicts);
            value["switches"] = lesion_switches(switches);
        }
        CaseGrade::Ungraded(why) => value["grade"] = json!(why.word()),
    }
    value
}

fn read(read: &ReadScore) -> Value {
    let ids = |lesions: &[LesionId]| lesions.iter().map(|l| json!(l.as_str())).collect();
    json!({
        "hit": Value::Array(ids(&read.hit)),
        "missed": Value::Array(ids(&read.missed)),
        "false_positives": read.false_positives,
        "rating": read.rating,
        "call": match read.call {
            Call::Positive => "positive",
            Call::Negative => "negative",
        },
        "is_call_right": read.is_call_right,
    })
}

fn ai_score(ai: &AiScore) -> Value {
    json!({
        "outcome": outcome_word(ai.outcome),
        "read": ai.read.as_ref().map(read),
    })
}

/// The word for what came of an AI job.
#[must_use]
pub fn outcome_word(outcome: AiOutcome) -> &'static str {
    match outcome {
        AiOutcome::NotUsed => "not-used",
        AiOutcome::Done => "done",
        AiOutcome::NotRun => "not-run",
        AiOutcome::Failed => "failed",
    }
}

fn verdict_counts(counts: &VerdictCounts) -> Value {
    json!({
        "right_kept": counts.right_kept,
        "right_rejected": counts.right_rejected,
        "wrong_kept": counts.wrong_kept,
        "wrong_rejected": counts.wrong_rejected,
        "modified": counts.modified,
        "supplemented": counts.supplemented,
    })
}

fn lesion_switches(switches: &LesionSwitches) -> Value {
    json!({
        "rescued": switches.rescued,
        "lost": switches.lost,
        "false_positives_gained": switches.false_positives_gained,
        "false_positives_dropped": switches.false_positives_dropped,
    })
}

fn total(total: &TotalScore) -> Value {
    json!({
        "n_graded": total.n_graded,
        "n_no_truth": total.n_no_truth,
        "n_not_signed": total.n_not_signed,
        "first": accuracy(&total.first),
        "final": accuracy(&total.last),
        "ai": total.ai.as_ref().map(accuracy),
        "verdicts": verdict_counts(&total.verdicts),
        "switches": lesion_switches(&total.switches),
        "reliance": total.reliance.as_ref().map(reliance),
        "median_case_ms": ms(total.median_case_time),
        "median_to_reveal_ms": ms(total.median_to_reveal),
        "median_after_reveal_ms": ms(total.median_after_reveal),
    })
}

fn accuracy(accuracy: &Accuracy) -> Value {
    json!({
        "n_cases": accuracy.n_cases,
        "n_lesions": accuracy.n_lesions,
        "sensitivity": estimate(accuracy.sensitivity),
        "false_positives_per_case": estimate(accuracy.false_positives_per_case),
        "case_sensitivity": estimate(accuracy.case_sensitivity),
        "case_specificity": estimate(accuracy.case_specificity),
    })
}

fn reliance(reliance: &Reliance) -> Value {
    json!({
        "n": reliance.n,
        "relative_ai_reliance": estimate(reliance.relative_ai_reliance),
        "relative_self_reliance": estimate(reliance.relative_self_reliance),
        "over_reliance": estimate(reliance.over_reliance),
        "under_reliance": estimate(reliance.under_reliance),
        "switch_fraction": estimate(reliance.switch_fraction),
        "agreement": estimate(reliance.agreement),
        "accuracy_on_disagreement": estimate(reliance.accuracy_on_disagreement),
        "commission": estimate(reliance.commission),
        "omission": estimate(reliance.omission),
        "commission_unconditional": estimate(reliance.commission_unconditional),
        "omission_unconditional": estimate(reliance.omission_unconditional),
        "rescued": reliance.rescued,
        "harmed": reliance.harmed,
    })
}

fn estimate(estimate: Option<Estimate>) -> Value {
    estimate.map_or(Value::Null, |e| {
        json!({
            "value": e.value,
            "lower": e.lower,
            "upper": e.upper,
            "n": e.n,
            "method": e.method.word(),
        })
    })
}

fn ms(time: Option<Millis>) -> Value {
    time.map_or(Value::Null, |time| json!(time.0))
}
