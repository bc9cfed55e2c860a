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
    section.line(
        "Drift is what lies beyond a limit or has gathered; runs within the limits are notices.",
    );
    for chart in &monitoring.charts {
        let mut of_chart = chart.signals.as_slice();
        while let Some(first) = of_chart.first() {
            let n = of_chart
                .iter()
                .take_while(|one| one.sample == first.sample)
                .count();
            let (here, rest) = of_chart.split_at(n);
            if section.table.is_empty() {
                section.head(&["chart", "sample", "days", "drift", "rules"]);
            }
            let rules: Vec<&str> = here.iter().map(|signal| signal.rule).collect();
            let days = monitoring
                .samples
                .get(first.sample)
                .map_or_else(String::new, days);
            let is_drift = here.iter().any(|signal| signal.is_drift);
            section.row([
                chart.name.to_owned(),
                (first.sample + 1).to_string(),
                days,
                if is_drift { "yes" } else { "a notice" }.to_owned(),
                rules.join(", "),
            ]);
            of_chart = rest;
        }
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
