//! Figures as Markdown, for models/README.md and for a service's card. Times stand apart: they differ from run to run.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use overread_stats::Estimate;

use crate::figures::{Area, Figures, figures, subgroups};
use crate::row::Row;

/// The difficulties in the order in which they are shown.
const DIFFICULTIES: [&str; 3] = ["easy", "medium", "hard"];

/// The tables of all services in the rows; equal rows give equal text.
#[must_use]
pub fn tables(rows: &[Row]) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    write(&mut text, rows).unwrap_or_default();
    text
}

fn write(text: &mut String, rows: &[Row]) -> std::fmt::Result {
    let services: BTreeSet<(&str, &str)> = rows
        .iter()
        .map(|row| (row.service.as_str(), row.version.as_str()))
        .collect();
    writeln!(
        text,
        "| service | difficulty | studies | with a target | not run | failed | AUC | sensitivity | specificity | lesions marked | false marks a study |"
    )?;
    writeln!(text, "|---|---|---|---|---|---|---|---|---|---|---|")?;
    for &(service, version) in &services {
        for (difficulty, of) in groups_of(rows, service, version) {
            head_row(
                text,
                &format!("{service} {version}"),
                difficulty,
                &figures(&of),
            )?;
        }
    }
    for &(service, version) in &services {
        let groups = groups_of(rows, service, version);
        let Some((difficulty, medium)) = groups
            .iter()
            .find(|(difficulty, _)| *difficulty == "medium")
            .or(groups.first())
        else {
            continue;
        };
        details(text, service, difficulty, medium)?;
    }
    Ok(())
}

/// The rows of a service by difficulty, in the order of difficulty; those without stand under "-".
fn groups_of<'a>(
    rows: &'a [Row],
    service: &str,
    version: &str,
) -> Vec<(&'static str, Vec<&'a Row>)> {
    let names = DIFFICULTIES.into_iter().map(Some).chain([None]);
    names
        .map(|name| {
            let of = rows.iter().filter(|row| {
                row.service == service
                    && row.version == version
                    && row.difficulty.as_deref() == name
            });
            (name.unwrap_or("-"), of.collect::<Vec<&Row>>())
        })
        .filter(|(_, of)| !of.is_empty())
        .collect()
}

fn head_row(text: &mut String, service: &str, difficulty: &str, f: &Figures) -> std::fmt::Result {
    writeln!(
        text,
        "| {service} | {difficulty} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        f.n,
        f.n_present,
        f.n_not_run,
        f.n_failed,
        area(f.auc),
        estimate(f.sensitivity.as_ref()),
        estimate(f.specificity.as_ref()),
        estimate(f.lesions_marked.as_ref()),
        estimate(f.false_marks.as_ref()),
    )
}

/// What else is known of a service, where there is anything.
fn details(text: &mut String, service: &str, difficulty: &str, rows: &[&Row]) -> std::fmt::Result {
    let all = figures(rows);
    writeln!(text, "\n**{service}**, {difficulty}")?;
    if !all.auc_by_target.is_empty() {
        writeln!(text, "\n| target | AUC |\n|---|---|")?;
        for (target, found) in &all.auc_by_target {
            writeln!(text, "| {target} | {} |", area(Some(*found)))?;
        }
    }
    if !all.numbers.is_empty() {
        writeln!(
            text,
            "\n| measured | pairs | mean difference | SD | mean absolute |\n|---|---|---|---|---|"
        )?;
        for number in &all.numbers {
            let unit = unit(&number.ucum);
            let sd = number
                .sd
                .map_or_else(|| "-".to_owned(), |sd| format!("{sd:.2}{unit}"));
            writeln!(
                text,
                "| {} | {} | {:+.2}{unit} | {sd} | {:.2}{unit} |",
                number.meaning, number.n, number.bias, number.mean_absolute
            )?;
        }
    }
    for category in &all.categories {
        writeln!(
            text,
            "\nCategory {}: equal in {}.",
            category.scale,
            estimate(category.equal.as_ref())
        )?;
    }
    if let Some(dice) = all.dice {
        writeln!(text, "\nOverlap of the masks (Dice), median: {dice:.2}.")?;
    }
    let groups = subgroups(rows);
    if !groups.is_empty() {
        writeln!(
            text,
            "\n| subgroup | studies | AUC | sensitivity | specificity |\n|---|---|---|---|---|"
        )?;
        for group in &groups {
            writeln!(
                text,
                "| {} {} | {} | {} | {} | {} |",
                group.by,
                group.value,
                group.n,
                area(group.figures.auc),
                estimate(group.figures.sensitivity.as_ref()),
                estimate(group.figures.specificity.as_ref()),
            )?;
        }
    }
    Ok(())
}

pub(crate) fn unit(ucum: &str) -> String {
    match ucum {
        "1" | "{score}" | "{regions}" => String::new(),
        "[hnsf'U]" => " HU".to_owned(),
        "mL" => " ml".to_owned(),
        other => format!(" {other}"),
    }
}

fn area(area: Option<Area>) -> String {
    match area {
        None => "-".to_owned(),
        Some(Area {
            estimate: Some(found),
            ..
        }) => estimate(Some(&found)),
        Some(Area { value, .. }) => format!("{value:.3}"),
    }
}

fn estimate(estimate: Option<&Estimate>) -> String {
    estimate.map_or_else(
        || "-".to_owned(),
        |e| format!("{:.3} ({:.3} to {:.3})", e.value, e.lower, e.upper),
    )
}

#[cfg(test)]
mod tests;
