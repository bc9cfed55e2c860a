//! A report for programs. What is not estimable is an object with its reason, never a number.

use overread_stats::{Estimate, NotEstimable};
use serde_json::{Value, json};

use super::{Accuracy, Localisation, Report};
use crate::figures::Area;
use crate::gate::{CriterionOutcome, JudgedBy, Limit};

pub(super) fn of(report: &Report) -> Value {
    let figures = &report.figures;
    let times = report.times.as_ref().map(|times| {
        json!({
            "studies": times.n,
            "median": times.median_s,
            "mean": times.mean_s,
            "p95": times.p95_s,
            "max": times.max_s,
        })
    });
    let subgroups = report.subgroups.iter().map(|group| {
        json!({
            "by": group.by,
            "value": group.value,
            "studies": group.n,
            "accuracy": accuracy(&group.accuracy),
        })
    });
    let by_target = figures.auc_by_target.iter();
    json!({
        "schema": 1,
        "not_for_diagnosis": true,
        "service": report.service,
        "versions": report.versions,
        "digests": report.digests,
        "targets": report.targets,
        "studies": {
            "all": figures.n,
            "read": figures.n_done,
            "declined_or_not_run": figures.n_not_run,
            "failed": figures.n_failed,
            "not_opened": report.not_opened.len(),
            "truth_unknown": report.n_unknown,
        },
        "gate": {
            "name": report.gate,
            "outcome": report.outcome().word(),
            "criteria": report.criteria.iter().map(criterion).collect::<Vec<_>>(),
        },
        "accuracy": accuracy(&report.accuracy),
        "auc_by_target": by_target.map(|(target, area)| json!({
            "target": target,
            "auc": auc(area),
        })).collect::<Vec<_>>(),
        "localisation": report.localisation.as_ref().map_or_else(reason, localisation),
        "subgroups": subgroups.collect::<Vec<_>>(),
        "seconds": times,
        "defects": defects(report),
        "values": figures.numbers.iter().map(|number| json!({
            "meaning": number.meaning,
            "ucum": number.ucum,
            "pairs": number.n,
            "mean_difference": number.bias,
            "sd": number.sd,
            "mean_absolute": number.mean_absolute,
        })).collect::<Vec<_>>(),
        "categories": figures.categories.iter().map(|category| json!({
            "scale": category.scale,
            "equal": category.equal.as_ref().map(estimate),
        })).collect::<Vec<_>>(),
        "dice_median": figures.dice,
        "not_opened": report.not_opened.iter().map(|(case, why)| json!({
            "study": case,
            "reason": why,
        })).collect::<Vec<_>>(),
        "remarks": report.remarks,
    })
}

fn criterion(one: &CriterionOutcome) -> Value {
    let criterion = &one.criterion;
    let (side, limit) = match criterion.limit {
        Limit::AtLeast(limit) => ("at_least", limit),
        Limit::AtMost(limit) => ("at_most", limit),
    };
    json!({
        "measure": criterion.measure.word(),
        side: limit,
        "judged_by": match criterion.judged_by {
            JudgedBy::Value => "value",
            JudgedBy::Interval => "interval",
        },
        "least_studies": criterion.least_studies,
        "least_share": criterion.least_share,
        "verified": criterion.is_verified,
        "source": criterion.source,
        "found": one.measured.map(|found| json!({
            "value": found.value,
            "lower": found.interval.map(|(lower, _)| lower),
            "upper": found.interval.map(|(_, upper)| upper),
            "n": found.n,
        })),
        "outcome": one.outcome.word(),
        "reason": one.reason,
    })
}

fn accuracy(accuracy: &Accuracy) -> Value {
    let decisions = accuracy.decisions;
    json!({
        "with_target": accuracy.n_present,
        "without_target": accuracy.n_absent,
        "auc": auc(&accuracy.auc),
        "sensitivity": share(&accuracy.sensitivity),
        "specificity": share(&accuracy.specificity),
        "true_positives": decisions.true_positives,
        "false_negatives": decisions.false_negatives,
        "false_positives": decisions.false_positives,
        "true_negatives": decisions.true_negatives,
        "thresholds": accuracy.thresholds,
    })
}

fn localisation(found: &Localisation) -> Value {
    let number = |value: &Result<f64, NotEstimable>| match value {
        Ok(value) => json!(value),
        Err(why) => reason(&why.to_string()),
    };
    json!({
        "studies": found.n_cases,
        "abnormal": found.n_abnormal,
        "lesions": found.n_lesions,
        "without_place": found.n_without_place,
        "lesions_marked": share(&found.lesions_marked),
        "false_marks_a_study": share(&found.false_marks),
        "wafroc": number(&found.wafroc),
        "wafroc_interval": share(&found.wafroc_interval),
        "cpm": number(&found.cpm),
        "at_rates": found.at_rates.iter().map(|point| json!({
            "false_marks_a_study": point.rate,
            "lesions_marked": point.lesions,
        })).collect::<Vec<_>>(),
        // The first point has no threshold that JSON could hold.
        "froc": found.curve.iter().map(|point| json!({
            "threshold": point.threshold.is_finite().then_some(point.threshold),
            "false_marks_a_study": point.x,
            "lesions_marked": point.y,
        })).collect::<Vec<_>>(),
    })
}

fn defects(report: &Report) -> Value {
    let found = &report.defects;
    json!({
        "shown": found.n_shown,
        "defective": found.n_defective,
        "rate": share(&found.rate),
        "counts": found.counts.iter().map(|count| json!({
            "defect": count.defect.word(),
            "studies": count.n,
            "counted": count.is_counted,
        })).collect::<Vec<_>>(),
        "refusals_counted": found.counts_refusals,
        "refusals": found.refusals.iter().map(|(refusal, n)| json!({
            "reason": refusal.map(|one| one.word()),
            "studies": n,
        })).collect::<Vec<_>>(),
        "studies": found.studies.iter().map(|(case, words, why)| json!({
            "study": case,
            "defects": words,
            "reason": why,
        })).collect::<Vec<_>>(),
    })
}

pub(crate) fn estimate(found: &Estimate) -> Value {
    json!({
        "value": found.value,
        "lower": found.lower,
        "upper": found.upper,
        "n": found.n,
        "method": found.method.word(),
    })
}

fn share(found: &Result<Estimate, NotEstimable>) -> Value {
    match found {
        Ok(found) => estimate(found),
        Err(why) => reason(&why.to_string()),
    }
}

fn auc(found: &Result<Area, NotEstimable>) -> Value {
    match found {
        Ok(Area {
            estimate: Some(found),
            ..
        }) => estimate(found),
        Ok(Area { value, .. }) => json!({ "value": value, "lower": null, "upper": null }),
        Err(why) => reason(&why.to_string()),
    }
}

fn reason(why: &String) -> Value {
    json!({ "not_estimable": why })
}
