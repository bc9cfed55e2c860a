//! A report as sections of words and tables. What is not estimable stands with its reason.

use overread_stats::{Estimate, NotEstimable};

use super::accuracy::LEAST_OF_CLASS;
use super::page::Section;
use super::{Localisation, Report};
use crate::figures::Area;
use crate::gate::Limit;
use crate::judge::{LEAST_RADIUS_MM, MARGIN_MM};
use crate::table::unit;

/// Studies that are listed by name; the rest are in the rows.
const MOST_LISTED: usize = 20;

pub(super) fn of(report: &Report) -> Vec<Section> {
    let mut sections = vec![head(report)];
    sections.extend((!report.criteria.is_empty()).then(|| gate(report)));
    sections.push(accuracy(report));
    sections.push(match &report.localisation {
        Ok(found) => localisation(found),
        Err(reason) => {
            let mut section = Section::new("Localisation");
            section.line(format!("No figures: {reason}."));
            section
        }
    });
    sections.extend([subgroups(report), times(report), defects(report)]);
    sections.extend(values(report));
    sections.extend(remarks(report));
    sections
}

fn head(report: &Report) -> Section {
    let mut section = Section::new(&format!(
        "Evaluation of {} {}",
        report.service,
        report.versions.join(", ")
    ));
    section.line("Not for diagnosis: figures of a simulator, for training and examination.");
    for digest in &report.digests {
        section.line(format!("Bundle SHA-256 {digest}"));
    }
    if report.versions.len() > 1 || report.digests.len() > 1 {
        section.line("These rows are of several versions: the figures mix them.");
    }
    let figures = &report.figures;
    section.line(format!(
        "{} studies: {} read, {} declined or not run, {} failed, {} could not be opened.",
        figures.n,
        figures.n_done,
        figures.n_not_run,
        figures.n_failed,
        report.not_opened.len()
    ));
    section.line(format!(
        "Of those read {} hold a target, {} hold none, of {} the truth does not say.",
        report.accuracy.n_present, report.accuracy.n_absent, report.n_unknown
    ));
    if !report.targets.is_empty() {
        section.line(format!("Judged: {}", report.targets.join(", ")));
    }
    section
}

fn gate(report: &Report) -> Section {
    let mut section = Section::new(&format!("Gate: {}", report.outcome().word()));
    section.line(&report.gate);
    section.head(&["criterion", "limit", "found", "outcome", "why", "limit is"]);
    for one in &report.criteria {
        let criterion = &one.criterion;
        let found = one.measured.map_or_else(
            || "-".to_owned(),
            |m| match m.interval {
                Some((lower, upper)) => format!("{:.3} ({lower:.3} to {upper:.3})", m.value),
                None => format!("{:.3}", m.value),
            },
        );
        section.row([
            criterion.measure.word().to_owned(),
            Limit::text(criterion.limit),
            found,
            one.outcome.word().to_owned(),
            one.reason.clone(),
            if criterion.is_verified {
                "verified"
            } else {
                "unverified"
            }
            .to_owned(),
        ]);
    }
    section
}

fn accuracy(report: &Report) -> Section {
    let mut section = Section::new("Accuracy");
    let accuracy = &report.accuracy;
    let table = accuracy.decisions;
    section.line(format!(
        "At the threshold: {} true positive, {} false negative, {} false positive, {} true negative.",
        table.true_positives, table.false_negatives, table.false_positives, table.true_negatives
    ));
    section.line(match accuracy.thresholds.as_slice() {
        [] => {
            "Positive is a study with a finding: the service states no probability for the whole."
                .to_owned()
        }
        [one] => format!("Positive is a probability of {one:.4} and more, as the service states."),
        [first, .., last] => format!(
            "Positive is what the service states, at thresholds from {first:.4} to {last:.4}."
        ),
    });
    section.head(&["figure", "estimate (95 %)", "method"]);
    section.row([
        "AUC".to_owned(),
        auc(&accuracy.auc),
        "DeLong, logit scale".to_owned(),
    ]);
    for (name, found) in [
        ("sensitivity", &accuracy.sensitivity),
        ("specificity", &accuracy.specificity),
    ] {
        section.row([name.to_owned(), share(found), "Wilson".to_owned()]);
    }
    for (target, area) in &report.figures.auc_by_target {
        section.row([
            format!("AUC of {target}"),
            auc(area),
            "DeLong, logit scale".to_owned(),
        ]);
    }
    section
}

fn localisation(found: &Localisation) -> Section {
    let mut section = Section::new("Localisation");
    section.line(format!(
        "{} studies with {} lesions in {} of them.",
        found.n_cases, found.n_lesions, found.n_abnormal
    ));
    if found.n_without_place > 0 {
        section.line(format!(
            "{} more studies hold a target without a place and are not counted here.",
            found.n_without_place
        ));
    }
    section.line(format!(
        "A mark is on a lesion within its radius, at least {LEAST_RADIUS_MM} mm, of its centre, or within {MARGIN_MM} mm of its mask where there is one."
    ));
    section.head(&["figure", "estimate (95 %)", "method"]);
    section.row([
        "lesions marked".to_owned(),
        share(&found.lesions_marked),
        "Wilson".to_owned(),
    ]);
    section.row([
        "false marks a study".to_owned(),
        share(&found.false_marks),
        "Garwood".to_owned(),
    ]);
    let wafroc = match (&found.wafroc, &found.wafroc_interval) {
        (Ok(_), Ok(interval)) => estimate(interval),
        (Ok(value), Err(_)) => format!("{value:.3} (no interval)"),
        (Err(reason), _) => reason.to_string(),
    };
    section.row([
        "wAFROC area".to_owned(),
        wafroc,
        "bootstrap over studies, exploratory".to_owned(),
    ]);
    for point in &found.at_rates {
        section.row([
            format!("lesions marked at {} false marks a study", point.rate),
            format!("{:.3}", point.lesions),
            "FROC curve".to_owned(),
        ]);
    }
    let cpm = found.cpm.as_ref();
    section.row([
        "mean of these (CPM)".to_owned(),
        cpm.map_or_else(ToString::to_string, |value| format!("{value:.3}")),
        "FROC curve".to_owned(),
    ]);
    section
}

fn subgroups(report: &Report) -> Section {
    let mut section = Section::new("Subgroups");
    if report.subgroups.is_empty() {
        section
            .line("None: no column of the truth and no attribute of the studies has two values.");
        return section;
    }
    section.line(format!(
        "Groups with fewer than {LEAST_OF_CLASS} studies of a class have no figure that needs it."
    ));
    section.head(&[
        "group",
        "studies",
        "with",
        "without",
        "AUC",
        "sensitivity",
        "specificity",
    ]);
    for group in &report.subgroups {
        let accuracy = &group.accuracy;
        section.row([
            format!("{} {}", group.by, group.value),
            group.n.to_string(),
            accuracy.n_present.to_string(),
            accuracy.n_absent.to_string(),
            of_enough(&accuracy.auc, auc(&accuracy.auc)),
            of_enough(&accuracy.sensitivity, share(&accuracy.sensitivity)),
            of_enough(&accuracy.specificity, share(&accuracy.specificity)),
        ]);
    }
    section
}

/// A figure of a subgroup; the reason of one that is missing stands above the table.
fn of_enough<T>(found: &Result<T, NotEstimable>, text: String) -> String {
    match found {
        Err(NotEstimable::TooFew { .. }) => "not estimable".to_owned(),
        Ok(_) | Err(_) => text,
    }
}

fn times(report: &Report) -> Section {
    let mut section = Section::new("Time of a study");
    let Some(times) = &report.times else {
        section.line("None: no study was read.");
        return section;
    };
    section.line(format!(
        "From the files to the result, over {} studies read; several at a time slow one another.",
        times.n
    ));
    section.head(&["median", "mean", "95 of 100 within", "longest"]);
    section.row([times.median_s, times.mean_s, times.p95_s, times.max_s].map(seconds));
    section
}

fn seconds(seconds: f64) -> String {
    if seconds < 120.0 {
        format!("{seconds:.2} s")
    } else {
        format!("{:.1} min", seconds / 60.0)
    }
}

fn defects(report: &Report) -> Section {
    let mut section = Section::new("Technical defects");
    let found = &report.defects;
    section.line(format!(
        "{} of {} studies shown to the service: {}.",
        found.n_defective,
        found.n_shown,
        share(&found.rate)
    ));
    let declined: u64 = found.refusals.values().sum();
    if declined > 0 {
        let reasons: Vec<String> = found
            .refusals
            .iter()
            .map(|(refusal, n)| {
                format!(
                    "{n} {}",
                    refusal.map_or("reason not kept", |one| one.word())
                )
            })
            .collect();
        section.line(format!(
            "{declined} studies were declined ({}), which {}.",
            reasons.join(", "),
            if found.counts_refusals {
                "counts as a defect"
            } else {
                "does not count as a defect"
            }
        ));
    }
    section.line("Told without a person: faults of the image area (class d) need eyes.");
    for (case, words, reason) in found.studies.iter().take(MOST_LISTED) {
        let why = if reason.is_empty() {
            String::new()
        } else {
            format!(": {reason}")
        };
        section.line(format!("{case}: {}{why}", words.join(", ")));
    }
    if found.studies.len() > MOST_LISTED {
        let more = found.studies.len() - MOST_LISTED;
        section.line(format!("{more} more are in the rows."));
    }
    if !found.counts.is_empty() {
        section.head(&["defect", "what", "studies", "counted"]);
    }
    for count in &found.counts {
        section.row([
            count.defect.word().to_owned(),
            count.defect.meaning().to_owned(),
            count.n.to_string(),
            if count.is_counted { "yes" } else { "no" }.to_owned(),
        ]);
    }
    section
}

fn values(report: &Report) -> Option<Section> {
    let figures = &report.figures;
    if figures.numbers.is_empty() && figures.categories.is_empty() && figures.dice.is_none() {
        return None;
    }
    let mut section = Section::new("Measured values");
    for category in &figures.categories {
        section.line(format!(
            "Category {}: equal in {}.",
            category.scale,
            category
                .equal
                .as_ref()
                .map_or_else(|| "-".to_owned(), estimate)
        ));
    }
    if let Some(dice) = figures.dice {
        section.line(format!("Overlap of the masks (Dice), median: {dice:.3}."));
    }
    if !figures.numbers.is_empty() {
        section.head(&[
            "measured",
            "pairs",
            "mean difference",
            "SD",
            "mean absolute",
        ]);
    }
    for number in &figures.numbers {
        let unit = unit(&number.ucum);
        section.row([
            number.meaning.clone(),
            number.n.to_string(),
            format!("{:+.2}{unit}", number.bias),
            number
                .sd
                .map_or_else(|| "-".to_owned(), |sd| format!("{sd:.2}{unit}")),
            format!("{:.2}{unit}", number.mean_absolute),
        ]);
    }
    Some(section)
}

fn remarks(report: &Report) -> Option<Section> {
    if report.remarks.is_empty() && report.not_opened.is_empty() {
        return None;
    }
    let mut section = Section::new("Remarks");
    for (case, reason) in report.not_opened.iter().take(MOST_LISTED) {
        section.line(format!("{case} could not be opened: {reason}"));
    }
    if report.not_opened.len() > MOST_LISTED {
        let more = report.not_opened.len() - MOST_LISTED;
        section.line(format!(
            "{more} more could not be opened; they are in the rows."
        ));
    }
    let listed = report.remarks.iter().take(MOST_LISTED);
    section.lines.extend(listed.cloned());
    if report.remarks.len() > MOST_LISTED {
        let more = report.remarks.len() - MOST_LISTED;
        section.line(format!("{more} more remarks are in report.json."));
    }
    Some(section)
}

fn estimate(found: &Estimate) -> String {
    format!(
        "{:.3} ({:.3} to {:.3})",
        found.value, found.lower, found.upper
    )
}

fn share(found: &Result<Estimate, NotEstimable>) -> String {
    found.as_ref().map_or_else(ToString::to_string, estimate)
}

fn auc(found: &Result<Area, NotEstimable>) -> String {
    match found {
        Ok(Area {
            estimate: Some(found),
            ..
        }) => estimate(found),
        Ok(Area { value, .. }) => format!("{value:.3} (no interval)"),
        Err(reason) => reason.to_string(),
    }
}
