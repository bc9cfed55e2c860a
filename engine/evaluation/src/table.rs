//! Figures as Markdown, for models/README.md and for a service's card. Times stand apart: they differ from run to run.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use overread_base::{LesionKind, PhantomKind};
use overread_stats::{Estimate, NotEstimable};

use crate::figures::{Area, Figures, figures, subgroups};
use crate::report::{FrocPoint, Localisation};
use crate::row::{Row, Status};

/// The difficulties in the order in which they are shown.
const DIFFICULTIES: [&str; 3] = ["easy", "medium", "hard"];

const HEAD: &str = "| service | difficulty | studies | with a target | not run | failed | AUC | sensitivity | specificity | lesions marked | false marks a study |\n|---|---|---|---|---|---|---|---|---|---|---|\n";

/// What the tables say of a service: its lines of the first table, and its own part below.
#[derive(Default)]
struct Told {
    head: String,
    details: String,
}

/// The tables of all services in the rows; equal rows give equal text.
#[must_use]
pub fn tables(rows: &[Row]) -> String {
    text_of(&told(rows))
}

/// Earlier tables with what they say of the services in the rows written anew; what they say of others stays.
#[must_use]
pub fn merged_tables(earlier: &str, rows: &[Row]) -> String {
    let mut all = parsed(earlier);
    all.extend(told(rows));
    text_of(&all)
}

fn text_of(told: &BTreeMap<String, Told>) -> String {
    let heads = told.values().map(|one| one.head.as_str());
    let details = told.values().map(|one| one.details.as_str());
    std::iter::once(HEAD).chain(heads).chain(details).collect()
}

/// Tables as [`text_of`] writes them; lines that are none of a service are dropped.
fn parsed(text: &str) -> BTreeMap<String, Told> {
    let mut told: BTreeMap<String, Told> = BTreeMap::new();
    let (mut current, mut n_empty): (Option<String>, usize) = (None, 0);
    for line in text.lines() {
        // An empty line belongs to what follows it.
        if line.is_empty() {
            n_empty += 1;
            continue;
        }
        if let Some((service, _)) = line
            .strip_prefix("**")
            .and_then(|rest| rest.split_once("**, "))
        {
            current = Some(service.to_owned());
        }
        if let Some(service) = &current {
            let details = &mut told.entry(service.clone()).or_default().details;
            details.extend(std::iter::repeat_n("\n", n_empty));
            details.extend([line, "\n"]);
        } else if let Some((service, _)) = line
            .strip_prefix("| ")
            .and_then(|rest| rest.split_once(' '))
            .filter(|_| !HEAD.contains(line))
        {
            let head = &mut told.entry(service.to_owned()).or_default().head;
            head.extend([line, "\n"]);
        }
        n_empty = 0;
    }
    told
}

fn told(rows: &[Row]) -> BTreeMap<String, Told> {
    let services: BTreeSet<(&str, &str)> = rows
        .iter()
        .map(|row| (row.service.as_str(), row.version.as_str()))
        .collect();
    let mut all: BTreeMap<String, Told> = BTreeMap::new();
    for (service, version) in services {
        let one = all.entry(service.to_owned()).or_default();
        // Writing to a String cannot fail.
        tell(one, rows, service, version).unwrap_or_default();
    }
    all
}

fn tell(one: &mut Told, rows: &[Row], service: &str, version: &str) -> std::fmt::Result {
    let groups = groups_of(rows, service, version);
    for (difficulty, of) in &groups {
        let name = format!("{service} {version}");
        head_row(&mut one.head, &name, difficulty, &figures(of))?;
    }
    let medium = groups
        .iter()
        .find(|(difficulty, _)| *difficulty == "medium");
    if let Some((difficulty, of)) = medium.or(groups.first()) {
        details(&mut one.details, service, difficulty, of)?;
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

/// What a target's code means, as the catalogue of synthetic studies says; `-` for codes that are not of it.
fn meaning(target: &str) -> String {
    let mut kinds = PhantomKind::ALL.into_iter().flat_map(LesionKind::of);
    let code = kinds.find_map(|kind| {
        let code = kind.code();
        (format!("{}:{}", code.scheme, code.value) == target).then_some(code)
    });
    code.map_or_else(|| "-".to_owned(), |code| code.meaning)
}

/// What else is known of a service, where there is anything.
fn details(text: &mut String, service: &str, difficulty: &str, rows: &[&Row]) -> std::fmt::Result {
    let all = figures(rows);
    writeln!(text, "\n**{service}**, {difficulty}")?;
    if !all.auc_by_target.is_empty() {
        writeln!(
            text,
            "\n| target | code | studies with it | AUC |\n|---|---|---|---|"
        )?;
        for (target, found) in &all.auc_by_target {
            let n = rows.iter().filter(|row| row.present.contains(target));
            let found = match found {
                Ok(found) => area(Some(*found)),
                Err(reason) => reason.to_string(),
            };
            writeln!(
                text,
                "| {} | {target} | {} | {found} |",
                meaning(target),
                n.count(),
            )?;
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
    froc(text, rows)?;
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

/// The FROC curve where it is read by custom, where the service places marks. A service reports what reaches its threshold:
/// beyond the false marks that it makes the curve stays level.
fn froc(text: &mut String, rows: &[&Row]) -> std::fmt::Result {
    let done = rows
        .iter()
        .copied()
        .filter(|row| row.status == Status::Done);
    let Ok(found) = Localisation::of(&done.collect::<Vec<&Row>>()) else {
        return Ok(());
    };
    if found.at_rates.is_empty() {
        return Ok(());
    }
    let cells = |of: &dyn Fn(&FrocPoint) -> String| {
        let each = found.at_rates.iter().map(of);
        each.collect::<Vec<_>>().join(" | ")
    };
    let rule = cells(&|_| "---".to_owned());
    writeln!(
        text,
        "\n| FROC: false marks a study | {} | mean (CPM) | area under the weighted AFROC curve |\n|---|{rule}|---|---|",
        cells(&|point| point.rate.to_string()),
    )?;
    let number = |found: Result<f64, NotEstimable>| {
        found.map_or_else(|_| "-".to_owned(), |value| format!("{value:.3}"))
    };
    let wafroc = found.wafroc_interval.as_ref().ok();
    writeln!(
        text,
        "| lesions marked | {} | {} | {} |",
        cells(&|point| format!("{:.3}", point.lesions)),
        number(found.cpm),
        wafroc.map_or_else(|| number(found.wafroc), |found| estimate(Some(found))),
    )
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
