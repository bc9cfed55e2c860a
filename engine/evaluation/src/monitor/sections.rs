//! Monitoring as sections of words and tables.

use overread_stats::Sample;

use super::{Monitoring, OrderedBy, StudySample};
use crate::report::page::Section;

pub(super) fn of(monitoring: &Monitoring) -> Vec<Section> {
    vec![
        head(monitoring),
        signals(monitoring),
        charts(monitoring),
        samples(monitoring),
    ]
}

fn head(monitoring: &Monitoring) -> Section {
    let mut section = Section::new(&format!("Monitoring of {}", monitoring.services.join(", ")));
    section.line("Not for diagnosis: figures of a simulator, for training and examination.");
    if monitoring.services.len() > 1 {
        section.line("These rows are of several services: the charts mix them.");
    }
    section.line(format!(
        "{} studies in {} samples of {}; {} wait for the next one.",
        monitoring.n,
        monitoring.samples.len(),
        monitoring.options.sample,
        monitoring.n_waiting
    ));
    section.line(match monitoring.ordered_by {
        OrderedBy::Date => "In the order of the days of the studies.",
        OrderedBy::Given => "In the order in which the rows were given: not all have a day.",
    });
    section.line(match &monitoring.auc_change {
        Ok(change) => {
            let [lower, upper] = change.interval95();
            format!(
                "AUC after the first {} samples less that in them: {:+.3} ({lower:+.3} to {upper:+.3}), p {:.3}.",
                monitoring.options.baseline,
                change.value,
                change.p(0.0)
            )
        }
        Err(reason) => format!("Change of the AUC: {reason}."),
    });
    section
}

fn signals(monitoring: &Monitoring) -> Section {
    let n = monitoring.drift().count();
    let mut section = Section::new(&match n {
        0 => "No drift is flagged".to_owned(),
        _ => format!("Drift is flagged: {n} signals"),
    });
    section.line("A flag asks for a look, not for a verdict: sound samples are flagged at times.");
    let all = monitoring.charts.iter().flat_map(|chart| {
        let signals = chart.signals.iter();
        signals.map(move |signal| (chart, signal))
    });
    for (chart, signal) in all {
        if section.table.is_empty() {
            section.head(&["chart", "sample", "days", "rule", "for the worse"]);
        }
        let days = monitoring
            .samples
            .get(signal.sample)
            .map_or_else(String::new, days);
        section.row([
            chart.name.to_owned(),
            (signal.sample + 1).to_string(),
            days,
            signal.rule.to_owned(),
            if signal.is_drift { "yes" } else { "no" }.to_owned(),
        ]);
    }
    section
}

fn charts(monitoring: &Monitoring) -> Section {
    let mut section = Section::new("Charts");
    for chart in &monitoring.charts {
        section.line(match &chart.points {
            Ok(points) => format!(
                "{}: {}; centre {:.3}, {}.",
                chart.name, chart.title, points.centre, chart.centre_from
            ),
            Err(reason) => format!("{}: {}: {reason}.", chart.name, chart.title),
        });
    }
    section
}

fn samples(monitoring: &Monitoring) -> Section {
    let mut section = Section::new("Samples");
    if monitoring.samples.is_empty() {
        section.line("None is whole.");
        return section;
    }
    section.head(&[
        "sample",
        "days",
        "version",
        "defects",
        "missed",
        "false alarms",
        "positive",
        "mean score",
        "median time",
    ]);
    let share = |sample: Sample| format!("{}/{}", sample.hits, sample.n);
    for (idx, sample) in monitoring.samples.iter().enumerate() {
        section.row([
            (idx + 1).to_string(),
            days(sample),
            sample.versions.join(", "),
            share(sample.defects),
            share(sample.missed),
            share(sample.false_alarms),
            share(sample.positives),
            if sample.score.n == 0 {
                "-".to_owned()
            } else {
                format!("{:.3}", sample.score.mean)
            },
            sample
                .median_s
                .map_or_else(|| "-".to_owned(), |s| format!("{s:.2} s")),
        ]);
    }
    section
}

pub(super) fn days(sample: &StudySample) -> String {
    match &sample.days {
        Some((first, last)) if first == last => first.clone(),
        Some((first, last)) => format!("{first} to {last}"),
        None => "-".to_owned(),
    }
}
