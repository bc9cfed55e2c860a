//! What a scenario's forms will be made of: cases by cell, difficulty and tag, planted errors, and what looks unwise.

use std::collections::BTreeMap;

use crate::{AiErrorKind, BlueprintCell, Case, Difficulty, ErrorFamily, Scenario, cells_met};

mod text;
mod warnings;

/// The blueprint of a scenario, counted out.
#[derive(Debug, Clone, PartialEq)]
pub struct Blueprint {
    /// How many cases there are.
    pub n_cases: usize,
    /// How many of them a session reads.
    pub n_session: usize,
    /// The cells of the form; a scenario without a form is one cell.
    pub cells: Vec<CellRow>,
    /// How many cases carry each tag, by difficulty.
    pub tags: Vec<(String, ByDifficulty)>,
    /// How many errors of each family a session holds on average.
    pub planted: BTreeMap<ErrorFamily, f64>,
    /// How many sittings the exposure limit allows at least, until a cell runs dry; `None` without a limit.
    pub n_sittings: Option<u32>,
    /// What looks unwise; nothing of it is a fault.
    pub warnings: Vec<String>,
}

/// One cell of a blueprint.
#[derive(Debug, Clone, PartialEq)]
pub struct CellRow {
    /// Its name.
    pub name: String,
    /// How many cases it wants.
    pub wanted: usize,
    /// How many cases fit it, by difficulty.
    pub fitting: ByDifficulty,
    /// How many it gets when every case fills one cell only.
    pub met: usize,
    /// How many of those that fit hold a lesion, as far as is known.
    pub n_abnormal: usize,
    /// How many of its cases get an error of each family on average.
    pub planted: BTreeMap<ErrorFamily, f64>,
}

/// Numbers of cases by difficulty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ByDifficulty {
    /// Easy ones.
    pub easy: usize,
    /// Medium ones.
    pub medium: usize,
    /// Hard ones.
    pub hard: usize,
    /// Those of which the author says nothing.
    pub unstated: usize,
}

impl ByDifficulty {
    fn of<'a>(cases: impl Iterator<Item = &'a Case>) -> Self {
        let mut found = Self::default();
        for case in cases {
            let n = match case.difficulty {
                Some(Difficulty::Easy) => &mut found.easy,
                Some(Difficulty::Medium) => &mut found.medium,
                Some(Difficulty::Hard) => &mut found.hard,
                None => &mut found.unstated,
            };
            *n += 1;
        }
        found
    }

    /// All of them.
    #[must_use]
    pub fn total(self) -> usize {
        self.easy + self.medium + self.hard + self.unstated
    }
}

impl Blueprint {
    /// The share of a session's cases that carry a planted error.
    #[must_use]
    pub fn planted_share(&self) -> f64 {
        // An empty sum of floats is -0.
        let n = self.planted.values().fold(0.0, |sum, n| sum + n);
        n / (self.n_session.max(1) as f64)
    }
}

/// Counts the blueprint of a scenario out.
#[must_use]
pub fn blueprint(scenario: &Scenario) -> Blueprint {
    let cells = cells_of(scenario);
    let met = cells_met(&cells, &scenario.cases);
    let rows: Vec<CellRow> = cells
        .iter()
        .zip(met)
        .map(|(cell, met)| row(scenario, &cells, cell, met))
        .collect();
    let mut planted = BTreeMap::new();
    for (family, n) in rows.iter().flat_map(|row| &row.planted) {
        *planted.entry(*family).or_insert(0.0) += n;
    }
    let mut tags: Vec<&String> = scenario.cases.iter().flat_map(|case| &case.tags).collect();
    tags.sort_unstable();
    tags.dedup();
    let with = |tag: &String| {
        let tagged = scenario.cases.iter().filter(|case| case.tags.contains(tag));
        (tag.clone(), ByDifficulty::of(tagged))
    };
    let mut found = Blueprint {
        n_cases: scenario.cases.len(),
        n_session: scenario.n_session_cases(),
        tags: tags.into_iter().map(with).collect(),
        planted,
        n_sittings: n_sittings(scenario, &rows),
        warnings: Vec::new(),
        cells: rows,
    };
    found.warnings = warnings::warnings(scenario, &found);
    found
}

fn cells_of(scenario: &Scenario) -> Vec<BlueprintCell> {
    if let Some(form) = &scenario.design.form {
        return form.cells.clone();
    }
    vec![BlueprintCell {
        name: "all".to_owned(),
        tags: Vec::new(),
        difficulty: None,
        count: u32::try_from(scenario.cases.len()).unwrap_or(u32::MAX),
    }]
}

fn row(scenario: &Scenario, cells: &[BlueprintCell], cell: &BlueprintCell, met: u32) -> CellRow {
    let fitting = || scenario.cases.iter().filter(|case| cell.takes(case));
    let usize_of = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    CellRow {
        name: cell.name.clone(),
        wanted: usize_of(cell.count),
        fitting: ByDifficulty::of(fitting()),
        met: usize_of(met),
        n_abnormal: fitting()
            .filter(|case| case.source.is_abnormal() == Some(true))
            .count(),
        planted: planted_in(scenario, cells, cell),
    }
}

/// How many of a cell's cases can carry an error of a quota on average.
fn expected_carriers(
    scenario: &Scenario,
    cell: &BlueprintCell,
    tags: &[String],
    kind: AiErrorKind,
) -> f64 {
    let fitting = scenario.cases.iter().filter(|case| cell.takes(case));
    let (mut n, mut n_carriers) = (0_u32, 0_u32);
    for case in fitting {
        let has_tags = tags.iter().all(|tag| case.tags.contains(tag));
        n += 1;
        n_carriers += u32::from(has_tags && case.source.can_carry(kind));
    }
    if n == 0 {
        return 0.0;
    }
    f64::from(cell.count) * f64::from(n_carriers) / f64::from(n)
}

/// The planted errors of a cell on average: a quota falls evenly on those of its kinds that can be met at all, and each
/// kind evenly on the cases that can carry it.
fn planted_in(
    scenario: &Scenario,
    cells: &[BlueprintCell],
    cell: &BlueprintCell,
) -> BTreeMap<ErrorFamily, f64> {
    let mut planted = BTreeMap::new();
    let quotas = scenario.design.planted.iter().flat_map(|p| &p.quotas);
    for quota in quotas.filter(|quota| !quota.is_version_change()) {
        let everywhere = |kind: AiErrorKind| -> f64 {
            let carriers = cells
                .iter()
                .map(|cell| expected_carriers(scenario, cell, &quota.tags, kind));
            carriers.fold(0.0, |sum, n| sum + n)
        };
        let met = quota.kinds.iter().map(|&kind| (kind, everywhere(kind)));
        let met: Vec<(AiErrorKind, f64)> = met.filter(|(_, n)| *n > 0.0).collect();
        let n_of_kind =
            quota.amount.of(scenario.n_session_cases()) as f64 / met.len().max(1) as f64;
        for (kind, everywhere) in met {
            let here = expected_carriers(scenario, cell, &quota.tags, kind);
            *planted.entry(kind.family()).or_insert(0.0) += n_of_kind * here / everywhere;
        }
    }
    planted
}

/// How many sittings there are until a cell runs dry, each cell by itself.
fn n_sittings(scenario: &Scenario, rows: &[CellRow]) -> Option<u32> {
    let most = scenario.design.form.as_ref()?.most_exposures?;
    let sittings = rows.iter().map(|row| {
        let places = u32::try_from(row.fitting.total()).unwrap_or(u32::MAX);
        let wanted = u32::try_from(row.wanted.max(1)).unwrap_or(u32::MAX);
        // Each case stands on so many forms; a form takes `wanted` of them.
        places.saturating_mul(most) / wanted
    });
    sittings.min()
}

#[cfg(test)]
mod tests;
