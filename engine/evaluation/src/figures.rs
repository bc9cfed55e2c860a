//! Figures over rows: areas, shares, marks, agreement of numbers, times. Every estimate says on how many it rests.

use std::collections::{BTreeMap, BTreeSet};

use overread_stats::{Estimate, FrocReads, NotEstimable, RocReads, proportion_wilson95};

use crate::row::{NumberRow, Row, Status};

/// The figures of one service on some of its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// How many studies.
    pub n: usize,
    /// How many the service read.
    pub n_done: usize,
    /// How many it declined.
    pub n_not_run: usize,
    /// On how many it broke.
    pub n_failed: usize,
    /// How many of the studies read hold a target.
    pub n_present: usize,
    /// Area under the ROC curve of "any target in the study", by the study's score.
    pub auc: Option<Area>,
    /// The area by target, where there is more than one; or why it cannot be told.
    pub auc_by_target: Vec<(String, Result<Area, NotEstimable>)>,
    /// Share of the studies with a target that are called positive.
    pub sensitivity: Option<Estimate>,
    /// Share of the studies without that are called negative.
    pub specificity: Option<Estimate>,
    /// Share of the lesions that are marked.
    pub lesions_marked: Option<Estimate>,
    /// False marks a study.
    pub false_marks: Option<Estimate>,
    /// Median of the masks' overlap (Dice).
    pub dice: Option<f64>,
    /// Agreement of the measured values, by what is measured.
    pub numbers: Vec<Agreement>,
    /// Agreement of categories, by scale.
    pub categories: Vec<CategoryAgreement>,
    /// Median and greatest time of a job, seconds.
    pub seconds: Option<(f64, f64)>,
}

/// An area under the ROC curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The area.
    pub value: f64,
    /// With its interval; `None` for an area of 0 or 1 and for too few studies.
    pub estimate: Option<Estimate>,
}

/// How measured values agree with the true ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// What is measured.
    pub meaning: String,
    /// The UCUM unit.
    pub ucum: String,
    /// How many pairs.
    pub n: usize,
    /// Mean of said minus true.
    pub bias: f64,
    /// Standard deviation of said minus true; `None` on one pair.
    pub sd: Option<f64>,
    /// Mean of the absolute difference.
    pub mean_absolute: f64,
}

/// How categories agree with the true ones.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryAgreement {
    /// The scale.
    pub scale: String,
    /// Share of equal categories.
    pub equal: Option<Estimate>,
}

/// A subgroup with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What the groups are made of, e.g. `sex`.
    pub by: String,
    /// The group, e.g. `F`.
    pub value: String,
    /// How many studies are in it.
    pub n: usize,
    /// Its figures. A group that only studies with a target can have, e.g. the size of a lesion, is set against all
    /// studies without.
    pub figures: Figures,
}

/// The figures over rows of one service.
#[must_use]
pub fn figures(rows: &[&Row]) -> Figures {
    let of = |status| rows.iter().filter(|row| row.status == status).count();
    let done: Vec<&Row> = rows
        .iter()
        .copied()
        .filter(|row| row.status == Status::Done)
        .collect();
    let called = |is_present: bool, is_positive: bool| {
        let all: Vec<&&Row> = done
            .iter()
            .filter(|row| row.is_present() == Some(is_present))
            .collect();
        let hits = all
            .iter()
            .filter(|row| row.is_positive == Some(is_positive))
            .count();
        proportion_wilson95(hits as u64, all.len() as u64).ok()
    };
    let marks = froc(&done);
    Figures {
        n: rows.len(),
        n_done: done.len(),
        n_not_run: of(Status::NotRun),
        n_failed: of(Status::Failed),
        n_present: done
            .iter()
            .filter(|row| row.is_present() == Some(true))
            .count(),
        auc: study_area(&done).ok(),
        auc_by_target: by_target(&done),
        sensitivity: called(true, true),
        specificity: called(false, false),
        lesions_marked: marks
            .as_ref()
            .and_then(|m| m.lesion_localisation(f64::NEG_INFINITY).ok()),
        false_marks: marks
            .as_ref()
            .and_then(|m| m.non_lesion_localisation(f64::NEG_INFINITY).ok()),
        dice: median(done.iter().filter_map(|row| row.dice).collect()),
        numbers: agreements(&done),
        categories: category_agreements(&done),
        seconds: times(&done),
    }
}

/// The figures of each value of each group, in the order of their names; groups of one value are left out.
#[must_use]
pub fn subgroups(rows: &[&Row]) -> Vec<Group> {
    let groups = group_rows(rows).into_iter().map(|group| Group {
        by: group.by.to_owned(),
        value: group.value.to_owned(),
        n: group.n,
        figures: figures(&group.rows),
    });
    groups.collect()
}

/// The rows of one value of one group.
pub(crate) struct GroupRows<'a> {
    pub(crate) by: &'a str,
    pub(crate) value: &'a str,
    /// How many rows are in it.
    pub(crate) n: usize,
    /// Those, and for a group that only studies with a target can have all studies without.
    pub(crate) rows: Vec<&'a Row>,
}

/// The rows of each value of each group, in the order of their names; groups of one value are left out.
pub(crate) fn group_rows<'a>(rows: &[&'a Row]) -> Vec<GroupRows<'a>> {
    let names: BTreeSet<&String> = rows.iter().flat_map(|row| row.groups.keys()).collect();
    let mut groups = Vec::new();
    for by in names {
        let values: BTreeSet<&String> = rows.iter().filter_map(|row| row.groups.get(by)).collect();
        if values.len() < 2 {
            continue;
        }
        for value in values {
            let is_in = |row: &Row| row.groups.get(by) == Some(value);
            let is_beside =
                |row: &Row| !row.groups.contains_key(by) && row.is_present() == Some(false);
            let with = rows
                .iter()
                .copied()
                .filter(|row| is_in(row) || is_beside(row));
            groups.push(GroupRows {
                by,
                value,
                n: rows.iter().filter(|row| is_in(row)).count(),
                rows: with.collect(),
            });
        }
    }
    groups
}

/// The area of "any target in the study" over rows that were read and whose truth is known.
pub(crate) fn study_area(done: &[&Row]) -> Result<Area, NotEstimable> {
    let known: Vec<&Row> = done
        .iter()
        .copied()
        .filter(|row| row.is_present().is_some())
        .collect();
    area(&known, study_score, |row| row.is_present() == Some(true))
}

/// The study's probability, else the highest score of a target.
pub(crate) fn study_score(row: &Row) -> f64 {
    let highest = row.scores.values().copied().fold(0.0, f64::max);
    row.probability.unwrap_or(highest)
}

fn area(
    rows: &[&Row],
    score: impl Fn(&Row) -> f64,
    is_abnormal: impl Fn(&Row) -> bool,
) -> Result<Area, NotEstimable> {
    let (abnormal, normal): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| is_abnormal(row));
    let scores = |rows: &[&Row]| rows.iter().map(|row| score(row)).collect::<Vec<f64>>();
    let reads = RocReads::new(&scores(&abnormal), &scores(&normal))?;
    Ok(Area {
        value: reads.area(),
        estimate: reads.estimate().ok(),
    })
}

/// Of services for several targets the area of each, studies with it against all others.
fn by_target(rows: &[&Row]) -> Vec<(String, Result<Area, NotEstimable>)> {
    let targets: BTreeSet<&String> = rows.iter().flat_map(|row| row.scores.keys()).collect();
    if targets.len() < 2 {
        return Vec::new();
    }
    let areas = targets.into_iter().map(|target| {
        let stated: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| !row.unstated.contains(target))
            .collect();
        let score = |row: &Row| row.scores.get(target).copied().unwrap_or(0.0);
        let area = area(&stated, score, |row| row.present.contains(target));
        (target.clone(), area)
    });
    areas.collect()
}

/// Marks against lesions; `None` where the service places none.
fn froc(rows: &[&Row]) -> Option<FrocReads> {
    let rows: Vec<&Row> = rows
        .iter()
        .copied()
        .filter(|row| row.is_located())
        .collect();
    let mut marks = rows.iter().flat_map(|row| &row.marks);
    if !marks.any(|mark| mark.is_placed) {
        return None;
    }
    let mut reads = FrocReads {
        n_cases: rows.len() as u64,
        n_lesions: rows.iter().map(|row| row.lesions.len() as u64).sum(),
        ..FrocReads::default()
    };
    for row in rows {
        let mut on: BTreeMap<usize, f64> = BTreeMap::new();
        for mark in row.marks.iter().filter(|mark| mark.is_placed) {
            match mark.lesion {
                Some(lesion) => {
                    let best = on.entry(lesion).or_insert(mark.score);
                    *best = best.max(mark.score);
                }
                None => reads.non_lesion_ratings.push(mark.score),
            }
        }
        reads.lesion_ratings.extend(on.into_values());
    }
    Some(reads)
}

fn agreements(rows: &[&Row]) -> Vec<Agreement> {
    let mut by_code: BTreeMap<&str, Vec<&NumberRow>> = BTreeMap::new();
    for number in rows.iter().flat_map(|row| &row.numbers) {
        by_code.entry(&number.code).or_default().push(number);
    }
    let agreements = by_code.into_values().filter_map(|pairs| {
        let first = pairs.first()?;
        let n = pairs.len();
        let differences: Vec<f64> = pairs.iter().map(|pair| pair.said - pair.truth).collect();
        let bias = differences.iter().sum::<f64>() / n as f64;
        let squares: f64 = differences.iter().map(|d| (d - bias) * (d - bias)).sum();
        Some(Agreement {
            meaning: first.meaning.clone(),
            ucum: first.ucum.clone(),
            n,
            bias,
            sd: (n > 1).then(|| (squares / (n as f64 - 1.0)).sqrt()),
            mean_absolute: differences.iter().map(|d| d.abs()).sum::<f64>() / n as f64,
        })
    });
    agreements.collect()
}

fn category_agreements(rows: &[&Row]) -> Vec<CategoryAgreement> {
    let mut by_scale: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for category in rows.iter().flat_map(|row| &row.categories) {
        let (equal, all) = by_scale.entry(&category.scale).or_default();
        *equal += u64::from(category.truth == category.said);
        *all += 1;
    }
    let agreements = by_scale
        .into_iter()
        .map(|(scale, (equal, all))| CategoryAgreement {
            scale: scale.to_owned(),
            equal: proportion_wilson95(equal, all).ok(),
        });
    agreements.collect()
}

pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    values
        .get(middle.checked_sub(1)?)
        .map(|lower| 0.5 * (lower + upper))
}

fn times(rows: &[&Row]) -> Option<(f64, f64)> {
    let seconds: Vec<f64> = rows.iter().filter_map(|row| row.seconds).collect();
    let greatest = seconds.iter().copied().reduce(f64::max)?;
    Some((median(seconds)?, greatest))
}

#[cfg(test)]
pub(crate) mod tests;
