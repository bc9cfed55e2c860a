//! Monitoring for programs.

use overread_stats::Sample;
use serde_json::{Value, json};

use super::{Chart, Monitoring, OrderedBy, StudySample};

pub(super) fn of(monitoring: &Monitoring) -> Value {
    let change = match &monitoring.auc_change {
        Ok(change) => {
            let [lower, upper] = change.interval95();
            json!({ "value": change.value, "lower": lower, "upper": upper, "p": change.p(0.0) })
        }
        Err(reason) => json!({ "not_estimable": reason.to_string() }),
    };
    json!({
        "schema": 1,
        "not_for_diagnosis": true,
        "services": monitoring.services,
        "studies": monitoring.n,
        "waiting": monitoring.n_waiting,
        "ordered_by": match monitoring.ordered_by {
            OrderedBy::Date => "date",
            OrderedBy::Given => "given",
        },
        "sample_size": monitoring.options.sample,
        "baseline_samples": monitoring.options.baseline,
        "drift": monitoring.drift().count(),
        "auc_change": change,
        "charts": monitoring.charts.iter().map(chart).collect::<Vec<_>>(),
        "samples": monitoring.samples.iter().map(sample).collect::<Vec<_>>(),
    })
}

fn chart(chart: &Chart) -> Value {
    let points = match &chart.points {
        Ok(points) => json!({
            "centre": points.centre,
            "lines": points.lines.iter().map(|line| json!({
                "sample": line.sample + 1,
                "value": line.value,
                "lower": line.lower,
                "upper": line.upper,
            })).collect::<Vec<_>>(),
        }),
        Err(reason) => json!({ "not_estimable": reason.to_string() }),
    };
    json!({
        "name": chart.name,
        "title": chart.title,
        "centre_from": chart.centre_from,
        "points": points,
        "signals": chart.signals.iter().map(|signal| json!({
            "sample": signal.sample + 1,
            "rule": signal.rule,
            "drift": signal.is_drift,
        })).collect::<Vec<_>>(),
    })
}

fn sample(sample: &StudySample) -> Value {
    let share = |of: Sample| json!({ "hits": of.hits, "of": of.n });
    json!({
        "first_day": sample.days.as_ref().map(|(first, _)| first),
        "last_day": sample.days.as_ref().map(|(_, last)| last),
        "versions": sample.versions,
        "defects": share(sample.defects),
        "missed": share(sample.missed),
        "false_alarms": share(sample.false_alarms),
        "positives": share(sample.positives),
        "mean_score": (sample.score.n > 0).then_some(sample.score.mean),
        "median_seconds": sample.median_s,
    })
}
